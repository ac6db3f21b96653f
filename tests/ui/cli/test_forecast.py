"""The command ``forecast``: what it tells, and what it refuses."""

from __future__ import annotations

import pytest


def told(desk, *options):
    return desk.json("forecast", "--consumer", "1001", *options)


def test_without_charged_days_nothing_is_foretold(desk):
    answer = told(desk)

    assert answer.code == 0
    assert answer.json["is_known"] is False
    assert answer.json["days_left"] is None
    assert answer.json["suggested_recharge"] is None
    assert answer.json["days"] == []
    assert "Too few days" in desk.run("forecast", "--consumer", "1001").out


@pytest.mark.parametrize("amount", ["0", "-5", "abc", "1e5", "<b>", "=1+1", "1.234", "9" * 40])
def test_an_amount_that_is_none_is_refused(desk, amount):
    answer = told(desk, f"--amount={amount}")

    assert answer.code == 1
    assert answer.json["error"]["message"]


@pytest.mark.parametrize("days", ["0", "181", "-1", "abc", "1.5", ""])
def test_days_beyond_what_is_foretold_are_refused(desk, days):
    assert told(desk, f"--days={days}").code == 1


def test_nobody_by_that_number_is_refused(desk):
    answer = desk.json("forecast", "--consumer", "nobody")

    assert answer.code == 1
    assert answer.json["error"]["code"] == "consumer_not_found"


def test_a_practice_office_is_foretold(new_desk):
    new_desk.run("demo", "--consumers", "5", "--days", "40")

    answer = new_desk.json("forecast", "--consumer", "100001", "--amount", "500", "--days", "20")
    said = new_desk.run("forecast", "--consumer", "100001", "--amount", "500").out

    assert answer.code == 0
    told = answer.json
    assert told["is_known"]
    assert len(told["days"]) == told["suggested_for_days"] == 20
    assert told["days"][0]["low_wh"] <= told["days"][0]["expected_wh"] <= told["days"][0]["high_wh"]
    assert told["recharge"]["balance_after"] == told["balance"] + 50_000
    assert told["recharge"]["days_left"] >= told["days_left"]
    balance = new_desk.json("balance", "--consumer", "100001").json
    assert balance["days_left"] == told["days_left"]
    assert "units a day lately" in said
    assert "lasts until" in said or "lasts beyond" in said
