"""Arrears: what is owed from before prepaid, and by which plan it is paid off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.errors import AmountOutOfRange, FieldOutOfRange
from domain.money import ZERO, Money, half_up
from domain.undoing import checked_reason

#: A percentage is kept in hundredths: 20% is 2000.
WHOLE_PERCENT = 100_00
#: Ten years of days.
MOST_INSTALMENTS = 3650
#: No debt of a consumer is higher.
MOST_OWED = Money.rupees(10_000_000)


class ArrearKind(StrEnum):
    """How arrears are paid off. Source: domain page, section 4."""

    #: Equal amounts, one a day, from the wallet.
    DAILY = "daily"
    #: A part of every recharge.
    PERCENT = "percent"
    #: Of a recharge, what it brings the balance above an amount.
    THRESHOLD = "threshold"
    #: Only what the consumer pays under the head "arrears".
    BY_HAND = "by_hand"


class ArrearState(StrEnum):
    """How far a plan is."""

    LIVE = "live"
    SETTLED = "settled"
    #: Ended by a person; what was left was written off or planned anew.
    ENDED = "ended"


class ArrearMoveKind(StrEnum):
    """What moved a debt."""

    BOOKED = "booked"
    #: The wallet paid, on a day.
    INSTALMENT = "instalment"
    #: A receipt paid: the share of a recharge, or what was paid under the head "arrears".
    RECEIPT = "receipt"
    #: A receipt that had paid was undone, or a cheque of it came back.
    CANCELLED = "cancelled"
    TRANSFERRED = "transferred"
    DISHONOURED = "dishonoured"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ArrearTerms:
    """The terms of a plan: one of ``instalments``, ``percent`` (hundredths), ``threshold``.

    They check themselves when made.
    """

    kind: ArrearKind
    instalments: int = 0
    percent: int = 0
    threshold: Money = ZERO

    def __post_init__(self) -> None:
        if self.kind is ArrearKind.DAILY and not 1 <= self.instalments <= MOST_INSTALMENTS:
            raise FieldOutOfRange("instalments", str(self.instalments), "1", str(MOST_INSTALMENTS))
        if self.kind is ArrearKind.PERCENT and not 1 <= self.percent <= WHOLE_PERCENT:
            raise FieldOutOfRange("percent", percent_text(self.percent), "0.01", "100")
        if not ZERO <= self.threshold <= MOST_OWED:
            raise AmountOutOfRange(self.threshold, ZERO, MOST_OWED)


@dataclass(frozen=True, slots=True)
class ArrearWish:
    """A debt to be booked, and how it is to be paid off; it checks itself when made."""

    consumer_number: str
    amount: Money
    terms: ArrearTerms
    starts_on: date
    reason: str

    def __post_init__(self) -> None:
        if not ZERO < self.amount <= MOST_OWED:
            raise AmountOutOfRange(self.amount, Money(1), MOST_OWED)
        object.__setattr__(self, "reason", checked_reason(self.reason))


@dataclass(frozen=True, slots=True)
class ArrearEnding:
    """A plan that is to be ended, so that the rest is written off; it checks itself when made."""

    consumer_number: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", checked_reason(self.reason))


@dataclass(frozen=True, slots=True)
class ArrearPlan:
    """Arrears of one consumer: what was owed at first, what is left, and how it is paid off."""

    id: int
    consumer_number: str
    amount: Money
    rest: Money
    terms: ArrearTerms
    starts_on: date
    state: ArrearState
    reason: str
    booked_at: datetime
    booked_by: str
    #: How many daily instalments the wallet has paid.
    instalments_paid: int = 0

    @property
    def paid(self) -> Money:
        """What was paid or written off so far."""
        return self.amount - self.rest


@dataclass(frozen=True, slots=True)
class ArrearMove:
    """What moved a debt: above zero it grew, below it was paid; ``document`` says by what."""

    plan_id: int
    kind: ArrearMoveKind
    day: date
    amount: Money
    rest_after: Money
    document: str


def daily_instalment(plan: ArrearPlan) -> Money:
    """Return what the wallet pays on the next day: see :func:`instalment_paise`."""
    terms = plan.terms
    return Money(
        instalment_paise(
            plan.amount.paise, plan.rest.paise, terms.instalments, plan.instalments_paid
        )
    )


def instalment_paise(amount: int, rest: int, instalments: int, paid_before: int) -> int:
    """Return the instalment that follows ``paid_before`` others: the rounded equal part.

    It is never more than the ``rest``, and the last one takes what the rounding has left: 5,000
    in 300 days are 299 x 16.67 and 15.67. Source: domain page, section 4. What was given back
    to the debt meanwhile is paid off by more instalments, not by a last one beyond all bearing.
    """
    equal = max(half_up(amount, instalments), 1)
    most_lost_by_rounding = instalments
    if paid_before + 1 >= instalments and rest <= equal + most_lost_by_rounding:
        return rest
    return min(equal, rest)


def days_of(amount: Money, instalments: int) -> int:
    """Return on how many days a debt is paid off when nothing else is paid for it."""
    equal = instalment_paise(amount.paise, amount.paise, instalments, 0)
    return min(instalments, -(-amount.paise // equal))


def share_of_recharge(plan: ArrearPlan | None, amount: Money, balance: Money) -> Money:
    """Return what of a recharge goes to the arrears, never more than is left of them.

    ``balance`` is the wallet's before it. Under a daily plan, or one by hand, all of a recharge
    goes to the wallet.
    """
    if plan is None or plan.state is not ArrearState.LIVE:
        return ZERO
    if plan.terms.kind is ArrearKind.PERCENT:
        share = Money(half_up(amount.paise * plan.terms.percent, WHOLE_PERCENT))
    elif plan.terms.kind is ArrearKind.THRESHOLD:
        above = balance + amount - plan.terms.threshold
        share = max(ZERO, min(above, amount))
    else:
        share = ZERO
    return min(share, plan.rest)


def percent_text(percent: int) -> str:
    """Return a percentage in hundredths with the decimals that it has: ``20``, ``12.5``."""
    whole, rest = divmod(abs(percent), 100)
    decimals = f".{rest:02}".rstrip("0") if rest else ""
    return f"{'-' if percent < 0 else ''}{whole}{decimals}"
