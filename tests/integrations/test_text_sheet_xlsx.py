"""A sheet of texts in Excel: whatever somebody typed, it stays text."""

from datetime import UTC, datetime

import openpyxl
import pytest

from domain.errors_of_files import FileNotWritten
from domain.office import Office
from domain.text_sheet import TextColumn, TextSheet
from integrations.documents import text_sheet_xlsx
from resources.texts import Texts

OFFICE = Office("PAT1", "Patna-1", is_practice=True)


def sheet_of(*rows):
    return TextSheet(
        title="Audit log",
        office=OFFICE,
        choices=[("Who", "asha"), ("Reason", "=1+1")],
        columns=[TextColumn("When", 20), TextColumn("What", 40)],
        rows=rows,
        made_at=datetime(2026, 11, 23, 5, 30, tzinfo=UTC),
        made_by="asha",
    )


def test_rows_and_cover_are_read_back(tmp_path):
    path = tmp_path / "log.xlsx"

    text_sheet_xlsx.write(sheet_of(("2026-11-23 11:00:00", "Signed in")), path, Texts())

    book = openpyxl.load_workbook(path)
    cover, rows = book.worksheets
    facts = {row[0].value: row[1].value for row in cover.iter_rows() if row[0].value}
    assert facts["Office"] == "Patna-1 (PAT1)"
    assert facts["Who"] == "asha"
    assert facts["Rows"] == 1
    assert "PRACTICE: not real money" in facts
    assert [[cell.value for cell in row] for row in rows.iter_rows()] == [
        ["When", "What"],
        ["2026-11-23 11:00:00", "Signed in"],
    ]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "<b>&amp;"])
def test_no_text_becomes_a_formula(tmp_path, text):
    path = tmp_path / "log.xlsx"

    text_sheet_xlsx.write(sheet_of(("now", text)), path, Texts())

    cell = openpyxl.load_workbook(path).worksheets[1].cell(2, 2)
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.value == text.strip()
    assert cell.quotePrefix


def test_an_empty_list_is_a_book_all_the_same(tmp_path):
    path = tmp_path / "log.xlsx"

    text_sheet_xlsx.write(sheet_of(), path, Texts("hi"))

    [head] = openpyxl.load_workbook(path).worksheets[1].iter_rows(values_only=True)
    assert head == ("When", "What")


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(FileNotWritten):
        text_sheet_xlsx.write(sheet_of(), tmp_path / "no" / "folder" / "log.xlsx", Texts())
