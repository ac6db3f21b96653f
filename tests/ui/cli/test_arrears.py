"""Arrears by command line: plan, show, end; amounts in paise."""

from __future__ import annotations

import pytest

from tests.ui.cli.conftest import OWN_PASSWORD
from ui.cli.asking import PASSWORD

PLAN = ("arrears", "plan", "--consumer", "1002", "--amount", "5000", "--reason", "old ledger p. 4")
SHOW = ("arrears", "show", "--consumer", "1002")


def test_a_debt_is_booked_shown_paid_by_days_and_ended(desk):
    planned = desk.json(*PLAN, "--instalments", "300")
    shown = desk.json(*SHOW).json
    ended = desk.json("arrears", "end", "--consumer", "1002", "--reason", "court order").json

    assert planned.code == 0
    told = planned.json["plan"]
    assert (told["amount"], told["rest"], told["kind"]) == (500_000, 500_000, "daily")
    assert (told["instalments"], told["next_instalment"]) == (300, 16_67)
    assert (told["starts_on"], told["state"]) == ("2025-07-10", "live")
    assert shown["owed"] == 500_000
    assert shown["plans"] == [told]
    assert [(move["kind"], move["amount"]) for move in shown["moves"]] == [("booked", 500_000)]
    assert (ended["plan"]["state"], ended["written_off"]) == ("ended", 500_000)
    assert desk.json(*SHOW).json["owed"] == 0
    assert desk.json("check").json["ok"]


def test_a_percentage_pays_out_of_recharges(desk):
    desk.run(*PLAN, "--percent", "12.5")
    recharge = ("recharge", "--consumer", "1002", "--amount", "400", "--tender", "cash")

    receipt = desk.json(*recharge, "--order-id", "o1").json["receipt"]

    assert (receipt["to_arrears"], receipt["to_wallet"]) == (50_00, 350_00)
    assert desk.json(*SHOW).json["owed"] == 4950_00
    lines = desk.run(*SHOW).out
    assert "12.5% of each recharge" in lines
    assert receipt["number"] in lines


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (("--instalments", "300"), "300 daily instalments of ₹16.67, from 10 Jul 2025"),
        (("--percent", "20%"), "20% of each recharge"),
        (("--threshold", "300"), "what a recharge brings above a balance of ₹300.00"),
        (("--by-hand",), "what is paid for it at the counter"),
    ],
)
def test_every_kind_of_plan_is_told_in_words(desk, terms, words):
    assert words in desk.run(*PLAN, *terms).out


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (("--instalments", "0"), "field_out_of_range"),
        (("--instalments", "3651"), "field_out_of_range"),
        (("--instalments", "1e3"), "field_not_allowed"),
        (("--percent", "0"), "field_out_of_range"),
        (("--percent", "100.01"), "field_out_of_range"),
        (("--percent", "=1+1"), "field_not_allowed"),
        (("--threshold", "-1"), "amount_out_of_range"),
        (("--instalments", "30", "--from", "2025-07-09"), "field_out_of_range"),
        (("--instalments", "30", "--from", "soon"), "not_a_day"),
        (("--by-hand", "--amount", "0"), "amount_out_of_range"),
        (("--by-hand", "--reason", " "), "field_missing"),
        (("--by-hand", "--reason", "x" * 300), "field_too_long"),
        (("--by-hand", "--reason", "a\u202eb"), "field_not_allowed"),
        (("--by-hand", "--consumer", "9999"), "consumer_not_found"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(desk, terms, code):
    refused = desk.json(*PLAN, *terms)

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == code
    assert desk.json(*SHOW).json["plans"] == []


def test_hostile_reasons_come_back_as_they_were_said(desk):
    reason = "=1+1 <b>प्रभा's</b> 🙂"

    desk.run(*PLAN, "--by-hand", "--reason", reason)

    assert desk.json(*SHOW).json["plans"][0]["reason"] == reason


def test_a_second_plan_and_the_end_of_none_are_refused(desk):
    nothing = desk.json("arrears", "end", "--consumer", "1002", "--reason", "none")
    desk.run(*PLAN, "--by-hand")
    second = desk.json(*PLAN, "--percent", "20")

    assert nothing.error["code"] == "no_arrears"
    assert second.error["code"] == "arrears_running"


def test_where_there_is_staff_another_person_approves_it(staffed):
    asked = staffed.as_("meena", *PLAN, "--instalments", "300").json
    request = asked["approval"]["id"]
    shown = staffed.as_("meena", *SHOW).json
    approved = staffed.as_("anil", "approvals", "approve", request, "--note", "seen")

    assert asked["plan"] is None
    assert asked["approval"]["may_approve"] == ["anil", "sita"]
    assert shown["plans"] == []
    assert approved.json["approval"]["state"] == "approved"
    assert staffed.as_("meena", *SHOW).json["plans"][0]["booked_by"] == "anil"


def test_a_request_is_told_in_words(staffed, monkeypatch):
    request = staffed.as_("meena", *PLAN, "--instalments", "300").json["approval"]["id"]
    monkeypatch.setenv(PASSWORD, OWN_PASSWORD)

    told = staffed.run("--as", "anil", "approvals", "show", request).out

    assert "Consumer 1002" in told
    assert "300 daily instalments of ₹16.67" in told
    assert "₹5,000.00" in told


def test_a_plan_is_ended_by_two_persons(staffed):
    asked = staffed.as_("meena", *PLAN, "--by-hand").json["approval"]["id"]
    staffed.as_("anil", "approvals", "approve", asked)

    ending = staffed.as_("anil", "arrears", "end", "--consumer", "1002", "--reason", "court").json
    staffed.as_("meena", "approvals", "approve", ending["approval"]["id"])

    shown = staffed.as_("meena", *SHOW).json
    assert (shown["owed"], shown["plans"][0]["state"]) == (0, "ended")


def test_a_clerk_plans_nothing(staffed):
    refused = staffed.as_("ravi", *PLAN, "--by-hand")

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "not_allowed"
