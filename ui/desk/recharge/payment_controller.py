"""What is paid, for what and in which form: the fields are read, the tenders so far are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from domain.cheque import ChequeBar, refuse_unpayable
from domain.errors import Refusal
from domain.errors_of_counter import (
    ChequePostDated,
    ChequesBarred,
    TendersDiffer,
)
from domain.formats import rupees
from domain.head import Head, HeadLine, paid_for
from domain.money import ZERO, Money
from domain.staff import Act
from domain.tender import INSTRUMENTS, Tender, TenderLine, refuse_unfit
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.recharge.paying import heads_of, left_of, line_of, next_tender, total_of
from ui.desk.recharge.payment_form import MORE_HEADS
from ui.desk.recharge.problems import field_of
from ui.desk.recharge.view import RechargeView
from ui.desk.recharge.ways import Ways

AmountInWords = Callable[[Money, Texts], str]

_HEAD_FIELDS = ("amount", *MORE_HEADS, "note")
#: A payment in these may be of unknown fate.
IN_DOUBT = (Tender.UPI, Tender.CARD)
_NOT_TYPED_YET = "-"
_WHEN_IN_DOUBT = N_("No answer from the bank? Alt+U puts the payment on the recovery list.")


@dataclass(frozen=True, slots=True)
class TypedPayment:
    """What the clerk wants posted: heads and tenders come to the same."""

    heads: tuple[HeadLine, ...]
    tenders: tuple[TenderLine, ...]


class PaymentController(QObject):
    """Shows what is left to pay and to give back while the clerk types."""

    #: What is paid for changed, or whether a bank has still to pay a part of it.
    changed = Signal()
    #: A cheque with a date to come could be kept until then: the :class:`TenderLine`.
    hold_offered = Signal(object)

    def __init__(self, view: RechargeView, desk: Desk, amount_in_words: AmountInWords) -> None:
        super().__init__(view)
        self._view, self._form, self._desk = view, view.form, desk
        self._amount_in_words = amount_in_words
        self._lines: tuple[TenderLine, ...] = ()
        self._offered: Money | None = None
        self._bar: ChequeBar | None = None
        self.ways: Ways | None = None
        view.payment_changed.connect(self._on_changed)
        view.field_passed.connect(self._on_passed)
        view.heads_requested.connect(self._form.start_heads)
        view.another_tender_requested.connect(self._on_another)
        view.tender_back_requested.connect(self._on_back)
        view.tender_removal_requested.connect(self._take_back)

    @property
    def lines(self) -> tuple[TenderLine, ...]:
        """The tenders that were added so far."""
        return self._lines

    def by_cheque(self) -> Money:
        """Return how much of it a bank has still to pay, as far as it is typed."""
        given = sum((line.amount for line in self._lines if line.tender in INSTRUMENTS), ZERO)
        is_typed = self._form.chosen_tender() in INSTRUMENTS
        return given + max(self._part() or ZERO, ZERO) if is_typed else given

    def heads(self) -> tuple[HeadLine, ...]:
        """Return what is paid for as far as it is typed; nothing while something is wrong."""
        values, _refusals = self._form.read()
        try:
            # What other money is for is typed last, and moves none.
            return heads_of({**values, "note": values.get("note") or _NOT_TYPED_YET})
        except Refusal:
            return ()

    def holds_typed(self) -> bool:
        """Return whether something typed would be lost."""
        return bool(self._lines) or bool(self._form.amount.line.text())

    def upi_amount(self) -> Money | None:
        """Return what the payer's telephone is to pay now, None while it is nothing."""
        if self._form.chosen_tender() is not Tender.UPI:
            return None
        part = self._part()
        return part if part is not None and part > ZERO else None

    def take(self) -> TypedPayment | None:
        """Return the payment when nothing is left to pay.

        Else say what is wrong and return None; so it is too when the tender that is typed pays a
        part, which is added to those so far.
        """
        heads = self._heads()
        if not heads:
            return None
        left = left_of(heads, self._lines)
        if not left:
            return TypedPayment(heads, self._lines)
        line = self._line(left, heads)
        if line is None:
            return None
        if line.amount < left:
            self._add(line)
            return None
        return TypedPayment(heads, (*self._lines, line))

    def to_park(self, reference: str) -> TypedPayment | None:
        """Return the payment whose fate nobody knows; say it when there is none.

        ``reference`` stands for the one that the payer could not tell.
        """
        values, refusals = self._form.read()
        if refusals or not (heads := self._heads()):
            self._show_refusals(refusals)
            return None
        values["reference"] = values.get("reference") or reference
        try:
            return TypedPayment(heads, (line_of({**values, "part": None}, total_of(heads)),))
        except Refusal as refusal:
            self.show_refusal(refusal)
            return None

    def show_bar(self, bar: ChequeBar | None) -> None:
        """Know why no cheque of the consumer is taken."""
        self._bar = bar
        self._show_hints()

    def show_refusal(self, refusal: Exception) -> None:
        """Say what is wrong where it was typed."""
        self._view.show_problem(field_of(refusal), self._desk.sentence(refusal))

    def begin_anew(self) -> None:
        """Forget the tenders so far; the form is empty."""
        self._lines, self._offered, self._bar = (), None, None

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self._show_words()
        self._show_hints()

    # What is typed

    def _on_changed(self, field: str) -> None:
        self._view.drop_question()
        self._view.show_problem("", "")
        if field in _HEAD_FIELDS:
            self._offer_left()
            self._show_words()
        if field == "tender":
            self._show_tender()
        self._show_left()
        self.changed.emit()

    def _on_passed(self, field: str) -> None:
        """Refuse an amount as soon as the clerk is done with it."""
        if field != "amount":
            return
        try:
            recharged = self._form.amount.value()
            # Beside another head an amount of nothing counts as none.
            if recharged or (recharged is not None and not self._form.are_heads_shown):
                self._refuse_unfit(recharged)
        except Refusal as refusal:
            self.show_refusal(refusal)
            # What is typed next replaces it.
            self._view.start_amount()

    def _refuse_unfit(self, recharged: Money) -> None:
        if self.ways:
            self.ways.limits.refuse_unfit(recharged)

    def _heads(self) -> tuple[HeadLine, ...]:
        values, refusals = self._form.read()
        wrong = {name: refusals[name] for name in _HEAD_FIELDS if name in refusals}
        if wrong:
            self._show_refusals(wrong)
            return ()
        try:
            heads = heads_of(values)
            if recharged := paid_for(heads, Head.RECHARGE):
                self._refuse_unfit(recharged)
        except Refusal as refusal:
            self.show_refusal(refusal)
            return ()
        return heads

    def _line(self, left: Money, heads: tuple[HeadLine, ...]) -> TenderLine | None:
        values, refusals = self._form.read()
        if refusals or left < ZERO:
            self._show_refusals(refusals)
            if left < ZERO:
                self.show_refusal(TendersDiffer(total_of(heads), total_of(heads) - left))
            return None
        try:
            line = line_of(values, left)
            refuse_unfit((*self._lines, line))
            self._refuse_barred(line)
            refuse_unpayable((line,), self._desk.today())
        except ChequePostDated as refusal:
            self._on_post_dated(refusal, line, heads)
            return None
        except Refusal as refusal:
            self.show_refusal(refusal)
            return None
        return line

    def _refuse_barred(self, line: TenderLine) -> None:
        if self._bar and line.tender in INSTRUMENTS:
            raise ChequesBarred(self._bar.consumer_number, self._bar.until)

    def _on_post_dated(
        self, refusal: ChequePostDated, line: TenderLine, heads: tuple[HeadLine, ...]
    ) -> None:
        """Refuse it, or offer to keep it where the office does and nothing else is paid."""
        is_kept = self.ways is not None and self.ways.may_hold
        is_plain = [head.head for head in heads] == [Head.RECHARGE] and not self._lines
        is_whole_cheque = line.tender is Tender.CHEQUE and line.amount == total_of(heads)
        if is_kept and is_plain and is_whole_cheque and self._desk.may(Act.HOLD_CHEQUE):
            self.hold_offered.emit(line)
        else:
            self.show_refusal(refusal)

    def _show_refusals(self, refusals: dict[str, Refusal]) -> None:
        self._form.show_problems(
            {name: self._desk.sentence(refusal) for name, refusal in refusals.items()}
        )

    # The tenders

    def _on_another(self) -> None:
        """Ask for a part, once it is known of what."""
        if self._heads():
            self._offered = self._left()
            self._form.start_part(self._offered)
            self._show_left()

    def _add(self, line: TenderLine) -> None:
        self._lines = (*self._lines, line)
        self._form.show_new_tender(next_tender(self._lines))
        self._show_tender()
        self._offer_left()
        self._show_left()
        self._form.tender.setFocus()
        self.changed.emit()

    def _on_back(self) -> None:
        """Take the last tender back; without one, this tender pays everything again."""
        if self._lines:
            self._take_back(len(self._lines) - 1)
        else:
            self._offered = None
            self._form.part.show_value(None)
            self._form.show_tender(self._form.chosen_tender(), is_part=False)
            self._show_left()

    def _take_back(self, place: int) -> None:
        if not 0 <= place < len(self._lines):
            return
        line = self._lines[place]
        self._lines = self._lines[:place] + self._lines[place + 1 :]
        self._form.show_line(line)
        self._offered = line.amount
        self._show_tender()
        self._show_left()
        self._form.tender.setFocus()
        self.changed.emit()

    def _offer_left(self) -> None:
        """Fill in what is left as the part of this tender, unless the clerk typed another one."""
        if self._form.is_part_shown and self._form.part.money() in (None, self._offered):
            self._offered = self._left()
            self._form.part.show_value(self._offered)

    def _left(self) -> Money:
        return left_of(self.heads(), self._lines)

    def _part(self) -> Money | None:
        """Return what the tender that is typed pays, None while that is not known."""
        if not self.heads():
            return None
        return self._form.part.money() if self._form.is_part_shown else self._left()

    # What is shown

    def _show_tender(self) -> None:
        tender = self._form.chosen_tender()
        self._form.show_tender(tender, is_part=self._form.is_part_shown or bool(self._lines))
        self._show_hints()

    def _show_left(self) -> None:
        """Show the tenders so far, whether this one leaves something, and what goes back."""
        left, part = self._left(), self._part()
        self._view.show_lines(self._lines, left)
        self._view.show_adding(bool(self._lines or part) and part is not None and part < left)
        self._form.given.show_change(self._change(part))

    def _change(self, part: Money | None) -> Money | None:
        given = self._form.given.line.money()
        return None if given is None or part is None else given - part

    def _show_hints(self) -> None:
        """Say what matters about the tender before anything is typed into its fields."""
        tender = self._form.chosen_tender()
        if self._bar and tender in INSTRUMENTS:
            refusal = ChequesBarred(self._bar.consumer_number, self._bar.until)
            self._form.show_note("tender", self._desk.sentence(refusal), "bad")
        else:
            self._form.show_note("tender", self._hint_of(tender))

    def _hint_of(self, tender: Tender) -> str:
        """Return what to do when no answer comes, where no code with that button stands beside."""
        has_code = tender is Tender.UPI and self.ways is not None and bool(self.ways.upi_address)
        return self._desk.texts(_WHEN_IN_DOUBT) if tender in IN_DOUBT and not has_code else ""

    def _show_words(self) -> None:
        _, heads = self._desk.texts, self.heads()
        total = total_of(heads)
        words = self._amount_in_words(total, _) if total > ZERO else ""
        if words and len(heads) > 1:
            words = _("{amount} in all: {words}", amount=rupees(total), words=words)
        self._view.show_words(words)
