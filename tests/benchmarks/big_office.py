"""A large office for benchmarks: made by the use cases themselves, charged up to a day."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from domain.calendar import Clock, days_from, end_of
from domain.consumer import NewConsumer
from domain.energy import Energy
from domain.money import Money
from domain.office import Actor, Channel, Office
from domain.progress import silent
from domain.reads import Read, ReadSource
from domain.tariff import TariffBook, parse_tariff_text
from storage.books import SqlBooks
from storage.office import create_office, create_office_on_server, open_office
from tests.benchmarks.names import name_of
from tests.postgres_server import DURABLE, Server, running_server

SHIPPED = Path(__file__).parents[2] / "resources" / "tariffs" / "examples.json"
#: A day on which most of the shipped schedules hold.
DAY = date(2025, 9, 16)
ACTOR = Actor("benchmark", Channel.COMMAND_LINE)
_BATCH = 20_000
_SERVER = (*DURABLE, "shared_buffers=1GB", "max_wal_size=4GB", "wal_compression=on")


class FixedClock:
    """A clock that stands still."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def now(self) -> datetime:
        return self._instant


#: When DAY can be billed.
AFTER_THE_DAY = FixedClock(end_of(DAY) + timedelta(hours=6))


def make_big_office(
    folder: Path,
    consumers: int,
    *,
    days: int = 1,
    code: str = "BIG1",
    create: Callable[[Path, Office, Clock], SqlBooks] = create_office,
) -> SqlBooks:
    """Return an office with reads for ``days`` days up to DAY, all charged but the last."""
    books = create(folder, Office(code, "Benchmark"), AFTER_THE_DAY)
    tariffs, _ = parse_tariff_text(SHIPPED.read_text(encoding="utf-8"))
    books.add_tariffs(tariffs, ACTOR)
    first = DAY - timedelta(days=max(days, 1) - 1)
    schedules = _schedules(TariffBook(tariffs), first)
    use = np.random.default_rng(7).integers(500, 15_000, consumers)
    for start in range(0, consumers, _BATCH):
        places = range(start, min(start + _BATCH, consumers))
        books.take_on([_consumer(place, schedules, first) for place in places], ACTOR)
        for number in range(days):
            day = first + timedelta(days=number)
            at = end_of(day)
            reads = [
                Read(f"SM{place:08}", at, Energy(1_000_000 + int(use[place]) * (number + 1)))
                for place in places
                if (place + number) % 50
            ]
            outcome = books.take_reads(reads, ReadSource.AMISP, ACTOR)
            assert not outcome.refused
    if days > 1:
        books.run_days(DAY - timedelta(days=1), ACTOR, silent)
    return books


@contextmanager
def office_for(office: str, *, is_server: bool, days: int = 0) -> Iterator[SqlBooks]:
    """Open a copy of the office in a folder, or make one with so many consumers."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        place = Path(folder) / "office"
        create = create_office
        if is_server:
            server = stack.enter_context(running_server(_SERVER))
            create = _on(server)
        if office.isdecimal():
            books = make_big_office(place, int(office), days=days, create=create)
        else:
            shutil.copytree(office, place)
            books = open_office(place, AFTER_THE_DAY)
        yield books
        books.close()


def _on(server: Server) -> Callable[[Path, Office, Clock], SqlBooks]:
    os.environ["PGPASSWORD"] = server.password
    with server.connect() as connection:
        connection.execute("CREATE DATABASE big")
    address = server.address("big")

    def create(folder: Path, office: Office, clock: Clock) -> SqlBooks:
        return create_office_on_server(folder, office, clock, address)

    return create


def _schedules(book: TariffBook, first: date) -> list[str]:
    """Return the schedules that have a version on every day."""
    return [
        schedule
        for schedule in book.schedules
        if all(book.index_on(schedule, day) >= 0 for day in days_from(first, DAY))
    ]


def _consumer(place: int, schedules: list[str], first: date) -> NewConsumer:
    return NewConsumer(
        number=f"{100001 + place}",
        name=name_of(place),
        category=schedules[place % len(schedules)],
        load_w=1000 + place % 5 * 500,
        meter_serial=f"SM{place:08}",
        connected_on=first,
        mobile=f"99990{place % 100_000:05}",
        address="Kankarbagh, Patna",
        feeder=f"F{place % 40:02}",
        dtr=f"T{place % 400:03}",
        opening_balance=Money(50_000),
        initial=Energy(1_000_000),
    )
