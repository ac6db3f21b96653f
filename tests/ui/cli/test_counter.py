"""Shifts and day-ends by command: a float, a count, a slip; each mistake one sentence."""

from __future__ import annotations

import pytest

from domain.errors import FieldNotAllowed
from domain.shift import CashCount
from ui.cli.counter import cash_of


@pytest.fixture
def open_desk(desk):
    """The command line of an office whose counter 1 is open with 2,000 rupees."""
    assert desk.run("shift", "open", "--cash", "500x4").code == 0
    return desk


# How cash is written


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("500x4 100x10", {500: 4, 100: 10}),
        ("500x4,10x3", {500: 4, 10: 3}),
        ("2×3", {2: 3}),
        ("20*5", {20: 5}),
        ("0", {}),
        ("", {}),
    ],
)
def test_notes_and_coins_are_written_short(text, pieces):
    assert cash_of(text) == CashCount.of(pieces)


@pytest.mark.parametrize(
    "text", ["500", "3x4", "500x", "x4", "500x-1", "500x1.5", "500x4 500x1", "=1+1", "५००x1"]
)
def test_what_is_no_cash_is_refused(text):
    with pytest.raises(FieldNotAllowed):
        cash_of(text)


# The shift


def test_a_shift_is_opened_looked_at_and_closed(open_desk):
    x = open_desk.json("shift", "x").json["report"]
    assert (x["counter"], x["is_open"], x["expected"]) == (1, True, 200_000)

    z = open_desk.json("shift", "close", "--cash", "500x4", "--handed-to", "Asha").json["report"]
    assert (z["number"], z["difference"], z["handed_to"]) == (1, 0, "Asha")
    assert open_desk.json("shift", "x", "--shift", z["id"]).json["report"]["counted"] == 200_000


def test_the_next_shift_begins_with_what_the_last_one_left(open_desk):
    open_desk.run("shift", "close", "--cash", "500x4")

    opened = open_desk.json("shift", "open", "--as-left").json["shift"]

    assert opened["opening"] == 200_000


def test_cash_leaves_the_drawer(open_desk):
    paid = ("--amount", "120", "--to", "Ramesh <b>=1+1</b>", "--for", "tea")
    assert open_desk.json("shift", "pay-out", *paid).json["move"]["payee"] == "Ramesh <b>=1+1</b>"
    open_desk.run("shift", "drop", "--amount", "1000")

    report = open_desk.json("shift", "x").json["report"]
    assert (report["paid_out"], report["dropped"], report["expected"]) == (12_000, 100_000, 88_000)
    assert [move["kind"] for move in report["moves"]] == ["pay_out", "drop"]


def test_what_is_short_needs_a_reason_and_is_told_in_words(open_desk):
    refused = open_desk.run("shift", "close", "--cash", "500x3")
    assert refused.is_refused_in_one_sentence()

    closed = open_desk.run("shift", "close", "--cash", "500x3", "--reason", "A torn note")
    assert closed.code == 0
    assert "₹500.00 short" in closed.out


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("shift", "open", "--cash", "500x1"), "shift_open"),
        (("shift", "open", "--counter", "0"), "counter_has_no_shift"),
        (("shift", "open", "--counter", "x"), "field_not_allowed"),
        (("shift", "x", "--counter", "7"), "no_shift"),
        (("shift", "x", "--shift", "99"), "shift_not_found"),
        (("shift", "close", "--cash", "3x1"), "field_not_allowed"),
        (("shift", "drop", "--amount", "5000"), "drawer_too_empty"),
        (("shift", "drop", "--amount", "0"), "amount_not_positive"),
        (("shift", "pay-out", "--amount", "5", "--to", "", "--for", "tea"), "field_missing"),
        (("day-end", "close"), "shifts_still_open"),
        (("day-end", "close", "--counter", "7"), "nothing_to_close"),
        (("day-end", "show", "--day", "31-31"), "not_a_day"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(open_desk, command, code):
    refused = open_desk.json(*command)

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == code


def test_the_shifts_of_a_day_are_listed(open_desk):
    open_desk.run("shift", "open", "--cash", "0", "--counter", "3")

    listed = open_desk.json("shift", "list").json["shifts"]

    assert [(one["counter"], one["opening"]) for one in listed] == [(1, 200_000), (3, 0)]
    assert "No shift was opened" in open_desk.run("shift", "list", "--day", "2025-07-01").out


# The end of the day


def test_a_day_is_closed_and_its_report_written(open_desk, tmp_path):
    open_desk.run("shift", "drop", "--amount", "500")
    open_desk.run("shift", "close", "--cash", "500x3")
    [day] = open_desk.json("day-end", "open-days").json["days"]
    assert (day["counter"], day["has_open_shift"]) == (1, False)

    out = tmp_path / "day.pdf"
    closed = open_desk.json("day-end", "close", "--out", out).json["day_end"]

    assert closed["agrees"]
    assert closed["closed"]["slip"]
    assert out.read_bytes().startswith(b"%PDF")
    assert open_desk.json("day-end", "open-days").json["days"] == []
    assert open_desk.json("shift", "open", "--as-left").error["code"] == "counter_day_closed"


def test_the_line_without_a_counter_is_closed_and_goes_on(desk):
    pay = ("recharge", "--consumer", "1001", "--tender", "cash")
    desk.run(*pay, "--amount", "1234", "--order-id", "a")
    shown = desk.run("day-end", "show", "--counter", "0")
    assert "₹1,234.00" in shown.out
    assert desk.json("day-end", "close", "--counter", "0").json["day_end"]["agrees"]

    assert desk.run(*pay, "--amount", "100", "--order-id", "b").code == 0
    [day] = desk.json("day-end", "open-days").json["days"]
    assert day["counter"] == 0


def test_a_report_of_a_shift_is_written_in_hindi(open_desk, tmp_path):
    out = tmp_path / "x.pdf"

    told = open_desk.run("shift", "x", "--out", out, "--language", "hi")

    assert told.code == 0
    assert out.read_bytes().startswith(b"%PDF")


# Who may


def test_a_clerk_acts_at_the_own_counter_only(staffed):
    assert staffed.as_("ravi", "shift", "open", "--cash", "500x1").code == 0

    refused = staffed.as_("ravi", "shift", "open", "--cash", "500x1", "--counter", "4")

    assert refused.error["code"] == "not_allowed"


def test_a_supervisor_closes_the_shift_of_somebody_else(staffed):
    staffed.as_("ravi", "shift", "open", "--cash", "500x1")

    closed = staffed.as_("meena", "shift", "close", "--cash", "500x1")

    assert closed.json["report"]["closed_by"] == "meena"


def test_a_clerk_does_not_close_the_line_without_a_counter(staffed):
    pay = ("recharge", "--consumer", "1001", "--tender", "cash", "--amount", "100")
    staffed.as_("ravi", *pay, "--order-id", "a")

    refused = staffed.as_("ravi", "day-end", "close", "--counter", "0")

    assert refused.error["code"] == "not_allowed"
    assert staffed.as_("meena", "day-end", "close", "--counter", "0").code == 0


def test_an_auditor_looks_only(staffed):
    staffed.as_("ravi", "shift", "open", "--cash", "500x1")

    assert staffed.as_("gopal", "shift", "list").code == 0
    assert staffed.as_("gopal", "shift", "close", "--cash", "0", "--reason", "x").error["code"] == (
        "not_allowed"
    )
