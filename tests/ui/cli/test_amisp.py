"""Commands of the AMISP: where it is, what opens it, files there and back, servers of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import keyring
import pytest
from keyring.backend import KeyringBackend

from domain.amisp_link import AMISP_VARIABLES, AmispSecret
from domain.ids import new_id
from domain.lease import DELIVER_ORDERS, Lease
from domain.office import Actor, Channel
from domain.policy_reading import policy_of
from domain.progress import silent
from domain.supply_book import OrderQuery
from domain.supply_job import JobOrder
from domain.supply_order import OrderState
from integrations.amisp.receiver import CALLBACK_PATH
from integrations.amisp.signatures import SIGNATURE, TIMESTAMP, signature_of
from integrations.amisp.simulator.answering import PRACTICE_TOKEN, Simulator
from integrations.amisp.simulator.app import simulator_app
from integrations.amisp.simulator.mischief import Trick
from integrations.amisp.simulator.world import World
from storage.office import open_office
from tests.conftest import FrozenClock
from tests.served import served
from tests.storage.supplied import POLICY
from tests.ui.cli.conftest import NOW, StandingClock

PROJECT = Path(__file__).parents[3]
ACTOR = Actor("meena", Channel.COMMAND_LINE)
TOKEN, SECRET = AMISP_VARIABLES[AmispSecret.TOKEN], AMISP_VARIABLES[AmispSecret.SECRET]
READING = {
    "meter": {"scheme": "METER_SERIAL", "value": "M1"},
    "profile": "DAILY",
    "timestamp": "2025-07-09T00:00:00+05:30",
    "validationStatus": "VALID",
    "readings": [{"obis": "1.0.1.8.0.255", "value": "1060.250", "unit": "kWh"}],
}
_MOST_SECONDS = 30


class Drawer(KeyringBackend):
    """A key store that lasts as long as a test."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture
def drawer():
    before, made = keyring.get_keyring(), Drawer()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def _set(desk, name, value):
    return desk.run("settings", "set", "--name", name, "--value", value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amisp.address", "http://example.org"),
        ("amisp.address", "ftp://example.org"),
        ("amisp.address", "https://:word@example.org"),
        ("amisp.address", "https://[broken"),
        ("amisp.address", "https://example.org?token=1"),
        ("amisp.address", "=1+1"),
        ("amisp.callback_address", "http://example.org"),
        ("amisp.protocol", "telegraph"),
        ("amisp.code_connect", "3.31.0"),
        ("amisp.code_connect", "3.31.0.18 3.31.0.19"),
        ("amisp.code_failed", ""),
        ("amisp.timeout_seconds", "0"),
    ],
)
def test_settings_that_no_amisp_could_be_reached_with_are_refused(desk, name, value):
    assert _set(desk, name, value).is_refused_in_one_sentence()


def test_an_amisp_is_tried_over_the_address_and_the_token_of_the_office(desk, monkeypatch):
    assert desk.run("amisp", "test", "--meter", "M1").is_refused_in_one_sentence()
    with served(simulator_app(Simulator(World(StandingClock())), ticks=False)) as address:
        _set(desk, "amisp.address", address)
        assert desk.json("amisp", "test", "--meter", "M1").error["code"] == "amisp_token_missing"
        monkeypatch.setenv(TOKEN, PRACTICE_TOKEN)

        told = desk.json("amisp", "test", "--meter", "M1").json

    assert told == {"amisp": address.removeprefix("http://"), "meter": "M1", "relay": "CONNECTED"}
    gone = desk.run("amisp", "test", "--meter", "M1")
    assert gone.is_refused_in_one_sentence(code=3)


def test_a_worker_says_in_words_why_nothing_left(desk, monkeypatch):
    order = _cut_by_job(desk)
    world = World(StandingClock())
    world.mischief.play(Trick.UNAUTHORIZED)
    with served(simulator_app(Simulator(world), ticks=False)) as address:
        _set(desk, "amisp.address", address)
        monkeypatch.setenv(TOKEN, PRACTICE_TOKEN)
        refused = desk.run("deliver").out
        books = open_office(desk.office, StandingClock())
        with books._unit() as unit:  # noqa: SLF001 - another worker shows that it lives
            unit.leases.put(Lease.taken(DELIVER_ORDERS, "other", "gita", NOW))
            unit.commit()
        elsewhere = desk.run("deliver").out
        waits = books.supply.order(order.id).state
        books.close()

    assert "does not let this office in" in refused
    assert "another desk or program delivers" in elsewhere
    assert waits is OrderState.WAITING


def test_what_opens_the_amisp_is_kept_in_the_key_store_and_nowhere_else(desk, drawer, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv(TOKEN, "the true token")
        patch.setenv(SECRET, "the true secret")
        kept = desk.json("amisp", "keys")
    _set(desk, "amisp.address", "http://127.0.0.1:9")

    assert kept.json == {"kept": ["token", "secret"]}
    assert set(drawer.kept.values()) == {"the true token", "the true secret"}
    assert "true token" not in kept.out + kept.err
    assert all(b"the true" not in path.read_bytes() for path in desk.office.iterdir())
    noted = desk.json("audit", "--act", "manage_keys").json["rows"]
    assert [row["subject"] for row in noted] == ["AMISP secret", "AMISP token"]
    # With the token of the key store it is tried, in vain: nobody is there.
    assert desk.json("amisp", "test", "--meter", "M1").error["code"] == "amisp_unavailable"


def test_without_a_key_store_nothing_is_said_to_be_kept(desk, monkeypatch):
    monkeypatch.setenv(TOKEN, "t")
    monkeypatch.setenv(SECRET, "s")

    assert desk.run("amisp", "keys").is_refused_in_one_sentence(code=3)


def test_a_clerk_does_not_touch_the_keys(staffed):
    refused = staffed.as_("ravi", "amisp", "keys", **{TOKEN: "t", SECRET: "s"})

    assert refused.error["code"] == "not_allowed"


def _cut_by_job(desk):
    """Let a job of the one consumer who owes be approved; return their order."""
    books = open_office(desk.office, StandingClock())
    try:
        with books._unit() as unit:  # noqa: SLF001 - a test's policy needs no second person
            unit.policies.add(policy_of(POLICY), NOW, ACTOR)
            unit.commit()
        job = books.supply.make_job(JobOrder(new_id(), NOW), ACTOR, silent)
        books.supply.ask_job(job.id, ACTOR)
        return books.supply.orders(OrderQuery())[0]
    finally:
        books.close()


def test_orders_go_by_file_and_acknowledgements_come_back(desk):
    order = _cut_by_job(desk)
    clock = FrozenClock(NOW)
    simulator = Simulator(World(clock))
    out = desk.folder / "orders.jsonl"

    written = desk.json("amisp", "orders-file", "--out", out).json
    simulator.take_file(out.read_text("utf-8"))
    clock.pass_time(timedelta(minutes=2))
    told = desk.file("told.jsonl", *simulator.acknowledgements().splitlines())
    first = desk.json("amisp", "acknowledgements", "--file", told).json
    again = desk.json("amisp", "acknowledgements", "--file", told).json

    assert [one["id"] for one in written["orders"]] == [order.id]
    assert (first, again["new"]) == ({"acknowledgements": 1, "new": 1}, 0)
    books = open_office(desk.office, StandingClock())
    assert books.supply.order(order.id).state is OrderState.DONE
    books.close()
    assert desk.json("amisp", "orders-file", "--out", out).json["orders"] == []


@contextmanager
def _telling_reads(desk, monkeypatch, **registers):
    """Serve an AMISP whose meters stand at these Wh; the office knows its address and token."""
    world = World(StandingClock())
    world.add_meters(registers)
    for serial, wh in registers.items():
        world.meter(serial).wh_at_first = wh
    with served(simulator_app(Simulator(world), ticks=False)) as address:
        _set(desk, "amisp.address", address)
        monkeypatch.setenv(TOKEN, PRACTICE_TOKEN)
        yield world


def test_the_reads_of_a_day_are_fetched_and_taken_in_once_with_their_faults(desk, monkeypatch):
    registers = {"M1": 1_060_250, "M2": 1_000, "X9": 7_000}
    with _telling_reads(desk, monkeypatch, **registers):
        tried = desk.json("amisp", "reads", "--day", "2025-07-08", "--dry-run").json
        first = desk.json("amisp", "reads", "--day", "2025-07-08").json
        again = desk.json("amisp", "reads", "--day", "2025-07-08").json

    counts = [first[name] for name in ("accepted", "unchanged", "held", "rejected")]
    assert (tried["accepted"], tried["dry_run"], tried["rejected_file"]) == (1, True, None)
    assert counts == [1, 0, 1, 1]
    assert (again["unchanged"], again["taken_before"]) == (2, first["import"])
    assert [one["code"] for one in first["rejections"]] == ["meter_not_found"]
    rejected = Path(first["rejected_file"]).read_text("utf-8-sig").splitlines()
    assert rejected[1].startswith("X9,2025-07-09T00:00:00+05:30,7.000,")
    books = open_office(desk.office, StandingClock())
    read = books.reads("1001")[0]
    said = books.supply.exchanges("")
    batch = books.imports.batch(first["import"])
    undone = books.imports.undo(first["import"], "wrong day", ACTOR, silent)
    books.close()
    assert (read.register_wh, read.source) == (1_060_250, "amisp")
    assert [one.what for one in said][:2] == [
        "GET /amisp/v1/readings?profile=DAILY&from=2025-07-08&to=2025-07-08&limit=1000",
        "HTTP 200",
    ]
    assert batch.file.name.endswith(" 2025-07-08")
    assert undone.taken_back == 2


def test_reads_of_several_days_are_fetched_and_where_there_are_none_it_is_said(desk, monkeypatch):
    ask = ("amisp", "reads")
    with _telling_reads(desk, monkeypatch, M1=1_060_250):
        several = desk.json(*ask, "--day", "2025-07-08", "--until", "2025-07-09").json
        for wrong in (
            ("--day", "2025-07-10"),
            ("--day", "2025-07-08", "--until", "2025-07-07"),
            ("--day", "2025-05-01", "--until", "2025-07-01"),
            ("--day", "=1+1"),
        ):
            assert desk.run(*ask, *wrong).is_refused_in_one_sentence()
    with _telling_reads(desk, monkeypatch):
        assert desk.json(*ask).error["code"] == "no_reads_there"
    assert several["accepted"] == 2
    assert desk.run(*ask).is_refused_in_one_sentence(code=3)
    _set(desk, "amisp.protocol", "file")
    assert desk.json(*ask).error["code"] == "amisp_tells_no_reads"


def test_reads_come_by_file_and_bad_lines_come_back(desk):
    rejected = READING | {"validationStatus": "REJECTED"}
    told = desk.file("reads.jsonl", json.dumps(READING), "=1+1", json.dumps(rejected))

    taken = desk.json("amisp", "reads", "--file", told).json

    assert (taken["accepted"], taken["rejected"]) == (1, 2)
    codes = [(one["line"], one["code"]) for one in taken["rejections"]]
    assert codes == [(2, "line_not_json"), (3, "read_not_believed")]


def test_the_work_of_a_day_fetches_its_reads_and_takes_files_of_them(desk, monkeypatch):
    folder = desk.folder / "reads"
    folder.mkdir()
    by_file = READING | {"meter": {"scheme": "METER_SERIAL", "value": "M3"}}
    by_file["readings"] = [{"obis": "1.0.1.8.0.255", "value": "3070.250", "unit": "kWh"}]
    path = folder / "brought.jsonl"
    path.write_text(json.dumps(by_file) + "\n", "utf-8")
    an_hour_ago = time.time() - 3600
    os.utime(path, (an_hour_ago, an_hour_ago))
    sequence = ("daily", "--day", "2025-07-08", "--reads", folder, "--amisp-reads")

    with _telling_reads(desk, monkeypatch, M1=1_060_250):
        ran = [desk.json(*sequence) for _time in range(2)]
    away = desk.json(*sequence)

    steps = [[(one["step"], one["exit_code"]) for one in told.json["steps"]] for told in ran]
    rest = [("bill", 0), ("alerts", 0), ("defaulters", 0)]
    assert steps == [[("reads", 0), ("reads", 0), *rest], [("reads", 0), *rest]]
    assert [one.name for one in (folder / "done").iterdir()] == ["brought.jsonl"]
    assert ran[1].json["steps"][0]["facts"]["unchanged"] == 1
    assert (away.code, away.json["steps"][0]["error"]) == (3, "amisp_unavailable")
    sources = {}
    books = open_office(desk.office, StandingClock())
    for number in ("1001", "1003"):
        sources[number] = books.reads(number)[0].source
    books.close()
    assert sources == {"1001": "amisp", "1003": "file"}


def test_who_may_not_take_reads_does_not_ask_for_them(staffed):
    assert staffed.as_("gopal", "amisp", "reads").error["code"] == "not_allowed"


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        '{"commandId": "of another office", "status": "SUCCEEDED"}',
        '{"commandId": "=1+1", "status": 7}',
        '{"eventId": "' + "x" * 70_000 + '"}',
    ],
)
def test_a_hostile_file_is_refused_in_one_sentence(desk, line):
    file = desk.file("told.jsonl", line)

    assert desk.run("amisp", "acknowledgements", "--file", file).is_refused_in_one_sentence()


def test_servers_that_cannot_begin_say_why(desk):
    for arguments in (
        ("amisp-receiver",),
        ("amisp-receiver", "--port", "70000"),
        ("amisp-simulator", "--misbehave", "slowly=1"),
        ("amisp-simulator", "--port", "x"),
    ):
        assert desk.run(*arguments).is_refused_in_one_sentence()


@contextmanager
def _running(office, *arguments):
    """Run a command that serves; yield its address, and end it by its handle."""
    secrets = {TOKEN: PRACTICE_TOKEN, SECRET: "s"}
    command = [sys.executable, "main.py", "--office", str(office), "--json", *arguments]
    with subprocess.Popen(
        command, cwd=PROJECT, env={**os.environ, **secrets}, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(_MOST_SECONDS)


def test_an_amisp_is_played_by_a_process_of_its_own(desk):
    with _running(desk.office, "amisp-simulator", "--port", "0", "--misbehave", "fails") as address:
        headers = {"Authorization": f"Bearer {PRACTICE_TOKEN}"}
        relay = httpx.get(f"{address}/amisp/v1/meters/M1/relay", headers=headers).json()
        shown = httpx.get(f"{address}/control/state").json()

    assert relay["relayState"] == "CONNECTED"
    assert shown["tricks"]["shares"] == {"fails": 1.0}


def test_callbacks_are_received_by_a_process_of_its_own_and_stand_in_the_books(desk):
    order = _cut_by_job(desk)
    desk.run("amisp", "orders-file", "--out", desk.folder / "orders.jsonl")
    job = {"commandId": order.id, "jobId": "J1", "status": "FAILED", "relayState": "CONNECTED"}
    told = {"eventId": "E1", "eventType": "command.completed", "job": job}
    body = json.dumps(told).encode()
    timestamp = str(int(time.time()))
    headers = {TIMESTAMP: timestamp, SIGNATURE: signature_of("s", timestamp, body)}

    with _running(desk.office, "amisp-receiver", "--port", "0") as address:
        answers = [
            httpx.post(f"{address}{CALLBACK_PATH}", content=body, headers=headers)
            for _time in range(2)
        ]

    assert [(answer.status_code, answer.text) for answer in answers] == [
        (200, "taken"),
        (200, "known"),
    ]
    books = open_office(desk.office, StandingClock())
    said = books.supply.exchanges(order.id)
    books.close()
    assert [one.what for one in said if not one.is_ours][-1] == "callback command.completed"
