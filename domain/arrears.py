"""Arrears: what is owed from before prepaid, and by which plan it is paid off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.money import ZERO, Money, half_up

#: A percentage is kept in hundredths: 20% is 2000.
WHOLE_PERCENT = 100_00


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


@dataclass(frozen=True, slots=True)
class ArrearTerms:
    """The terms of a plan: one of ``instalments``, ``percent`` (hundredths), ``threshold``."""

    kind: ArrearKind
    instalments: int = 0
    percent: int = 0
    threshold: Money = ZERO


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


def daily_instalment(plan: ArrearPlan) -> Money:
    """Return what the wallet pays on one day: the rounded equal part, at most what is left.

    5,000 in 300 days are 299 x 16.67 and 15.67. Source: domain page, section 4. The last day takes
    whatever the rounding has left: see :func:`instalment_of_day`.
    """
    equal = Money(half_up(plan.amount.paise, plan.terms.instalments))
    return min(max(equal, Money(1)), plan.rest)


def instalment_of_day(plan: ArrearPlan, paid_before: int) -> Money:
    """Return the instalment that follows ``paid_before`` others; the last takes what is left."""
    if paid_before + 1 >= plan.terms.instalments:
        return plan.rest
    return daily_instalment(plan)


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
