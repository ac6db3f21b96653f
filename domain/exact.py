"""Exact columns: an amount is whole paise and a rest over the month's denominator.

Rates have parts of a paisa and a day is a thirtieth of a month, so a running value is rarely a
whole number of paise. It is kept as ``whole + rest / fine`` with ``0 <= rest < fine``, where
``fine = 10**11 * 4 * lcm(30, days in the month, 365)``: 10**5 for a rate (hundredths of a paisa)
times watt-hours, 10**6 for a percentage (parts per million) of that, the rest for the days of every
basis and for three quarters of a load. It is at most 2.72 * 10**16, so that sums of several rests
and twice a rest stay far inside int64.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.calendar import days_in_month
from domain.money import half_up

Column = NDArray[np.int64]

#: Hundredths of a paisa per kWh times Wh: how many of these units make a paisa.
UNITS_PER_PAISA = 10**5
#: A percentage is held in parts per million.
PPM = 10**6
#: A billable load may be 75% of the sanctioned one.
QUARTERS = 4


class Exact(NamedTuple):
    """A column of exact amounts: whole paise, and a rest (not negative) over ``Scale.fine``."""

    whole: Column
    rest: Column


class Coarse(NamedTuple):
    """As :class:`Exact`, the rest over ``Scale.coarse``: what a percentage may be taken of."""

    whole: Column
    rest: Column


@dataclass(frozen=True, slots=True)
class Scale:
    """The denominators of one calendar month."""

    #: Days in the month.
    days: int
    #: What the divisor of every basis divides, also with quarters of a load.
    parts: int
    coarse: int
    fine: int

    @classmethod
    def of(cls, day: date) -> Scale:
        """Return the scale of the month of ``day``."""
        days = days_in_month(day)
        parts = QUARTERS * lcm(30, days, 365)
        coarse = UNITS_PER_PAISA * parts
        return cls(days, parts, coarse, coarse * PPM)

    def fraction(self, whole: int, rest: int) -> Fraction:
        """Return one exact amount in paise."""
        return whole + Fraction(int(rest), self.fine)

    def divided(self, units: Column, divisor: int) -> Coarse:
        """Return ``units / divisor`` units; the divisor divides ``parts``."""
        per_paisa = UNITS_PER_PAISA * divisor
        whole = units // per_paisa
        return Coarse(whole, (units - whole * per_paisa) * (self.parts // divisor))

    def exact(self, amount: Coarse) -> Exact:
        return Exact(amount.whole, amount.rest * PPM)

    def coarse_of(self, amount: Exact) -> Coarse:
        """Return a sum of rates and days, which has no part of a percentage in it."""
        return Coarse(amount.whole, amount.rest // PPM)

    def percent(self, ppm: int | Column, base: Coarse) -> Exact:
        """Return this many parts per million of ``base``.

        ``base.rest`` may be a sum of two; ``ppm * base.whole`` stays inside int64 by the bounds of
        ``domain.tariff``.
        """
        product = base.whole * ppm
        whole = product // PPM
        return Exact(whole, (product - whole * PPM) * self.coarse + base.rest * ppm)

    def total(self, *amounts: Exact) -> Exact:
        """Return the sum, carried: its rest is below ``fine`` again."""
        whole = sum_of([amount.whole for amount in amounts])
        rest = sum_of([amount.rest for amount in amounts])
        carry = rest // self.fine
        return Exact(whole + carry, rest - carry * self.fine)

    def rounded(self, amount: Exact) -> Column:
        """Return whole paise. Running values are never negative, so their wholes round apart."""
        return amount.whole + half_up(amount.rest, self.fine)


def sum_of(columns: list[Column]) -> Column:
    """Return the sum of columns of one shape, element by element."""
    total = columns[0]
    for column in columns[1:]:
        total = total + column
    return total
