"""Settlement files from banks and gateways: read whole, or refused with the reason."""

from datetime import datetime

import pytest
from openpyxl import Workbook

from domain.errors_of_files import (
    CellInError,
    FileReason,
    FileUnreadable,
    FormulaWithoutValue,
    RowRagged,
)
from domain.settlement_columns import columns_for
from domain.settlement_rows import read_lines
from integrations.spreadsheets import rejected
from integrations.spreadsheets.settlement import read_settlement
from integrations.spreadsheets.table import Limits

BANK = """HDFC BANK LIMITED,,,
Account No :,50100,,
"From : 01/11/2026 To : 22/11/2026",,,

Date,UTR No.,Amount (₹),Remark
22/11/2026,412345678901,"1,234.50",
22/11/2026,412345678902,500.00,"two
lines"
Total,,"1,734.50",
"""


@pytest.fixture
def file(tmp_path):
    """Return a function that writes a file and returns its path."""

    def write(content, name="bank.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def book(tmp_path):
    """Return a function that writes rows into a book."""

    def write(*rows):
        made = Workbook()
        for row in rows:
            made.active.append(row)
        path = tmp_path / "gateway.xlsx"
        made.save(path)
        return path

    return write


def lines_of(table, **said):
    return read_lines(table, columns_for(table.headings, None, said), "upi")


def test_headings_are_found_below_what_the_bank_says_of_itself(file):
    table = read_settlement(file(BANK))

    assert table.headings == ("Date", "UTR No.", "Amount (₹)", "Remark")
    assert [row.line for row in table.rows] == [6, 7, 9]
    lines, [(number, _refusal)] = lines_of(table)
    assert [(line.reference, line.amount.paise) for line in lines] == [
        ("412345678901", 123450),
        ("412345678902", 50000),
    ]
    assert number == 9


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_files_of_different_programs_say_the_same(file, separator, mark):
    content = mark + "UTR,Amount,\r\nU1,500,\r\n\r\n ,\r\nU2,5\r\n".replace(",", separator)

    table = read_settlement(file(content))

    assert table.headings == ("UTR", "Amount")
    assert [row.texts for row in table.rows] == [("U1", "500"), ("U2", "5")]


def test_the_fingerprint_is_that_of_the_bytes(file):
    one = read_settlement(file("UTR,Amount\nU1,5\n"))
    same = read_settlement(file("UTR,Amount\nU1,5\n", "copy.csv"))
    other = read_settlement(file("UTR,Amount\nU1,5 \n"))

    assert one.sha256 == same.sha256 != other.sha256


def test_unknown_headings_are_the_first_row_and_none_is_lost_or_doubled(file):
    table = read_settlement(file("\nSpalte,,Spalte, \u202eevil ,\nU1,x,5,y\n"))

    assert table.headings == ("Spalte", "#2", "Spalte (2)", "evil")
    lines, rejected_ = lines_of(table, reference="Spalte", amount="Spalte (2)")
    assert (lines[0].reference, lines[0].amount.paise, rejected_) == ("U1", 500, [])


def test_numbers_dates_and_faults_of_a_book_come_as_they_are(book):
    table = read_settlement(
        book(
            ("Merchant: Office",),
            ("Payment Id", "Amount", "Date", "Status"),
            ("pay_1", 1234.5, datetime(2026, 11, 22, 14, 3), "captured"),  # noqa: DTZ001 - as Excel has it
            (412345678901, 500, None, "captured"),
            ("pay_3", "=2+3", None, "captured"),
            ("pay_4", "#REF!", None, "captured"),
        )
    )

    lines, refused = lines_of(table)

    assert [(line.reference, line.amount.paise) for line in lines] == [
        ("PAY_1", 123450),
        ("412345678901", 50000),
    ]
    assert [(number, type(refusal)) for number, refusal in refused] == [
        (5, FormulaWithoutValue),
        (6, CellInError),
    ]
    assert refused[0][1].column == "Amount"


def test_a_row_with_more_cells_than_headings_is_refused_alone(file):
    table = read_settlement(file("UTR,Amount\nU1,1,234.50\nU2,5,,\n"))

    lines, [(number, refusal)] = lines_of(table)

    assert (number, type(refusal), lines[0].reference) == (2, RowRagged, "U2")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        ("", "bank.csv", FileReason.EMPTY),
        ("UTR,Amount\n", "bank.csv", FileReason.EMPTY),
        ("\n\n,,\n", "bank.csv", FileReason.EMPTY),
        (bytes(range(256)) * 9, "bank.csv", FileReason.NOT_UTF8),
        ("UTR,Amount\nU\0,5\n", "bank.csv", FileReason.HAS_NUL),
        (b"\xd0\xcf\x11\xe0" * 99, "bank.xls", FileReason.OLD_EXCEL),
        (b"PK\x03\x04 and no more", "bank.xlsx", FileReason.DAMAGED),
        ("UTR,Amount\nU1,5\n", "bank.xlsx", FileReason.NOT_EXCEL),
        ("a," * 99 + "\n1\n", "bank.csv", FileReason.TOO_MANY_COLUMNS),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(file, content, name, reason):
    with pytest.raises(FileUnreadable) as refusal:
        read_settlement(file(content, name))

    assert refusal.value.reason == reason


def test_too_many_rows_are_refused_as_a_whole(file):
    with pytest.raises(FileUnreadable) as refusal:
        read_settlement(file("UTR,Amount\n" + "U1,5\n" * 9), limits=Limits(rows=5))

    assert refusal.value.reason == FileReason.TOO_MANY_ROWS


def test_rejected_rows_can_be_corrected_and_taken_as_a_file_of_their_own(file):
    path = file("UTR,Amount\n=1+1,much\nU2,5\n")
    table = read_settlement(path)
    lines, [(number, _refusal)] = lines_of(table)
    rows = {row.line: row.texts for row in table.rows}

    written = rejected.write(path, table.headings, [(rows[number], "not an amount")])
    corrected = written.read_text("utf-8-sig").replace("much", "7.00")
    written.write_text(corrected, "utf-8")
    again, refused = lines_of(read_settlement(written))

    assert ([line.reference for line in lines], refused) == (["U2"], [])
    assert [(line.reference, line.amount.paise) for line in again] == [("=1+1", 700)]
