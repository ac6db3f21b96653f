"""The consumer's tab of overview: use per day with the line of the balance, last recharges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain import formats
from domain.energy import Energy
from domain.listing import ChargeRow, ReceiptRow
from domain.money import Money
from resources.texts import N_, Texts
from ui.desk.kit.chart import Axis, Chart, Drawing, Series
from ui.desk.kit.columns import Column, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import EmptyState, Label, scrolling
from ui.desk.kit.table import Table
from ui.desk.kit.words import (
    tender_word,
)


def _moment(row: Any, _: Texts) -> str:
    return formats.moment(row.posted_at, _.month_names)


RECEIPT_COLUMNS = (
    Column("posted_at", N_("Taken"), _moment, width=136),
    Column("number", N_("Receipt"), lambda row, _: row.number, stretches=True, keeps_end=True),
    Column("tender", N_("Tender"), lambda row, _: tender_word(row.tender, _), width=72),
    money_column("amount", N_("Amount"), lambda row: row.amount, width=104),
)


class OverviewTab(QWidget):
    """The use of each day with the line of the balance, and the last recharges."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._charges: Sequence[ChargeRow] = ()
        self.chart = Chart(desk.theme, desk.tasks)
        self._heading = Label(N_("Use per day and balance"), "heading")
        self._recharges = Label(N_("Last recharges"), "heading")
        self._model = ListTableModel(RECEIPT_COLUMNS, desk.texts, self)
        self.receipts = Table(desk.theme, "last-recharges")
        self.receipts.show_model(self._model)
        self._empty = EmptyState(desk.theme, "receipt", N_("No recharge yet. F5 takes one."))
        self.receipts.set_empty(self._empty)
        self.receipts.setMinimumHeight(110)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 10, 0, 0)
        for widget in (self._heading, self.chart, self._recharges, self.receipts):
            column.addWidget(widget)
        column.setStretch(1, 3)
        column.setStretch(3, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def show_days(self, charges: Sequence[ChargeRow], _: Texts) -> None:
        """Draw these days, oldest first."""
        self._charges = charges
        self.chart.show_drawing(_drawing(charges, _))

    def show_receipts(self, rows: Sequence[ReceiptRow]) -> None:
        """Show these recharges, newest first."""
        self._model.set_rows(rows)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self._heading, self._recharges, self._model, self._empty):
            part.retranslate(_)
        self.chart.setAccessibleName(_("Use per day and balance"))
        self.receipts.setAccessibleName(_("Last recharges"))
        if self._charges:
            self.show_days(self._charges, _)


def _drawing(charges: Sequence[ChargeRow], _: Texts) -> Drawing:
    labels = [_short(row.day, _) for row in charges]
    use = Series(
        "bars",
        _("Use"),
        [row.energy_wh for row in charges],
        lambda wh: _("{units} units", units=formats.units(Energy(wh))),
    )
    balance = Series(
        "line",
        _("Balance"),
        [row.balance_after_paise for row in charges],
        lambda paise: formats.rupees(Money(paise)),
        token="warning",  # noqa: S106 - a colour
        on_right=True,
    )
    return Drawing(labels, [use, balance], Axis("kWh", 1000), Axis("₹", 100))


def _short(day: date, _: Texts) -> str:
    return formats.day(day, _.month_names).rsplit(" ", 1)[0]
