"""Posting an order once: asked about when it repeats another one, tried again under the same id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.calendar import IST, billing_day
from domain.errors_of_trust import SimilarPayment
from domain.formats import rupees
from domain.ids import new_id
from domain.listing import ReceiptRow
from domain.recharge import Receipt, RechargeOrder
from resources.texts import Texts
from ui.desk.kit.desk import Desk
from ui.desk.recharge.view import RechargeView

#: What is longer ago is told by the time of the day.
_MINUTES_TOLD = 60


class Poster(QObject):
    """Keeps the id of the order that the form is about until it is posted."""

    #: Money was taken: the :class:`Receipt` and the :class:`RechargeOrder`.
    posted = Signal(object, object)
    #: It was not: why.
    failed = Signal(object)

    def __init__(self, view: RechargeView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        # Made when the form opens, kept on failure: trying again posts once.
        self.order_id = new_id()
        self._ordered: RechargeOrder | None = None
        self._wanted: RechargeOrder | None = None
        self.is_posting = False

    def open_order(self) -> None:
        """Begin an order with an id of its own."""
        self.order_id, self._ordered, self._wanted = new_id(), None, None

    def open_for(self, consumer_number: str) -> None:
        """Begin an order of its own where the one before was another consumer's."""
        if self._ordered and self._ordered.consumer_number != consumer_number:
            self.open_order()

    def take(self, order: RechargeOrder, receipts: Sequence[ReceiptRow]) -> None:
        """Post an order; where one of ``receipts`` is alike and of today, ask before."""
        same = self._same_receipt(order, receipts) if order != self._ordered else None
        if same:
            self._ask_again(order, same.number, same.posted_at)
        else:
            self._post(order)

    def forget_question(self) -> None:
        """Ask no more: the form says something else than what was asked about."""
        self._wanted = None
        self._view.drop_question()

    def _same_receipt(
        self, order: RechargeOrder, receipts: Sequence[ReceiptRow]
    ) -> ReceiptRow | None:
        today = self._desk.today()
        same = (
            row
            for row in receipts
            if row.amount == order.amount and not row.undone and billing_day(row.posted_at) == today
        )
        return next(same, None)

    def _ask_again(self, order: RechargeOrder, number: str, posted_at: datetime) -> None:
        """Ask whether a payment like one of today is another one."""
        _ = self._desk.texts
        question = _(
            "{amount} was taken from this consumer {when} (receipt {number}). Take it again?",
            amount=rupees(order.amount),
            when=_since(posted_at, self._books.now(), _),
            number=number,
        )
        self._wanted = order
        self._view.ask_again(question, lambda: self._post_again(order))

    def _post_again(self, order: RechargeOrder) -> None:
        """Post what was asked about, unless the form says something else by now."""
        if self._wanted is order:
            self._post(order, although_similar=True)

    def _post(self, order: RechargeOrder, *, although_similar: bool = False) -> None:
        if self.is_posting:
            return
        self.is_posting, self._ordered = True, order
        self._view.show_busy(True)
        actor = self._desk.actor
        task = self._desk.tasks.write(
            self,
            lambda _progress: self._books.recharge(order, actor, although_similar=although_similar),
        )
        task.succeeded.connect(lambda receipt: self._on_posted(receipt, order))
        task.failed.connect(lambda error: self._on_failed(order, error))

    def _on_posted(self, receipt: Receipt, order: RechargeOrder) -> None:
        self._end()
        self.posted.emit(receipt, order)

    def _on_failed(self, order: RechargeOrder, error: Exception) -> None:
        self._end()
        self.failed.emit(error)
        if isinstance(error, SimilarPayment):
            # Another desk may have taken it, so that this one did not know when it was asked.
            self._ask_again(order, error.receipt, error.posted_at)

    def _end(self) -> None:
        self.is_posting = False
        self._view.show_busy(False)


def _since(posted_at: datetime, now: datetime, _: Texts) -> str:
    """Return when something happened today: minutes ago, or the time of the day."""
    minutes = (now - posted_at) // timedelta(minutes=1)
    if minutes < 1:
        return _("less than a minute ago")
    if minutes < _MINUTES_TOLD:
        return _("a minute ago") if minutes == 1 else _("{minutes} minutes ago", minutes=minutes)
    return _("today at {time}", time=f"{posted_at.astimezone(IST):%H:%M}")
