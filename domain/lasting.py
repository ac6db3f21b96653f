"""Lasting: how long money lasts, by what the coming days will cost on the one rating engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.arrears import ArrearKind, ArrearPlan, ArrearState, instalment_paise
from domain.calendar import days_in_month
from domain.exact import Column
from domain.forecast import Wh
from domain.money import Money
from domain.rating import MonthState, rate_day
from domain.tariff import MAX_DAY_WH, MAX_MONTH_WH, TariffBook

Paise = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: So far ahead money is followed; what lasts longer lasts "more than half a year".
MOST_DAYS = 183
#: Of an office that has charged nobody for longer it is not known how things stand.
MOST_DAYS_BEHIND = 28


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How consumers stand before a first day, a row each: what their coming days are rated by.

    ``state`` is where they stand in the month after the day before. ``instalments`` are what the
    wallets pay for arrears on each day: int64[n, days], or nothing when nobody owes any.
    """

    first_day: date
    schedules: tuple[str, ...]
    load_w: Column
    is_connected: Flags
    state: MonthState
    instalments: Paise | None = None

    def __len__(self) -> int:
        return len(self.schedules)

    def times(self, count: int) -> Standing:
        """Return the same consumers so many times over, one set of rows below the other."""
        instalments = self.instalments
        return Standing(
            self.first_day,
            self.schedules * count,
            np.tile(self.load_w, count),
            np.tile(self.is_connected, count),
            MonthState.concatenate([self.state] * count),
            None if instalments is None else np.tile(instalments, (count, 1)),
        )


def coming_costs(
    use_wh: Wh, standing: Standing, book: TariffBook, enough: Column | None = None
) -> Paise:
    """Return what the days from the first one on cost up to each of them: int64[n, days].

    ``enough``: when every row has come above its amount here, the rest is not worked out and the
    columns end. Days without a tariff cost nothing but the instalment. A sum that a subsidy
    brings down again counts as high as it was: money that had run out then does not last.
    """
    fits_wh = min(MAX_DAY_WH, (MAX_MONTH_WH - MAX_DAY_WH) // days_in_month(date(2000, 1, 1)))
    use_wh = np.clip(use_wh, 0, fits_wh)
    state, spent = standing.state, np.zeros(len(standing), np.int64)
    up_to: list[Column] = []
    for ahead in range(use_wh.shape[1]):
        day = standing.first_day + timedelta(days=ahead)
        if day.day == 1:
            state = MonthState.start(len(standing))
        positions = {name: book.index_on(name, day) for name in set(standing.schedules)}
        rated = rate_day(
            day,
            book.versions,
            np.array([positions[name] for name in standing.schedules], np.int64),
            use_wh[:, ahead],
            standing.load_w,
            state,
            is_connected=standing.is_connected,
        )
        state, spent = rated.state, spent + rated.total
        if standing.instalments is not None:
            spent = spent + standing.instalments[:, ahead]
        up_to.append(spent)
        if enough is not None and bool((spent > enough).all()):
            break
    if not up_to:
        return np.zeros((len(standing), 0), np.int64)
    costs: Paise = np.maximum.accumulate(np.stack(up_to, axis=1), axis=1)
    return costs


def days_covered(costs: Paise, amount_paise: Column) -> Column:
    """Return for how many whole days from the first one on amounts last; 0 below zero."""
    is_covered = (costs <= amount_paise[:, None]) & (amount_paise >= 0)[:, None]
    days: Column = is_covered.sum(axis=1)
    return days


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What the coming days of one consumer cost, worked out before its money is taken.

    ``costs``: up to each day from the first that is not charged on, int64[days], as far as the
    money at hand could reach; None: it is not known. ``days_gone``: so many of them lie before
    today.
    """

    costs: Column | None
    days_gone: int

    def days_left(self, balance: Money) -> int | None:
        """Return for how many days from today on a balance lasts; None when unknown."""
        if self.costs is None:
            return None
        covered = days_covered(self.costs[None, :], np.array([balance.paise], np.int64))
        return max(int(covered[0]) - self.days_gone, 0)


def is_rated(standing: Standing, book: TariffBook, today: date) -> Flags:
    """Tell the consumers of whom a cost can be told: charged of late, and under a tariff."""
    is_charged_of_late = (today - standing.first_day).days <= MOST_DAYS_BEHIND
    return np.array(
        [
            is_charged_of_late and book.index_on(name, standing.first_day) >= 0
            for name in standing.schedules
        ],
        np.bool_,
    )


def instalments_of(plan: ArrearPlan | None, first_day: date, days: int) -> list[int]:
    """Return what the wallet pays for a plan on each day from the first one on, in paise."""
    if (
        plan is None
        or plan.state is not ArrearState.LIVE
        or plan.terms.kind is not ArrearKind.DAILY
    ):
        return [0] * days
    rest, paid = plan.rest.paise, plan.instalments_paid
    amounts = [0] * min(max((plan.starts_on - first_day).days, 0), days)
    for place in range(days - len(amounts)):
        amount = instalment_paise(plan.amount.paise, rest, plan.terms.instalments, paid + place)
        amounts.append(amount)
        rest -= amount
    return amounts
