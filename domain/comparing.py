"""Comparing: charged days rated anew by the versions that held, and with a draft among them.

Both sides are rated day by day with the month's position, by the one engine; the side of the
present tariffs must come out as it was charged, to the paisa.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from domain.calendar import Month
from domain.errors_of_drafts import ImpactPeriodEmpty, ImpactWithoutConsumers
from domain.exact import Column
from domain.impact import BandImpact, ConsumerImpact, Impact, LineImpact, bars_of
from domain.money import half_up
from domain.progress import Progress, Step
from domain.rating import SPLITS, MonthState, RatedDay, rate_day
from domain.tariff import Tariff

#: Consumers looked at together: two sides of so many are some megabytes.
BATCH = 20_000
#: So many of those who pay the most more, and the most less, are named.
NAMED = 10
#: Use of thirty days (kWh) and load (kW) up to which a band goes; the last one is open.
USE_BANDS_KWH = (50, 100, 200, 400)
LOAD_BANDS_KW = (1, 2, 5, 10)
#: As a bill is read: the subsidy followed by its schemes, what is to be paid at the end.
_ALL_LINES = ("ec", "fuel", "fc", "duty", "rent", "subsidy", *SPLITS, "rebate", "total")
_DAYS_OF_USE = 30


@dataclass(frozen=True, slots=True, eq=False)
class ChargedDay:
    """What some consumers were charged on a day: int64 columns in the order of ``consumer_id``.

    ``tariff`` is a position in the versions that the office has; ``demand_w`` is -1 where unknown.
    """

    day: date
    consumer_id: Column
    tariff: Column
    load_w: Column
    demand_w: Column
    is_connected: NDArray[np.bool_]
    energy_wh: Column
    mtd_wh: Column
    total_paise: Column


class ChargedDays(Protocol):
    """The charged days of an office."""

    def versions(self) -> Sequence[Tariff]:
        """Return all versions, in the order that :attr:`ChargedDay.tariff` counts."""

    def bounds(self) -> tuple[date, date] | None:
        """Return the first and the last day that was charged and is no archive's, if any."""

    def consumers(self, schedule: str, until: date) -> Column:
        """Return, in order, who may have been charged by a schedule up to a day."""

    def days(self, consumers: Column, since: date, until: date) -> Iterator[ChargedDay]:
        """Yield what these consumers were charged, day by day."""


def period_of(bounds: tuple[date, date] | None, months: int) -> tuple[date, date]:
    """Return the last ``months`` months whose last day was charged, from the first charged day on.

    While no month has ended, what was charged of the running one.
    """
    if bounds is None:
        raise ImpactPeriodEmpty(months)
    first, last = bounds
    last_of_all = last
    if (last + timedelta(days=1)).day != 1:
        last = last.replace(day=1) - timedelta(days=1)
    if last < first:
        return first, last_of_all
    since = last.replace(day=1)
    for _earlier in range(months - 1):
        since = (since - timedelta(days=1)).replace(day=1)
    return max(since, first), last


def preview_impact(
    draft: Tariff, schedule: str, months: int, charged: ChargedDays, progress: Progress
) -> Impact:
    """Return what ``draft`` in place of a schedule's versions would have cost its consumers.

    Looked at is everything that who was on the schedule was charged in the last ``months`` whole
    months; days of another schedule in between stay as they are. Nothing is written.
    """
    first, last = period_of(charged.bounds(), months)
    comparing = Comparing(charged.versions(), draft, schedule)
    consumers = charged.consumers(schedule, last)
    days = (last - first).days + 1
    batches = [consumers[at : at + BATCH] for at in range(0, len(consumers), BATCH)]
    for number, batch in enumerate(batches):
        progress(Step(number * days, len(batches) * days))
        comparing.begin(batch)
        for charged_day in charged.days(batch, first, last):
            comparing.add(charged_day)
            done = (charged_day.day - first).days + 1
            progress(Step(number * days + done, len(batches) * days))
        comparing.end()
    return comparing.impact(first, last, months)


class Comparing:
    """Charged days rated twice, by the versions that held and with the draft among them."""

    def __init__(self, versions: Sequence[Tariff], draft: Tariff, schedule: str) -> None:
        self._draft, self._schedule = draft, schedule
        self._versions = versions
        self._tariffs = (*versions, draft)
        self._is_on = np.array([one.schedule == schedule for one in versions], np.bool_)
        self._is_met = np.zeros(len(versions), np.bool_)
        self._sums = np.zeros((2, len(_ALL_LINES)), np.int64)
        self._found = _Found()
        self._unequal = self._charged_paise = 0
        self._batch = _Batch(np.empty(0, np.int64))

    def begin(self, consumers: Column) -> None:
        """Take these consumers on, in the order of their ids; their days follow."""
        self._batch = _Batch(consumers)

    def add(self, charged: ChargedDay) -> None:
        """Rate one charged day of the batch by both sides."""
        batch = self._batch
        places = np.searchsorted(batch.consumers, charged.consumer_id)
        batch.begin_day(charged, places)
        is_on = self._is_on[charged.tariff]
        self._is_met[np.unique(charged.tariff[is_on])] = True
        batch.is_on[places] |= is_on
        batch.charged_paise[places] += charged.total_paise
        by_draft = np.where(is_on, len(self._versions), charged.tariff)
        sides = (charged.tariff, by_draft)
        for side, which in enumerate(sides):
            rated = rate_day(
                charged.day,
                self._tariffs,
                which,
                charged.energy_wh,
                charged.load_w,
                batch.states[side].take(places),
                demand_w=charged.demand_w,
                is_connected=charged.is_connected,
            )
            batch.post(side, places, rated)
            if side == 0:
                self._unequal += int((rated.total != charged.total_paise).sum())

    def end(self) -> None:
        """Count the batch's consumers who were on the schedule."""
        batch = self._batch
        rows = np.flatnonzero(batch.is_on)
        self._sums += batch.lines[:, :, rows].sum(axis=2)
        self._charged_paise += int(batch.charged_paise[rows].sum())
        self._found.add(batch, rows)

    def impact(self, first: date, last: date, months: int) -> Impact:
        """Return what came out; :class:`ImpactWithoutConsumers` when there was nobody."""
        found = self._found.columns()
        if not len(found.consumer_id):
            raise ImpactWithoutConsumers(self._schedule, first, last)
        change = found.draft_paise - found.now_paise
        order = np.lexsort((found.consumer_id, -change))
        return Impact(
            draft=self._draft.id,
            schedule=self._schedule,
            first=first,
            last=last,
            months=months,
            versions=tuple(
                self._versions[place].id for place in np.flatnonzero(self._is_met).tolist()
            ),
            consumers=len(change),
            consumer_days=int(found.days.sum()),
            energy_wh=int(found.energy_wh.sum()),
            lines=self._lines(),
            paying_more=int((change > 0).sum()),
            paying_less=int((change < 0).sum()),
            mean_paise=half_up(int(change.sum()), len(change)),
            median_paise=_median(change),
            bars=bars_of(change),
            by_use=_bands(found, found.energy_wh * _DAYS_OF_USE, found.days, USE_BANDS_KWH),
            by_load=_bands(found, found.load_w, np.ones_like(found.load_w), LOAD_BANDS_KW),
            worst=found.named(row for row in order[:NAMED].tolist() if change[row] > 0),
            best=found.named(row for row in order[::-1][:NAMED].tolist() if change[row] < 0),
            charged_paise=self._charged_paise,
            unequal_days=self._unequal,
        )

    def _lines(self) -> tuple[LineImpact, ...]:
        now, draft = self._sums.tolist()
        return tuple(map(LineImpact, _ALL_LINES, now, draft))


class _Batch:
    """Some consumers under way: where both sides stand in the month, and what they add up to."""

    def __init__(self, consumers: Column) -> None:
        count = len(consumers)
        self.consumers = consumers
        self.states = [MonthState.start(count), MonthState.start(count)]
        self.lines = np.zeros((2, len(_ALL_LINES), count), np.int64)
        self.energy_wh = np.zeros(count, np.int64)
        self.load_w = np.zeros(count, np.int64)
        self.days = np.zeros(count, np.int64)
        self.charged_paise = np.zeros(count, np.int64)
        self.is_on = np.zeros(count, np.bool_)
        self._month: Month | None = None
        self._has_begun = np.zeros(count, np.bool_)

    def begin_day(self, charged: ChargedDay, places: NDArray[np.intp]) -> None:
        """Begin the month where a new one begins, and count the day."""
        month = Month.of(charged.day)
        if month != self._month:
            self._month = month
            self.states = [MonthState.start(len(self.consumers)) for _side in range(2)]
            self._has_begun[:] = False
        # Whoever came in the midst of a month may bring units that were counted before.
        begins = ~self._has_begun[places]
        before_wh = charged.mtd_wh - charged.energy_wh
        for state in self.states:
            state.mtd_wh[places[begins]] = before_wh[begins]
        self._has_begun[places] = True
        self.energy_wh[places] += charged.energy_wh
        self.load_w[places] = charged.load_w
        self.days[places] += 1

    def post(self, side: int, places: NDArray[np.intp], rated: RatedDay) -> None:
        """Move a side on by a day."""
        state = self.states[side]
        state.mtd_wh[places] = rated.state.mtd_wh
        state.whole_paise[:, places] = rated.state.whole_paise
        state.rest[:, places] = rated.state.rest
        for line, name in enumerate(_ALL_LINES):
            self.lines[side, line, places] += getattr(rated, name)


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """Everybody who was on the schedule: a row each."""

    consumer_id: Column
    now_paise: Column
    draft_paise: Column
    energy_wh: Column
    load_w: Column
    days: Column

    def named(self, rows: Iterator[int]) -> tuple[ConsumerImpact, ...]:
        """Return these rows as consumers."""
        columns = (self.consumer_id, self.now_paise, self.draft_paise, self.energy_wh)
        return tuple(
            ConsumerImpact(*(int(column[row]) for column in (*columns, self.load_w, self.days)))
            for row in rows
        )


@dataclass(slots=True)
class _Found:
    """The columns of the batches so far."""

    parts: list[tuple[Column, ...]] = field(default_factory=list)

    def add(self, batch: _Batch, rows: NDArray[np.intp]) -> None:
        total = _ALL_LINES.index("total")
        columns = (
            *(batch.consumers, batch.lines[0, total], batch.lines[1, total]),
            *(batch.energy_wh, batch.load_w, batch.days),
        )
        self.parts.append(tuple(column[rows] for column in columns))

    def columns(self) -> _Columns:
        none = tuple(np.empty(0, np.int64) for _column in range(6))
        parts = self.parts or [none]
        return _Columns(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _median(values: Column) -> int:
    ordered = np.sort(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return int(ordered[middle])
    return half_up(int(ordered[middle - 1]) + int(ordered[middle]), 2)


def _bands(
    found: _Columns, measured: Column, per: Column, limits: Sequence[int]
) -> tuple[BandImpact, ...]:
    """Return the consumers by ``measured / per``; a limit belongs to the lower band."""
    bounds = [0, *(limit * 1000 for limit in limits)]
    band = np.zeros(len(measured), np.int64)
    for bound in bounds[1:]:
        band += measured > bound * per
    more: NDArray[np.bool_] = found.draft_paise > found.now_paise
    return tuple(
        BandImpact(
            above=bounds[number],
            upto=bounds[number + 1] if number + 1 < len(bounds) else None,
            consumers=int((band == number).sum()),
            paying_more=int(more[band == number].sum()),
            now_paise=int(found.now_paise[band == number].sum()),
            draft_paise=int(found.draft_paise[band == number].sum()),
        )
        for number in range(len(bounds))
    )
