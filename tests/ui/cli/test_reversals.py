"""After the fact by command line: receipts found, cancelled, transferred; cheques settled."""

from __future__ import annotations

import pytest

WHY = ("--reason", "Amount mistyped")


def take(desk, order, *more, user=None, **paid):
    paid = {"amount": "500", "consumer": "1001", "tender": "cash", **paid}
    options = [word for name, value in paid.items() for word in (f"--{name}", value)]
    command = ("recharge", *options, "--order-id", order, *more)
    answer = desk.as_(user, *command) if user else desk.json(*command)
    return answer.json["receipt"]["number"]


def by_cheque(desk, order, **more):
    paper = ("--reference", "004511", "--bank", "SBI Patna", "--dated", "2025-07-10")
    return take(desk, order, *paper, tender="cheque", **more)


@pytest.fixture
def held(desk):
    """An office that keeps a cheque of 12 July."""
    desk.run("settings", "set", "--name", "cheque.hold_post_dated", "--value", "yes")
    kept = desk.json(
        *("cheques", "hold", "--id", "h1", "--consumer", "1001", "--amount", "500"),
        *("--reference", "900100", "--bank", "PNB", "--dated", "2025-07-12"),
    )
    assert kept.code == 0, kept.err
    return desk


def test_a_receipt_is_cancelled_and_told_so(desk):
    number = take(desk, "a")
    before = desk.balance("1001")

    cancelled = desk.json("cancel", "--number", number, *WHY)

    (undone,) = cancelled.json["receipt"]["undone"]
    assert (undone["kind"], undone["amount"], undone["reason"]) == (
        "cancelled",
        50_000,
        "Amount mistyped",
    )
    assert desk.balance("1001") == before - 50_000
    told = desk.run("receipts", "find", number)
    assert "Reason: Amount mistyped" in told.out
    again = desk.json("cancel", "--number", number, *WHY)
    assert again.is_refused_in_one_sentence()
    assert again.error["code"] == "receipt_undone"
    assert desk.json("check").json["ok"]


def test_receipts_are_listed_by_what_is_known_of_them(desk):
    first = take(desk, "a")
    second = take(desk, "b", "--reference", "UTR 99", tender="upi", consumer="1002")
    desk.run("cancel", "--number", first, *WHY)

    def listed(*options):
        return [row["number"] for row in desk.json("receipts", "list", *options).json["receipts"]]

    assert listed() == [second, first]
    assert listed("--state", "cancelled") == [first]
    assert listed("--state", "valid") == [second]
    assert listed("--tender", "upi") == [second]
    assert listed("--text", "sunita") == [first]
    assert listed("--text", "utr99") == [second]
    assert listed("--text", first) == [first]
    assert listed("--text", "2") == [second]
    assert listed("--counter", "0", "--limit", "1") == [second]
    assert listed("--counter", "1") == []
    assert listed("--from", "2025-07-11") == []
    assert listed("--from", "2025-07-10", "--until", "2025-07-10") == [second, first]
    assert "Cancelled" in desk.run("receipts", "list").out


def test_the_text_of_a_qr_code_finds_its_receipt(desk):
    number = take(desk, "a")
    escaped = number.replace("/", "%2F")
    code = f"BB1?o=PAT1&r={escaped}&c=1001&a=50000&b=100000&t=2025-07-10T11:30%2B05:30"

    found = desk.json("receipts", "find", code)

    assert found.json["receipt"]["number"] == number
    unknown = desk.json("receipts", "find", "BB1?o=PAT1&r=%3D1%2B1")
    assert unknown.is_refused_in_one_sentence()


def test_a_transfer_brings_the_money_to_the_right_consumer(desk):
    number = take(desk, "a")
    before = desk.balance("1001"), desk.balance("1002")

    moved = desk.json("transfer", "--number", number, "--to", "1002", "--reason", "Read out 1002")

    assert moved.json["receipt"]["consumer"] == "1002"
    after = desk.balance("1001"), desk.balance("1002")
    assert after == (before[0] - 50_000, before[1] + 50_000)
    assert moved.json["receipt"]["number"] in desk.run("receipts", "find", number).out
    assert desk.json("check").json["ok"]


def test_a_clerk_asks_for_a_cancellation_and_a_supervisor_approves(staffed):
    number = take(staffed, "a", user="ravi")

    asked = staffed.as_("ravi", "cancel", "--number", number, *WHY).json["approval"]
    shown = staffed.as_("meena", "approvals", "show", asked["id"]).json["approval"]
    approved = staffed.as_("meena", "approvals", "approve", asked["id"], "--note", "Seen")

    assert asked["may_approve"] == ["anil", "meena", "sita"]
    assert '"amount_paise": 50000' in shown["content"]
    assert approved.json["approval"]["state"] == "approved"
    told = staffed.as_("ravi", "receipts", "find", number).json["receipt"]
    (undone,) = told["undone"]
    assert (undone["by"], undone["asked_by"]) == ("meena", "ravi")


def test_a_supervisor_cancels_at_once_but_never_what_they_took(staffed):
    ravis = take(staffed, "a", user="ravi")
    meenas = take(staffed, "b", user="meena", amount="600")

    done = staffed.as_("meena", "cancel", "--number", ravis, *WHY)
    own = staffed.as_("meena", "cancel", "--number", meenas, *WHY)
    asked = staffed.as_("meena", "cancel", "--number", meenas, *WHY, "--ask")
    auditor = staffed.as_("gopal", "cancel", "--number", meenas, *WHY)

    assert done.json["receipt"]["undone"][0]["by"] == "meena"
    assert own.is_refused_in_one_sentence()
    assert own.error["code"] == "own_receipt"
    assert asked.json["approval"]["state"] == "waiting"
    assert auditor.error["code"] == "not_allowed"


def test_a_cheque_is_cleared_or_comes_back(desk):
    paid = by_cheque(desk, "a")
    bounced = by_cheque(desk, "b", consumer="1002")
    before = desk.balance("1002")

    cleared = desk.json("cheques", "clear", "--number", paid, "--on", "2025-07-10")
    returned = desk.json("cheques", "dishonour", "--number", bounced, "--reason", "No funds")

    assert cleared.json["cheque"]["state"] == "cleared"
    assert returned.json["barred_until"] == "2026-07-10"
    assert desk.balance("1002") == before - 75_000
    states = {row["number"]: row["state"] for row in desk.json("cheques", "list").json["cheques"]}
    assert states == {paid: "cleared", bounced: "dishonoured"}
    assert "No funds" in desk.run("receipts", "find", bounced).out
    barred = desk.json(
        *("recharge", "--consumer", "1002", "--amount", "500", "--tender", "cheque"),
        *("--reference", "2", "--bank", "SBI", "--dated", "2025-07-10", "--order-id", "c"),
    )
    assert barred.error["code"] == "cheques_barred"
    assert desk.run("cheques", "allow", "--consumer", "1002", "--reason", "Bank's fault").code == 0
    by_cheque(desk, "d", consumer="1002", amount="700")
    assert desk.json("check").json["ok"]


def test_a_held_cheque_is_listed_and_given_back(held):
    before = held.balance("1001")
    listed = held.json("cheques", "list", "--held").json["held"]
    early = held.json("cheques", "take", "--id", "h1")
    back = held.run("cheques", "return", "--id", "h1", "--reason", "Paid in cash")

    assert [(one["id"], one["dated"], one["amount"]) for one in listed] == [
        ("h1", "2025-07-12", 50_000)
    ]
    assert early.error["code"] == "cheque_post_dated"
    assert back.code == 0
    assert held.balance("1001") == before
    assert "No cheque waits" in held.run("cheques", "list", "--held").out
    assert held.json("cheques", "take", "--id", "h1").error["code"] == "held_cheque_ended"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("cancel", "--number", "PAT1/00/2025-26/999999", *WHY), "receipt_not_found"),
        (("cancel", "--number", "<b>=1+1</b>", *WHY), "receipt_not_found"),
        (("cancel", "--number", "{a}", "--reason", "x" * 300), "field_too_long"),
        (("cancel", "--number", "{a}", "--reason", " "), "field_missing"),
        (("cancel", "--number", "{a}", "--reason", "a\u202eb"), "field_not_allowed"),
        (("transfer", "--number", "{a}", "--to", "1001", *WHY), "same_consumer"),
        (("transfer", "--number", "{a}", "--to", "9999", *WHY), "consumer_not_found"),
        (("cheques", "clear", "--number", "{a}"), "no_such_instrument"),
        (("cheques", "clear", "--number", "{a}", "--line", "x"), "field_not_allowed"),
        (("cheques", "clear", "--number", "{c}", "--on", "2025-07-11"), "day_in_the_future"),
        (("cheques", "clear", "--number", "{c}", "--on", "2025-07-09"), "field_out_of_range"),
        (("cheques", "dishonour", "--number", "{c}", "--reason", ""), "field_missing"),
        (("cheques", "dishonour", "--number", "{c}", *WHY, "--fee", "1e3"), "not_an_amount"),
        (("cheques", "dishonour", "--number", "{c}", *WHY, "--fee", "-1"), "field_out_of_range"),
        (("cheques", "allow", "--consumer", "1001", *WHY), "not_barred"),
        (("cheques", "take", "--id", "unknown"), "held_cheque_not_found"),
        (("cheques", "list", "--state", "lost"), "field_not_allowed"),
        (("receipts", "list", "--state", "lost"), "field_not_allowed"),
        (("receipts", "list", "--counter", "x"), "field_not_allowed"),
        (("receipts", "find", "PAT1/00"), "receipt_not_found"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(desk, command, code):
    cash, cheque = take(desk, "a"), by_cheque(desk, "c", amount="600")
    numbers = {"{a}": cash, "{c}": cheque}

    refused = desk.json(*(numbers.get(word, word) for word in command))

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == code
    assert "{" not in refused.err
    assert desk.json("check").json["ok"]
