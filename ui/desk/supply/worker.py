"""The worker inside the desk: it hands over orders and messages while somebody is here.

It works beside everything else that the desk does, in the lane of errands. Where another desk or
``deliver`` works for the office at the moment, the books let only one of them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from domain.alert_book import MessagesDelivered
from domain.books import Books
from domain.errors import Trouble
from domain.errors_of_supply import AmispNotSetUp
from domain.progress import Progress
from domain.staff import Act
from domain.supply_book import Delivered
from ui.desk.kit.desk import Desk
from ui.desk.kit.outward import Outward

_FIRST_MS, _SOON_MS = 2_000, 300
_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Worked:
    """What a round came to; None of a half that is not set up, or that failed with a trouble."""

    at: datetime
    orders: Delivered | None
    messages: MessagesDelivered | None
    troubles: tuple[Trouble, ...]

    @property
    def next_at(self) -> datetime | None:
        """When there is something to do again, as far as anybody knows."""
        halves = (self.orders, self.messages)
        return min((half.next_at for half in halves if half and half.next_at), default=None)

    @property
    def has_moved(self) -> bool:
        """Whether any order or message is elsewhere than before."""
        halves = [asdict(half) for half in (self.orders, self.messages) if half]
        counts = [
            count
            for half in halves
            for name, count in half.items()
            if isinstance(count, int) and name != "waiting"
        ]
        return any(counts)


class Worker(QObject):
    """Works in rounds; ``worked`` tells of each."""

    worked = Signal(object)

    def __init__(self, parent: QObject, desk: Desk, books: Books, outward: Outward) -> None:
        super().__init__(parent)
        self._desk, self._books, self._outward = desk, books, outward
        self._is_working = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._work)

    @property
    def is_on(self) -> bool:
        """Whether who is here delivers at all."""
        return self._outward.delivers and self._desk.may(Act.DELIVER)

    def start(self) -> None:
        """Begin, a moment after the desk has opened."""
        if self.is_on:
            self._timer.start(_FIRST_MS)

    def soon(self) -> None:
        """Work at once: something was posted that may call for it."""
        if not self.is_on or self._is_working:
            return
        # Asked again and again it must not be put off each time.
        if not self._timer.isActive() or self._timer.remainingTime() > _SOON_MS:
            self._timer.start(_SOON_MS)

    def _work(self) -> None:
        self._is_working = True
        task = self._desk.tasks.errand(self, self._round)
        task.succeeded.connect(self._on_worked)
        task.failed.connect(self._on_failed)
        task.finished.connect(self._on_finished)

    def _round(self, progress: Progress) -> Worked:
        """Do once what is due; the trouble of one half does not keep the other back."""
        troubles: list[Trouble] = []
        orders: Delivered | None = None
        messages: MessagesDelivered | None = None
        try:
            orders = self._deliver_orders(progress)
        except Trouble as trouble:
            troubles.append(trouble)
        try:
            messages = self._deliver_messages(progress)
        except Trouble as trouble:
            troubles.append(trouble)
        return Worked(self._books.now(), orders, messages, tuple(troubles))

    def _deliver_orders(self, progress: Progress) -> Delivered | None:
        try:
            amisp = self._outward.amisp(self._books)
        except AmispNotSetUp:
            return None
        return self._books.supply.deliver(amisp, self._desk.actor, progress)

    def _deliver_messages(self, progress: Progress) -> MessagesDelivered:
        books, actor = self._books, self._desk.actor
        with self._outward.notifiers(books, actor, self._desk.texts) as notifiers:
            return books.alerts.deliver(notifiers, actor, progress)

    def _on_worked(self, worked: Worked) -> None:
        self._timer.start(int(self._pause(worked).total_seconds() * 1000))
        self.worked.emit(worked)

    def _on_failed(self, error: Exception) -> None:
        """Tell of a bug, and rest: it would come again with every round."""
        raise error

    def _on_finished(self) -> None:
        self._is_working = False

    @staticmethod
    def _pause(worked: Worked) -> timedelta:
        if worked.next_at is None:
            return _LONGEST
        return min(max(worked.next_at - worked.at, _SHORTEST), _LONGEST)
