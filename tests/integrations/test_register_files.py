"""Registers in files and on paper: exact, whole, and no text of theirs does anything."""

from __future__ import annotations

import csv
from decimal import Decimal

import numpy as np
import openpyxl
import pypdfium2
import pytest

from domain.errors_of_counter import RegisterTooLong
from integrations.documents import preview, register_pdf, register_xlsx
from integrations.spreadsheets import register_csv
from resources.texts import Texts
from tests.integrations.register_made import HOSTILE, TODAY, sheet_of

EN = Texts("en")
#: A4 on its side, in points.
A4_ASIDE = (842, 595)


@pytest.fixture
def book(tmp_path):
    """Write a register as a book and open it again."""

    def write(sheet):
        path = tmp_path / "register.xlsx"
        register_xlsx.write(sheet, path, EN)
        return openpyxl.load_workbook(path)

    return write


def texts_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def red_dots(pdf: bytes) -> int:
    """Return how many dots of the last page are of the colour of a warning."""
    page = preview.pages(pdf, 50)[-1]
    dots = np.frombuffer(page.rgba, np.uint8).reshape(page.height, page.width, 4).astype(int)
    red, green, blue = dots[..., 0], dots[..., 1], dots[..., 2]
    return int(((red > 150) & (green < 110) & (blue < 110)).sum())


# Excel


def test_the_sums_of_a_book_are_its_rows_and_its_control_total(book):
    sheet = sheet_of(rows=3_000)

    cover, page = book(sheet).worksheets

    amounts = [Decimal(str(row[7].value)) for row in page.iter_rows(min_row=2)]
    assert sum(amounts[:-1]) == amounts[-1] == Decimal(sheet.columns[7].total) / 100
    controls = {row[0].value: [cell.value for cell in row[1:4]] for row in cover.iter_rows()}
    assert controls["Collected in all"][2] == "agrees"
    assert Decimal(str(controls["Collected in all"][0])) == amounts[-1]
    assert controls["Receipts posted"][:2] == [len(sheet.rows)] * 2


def test_no_text_of_a_book_is_a_formula(book):
    for page in book(sheet_of()).worksheets:
        assert [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_names_stay_what_they_are_but_for_what_cannot_be_seen(book):
    page = book(sheet_of()).worksheets[1]

    names = [page.cell(row, 4).value for row in range(2, 2 + len(HOSTILE))]
    assert names[:6] == list(HOSTILE[:6])
    assert "\u202e" not in names[6]
    assert len(names[7]) == 200
    assert names[8] == "two lines andnothing"
    # Excel reads the underscore that is written so as one, and not the letter A.
    assert names[9] == "_x005F_x0041_ cell"


def test_figures_days_and_words_of_a_book_are_of_their_kind(book):
    page = book(sheet_of()).worksheets[1]

    when, _number, counter, _name, tender, _reference, day, received, undone = page[2]
    assert when.value == "2026-11-22 10:00:00"
    assert (counter.value, counter.data_type) == (0, "n")
    assert tender.value == "barter"
    assert page["E3"].value == "UPI"
    assert day.value.date() == TODAY
    assert received.value == 100
    assert undone.value is None


def test_a_book_says_what_it_is_of_and_where_the_books_stood(book):
    cover = book(sheet_of(is_practice=True)).worksheets[0]

    cells = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
    assert "PRACTICE: not real money" in cells
    assert "PAT1.1:60:9f86d081884c7d65" in cells
    assert "=yearly audit" in cells


def test_a_control_total_that_differs_says_by_how_much(book):
    cover = book(sheet_of(differs=5)).worksheets[0]

    judged = [row[3].value for row in cover.iter_rows() if row[0].value == "Collected in all"]
    assert judged == ["DIFFERS by ₹0.05"]


def test_a_register_without_rows_is_a_book_all_the_same(book):
    sheet = sheet_of()
    empty = type(sheet)(
        **{name: getattr(sheet, name) for name in sheet.__dataclass_fields__} | {"rows": []}
    )

    page = book(empty).worksheets[1]

    assert page.cell(1, 1).value == "When"


# CSV


def test_a_csv_file_has_exact_figures_and_guarded_texts(tmp_path):
    path = tmp_path / "register.csv"

    register_csv.write(sheet_of(), path)

    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    assert head[1] == "Receipt no."
    assert rows[0][3] == "'=1+1"
    assert rows[0][6:] == ["2026-11-22", "100.00", ""]
    assert len(rows) == len(HOSTILE)


# Paper


def test_a_long_register_repeats_its_head_and_ends_with_the_control_totals():
    sheet = sheet_of(rows=150)

    pages = texts_of(register_pdf.render(sheet, EN))

    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert "Collection" in text
        assert "Receipt no." in text
        assert f"Page {number} of {len(pages)}" in text
        assert "PAT1.1:60:9f86d081884c7d65" in text
    assert "Control totals" in pages[-1]
    assert "Control totals" not in "".join(pages[:-1])
    whole = "".join(pages)
    assert all(f"PAT1/02/2026-27/{number:06}" in whole for number in range(1, 161))


def test_paper_is_a4_on_its_side():
    document = pypdfium2.PdfDocument(register_pdf.render(sheet_of(), EN))

    assert tuple(map(round, document[0].get_size())) == A4_ASIDE


def test_hostile_names_are_printed_as_they_are_and_cut_where_there_is_no_room():
    [text] = texts_of(register_pdf.render(sheet_of(), EN))

    assert "=1+1" in text
    assert "<b>unclosed" in text
    assert "…" in text
    assert "N" * 60 not in text


def test_a_control_total_that_differs_is_red_on_paper():
    right, wrong = (register_pdf.render(sheet_of(differs=d), EN) for d in (0, 100))

    assert "DIFFERS by ₹1.00" in texts_of(wrong)[-1]
    assert "DIFFERS" not in texts_of(right)[-1]
    assert red_dots(right) == 0
    assert red_dots(wrong) > 20


def test_the_same_register_is_the_same_file():
    assert register_pdf.render(sheet_of(), EN) == register_pdf.render(sheet_of(), EN)


def test_nobody_prints_more_than_paper_takes():
    with pytest.raises(RegisterTooLong):
        register_pdf.render(sheet_of(rows=register_pdf.MOST_ROWS), EN)


def test_one_page_of_a_long_register_is_drawn_alone():
    pdf = register_pdf.render(sheet_of(rows=150), EN)

    last = len(texts_of(pdf)) - 1
    assert preview.page(pdf, last, 40) == preview.pages(pdf, 40)[last]
    assert preview.page(pdf, last + 1, 40) is None
