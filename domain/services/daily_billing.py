"""The daily run: every open day of every consumer, oldest first, charged once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.calendar import Clock, billing_day, days_from, milliseconds
from domain.consumption import Consumption, consume
from domain.credit import SupplyState
from domain.errors import DayInTheFuture
from domain.ids import new_id
from domain.listing import DaySummary
from domain.money import Money
from domain.office import Actor
from domain.ports import Accounts, ChargedBatch, UnitOfWork
from domain.progress import Progress, Step
from domain.rating import rate_day
from domain.reads import begins_at
from domain.tariff import TariffBook

#: How long a batch may hold the write lock; its size follows from how long the last one took.
LOCK_SECONDS = 0.06
_FIRST_BATCH = 1_000
_LEAST_BATCH, _MOST_BATCH = 250, 20_000

#: Why a consumer is not charged for a day.
NO_TARIFF = "no_tariff"
SUPPLY_CLOSED = "supply_closed"
EARLIER_DAY_OPEN = "earlier_day_open"


@dataclass(slots=True)
class _Tally:
    day: date
    charged: int = 0
    without_read: int = 0
    total_paise: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    def summary(self, already: int) -> DaySummary:
        return DaySummary(
            day=self.day,
            charged=self.charged,
            without_read=self.without_read,
            already=already,
            skipped={reason: count for reason, count in self.skipped.items() if count},
            total=Money(self.total_paise),
        )


def run_daily_billing(  # noqa: PLR0913 - a run needs all of these from outside
    until: date,
    *,
    first: date | None,
    open_unit: Callable[[], UnitOfWork],
    clock: Clock,
    actor: Actor,
    progress: Progress,
    breathe: Callable[[], None],
) -> list[DaySummary]:
    """Charge every consumer's open days up to ``until``; return what was done, day by day.

    Days are charged from the oldest open one on, whatever ``first`` says; ``first`` only makes
    the answer begin there at the latest. A day that has not ended is refused. Each batch is one
    transaction and a day is charged once, so a run that was cancelled or cut short is finished
    by running it again. Between batches it breathes, so that a clerk never waits for it.
    """
    today = billing_day(clock.now())
    if until >= today:
        raise DayInTheFuture(until, today)
    with open_unit() as unit:
        oldest = unit.billing.oldest_open_day()
        book = TariffBook(unit.tariffs.all())
    begin = min(day for day in (oldest, first, until) if day is not None)
    run = _Run(new_id(), book, open_unit, clock, actor, progress, breathe)
    days = list(days_from(begin, until))
    return [run.charge(day, number, len(days)) for number, day in enumerate(days)]


@dataclass(slots=True)
class _Run:
    id: str
    book: TariffBook
    open_unit: Callable[[], UnitOfWork]
    clock: Clock
    actor: Actor
    progress: Progress
    breathe: Callable[[], None]
    batch: int = _FIRST_BATCH

    def charge(self, day: date, number: int, days: int) -> DaySummary:
        """Charge one day; ``number`` of ``days`` says how far the run is."""
        tally = _Tally(day)
        with self.open_unit() as unit:
            already = unit.billing.already(day)
            tally.skipped.update(unit.billing.waiting_behind(day))
            consumers = max(unit.billing.consumers(), 1)
        after_id, done = 0, 0
        while True:
            self.progress(Step(number * consumers + min(done, consumers), days * consumers))
            last_id, rows = self._charge_batch(tally, after_id)
            if last_id is None:
                break
            after_id, done = last_id, done + rows
            self.breathe()
        self.progress(Step((number + 1) * consumers, days * consumers))
        return tally.summary(already)

    def _charge_batch(self, tally: _Tally, after_id: int) -> tuple[int | None, int]:
        with self.open_unit() as unit:
            started = time.perf_counter()
            accounts = unit.billing.accounts(tally.day, after_id, self.batch)
            if not len(accounts):
                return None, 0
            batch = charge_accounts(tally.day, self.id, accounts, self.book, tally.skipped)
            if len(batch.rows):
                unit.billing.post(batch, self.book, self.clock.now(), self.actor)
                unit.commit()
            self._fit_batch(time.perf_counter() - started, len(accounts))
        tally.charged += len(batch.rows)
        tally.without_read += int((~batch.consumption.has_read).sum())
        tally.total_paise += int(batch.rated.total.sum())
        return int(accounts.consumer_id[-1]), len(accounts)

    def _fit_batch(self, seconds: float, rows: int) -> None:
        fitting = int(rows * LOCK_SECONDS / max(seconds, 1e-6))
        self.batch = max(_LEAST_BATCH, min(fitting, 2 * self.batch, _MOST_BATCH))


def charge_accounts(
    day: date, run_id: str, accounts: Accounts, book: TariffBook, skipped: Counter[str]
) -> ChargedBatch:
    """Work out the day's charge of each account; pure, so that a dispute can be worked out again.

    Those that cannot be charged are counted in ``skipped`` by reason and left out of the rows.
    """
    positions = {name: book.index_on(name, day) for name in set(accounts.schedules)}
    tariff = np.array([positions[name] for name in accounts.schedules], np.int64)
    closed = np.array([supply is SupplyState.CLOSED for supply in accounts.supply])
    skipped[SUPPLY_CLOSED] += int(closed.sum())
    skipped[NO_TARIFF] += int((~closed & (tariff < 0)).sum())
    consumption = consume(
        accounts.consumed_at_ms,
        accounts.consumed_wh,
        accounts.reads,
        accounts.meter_factor,
        begins_ms=milliseconds(begins_at(day)),
        replaced=accounts.replaced if accounts.replaced.any() else None,
        old_reads=accounts.old_reads,
        old_factor=accounts.old_factor,
    )
    rows = np.flatnonzero(~closed & (tariff >= 0))
    state = accounts.state.take(rows)
    if day.day == 1:
        state = state.started_anew(np.ones(len(rows), np.bool_))
    rated = rate_day(
        day,
        book.versions,
        tariff[rows],
        consumption.energy_wh[rows],
        accounts.load_w[rows],
        state,
        demand_w=accounts.demand_w[rows],
        is_connected=np.array(
            [accounts.supply[row] is SupplyState.CONNECTED for row in rows.tolist()], np.bool_
        ),
    )
    return ChargedBatch(day, run_id, accounts, rows, tariff[rows], _taken(consumption, rows), rated)


def _taken(consumption: Consumption, rows: NDArray[np.intp]) -> Consumption:
    return Consumption(
        consumption.energy_wh[rows],
        consumption.from_at_ms[rows],
        consumption.from_wh[rows],
        consumption.to_at_ms[rows],
        consumption.to_wh[rows],
        consumption.has_read[rows],
    )
