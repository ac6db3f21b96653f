"""What a request asks for, in the words of whoever decides on it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from domain.approval import Approval
from domain.staff import Act
from resources.texts import Texts
from ui.asked_in_words import asked_kind, asked_parts

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
