"""The daily run: every open day of every consumer, oldest first, charged once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.calendar import Clock, billing_day, milliseconds
from domain.consumption import Consumption, consume
from domain.credit import SupplyState
from domain.errors import DayInTheFuture, Unavailable
from domain.ids import new_id
from domain.lease import RUN, Lease, held_on
from domain.listing import DaySummary
from domain.money import Money
from domain.office import Actor
from domain.ports import Accounts, ChargedBatch, UnitOfWork
from domain.posting_time import posting_time
from domain.progress import Progress, Step
from domain.rating import rate_day
from domain.reads import begins_at
from domain.services.permitting import permit
from domain.services.repeating import repeated_when_undone
from domain.staff import Act
from domain.tariff import MAX_DAY_WH, MAX_LOAD_W, MAX_MONTH_WH, TariffBook

#: How long a batch may hold the write lock; its size follows from how long the last one took.
LOCK_SECONDS = 0.04
_FIRST_BATCH = 1_000
_LEAST_BATCH, _MOST_BATCH = 250, 20_000

#: Why a consumer is not charged for a day.
NO_TARIFF = "no_tariff"
SUPPLY_CLOSED = "supply_closed"
EARLIER_DAY_OPEN = "earlier_day_open"
USE_IMPOSSIBLE = "use_impossible"


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

    Days are charged from the oldest open one on, whatever ``first`` says; the answer tells of
    every day from ``first`` (or ``until``) on, and of earlier ones on which something happened.
    A day that has not ended is refused. Each batch is one transaction and a day is charged once,
    so a run that was cancelled or cut short is finished by running it again. Between batches it
    breathes, so that a clerk never waits for it. One run at a time: :class:`RunGoingOn` while
    another one shows that it lives, at the beginning and at every batch.
    """
    today = billing_day(clock.now())
    if until >= today:
        raise DayInTheFuture(until, today)
    with open_unit() as unit:
        permit(unit, actor, Act.RUN_DAYS)
        oldest = unit.billing.oldest_open_day()
        book, revision = TariffBook(unit.tariffs.all()), unit.tariffs.revision()
        run = _Run(new_id(), book, revision, open_unit, clock, actor, progress, breathe)
        run.hold_its_lease(unit)
        unit.commit()
    begin = min(day for day in (oldest, first, until) if day is not None)
    asked = until if first is None else min(first, until)
    try:
        summaries = run.charge_days(begin, until, asked)
    finally:
        run.end_its_lease()
    progress(Step(1, 1))
    return summaries


@dataclass(slots=True)
class _Run:
    id: str
    book: TariffBook
    revision: int
    open_unit: Callable[[], UnitOfWork]
    clock: Clock
    actor: Actor
    progress: Progress
    breathe: Callable[[], None]
    batch: int = _FIRST_BATCH

    def hold_its_lease(self, unit: UnitOfWork) -> None:
        """Show inside a transaction that the run lives; it is undone when another one runs."""
        now = self.clock.now()
        wanted = Lease.taken(RUN, self.id, self.actor.name, now)
        unit.leases.put(held_on(wanted, unit.leases.find(RUN), now))

    def end_its_lease(self) -> None:
        """Let others run; a lease that cannot be ended now lapses by itself."""
        with suppress(Unavailable), self.open_unit() as unit:
            unit.leases.end(RUN, self.id)
            unit.commit()

    def charge_days(self, begin: date, until: date, asked: date) -> list[DaySummary]:
        """Charge the days on which somebody is open; tell of those, and of all from ``asked``.

        Days on which nobody's next day lies, before ``asked``, are passed by: one consumer who
        waits for a tariff for years must not make every run walk through them.
        """
        summaries = []
        day, days = begin, (until - begin).days + 1
        while day <= until:
            summary = self.charge(day, (day - begin).days, days)
            if day >= asked or summary.charged or set(summary.skipped) - {EARLIER_DAY_OPEN}:
                summaries.append(summary)
            day = self._day_after(day, asked)
        return summaries

    def _day_after(self, day: date, asked: date) -> date:
        tomorrow = day + timedelta(days=1)
        if tomorrow >= asked:
            return tomorrow
        with self.open_unit() as unit:
            following = unit.billing.next_open(tomorrow)
        return asked if following is None else min(following, asked)

    def charge(self, day: date, number: int, days: int) -> DaySummary:
        """Charge one day; ``number`` of ``days`` says how far the run is."""
        tally = _Tally(day)
        with self.open_unit() as unit:
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
        with self.open_unit() as unit:
            already = max(unit.billing.already(day) - tally.charged, 0)
        return tally.summary(already)

    @repeated_when_undone
    def _charge_batch(self, tally: _Tally, after_id: int) -> tuple[int | None, int]:
        skipped: Counter[str] = Counter()
        with self.open_unit() as unit:
            started = time.perf_counter()
            accounts = unit.billing.accounts(tally.day, after_id, self.batch)
            if not len(accounts):
                return None, 0
            self._refresh_book(unit)
            self.hold_its_lease(unit)
            batch = charge_accounts(tally.day, self.id, accounts, self.book, skipped)
            closed = np.flatnonzero([state is SupplyState.CLOSED for state in accounts.supply])
            if len(closed):
                unit.billing.pass_over(tally.day, accounts, closed)
            if len(batch.rows):
                at = posting_time(unit, self.clock)
                unit.billing.post(batch, self.book, at, self.actor)
                charged = accounts.consumer_id[batch.rows].tolist()
                unit.arrears.post_instalments(tally.day, charged, self.id, at, self.actor)
            unit.commit()
            self._fit_batch(time.perf_counter() - started, len(accounts))
        tally.skipped.update(skipped)
        tally.charged += len(batch.rows)
        tally.without_read += int((~batch.consumption.has_read).sum())
        tally.total_paise += int(batch.rated.total.sum())
        return int(accounts.consumer_id[-1]), len(accounts)

    def _refresh_book(self, unit: UnitOfWork) -> None:
        """Take the tariffs as they stand in the transaction that charges by them."""
        revision = unit.tariffs.revision()
        if revision != self.revision:
            self.book, self.revision = TariffBook(unit.tariffs.all()), revision

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
    is_possible = _possible(accounts, consumption)
    skipped[USE_IMPOSSIBLE] += int((~closed & (tariff >= 0) & ~is_possible).sum())
    rows = np.flatnonzero(~closed & (tariff >= 0) & is_possible)
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


def _possible(accounts: Accounts, consumption: Consumption) -> NDArray[np.bool_]:
    """Tell the rows that the engine can rate: one bad register may not stop an office."""
    energy = consumption.energy_wh
    is_possible: NDArray[np.bool_] = (
        (energy >= 0)
        & (energy <= MAX_DAY_WH)
        & (accounts.state.mtd_wh + energy <= MAX_MONTH_WH)
        & (accounts.load_w <= MAX_LOAD_W)
        & (accounts.demand_w <= MAX_LOAD_W)
    )
    return is_possible


def _taken(consumption: Consumption, rows: NDArray[np.intp]) -> Consumption:
    return Consumption(
        consumption.energy_wh[rows],
        consumption.from_at_ms[rows],
        consumption.from_wh[rows],
        consumption.to_at_ms[rows],
        consumption.to_wh[rows],
        consumption.has_read[rows],
    )
