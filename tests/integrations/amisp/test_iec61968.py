"""Messages of IEC 61968-9 as other makers write them: name spaces, codes, no details."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from domain.amisp_link import AmispLink, CimCodes
from domain.energy import Energy
from domain.errors_of_supply import AmispUnavailable
from domain.ports_of_amisp import Sent
from domain.supply_order import RelayState, RemoteStatus
from integrations.amisp import xml_messages as xml
from integrations.amisp.calling import Calls
from integrations.amisp.contract import NotUnderstood
from integrations.amisp.iec61968 import IecAmisp, event_of
from tests.integrations.amisp.played import COMMAND, METER, Played

#: As makers write it: prefixes, a name space of their own, white space.
ANSWER = """<?xml version="1.0" encoding="UTF-8"?>
<m:{kind} xmlns:m="urn:maker/message" xmlns:e="urn:maker/events">
  <m:Header>
    <m:Verb>reply</m:Verb><m:Noun>EndDeviceEvents</m:Noun>
    <m:MessageID>E-77</m:MessageID>
    <m:CorrelationID> {command} </m:CorrelationID>
  </m:Header>
  <m:Reply><m:Result>{result}</m:Result>{error}</m:Reply>
  <m:Payload><e:EndDeviceEvents><e:EndDeviceEvent>
    <e:createdDateTime>2026-11-22T10:02:00+05:30</e:createdDateTime>
    {details}
    <e:EndDeviceEventType ref="{type}"/>
  </e:EndDeviceEvent></e:EndDeviceEvents></m:Payload>
</m:{kind}>"""
ERROR = "<m:Error><m:reason>{reason}</m:reason><m:details>as it is</m:details></m:Error>"
DETAIL = (
    "<e:EndDeviceEventDetails><e:name>{name}</e:name><e:value>{value}</e:value>"
    "</e:EndDeviceEventDetails>"
)


def _text(type_="", result="OK", reason="", kind="ResponseMessage", command=COMMAND, **details):
    told = "".join(DETAIL.format(name=name, value=value) for name, value in details.items())
    error = ERROR.format(reason=reason) if reason else ""
    return ANSWER.format(
        kind=kind, command=command, result=result, error=error, details=told, type=type_
    )


@pytest.fixture
def state(clock):
    """Ask for a command, and have it answered with a text."""

    def asked(text, codes=None):
        transport = httpx.MockTransport(lambda _request: httpx.Response(200, text=text))
        link = AmispLink(address="http://127.0.0.1", token="t", codes=codes or CimCodes())
        amisp = IecAmisp(link, Calls(link, clock, transport=transport))
        order = Played(clock).order()
        return amisp.state_of(replace(order, body=amisp.body_of(order)))

    return asked


@pytest.mark.parametrize(
    ("answer", "status", "relay"),
    [
        ({"type_": "3.31.0.68"}, RemoteStatus.SUCCEEDED, RelayState.DISCONNECTED),
        ({"type_": "3.31.0.42"}, RemoteStatus.SUCCEEDED, RelayState.CONNECTED),
        ({"type_": "3.31.0.84"}, RemoteStatus.FAILED, RelayState.UNKNOWN),
        ({"type_": "3.31.0.67", "result": "FAILED"}, RemoteStatus.FAILED, RelayState.UNKNOWN),
        ({"result": "PARTIAL"}, RemoteStatus.SENT_TO_METER, RelayState.UNKNOWN),
        ({"result": "PARTIAL", "status": "QUEUED"}, RemoteStatus.QUEUED, RelayState.UNKNOWN),
        ({"result": "FAILED", "reason": "EXPIRED"}, RemoteStatus.EXPIRED, RelayState.UNKNOWN),
        ({"result": "FAILED", "reason": "CANCELLED"}, RemoteStatus.CANCELLED, RelayState.UNKNOWN),
        ({"type_": "3.9.9.9"}, RemoteStatus.UNKNOWN, RelayState.UNKNOWN),
        (
            {"type_": "3.31.0.68", "relayState": "CONNECTED"},
            RemoteStatus.SUCCEEDED,
            RelayState.CONNECTED,
        ),
    ],
)
def test_the_end_is_told_by_the_event_and_the_relay_by_itself(state, answer, status, relay):
    told = state(_text(**answer))

    assert (told.status, told.relay) == (status, relay)


def test_a_maker_may_have_codes_of_his_own(state):
    codes = CimCodes(disconnected="1.31.0.68")

    assert state(_text("1.31.0.68"), codes).relay is RelayState.DISCONNECTED
    assert state(_text("3.31.0.68"), codes).status is RemoteStatus.UNKNOWN


def test_the_register_comes_with_its_time(state):
    told = state(_text("3.31.0.68", registerKwh="12345.670"))

    assert told.said.register == Energy.kwh("12345.670")
    assert told.said.at == told.executed_at
    assert state(_text("3.31.0.68", registerKwh="=1+1")).said is None


def test_an_answer_to_another_request_is_none(state):
    with pytest.raises(AmispUnavailable):
        state(_text("3.31.0.68", command="another"))


def test_a_command_that_was_never_there_is_said_so(state):
    assert not state(_text(result="FAILED", reason="COMMAND_NOT_FOUND")).is_known


@pytest.mark.parametrize(
    ("result", "reason", "sent"),
    [
        ("OK", "", Sent.ACCEPTED),
        ("FAILED", "COMMAND_IN_PROGRESS", Sent.BUSY),
        ("FAILED", "METER_NOT_FOUND", Sent.REFUSED),
        ("PARTIAL", "", Sent.UNKNOWN),
        ("perhaps", "", Sent.UNKNOWN),
    ],
)
def test_the_result_of_a_reply_says_what_became_of_an_order(clock, result, reason, sent):
    text = _text(result=result, reason=reason)
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, text=text))
    link = AmispLink(address="http://127.0.0.1", token="t")
    order = Played(clock).order()

    assert IecAmisp(link, Calls(link, clock, transport=transport)).send(order).sent is sent


def test_an_event_message_is_an_event_of_its_command():
    event = event_of(_text("3.31.0.68", kind="EventMessage").encode(), CimCodes())

    assert (event.event_id, event.command_id) == ("E-77", COMMAND)
    assert event.state.relay is RelayState.DISCONNECTED


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff",
        b"<EventMessage/>",
        _text("3.31.0.68").encode(),
        _text("3.31.0.68", kind="EventMessage", command="").encode(),
        b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><EventMessage>&d;</EventMessage>',
        b"<EventMessage>" + b" " * 2_000_000 + b"</EventMessage>",
    ],
)
def test_what_is_no_event_is_not_understood(raw):
    with pytest.raises(NotUnderstood):
        event_of(raw, CimCodes())


def test_hostile_names_go_through_xml_unharmed():
    name = "<a>&\"' अनिता's 😀 ]]>"
    whole = xml.message(xml.RESPONSE, {"Verb": "reply", "CorrelationID": name})
    xml.add_events(whole, (xml.EndDeviceEvent("E", "now", "3", METER, {"x": name}),))

    said = xml.read(xml.text_of(whole))

    assert said.header["CorrelationID"] == name
    assert said.events[0].details == {"x": name}
