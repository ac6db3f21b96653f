"""Sheets from outside: good rows come in, bad ones with their reason, hostile files not at all."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from domain.errors_of_files import (
    CellInError,
    ColumnsMissing,
    ColumnsUnknown,
    FileNotWritten,
    FileReason,
    FileUnreadable,
    FormulaWithoutValue,
    RowBroken,
    RowRagged,
)
from integrations.spreadsheets import rejected
from integrations.spreadsheets.excel_cells import cell_text
from integrations.spreadsheets.guard import bare, guarded
from integrations.spreadsheets.reading import read_table
from integrations.spreadsheets.table import Limits

#: Excel knows no zones.
MIDNIGHT = datetime(2025, 6, 2)  # noqa: DTZ001 - as Excel has it
READS = ("meter_serial", "read_at", "kwh_import")
GOOD = "SG1,2025-06-02T00:00:00+05:30,1013.445\n"
HEADER = ",".join(READS) + "\n"


@pytest.fixture
def reads_file(tmp_path):
    """Return a function that writes a file of reads and returns its path."""

    def write(content, name="reads.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def book_file(tmp_path):
    """Return a function that writes rows into the first sheet of a book."""

    def write(*rows, formats=()):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        for cell, form in formats:
            book.active[cell].number_format = form
        path = tmp_path / "reads.xlsx"
        book.save(path)
        return path

    return write


def read(path, **limits):
    return read_table(path, READS, ("quality",), limits=Limits(**limits))


def reason_of(path, **limits):
    with pytest.raises(FileUnreadable) as refusal:
        read(path, **limits)
    assert refusal.value.name == path.name
    return refusal.value.reason


# CSV


def test_a_row_comes_under_its_headings_with_the_line_it_stood_on(reads_file):
    table = read(reads_file(HEADER + GOOD))

    (row,) = table.rows

    assert row.line == 2
    assert row.cells == {
        "meter_serial": "SG1",
        "read_at": "2025-06-02T00:00:00+05:30",
        "kwh_import": "1013.445",
    }
    assert row.fault is None


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_as_different_programs_write_them_say_the_same(reads_file, mark, line_end, separator):
    lines = ["Meter Serial,READ_AT, kwh-import ,", "SG1, 2025-06-02 ,5,", "", "SG2,2025-06-03,6,"]
    content = mark + line_end.join(lines).replace(",", separator)

    rows = list(read(reads_file(content)).rows)

    assert [(row.line, *row.cells.values()) for row in rows] == [
        (2, "SG1", "2025-06-02", "5"),
        (4, "SG2", "2025-06-03", "6"),
    ]


def test_a_ragged_row_is_bad_and_the_others_are_good(reads_file):
    table = read(reads_file(HEADER + GOOD + "SG1,2025\n" + "SG1,2025,5,6\n" + GOOD))

    rows = list(table.rows)

    assert [type(row.fault) for row in rows] == [type(None), RowRagged, RowRagged, type(None)]
    assert (rows[1].fault.cells, rows[1].fault.columns) == (2, 3)
    assert rows[2].texts == ["SG1", "2025", "5", "6"]


def test_a_quotation_mark_that_is_not_closed_spoils_only_its_row(reads_file):
    broken = 'SG1,"2025-06-02,5\n'
    table = read(reads_file(HEADER + GOOD + broken + GOOD * 50))

    rows = list(table.rows)

    assert [row.line for row in rows if isinstance(row.fault, RowBroken)] == [3]
    assert sum(row.fault is None for row in rows) == 51


def test_an_address_may_have_several_lines(reads_file):
    table = read(reads_file(HEADER + 'SG1,2025,"line 1\nline 2"\n' + GOOD))

    rows = list(table.rows)

    assert rows[0].cells["kwh_import"] == "line 1\nline 2"
    assert rows[1].line == 4


def test_a_file_that_lacks_a_column_or_has_an_unknown_one_is_refused_by_name(reads_file):
    with pytest.raises(ColumnsMissing) as missing:
        read(reads_file("meter_serial,read_at\n"))
    with pytest.raises(ColumnsUnknown) as unknown:
        read(reads_file(HEADER.strip() + ",colour\n"))

    assert missing.value.columns == "kwh_import"
    assert unknown.value.columns == "colour"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", FileReason.EMPTY),
        ("\ufeff\n \n", FileReason.EMPTY),
        (HEADER.encode() + "SG1,2025,५\n".encode("utf-16"), FileReason.NOT_UTF8),
        (HEADER.encode() + b"Ren\xe9,2025,5\n", FileReason.NOT_UTF8),
        (HEADER + "SG\0,2025,5\n", FileReason.HAS_NUL),
        (HEADER.strip() + ",read_at\n", FileReason.DUPLICATE_COLUMN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, FileReason.OLD_EXCEL),
        (b"PK\x03\x04 and no more", FileReason.DAMAGED),
        (HEADER + "x" * 60, FileReason.TOO_LARGE),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(reads_file, content, reason):
    assert (
        reason_of(reads_file(content), csv_bytes=64 if "x" * 60 in str(content) else 10**6)
        == reason
    )


def test_the_line_that_is_not_utf8_is_named(reads_file):
    with pytest.raises(FileUnreadable) as refusal:
        read(reads_file(HEADER.encode() + b"\xff\xfe,2025,5\n"))

    assert refusal.value.detail == "2"


def test_a_file_of_50_megabytes_is_refused_without_being_read_whole(tmp_path):
    path = tmp_path / "reads.csv"
    with path.open("wb") as file:
        file.write(HEADER.encode())
        file.truncate(50 * 1024 * 1024)

    assert reason_of(path) == FileReason.TOO_LARGE


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path):
    assert reason_of(tmp_path / "none.csv") == FileReason.NOT_FOUND
    assert reason_of(tmp_path) == FileReason.NOT_A_FILE


def test_more_rows_than_the_limit_are_refused_as_a_whole(reads_file):
    assert reason_of(reads_file(HEADER + GOOD * 6), rows=5) == FileReason.TOO_MANY_ROWS


# Excel


def test_numbers_and_dates_of_a_book_come_as_exact_texts(book_file):
    path = book_file(
        READS,
        ("SG1", MIDNIGHT, 1013.445),
        ("SG2", MIDNIGHT, 12345678901),
        (1001, date(2025, 6, 2), 0.1 + 0.2),
        formats=[("B2", "yyyy-mm-dd hh:mm"), ("B3", "dd/mm/yyyy")],
    )

    rows = list(read(path).rows)

    assert [tuple(row.cells.values()) for row in rows] == [
        ("SG1", "2025-06-02T00:00:00", "1013.445"),
        ("SG2", "2025-06-02", "12345678901"),
        ("1001", "2025-06-02", "0.3"),
    ]
    assert [row.line for row in rows] == [2, 3, 4]


def test_a_formula_without_a_stored_value_is_bad_and_named(book_file):
    path = book_file(READS, ("SG1", "2025-06-02", "=1+1"), ("SG2", "2025-06-02", 5))

    bad, good = read(path).rows

    assert isinstance(bad.fault, FormulaWithoutValue)
    assert bad.fault.column == "kwh_import"
    assert good.fault is None


def test_a_formula_with_a_stored_value_gives_the_value(book_file):
    path = book_file(READS, ("SG1", "2025-06-02", "=1+1"))
    _rewrite(path, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>2</v>", b"<v />")

    (row,) = read(path).rows

    assert (row.cells["kwh_import"], row.fault) == ("2", None)


def test_an_error_of_excel_is_bad_and_named(book_file):
    path = book_file(READS, ("SG1", "2025-06-02", "#N/A"))

    (row,) = read(path).rows

    assert isinstance(row.fault, CellInError)


def test_empty_rows_and_cells_beyond_the_header_mean_nothing(book_file):
    path = book_file((None,), READS, (None,), ("SG1", "2025-06-02", 5, None, None), ("SG2",))

    rows = list(read(path).rows)

    assert [row.line for row in rows] == [4, 5]
    assert rows[1].cells == {"meter_serial": "SG2", "read_at": "", "kwh_import": ""}


def test_a_cell_at_the_end_of_the_sheet_does_not_take_the_machine(book_file):
    path = book_file(READS, ("SG1", "2025-06-02", 5))
    _rewrite(
        path,
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )

    assert reason_of(path) in {FileReason.TOO_MANY_ROWS, FileReason.TOO_MANY_COLUMNS}


def test_a_zip_bomb_is_refused_before_a_reader_opens_it(book_file):
    path = book_file(READS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/image1.png", bytes(80 * 1024 * 1024))

    assert reason_of(path) == FileReason.ZIP_BOMB


def test_a_book_of_too_many_parts_is_refused(book_file):
    path = book_file(READS)
    with zipfile.ZipFile(path, "a") as book:
        for part in range(300):
            book.writestr(f"xl/media/{part}", b"")

    assert reason_of(path) == FileReason.ZIP_BOMB


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_book_that_declares_entities_is_refused(book_file, encoding):
    path = book_file(READS)
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/evil.xml", "<!DOCTYPE lolz [<!ENTITY a 'ha'>]>".encode(encoding))

    assert reason_of(path) == FileReason.HAS_ENTITIES


def test_a_zip_that_is_no_book_is_refused(tmp_path):
    path = tmp_path / "reads.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("reads.csv", HEADER)

    assert reason_of(path) == FileReason.NOT_EXCEL


def test_a_csv_that_calls_itself_a_book_is_refused(reads_file):
    assert reason_of(reads_file(HEADER, "reads.xlsx")) == FileReason.NOT_EXCEL


def test_a_damaged_book_is_refused(book_file):
    path = book_file(READS)
    _rewrite(path, "xl/worksheets/sheet1.xml", b"</sheetData>", b"<oops>")

    assert reason_of(path) == FileReason.DAMAGED


def test_a_book_that_takes_too_long_is_given_up(book_file):
    assert reason_of(book_file(READS), excel_seconds=0.001) == FileReason.TOO_SLOW


def test_a_book_that_takes_too_much_memory_is_given_up(book_file):
    path = book_file(READS, *(("SG1", "2025-06-02", "x" * 5000 + str(row)) for row in range(4000)))

    assert reason_of(path, excel_memory_bytes=8 * 1024 * 1024) == FileReason.TOO_MUCH_MEMORY


def test_a_double_is_read_to_the_fifteen_digits_that_excel_keeps():
    assert cell_text(1013.4449999999999363) == "1013.445"
    assert cell_text(1e-7) == "0.0000001"
    assert cell_text(1e15) == "1000000000000000"
    assert cell_text(-5.0) == "-5"
    assert cell_text(True) == "TRUE"


def _rewrite(path, part, old, new, *more_old):
    """Replace bytes in a part of a book, as somebody with bad intent would."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for candidate in (old, *more_old):
        parts[part] = parts[part].replace(candidate, new)
    assert new in parts[part]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


# The file of rejected rows


def test_rejected_rows_stand_beside_the_file_with_their_reasons(reads_file):
    source = reads_file(HEADER)

    path = rejected.write(source, READS, [(["SG1", "2025-06-02", "abc"], "'abc' is no number")])

    assert path.name == "reads.rejected.csv"
    assert path.parent == source.parent
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            [*READS, "reason"],
            ["SG1", "2025-06-02", "abc", "'abc' is no number"],
        ]


def test_a_file_of_rejected_rows_can_be_imported_again(reads_file):
    cells = [["=1+1", "2025-06-02", "-5"], ["@सीता", "x", ""], ["short"], ["1", "2", "3", "4"]]
    path = rejected.write(reads_file(HEADER), READS, [(row, 'why, "oh" why') for row in cells])

    rows = list(read(path).rows)

    assert [list(row.texts) for row in rows] == [
        cells[0],
        cells[1],
        ["short", "", ""],
        [*"1234"],
    ]
    assert [row.fault is None for row in rows] == [True, True, True, False]


def test_without_rejected_rows_an_older_file_of_them_goes(reads_file):
    source = reads_file(HEADER)
    path = rejected.write(source, READS, [(["a"], "b")])

    assert rejected.write(source, READS, []) is None
    assert not path.exists()


def test_a_folder_that_cannot_be_written_to_is_said_to_be_so(tmp_path):
    with pytest.raises(FileNotWritten):
        rejected.write(tmp_path / "gone" / "reads.csv", READS, [(["a"], "b")])


@given(st.text())
def test_a_guarded_cell_never_begins_like_a_formula_and_comes_back_as_it_was(text):
    written = guarded(text)

    assert not written.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not written.startswith(("\t", "\r"))
    assert bare(written) == text
