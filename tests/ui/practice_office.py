"""A small practice office on the real store: 200 invented consumers, their reads and recharges."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from domain.calendar import end_of, start_of
from domain.money import Money
from domain.office import Actor, Channel, Office
from domain.practice import live
from domain.progress import silent
from domain.reads import ReadSource
from domain.shift import CashCount
from domain.tariff import TariffBook, parse_tariff_text
from resources import locate
from storage.books import SqlBooks
from storage.office import create_office, open_office

FIRST_DAY = date(2026, 10, 10)
DAYS = 43
CLERK = Actor("R. Kumar", Channel.DESK, counter=2)
FLOAT = CashCount.in_fewest(Money.rupees(2_000))


class SteppingClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def office_of(folder: Path) -> SqlBooks:
    """Return the office in ``folder`` on the morning after its last day."""
    return open_office(folder, SteppingClock(_morning()))


def make_office(folder: Path, consumers: int = 200) -> None:
    """Make an office that has lived :data:`DAYS` days; the last one is not charged yet.

    CLERK's shift is open on the morning after.
    """
    clock = SteppingClock(datetime(2026, 10, 9, 6, 0, tzinfo=UTC))
    office = Office("P1", "Patna-1 · Kankarbagh", state="BR", is_practice=True)
    books = create_office(folder, office, clock)
    tariffs, _faults = parse_tariff_text(locate("tariffs", "examples.json").read_text("utf-8"))
    actor = Actor("R. Kumar", Channel.SYSTEM)
    books.add_tariffs(tariffs, actor)
    life = live(
        TariffBook(tuple(tariffs)),
        consumers=consumers,
        first=FIRST_DAY,
        days=DAYS,
        seed=1,
        progress=silent,
    )
    books.take_on(life.consumers, actor)
    for lived in life.days():
        clock.at = start_of(lived.day) + timedelta(hours=9)
        shift = books.counter.open_shift(FLOAT, CLERK)
        for wish in lived.recharges:
            clock.at = wish.paid_at.astimezone(UTC)
            books.recharge(wish.order, CLERK)
        clock.at = start_of(lived.day) + timedelta(hours=19)
        expected = books.counter.cash_in_drawer(CLERK.counter)
        books.counter.close_shift(shift.id, CashCount.in_fewest(expected), "", "", CLERK)
        clock.at = end_of(lived.day) + timedelta(minutes=30)
        books.take_reads(lived.reads, ReadSource.SIMULATED, actor)
        if lived.day < FIRST_DAY + timedelta(days=DAYS - 1):
            books.run_days(lived.day, actor, silent)
    clock.at = _morning() - timedelta(minutes=30)
    books.counter.open_shift(FLOAT, CLERK)
    books.close()


def _morning() -> datetime:
    return end_of(FIRST_DAY + timedelta(days=DAYS - 1)) + timedelta(hours=10)


def copy_office(source: Path, target: Path) -> Path:
    """Copy an office for a test that writes into it."""
    return Path(shutil.copytree(source, target))
