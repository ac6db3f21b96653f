"""An office in a temporary folder, made by the program's own use cases, on both databases.

What every test begins with is made once and copied: a file, and a database of the server.
Every test that asks for ``books`` runs on SQLite and on a PostgreSQL server of its own, unless it
is marked ``only_on`` one of them, with the reason.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from domain.calendar import end_of
from domain.consumer import NewConsumer
from domain.energy import Energy
from domain.money import Money
from domain.office import Actor, Channel, Office
from domain.reads import Read, ReadSource
from domain.shift import NO_CASH, CashCount
from domain.tariff import parse_tariff_text
from storage.books import SqlBooks
from storage.dialect import POSTGRESQL, SQLITE, is_server, speak_words_of_the_house
from storage.engine import open_engine
from storage.migrate import prepare_server
from storage.office import create_office, create_office_on_server, open_office
from storage.office_file import OfficeFile
from storage.server import ServerAddress, open_server
from tests.conftest import FrozenClock
from tests.postgres_server import NoServer, Server, running_server

DATA = Path(__file__).parents[1] / "data"
START = date(2025, 6, 1)
ACTOR = Actor("asha", Channel.DESK, counter=2)
#: Whom the office's database on the server belongs to: no superuser.
_USER = "desk"
#: Databases that others are copies of: with the tables alone, and with the office of ``books``.
_EMPTY, _BEGUN = "an_empty_office", "a_begun_office"
_OFFICE = Office("PAT1", "Patna-1")
_NUMBERS = itertools.count(1)


@pytest.fixture
def actor() -> Actor:
    return ACTOR


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that has to do with a database on both."""
    if "database" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("only_on")
        metafunc.parametrize("database", only.args[:1] if only else (SQLITE, POSTGRESQL))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server with an empty office's tables as a template; CI cannot do without."""
    try:
        with running_server() as started, pytest.MonkeyPatch.context() as surroundings:
            surroundings.setenv("PGPASSWORD", started.password)
            _make_template(started)
            yield started
    except NoServer as lack:
        if os.environ.get("CI"):
            pytest.fail(str(lack))
        pytest.skip(str(lack))


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the office of ``books``."""
    folder = tmp_path_factory.mktemp("begun") / _OFFICE.code
    _begin(create_office(folder, _OFFICE, FrozenClock()))
    return folder


@pytest.fixture(scope="session")
def begun_on_server(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The database on the server that has the office of ``books``."""
    with server.connect() as connection:
        connection.execute(f"CREATE DATABASE {_BEGUN} TEMPLATE {_EMPTY} OWNER {_USER}")
    folder = tmp_path_factory.mktemp("begun") / _OFFICE.code
    address = server.address(_BEGUN, _USER)
    _begin(create_office_on_server(folder, _OFFICE, FrozenClock(), address))
    return _BEGUN


@pytest.fixture
def served(server: Server, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database on the server with the tables of an office.

    None is in it, or that of ``books`` when the test asks for it.
    """
    has_books = "books" in request.fixturenames
    template = request.getfixturevalue("begun_on_server") if has_books else _EMPTY
    name = f"office_{next(_NUMBERS)}"
    with server.connect() as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {_USER}")
        yield server.address(name, _USER)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def make_office(
    database: str, request: pytest.FixtureRequest, tmp_path: Path, clock: Any
) -> Callable[..., SqlBooks]:
    """Make an office in a folder of its own; all of a test are in one server's database."""
    if database == SQLITE:
        return lambda office: create_office(tmp_path / office.code, office, clock)
    address = request.getfixturevalue("served")
    return lambda office: create_office_on_server(tmp_path / office.code, office, clock, address)


@pytest.fixture
def books(
    database: str, request: pytest.FixtureRequest, tmp_path: Path, clock: Any
) -> Iterator[SqlBooks]:
    """An office with the example tariffs, nobody in it yet and ACTOR's shift open: 22 Nov 2026."""
    folder = tmp_path / _OFFICE.code
    if database == SQLITE:
        shutil.copytree(request.getfixturevalue("begun"), folder)
    else:
        folder.mkdir()
        address = ServerAddress.parse(request.getfixturevalue("served"))
        OfficeFile(address, _OFFICE.code).write(folder)
    opened = open_office(folder, clock)
    yield opened
    opened.close()


@pytest.fixture
def engine(books: SqlBooks) -> Iterator[Engine]:
    """A stranger's hand in the same database, with every right in it."""
    opened = _strangers_engine(books)
    yield opened
    opened.dispose()


def by_hand(engine: Engine, *statements: str) -> int:
    """Change rows past every guard, as whoever has the database can; return how many."""
    if is_server(engine):
        with engine.begin() as connection:  # neither triggers nor foreign keys
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            return sum(connection.exec_driver_sql(sql).rowcount for sql in statements)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN")
        guards = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in guards.scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        changed = sum(connection.exec_driver_sql(sql).rowcount for sql in statements)
        connection.commit()
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    return changed


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


def begin_shift_anew(books: SqlBooks, actor: Actor = ACTOR, by: Actor | None = None) -> None:
    """Close the shift of the actor's counter, if one is open, and open the actor's own of today.

    ``by`` closes the other one, if it is not whoever opened it.
    """
    shift = books.counter.shift(actor.counter)
    if shift is not None:
        expected = books.counter.cash_in_drawer(actor.counter)
        assert expected is not None
        counted = CashCount.in_fewest(expected)
        closing = by or replace(actor, name=shift.opened_by)
        books.counter.close_shift(shift.id, counted, "", "", closing)
    books.counter.open_shift(NO_CASH, actor)


def at_noon(day: date) -> datetime:
    """Return 12:00 in India on a day."""
    return end_of(day) - timedelta(hours=12)


def _make_template(server: Server) -> None:
    with server.connect() as connection:
        connection.execute(f"CREATE ROLE {_USER} LOGIN PASSWORD '{server.password}'")
        connection.execute(f"CREATE DATABASE {_EMPTY} OWNER {_USER}")
    engine = open_server(ServerAddress.parse(server.address(_EMPTY, _USER)), "TEMPLATE")
    prepare_server(engine)
    engine.dispose()


def _begin(books: SqlBooks) -> None:
    """Give a new office its tariffs, open ACTOR's shift and close the books."""
    for name in ("golden-edges.json", "example-tariffs.json"):
        tariffs, faults = parse_tariff_text((DATA / name).read_text(encoding="utf-8"))
        assert not faults
        books.add_tariffs(tariffs, ACTOR)
    books.counter.open_shift(NO_CASH, ACTOR)
    books.close()


def _strangers_engine(books: SqlBooks) -> Engine:
    if not books.is_server:
        return open_engine(books.path)
    address = books._engine.url.set(username="postgres")  # noqa: SLF001 - a stranger's hand
    engine = create_engine(address)
    speak_words_of_the_house(engine)
    return engine
