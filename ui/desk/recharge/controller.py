"""What happens when the clerk takes a recharge: found, previewed, posted once, told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.calendar import IST, billing_day
from domain.consumer import Consumer, ConsumerQuery, ConsumerRow
from domain.errors import (
    AmountOutOfRange,
    ConsumerIsClosed,
    ConsumerNotFound,
    FieldMissing,
    NotAnAmount,
    ReferenceMissing,
    Refusal,
    TenderUnknown,
)
from domain.errors_of_trust import SimilarPayment
from domain.formats import rupees
from domain.ids import new_id
from domain.listing import OfficeState, ReceiptRow
from domain.money import ZERO, Money
from domain.recharge import Receipt, RechargeOrder, RechargePreview, needs_reference
from resources.texts import Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead
from ui.desk.recharge.cards import Effect
from ui.desk.recharge.picker import MOST_FOUND
from ui.desk.recharge.view import RechargeView

RECEIPTS_SHOWN = 10
#: So many of a consumer's receipts are looked through for the same amount on the same day.
_RECEIPTS_COMPARED = 10
#: What is longer ago is told by the time of the day.
_MINUTES_TOLD = 60

#: Under which field a refusal belongs; all others stand above the button.
_FIELD_OF: dict[type[Exception], str] = {
    ConsumerNotFound: "consumer",
    ConsumerIsClosed: "consumer",
    NotAnAmount: "amount",
    AmountOutOfRange: "amount",
    TenderUnknown: "tender",
    ReferenceMissing: "reference",
}

AmountInWords = Callable[[Money, Texts], str]


@dataclass(frozen=True, slots=True)
class _LookedUp:
    """A consumer, with the receipts that another recharge may be repeating."""

    consumer: Consumer
    receipts: Sequence[ReceiptRow]


class RechargeController(QObject):
    """Turns what stands in the form into an order, and has it posted once."""

    #: Money was taken: the :class:`Receipt`. The books have changed.
    recharged = Signal(object)

    def __init__(
        self, view: RechargeView, desk: Desk, books: Books, amount_in_words: AmountInWords
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._amount_in_words = amount_in_words
        # Made when the form opens, kept on failure: trying again posts once.
        self._order_id = new_id()
        self._ordered: RechargeOrder | None = None
        self._consumer: Consumer | None = None
        self._receipts: Sequence[ReceiptRow] = ()
        self._is_posting = False
        self._is_told_to_wait = False
        self._found = LatestRead(desk.tasks, self)
        self._looked_up = LatestRead(desk.tasks, self)
        self._previewed = LatestRead(desk.tasks, self)
        self._listed = LatestRead(desk.tasks, self)
        self._connect()
        self.refresh()

    @property
    def consumer(self) -> Consumer | None:
        """The consumer for whom the form is open."""
        return self._consumer

    def refresh(self) -> None:
        """Read again what is shown: the books have changed."""
        self._listed.ask(lambda: (self._books.receipts(RECEIPTS_SHOWN), self._books.state()))
        if self._consumer and not self._is_posting:
            number = self._consumer.number
            self._looked_up.ask(lambda: self._look_up(number))

    def show_consumer(self, number: str) -> None:
        """Open the form for a consumer, and go on to the amount."""
        self._found.forget()
        self._view.start_amount()
        self._looked_up.ask(lambda: self._look_up(number))

    def clear(self) -> None:
        """Put everything away and begin anew."""
        if not self._is_posting:
            self._begin_anew()
            self._view.start()

    def recharge(self) -> None:
        """Take the money that the form tells of, or say what stands in the way."""
        if self._is_posting:
            return
        self._view.clear_problems()
        try:
            order = self._order()
        except Refusal as refusal:
            self._show_refusal(refusal)
            return
        if not self._is_effect_shown(order):
            _ = self._desk.texts
            self._is_told_to_wait = True
            self._view.show_problem("", _("One moment: the new balance is being worked out."))
        elif order != self._ordered and (same := self._same_receipt(order)):
            self._ask_again(order, same.number, same.posted_at)
        else:
            self._post(order)

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self._show_words()

    def _connect(self) -> None:
        view = self._view
        view.search_requested.connect(self._on_search_requested)
        view.consumer_entered.connect(self._on_consumer_entered)
        view.consumer_requested.connect(self.show_consumer)
        view.consumer_left.connect(self._on_consumer_left)
        view.amount_changed.connect(self._on_amount_changed)
        view.tender_changed.connect(self._on_tender_changed)
        view.recharge_requested.connect(self.recharge)
        self._found.answered.connect(view.show_found)
        self._found.failed.connect(self._desk.show_failure)
        self._looked_up.answered.connect(self._on_looked_up)
        self._looked_up.failed.connect(self._show_refusal)
        self._previewed.answered.connect(self._on_previewed)
        self._previewed.failed.connect(self._on_preview_failed)
        self._listed.answered.connect(self._on_listed)
        self._listed.failed.connect(self._desk.show_failure)

    # The consumer

    def _on_search_requested(self, text: str) -> None:
        self._found.ask(lambda: self._search(text))

    def _on_consumer_entered(self, text: str) -> None:
        self._found.forget()
        self._looked_up.ask(lambda: self._resolve(text))

    def _on_consumer_left(self) -> None:
        self._looked_up.forget()
        self._view.drop_question()
        if self._consumer:
            self._consumer, self._receipts = None, ()
            self._view.show_consumer(None, None)
            self._show_no_effect()

    def _on_looked_up(self, answer: _LookedUp | list[ConsumerRow]) -> None:
        if isinstance(answer, list):
            self._view.offer_first(answer)
            return
        is_another = self._consumer is None or self._consumer.id != answer.consumer.id
        self._consumer, self._receipts = answer.consumer, answer.receipts
        if self._ordered and self._ordered.consumer_number != answer.consumer.number:
            self._open_order()
        self._view.show_consumer(answer.consumer, self._lasts_until(answer.consumer.days_left))
        if is_another:
            self._view.drop_question()
            self._view.clear_problems()
            self._view.start_amount()
        self._ask_preview()

    def _search(self, text: str) -> list[ConsumerRow]:
        ids = self._books.find_consumers(ConsumerQuery(text), MOST_FOUND)
        rows = self._books.consumer_rows(ids)
        return [rows[key] for key in ids[:MOST_FOUND] if key in rows]

    def _resolve(self, text: str) -> _LookedUp | list[ConsumerRow]:
        """Return the one consumer that ``text`` means, or those it may mean (off the thread)."""
        try:
            return self._look_up(text)
        except ConsumerNotFound:
            rows = self._search(text)
        exact = [row for row in rows if text.lower() in (row.meter_serial.lower(), row.mobile)]
        meant = exact if len(exact) == 1 else rows
        if not meant:
            raise ConsumerNotFound(text)
        return self._look_up(meant[0].number) if len(meant) == 1 else meant

    def _look_up(self, number: str) -> _LookedUp:
        consumer = self._books.consumer(number)
        return _LookedUp(consumer, self._books.receipts(_RECEIPTS_COMPARED, number))

    # What it would do

    def _on_amount_changed(self) -> None:
        self._view.drop_question()
        self._show_words()
        self._view.show_problem("", "")
        self._ask_preview()

    def _on_tender_changed(self) -> None:
        self._view.drop_question()
        self._view.show_reference(needs_reference(self._view.chosen_tender()))

    def _ask_preview(self) -> None:
        consumer, amount = self._consumer, self._amount()
        if consumer is None or amount is None:
            self._show_no_effect()
            return
        number = consumer.number
        self._previewed.ask(lambda: self._books.preview_recharge(number, amount))

    def _on_previewed(self, preview: RechargePreview) -> None:
        self._view.show_effect(Effect(preview, self._lasts_until(preview.days_left)))
        if self._is_told_to_wait:
            self._is_told_to_wait = False
            self._view.show_problem("", "")

    def _on_preview_failed(self, error: Exception) -> None:
        self._view.show_effect(None)
        # An amount on its way from 5 to 500 is refused when it is handed in, not before.
        if not isinstance(error, AmountOutOfRange):
            self._show_refusal(error)

    def _show_no_effect(self) -> None:
        self._previewed.forget()
        self._view.show_effect(None)

    def _show_words(self) -> None:
        amount = self._amount()
        is_some = amount is not None and amount > ZERO
        self._view.show_words(
            self._amount_in_words(amount, self._desk.texts) if amount and is_some else ""
        )

    def _amount(self) -> Money | None:
        try:
            return self._view.typed_amount()
        except Refusal:
            return None

    def _lasts_until(self, days_left: int | None) -> date | None:
        return None if days_left is None else self._desk.today() + timedelta(days=days_left)

    # The order

    def _order(self) -> RechargeOrder:
        """Return the order that the form tells of; raises what is wrong with it."""
        if self._consumer is None:
            raise FieldMissing("consumer")
        amount = self._view.typed_amount()
        if amount is None:
            raise FieldMissing("amount")
        return RechargeOrder(
            self._order_id,
            self._consumer.number,
            amount,
            self._view.chosen_tender(),
            self._view.reference_text,
        )

    def _is_effect_shown(self, order: RechargeOrder) -> bool:
        """Return whether the clerk has seen what this very order will do."""
        effect = self._view.effect.effect
        return effect is not None and (
            (effect.preview.consumer_number, effect.preview.amount)
            == (order.consumer_number, order.amount)
        )

    def _same_receipt(self, order: RechargeOrder) -> ReceiptRow | None:
        today = self._desk.today()
        same = (
            row
            for row in self._receipts
            if row.amount == order.amount and billing_day(row.posted_at) == today
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
        self._view.ask_again(question, lambda: self._post_again(order))

    def _post_again(self, order: RechargeOrder) -> None:
        """Post what was asked about, unless the form says something else by now."""
        try:
            is_still_meant = self._order() == order
        except Refusal:
            is_still_meant = False
        if is_still_meant:
            self._post(order, although_similar=True)

    def _post(self, order: RechargeOrder, *, although_similar: bool = False) -> None:
        if self._is_posting:
            return
        self._is_posting, self._ordered = True, order
        self._view.show_busy(True)
        actor = self._desk.actor
        task = self._desk.tasks.write(
            self,
            lambda _progress: self._books.recharge(order, actor, although_similar=although_similar),
        )
        task.succeeded.connect(self._on_posted)
        task.failed.connect(lambda error: self._on_post_failed(order, error))

    def _on_posted(self, receipt: Receipt) -> None:
        self._end_posting()
        self._begin_anew()
        self._view.start()
        self.recharged.emit(receipt)

    def _on_post_failed(self, order: RechargeOrder, error: Exception) -> None:
        self._end_posting()
        self.refresh()
        if isinstance(error, SimilarPayment):
            # Another desk may have taken it, so that this one did not know when it was asked.
            self._ask_again(order, error.receipt, error.posted_at)
        else:
            self._show_refusal(error)

    def _end_posting(self) -> None:
        self._is_posting = False
        self._view.show_busy(False)

    def _begin_anew(self) -> None:
        self._consumer, self._receipts = None, ()
        for question in (self._found, self._looked_up, self._previewed):
            question.forget()
        self._open_order()
        self._view.drop_question()
        self._view.show_empty_form()

    def _open_order(self) -> None:
        self._order_id, self._ordered = new_id(), None

    def _show_refusal(self, error: Exception) -> None:
        sentence = self._desk.sentence(error)
        self._view.show_problem(_field_of(error), sentence)

    def _on_listed(self, answer: tuple[list[ReceiptRow], OfficeState]) -> None:
        receipts, state = answer
        self._view.show_receipts(receipts)
        self._view.show_state(state)


def _since(posted_at: datetime, now: datetime, _: Texts) -> str:
    """Return when something happened today: minutes ago, or the time of the day."""
    minutes = (now - posted_at) // timedelta(minutes=1)
    if minutes < 1:
        return _("less than a minute ago")
    if minutes < _MINUTES_TOLD:
        return _("a minute ago") if minutes == 1 else _("{minutes} minutes ago", minutes=minutes)
    return _("today at {time}", time=f"{posted_at.astimezone(IST):%H:%M}")


def _field_of(error: Any) -> str:
    """Return the field under which a refusal belongs, or nothing."""
    return _FIELD_OF.get(type(error), str(getattr(error, "field", "")))
