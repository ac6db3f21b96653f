"""What a machine knows of its printers is kept whole; what is damaged is told and not lost."""

import json
from io import BytesIO

import pytest
from PIL import Image

from domain.errors import FieldNotAllowed, FieldOutOfRange, FieldTooLong
from domain.errors_of_files import FileNotWritten
from domain.errors_of_printing import (
    LogoTooLarge,
    LogoUnreadable,
    PrinterNameTaken,
    PrintersUnreadable,
    PrinterUnknown,
)
from domain.printing import DeskPrinters, Paper, PrinterKind, PrinterProfile, PrintStyle
from integrations.printing import remembered
from integrations.printing.logo import MOST_DOTS, MOST_KB, read_logo


def picture(kind="PNG", size=(40, 20)):
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


STYLE = PrintStyle(Paper.ROLL_58, ("en", "hi"), left_mm=-2, top_mm=3, logo=picture())
ROLL = PrinterProfile(
    "काउंटर 2 की रोल", PrinterKind.NETWORK, "10.0.0.7:9100", STYLE, copies=2, answers=False
)
FILES = PrinterProfile("Files", PrinterKind.FOLDER, "/srv/receipts", cuts=False)
BOTH = DeskPrinters((ROLL, FILES), ROLL.name)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings" / remembered.FILE_NAME


def test_a_machine_has_no_printers_at_first(path):
    assert remembered.load(path) == DeskPrinters()


def test_printers_are_remembered_as_they_are(path):
    remembered.keep(path, BOTH)

    assert remembered.load(path) == BOTH
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": 2, "default": "", "printers": []}',
        b'{"format": 1, "default": "gone", "printers": []}',
        b'{"format": 1, "default": 1, "printers": []}',
        b'{"format": 1, "default": "", "printers": [{}]}',
    ],
)
def test_a_damaged_file_is_told_and_kept_beside(path, content):
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(PrintersUnreadable):
        remembered.load(path)
    remembered.keep(path, BOTH)

    assert remembered.load(path) == BOTH
    assert path.with_name("printers.json.damaged").read_bytes() == content


@pytest.mark.parametrize(
    "field, value",
    [
        ("name", 7),
        ("kind", "fax"),
        ("copies", 99),
        ("copies", True),
        ("cuts", "yes"),
        ("place", "x y"),
        ("style", {"paper": "a5"}),
    ],
)
def test_a_value_that_cannot_be_is_told(path, field, value):
    remembered.keep(path, BOTH)
    said = json.loads(path.read_bytes())
    said["printers"][0][field] = value
    path.write_text(json.dumps(said), "utf-8")

    with pytest.raises(PrintersUnreadable):
        remembered.load(path)


def test_a_logo_that_was_put_in_by_hand_is_looked_at(path):
    remembered.keep(path, BOTH)
    said = json.loads(path.read_bytes())
    said["printers"][0]["style"]["logo"] = "PHN2Zz4="
    path.write_text(json.dumps(said), "utf-8")

    with pytest.raises(PrintersUnreadable):
        remembered.load(path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    in_the_way = tmp_path / "settings"
    in_the_way.write_text("a file")

    with pytest.raises(FileNotWritten):
        remembered.keep(in_the_way / remembered.FILE_NAME, BOTH)


# The printers of a desk


def test_the_first_printer_becomes_the_one_for_receipts():
    printers = DeskPrinters().with_printer(ROLL).with_printer(FILES)

    assert printers.for_receipts == ROLL
    assert printers.with_default("Files").for_receipts == FILES
    assert printers.with_default("").for_receipts is None
    assert printers.without(ROLL.name).for_receipts is None


def test_a_printer_may_be_called_otherwise_and_stays_the_one_for_receipts():
    renamed = PrinterProfile("Roll", PrinterKind.NETWORK, ROLL.place, STYLE)

    printers = BOTH.with_printer(renamed, instead_of=ROLL.name)

    assert printers.for_receipts == renamed
    assert printers.names == ["Roll", "Files"]


def test_two_printers_are_not_called_the_same():
    with pytest.raises(PrinterNameTaken):
        BOTH.with_printer(PrinterProfile("Files"))
    with pytest.raises(PrinterNameTaken):
        BOTH.with_printer(PrinterProfile("Files"), instead_of=ROLL.name)
    with pytest.raises(PrinterUnknown):
        BOTH.without("Fax")


@pytest.mark.parametrize(
    "given, error",
    [
        ({"name": "Roll\u202e"}, FieldNotAllowed),
        ({"name": "Roll\n2"}, FieldNotAllowed),
        ({"name": "x" * 61}, FieldTooLong),
        ({"copies": 0}, FieldOutOfRange),
    ],
)
def test_what_a_printer_cannot_be_is_refused(given, error):
    with pytest.raises(error):
        PrinterProfile(**{"name": "Roll", **given})


# Logos


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_small_picture_is_taken_as_it_is(tmp_path, kind):
    path = tmp_path / "logo"
    path.write_bytes(picture(kind))

    assert read_logo(path) == picture(kind)


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg/>", picture("GIF"), picture()[:60], b"\x89PNG\r\n\x1a\n" + bytes(50)],
)
def test_what_is_no_whole_png_or_jpeg_is_refused(tmp_path, content):
    path = tmp_path / "logo.png"
    path.write_bytes(content)

    with pytest.raises(LogoUnreadable):
        read_logo(path)


def test_a_picture_of_too_many_dots_or_bytes_is_refused(tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(picture(size=(MOST_DOTS + 1, 4)))
    with pytest.raises(LogoTooLarge):
        read_logo(path)

    path.write_bytes(picture() + bytes(MOST_KB * 1024))
    with pytest.raises(LogoTooLarge):
        read_logo(path)


def test_a_logo_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(LogoUnreadable):
        read_logo(tmp_path / "none.png")
    with pytest.raises(LogoUnreadable):
        read_logo(tmp_path)
