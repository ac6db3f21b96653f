"""The same on a PostgreSQL server: counters and runs are killed, and the whole server with them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.end_to_end.faults.killing import Killed, Office, undisturbed_days
from tests.end_to_end.faults.offices import make_office
from tests.postgres_server import NoServer, Server, running_server

#: As a server is that shall lose nothing; these are its defaults.
SAFE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
CONSUMERS, DAYS = 1_500, 12
_TEMPLATE = "template_office"
_ROUNDS, _OFFICES = 6, 8
#: Each answer takes a way to the server and back, so that a round is longer.
_LONGEST_SECONDS = 2.0

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that syncs what it commits."""
    try:
        with running_server(SAFE) as started, pytest.MonkeyPatch.context() as surroundings:
            surroundings.setenv("PGPASSWORD", started.password)
            yield started
    except NoServer as lack:
        if os.environ.get("CI"):
            pytest.fail(str(lack))
        pytest.skip(str(lack))


@pytest.fixture(scope="module")
def fresh(server: Server, tmp_path_factory) -> Callable[[Path, str], Path]:
    """Lay out an office in a folder, with a database of its own that is fresh."""
    template = tmp_path_factory.mktemp("server") / "template"
    with server.connect() as connection:
        connection.execute(f"CREATE DATABASE {_TEMPLATE}")
    address = server.address(_TEMPLATE)
    make_office(template, consumers=CONSUMERS, days=DAYS, address=address)

    def lay_out(folder: Path, database: str) -> Path:
        with server.connect() as connection:
            connection.execute(f"CREATE DATABASE {database} TEMPLATE {_TEMPLATE}")
        folder.mkdir(parents=True)
        [file] = template.glob("office.toml")
        told = file.read_text(encoding="utf-8").replace(f"/{_TEMPLATE}", f"/{database}")
        (folder / file.name).write_text(told, encoding="utf-8")
        return folder

    return lay_out


def test_an_office_on_a_server_survives_kills_of_both(server, fresh, tmp_path, capsys):
    last_day = date(2025, 7, DAYS)
    undisturbed = undisturbed_days(fresh(tmp_path / "undisturbed", "undisturbed"), last_day)
    told = Killed()

    for seed in range(500, 500 + _OFFICES):
        office = fresh(tmp_path / str(seed) / "office", f"office_{seed}")
        broken = Office(
            office, office.parent, seed=seed, last_day=last_day, longest_seconds=_LONGEST_SECONDS
        )
        for number in range(_ROUNDS):
            broken.round(number, told, server if number % 2 else None)
        told.wrong += broken.finish(undisturbed)

    with capsys.disabled():
        print(f"\nPostgreSQL: {told}")
    assert told.wrong == []
    assert told.servers >= _OFFICES * _ROUNDS // 2
