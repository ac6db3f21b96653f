"""What a request asks for, in the words of whoever decides on it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from domain.approval import Approval
from domain.staff import Act
from resources import locate
from resources.texts import Texts
from ui.asked_in_words import asked_kind, asked_parts, asked_subject

NOW = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
ENGLISH = Texts("en")


def asking(**content):
    return Approval(
        *("a1", Act.PLAN_ARREARS, "1001", json.dumps(content), "old ledger", "meena"),
        *(NOW, NOW),
    )


def test_a_plan_of_arrears_is_told_in_words():
    approval = asking(
        what="plan",
        consumer="1001",
        amount_paise=5000_00,
        kind="daily",
        instalments=300,
        percent=0,
        threshold_paise=0,
        starts_on="2026-11-22",
        reason="old ledger",
    )

    [part] = asked_parts(approval, ENGLISH)

    assert asked_kind(approval, ENGLISH) == "Arrears"
    assert part.name == "Consumer 1001"
    assert dict(part.facts) == {
        "What": "Book a debt from before prepaid",
        "Owed": "₹5,000.00",
        "Plan": "300 daily instalments of ₹16.67",
        "First day": "22 Nov 2026",
    }


def test_the_end_of_a_plan_is_told_in_words():
    [part] = asked_parts(asking(what="end", consumer="1001", reason="court"), ENGLISH)

    assert list(part.facts) == [("What", "End the plan and write the rest off")]


def test_a_job_is_called_by_its_time_and_not_by_its_id():
    content = {
        "job": "a" * 32,
        "at": "2026-11-23T06:00:00+00:00",
        "until": "2026-11-23T07:30:00+00:00",
        "policy": "BR-2025",
        "defaulters": 14,
        "to_be_cut": 11,
        "left_out": 1,
        "beyond": 0,
    }
    approval = Approval(
        *("a2", Act.DISCONNECT, "a" * 32, json.dumps(content), "Daily list", "vikram"),
        *(NOW, NOW),
    )

    [part] = asked_parts(approval, ENGLISH)

    assert asked_subject(approval, ENGLISH) == part.name == "Job for 23 Nov 2026 11:30"
    assert dict(part.facts)["To be disconnected"] == "11"
    assert asked_subject(asking(what="end", consumer="1001"), ENGLISH) == "1001"


def test_a_transfer_is_told_by_what_whoever_decides_has_to_know():
    content = {
        "number": "PAT1/02/2026-27/000123",
        "reason": "Number misread",
        "asked_by": "ravi",
        "consumer": "1001",
        "amount_paise": 500_00,
        "tender": "cash",
        "posted_by": "asha",
        "to": "1002",
    }
    approval = Approval(
        *("a1", Act.TRANSFER_RECEIPT, content["number"], json.dumps(content), "why", "ravi"),
        *(NOW, NOW),
    )

    [part] = asked_parts(approval, ENGLISH)

    assert asked_kind(approval, ENGLISH) == "Transfer"
    assert part.name == "PAT1/02/2026-27/000123"
    assert dict(part.facts) == {
        "Consumer": "1001",
        "Amount": "₹500.00",
        "Tender": "Cash",
        "Taken by": "asha",
        "Transfer to consumer": "1002",
    }


def test_tariffs_are_told_with_the_impact_that_their_maker_saw():
    tariff = json.loads(locate("tariffs", "examples.json").read_text("utf-8"))["tariffs"][7]
    impact = {
        "draft": tariff["id"],
        "schedule": "BR-DS1",
        "first": "2026-10-01",
        "last": "2026-10-31",
        "consumers": 1234,
        "paying_more": 617,
        "paying_less": 0,
        "mean_paise": 1250,
        "median_paise": 900,
        "most_more_paise": 50_000,
        "lines": {"ec": [100, 300], "subsidy": [0, 0], "total": [100, 300]},
    }
    content = json.dumps({"tariffs": [tariff], "impact": impact})
    approval = Approval(
        *("a1", Act.TAKE_TARIFFS, tariff["id"], content, "Order 12", "meena"), *(NOW, NOW)
    )

    told, seen = asked_parts(approval, ENGLISH)

    assert (
        "the first 125 units of a month, their duty too, the fixed charge too,"
        " on the days until they are used up"
    ) in [words for _name, words in told.facts]
    facts = dict(seen.facts)
    assert facts["Paying more"] == "617 (50.0%)"
    assert facts["Energy charge"] == "₹1.00 becomes ₹3.00 (+₹2.00)"
    assert facts["Most that anybody pays more"] == "+₹500.00"
    assert "Subsidy" not in facts


def test_a_policy_is_told_for_everybody_and_for_each_group():
    text = locate("policies", "uttar-pradesh.json").read_text("utf-8")
    [policy] = json.loads(text)["policies"]
    approval = Approval(
        *("a1", Act.TAKE_POLICY, policy["id"], json.dumps(policy), "Order 12", "meena"), *(NOW, NOW)
    )

    head, usual, domestic, commercial = asked_parts(approval, ENGLISH)

    assert asked_kind(approval, ENGLISH) == "Policy"
    assert (head.name, dict(head.facts)["From"]) == ("UP-2025", "1 Apr 2025")
    assert usual.name == "everybody else"
    assert dict(usual.facts)["Emergency credit"] == "3 days from the day below zero"
    assert dict(usual.facts)["Never between"] == "18:00 to 08:00"
    assert domestic.name == "Domestic up to 2 kW"
    assert dict(commercial.facts)["Emergency credit"] == "30 days from the day below zero"
