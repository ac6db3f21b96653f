"""The consumer's tab of charges: the days of a month with every line, each explained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from domain import formats
from domain.calendar import Month
from domain.energy import Energy
from domain.explanation import DayExplained
from domain.listing import ChargeRow
from domain.money import Money
from resources.texts import N_, Texts
from ui.desk.consumers.explanation_view import ExplanationView
from ui.desk.kit.columns import Column, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, EmptyState, Label
from ui.desk.kit.table import Table


def _paise(key: str, title: str, *, width: int = 92) -> Column:
    return money_column(key, title, lambda row: Money(getattr(row, f"{key}_paise")), width=width)


def _day(row: Any, _: Texts) -> str:
    return formats.day(row.day, _.month_names)


CHARGE_COLUMNS = (
    Column("day", N_("Day"), _day, width=92, is_sortable=True, stretches=True),
    Column(
        "energy_wh",
        N_("Units"),
        lambda row, _: formats.units(Energy(row.energy_wh)) if row.has_read else _("no read"),
        width=78,
        is_number=True,
        is_sortable=True,
        tone=lambda row: "" if row.has_read else "warning",
    ),
    Column(
        "mtd_wh",
        N_("Since the 1st"),
        lambda row, _: formats.units(Energy(row.mtd_wh)),
        width=100,
        is_number=True,
        gives_way=1,
    ),
    _paise("ec", N_("Energy"), width=84),
    _paise("fuel", N_("Fuel"), width=72),
    _paise("fc", N_("Fixed"), width=72),
    _paise("duty", N_("Duty"), width=72),
    _paise("rent", N_("Rent"), width=66),
    _paise("subsidy", N_("Subsidy"), width=80),
    _paise("rebate", N_("Rebate"), width=72),
    _paise("total", N_("Total")),
    _paise("balance_after", N_("Balance"), width=108),
)


#: Lines that many tariffs lack: without a figure in the month they are left out.
LEFT_OUT_IF_NIL = ("fuel", "duty", "rent", "subsidy", "rebate")


class ChargesTab(QWidget):
    """The days of a month with every line; Enter explains one."""

    #: The clerk wants another month: a Month.
    month_requested = Signal(object)
    #: The clerk wants a day explained: the ChargeRow.
    explanation_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._month = Month.of(desk.today())
        #: The day that is to be explained when its month is there.
        self._wanted: date | None = None
        theme = desk.theme
        self.previous = Button(theme, icon="chevron-left", look="quiet")
        self.next = Button(theme, icon="chevron-right", look="quiet")
        self.month = Label("", "strong")
        self.totals = Label("", "muted")
        self._model = ListTableModel(CHARGE_COLUMNS, desk.texts, self, key=lambda row: row.day)
        self.table = Table(theme, "charges")
        self.table.show_model(self._model)
        self._empty = EmptyState(theme, "calendar-days", N_("No day of this month is charged."))
        self.table.set_empty(self._empty)
        self.explanation = ExplanationView(desk)
        self.explanation.hide()
        self._lay_out()
        self._connect()

    def show_month(self, month: Month, rows: Sequence[ChargeRow], _: Texts) -> None:
        """Show the days of a month, with their sums."""
        self._month = month
        self._model.set_rows(rows)
        for key in LEFT_OUT_IF_NIL:
            is_used = any(getattr(row, f"{key}_paise") for row in rows)
            self.table.show_column(key, is_used)
        self._show_sums(_)
        if self._wanted and self.table.go_to(self._wanted):
            self.explanation_requested.emit(self.table.current_row())
        self._wanted = None

    def explain(self, month: Month, day: date) -> None:
        """Bring up a month, and explain a day of it as soon as it is there."""
        self._wanted = day
        self.month_requested.emit(month)

    def show_explanation(self, explained: DayExplained, _: Texts) -> None:
        """Explain a day below the table."""
        self.explanation.show_day(explained, _)
        if self.explanation.isHidden():
            self.explanation.show()
            height = self._split.height()
            self._split.setSizes([height * 40 // 100, height * 60 // 100])
        # The row that is explained must not lie under its explanation.
        QTimer.singleShot(0, self.table, lambda: self.table.scrollTo(self.table.currentIndex()))

    def step_back(self) -> bool:
        """Put the explanation away; False when there is none."""
        was_open = not self.explanation.isHidden()
        self.explanation.hide()
        return was_open

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._model.retranslate(_)
        self._empty.retranslate(_)
        self.previous.setAccessibleName(_("Month before"))
        self.next.setAccessibleName(_("Month after"))
        self.table.setAccessibleName(_("Charges by day"))
        self.explanation.retranslate(_)
        self._show_sums(_)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {int(Qt.Key.Key_PageUp): -1, int(Qt.Key.Key_PageDown): 1}
        if event.key() in steps:
            self._step(steps[event.key()])
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for widget in (self.previous, self.month, self.next):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.totals)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.addWidget(self.table)
        self._split.addWidget(self.explanation)
        self._split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addLayout(head)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        self.table.opened.connect(self.explanation_requested)
        self.table.row_changed.connect(self._on_row_changed)
        self.explanation.close_requested.connect(self.step_back)

    def _step(self, by: int) -> None:
        edge = self._month.first - timedelta(days=1)
        if by > 0:
            edge = self._month.last + timedelta(days=1)
        self.month_requested.emit(Month.of(edge))

    def _on_row_changed(self, row: ChargeRow | None) -> None:
        if row and not self.explanation.isHidden():
            self.explanation_requested.emit(row)

    def _show_sums(self, _: Texts) -> None:
        name = formats.day(self._month.first, _.month_names).split(" ", 1)[1]
        self.month.setText(name)
        rows = self._model.rows
        self.totals.setText(
            _(
                "{days} days · {units} units · {total}",
                days=len(rows),
                units=formats.units(Energy(sum(row.energy_wh for row in rows))),
                total=formats.rupees(Money(sum(row.total_paise for row in rows))),
            )
        )
