"""Policies by command line: taken, listed, dry run, holidays, protections, and why not."""

from __future__ import annotations

import json

import pytest

from resources import locate

BIHAR = locate("policies", "bihar.json")
#: A Wednesday and the hours of Bihar's window, in India.
OPEN, SHUT = "2025-07-16T11:00", "2025-07-16T13:00"


@pytest.fixture
def owing(desk):
    """The office with its first days charged, under a policy by which old reads hold nobody."""
    assert desk.run("bill", "--day", "2025-07-01", "--until", "2025-07-07").code == 0
    document = json.loads(BIHAR.read_text("utf-8"))["policies"][0]
    path = desk.folder / "policy.json"
    path.write_text(json.dumps({"policies": [document | {"most_days_without_read": 0}]}), "utf-8")
    assert desk.run("policy", "add", path).code == 0
    return desk


def below_zero(desk):
    numbers = ("1001", "1002", "1003", "1004")
    return [number for number in numbers if desk.balance(number) < 0]


def test_a_policy_is_added_listed_and_shown(desk):
    assert "nobody is cut" in desk.run("policy", "list").out
    added = desk.run("policy", "add", BIHAR)

    assert added.code == 0
    assert "BR-2025" in added.out
    [listed] = desk.json("policy", "list").json["policies"]
    assert "Holds today" in desk.run("policy", "list").out
    assert (listed["id"], listed["valid_from"], listed["holds_today"]) == (
        "BR-2025",
        "2025-04-01",
        True,
    )
    shown = desk.run("policy", "show", "BR-2025")
    assert "10:00 to 13:00" in shown.out
    assert "3 days from the day below zero" in shown.out
    assert desk.json("policy", "show", "BR-2025").json["document"]["id"] == "BR-2025"
    assert desk.run("policy", "show", "NONE").is_refused_in_one_sentence()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nothing", "not a JSON file of policies"),
        ('{"policies": [{"id": "X"}]}', "valid_from"),
        ('{"policies": [{"id": "X", "colour": 1}]}', "colour"),
    ],
)
def test_a_file_that_holds_no_policy_is_refused(desk, text, told):
    path = desk.file("policy.json", text)
    refused = desk.run("policy", "add", path)
    assert refused.is_refused_in_one_sentence()
    assert told in refused.err
    assert desk.json("policy", "list").json["policies"] == []


def test_where_there_is_staff_a_policy_waits_for_a_second_person(staffed):
    assert staffed.as_("meena", "policy", "add", BIHAR).code == 1
    asked = staffed.as_("meena", "policy", "add", BIHAR, "--reason", "The new order")

    [told] = asked.json["policies"]
    assert told["approval"]
    assert staffed.as_("meena", "policy", "list").json["policies"] == []
    assert staffed.as_("sita", "approvals", "approve", told["approval"]).code == 0
    assert len(staffed.as_("meena", "policy", "list").json["policies"]) == 1


def test_holidays_of_the_state_are_filled_in_and_edited(desk):
    filled = desk.json("holidays", "fill", "--year", "2026")

    assert filled.json["added"] > 10
    days = {one["day"]: one["name"] for one in filled.json["holidays"]}
    assert days["2026-01-26"] == "Republic Day"
    assert "2026-04-14" in days
    assert desk.json("holidays", "fill", "--year", "2026").json["added"] == 0
    assert desk.run("holidays", "add", "2026-01-26", "The republic").code == 0
    assert desk.run("holidays", "remove", "2026-04-14").code == 0
    listed = desk.json("holidays", "list", "--year", "2026").json["holidays"]
    assert {one["day"]: one["name"] for one in listed} == {
        day: "The republic" if day == "2026-01-26" else name
        for day, name in days.items()
        if day != "2026-04-14"
    }
    assert desk.run("holidays", "remove", "2026-04-14").is_refused_in_one_sentence()
    assert desk.run("holidays", "fill", "--state", "ZZ").is_refused_in_one_sentence()
    assert desk.run("holidays", "list", "--year", "26").is_refused_in_one_sentence()
    assert "no holiday in the books" in desk.run("holidays", "list", "--year", "2030").out


def test_a_dry_run_counts_everybody_once(owing):
    now = owing.json("disconnect", "--dry-run", "--at", OPEN).json
    later = owing.json("disconnect", "--dry-run", "--at", SHUT).json

    assert now["policy"] == "BR-2025"
    assert now["defaulters"] == len(below_zero(owing)) > 0
    assert now["go"] + now["held"] == now["defaulters"]
    assert sum(now["held_first_by"].values()) == now["held"]
    assert later["go"] == 0
    assert later["held_by"]["outside_hours"] == later["defaulters"]
    told = owing.run("disconnect", "--dry-run", "--at", SHUT)
    assert "Nothing was sent." in told.out
    assert f"{later['defaulters']} below zero, 0 go now" in told.out
    assert owing.run("disconnect").code == 2


def test_a_dry_run_takes_a_draft_that_nobody_asked_for(owing):
    document = json.loads(BIHAR.read_text("utf-8"))["policies"][0]
    draft = document | {"id": "D", "emergency_credit": {"down_to": "-100000.00"}}
    path = owing.file("draft.json", json.dumps({"policies": [draft]}))

    told = owing.json("disconnect", "--dry-run", "--at", OPEN, "--policy", path).json

    assert (told["policy"], told["go"]) == ("D", 0)
    assert told["held_by"]["credit_limit"] == told["defaulters"]
    assert [one["id"] for one in owing.json("policy", "list").json["policies"]] == ["BR-2025"]
    two = owing.file("two.json", json.dumps({"policies": [draft, draft]}))
    assert owing.run("disconnect", "--dry-run", "--policy", two).is_refused_in_one_sentence()
    for never in ("noon", "9999-12-31T23:59", "1999-12-31T12:00"):
        assert owing.run("disconnect", "--dry-run", "--at", never).is_refused_in_one_sentence()


def test_why_tells_one_consumer_step_by_step(owing):
    number = below_zero(owing)[0]
    free = owing.json("why", "--consumer", number, "--at", OPEN).json
    assert (free["side"], free["may_be_cut"], free["reasons"]) == ("defaulter", True, [])

    protected = owing.json(
        *("protect", "add", "--consumer", number, "--kind", "life_support"),
        *("--proof", "Letter 7", "--until", "2030-12-31", "--id", "p-7"),
    )
    assert protected.code == 1  # nobody is proved right for longer than five years
    made = owing.json(
        *("protect", "add", "--consumer", number, "--kind", "life_support", "--from"),
        *("2025-07-01", "--proof", "Letter 7", "--until", "2025-12-31", "--id", "p-7"),
    )
    assert made.json["protections"][0]["proof"] == "Letter 7"

    held = owing.json("why", "--consumer", number, "--at", SHUT).json
    assert [one["reason"] for one in held["reasons"]] == ["protected", "outside_hours"]
    assert held["reasons"][0]["until"] == "2026-01-01T00:00:00+05:30"
    assert held["next_at"] == "2026-01-01T10:00:00+05:30"
    told = owing.run("why", "--consumer", number, "--at", SHUT).out
    assert "Protected from disconnection until 1 Jan 2026 00:00." in told
    assert "Could be cut from 1 Jan 2026 10:00 on." in told

    assert owing.run("protect", "end", "p-7", "--reason", "Recovered").code == 0
    assert owing.json("protect", "list").json["protections"] == []
    assert len(owing.json("protect", "list", "--all").json["protections"]) == 1
    assert owing.run("protect", "end", "p-7", "--reason", "x").is_refused_in_one_sentence()
    assert owing.run("why", "--consumer", "nobody").is_refused_in_one_sentence()


def test_whom_a_protection_covers_must_be_said(owing):
    base = ("protect", "add", "--kind", "exam", "--proof", "Order", "--until", "2025-12-31")
    assert owing.run(*base).code == 2
    assert owing.run(*base, "--feeder", "F", "--whole-office").code == 2
    assert owing.run(*base, "--feeder", "nowhere").is_refused_in_one_sentence()
    assert owing.run(*base, "--whole-office").code == 0
    assert "Whole office" in owing.run("protect", "list").out
