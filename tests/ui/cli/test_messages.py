"""Alerts, messages, templates, the worker and the daily sequence by command."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.ui.cli.conftest import CONSUMERS

PROJECT = Path(__file__).parents[3]
DAY = "2025-07-07"
#: Who owed something from the beginning gets a mobile.
BELOW_ZERO = CONSUMERS[3].replace(",,,hi,", ",9999000004,,hi,")


@pytest.fixture
def billed(desk):
    """An office that tells by a sheet, its days charged up to the 7th."""
    desk.run("settings", "set", "--name", "alerts.file", "--value", "yes")
    assert desk.run("import", "consumers", desk.consumers(BELOW_ZERO)).code == 0
    assert desk.run("bill", "--day", DAY).code == 0
    return desk


def settled(path):
    """Let a file be one that nobody writes to any more."""
    os.utime(path, (1, 1))
    return path


# Alerts


def test_a_preview_queues_nothing_and_a_run_queues_once(billed):
    preview = billed.json("alerts", "preview", "--day", DAY).json
    nothing = billed.json("messages", "list").json
    run = billed.json("alerts", "run", "--day", DAY).json
    again = billed.json("alerts", "run", "--day", DAY).json

    assert preview == run
    assert nothing["messages"] == []
    assert sum(run["queued"].values()) >= 1
    assert (again["queued"], again["already"]) == ({}, sum(run["queued"].values()))


def test_without_a_medium_nobody_is_told_and_one_sentence_says_so(desk):
    desk.run("bill", "--day", DAY)

    assert desk.run("alerts", "run", "--day", DAY).is_refused_in_one_sentence()


def test_a_day_that_is_not_charged_is_refused_in_one_sentence(billed):
    assert billed.run("alerts", "preview", "--day", "2025-07-09").is_refused_in_one_sentence()


def test_what_is_said_to_people_is_text(billed):
    billed.run("recharge", "--consumer", "1001", "--amount", "500", "--tender", "cash",
               "--order-id", "o1")  # fmt: skip
    for arguments in (
        ("alerts", "preview", "--day", DAY),
        ("messages", "list"),
        ("templates", "list"),
        ("deliver", "--once"),
        ("messages", "list", "--state", "sent", "--medium", "file"),
    ):
        for language in ("en", "hi"):
            said = billed.run("--language", language, *arguments)
            assert said.code == 0, said.err
            assert said.out.strip()
            assert "{" not in said.out.replace("{#var#}", "")


# The outbox


def test_messages_leave_as_a_sheet_and_can_leave_once_more(billed):
    billed.run("recharge", "--consumer", "1001", "--amount", "500", "--tender", "cash",
               "--order-id", "o1")  # fmt: skip

    done = billed.json("deliver").json
    [message] = billed.json("messages", "list", "--alert", "recharged").json["messages"]
    [sheet] = (billed.office / "messages").iterdir()

    assert done["messages"]["sent"] == 1
    assert done["orders"] is None
    assert (message["state"], message["consumer"]) == ("sent", "1001")
    texts = {
        cell.value
        for page in openpyxl.load_workbook(sheet).worksheets
        for row in page.iter_rows()
        for cell in row
    }
    assert {message["text"], "9999000001"} <= texts
    assert billed.json("messages", "resend", "--id", message["id"]).json == {"resent": 1}
    assert billed.json("deliver", "--once").json["messages"]["sent"] == 1


def test_messages_are_put_aside_with_a_reason(billed):
    billed.run("alerts", "run", "--day", DAY)
    ids = [one["id"] for one in billed.json("messages", "list").json["messages"]]
    asked = [part for id_ in ids for part in ("--id", id_)]

    dropped = billed.json("messages", "drop", *asked, "--reason", "told by telephone").json

    assert dropped == {"dropped": len(ids)}
    assert billed.run("messages", "drop", "--id", "x", "--reason", "y").code == 1


def test_a_role_that_may_not_is_refused(staffed):
    for arguments in (
        ("messages", "list"),
        ("templates", "export", "x.txt"),
        ("alerts", "run", "--day", DAY),
        ("deliver",),
    ):
        assert staffed.as_("gopal", *arguments).code == 1
    assert staffed.as_("nightly", "deliver").code == 0


def document_with(**fields):
    template = {
        "alert": "recharged",
        "medium": "sms",
        "language": "en",
        "text": "Thank you.",
        "variables": [],
    }
    return json.dumps({"templates": [template | fields]})


# Templates


def test_templates_go_out_and_come_back_with_what_a_portal_gave_them(desk, tmp_path):
    file = tmp_path / "templates.json"
    assert desk.run("templates", "export", file).code == 0
    before = desk.json("templates", "check")
    document = json.loads(file.read_text("utf-8"))
    for place, one in enumerate(document["templates"]):
        approved = {"template_id": f"11071{place:014}", "header": "BIJLEE"}
        if one["medium"] == "sms":
            one.update(approved, entity_id="1201159000000000001")
        if one["medium"] == "whatsapp":
            one["template_id"] = one["alert"]
    file.write_text(json.dumps(document), "utf-8")

    assert before.code == 1
    assert before.json["faults"]["recharged/sms/hi"].endswith(".")
    assert desk.json("templates", "check", "--file", file).json["faults"] == {}
    assert desk.run("templates", "set", file).code == 0
    assert desk.json("templates", "check").json["faults"] == {}


@pytest.mark.parametrize(
    "document",
    [
        "no JSON",
        "[]",
        '{"templates": []}',
        '{"templates": [1]}',
        '{"templates": [{"alert": "x"}]}',
        document_with(language="xx"),
        document_with(variables=["amount"]),
        document_with(text="{#var#}", variables=["password"]),
    ],
)
def test_a_document_that_is_none_is_refused_in_one_sentence(desk, tmp_path, document):
    file = tmp_path / "templates.json"
    file.write_text(document, "utf-8")

    assert desk.run("templates", "set", file).is_refused_in_one_sentence()


# The day


def test_the_daily_sequence_takes_reads_bills_tells_and_lists(billed, tmp_path):
    folder = tmp_path / "reads"
    folder.mkdir()
    good = billed.reads("M1,2025-07-09T00:00:00+05:30,1060.250")
    shutil.copy(good, folder / "good.csv")
    (folder / "bad.csv").write_text("no,reads\n1,2\n", "utf-8")
    (folder / "growing.csv").write_text(good.read_text("utf-8"), "utf-8")
    for name in ("good.csv", "bad.csv"):
        settled(folder / name)

    ran = billed.json("daily", "--day", "2025-07-08", "--reads", folder, "--list", tmp_path)

    steps = [(one["step"], one["what"], one["exit_code"]) for one in ran.json["steps"]]
    assert [step for step, _what, _code in steps] == [
        *("reads", "reads", "bill", "alerts", "defaulters"),
    ]
    assert {what: code for _step, what, code in steps[:2]} == {"bad.csv": 1, "good.csv": 0}
    assert [code for _step, _what, code in steps[2:]] == [0, 0, 0]
    assert ran.code == 1
    assert sorted(one.name for one in folder.iterdir()) == ["done", "growing.csv", "rejected"]
    assert [one.name for one in (folder / "done").iterdir()] == ["good.csv"]
    assert {one.name for one in (folder / "rejected").iterdir()} == {"bad.csv", "bad.txt"}
    assert (tmp_path / "defaulters-2025-07-08.xlsx").exists()
    assert billed.json("charges", "--consumer", "1001", "--month", "2025-07").json["days"]


def test_the_daily_sequence_again_does_only_what_is_left(billed):
    first = billed.json("daily", "--day", "2025-07-08")
    second = billed.json("daily", "--day", "2025-07-08")

    assert (first.code, second.code) == (0, 0)
    by_step = {one["step"]: one["facts"] for one in second.json["steps"]}
    assert [day["charged"] for day in by_step["bill"]["days"]] == [0]
    assert by_step["alerts"]["queued"] == {}


def test_by_default_the_day_is_yesterday_and_today_is_refused(billed):
    assert billed.json("daily").json["day"] == "2025-07-09"
    assert billed.run("daily", "--day", "2025-07-10").is_refused_in_one_sentence()


# The worker


@pytest.mark.skipif(sys.platform == "win32", reason="there programs are not told by signals")
def test_a_worker_ends_when_it_is_told_to(billed):
    worker = subprocess.Popen(
        [sys.executable, PROJECT / "main.py", "--office", billed.office, "deliver", "--forever"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        billed.run("recharge", "--consumer", "1002", "--amount", "500", "--tender", "cash",
                   "--order-id", "o9")  # fmt: skip
        folder = billed.office / "messages"
        for _look in range(300):
            if folder.is_dir() and any(folder.glob("*.xlsx")):
                break
            with pytest.raises(subprocess.TimeoutExpired):
                worker.wait(0.1)
        worker.send_signal(signal.SIGTERM)
        out, err = worker.communicate(timeout=30)
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.wait()

    assert worker.returncode == 0, err
    assert "Told to end" in out
    [message] = billed.json("messages", "list").json["messages"]
    assert message["state"] == "sent"
