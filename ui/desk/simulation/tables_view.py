"""The tables of a run: its days, and what became of each consumer."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.energy import Energy
from resources.texts import N_, Texts
from ui.desk.kit.columns import Column, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField
from ui.desk.kit.paged_table import FetchRows, ListTableModel, PagedTableModel
from ui.desk.kit.parts import SPACE, Card, Label
from ui.desk.kit.table import Table
from ui.desk.kit.theme import set_look
from ui.desk.simulation import drawings
from ui.desk.simulation.runs import DayRow, SimulatedConsumer


def energy_column(
    key: str, title: str, energy: Callable[[Any], Energy], *, width: int = 120
) -> Column:
    """Return a column of energy in kWh."""
    return Column(
        key,
        title,
        text=lambda row, _texts: formats.units(energy(row)),
        width=width,
        is_number=True,
        is_sortable=True,
        value=lambda row: energy(row).wh,
    )


def count_column(key: str, title: str, number: Callable[[Any], int], *, width: int = 100) -> Column:
    """Return a column of counted consumers."""
    return Column(
        key,
        title,
        text=lambda row, _texts: drawings.count(number(row)),
        width=width,
        is_number=True,
        is_sortable=True,
        value=number,
    )


def day_column() -> Column:
    """Return the column of the day."""
    return Column(
        "day",
        N_("Day"),
        text=lambda row, _: formats.day(row.day, _.month_names),
        width=98,
        is_sortable=True,
    )


_DAYS = (
    day_column(),
    energy_column("energy", N_("Units (kWh)"), lambda row: row.energy, width=106),
    energy_column("energy_50", N_("Middle (kWh)"), lambda row: row.energy_50, width=104),
    money_column("charged", N_("Charged"), lambda row: row.charged, width=106, is_sortable=True),
    money_column(
        "recharged", N_("Recharges"), lambda row: row.recharged, width=106, is_sortable=True
    ),
    count_column("ran_out", N_("Run out"), lambda row: row.ran_out, width=76),
    count_column("below_zero", N_("Below zero"), lambda row: row.below_zero, width=90),
    money_column(
        "balance_50", N_("Middle balance"), lambda row: row.balance_50, width=108, is_sortable=True
    ),
)


def _runs_out(row: SimulatedConsumer, _: Texts) -> str:
    return formats.day(row.runs_out_on, _.month_names) if row.runs_out_on else ""


_CONSUMERS = (
    Column("number", N_("Number"), text=lambda row, _texts: row.number, width=80, is_sortable=True),
    Column(
        "name",
        N_("Name"),
        text=lambda row, _texts: row.name,
        is_sortable=True,
        stretches=True,
        is_strong=True,
    ),
    Column("category", N_("Category"), text=lambda row, _texts: row.category, width=100),
    energy_column("energy_wh", N_("Units (kWh)"), lambda row: row.energy, width=94),
    money_column(
        "recharged_paise", N_("Recharges"), lambda row: row.recharged, width=98, is_sortable=True
    ),
    money_column("total_paise", N_("Charged"), lambda row: row.charged, width=98, is_sortable=True),
    money_column(
        "closing_paise", N_("At the end"), lambda row: row.closing, width=110, is_sortable=True
    ),
    Column(
        "first_negative_day", N_("Below zero from"), text=_runs_out, width=118, is_sortable=True
    ),
)


class DaysView(QWidget):
    """The days of a run."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "plain")
        self.table = Table(desk.theme, "simulated_days")
        self.model = ListTableModel(_DAYS, desk.texts, self, key=lambda row: row.day)
        self.table.show_model(self.model)
        _fill(self, [self.table])

    def show_days(self, rows: Sequence[DayRow]) -> None:
        """Show these days, in the order of the table."""
        self.model.set_rows(rows)
        key, descending = self.table.sorted_by
        if key:
            self.model.sort_by(key, descending=descending)

    def retranslate(self, _: Texts) -> None:
        """Set every word anew."""
        self.model.retranslate(_)
        self.table.setAccessibleName(_("Days of the simulation"))


class ConsumersView(QWidget):
    """The consumers of a run: a long table, its rows fetched where somebody looks."""

    order_requested = Signal(str, bool)
    opened = Signal(object)

    def __init__(
        self,
        desk: Desk,
        fetch: Callable[[Sequence[int]], Mapping[int, SimulatedConsumer]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_look(self, "plain")
        rows: FetchRows = fetch
        self.table = Table(desk.theme, "simulated_consumers")
        self.model = PagedTableModel(_CONSUMERS, rows, desk.tasks, desk.texts, self)
        self.model.failed.connect(desk.show_failure)
        self.table.show_model(self.model)
        self.table.show_order("number", descending=False)
        self._order_words = Label(N_("In the order of"), "muted")
        self.order = ChoiceField(desk.theme)
        self.order.setMinimumContentsLength(24)
        row = QHBoxLayout()
        row.addWidget(self._order_words)
        row.addWidget(self.order)
        row.addStretch(1)
        _fill(self, [row, self.table])
        self.order.changed.connect(self._on_order_chosen)
        self.table.sort_requested.connect(self._on_head_clicked)
        self.table.opened.connect(self.opened)

    def show_consumers(self, keys: array[int]) -> None:
        """Show these consumers, in this order."""
        self.model.set_keys(keys)

    def order_shown(self) -> tuple[str, bool]:
        """Return the column and the direction that the table is in."""
        return self.table.sorted_by

    def retranslate(self, _: Texts) -> None:
        """Set every word anew."""
        self.model.retranslate(_)
        self.table.setAccessibleName(_("Consumers of the simulation"))
        self.order.setAccessibleName(_("In the order of"))
        self._order_words.retranslate(_)
        self.order.blockSignals(True)
        self.order.set_options(
            [
                (
                    _order_code(column.key, descending=descending),
                    f"{_(column.title)} {'▾' if descending else '▴'}",
                )
                for column in _CONSUMERS
                if column.is_sortable
                for descending in (False, True)
            ]
        )
        self.order.blockSignals(False)

    def _on_order_chosen(self) -> None:
        code = self.order.value()
        key, descending = code.removeprefix("-"), code.startswith("-")
        self.table.show_order(key, descending=descending)
        self.order_requested.emit(key, descending)

    def _on_head_clicked(self, key: str, descending: bool) -> None:
        self.order.blockSignals(True)
        self.order.show_value(_order_code(key, descending=descending))
        self.order.blockSignals(False)
        self.order_requested.emit(key, descending)


def _order_code(key: str, *, descending: bool) -> str:
    """Return an order as one text, which a choice can hold."""
    return f"-{key}" if descending else key


def _fill(widget: QWidget, parts: Sequence[QWidget | QHBoxLayout]) -> None:
    card = Card()
    card.body.setContentsMargins(8, 8, 8, 8)
    for part in parts:
        if isinstance(part, QWidget):
            card.body.addWidget(part, 1)
        else:
            card.body.addLayout(part)
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, SPACE, 0, 0)
    column.addWidget(card)
