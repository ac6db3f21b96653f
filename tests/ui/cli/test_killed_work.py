"""The work of a day twice at once, or killed in the middle: nothing is sent twice or forgotten."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

import main
from integrations.notify.simulator import World, provider
from storage.unit_of_work import SqlUnitOfWork
from tests.served import served
from tests.ui.cli.conftest import CONSUMERS, NOW, Desk

PROJECT = Path(__file__).parents[3]
MOBILES = {"1001": "919999000001", "1002": "919999000002", "1004": "919999000004"}
WITH_MOBILE = CONSUMERS[3].replace(",,,hi,", ",9999000004,,hi,")
#: A program of its own at the time of the tests; its answer is its exit code.
PROGRAM = """
import sys, main
from tests.ui.cli.conftest import StandingClock
sys.exit(main.main(sys.argv[1:], StandingClock()))
"""


class LaterClock:
    """The clock of whoever comes after a program was killed."""

    def now(self):
        return NOW + timedelta(minutes=10)


class Provider(World):
    """A provider that can strike while a message is at it."""

    def __init__(self):
        super().__init__()
        self.strike = None
        self.numbers = []

    def take(self, key, body, fate):
        self.numbers.append(body["to"])
        if self.strike is not None and len(self.numbers) == 2:
            self.strike()
        return super().take(key, body, fate)


@pytest.fixture
def sms(monkeypatch):
    """A provider of SMS on this machine, and its address."""
    world = Provider()
    monkeypatch.setenv("BIJLI_BAHI_SMS_TOKEN", world.token)
    with served(provider(world)) as address:
        yield world, address


@pytest.fixture
def start(tmp_path):
    """Start programs on the office of a test; none of them outlives it."""
    started = []

    def begin(office, *arguments):
        with (tmp_path / f"said-{len(started)}.txt").open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, "--office", office, "--json", *arguments],
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def tell_by_sms(desk, address):
    """Let the office tell by SMS, its templates approved, and three consumers pay."""
    for name, value in (
        ("alerts.sms", "yes"),
        ("sms.address", address),
        ("sms.entity_id", "1201159000000000001"),
        ("sms.header", "BIJLEE"),
    ):
        assert desk.run("settings", "set", "--name", name, "--value", value).code == 0
    file = desk.folder / "templates.json"
    desk.run("templates", "export", file)
    document = json.loads(file.read_text("utf-8"))
    approved = [one for one in document["templates"] if one["alert"] == "recharged"]
    for place, one in enumerate(approved):
        one["template_id"] = f"11071{place:014}" if one["medium"] == "sms" else "recharged"
    file.write_text(json.dumps({"templates": approved}), "utf-8")
    assert desk.run("templates", "set", file).code == 0
    assert desk.run("import", "consumers", desk.consumers(WITH_MOBILE)).code == 0
    for number in MOBILES:
        paid = desk.run("recharge", "--consumer", number, "--amount", "500", "--tender", "cash",
                        "--order-id", f"o{number}")  # fmt: skip
        assert paid.code == 0, paid.err


def states(desk):
    messages = desk.json("messages", "list").json["messages"]
    return sorted(message["state"] for message in messages)


@pytest.mark.skipif(sys.platform == "win32", reason="there programs are not killed by signals")
def test_a_worker_killed_while_an_sms_is_at_the_provider_sends_none_twice(desk, sms, start):
    world, address = sms
    tell_by_sms(desk, address)
    worker = start(desk.office, "deliver", "--once")
    world.strike = lambda: os.kill(worker.pid, signal.SIGKILL)

    worker.wait(60)
    at_once = desk.run("deliver", "--once")
    arguments = ["--office", str(desk.office), "deliver", "--once"]
    later = main.main(arguments, LaterClock())

    # Whoever was killed may still live, for all that the next one knows.
    assert (worker.returncode, at_once.code, later) == (-signal.SIGKILL, 3, 0)
    assert sorted(world.numbers) == sorted(MOBILES.values())
    # Of the one that was under way nobody knows: it is listed.
    assert states(desk) == ["delivered", "leaving", "sent"]


def test_two_workers_at_once_hand_each_message_over_once(desk, sms, start):
    world, address = sms
    tell_by_sms(desk, address)

    workers = [start(desk.office, "deliver", "--once") for _worker in range(2)]
    codes = sorted(worker.wait(60) for worker in workers)

    assert codes in ([0, 0], [0, 3])
    assert sorted(world.numbers) == sorted(MOBILES.values())
    assert states(desk) == ["sent"] * 3


# The day


@pytest.fixture
def due(desk):
    """An office whose days are not charged yet, which tells by a sheet, and a folder of reads."""
    assert desk.run("settings", "set", "--name", "alerts.file", "--value", "yes").code == 0
    assert desk.run("import", "consumers", desk.consumers(WITH_MOBILE)).code == 0
    reads = desk.folder / "reads"
    reads.mkdir()
    sheet = desk.reads("M1,2025-07-09T00:00:00+05:30,1060.250")
    os.utime(shutil.move(sheet, reads / "reads.csv"), (1, 1))
    return desk


def copy_of(desk, folder):
    """Return the command line of a copy of an office and of its folder of reads."""
    for name in ("office", "reads"):
        shutil.copytree(desk.folder / name, folder / name)
    return Desk(folder, desk._capsys)  # noqa: SLF001 - the same person looks at both


def daily(desk):
    return ["daily", "--day", "2025-07-08", "--reads", str(desk.folder / "reads")]


def daily_later(desk):
    return main.main(["--office", str(desk.office), *daily(desk)], LaterClock())


def come_to(desk):
    """Return what a day has come to: balances, messages, and where the reads lie."""
    messages = desk.json("messages", "list").json["messages"]
    return (
        {one["number"]: one["balance"] for one in desk.json("consumers").json["consumers"]},
        sorted((one["consumer"], one["alert"], one["period"], one["text"]) for one in messages),
        sorted(path.parent.name for path in (desk.folder / "reads").rglob("*.csv")),
    )


class Killed(BaseException):
    """The machine stops."""


def test_a_day_killed_before_any_commit_is_finished_by_the_next_one(due, tmp_path, monkeypatch):
    commit, left = SqlUnitOfWork.commit, [1_000]

    def until_killed(unit):
        if not left[0]:
            raise Killed
        left[0] -= 1
        commit(unit)

    monkeypatch.setattr(SqlUnitOfWork, "commit", until_killed)
    undisturbed = copy_of(due, tmp_path / "undisturbed")
    assert daily_later(undisturbed) == 0
    commits, whole = 1_000 - left[0], come_to(undisturbed)

    for number in range(commits):
        killed = copy_of(due, tmp_path / f"killed-{number}")
        left[0] = number
        assert killed.run(*daily(killed)).code, number
        left[0] = 1_000
        assert (daily_later(killed), come_to(killed)) == (0, whole), number

    assert commits > 5
    assert whole[1]
    assert whole[2] == ["done"]


def test_two_days_work_at_once_comes_to_what_one_does(due, tmp_path, start):
    once = copy_of(due, tmp_path / "once")
    assert once.run(*daily(once)).code == 0

    both = [start(due.office, *daily(due)) for _sequence in range(2)]
    codes = {sequence.wait(60) for sequence in both}

    # Whoever was late to a step that only one may do at a time says so; nothing is broken by it.
    assert codes <= {0, 3}
    assert daily_later(due) == 0
    assert come_to(due) == come_to(once)


def test_a_folder_that_is_not_there_keeps_the_rest_of_the_day_from_nothing(due):
    ran = due.json("daily", "--day", "2025-07-08", "--reads", due.folder / "nowhere")

    steps = {one["step"]: one["exit_code"] for one in ran.json["steps"]}
    assert steps == {"reads": 1, "bill": 0, "alerts": 0, "defaulters": 0}
    assert ran.code == 1


def test_a_sheet_that_cannot_be_filed_away_keeps_the_rest_of_the_day_from_nothing(due):
    (due.folder / "reads" / "done").write_text("a file, no folder")

    ran = due.json(*daily(due))

    steps = {one["step"]: one["exit_code"] for one in ran.json["steps"]}
    assert steps == {"reads": 1, "bill": 0, "alerts": 0, "defaulters": 0}
    assert (due.folder / "reads" / "reads.csv").exists()
