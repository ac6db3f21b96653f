"""A register as an Excel book: a cover with its control totals, and the rows with their sums.

No text becomes a formula; amounts go from whole paise to digits without a float between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain import formats
from domain.calendar import day_number
from domain.errors_of_files import SheetTooLong
from domain.register import Cell, CellKind
from domain.register_sheet import RegisterSheet, SheetColumn
from integrations.documents import long_sheet
from integrations.documents.excel_pages import (
    DECIMALS,
    LAST_ROW,
    MOST_CHARACTERS,
    WARNING,
    Kind,
    number,
    poured_style,
    prepare_for_print,
    put,
    put_headings,
    styles,
)
from integrations.documents.long_sheet import PouredStyle
from integrations.files import replacing
from integrations.plain_text import plain
from resources.texts import Texts

_HEADER_ROW = 1
#: Excel's last row, less the headings and the sums.
_MOST_ROWS = LAST_ROW - 2
_SHEET_PART = "xl/worksheets/sheet2.xml"
_GOOD, _MUTED = "15803D", "64748B"
#: So many points of paper are one character of a column in Excel.
_POINTS_A_CHARACTER = 5.2
_KINDS = {CellKind.MONEY: Kind.MONEY, CellKind.COUNT: Kind.COUNT, CellKind.DAY: Kind.DAY}


def write(sheet: RegisterSheet, path: Path, _: Texts) -> None:
    """Write the register to ``path`` as an Excel book, complete or not at all.

    :class:`FileNotWritten` when the system refuses, :class:`SheetTooLong` when Excel has not as
    many rows.
    """
    if len(sheet.rows) > _MOST_ROWS:
        raise SheetTooLong(len(sheet.rows), _MOST_ROWS)
    frame = BytesIO()
    book = _laid_out(sheet, _)
    page = book.worksheets[1]
    columns = [
        _cells(column, [row[place] for row in sheet.rows], _pattern(page, place, column))
        for place, column in enumerate(sheet.columns)
    ]
    book.save(frame)
    with replacing(path) as file:
        long_sheet.pour(frame, file, part=_SHEET_PART, row=_HEADER_ROW + 1, columns=columns)


def _pattern(page: Worksheet, place: int, column: SheetColumn) -> PouredStyle:
    kind = _kind(column)
    return poured_style(page.cell(_HEADER_ROW + 1, place + 1), kind, f"Row {kind}")


def _kind(column: SheetColumn) -> Kind:
    return _KINDS.get(column.kind, Kind.TEXT)


def _cells(column: SheetColumn, values: Sequence[Cell], style: PouredStyle) -> list[str]:
    """Return a column as the XML of its cells."""
    if column.kind is CellKind.MONEY:
        return long_sheet.fixed_point_cells(_numbers(values), DECIMALS[Kind.MONEY], style)
    if column.kind is CellKind.COUNT:
        return long_sheet.whole_cells(_numbers(values), style)
    if column.kind is CellKind.DAY:
        days = (day_number(day) if isinstance(day, date) else None for day in values)
        return long_sheet.day_cells(days, style)
    # A moment is written so that Excel sorts it by time.
    words = (column.exact_text(value) for value in values)
    return long_sheet.text_cells(words, style, lambda text: plain(text, MOST_CHARACTERS))


def _numbers(values: Sequence[Cell]) -> Iterable[int | None]:
    return (value if isinstance(value, int) else None for value in values)


def _laid_out(sheet: RegisterSheet, _: Texts) -> Workbook:
    """Return the whole book but for the rows, in whose place stands one pattern row."""
    book = Workbook()
    for style in styles():
        book.add_named_style(style)
    _lay_out_cover(book.active, sheet, _)
    _lay_out_rows(book.create_sheet(_("Rows")), sheet, _)
    title = f"{sheet.title}, {sheet.period}"
    for page in book.worksheets:
        warning = _("PRACTICE: not real money") if sheet.office.is_practice else ""
        prepare_for_print(page, sheet.office.name, title, warning, _)
    book.properties.creator = plain(sheet.made_by, MOST_CHARACTERS)
    book.properties.title = plain(title, MOST_CHARACTERS)
    return book


def _lay_out_cover(page: Worksheet, sheet: RegisterSheet, _: Texts) -> None:
    page.title = _("Cover")
    page.sheet_view.showGridLines = False
    for letter, width in (("A", 40), ("B", 26), ("C", 22), ("D", 22)):
        page.column_dimensions[letter].width = width
    put(page.cell(1, 1), sheet.title, "Row text").font = Font(bold=True, size=18)
    row = 2
    if sheet.office.is_practice:
        warning = put(page.cell(row, 1), _("PRACTICE: not real money"), "Row text")
        warning.font = Font(bold=True, color=WARNING)
    for label, value, kind in _cover_facts(sheet, _):
        row += 1
        put(page.cell(row, 1), label, "Row text").font = Font(color=_MUTED)
        shown = put(page.cell(row, 2), value, f"Row {kind}")
        shown.alignment = Alignment(horizontal="left", vertical="top")
    if sheet.controls:
        _put_controls(page, row + 2, sheet, _)


def _cover_facts(sheet: RegisterSheet, _: Texts) -> Iterable[tuple[str, object, Kind]]:
    yield _("Office"), f"{sheet.office.name} ({sheet.office.code})", Kind.TEXT
    yield _("Days"), sheet.period, Kind.TEXT
    for label, words in sheet.choices:
        yield label, words, Kind.TEXT
    yield _("Rows"), len(sheet.rows), Kind.COUNT
    yield _("Made on"), formats.moment(sheet.made_at, _.month_names), Kind.TEXT
    yield _("Made by"), sheet.made_by, Kind.TEXT
    if sheet.reason:
        yield _("Reason"), sheet.reason, Kind.TEXT
    yield _("Anchor of the books"), sheet.anchor, Kind.TEXT


def _put_controls(page: Worksheet, top: int, sheet: RegisterSheet, _: Texts) -> None:
    """Put what the register comes to beside what the ledger says."""
    put_headings(page, top, [_("Control totals"), _("In the register"), _("In the ledger"), ""])
    for row, line in enumerate(sheet.controls, start=top + 1):
        kind = Kind.COUNT if line.kind is CellKind.COUNT else Kind.MONEY
        put(page.cell(row, 1), line.words, "Row text")
        put(page.cell(row, 2), number(line.register, kind), f"Row {kind}")
        put(page.cell(row, 3), number(line.ledger, kind), f"Row {kind}")
        difference = line.figure(line.register - line.ledger)
        told = _("agrees") if line.agrees else _("DIFFERS by {amount}", amount=difference)
        judged = put(page.cell(row, 4), told, "Row text")
        judged.font = Font(bold=True, color=_GOOD if line.agrees else WARNING)


def _lay_out_rows(page: Worksheet, sheet: RegisterSheet, _: Texts) -> None:
    # Without rows the pattern has its line all the same, which the pouring leaves empty.
    last = _HEADER_ROW + max(1, len(sheet.rows))
    put_headings(page, _HEADER_ROW, [_title(column) for column in sheet.columns])
    for position, column in enumerate(sheet.columns, start=1):
        width = max(column.width / _POINTS_A_CHARACTER, 8)
        page.column_dimensions[get_column_letter(position)].width = width
    if sheet.has_totals:
        _put_sums(page, last + 1, sheet, _)
    page.freeze_panes = page.cell(_HEADER_ROW + 1, 1)
    # The sums stay outside the filter: sorting must not carry them into the rows.
    page.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(sheet.columns))}{last}"
    page.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"


def _title(column: SheetColumn) -> str:
    return f"{column.title} (₹)" if column.kind is CellKind.MONEY else column.title


def _put_sums(page: Worksheet, row: int, sheet: RegisterSheet, _: Texts) -> None:
    """Put the sums under their columns, as values: not every reader computes formulas."""
    for position, column in enumerate(sheet.columns, start=1):
        kind, cell = _kind(column), page.cell(row, position)
        if column.total is not None:
            put(cell, number(column.total, kind), f"Total {kind}")
        else:
            label = _("Total") if position == 1 else None
            put(cell, label, f"Total {Kind.TEXT}")
