"""Two desks and a nightly run in one office at once, each a process: nothing is lost or doubled."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.calendar import Month
from domain.lease import RUN
from domain.money import Money
from domain.office import Office
from domain.progress import silent
from storage.office import open_office
from tests.end_to_end.faults import offices

PROJECT = Path(__file__).parents[2]
CONSUMERS, DAYS, RECHARGES = 40, 12, 40
PAYERS = [str(1001 + place) for place in range(6)]
LAST_DAY = offices.FIRST_DAY.replace(day=DAYS)


@pytest.fixture
def office(make_office):
    """An office in the summer of 2025 with days to bill; its folder."""
    made = make_office(Office("PAT1", "Patna One", "BR"))
    made.close()
    books = open_office(made.path.parent, offices.StandingClock())
    offices.fill_office(books, consumers=CONSUMERS, days=DAYS)
    books.close()
    return made.path.parent


@pytest.fixture
def start():
    """Start a worker of the office; whatever still runs at the end is stopped."""
    started = []

    def start(*task):
        worker = [sys.executable, "-m", "tests.end_to_end.faults.worker", *map(str, task)]
        started.append(
            subprocess.Popen(
                worker, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def counter(office, number, seed, most=RECHARGES):
    return (
        *("counter", "--office", office, "--counter", number, "--seed", seed),
        *("--consumers", ",".join(PAYERS), "--most", most),
    )


def bill(office):
    days = ("--day", offices.FIRST_DAY.isoformat(), "--until", LAST_DAY.isoformat())
    return ("command", "--", "--office", office, "--json", "bill", *days)


def answers_of(process):
    told, complaint = process.communicate(timeout=120)
    assert process.returncode == 0, complaint
    return [json.loads(line) for line in told.splitlines()]


def test_two_desks_and_a_nightly_run_lose_nothing_and_double_nothing(office, start):
    desks = [start(*counter(office, number, seed=7)) for number in (1, 2)]
    run = start(*bill(office))

    [summary] = answers_of(run)
    receipts = [answer for desk in desks for answer in answers_of(desk)]

    assert [day["charged"] for day in summary["days"]] == [CONSUMERS] * DAYS
    assert len({answer["number"] for answer in receipts}) == 2 * RECHARGES
    books = open_office(office, offices.StandingClock())
    paid = sum(answer["paise"] for answer in receipts)
    with books._reading() as connection:  # noqa: SLF001 - by a stranger's eyes
        assert _scalar(connection, "SELECT sum(amount_paise) FROM receipt") == paid
        wrong = (
            "SELECT count(*) FROM wallet w WHERE w.balance_paise <> (SELECT sum(e.amount_paise)"
            " FROM wallet_entry e WHERE e.office_id = w.office_id"
            " AND e.consumer_id = w.consumer_id)"
        )
        assert _scalar(connection, wrong) == 0
        control = "SELECT sum(amount_paise) FROM journal_line WHERE account = 'wallets'"
        assert _scalar(connection, "SELECT sum(balance_paise) FROM wallet") == -_scalar(
            connection, control
        )
        numbers = "SELECT count(*), max(running_number) FROM receipt GROUP BY counter"
        assert [tuple(row) for row in connection.execute(text(numbers))] == [
            (RECHARGES, RECHARGES)
        ] * 2
    assert books.check(silent) == []
    books.close()


def test_the_same_orders_from_two_desks_at_once_give_one_receipt_each(office, start):
    desks = [start(*counter(office, 1, seed=9)) for _ in range(2)]

    first, second = (answers_of(desk) for desk in desks)

    assert first == second
    books = open_office(office, offices.StandingClock())
    assert len(books.receipts(limit=1000)) == RECHARGES
    balances = sum(books.consumer(number).balance.paise for number in PAYERS)
    assert balances == len(PAYERS) * offices.OPENING.paise + sum(row["paise"] for row in first)
    books.close()


def test_of_two_runs_at_once_one_bills_and_the_other_is_told(office, start):
    runs = [start(*bill(office)) for _ in range(2)]

    ended = sorted((run.wait(timeout=120), run.communicate()[0]) for run in runs)

    # The second one comes while the first runs, or after it, and charges nothing again.
    assert ended[0][0] == 0
    assert ended[1][0] in {0, 3}
    if ended[1][0]:
        assert json.loads(ended[1][1])["error"]["code"] == "run_going_on"
    books = open_office(office, offices.StandingClock())
    july = Month.of(offices.FIRST_DAY)
    assert [day.charged for day in books.month(july)[:DAYS]] == [CONSUMERS] * DAYS
    with books._unit() as unit:  # noqa: SLF001 - what is stored
        assert unit.leases.find(RUN) is None
    books.close()


def test_money_of_one_consumer_from_many_hands_adds_up(office, start):
    desks = [start(*counter(office, number, seed=number, most=10)) for number in (1, 2, 3)]

    paid = sum(answer["paise"] for desk in desks for answer in answers_of(desk))

    books = open_office(office, offices.StandingClock())
    balances = sum((books.consumer(number).balance for number in PAYERS), Money(0))
    assert balances.paise == len(PAYERS) * offices.OPENING.paise + paid
    books.close()


def _scalar(connection, sql):
    return connection.execute(text(sql)).scalar_one()
