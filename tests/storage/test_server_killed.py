"""The whole server is killed while counters and a run work: what was acknowledged is there."""

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from domain.office import Office
from domain.progress import silent
from storage.office import create_office_on_server, open_office
from tests.end_to_end.faults import offices
from tests.postgres_server import DURABLE, NoServer, running_server

PROJECT = Path(__file__).parents[2]
CONSUMERS, DAYS = 60, 20
PAYERS = [str(1001 + place) for place in range(20)]


@pytest.fixture
def durable_server(monkeypatch):
    """A server of our own that syncs to the disk; CI cannot do without."""
    try:
        with running_server(DURABLE) as server:
            monkeypatch.setenv("PGPASSWORD", server.password)
            yield server
    except NoServer as lack:
        if os.environ.get("CI"):
            pytest.fail(str(lack))
        pytest.skip(str(lack))


@pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=pytest.mark.long)])
def test_a_server_killed_at_any_moment_keeps_what_was_acknowledged(
    durable_server, tmp_path, rounds
):
    office = _make_office(durable_server, tmp_path / "office")
    chance, acknowledged = Random(11), {}

    for number in range(rounds):
        desks = [_counter(office, desk, number) for desk in (1, 2)]
        run = _bill(office, number)
        first = desks[0].stdout.readline()
        time.sleep(chance.uniform(0.1, 1.5))
        durable_server.kill()
        for process in (*desks, run):
            _keep(acknowledged, process.communicate(timeout=60)[0])
        _keep(acknowledged, first)
        durable_server.start()
        assert _wrong(office, acknowledged) == []

    assert len(acknowledged) > rounds
    books = open_office(office, offices.StandingClock(offices.MADE_AT + timedelta(days=1)))
    books.run_days(offices.FIRST_DAY.replace(day=DAYS), offices.ASHA, silent)
    assert books.check(silent) == []
    books.close()


def _make_office(server, folder):
    with server.connect() as connection:
        connection.execute("CREATE DATABASE office")
    address = server.address("office")
    clock = offices.StandingClock()
    books = create_office_on_server(folder, Office("PAT1", "Patna One"), clock, address)
    offices.fill_office(books, consumers=CONSUMERS, days=DAYS)
    books.close()
    return folder


def _counter(office, desk, number):
    return _start(
        number,
        *("counter", "--office", office, "--counter", desk, "--seed", 10 * number + desk),
        *("--consumers", ",".join(PAYERS)),
    )


def _bill(office, number):
    day = offices.FIRST_DAY.replace(day=min(2 * number + 4, DAYS)).isoformat()
    return _start(number, "command", "--", "--office", office, "--json", "bill", "--day", day)


def _start(number, *arguments):
    """Start a worker of a round; each begins an hour later, when a dead run's lease has lapsed."""
    at = (offices.MADE_AT + timedelta(hours=1 + number)).isoformat()
    worker = [sys.executable, "-m", "tests.end_to_end.faults.worker", "--at", at]
    return subprocess.Popen(
        [*worker, *map(str, arguments)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _keep(acknowledged, told):
    for line in told.splitlines():
        answer = json.loads(line)
        if "order" in answer:
            acknowledged[answer["order"]] = (answer["number"], answer["paise"])


def _wrong(office, acknowledged):
    """Return what is wrong in the office that was opened again."""
    books = open_office(office, offices.StandingClock())
    with books._reading() as connection:  # noqa: SLF001 - by a stranger's eyes
        rows = connection.execute(text("SELECT order_id, number, amount_paise FROM receipt"))
        posted = {row.order_id: (row.number, row.amount_paise) for row in rows}
    lost = [order for order, receipt in acknowledged.items() if posted.get(order) != receipt]
    wrong = lost + [str(problem) for problem in books.check(silent)]
    books.close()
    return wrong
