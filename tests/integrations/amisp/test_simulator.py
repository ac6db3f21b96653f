"""The simulated AMISP: controlled from outside, the same again from the same seed."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from integrations.amisp.simulator.answering import PRACTICE_TOKEN, Asked, Simulator
from integrations.amisp.simulator.mischief import Mischief, Trick
from integrations.amisp.simulator.world import World
from tests.integrations.amisp.played import METER, Played

MANUAL = Path(__file__).parents[3] / "docs" / "manual"
TOKEN = {"authorization": f"Bearer {PRACTICE_TOKEN}"}


def _get(simulator, path, **query):
    answer = simulator.answer(Asked("GET", path, query, TOKEN))
    return answer.status, json.loads(answer.body)


def _post(simulator, path, told):
    answer = simulator.answer(Asked("POST", path, body=json.dumps(told).encode()))
    return answer.status, json.loads(answer.body)


@pytest.fixture
def played(clock):
    return Played(clock)


def test_daily_readings_come_page_by_page_and_never_run_back(played):
    asked = {"profile": "DAILY", "from": "2026-11-18", "to": "2026-11-30", "limit": "3"}
    items, cursor = [], ""
    while cursor is not None:
        status, told = _get(played.simulator, "/amisp/v1/readings", **asked, cursor=cursor)
        assert status == 200
        items += told["items"]
        cursor = told["nextCursor"]

    registers = [
        Decimal(one["readings"][0]["value"]) for one in items if one["meter"]["value"] == METER
    ]
    # Of two meters, up to yesterday.
    assert len(items) == 2 * 4
    assert registers == sorted(registers)
    assert items[0]["timestamp"] == "2026-11-19T00:00:00+05:30"


@pytest.mark.parametrize(
    "query",
    [{}, {"from": "x", "to": "y"}, {"from": "2026-11-18", "to": "2026-11-19", "cursor": "x"}],
)
def test_readings_that_nobody_can_give_are_refused(played, query):
    assert _get(played.simulator, "/amisp/v1/readings", **query)[0] == 400


def test_tricks_are_set_and_ended_from_outside(played):
    told = {"play": {"slow": 0.5}, "next": {"loses_answer": 2}}

    assert _post(played.simulator, "/control/tricks", told)[1]["tricks"] == {
        "shares": {"slow": 0.5},
        "next": {"loses_answer": 2},
    }
    stopped = _post(played.simulator, "/control/tricks", {"stop": True})[1]["tricks"]

    assert stopped == {"shares": {}, "next": {}}


@pytest.mark.parametrize(
    "told", [{"play": {"slowly": 1}}, {"next": {"slow": "x"}}, {"play": 5}, []]
)
def test_a_control_that_is_none_is_refused(played, told):
    assert _post(played.simulator, "/control/tricks", told)[0] == 400


def test_meters_are_put_up_and_seen_from_outside(played):
    _post(played.simulator, "/control/meters", {"serials": ["MT-9"], "relay": "DISCONNECTED"})

    shown = _get(played.simulator, "/control/state")[1]

    assert shown["meters"] == {"MT-2": "CONNECTED", METER: "CONNECTED", "MT-9": "DISCONNECTED"}


def test_what_was_told_can_be_asked_for(played):
    played.sent(played.order())
    played.pass_time(minutes=2)
    (callback,) = played.simulator.callbacks()

    told = _get(played.simulator, "/amisp/v1/events", cursor="")[1]

    assert told["items"] == [json.loads(callback.body)]


def test_the_same_seed_plays_the_same(clock):
    def life(seed):
        mischief = Mischief(seed, {Trick.SLOW: 0.5})
        world = World(clock, seed=seed, mischief=mischief)
        return [mischief.happens(Trick.SLOW) for _ in range(20)], world.meter("M1").wh_at_first

    assert life(7) == life(7)
    assert life(7) != life(8)


def test_a_stranger_is_not_answered(clock):
    simulator = Simulator(World(clock), token="a secret one")

    assert simulator.answer(Asked("GET", "/amisp/v1/meters/M1/relay", headers=TOKEN)).status == 401


def test_a_command_that_is_none_is_refused(played):
    for body in (b"", b"{}", b'{"type": "EXPLODE"}', b'{"type": "DISCONNECT", "commandId": "x"}'):
        asked = Asked("POST", "/amisp/v1/commands", headers=TOKEN, body=body)

        assert played.simulator.answer(asked).status == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<RequestMessage/>",
        b"<x/>",
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><RequestMessage>&a;</RequestMessage>',
        b"<a>" * 20_000,
    ],
)
def test_xml_that_is_none_is_answered_with_a_failure(played, body):
    asked = Asked("POST", "/amisp/iec61968", headers=TOKEN, body=body)

    answer = played.simulator.answer(asked)

    assert answer.status == 200
    assert b"<Result>FAILED</Result>" in answer.body


@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_trick_is_told_in_the_manual(language):
    page = (MANUAL / language / "amisp.md").read_text("utf-8")

    assert [trick.value for trick in Trick if not re.search(rf"\b{trick.value}\b", page)] == []
