"""The audit log by command line: read, narrowed down, exported, and a person forgotten."""

from __future__ import annotations

import csv
import json
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from tests.ui.cli.conftest import NOW, OWN_PASSWORD, StandingClock
from ui.cli.asking import PASSWORD


@pytest.fixture
def worked(staffed):
    """An office in which a recharge was taken, a consumer changed and looked at."""
    staffed.as_(
        *("ravi", "recharge", "--consumer", "1001", "--amount", "500"),
        *("--tender", "cash", "--order-id", "o1"),
    )
    changes = staffed.file(
        "changes.csv", "number,effective_on,field,value", "1002,2025-07-10,mobile,9876543210"
    )
    staffed.as_("ravi", "import", "changes", changes)
    staffed.as_("gopal", "balance", "--consumer", "1002")
    return staffed


def acts(worked, *arguments):
    return [row["act"] for row in worked.audit(*arguments)]


def test_the_log_tells_acts_and_postings_newest_first(worked):
    told = acts(worked)

    assert {"recharge", "change_consumer", "view_consumer", "sign_in"} <= set(told)
    assert told.index("view_consumer") < told.index("change_consumer") < told.index("recharge")


def test_the_log_is_narrowed_down_by_day_person_act_consumer_and_text(worked):
    assert "view_consumer" in acts(worked, "--by", "gopal")
    assert "recharge" not in acts(worked, "--by", "gopal")
    assert acts(worked, "--act", "recharge") == ["recharge"]
    assert set(acts(worked, "--consumer", "1002")) == {"view_consumer", "change_consumer"}
    assert acts(worked, "--until", "2025-07-09") == []
    assert acts(worked, "--since", "2025-07-10", "--limit", "1")
    assert acts(worked, "--text", "PAT1/00/2025-26/000001")[-1:] == ["recharge"]


@pytest.mark.parametrize(
    "option, value, code",
    [
        ("--act", "fly", "field_not_allowed"),
        ("--since", "yesterday", "not_a_day"),
        ("--limit", "0", "field_out_of_range"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(worked, option, value, code):
    refused = worked.as_("sita", "audit", option, value)

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == code


def test_who_need_not_know_a_mobile_sees_that_it_changed_and_not_to_what(worked):
    [seen] = worked.as_("gopal", "audit", "--act", "change_consumer").json["rows"]
    [known] = worked.as_("sita", "audit", "--act", "change_consumer").json["rows"]

    assert "9876543210" in json.dumps(known)
    assert "9876543210" not in json.dumps(seen)


@pytest.mark.parametrize("name", ["log.csv", "log.xlsx"])
def test_the_log_leaves_with_a_reason_and_that_is_noted(worked, name):
    out = worked.folder / name

    refused = worked.as_("gopal", "audit", "export", "--out", out)
    made = worked.as_("gopal", "audit", "--by", "ravi", "export", "--out", out, "--reason", "Audit")

    assert refused.error["field"] == "reason"
    assert made.code == 0
    [noted] = worked.audit("--act", "export")
    assert (noted["by"], noted["reason"], noted["count"]) == ("gopal", "Audit", made.json["rows"])
    rows = rows_of(out)
    assert len(rows) == made.json["rows"] + 1
    assert {row[1] for row in rows[1:]} == {"ravi"}


def test_a_reason_that_a_spreadsheet_would_run_stays_text(worked):
    worked.as_(
        *("meena", "sheet", "--day", "2025-07-03", "--out", worked.folder / "s.xlsx"),
        *("--reason", "=HYPERLINK(1)"),
    )
    out = worked.folder / "log.csv"

    worked.as_("gopal", "audit", "export", "--act", "export", "--out", out, "--reason", "Audit")

    assert "'=HYPERLINK(1)" in rows_of(out)[1]


def test_a_file_of_another_kind_is_refused(worked):
    refused = worked.as_(
        "gopal", "audit", "export", "--out", worked.folder / "log.pdf", "--reason", "Audit"
    )

    assert refused.is_refused_in_one_sentence()
    assert refused.error["field"] == "out"


def test_a_person_is_not_forgotten_before_the_time_is_over(worked):
    refused = worked.as_("sita", "consumer", "forget", "--consumer", "1001", "--reason", "asked")

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "retention_not_over"


def test_a_person_is_forgotten_after_eight_years_and_the_books_stay_in_order(worked, monkeypatch):
    closed = worked.file(
        "closed.csv", "number,effective_on,field,value", "1002,2025-07-11,supply_state,closed"
    )
    worked.as_("ravi", "import", "changes", closed)
    monkeypatch.setattr(StandingClock, "now", lambda _clock: NOW + timedelta(days=9 * 366))
    forget = ("consumer", "forget", "--consumer", "1002", "--reason", "Letter of 5 January")

    supervisor = worked.as_("meena", *forget)
    forgotten = worked.as_("sita", *forget)

    assert supervisor.error["code"] == "not_allowed"
    assert forgotten.json["rows"] > 0
    assert "Manoj" not in worked.as_("sita", "balance", "--consumer", "1002").out
    assert "9876543210" not in worked.as_("sita", "audit", "--consumer", "1002").out
    assert worked.as_("sita", "check").json["ok"]


def test_text_is_for_people(worked, monkeypatch):
    monkeypatch.setenv(PASSWORD, OWN_PASSWORD)

    english = worked.run("--as", "sita", "audit").out
    hindi = worked.run("--as", "sita", "--language", "hi", "audit")

    assert "Took a recharge" in english
    assert hindi.code == 0


def rows_of(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    return [list(row) for row in load_workbook(path).worksheets[1].iter_rows(values_only=True)]
