"""The account of the consumer that is shown: its timeline, notes, tags, balance, lookalikes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.calendar import Month
from domain.consumer import Consumer
from domain.staff import Act
from resources.texts import N_
from ui.desk.actions import Action
from ui.desk.consumers.balance_controller import BalanceController
from ui.desk.consumers.noting_controller import LikenessController, NotingController
from ui.desk.consumers.timeline_controller import TimelineController
from ui.desk.consumers.view import ConsumersView
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents

#: Does something with the consumer in use, as soon as it is shown.
WithConsumer = Callable[[Callable[[], None]], None]


class AccountController(QObject):
    """Ties what is told of one consumer beside figures and lists."""

    #: Something was noted, so that the books changed.
    changed = Signal()
    #: Another consumer, or a receipt, is to be shown: its number.
    consumer_requested = Signal(str)
    receipt_requested = Signal(str)

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

    def actions(self, with_consumer: WithConsumer) -> list[Action]:
        """Return what can be done with the account of the consumer in use."""
        noting = Act.NOTE_CONSUMER
        return [
            Action(
                "timeline",
                N_("Timeline"),
                lambda: with_consumer(self._open_timeline),
                ("Alt+T",),
                "clock",
            ),
            Action(
                "note",
                N_("Note"),
                lambda: with_consumer(self.noting.start_note),
                ("Alt+N",),
                "pencil",
                needs=noting,
            ),
            Action(
                "tag",
                N_("Tag"),
                lambda: with_consumer(self.noting.start_tag),
                ("Alt+J",),
                "plus",
                in_bar=False,
                needs=noting,
            ),
            Action(
                "explain_balance",
                N_("Explain balance"),
                lambda: with_consumer(self._explain_balance),
                ("Alt+B",),
                "info",
            ),
            Action(
                "lookalike",
                N_("Who looks alike"),
                self._open_lookalike,
                ("Alt+U",),
                "users",
                in_bar=False,
            ),
            Action(
                "timeline_date",
                N_("Timeline up to a day"),
                lambda: with_consumer(self._open_date),
                ("F2",),
                "calendar-days",
                in_bar=False,
            ),
        ]

    def _connect(self) -> None:
        view = self._view
        view.consumer.tab_requested.connect(self._tell)
        self.noting.changed.connect(self.changed)
        self.likeness.consumer_requested.connect(self.consumer_requested)
        self.timeline.receipt_requested.connect(self.receipt_requested)
        self.timeline.tab_requested.connect(view.consumer.show_tab)
        self.timeline.day_requested.connect(self._explain_day)
        self.balance.day_requested.connect(self._explain_day)

    def _tell(self, tab: str) -> None:
        """Read the timeline when it is looked at."""
        if tab == "timeline" and self._consumer and not self._is_told:
            self._is_told = True
            self.timeline.show(self._consumer.number)

    def _open_timeline(self) -> None:
        self._view.consumer.show_tab("timeline")
        self._view.consumer.timeline.table.setFocus()

    def _open_date(self) -> None:
        self._view.consumer.show_tab("timeline")
        self._view.consumer.timeline.start_date()

    def _explain_balance(self) -> None:
        if self._consumer:
            self.balance.show(self._consumer)

    def _explain_day(self, day: date) -> None:
        """Show a charged day among those of its month, explained."""
        self._view.consumer.show_tab("charges")
        self._view.consumer.charges.explain(Month.of(day), day)

    def _open_lookalike(self) -> None:
        new = self._view.new
        is_new = self._view.side.currentWidget() is new and not self._view.side.isHidden()
        (new.likeness if is_new else self._view.consumer.likeness).open_first()
