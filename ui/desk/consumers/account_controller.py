"""The account of the consumer that is shown: its timeline, notes, tags, balance, lookalikes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.calendar import Month
from domain.consumer import Consumer
from ui.desk.consumers.balance_controller import BalanceController
from ui.desk.consumers.noting_controller import LikenessController, NotingController
from ui.desk.consumers.timeline_controller import TimelineController
from ui.desk.consumers.view import ConsumersView
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents


class AccountController(QObject):
    """Ties what is told of one consumer beside figures and lists."""

    #: Something was noted, so that the books changed.
    changed = Signal()
    #: Another consumer, or a receipt, is to be shown: its number.
    consumer_requested = Signal(str)
    receipt_requested = Signal(str)
    #: Orders or messages of the consumer are to be shown: a Place.
    place_requested = Signal(object)

    def __init__(
        self,
        view: ConsumersView,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None],
    ) -> None:
        super().__init__(view)
        self._view, self._desk = view, desk
        self._consumer: Consumer | None = None
        self._is_told = False
        self.timeline = TimelineController(view.consumer.timeline, desk, books)
        self.noting = NotingController(view, desk, books)
        self.likeness = LikenessController(view, desk, books)
        self.balance = BalanceController(view.balance, desk, books, documents, open_file)
        self._connect()

    def show(self, consumer: Consumer) -> None:
        """Show the account of a consumer, who came to be shown or was read again."""
        is_another = self._consumer is None or self._consumer.number != consumer.number
        self._consumer, self._is_told = consumer, False
        self.noting.show(consumer)
        if is_another:
            view = self._view.consumer
            view.tags.put_line_away()
            view.likeness.show_found(())
            self.likeness.show(consumer)
        self._tell(self._view.consumer.tab)

    def forget(self) -> None:
        """Show nobody."""
        self._consumer = None
        self.timeline.forget()

    @property
    def holds_typed(self) -> bool:
        """Whether a note or a tag is typed and not kept."""
        return self._view.note_sheet.holds_typed or self._view.consumer.tags.holds_typed

    def open_timeline(self) -> None:
        """Bring up the timeline."""
        self._view.consumer.show_tab("timeline")
        self._view.consumer.timeline.table.setFocus()

    def open_date(self) -> None:
        """Let a day be typed up to which the timeline is told."""
        self._view.consumer.show_tab("timeline")
        self._view.consumer.timeline.start_date()

    def explain_balance(self) -> None:
        """Explain the balance of the consumer that is shown."""
        if self._consumer:
            self.balance.show(self._consumer)

    def open_lookalike(self) -> None:
        """Open who looks like the consumer that is shown or typed, if anybody does."""
        new = self._view.new
        is_new = self._view.side.currentWidget() is new and not self._view.side.isHidden()
        (new.likeness if is_new else self._view.consumer.likeness).open_first()

    def _connect(self) -> None:
        view = self._view
        view.consumer.tab_requested.connect(self._tell)
        self.noting.changed.connect(self.changed)
        self.likeness.consumer_requested.connect(self.consumer_requested)
        self.timeline.receipt_requested.connect(self.receipt_requested)
        self.timeline.place_requested.connect(self.place_requested)
        self.timeline.tab_requested.connect(view.consumer.show_tab)
        self.timeline.day_requested.connect(self._explain_day)
        self.balance.day_requested.connect(self._explain_day)

    def _tell(self, tab: str) -> None:
        """Read the timeline when it is looked at."""
        if tab == "timeline" and self._consumer and not self._is_told:
            self._is_told = True
            self.timeline.show(self._consumer.number)

    def _explain_day(self, day: date) -> None:
        """Show a charged day among those of its month, explained."""
        self._view.consumer.show_tab("charges")
        self._view.consumer.charges.explain(Month.of(day), day)
