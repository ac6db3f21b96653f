"""The daily billing sheet as an Excel book: a cover, the sheet, and its totals.

Text stays text, money and energy stay exact: amounts go from whole paise to the digits in the
file without a float between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain import formats
from domain.billing_sheet import SUMMED, BillingSheet, SheetTotal
from domain.errors_of_files import SheetTooLong
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
from integrations.documents.words import READ_WORDS, STATUS_WORDS
from integrations.files import replacing
from integrations.plain_text import plain
from resources.texts import N_, Texts

_HEADER_ROW = 1
#: Excel's last row, less the headings and the totals.
_MOST_ROWS = LAST_ROW - 2
_SHEET_PART = "xl/worksheets/sheet2.xml"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the sheet: its field in ``SheetColumns``, its heading, and its width."""

    field: str
    title: str
    kind: Kind
    width: float


COLUMNS = (
    SheetColumn("number", N_("Consumer"), Kind.TEXT, 13),
    SheetColumn("name", N_("Name"), Kind.TEXT, 26),
    SheetColumn("category", N_("Category"), Kind.TEXT, 16),
    SheetColumn("tariff", N_("Tariff"), Kind.TEXT, 20),
    SheetColumn("load_w", N_("Load (kW)"), Kind.LOAD, 9),
    SheetColumn("meter_serial", N_("Meter"), Kind.TEXT, 14),
    SheetColumn("feeder", N_("Feeder"), Kind.TEXT, 13),
    SheetColumn("read", N_("Read"), Kind.TEXT, 10),
    SheetColumn("energy_wh", N_("Units (kWh)"), Kind.ENERGY, 11),
    SheetColumn("mtd_wh", N_("Month to date (kWh)"), Kind.ENERGY, 12),
    SheetColumn("opening_paise", N_("Opening balance (₹)"), Kind.MONEY, 14),
    SheetColumn("recharges_paise", N_("Recharges (₹)"), Kind.MONEY, 13),
    SheetColumn("other_paise", N_("Other (₹)"), Kind.MONEY, 12),
    SheetColumn("ec_paise", N_("Energy charge (₹)"), Kind.MONEY, 12),
    SheetColumn("fuel_paise", N_("Fuel surcharge (₹)"), Kind.MONEY, 11),
    SheetColumn("fc_paise", N_("Fixed charge (₹)"), Kind.MONEY, 12),
    SheetColumn("duty_paise", N_("Duty (₹)"), Kind.MONEY, 11),
    SheetColumn("rent_paise", N_("Meter rent (₹)"), Kind.MONEY, 11),
    SheetColumn("subsidy_paise", N_("Subsidy (₹)"), Kind.MONEY, 12),
    SheetColumn("rebate_paise", N_("Rebate (₹)"), Kind.MONEY, 11),
    SheetColumn("total_paise", N_("Charged (₹)"), Kind.MONEY, 13),
    SheetColumn("closing_paise", N_("Closing balance (₹)"), Kind.MONEY, 14),
    SheetColumn("status", N_("Status"), Kind.TEXT, 16),
)
_BY_FIELD = {column.field: column for column in COLUMNS}


def write(sheet: BillingSheet, path: Path, _: Texts) -> None:
    """Write the sheet to ``path`` as an Excel book in the language of the texts.

    The file appears complete or not at all: :class:`FileNotWritten` when the system refuses,
    :class:`SheetTooLong` when Excel has not as many rows.
    """
    if len(sheet.columns) > _MOST_ROWS:
        raise SheetTooLong(len(sheet.columns), _MOST_ROWS)
    frame = BytesIO()
    book = _laid_out(sheet, _)
    page = book.worksheets[1]
    columns = [
        _cells(sheet, column, _pattern(page, position, column), _)
        for position, column in enumerate(COLUMNS, start=1)
    ]
    book.save(frame)
    with replacing(path) as file:
        long_sheet.pour(frame, file, part=_SHEET_PART, row=_HEADER_ROW + 1, columns=columns)


def _pattern(page: Worksheet, position: int, column: SheetColumn) -> PouredStyle:
    cell = page.cell(_HEADER_ROW + 1, position)
    return poured_style(cell, column.kind, f"Row {column.kind}")


def _cells(sheet: BillingSheet, column: SheetColumn, style: PouredStyle, _: Texts) -> list[str]:
    values = getattr(sheet.columns, column.field)
    if column.kind is Kind.TEXT:
        return long_sheet.text_cells(values, style, _wording(column.field, _))
    if column.field == "mtd_wh":
        # What the month came to is known only where the day is charged.
        tariffs = sheet.columns.tariff
        values = [mtd if tariff else None for mtd, tariff in zip(values, tariffs, strict=True)]
    return long_sheet.fixed_point_cells(values, DECIMALS[column.kind], style)


def _wording(field: str, _: Texts) -> Callable[[str], str]:
    """Return how the texts of a column read: codes in words, all else plain."""
    if field == "status":
        return _worded(STATUS_WORDS, _)
    if field == "read":
        return _worded(READ_WORDS, _)
    return lambda text: plain(text, MOST_CHARACTERS)


def _worded(words: Mapping[Any, str], _: Texts) -> Callable[[str], str]:
    translated = {str(code): _(word) for code, word in words.items()}
    return lambda code: translated.get(code, code)


# The book around the rows


def _laid_out(sheet: BillingSheet, _: Texts) -> Workbook:
    """Return the whole book but for the rows, in whose place stands one pattern row."""
    book = Workbook()
    for style in styles():
        book.add_named_style(style)
    grand_total = sheet.total()
    _lay_out_cover(book.active, sheet, grand_total, _)
    _lay_out_sheet(book.create_sheet(_("Billing sheet")), sheet, grand_total, _)
    _lay_out_totals(book.create_sheet(_("Totals")), sheet, grand_total, _)
    for page in book.worksheets:
        warning = _practice(_) if sheet.office.is_practice else ""
        prepare_for_print(page, sheet.office.name, _title(sheet, _), warning, _)
    book.properties.creator = plain(sheet.made_by, MOST_CHARACTERS)
    book.properties.title = _title(sheet, _)
    return book


def _lay_out_cover(page: Worksheet, sheet: BillingSheet, total: SheetTotal, _: Texts) -> None:
    page.title = _("Cover")
    page.sheet_view.showGridLines = False
    page.column_dimensions["A"].width = 26
    page.column_dimensions["B"].width = 64
    put(page.cell(1, 1), _title(sheet, _), "Row text").font = Font(bold=True, size=18)
    row = 2
    if sheet.office.is_practice:
        put(page.cell(row, 1), _practice(_), "Row text").font = Font(bold=True, color=WARNING)
    for label, value, style in _cover_facts(sheet, total, _):
        row += 1
        put(page.cell(row, 1), label, "Row text").font = Font(color="64748B")
        put(page.cell(row, 2), value, style).alignment = Alignment(
            horizontal="left", vertical="top", wrap_text=True
        )


def _cover_facts(
    sheet: BillingSheet, total: SheetTotal, _: Texts
) -> Iterable[tuple[str, object, str]]:
    office = sheet.office
    sums = dict(zip(SUMMED, total.sums, strict=True))
    yield _("Office"), f"{office.name} ({office.code})", "Row text"
    yield _("Billing day"), formats.day(sheet.day, _.month_names), "Row text"
    yield _("Consumers"), total.consumers, "Row count"
    for field in ("energy_wh", "recharges_paise", "total_paise", "closing_paise"):
        column = _BY_FIELD[field]
        yield _(column.title), number(sums[field], column.kind), f"Row {column.kind}"
    yield _("Tariff versions"), "\n".join(sheet.tariffs()) or _("None"), "Row text"
    yield _("Made on"), formats.moment(sheet.made_at, _.month_names), "Row text"
    yield _("Made by"), sheet.made_by, "Row text"
    yield _("Anchor of the books"), sheet.anchor, "Row text"


def _lay_out_sheet(page: Worksheet, sheet: BillingSheet, total: SheetTotal, _: Texts) -> None:
    # Without rows the pattern has its line all the same, which the pouring leaves empty.
    last = _HEADER_ROW + max(1, len(sheet.columns))
    put_headings(page, _HEADER_ROW, [_(column.title) for column in COLUMNS])
    for position, column in enumerate(COLUMNS, start=1):
        page.column_dimensions[get_column_letter(position)].width = column.width
    _put_total(page, last + 1, _("Total"), total)
    page.freeze_panes = page.cell(_HEADER_ROW + 1, 3)
    # The totals stay outside the filter: sorting must not carry them into the rows.
    page.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(COLUMNS))}{last}"
    page.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"


def _put_total(page: Worksheet, row: int, label: str, total: SheetTotal) -> None:
    """Put the sums under their columns, as values: not every reader computes formulas."""
    sums = dict(zip(SUMMED, total.sums, strict=True))
    for position, column in enumerate(COLUMNS, start=1):
        cell = page.cell(row, position)
        value = number(sums[column.field], column.kind) if column.field in sums else None
        put(cell, label if position == 1 else value, f"Total {column.kind}")


def _lay_out_totals(page: Worksheet, sheet: BillingSheet, total: SheetTotal, _: Texts) -> None:
    page.column_dimensions["A"].width = 26
    for position in range(2, len(SUMMED) + 3):
        page.column_dimensions[get_column_letter(position)].width = 15
    row = 1
    for field, words in (("category", None), ("status", STATUS_WORDS)):
        titles = [_(_BY_FIELD[name].title) for name in (field, *SUMMED)]
        put_headings(page, row, [titles[0], _("Consumers"), *titles[1:]])
        wording = _worded(words, _) if words else lambda value: value
        for group in sheet.totals_by(field):
            row += 1
            _put_sums(page, row, wording(group.value), group, "Row")
        _put_sums(page, row + 1, _("Total"), total, "Total")
        row += 3


def _put_sums(page: Worksheet, row: int, label: str, total: SheetTotal, style: str) -> None:
    put(page.cell(row, 1), label, f"{style} {Kind.TEXT}")
    put(page.cell(row, 2), total.consumers, f"{style} {Kind.COUNT}")
    for position, (field, value) in enumerate(zip(SUMMED, total.sums, strict=True), start=3):
        kind = _BY_FIELD[field].kind
        put(page.cell(row, position), number(value, kind), f"{style} {kind}")


def _title(sheet: BillingSheet, _: Texts) -> str:
    return _("Daily billing sheet, {day}", day=formats.day(sheet.day, _.month_names))


def _practice(_: Texts) -> str:
    return _("PRACTICE: not real money")
