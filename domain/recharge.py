"""Receipts: what a consumer pays at the counter, for what, in which form, and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.arrears import ArrearPlan, share_of_recharge
from domain.errors import AmountOutOfRange, FieldMissing, FieldNotAllowed, FieldTooLong
from domain.errors_of_counter import (
    ArrearsExceeded,
    LimitsReversed,
    NoArrears,
    NoMultipleFits,
    NotAMultiple,
    TendersDiffer,
)
from domain.head import Head, HeadLine, in_order, paid_for
from domain.head import refuse_unfit as refuse_unfit_heads
from domain.money import ZERO, Money
from domain.office import Office
from domain.tender import Tender, TenderLine, tendered_as
from domain.tender import refuse_unfit as refuse_unfit_tenders
from domain.undoing import Undoing

#: No receipt is for more, whatever an office has set: the amount in words has its limits too.
MOST_EVER = Money.rupees(10_000_000)
MOST_ORDER_ID = 128


@dataclass(frozen=True, slots=True)
class RechargeOrder:
    """A wish to pay; ``id`` is made once, by whoever asks, and repeated with it.

    The same order twice is posted once, in whatever order its heads are named. It checks itself
    when made: heads or tenders that are missing, doubled or do not add up to the same are refused.
    """

    id: str
    consumer_number: str
    heads: tuple[HeadLine, ...]
    tenders: tuple[TenderLine, ...]

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise FieldMissing("order_id")
        if len(self.id) > MOST_ORDER_ID:
            raise FieldTooLong("order_id", MOST_ORDER_ID)
        if not self.id.isprintable():
            raise FieldNotAllowed("order_id", self.id)
        refuse_unfit_heads(self.heads)
        refuse_unfit_tenders(self.tenders)
        object.__setattr__(self, "heads", in_order(self.heads))
        for amount in (self.amount, *(line.given for line in self.tenders if line.given)):
            if amount > MOST_EVER:
                raise AmountOutOfRange(amount, Money(1), MOST_EVER)
        tendered = sum((line.amount for line in self.tenders), ZERO)
        if tendered != self.amount:
            raise TendersDiffer(self.amount, tendered)

    @classmethod
    def of(  # noqa: PLR0913, PLR0917 - what the simplest receipt says
        cls,
        id_: str,
        consumer_number: str,
        amount: Money,
        tender: Tender = Tender.CASH,
        reference: str = "",
        bank: str = "",
        dated: date | None = None,
    ) -> RechargeOrder:
        """Return the order of a plain recharge in one tender."""
        if amount <= ZERO:
            raise AmountOutOfRange(amount, Money(1), MOST_EVER)
        line = TenderLine(tender, amount, reference, bank, dated)
        return cls(id_, consumer_number, (HeadLine(Head.RECHARGE, amount),), (line,))

    @property
    def amount(self) -> Money:
        """What is paid in all."""
        return sum((line.amount for line in self.heads), ZERO)

    @property
    def tender(self) -> str:
        """The tender, or that there are several."""
        return tendered_as(self.tenders)

    @property
    def reference(self) -> str:
        """The first reference, by which a bank knows the payment."""
        return next((line.reference for line in self.tenders if line.reference), "")


@dataclass(frozen=True, slots=True)
class RechargeLimits:
    """What an office takes as a recharge: between two amounts, in multiples of one; 0: any."""

    least: Money
    most: Money
    multiple: Money = ZERO

    def refuse_unfit(self, amount: Money) -> None:
        """Raise when a recharge of this amount is not taken."""
        if not self.least <= amount <= self.most:
            raise AmountOutOfRange(amount, self.least, self.most)
        if self.multiple and amount.paise % self.multiple.paise:
            raise NotAMultiple(amount, self.multiple)

    def refuse_impossible(self) -> None:
        """Raise when no recharge whatever would be taken."""
        if self.least > self.most:
            raise LimitsReversed(self.least, self.most)
        step = self.multiple.paise
        if step and self.most.paise // step * step < self.least.paise:
            raise NoMultipleFits(self.multiple, self.least, self.most)


@dataclass(frozen=True, slots=True)
class Split:
    """Where the money of a receipt goes; the parts add up to its amount."""

    to_wallet: Money
    to_arrears: Money
    to_deposit: Money = ZERO
    to_other: Money = ZERO


def split_of(
    consumer_number: str, heads: tuple[HeadLine, ...], plan: ArrearPlan | None, balance: Money
) -> Split:
    """Return where each part goes: of a recharge, the share of the plan of arrears first.

    What is paid for arrears by hand comes before the plan's share. :class:`NoArrears` and
    :class:`ArrearsExceeded` when more is paid for them than is owed.
    """
    recharge, by_hand = paid_for(heads, Head.RECHARGE), paid_for(heads, Head.ARREARS)
    rest = plan.rest if plan else ZERO
    if by_hand and not rest:
        raise NoArrears(consumer_number)
    if by_hand > rest:
        raise ArrearsExceeded(consumer_number, rest)
    share = min(share_of_recharge(plan, recharge, balance), rest - by_hand)
    return Split(
        to_wallet=recharge - share,
        to_arrears=share + by_hand,
        to_deposit=paid_for(heads, Head.DEPOSIT),
        to_other=paid_for(heads, Head.OTHER),
    )


def heads_as_owed(heads: tuple[HeadLine, ...], plan: ArrearPlan | None) -> tuple[HeadLine, ...]:
    """Return heads of which no more is for arrears than is owed; what is over fills the wallet."""
    owed = plan.rest if plan else ZERO
    by_hand = paid_for(heads, Head.ARREARS)
    arrears = min(by_hand, owed)
    wallet = paid_for(heads, Head.RECHARGE) + by_hand - arrears
    lines = ((Head.RECHARGE, wallet), (Head.ARREARS, arrears))
    kept = (line for line in heads if line.head in {Head.DEPOSIT, Head.OTHER})
    return (*(HeadLine(head, amount) for head, amount in lines if amount), *kept)


@dataclass(frozen=True, slots=True)
class RechargePreview:
    """What a payment would do, shown before it is confirmed.

    ``arrears_after``: what is owed from before then, None without a plan. ``reconnects``: supply
    is off, or may go off any moment, and would be ordered back. ``calls_off``: an order to
    disconnect would be called off.
    """

    consumer_number: str
    amount: Money
    to_arrears: Money
    to_wallet: Money
    balance_before: Money
    balance_after: Money
    days_left: int | None
    status_after: str
    to_deposit: Money = ZERO
    to_other: Money = ZERO
    arrears_after: Money | None = None
    reconnects: bool = False
    is_still_off: bool = False
    calls_off: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the consumer takes home: the facts as they stood when the money was taken.

    ``tender`` is the one tender or :data:`domain.tender.MIXED`. ``undone``: what became of it
    since, oldest first; empty: it is valid.
    """

    number: str
    order_id: str
    consumer_number: str
    consumer_name: str
    consumer_address: str
    meter_serial: str
    category: str
    amount: Money
    tender: str
    reference: str
    to_arrears: Money
    to_wallet: Money
    balance_before: Money
    balance_after: Money
    days_left: int | None
    posted_at: datetime
    posted_by: str
    counter: int
    heads: tuple[HeadLine, ...] = ()
    tenders: tuple[TenderLine, ...] = ()
    to_deposit: Money = ZERO
    to_other: Money = ZERO
    arrears_after: Money | None = None
    shift: int | None = None
    undone: tuple[Undoing, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether it was neither cancelled nor transferred, and no cheque of it came back."""
        return not self.undone


@dataclass(frozen=True, slots=True)
class ReceiptCopy:
    """A receipt as it goes to paper; ``copy`` 0 is the original, n is DUPLICATE n."""

    receipt: Receipt
    office: Office
    copy: int
    #: What stands in its QR code, signed by the office; empty: it is not signed.
    code: str = ""
