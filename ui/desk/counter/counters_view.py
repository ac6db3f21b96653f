"""The shifts of a day at all counters, for whoever answers for them: open, short, over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.money import ZERO, Money
from domain.shift import ShiftReport
from resources.texts import N_, Texts
from ui.desk.counter.words import shift_badge, time_words
from ui.desk.kit.columns import Column, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import DateField
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, EmptyState, Figure, Label
from ui.desk.kit.table import Table

_NONE = "-"


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift of the day as the list shows it."""

    report: ShiftReport
    by: str

    @property
    def id(self) -> int:
        """The shift's number."""
        return self.report.shift.id


class CountersView(QWidget):
    """Lists shifts; Enter shows the report of one."""

    #: Another day is wanted.
    day_requested = Signal(object)
    #: The report of a shift is wanted: a :class:`ShiftReport`.
    report_requested = Signal(object)
    #: Another's shift is to be closed: a :class:`domain.shift.Shift`.
    close_requested = Signal(object)

    def __init__(self, desk: Desk, *, may_close: bool) -> None:
        super().__init__()
        self._may_close, self._texts = may_close, desk.texts
        self.day = DateField(desk.today, desk.texts)
        self.day.setFixedWidth(desk.theme.px(130))
        self.day_label = Label(N_("Day"), "label")
        self.open_shifts = Figure(N_("Open shifts"))
        self.collected = Figure(N_("Collected"))
        self.short, self.over = Figure(N_("Short")), Figure(N_("Over"))
        self.model = ListTableModel(_columns(), desk.texts, self, key=lambda row: row.id)
        self.table = Table(desk.theme, "shifts")
        self.table.show_model(self.model)
        self.empty = EmptyState(
            desk.theme, "users", N_("No shift was opened on this day. They will stand here.")
        )
        self.table.set_empty(self.empty)
        self.report = Button(desk.theme, N_("Report"), icon="file-text", key="Alt+R")
        self.close_it = Button(desk.theme, N_("Close this shift"), icon="check", look="danger")
        self._lay_out()
        self.day.editingFinished.connect(self._on_day)
        self.table.opened.connect(lambda _row: self._ask_report())
        self.table.row_changed.connect(lambda _row: self._show_buttons())
        self.report.clicked.connect(lambda _checked=False: self._ask_report())
        self.close_it.clicked.connect(lambda _checked=False: self._ask_close())
        self._show_buttons()

    def show_rows(self, day: date, rows: Sequence[ShiftRow]) -> None:
        """Show the shifts of a day."""
        if not self.day.hasFocus():
            self.day.show_value(day)
        self.model.set_rows(rows)
        if rows and self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)
        self._show_figures()
        self._show_buttons()

    @property
    def row(self) -> ShiftRow | None:
        """The shift in use."""
        row = self.table.current_row()
        return row if isinstance(row, ShiftRow) else None

    def start(self) -> None:
        """Put the focus into the list."""
        self.table.setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (
            *(self.day, self.day_label, self.open_shifts, self.collected, self.short, self.over),
            *(self.model, self.empty, self.report, self.close_it),
        ):
            part.retranslate(_)
        self.day.setAccessibleName(_("Day"))
        self.table.setAccessibleName(_("Shifts of the day"))
        self._show_figures()

    def _show_figures(self) -> None:
        reports = [row.report for row in self.model.rows]
        is_open = [report for report in reports if report.shift.is_open]
        self.open_shifts.show_text(f"{len(is_open)}", tone="warning" if is_open else "")
        self.collected.show_amount(sum((report.collected for report in reports), ZERO))
        differences = [
            report.shift.closing.difference for report in reports if report.shift.closing
        ]
        short = sum((amount for amount in differences if amount < ZERO), ZERO)
        over = sum((amount for amount in differences if amount > ZERO), ZERO)
        self.short.show_text(formats.rupees(-short), tone="bad" if short else "")
        self.over.show_text(formats.rupees(over), tone="warning" if over else "")

    def _show_buttons(self) -> None:
        row = self.row
        self.report.setEnabled(row is not None)
        can_close = self._may_close and row is not None and row.report.shift.is_open
        self.close_it.setVisible(can_close)

    def _ask_report(self) -> None:
        if row := self.row:
            self.report_requested.emit(row.report)

    def _ask_close(self) -> None:
        if row := self.row:
            self.close_requested.emit(row.report.shift)

    def _on_day(self) -> None:
        if (day := self.day.day()) is not None:
            self.day_requested.emit(day)

    def _lay_out(self) -> None:
        card = Card()
        day = QVBoxLayout()
        day.setSpacing(3)
        day.addWidget(self.day_label)
        day.addWidget(self.day)
        day.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(28)
        head.addLayout(day)
        for figure in (self.open_shifts, self.collected, self.short, self.over):
            head.addWidget(figure)
        head.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.report)
        buttons.addWidget(self.close_it)
        buttons.addStretch(1)
        card.body.addLayout(head)
        card.body.addWidget(self.table, 1)
        card.body.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)


def _columns() -> list[Column]:
    return [
        Column(
            "counter",
            N_("Counter"),
            lambda row, _: str(row.report.shift.counter),
            74,
            is_number=True,
            is_sortable=True,
            is_strong=True,
            value=lambda row: row.report.shift.counter,
        ),
        Column("by", N_("Who"), lambda row, _: row.by, 130, is_sortable=True, stretches=True),
        Column(
            "opened",
            N_("Opened"),
            lambda row, _: time_words(row.report.shift.opened_at),
            76,
            is_sortable=True,
            value=lambda row: row.report.shift.opened_at,
        ),
        Column("closed", N_("Closed"), _closed_words, 76, gives_way=2),
        Column(
            "receipts",
            N_("Receipts"),
            lambda row, _: f"{row.report.facts.receipts:,}",
            80,
            is_number=True,
            is_sortable=True,
            gives_way=3,
            value=lambda row: row.report.facts.receipts,
        ),
        money_column("collected", N_("Collected"), lambda row: row.report.collected, width=116),
        money_column("expected", N_("Expected cash"), lambda row: row.report.expected, width=124),
        Column("counted", N_("Counted"), _counted_words, 116, is_number=True, gives_way=1),
        Column(
            "state",
            N_("State"),
            width=150,
            badge=lambda row, _: shift_badge(row.report.shift, _),
        ),
    ]


def _closed_words(row: ShiftRow, _: Texts) -> str:
    closing = row.report.shift.closing
    return time_words(closing.at) if closing else _NONE


def _counted_words(row: ShiftRow, _: Texts) -> str:
    closing = row.report.shift.closing
    return _amount(closing.counted.total) if closing else _NONE


def _amount(amount: Money) -> str:
    return formats.rupees(amount)
