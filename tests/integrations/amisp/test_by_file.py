"""Orders and acknowledgements by file: one with those by network, and nothing hostile taken."""

from __future__ import annotations

import json

import pytest

from domain.amisp_link import AmispLink, AmispProtocol
from domain.errors_of_files import FileUnreadable
from domain.errors_of_supply import (
    AcknowledgementIncomplete,
    AmispUnavailable,
    CommandUnknown,
    LineNotJson,
    LineTooLong,
)
from domain.supply_order import RelayState, RemoteStatus
from integrations.amisp.by_file import FileAmisp, read_acknowledgements, write_orders
from integrations.amisp.calling import Calls
from integrations.amisp.choosing import amisp_for
from integrations.amisp.rest import RestAmisp
from resources.texts import Texts
from tests.integrations.amisp.played import CALLBACK, COMMAND, METER, PROTOCOLS, Played
from ui.sentences import explain

LINK = AmispLink(callback_address=CALLBACK)
TOLD = {"commandId": COMMAND, "status": "SUCCEEDED", "relayState": "DISCONNECTED"}


def _file(folder, *lines):
    path = folder / "acknowledgements.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _read(path):
    return read_acknowledgements(path, lambda command: command == COMMAND)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_an_order_is_said_in_a_file_as_it_is_said_over_the_network(tmp_path, clock, protocol):
    played = Played(clock, protocol)
    order = played.order()

    write_orders([order], LINK, tmp_path / "orders.jsonl")

    line = (tmp_path / "orders.jsonl").read_text("utf-8")
    assert line == RestAmisp(LINK, Calls(LINK, clock)).body_of(order) + "\n"
    assert json.loads(line)["commandId"] == COMMAND


def test_sending_both_ways_does_one_thing(tmp_path, clock):
    played = Played(clock)
    order = played.order()
    write_orders([order], LINK, tmp_path / "orders.jsonl")

    played.sent(order)
    played.simulator.take_file((tmp_path / "orders.jsonl").read_text("utf-8"))
    played.pass_time(minutes=2)
    lines = played.simulator.acknowledgements()

    (event,) = _read(_file(tmp_path, lines))
    (callback,) = played.simulator.callbacks()
    assert len(played.world.commands()) == 1
    assert (event.command_id, event.state.status) == (COMMAND, RemoteStatus.SUCCEEDED)
    # Told by the network as well, it is the same event.
    assert event.event_id == json.loads(callback.body)["eventId"]
    assert played.amisp.relay(METER) is RelayState.DISCONNECTED


def test_a_bare_state_is_the_same_event_whenever_it_is_told(tmp_path):
    turned = dict(reversed(TOLD.items()))

    first, again = _read(_file(tmp_path, json.dumps(TOLD), "", json.dumps(turned)))

    assert first.event_id == again.event_id
    assert first.state.relay is RelayState.DISCONNECTED


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("{" * 70_000, LineTooLong),
        ("no JSON", LineNotJson),
        ("[" * 5_000, LineNotJson),
        ("[1]", LineNotJson),
        ('{"commandId": "x"}', AcknowledgementIncomplete),
        ('{"status": "SUCCEEDED"}', AcknowledgementIncomplete),
        ('{"commandId": 5, "status": "SUCCEEDED"}', AcknowledgementIncomplete),
        ('{"eventId": "E", "eventType": "command.completed"}', AcknowledgementIncomplete),
        ('{"commandId": "=1+1\u202e अनिता", "status": "SUCCEEDED"}', AcknowledgementIncomplete),
        ('{"commandId": "another", "status": "SUCCEEDED"}', CommandUnknown),
    ],
)
def test_a_hostile_line_refuses_the_file_in_one_sentence(tmp_path, line, refusal):
    path = _file(tmp_path, json.dumps(TOLD), line)

    with pytest.raises(refusal) as refused:
        _read(path)

    sentence = explain(refused.value, Texts())
    assert refused.value.line == 2
    assert sentence.endswith(".")
    assert len(sentence) < 250


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", None])
def test_a_file_that_is_none_is_refused(tmp_path, content):
    path = tmp_path / "acknowledgements.jsonl"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(FileUnreadable):
        _read(path)


def test_an_office_without_a_network_has_orders_made_and_nothing_said(clock):
    amisp = amisp_for(AmispLink(protocol=AmispProtocol.FILE), clock)
    order = Played(clock).order()

    assert isinstance(amisp, FileAmisp)
    assert json.loads(amisp.body_of(order))["commandId"] == COMMAND
    with pytest.raises(AmispUnavailable):
        amisp.send(order)
