"""A receipt reaches its printer whole, or the desk hears within seconds why it did not."""

import socket
import time
from dataclasses import replace

import pytest
import zxingcpp

from domain.errors import FieldNotAllowed, FieldOutOfRange
from domain.errors_of_files import FileNotWritten
from domain.errors_of_printing import (
    PaperTooWide,
    PrinterOutOfPaper,
    PrinterSilent,
    PrinterUnreachable,
)
from domain.printing import Paper, PrinterKind, PrinterProfile, PrintStyle
from integrations.documents import receipt_pdf
from integrations.printing import network_printer
from integrations.printing.sending import send
from resources.texts import texts_of_all
from tests.integrations.documents_made import receipt_copy
from tests.integrations.thermal_printer import ThermalPrinter, printed

CODE = (
    "BB2?o=PAT1&r=PAT1%2F02%2F2026-27%2F000123&c=100001&a=12345678&b=12331168"
    "&t=2026-11-22T12:00%2B05:30&k=3f9c2a71d04be856&s=" + "Ab3-_x9Q" * 10 + "AbCdEf"
)


def pdf_of(style, **facts):
    copy = replace(receipt_copy(**facts), code=CODE)
    return receipt_pdf.render(copy, style, texts_of_all())


def profile_at(printer, paper=Paper.ROLL_80, languages=("en",), **given):
    style = PrintStyle(paper, languages)
    place = f"127.0.0.1:{printer.port}"
    return PrinterProfile("Roll", PrinterKind.NETWORK, place, style, **given)


@pytest.mark.parametrize("paper, dots", [(Paper.ROLL_80, 576), (Paper.ROLL_58, 384)])
@pytest.mark.parametrize("languages", [("en",), ("hi",), ("en", "hi")])
def test_the_printer_gets_the_page_and_its_code_can_be_read(paper, dots, languages):
    with ThermalPrinter() as printer:
        profile = profile_at(printer, paper, languages)
        send(profile, pdf_of(profile.style), "receipt.pdf")
    pictures, cuts = printed(printer.received)

    [picture] = pictures
    assert cuts == 1
    assert picture.width == dots
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == CODE


def test_copies_are_printed_and_cut_one_by_one():
    with ThermalPrinter() as printer:
        profile = profile_at(printer, copies=3)
        send(profile, pdf_of(profile.style), "receipt.pdf")
    pictures, cuts = printed(printer.received)

    assert cuts == len(pictures) == 3
    assert pictures[0].tobytes() == pictures[2].tobytes()


def test_a_printer_without_a_knife_is_not_told_to_cut():
    with ThermalPrinter() as printer:
        profile = profile_at(printer, cuts=False)
        send(profile, pdf_of(profile.style), "receipt.pdf")

    assert printed(printer.received)[1] == 0


def test_a_printer_that_says_nothing_but_hangs_up_after_us_has_printed():
    with ThermalPrinter("says nothing") as printer:
        network_printer.send(("127.0.0.1", printer.port), b"\x1b@", answers=True, wait_seconds=0.3)

    assert b"\x1b@" in printer.received


def test_a_printer_that_never_answers_can_be_trusted_all_the_same():
    with ThermalPrinter("says nothing") as printer:
        profile = profile_at(printer, answers=False)
        send(profile, pdf_of(profile.style), "receipt.pdf")

    assert len(printed(printer.received)[0]) == 1


def test_a_printer_that_hangs_is_told_within_seconds():
    with ThermalPrinter("hangs") as printer:
        started = time.monotonic()
        with pytest.raises(PrinterSilent):
            network_printer.send(
                ("127.0.0.1", printer.port), bytes(100_000), answers=True, wait_seconds=0.5
            )

        assert time.monotonic() - started < 4


def test_a_printer_that_hangs_in_the_middle_of_much_is_told_too():
    with ThermalPrinter("hangs") as printer, pytest.raises(PrinterSilent):
        network_printer.send(
            ("127.0.0.1", printer.port), bytes(16_000_000), answers=False, wait_seconds=0.5
        )


@pytest.mark.parametrize(
    "habit, error", [("hangs up", PrinterUnreachable), ("stops", PrinterSilent)]
)
def test_a_printer_that_hangs_up_has_not_printed(habit, error):
    with ThermalPrinter(habit) as printer, pytest.raises((error, PrinterSilent)):
        network_printer.send(
            ("127.0.0.1", printer.port), bytes(5_000_000), answers=True, wait_seconds=1
        )


@pytest.mark.parametrize("facts", [{"now": b"\x72"}, {"after": b"\x0c"}])
def test_a_roll_that_has_ended_is_named(facts):
    with ThermalPrinter(**facts) as printer, pytest.raises(PrinterOutOfPaper):
        send(profile_at(printer), pdf_of(PrintStyle(Paper.ROLL_80)), "receipt.pdf")


def test_nothing_is_sent_to_a_printer_without_paper():
    with ThermalPrinter(now=b"\x72") as printer, pytest.raises(PrinterOutOfPaper):
        send(profile_at(printer), pdf_of(PrintStyle(Paper.ROLL_80)), "receipt.pdf")

    assert printed(printer.received)[0] == []


def test_a_printer_that_is_not_there_is_told_at_once():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        place = f"127.0.0.1:{gone.getsockname()[1]}"
    profile = PrinterProfile("Roll", PrinterKind.NETWORK, place, PrintStyle(Paper.ROLL_80))

    started = time.monotonic()
    with pytest.raises(PrinterUnreachable) as refused:
        send(profile, pdf_of(profile.style), "receipt.pdf")

    assert refused.value.place == profile.place
    assert time.monotonic() - started < network_printer.WAIT_SECONDS


def test_a_receipt_goes_into_a_folder_and_a_missing_folder_is_told(tmp_path):
    style = PrintStyle(Paper.A4)
    profile = PrinterProfile("Files", PrinterKind.FOLDER, str(tmp_path), style)
    send(profile, pdf_of(style), "receipt.pdf")
    gone = PrinterProfile("Files", PrinterKind.FOLDER, str(tmp_path / "none"), style)

    assert (tmp_path / "receipt.pdf").read_bytes() == pdf_of(style)
    with pytest.raises(FileNotWritten):
        send(gone, pdf_of(style), "receipt.pdf")


@pytest.mark.parametrize(
    "asked, written",
    [
        ("../../evil.pdf", "evil.pdf"),
        ("/etc/passwd", "etc-passwd"),
        ("upi-=1+1 रसीद\n.pdf", "upi--1-1-.pdf"),
        (".hidden", "hidden"),
        ("..", "document.pdf"),
    ],
)
def test_a_file_stays_in_its_folder_whatever_it_is_called(tmp_path, asked, written):
    folder = tmp_path / "receipts"
    folder.mkdir()
    profile = PrinterProfile("Files", PrinterKind.FOLDER, str(folder), PrintStyle())

    send(profile, b"%PDF", asked)

    assert [path.name for path in folder.iterdir()] == [written]
    assert list(tmp_path.iterdir()) == [folder]


def test_a_page_for_a_desk_does_not_go_to_a_printer_with_a_roll():
    with pytest.raises(PaperTooWide) as refused:
        PrinterProfile("Roll", PrinterKind.NETWORK, "10.0.0.7", PrintStyle(Paper.A4))

    assert (refused.value.receipt_mm, refused.value.printer_mm) == (210, 80)


def test_a_receipt_for_80_mm_does_not_go_to_a_roll_of_58():
    roll = PrinterProfile("Roll", PrinterKind.NETWORK, "10.0.0.7", PrintStyle(Paper.ROLL_58))

    with pytest.raises(PaperTooWide) as refused:
        roll.styled(Paper.ROLL_80, ("hi",))
    assert refused.value.printer_mm == 58
    assert roll.styled(Paper.ROLL_58, ("hi",)).style.languages == ("hi",)


@pytest.mark.parametrize(
    "place, error",
    [
        ("10.0.0.7:0", FieldOutOfRange),
        ("10.0.0.7:65536", FieldOutOfRange),
        ("10.0.0.7:91²0", FieldNotAllowed),
        ("printer counter:9100", FieldNotAllowed),
        ("10.0.0.7/print", FieldNotAllowed),
        (":9100", FieldNotAllowed),
        ("प्रिंटर:9100", FieldNotAllowed),
        ("roll\u202e:9100", FieldNotAllowed),
    ],
)
def test_what_is_no_address_is_refused(place, error):
    with pytest.raises(error):
        PrinterProfile("Roll", PrinterKind.NETWORK, place, PrintStyle(Paper.ROLL_80))


@pytest.mark.parametrize(
    "place, address",
    [
        ("10.0.0.7", ("10.0.0.7", 9100)),
        ("roll-2.office.local:9101", ("roll-2.office.local", 9101)),
        ("[fe80::1]:9100", ("fe80::1", 9100)),
    ],
)
def test_a_port_may_be_left_out(place, address):
    roll = PrinterProfile("Roll", PrinterKind.NETWORK, place, PrintStyle(Paper.ROLL_80))

    assert roll.address() == address
