"""Clocks that lie, zones that change, and days at the edges: a posting's date never goes back."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import main
from domain.calendar import IST, end_of, start_of
from tests.end_to_end.faults import offices
from tests.end_to_end.faults.program import (
    DONE,
    REFUSED,
    WORKER,
    Ended,
    arguments_for,
    run,
)
from tests.end_to_end.faults.verdict import faults_of, fingerprint

CONSUMERS, DAYS = 6, 5
#: When the clock is right: noon of 2 August 2025 in India.
NOON = datetime(2025, 8, 2, 6, 30, tzinfo=UTC)
DAY = timedelta(days=1)


class Desk:
    """The command line of an office, by any clock."""

    def __init__(self, folder: Path) -> None:
        self.office = folder / "office"

    def at(self, instant: datetime, *arguments: str) -> Ended:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main.main(arguments_for(self.office, *arguments), offices.StandingClock(instant))
        return Ended(code, out.getvalue(), err.getvalue())

    def recharge(self, instant: datetime, order: str = "one", rupees: int = 100) -> Ended:
        return self.at(
            instant,
            *("recharge", "--consumer", "1001", "--amount", str(rupees)),
            *("--tender", "cash", "--order-id", order),
        )


@pytest.fixture
def desk(tmp_path):
    offices.make_office(tmp_path / "office", consumers=CONSUMERS, days=DAYS)
    return Desk(tmp_path)


def test_nothing_is_posted_by_a_clock_that_moved_back_a_day(desk, tmp_path):
    assert desk.recharge(NOON).code == DONE
    before = fingerprint(desk.office)
    sheet = offices.consumers_file(tmp_path / "consumers.csv", 5001, 2)

    asked = [
        desk.recharge(NOON - DAY, "two"),
        desk.at(NOON - DAY, "bill", "--day", "2025-07-02"),
        desk.at(NOON - DAY, "import", "consumers", str(sheet)),
    ]

    for ended in asked:
        assert ended.code == REFUSED
        assert ended.error == "clock_moved_back"
        assert ended.is_told_in_one_sentence()
    assert fingerprint(desk.office) == before
    assert faults_of(desk.office, {}) == []


def test_a_clock_that_is_set_right_goes_on_where_it_was(desk):
    desk.recharge(NOON)
    desk.recharge(NOON - DAY, "waiting", 200)

    ended = desk.recharge(NOON + timedelta(minutes=1), "waiting", 200)

    assert ended.code == DONE
    assert ended.json["receipt"]["number"].endswith("000002")
    assert faults_of(desk.office, {}) == []


def test_a_posting_by_a_clock_that_ran_ahead_locks_nobody_out(desk):
    desk.recharge(NOON + 300 * DAY)
    entry = json.loads(desk.recharge(NOON, "two", 200).out)["error"]["entry"]

    said = desk.at(
        NOON, *("settings", "set", "--name", "clock.wrong_until_entry", "--value", str(entry))
    )

    assert said.code == DONE, said.err
    assert desk.recharge(NOON, "two", 200).code == DONE
    assert desk.recharge(NOON - DAY, "three", 300).error == "clock_moved_back"
    assert faults_of(desk.office, {}) == []


def test_an_order_that_was_posted_is_answered_by_any_clock(desk):
    posted = desk.recharge(NOON)

    again = desk.recharge(NOON - 300 * DAY)

    assert again.json == posted.json


def test_a_second_desk_a_little_behind_posts_at_the_instant_of_the_first(desk):
    first = desk.recharge(NOON)

    second = desk.recharge(NOON - timedelta(minutes=3), "two", 200)

    assert second.json["receipt"]["posted_at"] == first.json["receipt"]["posted_at"]
    assert second.json["receipt"]["number"].endswith("000002")


def test_a_desk_behind_at_the_turn_of_the_year_stays_in_the_new_one(desk):
    turn = start_of(date(2026, 4, 1))

    numbers = [
        desk.recharge(turn + timedelta(seconds=late), str(late), 200 + late).json["receipt"][
            "number"
        ]
        for late in (-1, 0, -120, 60)
    ]

    assert numbers == [
        "PAT1/00/2025-26/000001",
        "PAT1/00/2026-27/000001",
        "PAT1/00/2026-27/000002",
        "PAT1/00/2026-27/000003",
    ]
    assert faults_of(desk.office, {}) == []


def test_a_receipt_is_printed_by_any_clock(desk, tmp_path):
    number = desk.recharge(NOON).json["receipt"]["number"]
    out = str(tmp_path / "receipt.pdf")

    copies = [
        desk.at(NOON - DAY, "receipt", "--number", number, "--out", out).json["receipt"]["copy"]
        for _time in range(2)
    ]

    assert copies == [0, 1]
    assert faults_of(desk.office, {}) == []


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "UTC"])
def test_a_billing_day_is_one_of_india_whatever_the_zone_of_the_machine(desk, zone):
    midnight = end_of(date(2025, 8, 2))
    late = (midnight - timedelta(minutes=2)).isoformat()

    def ask(*arguments: str) -> Ended:
        command = [*WORKER, "--at", late, "command", "--", *arguments_for(desk.office, *arguments)]
        return run(command, surroundings={"TZ": zone})

    today = ask("bill", "--day", "2025-08-02")
    yesterday = ask("bill", "--day", "2025-08-01")
    receipt = ask(
        *("recharge", "--consumer", "1001", "--amount", "100", "--tender", "cash"),
        *("--order-id", zone),
    )

    assert (today.code, today.error) == (REFUSED, "day_in_the_future")
    assert yesterday.code == DONE
    told = datetime.fromisoformat(receipt.json["receipt"]["posted_at"])
    assert told.astimezone(IST).date() == date(2025, 8, 2)


def test_a_run_at_midnight_bills_the_day_that_ended_and_no_other(desk):
    midnight = end_of(date(2025, 7, 3))
    office = desk.office

    too_early = desk.at(midnight - timedelta(milliseconds=1), "bill", "--day", "2025-07-03")

    # The office was made on 1 August; a clock of July may look, and is told so.
    assert (too_early.code, too_early.error) == (REFUSED, "day_in_the_future")
    assert desk.at(NOON, "bill", "--day", "2025-07-03").code == DONE
    assert faults_of(office, {}) == []


def test_the_29th_of_february_is_a_day_like_any_other(desk, tmp_path):
    sheet = offices.consumers_file(tmp_path / "consumers.csv", 6001, 1, date(2028, 2, 1))
    in_march = start_of(date(2028, 3, 2)) + timedelta(hours=10)
    desk.at(start_of(date(2028, 2, 1)), "import", "consumers", str(sheet))

    ended = desk.at(in_march, "bill", "--day", "2028-02-28", "--until", "2028-03-01")

    told = {day["day"]: day["charged"] for day in ended.json["days"]}
    assert {"2028-02-28", "2028-02-29", "2028-03-01"} <= set(told)
    charges = desk.at(in_march, "charges", "--consumer", "6001", "--month", "2028-02").json
    assert [day["day"] for day in charges["days"]][-1] == "2028-02-29"
    assert len(charges["days"]) == 29
    assert charges["total"] == sum(day["total"] for day in charges["days"])
    assert faults_of(desk.office, {}) == []


@pytest.mark.parametrize("day", [date(2026, 3, 31), date(2028, 2, 29), date(2025, 12, 31)])
def test_a_recharge_belongs_to_the_day_whose_last_instant_it_is(desk, day):
    last = end_of(day) - timedelta(milliseconds=1)

    number = desk.recharge(last).json["receipt"]["number"]
    rows = desk.at(last, "ledger", "--consumer", "1001").json["rows"]

    assert rows[-1]["business_date"] == day.isoformat()
    assert rows[-1]["document"] == number


def test_what_is_told_can_be_read_by_programs(desk):
    desk.recharge(NOON)

    error = json.loads(desk.recharge(NOON - DAY, "two").out)["error"]

    assert error["last_posted_at"].startswith("2025-08-02T12:00")
