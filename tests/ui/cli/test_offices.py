"""Offices by command line: made once, practised in, checked, backed up, restored elsewhere."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest


def test_a_new_office_is_ready_and_never_overwritten(new_desk):
    made = new_desk.json("init", "--code", "pat1", "--name", "Patna One", "--state", "BR")
    again = new_desk.json("init", "--code", "GAY1", "--name", "Gaya One")

    assert made.code == 0
    assert made.json["office"]["code"] == "PAT1"
    assert again.is_refused_in_one_sentence()
    assert again.error["code"] == "office_exists"


@pytest.mark.parametrize("code", ["", "P", "PAT-1", "पटना", "1PAT", "P" * 11])
def test_a_code_that_cannot_stand_in_receipt_numbers_is_refused(new_desk, code):
    refused = new_desk.run("init", "--code", code, "--name", "Patna One")

    assert refused.is_refused_in_one_sentence()
    assert not new_desk.office.exists()


def test_a_practice_office_lives_up_to_yesterday_and_is_in_order(new_desk):
    made = new_desk.json("demo", "--consumers", "20", "--days", "40", "--seed", "3")

    told = made.json
    assert made.code == 0
    assert told["office"]["is_practice"]
    assert (told["consumers"], told["days"], told["last"]) == (20, 40, "2025-07-09")
    assert told["recharges"] > 0
    checked = new_desk.json("check").json
    assert (checked["ok"], checked["problems"]) == (True, [])
    last = new_desk.json("charges", "--consumer", "100001", "--month", "2025-07").json["days"]
    assert [day["day"] for day in last] == [f"2025-07-{day:02}" for day in range(1, 10)]


def test_the_last_days_of_a_practice_office_can_be_left_to_bill(new_desk):
    made = new_desk.json("demo", "--consumers", "20", "--days", "10", "--leave-open", "2").json

    assert (made["last"], made["billed_until"]) == ("2025-07-09", "2025-07-07")
    days = new_desk.json("bill", "--day", "2025-07-08", "--until", "2025-07-09").json["days"]
    assert [day["charged"] for day in days] == [20, 20]
    assert all(day["without_read"] < 10 for day in days)
    assert new_desk.json("check").json["ok"]


def test_a_practice_office_has_the_policy_and_the_holidays_of_its_state(new_desk):
    made = new_desk.json("demo", "--consumers", "80", "--days", "5").json
    [policy] = new_desk.json("policy", "list").json["policies"]
    found = new_desk.json("defaulters").json
    kept = new_desk.json("holidays", "list", "--year", "2026").json["holidays"]

    assert made["policies"] == ["BR-2025"] == [policy["id"]]
    assert policy["holds_today"]
    assert found["count"] > 0
    assert set(found["reasons"]) == {"conversion_grace", "emergency_credit"}
    assert all(one["next_at"] for one in found["consumers"])
    assert {"2026-01-26", "2026-08-15", "2026-10-02"} <= {one["day"] for one in kept}
    assert new_desk.json("check").json["ok"]


def test_the_address_of_a_practice_office_is_where_its_tariffs_hold(new_desk):
    told = new_desk.json("demo", "--consumers", "5", "--days", "3").json

    category = new_desk.json("balance", "--consumer", "100001").json["category"]
    assert told["office"]["state"] == "BR"
    assert "Patna" in told["office"]["name"]
    assert category.startswith("BR-")


def test_a_practice_office_leaves_nothing_but_its_database(new_desk):
    new_desk.run("demo", "--consumers", "5", "--days", "3")

    assert [path.name for path in new_desk.office.iterdir()] == ["office.db"]


@pytest.mark.parametrize(
    "option, value",
    [("--consumers", "0"), ("--consumers", "many"), ("--days", "-1"), ("--seed", "1.5")],
)
def test_a_practice_office_of_nonsense_is_refused(new_desk, option, value):
    refused = new_desk.run("demo", option, value)

    assert refused.is_refused_in_one_sentence()
    assert not new_desk.office.exists()


def test_a_practice_office_does_not_replace_an_office(desk):
    refused = desk.json("demo", "--consumers", "5", "--days", "3")

    assert refused.is_refused_in_one_sentence()
    assert desk.json("balance", "--consumer", "1001").code == 0


def test_a_backup_is_restored_into_a_new_folder(desk):
    backup = desk.json("backup", "--to", desk.folder / "backups").json["backup"]
    restored = desk.json("restore", "--from", backup, "--office", desk.folder / "other")

    assert restored.code == 0
    assert restored.json["consumers"] == 4
    desk.office = desk.folder / "other"
    assert desk.json("check").json["ok"]


def test_a_restore_is_never_made_over_a_living_office(desk):
    backup = desk.json("backup", "--to", desk.folder / "backups").json["backup"]

    refused = desk.json("restore", "--from", backup)

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "office_exists"


def test_what_is_no_backup_makes_no_office(desk):
    nonsense = desk.file("backup.db", "this is no database")

    for source in (nonsense, desk.folder, desk.folder / "missing.db"):
        refused = desk.run("restore", "--from", source, "--office", desk.folder / "other")
        assert refused.is_refused_in_one_sentence()
        assert not (desk.folder / "other").exists()


def test_a_backup_whose_books_do_not_add_up_makes_no_office(desk):
    backup = desk.folder / "backup.db"
    shutil.copy(desk.office / "office.db", backup)
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("UPDATE wallet SET balance_paise = balance_paise + 1")
        connection.commit()

    refused = desk.json("restore", "--from", backup, "--office", desk.folder / "other")

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "backup_not_whole"
    assert not (desk.folder / "other").exists()


def test_a_check_names_what_is_wrong(desk):
    with closing(sqlite3.connect(desk.office / "office.db")) as connection:
        connection.execute("UPDATE wallet SET balance_paise = balance_paise + 1")
        connection.commit()

    found = desk.json("check")

    assert found.code == 1
    assert not found.json["ok"]
    assert "1001" in {problem.get("consumer") for problem in found.json["problems"]}
    assert all(problem["message"] for problem in found.json["problems"])
    assert len(found.err.splitlines()) == 1
