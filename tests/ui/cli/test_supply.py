"""Supply by command line: a job made, reviewed, asked for; orders listed; all stopped."""

from __future__ import annotations

import json

import pytest

WHY = ("--reason", "asked by the division")
POLICY = {
    "id": "TEST-2025",
    "title": "Policy of the test",
    "state": "Bihar",
    "source": "written for the test",
    "valid_from": "2025-04-01",
    "hours": {"windows": [["10:00", "13:00"]]},
    "emergency_credit": {"days": 3},
    "conversion_grace_days": 0,
}


@pytest.fixture
def ruled(desk):
    """An office with a policy; consumer 1004 owes Rs 45.10 since the 1st."""
    path = desk.folder / "policy.json"
    path.write_text(json.dumps({"policies": [POLICY]}), "utf-8")
    assert desk.run("policy", "add", path).code == 0
    return desk


def made(desk, *options):
    return desk.json("job", "make", *options).json["job"]["id"]


def test_a_job_is_made_reviewed_and_approved(ruled):
    job = made(ruled, "--id", "j1")
    again = made(ruled, "--id", "j1")

    left = ruled.json("job", "leave-out", job, "--consumer", "1004", *WHY)
    nobody = ruled.json("job", "ask", job)
    back = ruled.json("job", "take-in", job, "--consumer", "1004")
    asked = ruled.json("job", "ask", job)

    assert again == job == "j1"
    assert left.json["job"]["left_out"] == 1
    assert nobody.is_refused_in_one_sentence()
    assert nobody.error["code"] == "nobody_to_cut"
    assert back.json["job"]["left_out"] == 0
    assert (asked.json["job"]["state"], asked.json["job"]["orders"]) == ("approved", {"waiting": 1})
    shown = ruled.run("job", "show", job)
    assert "1004" in shown.out
    assert "Waiting" in shown.out
    assert "Approved" in ruled.run("job", "list").out


def test_orders_are_listed_shown_and_taken_back(ruled):
    job = made(ruled)
    ruled.run("job", "ask", job)
    [order] = ruled.json("orders", "--job", job).json["orders"]

    cancelled = ruled.json("orders", "cancel", order["id"], *WHY)
    again = ruled.json("orders", "cancel", order["id"], *WHY)

    assert (order["kind"], order["consumer_number"], order["state"]) == (
        *("disconnect", "1004"),
        "waiting",
    )
    assert cancelled.json["order"]["state"] == "cancelled"
    assert again.is_refused_in_one_sentence()
    assert "asked by the division" in ruled.run("orders", "show", order["id"]).out
    assert "no such orders" in ruled.run("orders", "--late").out


def test_supply_is_ordered_back_and_found_by_a_visit(ruled):
    ordered = ruled.json("reconnect", "--consumer", "1004", *WHY)
    number = ordered.json["order"]["id"]

    visited = ruled.json(
        "orders", "visit", number, "--found", "connected", "--note", "pressed the button"
    )

    assert ordered.json["order"]["due_at"] == "2025-07-10T13:30:00+05:30"
    assert visited.json["order"]["state"] == "done"
    assert ruled.json("check").json["ok"]


def test_all_disconnecting_is_stopped_and_goes_on(ruled):
    stopped = ruled.json("stop", "disconnecting", *WHY)
    twice = ruled.json("stop", "disconnecting", *WHY)
    told = ruled.run("orders")
    held = ruled.json("job", "show", made(ruled)).json["job"]["counts"]
    resumed = ruled.run("resume", "disconnecting", *WHY)

    assert stopped.json["standstill"]["reason"] == "asked by the division"
    assert twice.is_refused_in_one_sentence()
    assert "All disconnecting is stopped" in told.out
    assert held == {"switched_off": 1}
    assert resumed.code == 0
    assert ruled.json("resume", "disconnecting", *WHY).is_refused_in_one_sentence()


def test_a_job_needs_another_person_where_there_is_staff(staffed):
    path = staffed.folder / "policy.json"
    path.write_text(json.dumps({"policies": [POLICY]}), "utf-8")
    [asked] = staffed.as_("meena", "policy", "add", path, *WHY).json["policies"]
    staffed.as_("anil", "approvals", "approve", asked["approval"], "--note", "seen")
    job = staffed.as_("ravi", "job", "make", *WHY).json["job"]["id"]

    waits = staffed.as_("ravi", "job", "ask", job)
    refused = staffed.as_(
        "ravi", "approvals", "approve", waits.json["approval"]["id"], "--note", "mine"
    )
    approved = staffed.as_(
        "meena", "approvals", "approve", waits.json["approval"]["id"], "--note", "seen"
    )

    assert waits.json["job"]["state"] == "asked"
    assert refused.is_refused_in_one_sentence()
    assert approved.code == 0, approved.err
    [order] = staffed.as_("ravi", "orders", "--job", job).json["orders"]
    assert (order["consumer_number"], order["requested_by"]) == ("1004", "PAT1/meena")
