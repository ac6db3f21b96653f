"""Alerts: which consumers are told what of a charged day, once per step and period.

A pure function of columns, like the policy: :func:`called_for` takes the facts of a day, what the
policy decided at an instant, and returns for each alert the rows that it is called for. What makes
an alert the same as one told before is its *period*: a step of the same recharge, the same month,
the same stretch below zero. Source: domain page, section 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from domain.calendar import IST, Month, day_of_number, instant_of, milliseconds
from domain.formats import grouped
from domain.message import Alert
from domain.money import PAISE_PER_RUPEE
from domain.policy import (
    BIT,
    NONE,
    Decisions,
    EmergencyCredit,
    Facts,
    Reason,
    Terms,
    emergency_until,
)
from domain.tariff import Cliff, FreeUnits, Tariff

Column = NDArray[np.int64]
Flags = NDArray[np.bool_]

_HOUR_MS = 60 * 60 * 1000
_HUNDRED = 100
_WH_PER_UNIT = 1000
#: Somebody is kept by time, or by money that may be used still.
_CREDIT_BITS = BIT[Reason.EMERGENCY_CREDIT] | BIT[Reason.CREDIT_LIMIT]
#: By these somebody is urged to pay: whoever has paid meanwhile is not told any more.
URGING = frozenset({Alert.LOW_PERCENT, Alert.LOW_DAYS, Alert.EMERGENCY_STARTED, Alert.WILL_BE_CUT})


@dataclass(frozen=True, slots=True, eq=False)
class DayFacts:
    """What alerts need to know beside the policy's facts; row by row the same consumers.

    ``is_charged``: for the day that is told of. ``recharge``: the posting of the last recharge, 0
    before the first; ``recharge_paise`` what it was, of the opening balance before the first.
    ``mean_daily_paise``, ``month_paise`` (up to the day), ``month_before_paise``: NONE where
    unknown or not needed. ``tariff``: the place of the day's version in ``versions``, or NONE.
    """

    day: date
    is_charged: Flags
    recharge: Column
    recharge_paise: Column
    mean_daily_paise: Column
    month_paise: Column
    month_before_paise: Column
    mtd_wh: Column
    tariff: Column
    versions: Sequence[Tariff]


@dataclass(frozen=True, slots=True)
class Telling:
    """One consumer who is to be told something; ``period`` makes it once."""

    consumer_id: int
    alert: Alert
    period: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Called:
    """The rows that an alert is called for, and what each is told.

    ``step`` and ``told`` are what the alert is about: a percentage, a number of days, a limit; an
    instant, an amount. What they mean for each alert, ``write`` knows.
    """

    alert: Alert
    rows: Column
    step: Column
    told: Column
    write: Callable[[int, int, int], tuple[str, Mapping[str, str]]]

    def __len__(self) -> int:
        return len(self.rows)

    def tellings(self, facts: Facts) -> Iterator[Telling]:
        """Yield who is told what, a consumer at a time."""
        ids = facts.consumer_id[self.rows].tolist()
        for row, id_, step, told in zip(
            self.rows.tolist(), ids, self.step.tolist(), self.told.tolist(), strict=True
        ):
            period, values = self.write(row, step, told)
            yield Telling(id_, self.alert, period, values)


@dataclass(frozen=True, slots=True, eq=False)
class Tellings:
    """Who is to be told what; each is made when its turn comes.

    Of a large office all at once would be looked through by the collector of rubbish again and
    again, and while it does no other thread moves.
    """

    facts: Facts
    called: Sequence[Called]

    def __len__(self) -> int:
        return sum(map(len, self.called))

    def batches(self, size: int) -> Iterator[list[Telling]]:
        """Yield them, so many at a time."""
        remaining = chain.from_iterable(one.tellings(self.facts) for one in self.called)
        while batch := list(islice(remaining, size)):
            yield batch


def called_for(facts: Facts, day_facts: DayFacts, decisions: Decisions) -> list[Called]:
    """Return what consumers are to be told of a charged day at the instant of the decisions."""
    found: list[Called] = []
    for place, terms in enumerate(decisions.all_terms):
        rows = np.asarray(
            (decisions.terms == place) & day_facts.is_charged & ~facts.is_off & ~facts.is_closed,
            np.bool_,
        )
        if not rows.any():
            continue
        asked = _Asked(facts, day_facts, decisions, terms, rows)
        found += [
            asked.low_percent(),
            asked.low_days(),
            asked.month_percent(),
            asked.emergency_started(),
            asked.will_be_cut(),
            asked.subsidy_ending(),
        ]
    return [one for one in found if len(one)]


def rupees(paise: int) -> str:
    """Return an amount as messages write it, ``1,250.00``: the sign of the rupee costs a part."""
    whole, rest = divmod(abs(paise), PAISE_PER_RUPEE)
    return f"{'-' if paise < 0 else ''}{grouped(whole)}.{rest:02}"


def moment(at: datetime) -> str:
    """Return an instant as messages write it, in figures alone: ``26-11-2026 10:00``."""
    return f"{at.astimezone(IST):%d-%m-%Y %H:%M}"


def stretch_below(since_day: int, held_until_day: int = NONE) -> str:
    """Return the period of a stretch below zero, and of what held somebody within it last."""
    since = day_of_number(since_day).isoformat()
    is_held_within = held_until_day >= since_day
    return f"{since}/{day_of_number(held_until_day)}" if is_held_within else since


def period_of_recharge(recharge: int, step: int) -> str:
    """Return the period of a step below a recharge: the next recharge begins another."""
    return f"{recharge}:{step}"


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """One set of terms and the rows that they hold for."""

    facts: Facts
    day_facts: DayFacts
    decisions: Decisions
    terms: Terms
    rows: Flags

    def low_percent(self) -> Called:
        """Find the lowest step that a balance has come to; one that was passed over is none."""
        balance, whole = self.facts.balance_paise, np.maximum(self.day_facts.recharge_paise, 0)
        step = np.full(len(self.facts), NONE, np.int64)
        for percent in sorted(self.terms.alerts.percents_left, reverse=True):
            step[balance * _HUNDRED <= percent * whole] = percent
        return self._called(
            Alert.LOW_PERCENT,
            self.rows & (step != NONE),
            step,
            step,
            lambda row, percent, _told: (
                period_of_recharge(int(self.day_facts.recharge[row]), percent),
                {"percent": str(percent)},
            ),
        )

    def low_days(self) -> Called:
        """Find the lowest number of days of average use that a balance lasts for."""
        balance, mean = self.facts.balance_paise, self.day_facts.mean_daily_paise
        is_known = self.rows & (mean > 0) & (balance > 0)
        left = np.where(is_known, balance // np.maximum(mean, 1), np.int64(1 << 40))
        step = np.full(len(self.facts), NONE, np.int64)
        for days in sorted(self.terms.alerts.days_left, reverse=True):
            step[left <= days] = days
        return self._called(
            Alert.LOW_DAYS,
            is_known & (step != NONE),
            step,
            left,
            lambda row, days, left: (
                period_of_recharge(int(self.day_facts.recharge[row]), days),
                {"days": str(left)},
            ),
        )

    def month_percent(self) -> Called:
        """Find who has used up so much of what the month before cost."""
        percent, now = self.terms.alerts.month_percent, self.day_facts.month_paise
        before = self.day_facts.month_before_paise
        month = str(Month.of(self.day_facts.day))
        step = np.full(len(self.facts), percent, np.int64)
        return self._called(
            Alert.MONTH_PERCENT,
            self.rows & (percent > 0) & (before > 0) & (now * _HUNDRED >= percent * before),
            step,
            now,
            lambda _row, step, used: (month, {"percent": str(step), "used": rupees(used)}),
        )

    def emergency_started(self) -> Called:
        """Find who is below zero and kept by emergency credit."""
        reasons = self.decisions.reasons
        # Without a policy nothing was promised to anybody.
        held = (reasons & _CREDIT_BITS != 0) & (reasons & BIT[Reason.NO_POLICY] == 0)
        since = self.facts.negative_since_day
        return self._called(
            Alert.EMERGENCY_STARTED,
            self.rows & self.decisions.is_defaulter & held & (since != NONE),
            since,
            self.facts.balance_paise,
            lambda _row, since, balance: (
                stretch_below(since),
                {
                    "due": rupees(-balance),
                    "limit": _limit_of(self.terms.emergency, day_of_number(since)),
                },
            ),
        )

    def will_be_cut(self) -> Called:
        """Find who may be cut within the hours of the rule, if nothing but time passes."""
        until_ms = milliseconds(self.decisions.at) + self.terms.alerts.hours_before_cut * _HOUR_MS
        next_ms, since = self.decisions.next_ms, self.facts.negative_since_day
        is_soon = (next_ms != NONE) & (next_ms <= until_ms) & (since != NONE)
        held_until = np.maximum(self.facts.protected_until_day, self.facts.part_paid_until_day)
        return self._called(
            Alert.WILL_BE_CUT,
            self.rows
            & self.decisions.is_defaulter
            & is_soon
            & (self.terms.alerts.hours_before_cut > 0),
            since,
            next_ms,
            lambda row, since, at_ms: (
                stretch_below(since, int(held_until[row])),
                {
                    "due": rupees(-int(self.facts.balance_paise[row])),
                    "at": moment(instant_of(at_ms)),
                },
            ),
        )

    def subsidy_ending(self) -> Called:
        """Find who is about to lose a subsidy of the month; on its last day it is too late."""
        used, day = self.day_facts.mtd_wh, self.day_facts.day
        most_left = self.terms.alerts.subsidy_units_left * _WH_PER_UNIT
        limit = np.full(len(self.facts), NONE, np.int64)
        for place, version in enumerate(self.day_facts.versions):
            mine = self.rows & (self.day_facts.tariff == place)
            for upto_wh in sorted(_limits_of(version), reverse=True):
                limit[mine & (used <= upto_wh) & (upto_wh - used <= most_left)] = upto_wh
        goes_on = (day + timedelta(days=1)).day != 1
        month = str(Month.of(day))
        return self._called(
            Alert.SUBSIDY_ENDING,
            self.rows & (limit != NONE) & bool(most_left and goes_on),
            limit,
            limit - used,
            lambda _row, upto_wh, left_wh: (
                f"{month}:{upto_wh // _WH_PER_UNIT}",
                {"units": _units(left_wh), "limit": _units(upto_wh)},
            ),
        )

    def _called(
        self,
        alert: Alert,
        rows: Flags,
        step: Column,
        told: Column,
        write: Callable[[int, int, int], tuple[str, Mapping[str, str]]],
    ) -> Called:
        places = np.flatnonzero(rows)
        return Called(alert, places, step[places], told[places], write)


def _limits_of(version: Tariff) -> set[int]:
    """Return the units of a month beyond which a subsidy is less, or lost; in Wh."""
    limits: set[int] = set()
    for scheme in version.subsidies:
        if isinstance(scheme, FreeUnits):
            limits.add(scheme.limit_wh)
        elif isinstance(scheme, Cliff):
            limits |= {tier.upto_wh for tier in scheme.tiers if tier.upto_wh is not None}
    return limits


def _limit_of(credit: EmergencyCredit, since: date) -> str:
    """Return how far emergency credit goes, in figures: an instant, a balance, or both."""
    until = emergency_until(since, credit)
    parts = [] if until is None else [moment(until)]
    if credit.down_to is not None:
        parts.append(rupees(credit.down_to.paise))
    return " / ".join(parts) or "-"


def _units(wh: int) -> str:
    """Return energy as whole units where it is, else with one decimal, never more than is left."""
    whole, rest = divmod(wh, _WH_PER_UNIT)
    return str(whole) if not rest else f"{whole}.{rest // _HUNDRED}"
