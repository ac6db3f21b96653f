"""An office in a temporary folder, made by the program's own use cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from domain.calendar import end_of
from domain.consumer import NewConsumer
from domain.energy import Energy
from domain.money import Money
from domain.office import Actor, Channel, Office
from domain.reads import Read, ReadSource
from domain.tariff import parse_tariff_text
from storage.books import SqlBooks
from storage.engine import open_engine
from storage.office import create_office

DATA = Path(__file__).parents[1] / "data"
START = date(2025, 6, 1)
ACTOR = Actor("asha", Channel.DESK, counter=2)


@pytest.fixture
def actor() -> Actor:
    return ACTOR


@pytest.fixture
def books(tmp_path: Path, clock: Any) -> Iterator[SqlBooks]:
    """An office with the example tariffs and nobody in it yet; it is 22 Nov 2026."""
    opened = create_office(tmp_path / "office", Office("PAT1", "Patna-1"), clock)
    for name in ("golden-edges.json", "example-tariffs.json"):
        tariffs, faults = parse_tariff_text((DATA / name).read_text(encoding="utf-8"))
        assert not faults
        opened.add_tariffs(tariffs, ACTOR)
    yield opened
    opened.close()


@pytest.fixture
def engine(books: SqlBooks) -> Iterator[Engine]:
    """A stranger's hand in the same database."""
    opened = open_engine(books.path)
    yield opened
    opened.dispose()


@pytest.fixture
def form() -> Callable[..., NewConsumer]:
    """Make a consumer of Domestic-A with 3 kW, connected on 1 June 2025."""

    def make(number: str = "1001", **fields: Any) -> NewConsumer:
        given: dict[str, Any] = {
            "number": number,
            "name": f"Consumer {number}",
            "category": "AS-DOMA-2023",
            "load_w": 3000,
            "meter_serial": f"M{number}",
            "connected_on": START,
            "opening_balance": Money.rupees(1000),
        }
        return NewConsumer(**(given | fields))

    return make


@pytest.fixture
def read() -> Callable[..., Read]:
    """Make the read that closes a day of June 2025 (0: the midnight that begins the month)."""

    def make(day: int, kwh: str, serial: str = "M1001", **fields: Any) -> Read:
        at = end_of(START + timedelta(days=day - 1))
        return Read(serial, fields.pop("at", at), Energy.kwh(kwh), **fields)

    return make


@pytest.fixture
def month_of_reads(books: SqlBooks, form: Any, read: Any) -> Callable[..., None]:
    """Take on consumers and a month of reads for each, 5 kWh a day and a little more each."""

    def fill(consumers: int = 3, days: int = 30) -> None:
        numbers = [str(1001 + place) for place in range(consumers)]
        books.take_on([form(number) for number in numbers], ACTOR)
        reads = [
            read(day, f"{100 + day * 5 + place}", f"M{number}")
            for place, number in enumerate(numbers)
            for day in range(days + 1)
        ]
        outcome = books.take_reads(reads, ReadSource.FILE, ACTOR)
        assert not outcome.refused
        assert not outcome.held

    return fill


def at_noon(day: date) -> datetime:
    """Return 12:00 in India on a day."""
    return end_of(day) - timedelta(hours=12)
