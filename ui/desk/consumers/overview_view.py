"""The consumer's overview: use and balance over time with what is to come, last recharges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain import formats
from domain.listing import ReceiptRow
from resources.texts import N_, Texts
from ui.desk.consumers.use_drawing import UseShown, use_drawing
from ui.desk.kit.chart import Chart
from ui.desk.kit.columns import Column, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import SegmentField
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, ElidedLabel, EmptyState, Label, scrolling
from ui.desk.kit.table import Table
from ui.desk.kit.words import tender_word

#: The stretches that can be looked at, in days back from today; 0: all there are.
STRETCHES = (30, 90, 365, 0)
SHOWN_AT_FIRST = 90


def _moment(row: Any, _: Texts) -> str:
    return formats.moment(row.posted_at, _.month_names)


RECEIPT_COLUMNS = (
    Column("posted_at", N_("Taken"), _moment, width=136),
    Column("number", N_("Receipt"), lambda row, _: row.number, stretches=True, keeps_end=True),
    Column("tender", N_("Tender"), lambda row, _: tender_word(row.tender, _), width=72),
    money_column("amount", N_("Amount"), lambda row: row.amount, width=104),
)


class OverviewTab(QWidget):
    """The use of each day beside last year's, the balance, what is to come; last recharges."""

    #: Another stretch of days is wanted: so many back from today, 0 for all.
    stretch_requested = Signal(int)
    #: The picture of the chart is wanted in a file, or on the clipboard.
    save_requested = Signal()
    copy_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._shown = UseShown(())
        self._texts = desk.texts
        self.chart = Chart(desk.theme, is_zoomable=True)
        self._heading = ElidedLabel("heading")
        self.stretch = SegmentField(look="chip")
        self.copy = Button(desk.theme, icon="copy", look="quiet")
        self.save = Button(desk.theme, icon="save", look="quiet")
        self._recharges = Label(N_("Last recharges"), "heading")
        self._model = ListTableModel(RECEIPT_COLUMNS, desk.texts, self)
        self.receipts = Table(desk.theme, "last-recharges")
        self.receipts.show_model(self._model)
        self._empty = EmptyState(desk.theme, "receipt", N_("No recharge yet. F5 takes one."))
        self.receipts.set_empty(self._empty)
        self.receipts.setMinimumHeight(96)
        self._lay_out()
        self.stretch.changed.connect(lambda: self.stretch_requested.emit(self.stretch.value()))
        self.chart.copy_requested.connect(self.copy_requested)
        self.copy.clicked.connect(lambda _checked=False: self.copy_requested.emit())
        self.save.clicked.connect(lambda _checked=False: self.save_requested.emit())

    def show_use(self, shown: UseShown, _: Texts) -> None:
        """Draw these days, and what is to come."""
        self._shown = shown
        self.chart.show_drawing(use_drawing(shown, _))

    def show_receipts(self, rows: Sequence[ReceiptRow]) -> None:
        """Show these recharges, newest first."""
        self._model.set_rows(rows)

    def picture_name(self, number: str) -> str:
        """Return what a file with the picture is called: the consumer, and the days."""
        charges = self._shown.charges
        days = f"-{charges[0].day.isoformat()}-{charges[-1].day.isoformat()}" if charges else ""
        safe = "".join(letter if letter.isalnum() else "-" for letter in number)
        return f"use-{safe}{days}.png"

    def picture_title(self, named: str) -> str:
        """Return what stands above the picture."""
        charges, _ = self._shown.charges, self._texts
        if not charges:
            return named
        first, last = (
            formats.day(charge.day, _.month_names) for charge in (charges[0], charges[-1])
        )
        return _("{consumer} · {first} to {last}", consumer=named, first=first, last=last)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self._recharges, self._model, self._empty):
            part.retranslate(_)
        self._heading.setText(_("Use per day and balance"))
        words = [_("{days} days", days=days) if days else _("All") for days in STRETCHES]
        was_empty = self.stretch.value() is None
        self.stretch.set_options(list(zip(STRETCHES, words, strict=True)))
        if was_empty:
            was_blocked = self.stretch.blockSignals(True)
            self.stretch.show_value(SHOWN_AT_FIRST)
            self.stretch.blockSignals(was_blocked)
        self.stretch.setAccessibleName(_("Days shown"))
        self.chart.setAccessibleName(_("Use per day and balance"))
        self.chart.setToolTip(
            _("Arrows read a day, + and - zoom, Shift with arrows moves, Home shows all")
        )
        self.receipts.setAccessibleName(_("Last recharges"))
        for button, said, key in (
            (self.copy, _("Copy the picture"), "Ctrl+C"),
            (self.save, _("Save the picture"), "Ctrl+S"),
        ):
            button.setAccessibleName(said)
            button.setToolTip(f"{said}  {key}")
        if self._shown.charges:
            self.show_use(self._shown, _)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save):
            self.save_requested.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        for part in (self.stretch, self.copy, self.save):
            head.addWidget(part)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 6, 0, 0)
        column.addLayout(head)
        for widget in (self.chart, self._recharges, self.receipts):
            column.addWidget(widget)
        column.setStretch(1, 3)
        column.setStretch(3, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))
