"""A simulation as an Excel book, marked on every sheet, in every head and tab: not the books.

Days are few and laid out cell by cell; consumers may be many and are poured in as a long sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain import formats
from domain.calendar import day_of_number
from domain.errors_of_files import SheetTooLong
from domain.simulation import CHARGE_LINES, NEVER
from domain.simulation_sheet import SimulationSheet
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
from resources.texts import N_, Texts

#: The warning stands above everything; the headings follow it.
_WARNING_ROW = 1
_HEADER_ROW = 2
_SHEET_PART = "xl/worksheets/sheet4.xml"
_MOST_TAB_CHARACTERS = 31
_NOT_IN_A_TAB = "[]:*?/\\"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: the field it shows, its heading, what it holds, its width."""

    field: str
    title: str
    kind: Kind
    width: float = 13


_LINES = (
    SheetColumn("ec_paise", N_("Energy charge (₹)"), Kind.MONEY),
    SheetColumn("fuel_paise", N_("Fuel surcharge (₹)"), Kind.MONEY),
    SheetColumn("fc_paise", N_("Fixed charge (₹)"), Kind.MONEY),
    SheetColumn("duty_paise", N_("Duty (₹)"), Kind.MONEY),
    SheetColumn("rent_paise", N_("Meter rent (₹)"), Kind.MONEY),
    SheetColumn("subsidy_paise", N_("Subsidy (₹)"), Kind.MONEY),
    SheetColumn("rebate_paise", N_("Rebate (₹)"), Kind.MONEY),
    SheetColumn("total_paise", N_("Charged (₹)"), Kind.MONEY, 15),
)
_DAYS = (
    SheetColumn("day", N_("Day"), Kind.DAY),
    SheetColumn("energy_wh", N_("Units (kWh)"), Kind.ENERGY, 15),
    SheetColumn("energy_10_wh", N_("Units of a consumer, 10% (kWh)"), Kind.ENERGY),
    SheetColumn("energy_50_wh", N_("Units of a consumer, 50% (kWh)"), Kind.ENERGY),
    SheetColumn("energy_90_wh", N_("Units of a consumer, 90% (kWh)"), Kind.ENERGY),
    *_LINES,
    SheetColumn("recharged_paise", N_("Recharges (₹)"), Kind.MONEY, 15),
    SheetColumn("balance_10_paise", N_("Balance of a consumer, 10% (₹)"), Kind.MONEY),
    SheetColumn("balance_50_paise", N_("Balance of a consumer, 50% (₹)"), Kind.MONEY),
    SheetColumn("balance_90_paise", N_("Balance of a consumer, 90% (₹)"), Kind.MONEY),
    SheetColumn("ran_out", N_("Run out that day"), Kind.COUNT, 10),
    SheetColumn("below_zero", N_("Below zero"), Kind.COUNT, 10),
    SheetColumn("unrated", N_("Not charged for want of a tariff"), Kind.COUNT, 14),
)
_SUMMED = ("energy_wh", *CHARGE_LINES, "recharged_paise", "ran_out")
CONSUMER_COLUMNS = (
    SheetColumn("number", N_("Consumer"), Kind.TEXT),
    SheetColumn("name", N_("Name"), Kind.TEXT, 28),
    SheetColumn("category", N_("Category"), Kind.TEXT, 18),
    SheetColumn("energy_wh", N_("Units (kWh)"), Kind.ENERGY),
    SheetColumn("opening_paise", N_("Opening balance (₹)"), Kind.MONEY, 15),
    SheetColumn("recharged_paise", N_("Recharges (₹)"), Kind.MONEY, 15),
    SheetColumn("total_paise", N_("Charged (₹)"), Kind.MONEY, 15),
    SheetColumn("closing_paise", N_("Closing balance (₹)"), Kind.MONEY, 15),
    SheetColumn("first_negative_day", N_("Below zero from"), Kind.DAY, 15),
)


def write(sheet: SimulationSheet, path: Path, _: Texts) -> None:
    """Write the simulation to ``path`` as an Excel book in the language of the texts.

    The file appears complete or not at all: :class:`FileNotWritten` when the system refuses,
    :class:`SheetTooLong` when Excel has not as many rows.
    """
    most = LAST_ROW - _HEADER_ROW
    if len(sheet.number) > most:
        raise SheetTooLong(len(sheet.number), most)
    frame = BytesIO()
    book = _laid_out(sheet, _)
    columns = [
        _cells(sheet, column, _pattern(book.worksheets[-1], position, column))
        for position, column in enumerate(CONSUMER_COLUMNS, start=1)
        if sheet.number
    ]
    book.save(frame)
    with replacing(path) as file:
        if sheet.number:
            row = _HEADER_ROW + 1
            long_sheet.pour(frame, file, part=_SHEET_PART, row=row, columns=columns)
        else:
            file.write(frame.getvalue())


def _pattern(page: Worksheet, position: int, column: SheetColumn) -> PouredStyle:
    cell = page.cell(_HEADER_ROW + 1, position)
    return poured_style(cell, column.kind, f"Row {column.kind}")


def _cells(sheet: SimulationSheet, column: SheetColumn, style: PouredStyle) -> list[str]:
    if column.field in ("number", "name", "category"):
        texts = getattr(sheet, column.field)
        return long_sheet.text_cells(texts, style, lambda text: plain(text, MOST_CHARACTERS))
    values = getattr(sheet.result.consumers, column.field).tolist()
    if column.field == "first_negative_day":
        return long_sheet.day_cells((None if day == NEVER else day for day in values), style)
    return long_sheet.fixed_point_cells(values, DECIMALS[column.kind], style)


def _laid_out(sheet: SimulationSheet, _: Texts) -> Workbook:
    """Return the whole book but for the consumers, in whose place stands one pattern row."""
    book = Workbook()
    for style in styles():
        book.add_named_style(style)
    _lay_out_cover(book.active, sheet, _)
    _lay_out_lines(book.create_sheet(), sheet, _)
    _lay_out_days(book.create_sheet(), sheet, _)
    _lay_out_consumers(book.create_sheet(), sheet, _)
    tabs = (_("Cover"), _("Revenue"), _("Days"), _("Consumers"))
    for page, words in zip(book.worksheets, tabs, strict=True):
        page.title = _tab(_("SIMULATION {sheet}", sheet=words))
        page.sheet_properties.tabColor = WARNING
        warning = put(page.cell(_WARNING_ROW, 1), _warning(sheet, _), "Row text")
        warning.font = Font(bold=True, size=13, color=WARNING)
        prepare_for_print(page, sheet.office.name, _title(sheet, _), _("SIMULATION"), _)
    book.properties.creator = plain(sheet.made_by, MOST_CHARACTERS)
    book.properties.title = _title(sheet, _)
    return book


def _lay_out_cover(page: Worksheet, sheet: SimulationSheet, _: Texts) -> None:
    page.sheet_view.showGridLines = False
    page.column_dimensions["A"].width = 30
    page.column_dimensions["B"].width = 64
    put(page.cell(2, 1), _title(sheet, _), "Row text").font = Font(bold=True, size=18)
    for row, (label, value, kind) in enumerate(_cover_facts(sheet, _), start=4):
        put(page.cell(row, 1), label, "Row text").font = Font(color="64748B")
        shown = put(page.cell(row, 2), value, f"Row {kind}")
        shown.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)


def _cover_facts(sheet: SimulationSheet, _: Texts) -> Iterable[tuple[str, object, Kind]]:
    totals, consumers = sheet.result.totals(), sheet.result.consumers
    yield _("Office"), f"{sheet.office.name} ({sheet.office.code})", Kind.TEXT
    for label, words in sheet.choices:
        yield label, words, Kind.TEXT
    yield _("Consumers"), len(consumers), Kind.COUNT
    yield _("Below zero at the start"), sheet.result.negative_before, Kind.COUNT
    yield _("Run out during the run"), totals["ran_out"], Kind.COUNT
    unrated = int(sheet.result.days.unrated.max(initial=0))
    yield _("Not charged for want of a tariff (most on one day)"), unrated, Kind.COUNT
    yield _("Units (kWh)"), number(totals["energy_wh"], Kind.ENERGY), Kind.ENERGY
    yield _("Charged (₹)"), number(totals["total_paise"], Kind.MONEY), Kind.MONEY
    yield _("Recharges (₹)"), number(totals["recharged_paise"], Kind.MONEY), Kind.MONEY
    for label, column in (
        (_("Opening balance (₹)"), consumers.opening_paise),
        (_("Closing balance (₹)"), consumers.closing_paise),
    ):
        yield label, number(int(column.sum()), Kind.MONEY), Kind.MONEY
    yield _("Made on"), formats.moment(sheet.made_at, _.month_names), Kind.TEXT
    yield _("Made by"), sheet.made_by, Kind.TEXT


def _lay_out_lines(page: Worksheet, sheet: SimulationSheet, _: Texts) -> None:
    page.column_dimensions["A"].width = 30
    page.column_dimensions["B"].width = 20
    put_headings(page, _HEADER_ROW, [_("Line"), _("Amount (₹)")])
    totals = sheet.result.totals()
    for row, line in enumerate(_LINES, start=_HEADER_ROW + 1):
        style = "Total" if line.field == "total_paise" else "Row"
        # Subsidy and rebate stand as what they take off, so that the column adds up.
        sign = -1 if line.field in ("subsidy_paise", "rebate_paise") else 1
        put(page.cell(row, 1), _(line.title), f"{style} text")
        amount = number(sign * totals[line.field], Kind.MONEY)
        put(page.cell(row, 2), amount, f"{style} money")


def _lay_out_days(page: Worksheet, sheet: SimulationSheet, _: Texts) -> None:
    _head(page, _DAYS, frozen_columns=1, _=_)
    days = sheet.result.days
    for position, column in enumerate(_DAYS, start=1):
        values = getattr(days, column.field).tolist()
        for row, value in enumerate(values, start=_HEADER_ROW + 1):
            is_day = column.kind is Kind.DAY
            shown = day_of_number(value) if is_day else number(value, column.kind)
            put(page.cell(row, position), shown, f"Row {column.kind}")
    last = _HEADER_ROW + len(days)
    page.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(_DAYS))}{last}"
    totals = sheet.result.totals()
    for position, column in enumerate(_DAYS, start=1):
        sums = column.field in _SUMMED
        value = number(totals[column.field], column.kind) if sums else None
        put(
            page.cell(last + 1, position),
            _("Total") if position == 1 else value,
            f"Total {column.kind}",
        )


def _lay_out_consumers(page: Worksheet, sheet: SimulationSheet, _: Texts) -> None:
    _head(page, CONSUMER_COLUMNS, frozen_columns=2, _=_)
    if not sheet.number:
        return
    last = _HEADER_ROW + len(sheet.number)
    page.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(CONSUMER_COLUMNS))}{last}"


def _head(
    page: Worksheet, columns: Sequence[SheetColumn], *, frozen_columns: int, _: Texts
) -> None:
    put_headings(page, _HEADER_ROW, [_(column.title) for column in columns])
    page.row_dimensions[_HEADER_ROW].height = 48
    for position, column in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(position)].width = column.width
    page.freeze_panes = page.cell(_HEADER_ROW + 1, frozen_columns + 1)
    page.print_title_rows = f"{_WARNING_ROW}:{_HEADER_ROW}"


def _title(sheet: SimulationSheet, _: Texts) -> str:
    settings = sheet.result.settings
    first = formats.day(settings.first, _.month_names)
    return _("Simulation of {days} days from {day}", days=settings.days, day=first)


def _warning(sheet: SimulationSheet, _: Texts) -> str:
    warning = _("SIMULATION: not the books. Nobody was charged.")
    return f"{warning} {_('PRACTICE: not real money')}" if sheet.office.is_practice else warning


def _tab(words: str) -> str:
    """Return a name that Excel takes for a sheet."""
    allowed = "".join(" " if character in _NOT_IN_A_TAB else character for character in words)
    return allowed[:_MOST_TAB_CHARACTERS].strip()
