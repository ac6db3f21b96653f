"""Any sheet that people have is read, or refused in words; nothing hostile gets further."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from domain.errors_of_files import FileReason, FileUnreadable
from domain.import_columns import known_count
from domain.importing import ImportKind
from integrations.spreadsheets.any_sheet import read_sheet, sha256_of

COUNT = known_count(ImportKind.CONSUMERS)
TEXT = "CA No,नाम,Mobile\n1001,सुनीता देवी,9876543210\n"


def written(folder: Path, content: bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_encodings_are_found_out(tmp_path: Path, encoding: str, told: str) -> None:
    text = "CA No,Consumer Name,Mobile Number\n1001,Sunita देवी,9876543210\n"

    sheet = read_sheet(written(tmp_path, text.encode(encoding)), COUNT)

    assert sheet.encoding == told
    assert sheet.rows[0].texts == ("1001", "Sunita देवी", "9876543210")


def test_windows_text_is_read_and_told(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, "CA No;Name\n1001;Ren\xe9\n".encode("cp1252")), COUNT)

    assert (sheet.encoding, sheet.rows[0].texts) == ("cp1252", ("1001", "René"))


def test_headings_are_found_below_a_title(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, f"Patna One\n\n{TEXT}".encode()), COUNT)

    assert (sheet.heading_line, sheet.headings) == (3, ("CA No", "नाम", "Mobile"))
    assert [row.line for row in sheet.rows] == [4]


def test_a_sheet_without_headings_has_numbered_ones(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, b"1001,Sunita,9876543210\n1002,Manoj,\n"), COUNT)

    assert (sheet.heading_line, sheet.headings, len(sheet.rows)) == (0, ("#1", "#2", "#3"), 2)


def test_headings_that_stand_twice_are_told_apart(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, b"CA No,Name,Name\n1,a,b\n"), COUNT)

    assert sheet.headings == ("CA No", "Name", "Name (2)")


def test_another_sheet_of_a_book_can_be_taken(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Notes"
    book.active.append(["nothing here"])
    book.active.append(["at all"])
    consumers = book.create_sheet("Consumers & more")
    consumers.append(["CA No", "Name"])
    consumers.append([1001, "Sunita"])
    book.save(tmp_path / "a.xlsx")

    first = read_sheet(tmp_path / "a.xlsx", COUNT)
    second = read_sheet(tmp_path / "a.xlsx", COUNT, sheet=1)

    assert first.sheets == ("Notes", "Consumers & more")
    assert second.rows[0].texts == ("1001", "Sunita")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", FileReason.EMPTY),
        (b"\n\n , ,\n", FileReason.EMPTY),
        (b"CA No,Name\n", FileReason.EMPTY),
        (b"%PDF-1.7\nstream", FileReason.NOT_A_SHEET),
        (b"\x89PNG\r\n\x1a\n", FileReason.NOT_A_SHEET),
        (b"\xd0\xcf\x11\xe0rest", FileReason.OLD_EXCEL),
        (b"CA No,Name\n1,a\0b\n", FileReason.HAS_NUL),
        ((",".join(f"c{n}" for n in range(300)) + "\n1\n").encode(), FileReason.TOO_MANY_COLUMNS),
        (b"CA No\n" + b"1\n" * 600_000, FileReason.TOO_MANY_ROWS),
    ],
)
def test_what_is_no_sheet_is_refused_by_its_reason(
    tmp_path: Path, content: bytes, reason: FileReason
) -> None:
    with pytest.raises(FileUnreadable) as refused:
        read_sheet(written(tmp_path, content), COUNT)

    assert refused.value.reason == reason


def test_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(1024**3)

    with pytest.raises(FileUnreadable) as refused:
        read_sheet(path, COUNT)

    assert refused.value.reason == FileReason.TOO_LARGE


def test_a_file_that_was_changed_has_another_hash(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.encode())
    sheet = read_sheet(path, COUNT)
    assert sha256_of(path) == sheet.file.sha256

    written(tmp_path, (TEXT + "1002,x,\n").encode())

    assert sha256_of(path) != sheet.file.sha256
