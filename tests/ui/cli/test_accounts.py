"""One consumer's account by command: timeline, notes, tags, balance explained, lookalikes."""

from __future__ import annotations

import pytest

from resources.texts import Texts

WHO = ("--consumer", "1001")
PAID = ("recharge", *WHO, "--amount", "200", "--tender", "cash", "--order-id", "o1")


@pytest.fixture
def billed(desk):
    """Two days charged, a recharge, a note."""
    desk.run("bill", "--day", "2025-07-01", "--until", "2025-07-02")
    desk.run(*PAID)
    desk.run("note", *WHO, "--words", "Dog behind the gate")
    return desk


def test_a_timeline_adds_up_to_the_balance(billed):
    told = billed.json("timeline", *WHO).json

    moved = [row["amount"] for row in told["rows"] if row["amount"] is not None]
    assert sum(moved) == billed.json("balance", *WHO).json["balance"]
    assert {row["kind"] for row in told["rows"]} >= {"note", "recharge", "charges"}
    assert not told["has_more"]
    assert "Dog behind the gate" in billed.run("timeline", *WHO).out


def test_a_timeline_of_some_kinds_and_words(billed):
    only = billed.json("timeline", *WHO, "--only", "charges", "--only", "notes").json["rows"]
    found = billed.json("timeline", *WHO, "--text", "dog").json["rows"]

    assert {row["kind"] for row in only} == {"charges", "note"}
    assert [row["kind"] for row in found] == ["note"]


def test_an_unknown_kind_is_refused(desk):
    ran = desk.json("timeline", *WHO, "--only", "nonsense")

    assert (ran.code, ran.error["code"]) == (1, "field_not_allowed")


def test_a_note_is_kept_and_told(desk):
    made = desk.json("note", *WHO, "--words", "=1+1 <b>").json
    told = desk.json("note", *WHO).json

    assert [one["words"] for one in told["notes"]] == ["=1+1 <b>"]
    assert made == told


def test_tags_are_put_on_told_and_taken_off(desk):
    desk.run("tag", *WHO, "--tag", "Court case")
    again = desk.json("tag", "--consumer", "1002", "--tag", "court  CASE").json

    assert again["tags"] == ["Court case"]
    assert desk.json("tags").json == {"tags": ["Court case"]}
    assert desk.json("untag", *WHO, "--tag", "COURT CASE").json["tags"] == []
    assert desk.json("untag", *WHO, "--tag", "court case").error["code"] == "tag_not_found"
    assert desk.json("tags", "--consumer", "1002").json["tags"] == ["Court case"]


def test_a_balance_is_explained_to_the_paisa(billed):
    told = billed.json("explain-balance", *WHO, "--from", "2025-06-30").json["balance"]

    moved = sum(one["amount"] for one in told["movements"])
    assert told["opening"] + moved - told["charged"]["total"] == told["closing"]
    assert told["closing"] == told["present"] == billed.json("balance", *WHO).json["balance"]
    assert told["charged"]["days"] == 2
    assert sum(told["charged"]["lines"].values()) == told["charged"]["total"]
    assert "Opening balance" in billed.run("explain-balance", *WHO).out


def test_a_balance_is_explained_on_paper_and_that_is_noted(billed, tmp_path):
    target = tmp_path / "balance.pdf"

    ran = billed.json("explain-balance", *WHO, "--out", str(target), "--language", "both")

    assert ran.code == 0
    assert target.read_bytes().startswith(b"%PDF")
    [row] = billed.json("timeline", *WHO, "--only", "documents").json["rows"]
    assert row["how"] == "balance explained"


def test_a_period_that_is_none_is_refused(billed):
    days = ("--from", "2025-07-05", "--until", "2025-07-01")

    assert billed.json("explain-balance", *WHO, *days).error["code"] == "field_out_of_range"


def test_who_may_be_the_same_is_told(desk, tmp_path):
    told = desk.json("duplicates", *WHO).json

    assert told == {"consumer": "1001", "lookalikes": []}
    assert Texts("en")("Nobody looks like this consumer.") in desk.run("duplicates", *WHO).out
