"""A sheet of texts as an Excel book: a cover, and rows in which no text becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain import formats
from domain.errors_of_files import SheetTooLong
from domain.text_sheet import TextSheet
from integrations.documents import long_sheet
from integrations.documents.excel_pages import (
    LAST_ROW,
    WARNING,
    Kind,
    poured_style,
    prepare_for_print,
    put,
    put_headings,
    styles,
)
from integrations.files import replacing
from integrations.plain_text import plain
from resources.texts import Texts

_HEADER_ROW = 1
_SHEET_PART = "xl/worksheets/sheet2.xml"
#: What stands before and after a change may be long; Excel takes far more.
_MOST_CHARACTERS = 2_000


def write(sheet: TextSheet, path: Path, _: Texts) -> None:
    """Write the sheet to ``path`` as an Excel book, complete or not at all.

    :class:`FileNotWritten` when the system refuses, :class:`SheetTooLong` when Excel has not as
    many rows.
    """
    if len(sheet.rows) > LAST_ROW - _HEADER_ROW:
        raise SheetTooLong(len(sheet.rows), LAST_ROW - _HEADER_ROW)
    frame = BytesIO()
    book = _laid_out(sheet, _)
    columns = [_cells(sheet, book.worksheets[1], place) for place in range(len(sheet.columns))]
    book.save(frame)
    with replacing(path) as file:
        long_sheet.pour(frame, file, part=_SHEET_PART, row=_HEADER_ROW + 1, columns=columns)


def _cells(sheet: TextSheet, page: Worksheet, place: int) -> list[str]:
    pattern = page.cell(_HEADER_ROW + 1, place + 1)
    style = poured_style(pattern, Kind.TEXT, f"Row {Kind.TEXT}")
    texts = (row[place] for row in sheet.rows)
    return long_sheet.text_cells(texts, style, lambda text: plain(text, _MOST_CHARACTERS))


def _laid_out(sheet: TextSheet, _: Texts) -> Workbook:
    """Return the whole book but for the rows, in whose place stands one pattern row."""
    book = Workbook()
    for style in styles():
        book.add_named_style(style)
    _lay_out_cover(book.active, sheet, _)
    _lay_out_rows(book.create_sheet(_("List")), sheet)
    for page in book.worksheets:
        warning = _("PRACTICE: not real money") if sheet.office.is_practice else ""
        prepare_for_print(page, sheet.office.name, sheet.title, warning, _)
    book.properties.creator = plain(sheet.made_by, _MOST_CHARACTERS)
    book.properties.title = plain(sheet.title, _MOST_CHARACTERS)
    return book


def _lay_out_cover(page: Worksheet, sheet: TextSheet, _: Texts) -> None:
    page.title = _("Cover")
    page.sheet_view.showGridLines = False
    page.column_dimensions["A"].width = 26
    page.column_dimensions["B"].width = 64
    put(page.cell(1, 1), sheet.title, "Row text").font = Font(bold=True, size=18)
    row = 2
    if sheet.office.is_practice:
        warning = put(page.cell(row, 1), _("PRACTICE: not real money"), "Row text")
        warning.font = Font(bold=True, color=WARNING)
    for label, value, kind in _cover_facts(sheet, _):
        row += 1
        put(page.cell(row, 1), label, "Row text").font = Font(color="64748B")
        shown = put(page.cell(row, 2), value, f"Row {kind}")
        shown.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)


def _cover_facts(sheet: TextSheet, _: Texts) -> Iterable[tuple[str, object, Kind]]:
    yield _("Office"), f"{sheet.office.name} ({sheet.office.code})", Kind.TEXT
    for label, words in sheet.choices:
        yield label, words, Kind.TEXT
    yield _("Rows"), len(sheet.rows), Kind.COUNT
    yield _("Made on"), formats.moment(sheet.made_at, _.month_names), Kind.TEXT
    yield _("Made by"), sheet.made_by, Kind.TEXT


def _lay_out_rows(page: Worksheet, sheet: TextSheet) -> None:
    # Without rows the pattern has its line all the same, which the pouring leaves empty.
    last = _HEADER_ROW + max(1, len(sheet.rows))
    put_headings(page, _HEADER_ROW, [column.title for column in sheet.columns])
    for position, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(position)].width = column.width
    page.freeze_panes = page.cell(_HEADER_ROW + 1, 2)
    page.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(sheet.columns))}{last}"
    page.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
