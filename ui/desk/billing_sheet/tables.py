"""The columns of the sheet and of the totals at its foot; both stand exactly below each other."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject
from typing_extensions import override

from domain.billing_sheet import SUMMED, ReadState, SheetColumns, SheetTotal
from domain.energy import Energy
from domain.formats import kilowatts, units
from domain.money import Money
from resources.texts import N_, Texts
from ui.desk.billing_sheet.sheet import SheetRow
from ui.desk.kit.columns import Badge, Column, Tone, amount_text
from ui.desk.kit.paged_table import AnyIndex, ColumnsModel
from ui.desk.kit.words import status_badge

_NOWHERE = QModelIndex()
_UNKNOWN = "–"  # noqa: RUF001 - none known
_NO_COLUMNS = SheetColumns(*([()] * 23))

_READS: dict[str, tuple[str, str, Tone]] = {
    ReadState.RECEIVED: ("●", N_("Received"), "good"),
    ReadState.MISSING: ("◐", N_("Missing"), "warning"),
    ReadState.HELD: ("✋", N_("Held"), "bad"),
}

#: Key, head, width; figures first, then what the consumer is.
_MONEY = (
    ("opening_paise", N_("Opening"), 104),
    ("recharges_paise", N_("Recharges"), 100),
    ("other_paise", N_("Other"), 84),
    ("ec_paise", N_("Energy charge"), 106),
    ("fuel_paise", N_("Fuel"), 84),
    ("fc_paise", N_("Fixed charge"), 98),
    ("duty_paise", N_("Duty"), 84),
    ("rent_paise", N_("Meter rent"), 90),
    ("subsidy_paise", N_("Subsidy"), 90),
    ("rebate_paise", N_("Rebate"), 84),
    ("total_paise", N_("Charged"), 96),
    ("closing_paise", N_("Closing"), 106),
)
_ENERGY = (("energy_wh", N_("Units"), 84), ("mtd_wh", N_("Month to date"), 106))
_TEXTS = (
    ("category", N_("Category"), 120),
    ("tariff", N_("Tariff"), 150),
    ("load_w", N_("Load"), 70),
    ("meter_serial", N_("Meter"), 104),
    ("feeder", N_("Feeder"), 100),
)
#: The charge and what is left stand before the lines that lead to them.
_FIRST_MONEY = ("opening_paise", "recharges_paise", "total_paise", "closing_paise")


class SheetModel(ColumnsModel):
    """The rows of a sheet that are shown: places in its columns, worded when they are seen."""

    def __init__(self, _: Texts, parent: QObject) -> None:
        super().__init__(sheet_columns(), _, parent)
        self._rows = _NO_COLUMNS
        self._places: Sequence[int] = array("q")

    def show_places(self, rows: SheetColumns, places: Sequence[int]) -> None:
        """Show these rows of a sheet, in this order."""
        self.beginResetModel()
        self._rows, self._places = rows, places
        self.endResetModel()

    def clear(self) -> None:
        """Show none."""
        self.show_places(_NO_COLUMNS, array("q"))

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._places)

    @override
    def row_at(self, number: int) -> SheetRow:
        return SheetRow(self._rows, self._places[number])

    @override
    def key_at(self, number: int) -> object:
        return self._rows.number[self._places[number]]

    @override
    def place_of(self, key: object) -> int:
        numbers = self._rows.number
        return next((at for at, place in enumerate(self._places) if numbers[place] == key), -1)


def sheet_columns() -> list[Column]:
    """Return the columns of the sheet as the desk orders them."""
    money = {key: _money_column(key, title, width) for key, title, width in _MONEY}
    first = [money.pop(key) for key in _FIRST_MONEY]
    return [
        Column("number", N_("Consumer"), _text("number"), 84, is_sortable=True, is_strong=True),
        Column("name", N_("Name"), _text("name"), 150, is_sortable=True),
        Column("status", N_("Status"), width=138, is_sortable=True, badge=_status),
        Column("read", N_("Read"), width=106, is_sortable=True, badge=_read),
        _energy_column(*_ENERGY[0]),
        *first,
        _month_column(*_ENERGY[1]),
        *money.values(),
        *(
            Column(
                key,
                title,
                _load if key == "load_w" else _text(key),
                width,
                is_sortable=True,
                is_number=key == "load_w",
            )
            for key, title, width in _TEXTS
        ),
    ]


def total_columns() -> list[Column]:
    """Return the columns of the foot: the same, with sums where there are any."""
    return [_total_column(column) for column in sheet_columns()]


def _total_column(column: Column) -> Column:
    if column.key == "number":
        return Column("number", column.title, width=column.width, badge=_total_badge)
    if column.key == "status":
        return Column("status", column.title, _consumers, column.width)
    if column.key not in SUMMED:
        return Column(column.key, column.title, width=column.width)
    place = SUMMED.index(column.key)
    shown = _energy_text if column.key == "energy_wh" else _money_text
    return Column(
        column.key,
        column.title,
        lambda total, _: shown(total.sums[place]),
        column.width,
        is_number=True,
        is_strong=True,
    )


def read_badge(read: str, _: Texts) -> Badge:
    """Return how the state of a day's read is shown."""
    glyph, word, tone = _READS[read]
    return Badge(glyph, _(word), tone)


def _text(key: str) -> Callable[[Any, Texts], str]:
    return lambda row, _: row.text_of(key)


def _load(row: SheetRow, _: Texts) -> str:
    return kilowatts(row.number_of("load_w"))


def _status(row: SheetRow, _: Texts) -> Badge:
    return status_badge(row.text_of("status"), _)


def _read(row: SheetRow, _: Texts) -> Badge:
    return read_badge(row.text_of("read"), _)


def _money_column(key: str, title: str, width: int) -> Column:
    return Column(
        key,
        title,
        lambda row, _: _money_text(row.number_of(key)),
        width,
        is_number=True,
        is_sortable=True,
        is_strong=key in ("total_paise", "closing_paise"),
        tone=lambda row: "bad" if row.number_of(key) < 0 else "",
    )


def _energy_column(key: str, title: str, width: int) -> Column:
    return Column(
        key,
        title,
        lambda row, _: _energy_text(row.number_of(key)),
        width,
        is_number=True,
        is_sortable=True,
    )


def _month_column(key: str, title: str, width: int) -> Column:
    """Return the month to date: known only of who is charged."""
    return Column(
        key,
        title,
        lambda row, _: _energy_text(row.number_of(key)) if row.text_of("tariff") else _UNKNOWN,
        width,
        is_number=True,
        is_sortable=True,
    )


def _money_text(paise: int) -> str:
    return amount_text(Money(paise))


def _energy_text(energy_wh: int) -> str:
    return units(Energy(energy_wh))


def _consumers(total: SheetTotal, _: Texts) -> str:
    return _("{consumers} consumers", consumers=f"{total.consumers:,}")


def _total_badge(total: SheetTotal, _: Texts) -> Badge:
    return status_badge(total.value, _) if total.value else Badge("", _("Total"), "muted")
