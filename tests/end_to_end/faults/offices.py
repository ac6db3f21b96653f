"""Offices to be broken: small ones, made by the program's own use cases, with days to bill."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from domain.calendar import end_of
from domain.consumer import NewConsumer
from domain.energy import Energy
from domain.errors_of_counter import ShiftOpen
from domain.money import ZERO, Money
from domain.office import Actor, Channel, Office
from domain.reads import Read, ReadSource
from domain.shift import NO_CASH, CashCount
from domain.tariff import parse_tariff_text
from resources import locate
from storage.books import SqlBooks
from storage.office import create_office, create_office_on_server

#: Noon of 1 August 2025 in India, when the offices are made: all of July can be billed.
MADE_AT = datetime(2025, 8, 1, 6, 30, tzinfo=UTC)
FIRST_DAY = date(2025, 7, 1)
OPENING = Money.rupees(1_000)
ASHA = Actor("asha", Channel.DESK, counter=2)
_CATEGORIES = ("AS-DOMA-2023", "AS-COM-2023", "UP-LMV1U-2022")
#: Kept back, so that a test has a tariff to take in.
NEW_TARIFF = "DL-DOM-2019"


@dataclass(frozen=True, slots=True)
class StandingClock:
    """A clock that stands still."""

    instant: datetime = MADE_AT

    def now(self) -> datetime:
        return self.instant


def make_office(folder: Path, *, consumers: int, days: int, address: str = "") -> None:
    """Make an office of so many consumers with reads for so many days from 1 July 2025 on.

    Its database is a file, or the one on the server at ``address``.
    """
    office, clock = Office("PAT1", "Patna One", "BR"), StandingClock()
    if address:
        books = create_office_on_server(folder, office, clock, address)
    else:
        books = create_office(folder, office, clock)
    try:
        fill_office(books, consumers=consumers, days=days)
    finally:
        books.close()


def fill_office(books: SqlBooks, *, consumers: int, days: int) -> None:
    """Give a new office its tariffs, so many consumers, and their reads from 1 July 2025 on."""
    tariffs, faults = parse_tariff_text(shipped_tariffs())
    assert not faults
    books.add_tariffs([tariff for tariff in tariffs if tariff.id != NEW_TARIFF], ASHA)
    outcome = books.take_on([form(number) for number in numbers(consumers)], ASHA)
    assert outcome.accepted == consumers
    _take_reads(books, consumers, days)


def open_counter(books: SqlBooks, actor: Actor) -> None:
    """Let the actor have today's shift; another process at the counter may be quicker."""
    with suppress(ShiftOpen):
        books.counter.open_shift(NO_CASH, actor)
        return
    shift = books.counter.shift(actor.counter)
    if shift is not None and shift.day != books.today():
        counted = CashCount.in_fewest(books.counter.cash_in_drawer(actor.counter) or ZERO)
        books.counter.close_shift(shift.id, counted, "", "", actor)
        books.counter.open_shift(NO_CASH, actor)


def numbers(consumers: int) -> list[str]:
    """Return the consumer numbers of an office."""
    return [str(1001 + place) for place in range(consumers)]


def form(number: str) -> NewConsumer:
    """Return the form of a consumer who is supplied from 1 July 2025 on."""
    return NewConsumer(
        number=number,
        name=f"Consumer {number}",
        category=_CATEGORIES[int(number) % len(_CATEGORIES)],
        load_w=3_000,
        meter_serial=f"M{number}",
        connected_on=FIRST_DAY,
        opening_balance=OPENING,
    )


def read_of(number: str, day: int) -> Read:
    """Return the read that closes a day of July 2025 (0: the baseline)."""
    place = int(number) - 1000
    at = end_of(FIRST_DAY + timedelta(days=day - 1))
    return Read(f"M{number}", at, Energy(100_000 + day * (4_000 + 137 * (place % 40))))


def copy_office(template: Path, folder: Path) -> Path:
    """Copy a closed office to a place where nothing is; return that place."""
    shutil.rmtree(folder, ignore_errors=True)
    return shutil.copytree(template, folder)


def consumers_file(path: Path, first: int, count: int, connected_on: date = FIRST_DAY) -> Path:
    """Write a sheet of new consumers with opening balances."""
    header = (
        "number,name,guardian,address,mobile,email,language,category,load_kw,phase,meter_serial,"
        "meter_factor,feeder,dtr,connected_on,opening_balance"
    )
    rows = [
        f"{number},Consumer {number},,,,,en,AS-DOMA-2023,3,1,M{number},1,F1,D1,"
        f"{connected_on},{number}.50"
        for number in range(first, first + count)
    ]
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def reads_file(path: Path, consumers: list[str], days: range) -> Path:
    """Write a sheet of the reads that close these days."""
    rows = [
        f"{read.meter_serial},{read.read_at.isoformat()},{read.register.wh / 1000:.3f}"
        for number in consumers
        for read in (read_of(number, day) for day in days)
    ]
    path.write_text("\n".join(["meter_serial,read_at,kwh_import", *rows]) + "\n", encoding="utf-8")
    return path


def tariff_file(path: Path) -> Path:
    """Write the tariff that was kept back."""
    document = json.loads(shipped_tariffs())
    kept = [tariff for tariff in document["tariffs"] if tariff["id"] == NEW_TARIFF]
    path.write_text(json.dumps(document | {"tariffs": kept}), encoding="utf-8")
    return path


def shipped_tariffs() -> str:
    """Return the text of the tariffs that come with the program."""
    return locate("tariffs", "examples.json").read_text("utf-8")


def _take_reads(books: SqlBooks, consumers: int, days: int) -> None:
    for day in range(days + 1):
        reads = [read_of(number, day) for number in numbers(consumers)]
        outcome = books.take_reads(reads, ReadSource.FILE, ASHA)
        assert outcome.accepted == consumers
