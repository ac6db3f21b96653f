"""The check and the archive by command line: anchors, quick checks, and a closed office."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest


def by_hand(desk, sql):
    with closing(sqlite3.connect(desk.office / "office.db")) as connection:
        assert connection.execute(sql).rowcount
        connection.commit()


def test_a_check_tells_the_anchor_to_be_kept(desk):
    told = desk.json("check").json

    assert told["ok"]
    assert told["anchor"].startswith("PAT1.1:")
    assert desk.json("check", "--anchor", told["anchor"]).json["ok"]
    assert told["anchor"] not in desk.run("check", "--quick").out


def test_an_anchor_that_the_chain_does_not_go_through_is_named(desk):
    anchor = desk.json("check").json["anchor"]
    stream, seq, mark = anchor.split(":")
    other = f"{stream}:{seq}:{'0' * len(mark)}"

    found = desk.json("check", "--anchor", other)

    assert found.code == 1
    assert {"anchor_differs"} == {problem["code"] for problem in found.json["problems"]}
    assert other in found.json["problems"][0]["message"]


@pytest.mark.parametrize("anchor", ["", "PAT1", "PAT1.1:1:xyz", "PAT1.1:1"])
def test_what_is_no_anchor_is_refused(desk, anchor):
    refused = desk.run("check", f"--anchor={anchor}")

    assert refused.is_refused_in_one_sentence()


def test_an_office_whose_books_are_wrong_writes_nothing_until_it_is_overridden(desk):
    by_hand(desk, "UPDATE wallet SET balance_paise = balance_paise + 1")
    assert desk.json("check", "--quick").code == 1
    recharge = ("recharge", "--consumer", "1001", "--amount", "500", "--tender", "cash")

    refused = desk.json(*recharge, "--order-id", "o-1")
    assert (refused.code, refused.error["code"]) == (3, "books_not_in_order")

    assert desk.json("check", "--override", "known to the head office").json == {"overridden": True}
    assert desk.json(*recharge, "--order-id", "o-1").code == 0


def test_an_override_needs_its_reason(desk):
    assert desk.run("check", "--override", " ").is_refused_in_one_sentence()


@pytest.mark.parametrize(
    ("until", "code"),
    [("2025-04-02", "not_a_year_to_archive"), ("2024-04-01", "nothing_to_archive")],
)
def test_what_cannot_be_archived_is_refused(desk, until, code):
    refused = desk.json("archive", "--until", until, "--to", desk.folder / "old.db")

    assert (refused.code, refused.error["code"]) == (1, code)
    assert not (desk.folder / "old.db").exists()


def test_what_is_no_archive_is_refused(desk):
    refused = desk.run("check", "--archive", desk.folder / "nowhere.db")

    assert refused.is_refused_in_one_sentence()
