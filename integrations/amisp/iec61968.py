"""An AMISP that speaks IEC 61968-9: EndDeviceControls go out, EndDeviceEvents come back."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from domain.amisp_link import AmispLink, CimCodes
from domain.errors import Refusal
from domain.errors_of_supply import AmispTellsNoReads, AmispUnavailable
from domain.formats import parse_energy
from domain.ports_of_amisp import AmispEvent, CommandState, DailyReads, SendOutcome, Sent
from domain.supply_order import Exchange, MeterSaid, RelayState, RemoteStatus, SupplyOrder
from integrations.amisp import xml_messages as xml
from integrations.amisp.calling import Answer, CallFailed, Calls, NothingLeft, unavailable
from integrations.amisp.contract import (
    COMMAND_NOT_FOUND,
    COMPLETED,
    IN_PROGRESS,
    NotUnderstood,
    cim_control,
    in_india,
    instant_in,
)
from integrations.amisp.rest import outcome_of

_HEADERS = {"Content-Type": "application/xml; charset=utf-8"}
_CONTROLS, _EVENTS = "EndDeviceControls", "EndDeviceEvents"
#: The names of what an event tells besides its type.
STATUS, RELAY, REGISTER, JOB = "status", "relayState", "registerKwh", "jobId"
#: Reasons that say how a command ended, not that it failed.
_ENDS = {status.value for status in (RemoteStatus.EXPIRED, RemoteStatus.CANCELLED)}


class IecAmisp:
    """Everything of :class:`domain.ports_of_amisp.Amisp`; the link's address is its endpoint."""

    is_by_file = False

    def __init__(self, link: AmispLink, calls: Calls) -> None:
        self._link = link
        self._calls = calls

    @property
    def name(self) -> str:
        return urlsplit(self._link.address).netloc

    def body_of(self, order: SupplyOrder) -> str:
        whole = xml.message(xml.REQUEST, self._header("create", _CONTROLS, order))
        control = {
            "mRID": order.id,
            "priority": "HIGH" if order.is_urgent else "NORMAL",
            "reason": order.reason.value,
            "type": order.kind.value.upper(),
            "code": cim_control(order.kind, self._link),
            "serial": order.meter_serial,
            "consumer": order.consumer_number,
            "start": in_india(order.not_before),
            "end": in_india(order.expires_at),
        }
        xml.add_control(whole, control)
        return xml.text_of(whole)

    def send(self, order: SupplyOrder) -> SendOutcome:
        headers = {**_HEADERS, "Idempotency-Key": order.id}
        try:
            answer = self._calls.order("", order.body, headers, order_id=order.id)
        except NothingLeft as failed:
            return SendOutcome(Sent.LATER, detail=str(failed))
        except CallFailed as failed:
            return SendOutcome(Sent.UNKNOWN, detail=str(failed))
        return _taken(answer, order) if answer.is_good else outcome_of(answer)

    def state_of(self, order: SupplyOrder) -> CommandState:
        return self._about(order, "get", _EVENTS)

    def cancel(self, order: SupplyOrder) -> CommandState:
        return self._about(order, "cancel", _CONTROLS)

    def relay(self, meter_serial: str) -> RelayState:
        whole = xml.message(xml.REQUEST, {"Verb": "get", "Noun": _EVENTS})
        xml.add_request(whole, meter_serial, "name")
        said = _read(self._asked(whole, ""))
        return _state(said, self._link.codes).relay

    def daily_reads(self, first: date, last: date) -> DailyReads:  # noqa: ARG002 - as the port has it
        raise AmispTellsNoReads(self._link.protocol)

    def exchanges(self) -> list[Exchange]:
        return self._calls.exchanges()

    def _about(self, order: SupplyOrder, verb: str, noun: str) -> CommandState:
        whole = xml.message(xml.REQUEST, self._header(verb, noun, order))
        xml.add_request(whole, order.id, "uuid")
        said = _read(self._asked(whole, order.id))
        if said.header.get("CorrelationID") != order.id:
            raise AmispUnavailable("answer not understood: CorrelationID")
        return _state(said, self._link.codes)

    def _asked(self, whole: Element, order_id: str) -> Answer:
        """Ask what may be asked twice: a get, or a cancel."""
        try:
            return self._calls.ask("POST", "", xml.text_of(whole), _HEADERS, order_id=order_id)
        except CallFailed as failed:
            raise unavailable(failed) from failed

    def _header(self, verb: str, noun: str, order: SupplyOrder) -> dict[str, str]:
        # Of the order alone: made again, it is the same to the byte.
        return {
            "Verb": verb,
            "Noun": noun,
            "Timestamp": in_india(order.made_at),
            "Source": self._link.client,
            "AsyncReplyFlag": "true",
            "ReplyAddress": self._link.callback_address,
            "User": order.requested_by,
            "MessageID": order.id,
            "CorrelationID": order.id,
        }


def event_of(raw: bytes, codes: CimCodes) -> AmispEvent:
    """Return what an EventMessage tells; :class:`NotUnderstood`."""
    try:
        body = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise NotUnderstood("UTF-8") from None
    said = xml.read(body)
    for field in ("MessageID", "CorrelationID"):
        if not said.header.get(field):
            raise NotUnderstood(field)
    if said.kind != xml.EVENT or not said.events:
        raise NotUnderstood(_EVENTS)
    state = _state(said, codes)
    return AmispEvent(
        said.header["MessageID"], COMPLETED, said.header["CorrelationID"], state, body
    )


def _taken(answer: Answer, order: SupplyOrder) -> SendOutcome:
    try:
        said = xml.read(answer.text)
    except NotUnderstood as trouble:
        return SendOutcome(Sent.UNKNOWN, code="NOT_UNDERSTOOD", detail=trouble.field)
    if said.header.get("CorrelationID") != order.id:
        return SendOutcome(Sent.UNKNOWN, code="NOT_UNDERSTOOD", detail="CorrelationID")
    if said.result == xml.OK:
        return SendOutcome(Sent.ACCEPTED, said.header.get("MessageID", ""))
    if said.result == xml.FAILED:
        sent = Sent.BUSY if said.reason == IN_PROGRESS else Sent.REFUSED
        return SendOutcome(sent, code=said.reason or said.code, detail=said.details)
    # Of one order to one meter a part is nothing that anybody could know more about.
    return SendOutcome(Sent.UNKNOWN, code=said.result or "NOT_UNDERSTOOD", detail=said.details)


def _read(answer: Answer) -> xml.Said:
    if not answer.is_good:
        raise unavailable(answer)
    try:
        return xml.read(answer.text)
    except NotUnderstood as trouble:
        raise AmispUnavailable(f"answer not understood: {trouble.field}") from trouble


def _state(said: xml.Said, codes: CimCodes) -> CommandState:
    """Return a command's state: its end by the last event, the relay by what it says itself."""
    if said.reason == COMMAND_NOT_FOUND:
        return CommandState(is_known=False)
    last = said.events[-1] if said.events else None
    details = last.details if last else {}
    at = instant_in(last.at) if last else None
    status = _status(said, last, codes)
    return CommandState(
        is_known=True,
        remote_id=details.get(JOB, ""),
        status=status,
        relay=_relay(last, codes),
        executed_at=at if status is RemoteStatus.SUCCEEDED else None,
        said=_register(details.get(REGISTER, ""), last),
        code=said.reason,
        detail=said.details,
    )


def _status(said: xml.Said, last: xml.EndDeviceEvent | None, codes: CimCodes) -> RemoteStatus:
    if said.reason in _ENDS:
        return RemoteStatus(said.reason)
    if said.result == xml.FAILED or (last and last.type in codes.failed):
        return RemoteStatus.FAILED
    if said.result == xml.PARTIAL:
        told = last.details.get(STATUS, "") if last else ""
        is_known = told in {status.value for status in RemoteStatus}
        return RemoteStatus(told) if is_known else RemoteStatus.SENT_TO_METER
    if last and last.type in {codes.disconnected, codes.connected}:
        return RemoteStatus.SUCCEEDED
    return RemoteStatus.UNKNOWN


def _relay(last: xml.EndDeviceEvent | None, codes: CimCodes) -> RelayState:
    if last is None:
        return RelayState.UNKNOWN
    told = last.details.get(RELAY, "")
    if told in {relay.value for relay in RelayState}:
        return RelayState(told)
    by_type = {
        codes.disconnected: RelayState.DISCONNECTED,
        codes.connected: RelayState.CONNECTED,
    }
    return by_type.get(last.type, RelayState.UNKNOWN)


def _register(written: str, last: xml.EndDeviceEvent | None) -> MeterSaid | None:
    at = instant_in(last.at) if last else None
    try:
        return MeterSaid(parse_energy(written), at) if written and at else None
    except Refusal:
        return None
