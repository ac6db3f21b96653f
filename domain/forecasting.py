"""The forecast of one consumer: how long the balance lasts, what a recharge brings, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import numpy as np

from domain.arrears import ArrearPlan, share_of_recharge
from domain.energy import Energy
from domain.lasting import Paise, days_covered
from domain.money import ZERO, Money
from domain.recharge import RechargeLimits

#: For so many days a recharge is suggested, when nobody says otherwise.
SUGGESTED_DAYS = 30
#: Up to so many rupees an amount is handy in steps of so many.
_HANDY = ((200, 10), (1_000, 50), (5_000, 100), (20_000, 500))
_HANDY_ABOVE = 1_000
#: A share of a recharge grows with it: so often the amount is made to follow.
_MOST_FITTINGS = 20


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long money lasts: so many days from today on, the last of them ``until``.

    ``earliest`` and ``latest``: between them the last day falls in 80 of 100 cases. ``until`` is
    None when today is not covered any more. ``is_longer``: it lasts beyond what is worked out.
    """

    days: int
    until: date | None
    earliest: date | None
    latest: date | None
    is_longer: bool = False


@dataclass(frozen=True, slots=True)
class ComingDay:
    """What is expected of one day: use with its band, and the balance after it if nobody pays."""

    day: date
    expected_wh: int
    low_wh: int
    high_wh: int
    balance_paise: int


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What the coming days will bring to one consumer, from ``first_day`` (not charged yet) on.

    Without days nothing can be told: too little is known of the use, or no tariff holds.
    ``costs``: what all days up to each cost in paise, with the expected use, with little, with
    much: int64[3, days]. ``weekday_percent``: from Monday on, 100 is usual; ``season_percent``:
    what last year makes of the next 30 days, None when it is not known.
    """

    consumer_number: str
    today: date
    first_day: date
    balance: Money
    days: tuple[ComingDay, ...]
    costs: Paise
    level: Energy
    known_days: int
    weekday_percent: tuple[int, ...]
    season_percent: int | None
    limits: RechargeLimits
    plan: ArrearPlan | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything can be told."""
        return bool(self.days)

    def lasting(self, balance: Money | None = None) -> Lasting | None:
        """Return how long a balance lasts (the present one without any), None when unknown."""
        if not self.is_known:
            return None
        amount = (self.balance if balance is None else balance).paise
        expected, longest, shortest = days_covered(self.costs, np.full(3, amount)).tolist()
        if (until := self._day_of(expected)) is None:
            return Lasting(0, None, None, self._day_of(longest))
        return Lasting(
            days=(until - self.today).days + 1,
            until=until,
            earliest=self._day_of(shortest),
            latest=self._day_of(longest),
            is_longer=expected >= len(self.days),
        )

    def with_recharge(self, amount: Money) -> Money:
        """Return the balance after a recharge, less what of it goes to arrears."""
        return self.balance + amount - share_of_recharge(self.plan, amount, self.balance)

    def suggested_recharge(self, days: int = SUGGESTED_DAYS) -> Money | None:
        """Return a handy amount that is taken and lasts for so many days from today on.

        Nothing when the balance lasts as long; None when unknown, or no amount can do it.
        """
        if not self.is_known:
            return None
        last = min((self.today - self.first_day).days + days, len(self.days))
        wanted = Money(int(self.costs[0, last - 1]) if last > 0 else 0)
        if self.balance >= wanted:
            return ZERO
        amount = wanted - self.balance
        for _again in range(_MOST_FITTINGS):
            amount = handy(amount, self.limits)
            missing = wanted - self.with_recharge(amount)
            if missing <= ZERO:
                return amount if amount <= self.limits.most else None
            amount += missing
        return None

    def _day_of(self, covered: int) -> date | None:
        """Return the last of the covered days, None when it lies before today."""
        last = self.first_day + timedelta(days=covered - 1)
        return None if last < self.today else last


class Forecasts(Protocol):
    """What the coming days will bring; every method may be called from any thread."""

    def of(self, consumer_number: str) -> Forecast: ...

    def days_left(self, ids: Sequence[int]) -> Mapping[int, int | None]:
        """Return for how many days from today on balances last, by id; None when unknown."""


def handy(amount: Money, limits: RechargeLimits) -> Money:
    """Return the next amount that people pay: in round rupees, and one that is taken."""
    rupees = -(-max(amount, limits.least).paise // 100)
    step = next((step for most, step in _HANDY if rupees <= most), _HANDY_ABOVE)
    rounded = Money.rupees(-(-rupees // step) * step)
    if not limits.multiple or rounded.paise % limits.multiple.paise == 0:
        return rounded
    return Money(-(-rounded.paise // limits.multiple.paise) * limits.multiple.paise)
