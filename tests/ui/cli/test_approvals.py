"""Two persons by command line: tariffs are asked for, and hold when another has approved them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

import main
from storage.office import open_office
from tests.ui.cli.conftest import NOW, StandingClock
from ui.cli.asking import PASSWORD


def tariffs(staffed):
    books = open_office(staffed.office, StandingClock())
    try:
        return {tariff.id for tariff in books.tariffs()}
    finally:
        books.close()


def test_tariffs_wait_for_another_person_and_then_hold(staffed):
    asked = staffed.as_(
        "meena", "import", "tariffs", staffed.tariff(), "--reason", "Order 12/2025"
    ).json
    before = tariffs(staffed)
    waiting = staffed.as_("anil", "approvals", "list", "--waiting").json["approvals"]
    approved = staffed.as_("anil", "approvals", "approve", asked["approval"]["id"], "--note", "ok")

    assert (asked["accepted"], asked["asked"]) == (0, 1)
    assert asked["approval"]["may_approve"] == ["anil", "sita"]
    assert "NEW-1" not in before
    assert [approval["id"] for approval in waiting] == [asked["approval"]["id"]]
    assert approved.json["approval"]["state"] == "approved"
    assert approved.json["approval"]["decided_by"] == "anil"
    assert "NEW-1" in tariffs(staffed)
    assert staffed.as_("anil", "approvals", "list", "--waiting").json["approvals"] == []


def test_whoever_asks_says_why(staffed):
    refused = staffed.as_("meena", "import", "tariffs", staffed.tariff())

    assert refused.is_refused_in_one_sentence()
    assert refused.error["field"] == "reason"
    assert staffed.as_("meena", "approvals", "list").json["approvals"] == []


def test_a_dry_run_asks_nobody(staffed):
    told = staffed.as_(
        "meena", "import", "tariffs", staffed.tariff(), "--reason", "try", "--dry-run"
    ).json

    assert (told["asked"], told["approval"]) == (1, None)
    assert staffed.as_("meena", "approvals", "list").json["approvals"] == []


def test_a_file_with_nothing_new_asks_for_nothing(staffed):
    shipped = main.locate("tariffs", "examples.json")

    told = staffed.as_("meena", "import", "tariffs", shipped, "--reason", "again")

    assert told.code == 0
    assert (told.json["asked"], told.json["approval"]) == (0, None)


def test_the_maker_is_never_the_checker(staffed):
    request = staffed.ask("meena")

    refused = staffed.as_("meena", "approvals", "approve", request)

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "maker_is_checker"


def test_a_clerk_neither_approves_nor_rejects(staffed):
    request = staffed.ask()

    approve = staffed.as_("ravi", "approvals", "approve", request)
    reject = staffed.as_("ravi", "approvals", "reject", request, "--note", "no")

    assert {approve.error["code"], reject.error["code"]} == {"not_allowed"}


def test_a_request_is_shown_with_all_that_it_asks_for(staffed):
    request = staffed.ask()

    shown = staffed.as_("gopal", "approvals", "show", request).json["approval"]

    assert json.loads(shown["content"])["tariffs"][0]["id"] == "NEW-1"
    assert shown["reason"] == "Order 12/2025"
    assert shown["may_approve"] == ["anil", "sita"]


def test_a_rejected_request_changes_nothing_and_is_decided_once(staffed):
    request = staffed.ask()

    rejected = staffed.as_("anil", "approvals", "reject", request, "--note", "Wrong rates")
    again = staffed.as_("sita", "approvals", "approve", request)

    assert rejected.json["approval"]["state"] == "rejected"
    assert again.error["code"] == "approval_decided"
    assert "NEW-1" not in tariffs(staffed)


def test_a_request_that_waited_too_long_ran_out(staffed, monkeypatch):
    request = staffed.ask()
    monkeypatch.setattr(StandingClock, "now", lambda _clock: NOW + timedelta(days=8))

    listed = staffed.as_("anil", "approvals", "list").json["approvals"]
    refused = staffed.as_("anil", "approvals", "approve", request)

    assert [approval["state"] for approval in listed] == ["expired"]
    assert refused.error["code"] == "approval_expired"


@pytest.mark.parametrize("command", [("show",), ("approve",), ("reject", "--note", "no")])
def test_an_unknown_request_is_refused(staffed, command):
    refused = staffed.as_("anil", "approvals", command[0], "none", *command[1:])

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "approval_not_found"


def test_text_is_for_people(staffed, monkeypatch):
    request = staffed.ask()
    monkeypatch.setenv(PASSWORD, "monsoon-42-own")

    listed = staffed.run("--as", "anil", "approvals", "list").out
    shown = staffed.run("--as", "anil", "approvals", "show", request).out

    assert request in listed
    assert "Waiting" in listed
    assert "anil, sita" in shown
