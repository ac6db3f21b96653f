"""The simulated AMISP in the dialect of IEC 61968-9."""

from __future__ import annotations

from collections.abc import Mapping

from domain.amisp_link import CimCodes
from domain.calendar import instant_of
from domain.supply_order import RelayState, RemoteStatus
from integrations.amisp import xml_messages as xml
from integrations.amisp.contract import (
    COMMAND_NOT_FOUND,
    KEY_REUSED,
    METER_NOT_FOUND,
    NotUnderstood,
    in_india,
)
from integrations.amisp.iec61968 import JOB, REGISTER, RELAY, STATUS
from integrations.amisp.simulator.mischief import Trick
from integrations.amisp.simulator.taking import command_of, refusal_of
from integrations.amisp.simulator.world import Command, World

_CONTROLS, _EVENTS = "EndDeviceControls", "EndDeviceEvents"


def is_xml(body: str) -> bool:
    """Whether a command came in this dialect."""
    return body.lstrip().startswith("<")


class XmlSide:
    """Answers requests in XML out of the same world as those in JSON."""

    def __init__(self, world: World, codes: CimCodes) -> None:
        self._world = world
        self._codes = codes

    def answer(self, body: str) -> str:
        """Return the response to a request; one that is not understood gets one too."""
        try:
            return self._answered(xml.read(body), body)
        except NotUnderstood as trouble:
            return _reply({}, _CONTROLS, xml.FAILED, "BAD_REQUEST", trouble.field)

    def event(self, command: Command) -> str:
        """Return what is told of a command that has ended."""
        header = {
            "Verb": "created",
            "Noun": _EVENTS,
            "MessageID": f"E-{command.job_id}",
            "CorrelationID": command.command_id,
        }
        whole = xml.message(xml.EVENT, header)
        result, reason = self._result(command)
        xml.add_reply(whole, result, reason)
        xml.add_events(whole, (self._event(command),))
        return xml.text_of(whole)

    def _answered(self, said: xml.Said, body: str) -> str:
        if said.kind != xml.REQUEST:
            raise NotUnderstood(xml.REQUEST)
        verb = said.header.get("Verb", "")
        if verb == "create" and said.control:
            return self._create(said, body)
        if verb == "get" and said.asked_kind == "name":
            return self._relay(said)
        command = self._world.command(said.asked_id)
        if command is None:
            return _reply(said.header, _EVENTS, xml.FAILED, COMMAND_NOT_FOUND)
        if verb == "cancel":
            self._world.cancel(command)
        return self._state(said, command)

    def _create(self, said: xml.Said, body: str) -> str:
        control = said.control
        command = command_of(
            self._world,
            command_id=control["mRID"],
            kind=control["type"] or self._kind(control["code"]),
            serial=control["serial"],
            body=body,
            callback_url=said.header.get("ReplyAddress", ""),
            not_before=control["start"],
            expires_at=control["end"],
        )
        known = self._world.command(command.command_id)
        if known is not None and known.body != body:
            return _reply(said.header, _CONTROLS, xml.FAILED, KEY_REUSED)
        refusal = "" if known else refusal_of(command, self._world)
        if refusal:
            return _reply(said.header, _CONTROLS, xml.FAILED, refusal)
        taken = known or self._world.take(command)
        return _reply({**said.header, "MessageID": taken.job_id}, _CONTROLS, xml.OK)

    def _relay(self, said: xml.Said) -> str:
        meter = self._world.meter(said.asked_id)
        if meter is None or self._world.mischief.happens(Trick.METER_UNKNOWN):
            return _reply(said.header, _EVENTS, xml.FAILED, METER_NOT_FOUND)
        event = xml.EndDeviceEvent(
            id=meter.serial,
            at=in_india(self._world.now()),
            type=self._type_of(RelayState(meter.relay)),
            serial=meter.serial,
            details={RELAY: meter.relay},
        )
        return _reply(said.header, _EVENTS, xml.OK, events=(event,))

    def _state(self, said: xml.Said, command: Command) -> str:
        result, reason = self._result(command)
        return _reply(said.header, _EVENTS, result, reason, events=(self._event(command),))

    def _result(self, command: Command) -> tuple[str, str]:
        if not command.has_ended:
            return xml.PARTIAL, ""
        if command.status == RemoteStatus.SUCCEEDED.value:
            return xml.OK, ""
        is_failed = command.status == RemoteStatus.FAILED.value
        return xml.FAILED, command.error if is_failed else command.status

    def _event(self, command: Command) -> xml.EndDeviceEvent:
        details = {
            JOB: command.job_id,
            STATUS: command.status,
            RELAY: self._world.relay_of(command).value,
        }
        if command.wh is not None:
            details[REGISTER] = f"{command.wh // 1000}.{command.wh % 1000:03}"
        at_ms = command.executed_ms or command.history[-1][1]
        return xml.EndDeviceEvent(
            id=f"E-{command.job_id}",
            at=in_india(instant_of(at_ms)),
            type=self._type(command),
            serial=command.serial,
            details=details,
        )

    def _type(self, command: Command) -> str:
        if command.status != RemoteStatus.SUCCEEDED.value:
            return self._codes.failed[0] if command.has_ended else ""
        ordered = RelayState.DISCONNECTED if command.kind == "DISCONNECT" else RelayState.CONNECTED
        return self._type_of(ordered)

    def _type_of(self, relay: RelayState) -> str:
        is_off = relay is RelayState.DISCONNECTED
        return self._codes.disconnected if is_off else self._codes.connected

    def _kind(self, code: str) -> str:
        kinds = {self._codes.disconnect: "DISCONNECT", self._codes.connect: "RECONNECT"}
        if code not in kinds:
            raise NotUnderstood("EndDeviceControlType")
        return kinds[code]


def _reply(  # noqa: PLR0913 - a reply has so many parts
    header: Mapping[str, str],
    noun: str,
    result: str,
    reason: str = "",
    details: str = "",
    *,
    events: tuple[xml.EndDeviceEvent, ...] = (),
) -> str:
    told = {
        "Verb": "reply",
        "Noun": noun,
        "MessageID": header.get("MessageID", ""),
        "CorrelationID": header.get("CorrelationID", ""),
    }
    whole = xml.message(xml.RESPONSE, told)
    xml.add_reply(whole, result, reason, details)
    if events:
        xml.add_events(whole, events)
    return xml.text_of(whole)
