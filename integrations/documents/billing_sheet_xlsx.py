"""The daily billing sheet as an Excel book: a cover, the sheet, and its totals.

Text stays text, money and energy stay exact: amounts go from whole paise to the digits in the
file without a float between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain import formats
from domain.billing_sheet import SUMMED, BillingSheet, SheetTotal
from domain.errors import SheetTooLong
from integrations.documents import long_sheet
from integrations.documents.words import READ_WORDS, STATUS_WORDS
from integrations.files import replacing
from integrations.plain_text import plain
from resources.texts import N_, Texts

_MOST_CHARACTERS = 200
#: Excel shows fifteen digits of a number; what has more stands as text.
_MOST_NUMBER = 10**15 - 1
_HEADER_ROW = 1
#: Excel's last row, less the headings and the totals.
_MOST_ROWS = 1_048_576 - 2
_SHEET_PART = "xl/worksheets/sheet2.xml"
_PAPER_A4 = 9
#: A centimetre in inches, which Excel measures paper by.
_CENTIMETRE = 1 / 2.54
_HEAD_FILL = "0F766E"
_HEAD_TEXT = "FFFFFF"
_TOTAL_FILL = "E6F6F3"
_WARNING = "B91C1C"


class Kind(StrEnum):
    """What a column holds: how its whole numbers are scaled and shown."""

    TEXT = "text"
    MONEY = "money"
    ENERGY = "energy"
    LOAD = "load"


_DECIMALS = {Kind.MONEY: 2, Kind.ENERGY: 3, Kind.LOAD: 3}


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
    _laid_out(sheet, _).save(frame)
    columns = [_cells(sheet, column, _) for column in COLUMNS]
    with replacing(path) as file:
        long_sheet.pour(frame, file, part=_SHEET_PART, row=_HEADER_ROW + 1, columns=columns)


def _cells(sheet: BillingSheet, column: SheetColumn, _: Texts) -> list[str]:
    values = getattr(sheet.columns, column.field)
    if column.kind is Kind.TEXT:
        return long_sheet.text_cells(values, _wording(column.field, _))
    return long_sheet.fixed_point_cells(values, _DECIMALS[column.kind])


def _wording(field: str, _: Texts) -> Callable[[str], str]:
    """Return how the texts of a column read: codes in words, all else plain."""
    if field == "status":
        return _worded(STATUS_WORDS, _)
    if field == "read":
        return _worded(READ_WORDS, _)
    return lambda text: plain(text, _MOST_CHARACTERS)


def _worded(words: Mapping[Any, str], _: Texts) -> Callable[[str], str]:
    translated = {str(code): _(word) for code, word in words.items()}
    return lambda code: translated.get(code, code)


# --- the book around the rows -----------------------------------------------------------------


def _laid_out(sheet: BillingSheet, _: Texts) -> Workbook:
    """Return the whole book but for the rows, in whose place stands one pattern row."""
    book = Workbook()
    for style in _styles():
        book.add_named_style(style)
    grand_total = sheet.total()
    _lay_out_cover(book.active, sheet, grand_total, _)
    _lay_out_sheet(book.create_sheet(_("Billing sheet")), sheet, grand_total, _)
    _lay_out_totals(book.create_sheet(_("Totals")), sheet, grand_total, _)
    for page in book.worksheets:
        _prepare_for_print(page, sheet, _)
    book.properties.creator = plain(sheet.made_by, _MOST_CHARACTERS)
    book.properties.title = _title(sheet, _)
    return book


def _styles() -> Iterable[NamedStyle]:
    thin = Side(style="thin", color="94A3B8")
    yield NamedStyle(
        "Heading",
        font=Font(bold=True, color=_HEAD_TEXT),
        fill=PatternFill("solid", fgColor=_HEAD_FILL),
        alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
    )
    for kind in Kind:
        right = Alignment(horizontal="right")
        left = Alignment(horizontal="left")
        form = {
            "number_format": _NUMBER_FORMATS[kind],
            "alignment": left if kind is Kind.TEXT else right,
        }
        yield NamedStyle(f"Row {kind}", **form)
        yield NamedStyle(
            f"Total {kind}",
            font=Font(bold=True),
            fill=PatternFill("solid", fgColor=_TOTAL_FILL),
            border=Border(top=thin, bottom=thin),
            **form,
        )


def _indian(decimals: str) -> str:
    """Return a number format that groups by lakh and crore; Excel allows it two conditions."""
    crore, lakh = rf"##\,##\,##\,##0{decimals}", rf"##\,##\,##0{decimals}"
    return f"[>=10000000]{crore};[>=100000]{lakh};#,##0{decimals}"


_NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.MONEY: _indian(".00"),
    Kind.ENERGY: _indian(".000"),
    Kind.LOAD: "General",
}


def _lay_out_cover(page: Worksheet, sheet: BillingSheet, total: SheetTotal, _: Texts) -> None:
    page.title = _("Cover")
    page.sheet_view.showGridLines = False
    page.column_dimensions["A"].width = 26
    page.column_dimensions["B"].width = 64
    _put(page.cell(1, 1), _title(sheet, _), "Row text").font = Font(bold=True, size=18)
    row = 2
    if sheet.office.is_practice:
        _put(page.cell(row, 1), _practice(_), "Row text").font = Font(bold=True, color=_WARNING)
    for label, value, style in _cover_facts(sheet, total, _):
        row += 1
        _put(page.cell(row, 1), label, "Row text").font = Font(color="64748B")
        _put(page.cell(row, 2), value, style).alignment = Alignment(
            horizontal="left", vertical="top", wrap_text=True
        )


def _cover_facts(
    sheet: BillingSheet, total: SheetTotal, _: Texts
) -> Iterable[tuple[str, object, str]]:
    office = sheet.office
    sums = dict(zip(SUMMED, total.sums, strict=True))
    yield _("Office"), f"{office.name} ({office.code})", "Row text"
    yield _("Billing day"), formats.day(sheet.day, _.month_names), "Row text"
    yield _("Consumers"), total.consumers, "Row load"
    for field in ("energy_wh", "recharges_paise", "total_paise", "closing_paise"):
        column = _BY_FIELD[field]
        yield _(column.title), _number(sums[field], column.kind), f"Row {column.kind}"
    yield _("Tariff versions"), "\n".join(sheet.tariffs()) or _("None"), "Row text"
    yield _("Made on"), formats.moment(sheet.made_at, _.month_names), "Row text"
    yield _("Made by"), sheet.made_by, "Row text"


def _lay_out_sheet(page: Worksheet, sheet: BillingSheet, total: SheetTotal, _: Texts) -> None:
    # Without rows the pattern has its line all the same, which the pouring leaves empty.
    last = _HEADER_ROW + max(1, len(sheet.columns))
    _put_headings(page, _HEADER_ROW, [column.title for column in COLUMNS], _)
    for position, column in enumerate(COLUMNS, start=1):
        page.column_dimensions[get_column_letter(position)].width = column.width
        pattern = page.cell(_HEADER_ROW + 1, position)
        pattern.style = f"Row {column.kind}"
        # Whoever edits such a cell in Excel keeps a text as well.
        pattern.quotePrefix = column.kind is Kind.TEXT
    _put_total(page, last + 1, _("Total"), total)
    page.freeze_panes = page.cell(_HEADER_ROW + 1, 3)
    # The totals stay outside the filter: sorting must not carry them into the rows.
    page.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(COLUMNS))}{last}"
    page.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    _group_below_zero(page, last + 1)


def _put_total(page: Worksheet, row: int, label: str, total: SheetTotal) -> None:
    """Put the sums under their columns, as values: not every reader computes formulas."""
    sums = dict(zip(SUMMED, total.sums, strict=True))
    for position, column in enumerate(COLUMNS, start=1):
        cell = page.cell(row, position)
        value = _number(sums[column.field], column.kind) if column.field in sums else None
        _put(cell, label if position == 1 else value, f"Total {column.kind}")


def _group_below_zero(page: Worksheet, last_row: int) -> None:
    """Group large negative amounts by lakh and crore too, for which a format has no room left."""
    forms = ((-10_000_000, r"##\,##\,##\,##0.00"), (-100_000, r"##\,##\,##0.00"))
    for position, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(position)
        for index, (bound, form) in enumerate(forms if column.kind is Kind.MONEY else ()):
            shown = DifferentialStyle(numFmt=NumberFormat(numFmtId=190 + index, formatCode=form))
            rule = Rule(
                type="cellIs",
                operator="lessThanOrEqual",
                formula=[str(bound)],
                dxf=shown,
                stopIfTrue=True,
            )
            page.conditional_formatting.add(f"{letter}{_HEADER_ROW + 1}:{letter}{last_row}", rule)


def _lay_out_totals(page: Worksheet, sheet: BillingSheet, total: SheetTotal, _: Texts) -> None:
    page.column_dimensions["A"].width = 26
    for position in range(2, len(SUMMED) + 3):
        page.column_dimensions[get_column_letter(position)].width = 15
    row = 1
    for field, words in (("category", None), ("status", STATUS_WORDS)):
        titles = [_BY_FIELD[name].title for name in (field, *SUMMED)]
        _put_headings(page, row, [titles[0], N_("Consumers"), *titles[1:]], _)
        wording = _worded(words, _) if words else lambda value: value
        for group in sheet.totals_by(field):
            row += 1
            _put_sums(page, row, wording(group.value), group, "Row")
        _put_sums(page, row + 1, _("Total"), total, "Total")
        row += 3


def _put_sums(page: Worksheet, row: int, label: str, total: SheetTotal, style: str) -> None:
    _put(page.cell(row, 1), label, f"{style} {Kind.TEXT}")
    _put(page.cell(row, 2), total.consumers, f"{style} {Kind.LOAD}")
    for position, (field, value) in enumerate(zip(SUMMED, total.sums, strict=True), start=3):
        kind = _BY_FIELD[field].kind
        _put(page.cell(row, position), _number(value, kind), f"{style} {kind}")


def _put_headings(page: Worksheet, row: int, titles: Sequence[str], _: Texts) -> None:
    page.row_dimensions[row].height = 32
    for position, title in enumerate(titles, start=1):
        _put(page.cell(row, position), _(title), "Heading")


def _put(cell: Cell, value: object, style: str) -> Cell:
    """Put a value into a cell; a text is never taken for a formula."""
    cell.style = style
    if isinstance(value, str):
        lines = value.split("\n")
        cell.value = "\n".join(plain(line, _MOST_CHARACTERS) for line in lines)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def _number(smallest_units: int, kind: Kind) -> Decimal | str:
    """Return paise, Wh or W in the unit that people read, exact, as text where Excel is not."""
    exact = Decimal(smallest_units).scaleb(-_DECIMALS[kind])
    return exact if abs(smallest_units) <= _MOST_NUMBER else f"{exact:f}"


def _prepare_for_print(page: Worksheet, sheet: BillingSheet, _: Texts) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _PAPER_A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    margins = page.page_margins
    margins.left = margins.right = margins.header = margins.footer = _CENTIMETRE
    margins.top = margins.bottom = 2 * _CENTIMETRE
    page.oddHeader.left.text = _printed(sheet.office.name)
    page.oddHeader.center.text = _printed(_title(sheet, _))
    page.oddHeader.right.text = _printed(_practice(_)) if sheet.office.is_practice else ""
    page.oddFooter.right.text = _("Page {page} of {pages}", page="&P", pages="&N")


def _printed(text: str) -> str:
    """Return a text for the head of a page, where ``&`` begins a code and 255 are the most."""
    return plain(text, 60).replace("&", "&&")


def _title(sheet: BillingSheet, _: Texts) -> str:
    return _("Daily billing sheet, {day}", day=formats.day(sheet.day, _.month_names))


def _practice(_: Texts) -> str:
    return _("PRACTICE: not real money")
