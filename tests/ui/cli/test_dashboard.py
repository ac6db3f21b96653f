"""The dashboard by command line: the figures of the desk, for people and for programs."""

from __future__ import annotations

import pytest

from domain.dashboard import MOST_DAYS

RECHARGE = ("recharge", "--consumer", "1003", "--tender", "cash", "--order-id")


@pytest.fixture
def worked(desk):
    """An office with a week charged, up to 9 July 2025, and a payment of today."""
    assert desk.run("bill", "--day", "2025-07-01", "--until", "2025-07-09").code == 0
    assert desk.run(*RECHARGE, "o1", "--amount", "500").code == 0
    return desk


def test_today_is_told_with_what_was_charged_last(worked):
    told = worked.run("dashboard")

    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[0] == "10 Jul 2025"
    assert any(line.startswith("Collected") and "₹500.00" in line for line in lines)
    assert any(line.startswith("up to ₹1,000") for line in lines)
    assert lines[-1].startswith("Last backup")


def test_json_has_every_figure_in_paise_and_watt_hours(worked):
    told = worked.json("dashboard", "--from", "2025-07-01", "--until", "2025-07-10").json
    bills = [
        day
        for number in ("1001", "1002", "1003", "1004")
        for day in worked.json("charges", "--consumer", number, "--month", "2025-07").json["days"]
    ]

    assert (told["from"], told["until"]) == ("2025-07-01", "2025-07-10")
    assert told["collection"]["collected"] == 500_00
    assert told["collection"]["receipts"] == 1
    assert told["charges"]["until"] == "2025-07-09"
    assert told["charges"]["charged"] == sum(day["total"] for day in bills)
    assert told["charges"]["energy_wh"] == sum(day["energy_wh"] for day in bills)
    assert told["charges"]["charged_days"] == 9
    assert told["consumers"] == sum(group["count"] for group in told["statuses"].values()) == 4
    assert told["negative"]["count"] == sum(band["count"] for band in told["bands"])
    assert told["defaulters"] == told["statuses"]["to_be_disconnected"]
    assert told["reads"]["expected"] == told["reads"]["received"] + told["reads"]["missing"] == 4
    assert [day["day"] for day in told["days"]][-1] == "2025-07-10"


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (("--from", "2025-07-09", "--until", "2025-07-01"), "period_reversed"),
        (("--from", "1900-01-01"), "period_too_long"),
        (("--from", "=1+1"), "not_a_day"),
    ],
)
def test_days_that_are_none_are_refused_in_one_sentence(worked, days, code):
    assert worked.run("dashboard", *days).is_refused_in_one_sentence()
    assert worked.json("dashboard", *days).error["code"] == code


def test_the_longest_period_is_taken(worked):
    told = worked.json("dashboard", "--from", "2022-07-11")

    assert len(told.json["days"]) == MOST_DAYS


def test_each_role_is_told_what_waits_for_it(staffed):
    staffed.ask("meena")

    waiting = {
        user: staffed.as_(user, "dashboard").json["waiting"] for user in ("anil", "ravi", "gopal")
    }

    assert waiting["anil"]["approvals"] == 1
    assert "approvals" not in waiting["ravi"]
    assert waiting["gopal"] == {}
