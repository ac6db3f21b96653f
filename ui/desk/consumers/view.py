"""The Consumers page: the list, and beside or over it one consumer or the form for a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import Texts
from ui.desk.consumers.arrears_sheet import ArrearSheet
from ui.desk.consumers.balance_view import BalanceView
from ui.desk.consumers.consumer_view import ConsumerView, NewConsumerView
from ui.desk.consumers.list_view import ConsumerListView
from ui.desk.consumers.note_sheet import NoteSheet
from ui.desk.kit.desk import Desk
from ui.desk.kit.paged_table import PagedTableModel
from ui.desk.kit.reason import ReasonSheet

#: Below this width list and consumer do not fit side by side: the consumer takes all.
_SIDE_BY_SIDE_PX = 1000


class ConsumersView(QWidget):
    """Arranges its parts; they say themselves what the clerk wants."""

    #: The consumer's page or the form was put away.
    closed = Signal()

    def __init__(self, desk: Desk, model: PagedTableModel) -> None:
        super().__init__()
        self._theme = desk.theme
        self.list = ConsumerListView(desk, model)
        self.consumer = ConsumerView(desk)
        self.new = NewConsumerView(desk)
        self._wants_wide = self._was_cramped = False
        #: How often a consumer was opened: what was asked before belongs to another one.
        self.openings = 0
        self.side = QStackedWidget()
        self.side.addWidget(self.consumer)
        self.side.addWidget(self.new)
        self.side.hide()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        self._split.addWidget(self.list)
        self._split.addWidget(self.side)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._split)
        self.arrear_sheet = ArrearSheet(self, desk)
        self.arrear_reason = ReasonSheet(self, desk)
        self.note_sheet = NoteSheet(self, desk)
        self.balance = BalanceView(self, desk)
        self.consumer.width_requested.connect(lambda: self.show_wide(not self.is_wide))
        self.consumer.close_requested.connect(self.close_side)
        self.new.close_requested.connect(self.close_side)

    @property
    def is_consumer_open(self) -> bool:
        """Whether one consumer's page is open."""
        return not self.side.isHidden() and self.side.currentWidget() is self.consumer

    @property
    def is_wide(self) -> bool:
        """Whether the side takes the whole page."""
        return self.list.isHidden()

    def open_consumer(self) -> None:
        """Show the consumer's page beside the list, or over it where there is no room."""
        self.openings += 1
        self._open(self.consumer)

    def open_new(self) -> None:
        """Show the form for a new consumer, as it was left."""
        self._wants_wide = False
        self._open(self.new)
        self.new.form.form.start()

    def show_wide(self, is_wide: bool) -> None:
        """Give the side the whole page, or show the list again."""
        self._wants_wide = is_wide
        self.list.setHidden(is_wide)

    def close_side(self) -> None:
        """Put consumer or form away; the list has the focus again."""
        self.side.hide()
        self.show_wide(False)
        self.list.show_narrow(False)
        self.list.table.setFocus()
        self.closed.emit()

    def step_back(self) -> bool:
        """Go one step back: explanation, wide, side; False when nothing lies open."""
        if self.side.isHidden():
            return False
        if self.is_consumer_open and self.consumer.step_back():
            return True
        if self._wants_wide and not self._is_cramped():
            self.show_wide(False)
        else:
            self.close_side()
        return True

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        sheets = (self.arrear_sheet, self.arrear_reason, self.note_sheet, self.balance)
        for part in (self.list, self.consumer, self.new, *sheets):
            part.retranslate(_)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        was_cramped, self._was_cramped = self._was_cramped, self._is_cramped()
        if self._was_cramped != was_cramped and not self.side.isHidden():
            self._fit()

    def _open(self, part: QWidget) -> None:
        was_hidden = self.side.isHidden()
        self.side.setCurrentWidget(part)
        self.list.show_narrow(True)
        self.side.show()
        self._fit()
        if self.is_wide and part is self.consumer:
            self.consumer.tabs.setFocus()
        if was_hidden:
            width = self.width()
            self._split.setSizes([width * 46 // 100, width * 54 // 100])

    def _fit(self) -> None:
        """Show the list beside what is open, where there is room and the clerk wants it."""
        self.list.setHidden(self._wants_wide or self._is_cramped())

    def _is_cramped(self) -> bool:
        return self.width() < self._theme.px(_SIDE_BY_SIDE_PX)
