"""What happens when the clerk takes money: found, previewed, posted once, told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.consumer import Consumer, ConsumerRow
from domain.errors import AmountOutOfRange, FieldMissing, Refusal
from domain.errors_of_counter import NotAMultiple
from domain.errors_of_trust import SimilarPayment
from domain.head import HeadLine
from domain.listing import OfficeState, ReceiptRow
from domain.money import ZERO, Money
from domain.recharge import Receipt, RechargeOrder, RechargePreview
from domain.tender import TenderLine
from domain.upi import reference_of
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead
from ui.desk.recharge.aside import AsideController
from ui.desk.recharge.cards import Effect
from ui.desk.recharge.finding import Finder, LookedUp, is_scanned
from ui.desk.recharge.payment_controller import (
    IN_DOUBT,
    AmountInWords,
    PaymentController,
    TypedPayment,
)
from ui.desk.recharge.posting import Poster
from ui.desk.recharge.remarks import Remarks
from ui.desk.recharge.shift_watch import ShiftWatch
from ui.desk.recharge.upi_controller import CodeModules, UpiController
from ui.desk.recharge.view import RechargeView
from ui.desk.recharge.ways import Ways, ways_of

RECEIPTS_SHOWN = 10

#: What a preview was worked out for: consumer, heads, whether a bank has still to pay.
_Question = tuple[str, tuple[HeadLine, ...], Money]


class RechargeController(QObject):
    """Turns what stands in the form into an order, and has it posted once."""

    #: Money was taken: the :class:`Receipt`. The books have changed.
    recharged = Signal(object)
    #: The form is open for another consumer, or for none.
    consumer_changed = Signal()
    #: Something else changed in the books: a payment or a cheque is kept.
    kept = Signal()

    def __init__(  # noqa: PLR0913, PLR0917 - what a page is made of
        self,
        view: RechargeView,
        desk: Desk,
        books: Books,
        amount_in_words: AmountInWords,
        code_modules: CodeModules,
        remarks: Remarks,
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._remarks = remarks
        self._finder = Finder(books)
        self.payment = PaymentController(view, desk, amount_in_words)
        self.poster = Poster(view, desk, books)
        self.aside = AsideController(view, desk, books)
        self.shift = ShiftWatch(view, desk, books)
        self.upi = UpiController(view, desk, books, code_modules)
        self._consumer: Consumer | None = None
        self._receipts: Sequence[ReceiptRow] = ()
        self._asked_for: _Question | None = None
        self._shown_for: _Question | None = None
        self._is_told_to_wait = False
        self._is_looking_up = False
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

    @property
    def order_id(self) -> str:
        """The id under which what stands in the form would be posted."""
        return self.poster.order_id

    def refresh(self) -> None:
        """Read again what is shown: the books have changed."""
        self._listed.ask(
            lambda: (
                self._books.receipts(RECEIPTS_SHOWN),
                self._books.state(),
                ways_of(self._books),
            )
        )
        self.shift.refresh()
        if self._consumer and not self.poster.is_posting:
            number = self._consumer.number
            self._asked_for = None
            self._look_up(lambda: self._finder.look_up(number))

    def show_consumer(self, number: str) -> None:
        """Open the form for a consumer, and go on to the amount."""
        self._found.forget()
        self._view.start_amount()
        self._look_up(lambda: self._finder.look_up(number))

    def clear(self) -> None:
        """Put everything away and begin anew."""
        if not self.poster.is_posting:
            self._begin_anew()
            self._view.show_done(None, ZERO)
            self._view.start()

    def recharge(self) -> None:
        """Take the money that the form tells of, or say what stands in the way."""
        if self.poster.is_posting:
            return
        self._view.clear_problems()
        if self._consumer is None:
            self._miss_consumer()
        elif (payment := self.payment.take()) is None:
            return
        elif self._shown_for != self._question(payment.heads):
            self._tell_to_wait()
        elif order := self._order(self._consumer, payment):
            self.poster.take(order, self._receipts)

    def park(self) -> None:
        """Put a payment by UPI or card of unknown fate on the recovery list, after a question."""
        if self.poster.is_posting:
            return
        _ = self._desk.texts
        self._view.clear_problems()
        if self._consumer is None:
            self._miss_consumer()
        elif self.payment.lines or self._view.form.chosen_tender() not in IN_DOUBT:
            sentence = _("Only a payment by UPI or card alone can be of unknown fate.")
            self._view.show_problem("tender", sentence)
        else:
            self._park(self._consumer, self.payment.to_park(reference_of(self.order_id)))

    def _miss_consumer(self) -> None:
        if self._is_looking_up:
            self._tell_to_wait()
        else:
            self.payment.show_refusal(FieldMissing("consumer"))

    def _tell_to_wait(self) -> None:
        _ = self._desk.texts
        self._is_told_to_wait = True
        self._view.show_problem("", _("One moment: the new balance is being worked out."))

    def _park(self, consumer: Consumer, payment: TypedPayment | None) -> None:
        order = self._order(consumer, payment) if payment else None
        if order:
            self.aside.park(order)

    def repeat_remark(self) -> None:
        """Write the last remark again where one is asked for."""
        self._remarks.repeat()

    def retranslate(self) -> None:
        """Word anew what only the controllers can word."""
        self.payment.retranslate()
        self.shift.retranslate()
        self.aside.retranslate()

    def _connect(self) -> None:
        view = self._view
        view.search_requested.connect(self._on_search_requested)
        view.consumer_entered.connect(self._on_consumer_entered)
        view.consumer_awaited.connect(self._on_consumer_awaited)
        view.consumer_requested.connect(self.show_consumer)
        view.consumer_left.connect(self._on_consumer_left)
        view.recharge_requested.connect(self.recharge)
        view.fate_unknown.connect(self.park)
        self.payment.changed.connect(self._on_payment_changed)
        self.payment.hold_offered.connect(self._on_hold_offered)
        self.poster.posted.connect(self._on_posted)
        self.poster.failed.connect(self._on_failed)
        self.aside.kept.connect(self._on_kept)
        self.aside.failed.connect(self._on_failed)
        self._found.answered.connect(view.show_found)
        self._found.failed.connect(self._on_search_failed)
        self._looked_up.answered.connect(self._on_looked_up)
        self._looked_up.failed.connect(self._on_not_looked_up)
        self._previewed.answered.connect(self._on_previewed)
        self._previewed.failed.connect(self._on_preview_failed)
        self._listed.answered.connect(self._on_listed)
        self._listed.failed.connect(self._desk.show_failure)

    # The consumer

    def _on_search_requested(self, text: str) -> None:
        self._found.ask(lambda: self._finder.search(text))

    def _on_search_failed(self, error: Exception) -> None:
        self._is_looking_up = False
        self._desk.show_failure(error)

    def _on_consumer_entered(self, text: str) -> None:
        self._found.forget()
        self._look_up(lambda: self._finder.resolve(text))
        if text.isdigit() or is_scanned(text):
            # Whoever types a number goes on typing: the amount must not land in the first line.
            self._view.start_amount()

    def _on_consumer_awaited(self) -> None:
        self._is_looking_up = True
        self._view.start_amount()

    def _look_up(self, work: Callable[[], LookedUp | list[ConsumerRow]]) -> None:
        self._is_looking_up = True
        self._looked_up.ask(work)

    def _on_not_looked_up(self, error: Exception) -> None:
        self._is_looking_up = False
        self._view.show_problem("", "")
        self.payment.show_refusal(error)

    def _on_consumer_left(self) -> None:
        self._looked_up.forget()
        self._is_looking_up = False
        self.poster.forget_question()
        self._view.show_done(None, ZERO)
        if self._consumer:
            self._consumer, self._receipts = None, ()
            self.consumer_changed.emit()
            self.payment.show_bar(None)
            self._view.show_consumer(None, None)
            self._show_no_effect()
            self.upi.hide()

    def _on_looked_up(self, answer: LookedUp | list[ConsumerRow]) -> None:
        self._is_looking_up = False
        if isinstance(answer, list):
            self._view.show_problem("", "")
            self._view.offer_first(answer)
            return
        consumer = answer.consumer
        is_another = self._consumer is None or self._consumer.id != consumer.id
        self._consumer, self._receipts = consumer, answer.receipts
        self.consumer_changed.emit()
        self.poster.open_for(consumer.number)
        self._view.show_done(None, ZERO)
        self._view.show_consumer(consumer, self._lasts_until(consumer.days_left), answer.plan)
        self.payment.show_bar(answer.bar)
        if is_another:
            self.poster.forget_question()
            self._view.clear_problems()
            self._view.go_on_to_amount()
        self._ask_preview()
        self._show_upi()

    # What it would do

    def _on_payment_changed(self) -> None:
        self.poster.forget_question()
        self._ask_preview()
        self._show_upi()

    def _ask_preview(self) -> None:
        heads = self.payment.heads()
        if self._consumer is None or not heads:
            self._show_no_effect()
            return
        question = self._question(heads)
        if question is not None and question != self._asked_for:
            self._asked_for = question
            number, _heads, by_cheque = question
            self._previewed.ask(
                lambda: self._books.preview_recharge(number, heads, by_cheque=by_cheque)
            )

    def _question(self, heads: tuple[HeadLine, ...]) -> _Question | None:
        if self._consumer is None:
            return None
        return (self._consumer.number, heads, self.payment.by_cheque())

    def _on_previewed(self, preview: RechargePreview) -> None:
        self._shown_for = self._asked_for
        self._view.show_effect(Effect(preview, self._lasts_until(preview.days_left)))
        if self._is_told_to_wait:
            self._is_told_to_wait = False
            self._view.show_problem("", "")

    def _on_preview_failed(self, error: Exception) -> None:
        self._shown_for = None
        self._view.show_effect(None)
        # An amount on its way from 5 to 500 is refused when the clerk is done with it.
        if not isinstance(error, AmountOutOfRange | NotAMultiple):
            self.payment.show_refusal(error)

    def _show_no_effect(self) -> None:
        self._previewed.forget()
        self._asked_for = self._shown_for = None
        self._view.show_effect(None)

    def _show_upi(self) -> None:
        amount = self.payment.upi_amount()
        if self._consumer and amount:
            self.upi.show(self.payment.ways, self._consumer, amount, self.order_id)
        else:
            self.upi.hide()

    def _lasts_until(self, days_left: int | None) -> date | None:
        """Return the last day that is paid for, today among them; None when it is not known."""
        return self._desk.today() + timedelta(days=days_left - 1) if days_left else None

    # The order

    def _order(self, consumer: Consumer, payment: TypedPayment) -> RechargeOrder | None:
        """Return the order of a payment, or say what is wrong with it."""
        try:
            return RechargeOrder(self.order_id, consumer.number, payment.heads, payment.tenders)
        except Refusal as refusal:
            self.payment.show_refusal(refusal)
            return None

    def _on_posted(self, receipt: Receipt, order: RechargeOrder) -> None:
        change = sum((line.change for line in order.tenders), ZERO)
        self._remarks.keep()
        self._begin_anew()
        self._view.show_done(receipt, change)
        self._view.start()
        self.recharged.emit(receipt)

    def _on_failed(self, error: Exception) -> None:
        self.refresh()
        # The poster asks about a payment that is like another one.
        if not isinstance(error, SimilarPayment) and not self.shift.takes(error):
            self.payment.show_refusal(error)

    def _on_hold_offered(self, line: TenderLine) -> None:
        if self._consumer:
            self.aside.hold(self.order_id, self._consumer.number, line)

    def _on_kept(self) -> None:
        self._remarks.keep()
        self._begin_anew()
        self._view.start()
        self.kept.emit()

    def _begin_anew(self) -> None:
        self._consumer, self._receipts = None, ()
        self.consumer_changed.emit()
        for question in (self._found, self._looked_up, self._previewed):
            question.forget()
        self._is_looking_up = False
        self._asked_for = self._shown_for = None
        self.poster.open_order()
        self.poster.forget_question()
        self.payment.begin_anew()
        self.upi.hide()
        self._view.show_empty_form()

    def _on_listed(self, answer: tuple[list[ReceiptRow], OfficeState, Ways]) -> None:
        receipts, state, self.payment.ways = answer
        self._view.show_receipts(receipts)
        self._view.show_state(state)
        self._show_upi()
