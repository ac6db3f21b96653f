"""The billing sheet in Excel says what the books say, to the paisa, and nothing runs in it."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.billing_sheet import COLUMN_NAMES, SUMMED
from domain.errors_of_files import FileNotWritten, SheetTooLong
from integrations.documents import billing_sheet_xlsx, long_sheet
from integrations.documents.billing_sheet_xlsx import COLUMNS, Kind
from resources.texts import Texts
from tests.integrations.documents_made import OFFICE, TEXT_COLUMNS, billing_sheet

SCALE = {Kind.MONEY: 100, Kind.ENERGY: 1000, Kind.LOAD: 1000}
MOST_EXACT = 10**15 - 1
ENGLISH = Texts("en")


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a sheet and returns the book as openpyxl reads it."""

    def write(sheet, texts=ENGLISH):
        path = tmp_path / "sheet.xlsx"
        billing_sheet_xlsx.write(sheet, path, texts)
        return load_workbook(path)

    return write


def test_the_sheet_has_every_column_of_the_books():
    assert [column.field for column in COLUMNS] == list(COLUMN_NAMES)


def test_every_amount_reads_back_to_the_paisa(written):
    sheet = billing_sheet(50)

    page = written(sheet).worksheets[1]

    for position, column in enumerate(COLUMNS, start=1):
        cells = [page.cell(row + 2, position).value for row in range(50)]
        books = list(getattr(sheet.columns, column.field))
        if column.field not in TEXT_COLUMNS:
            assert [round(cell * SCALE[column.kind]) for cell in cells] == books
        elif column.field not in {"status", "read"}:
            assert cells == books


def test_the_totals_are_values_and_agree_with_the_books(written):
    sheet = billing_sheet(50)
    book = written(sheet)
    sums = dict(zip(SUMMED, sheet.total().sums, strict=True))

    sheet_page, totals_page = book.worksheets[1:]

    assert sheet_page.cell(52, 1).value == "Total"
    for position, column in enumerate(COLUMNS, start=1):
        if column.field in sums:
            cell = sheet_page.cell(52, position)
            assert cell.data_type == "n"
            assert round(cell.value * SCALE[column.kind]) == sums[column.field]
    labels = [row[0].value for row in totals_page.iter_rows()]
    for group in (*sheet.totals_by("category"), sheet.total()):
        row = labels.index(group.value or "Total") + 1
        assert totals_page.cell(row, 2).value == group.consumers
        assert (
            round(totals_page.cell(row, 14).value * 100) == group.sums[SUMMED.index("total_paise")]
        )


@pytest.mark.parametrize(
    "name", ["=1+1", "+91", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "_x0041_", "a\nb", "<b>&amp;"]
)
def test_a_text_stays_text(written, name):
    cell = written(billing_sheet(1, name=[name], number=[name])).worksheets[1]["B2"]

    assert cell.data_type == "s"
    assert cell.value.replace("_x005F_", "_") == name.replace("\n", " ")
    assert cell.quotePrefix


def test_control_and_bidi_characters_go_and_long_texts_are_cut(written):
    names = ["Ra\x00m\x1b[2J\u202eesh", "\ud800", "क्\u200dष", "x" * 100_000]

    page = written(billing_sheet(4, name=names)).worksheets[1]

    assert [page.cell(row, 2).value for row in (2, 3, 4)] == ["Ram[2Jesh", None, "क्\u200dष"]
    assert len(page.cell(5, 2).value) == 200


def test_the_cover_says_whose_sheet_it_is_and_that_it_is_practice(written):
    office = dataclasses.replace(OFFICE, is_practice=True, name="=Patna & Co")
    book = written(billing_sheet(3, office=office))

    cover = [tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows()]

    assert cover[0][0] == "Daily billing sheet, 21 Nov 2026"
    assert cover[1][0] == "PRACTICE: not real money"
    facts = dict(cover[2:])
    assert facts["Office"] == "=Patna & Co (PAT1)"
    assert facts["Tariff versions"].splitlines() == [
        "br-ds-i-2025",
        "br-ds-ii-2025",
        "br-nds-i-2025",
    ]
    assert (facts["Made by"], facts["Made on"]) == ("ramesh", "22 Nov 2026 12:00")


def test_the_sheet_is_made_to_be_read_filtered_and_printed(written):
    page = written(billing_sheet(9)).worksheets[1]

    assert page.freeze_panes == "C2"
    # The totals stay outside the filter.
    assert page.auto_filter.ref == "A1:W10"
    assert page.dimensions == "A1:W11"
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.orientation == "landscape"
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert "&P" in page.oddFooter.right.text
    assert "&N" in page.oddFooter.right.text
    assert page.column_dimensions["B"].width == 26
    assert page["U2"].number_format.startswith(r"[>=10000000]##\,##\,##\,##0.00")


@pytest.mark.parametrize(
    "paise, shown",
    [
        (12_345_678_90, "1,23,45,678.90"),
        (1_23_456_78, "1,23,456.78"),
        (99_999_99, "99,999.99"),
        (0, "0.00"),
        (-99_999_99, "-99,999.99"),
        (-1_00_000_00, "-1,00,000.00"),
        (-1_23_456_78, "-1,23,456.78"),
        (-99_99_999_99, "-99,99,999.99"),
        (-12_345_678_90, "-1,23,45,678.90"),
    ],
)
def test_amounts_are_grouped_by_lakh_and_crore_on_both_sides_of_zero(written, paise, shown):
    book = written(billing_sheet(1, total_paise=[paise], closing_paise=[1]))

    page = book.worksheets[1]
    for cell in (page["U2"], page["U3"], book.worksheets[2]["N2"]):
        assert as_excel_shows(cell) == shown
    assert page["U2"].font.bold is False
    assert page["U3"].font.bold is True


def test_the_month_of_a_consumer_who_is_not_charged_is_left_open(written):
    page = written(billing_sheet(2, tariff=["", "t"], mtd_wh=[0, 0])).worksheets[1]

    assert [page["J2"].value, page["J3"].value] == [None, 0]


def as_excel_shows(cell):
    """Return an amount as its number format shows it, for the forms that this program uses."""
    form = cell.number_format
    for section in form.split(";"):
        least, _bracket, rest = section.removeprefix("[>=").partition("]")
        if not section.startswith("["):
            form = section
        elif cell.value >= int(least):
            form = rest
            break
    whole, paise = f"{abs(cell.value):.2f}".split(".")
    groups = form.count(r"\,")
    parts = [whole[-3:]]
    rest = whole[:-3]
    for _group in range(groups - 1):
        parts.insert(0, rest[-2:])
        rest = rest[:-2]
    parts = [part for part in (rest, *parts) if part]
    return f"{'-' if cell.value < 0 else ''}{','.join(parts)}.{paise}"


def test_a_sheet_without_rows_has_headings_and_totals(written):
    page = written(billing_sheet(0)).worksheets[1]

    assert page["A2"].value is None
    assert (page["A3"].value, page["U3"].value) == ("Total", 0)


def test_the_sheet_can_be_had_in_hindi(written):
    book = written(billing_sheet(2), Texts("hi"))

    assert len(book.worksheets) == 3
    assert book.worksheets[1].cell(2, 1).value == "NU0000000"


@pytest.mark.parametrize("paise", [MOST_EXACT, -MOST_EXACT, MOST_EXACT + 1, -(2**63), 1, -1, -99])
def test_an_amount_too_long_for_excel_stands_as_text(written, paise):
    cell = written(billing_sheet(1, total_paise=[paise])).worksheets[1]["U2"]

    assert cell.data_type == ("n" if abs(paise) <= MOST_EXACT else "s")
    assert Decimal(str(cell.value)) == Decimal(paise).scaleb(-2)


@given(st.lists(st.integers(-MOST_EXACT, MOST_EXACT), min_size=1))
@settings(max_examples=200)
def test_the_digits_in_the_file_are_exact(numbers):
    cells = long_sheet.fixed_point_cells(numbers, 2, long_sheet.PouredStyle(1))

    digits = [cell.partition("<v>")[2].partition("</v>")[0] for cell in cells]
    assert [Decimal(text).scaleb(2) for text in digits] == numbers
    # Whoever reads them as doubles finds the same paise.
    assert [round(float(text) * 100) for text in digits] == numbers


def test_a_folder_that_is_not_there_is_said_to_be_so_and_an_old_file_stays(tmp_path):
    with pytest.raises(FileNotWritten):
        billing_sheet_xlsx.write(billing_sheet(1), tmp_path / "gone" / "s.xlsx", ENGLISH)

    folder = tmp_path / "s.xlsx"
    folder.mkdir()
    with pytest.raises(FileNotWritten):
        billing_sheet_xlsx.write(billing_sheet(1), folder, ENGLISH)
    assert list(tmp_path.iterdir()) == [folder]


def test_more_rows_than_excel_has_are_refused(tmp_path):
    sheet = billing_sheet(1, **{name: range(1_048_575) for name in COLUMN_NAMES})

    with pytest.raises(SheetTooLong):
        billing_sheet_xlsx.write(sheet, tmp_path / "s.xlsx", ENGLISH)
