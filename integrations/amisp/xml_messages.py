"""Messages of IEC 61968-9: written in its order, read without what hostile XML can do.

The frame is that of IEC 61968-100 (Header, Request, Reply, Payload). Names are compared without
their name spaces, which differ from edition to edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import (
    Element,
    ParseError,
    SubElement,
    tostring,
)

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from integrations.amisp.contract import NotUnderstood, line_of

REQUEST, RESPONSE, EVENT = "RequestMessage", "ResponseMessage", "EventMessage"
OK, PARTIAL, FAILED = "OK", "PARTIAL", "FAILED"

_MESSAGE = "http://iec.ch/TC57/2011/schema/message"
_PAYLOAD = "http://iec.ch/TC57/2011/{noun}#"
_REVISION = "2.0"
_MOST_BYTES = 1024 * 1024
_MOST_TEXT = 300


@dataclass(frozen=True, slots=True)
class EndDeviceEvent:
    """Something that happened at a meter; ``details`` by name."""

    id: str
    at: str
    type: str
    serial: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """A message that was read: its header by name, its reply, what it carries."""

    kind: str
    header: Mapping[str, str]
    result: str
    code: str
    reason: str
    details: str
    asked_id: str
    asked_kind: str
    control: Mapping[str, str]
    events: tuple[EndDeviceEvent, ...]


def message(kind: str, header: Mapping[str, str]) -> Element:
    """Return a message with its header; what has no value is left out."""
    whole = Element(kind, {"xmlns": _MESSAGE})
    head = SubElement(whole, "Header")
    for name, value in header.items():
        if value:
            SubElement(head, name).text = value
        if name == "Noun":
            SubElement(head, "Revision").text = _REVISION
    return whole


def add_request(whole: Element, id_: str, kind: str) -> None:
    """Say which command, or which meter, is asked about."""
    SubElement(SubElement(whole, "Request"), "ID", {"kind": kind}).text = id_


def add_reply(whole: Element, result: str, reason: str = "", details: str = "") -> None:
    """Say how a request went."""
    reply = SubElement(whole, "Reply")
    SubElement(reply, "Result").text = result
    if reason:
        error = SubElement(reply, "Error")
        SubElement(error, "level").text = "FATAL"
        SubElement(error, "reason").text = reason
        SubElement(error, "details").text = details


def add_control(whole: Element, control: Mapping[str, str]) -> None:
    """Add what a meter is to do; the keys are those of :attr:`Said.control`."""
    one = SubElement(_payload(whole, "EndDeviceControls"), "EndDeviceControl")
    for name in ("mRID", "priority", "reason", "type"):
        SubElement(one, name).text = control[name]
    if control["code"]:
        SubElement(one, "EndDeviceControlType", {"ref": control["code"]})
    _add_named(SubElement(one, "EndDevices"), control["serial"], "METER_SERIAL")
    _add_named(SubElement(one, "UsagePoints"), control["consumer"], "CONSUMER_NUMBER")
    interval = SubElement(one, "scheduledInterval")
    SubElement(interval, "start").text = control["start"]
    SubElement(interval, "end").text = control["end"]


def add_events(whole: Element, events: tuple[EndDeviceEvent, ...]) -> None:
    """Add what happened at meters."""
    payload = _payload(whole, "EndDeviceEvents")
    for event in events:
        one = SubElement(payload, "EndDeviceEvent")
        SubElement(one, "mRID").text = event.id
        SubElement(one, "createdDateTime").text = event.at
        _add_named(SubElement(one, "Assets"), event.serial, "METER_SERIAL")
        for name, value in event.details.items():
            detail = SubElement(one, "EndDeviceEventDetails")
            SubElement(detail, "name").text = name
            SubElement(detail, "value").text = value
        SubElement(one, "EndDeviceEventType", {"ref": event.type})


def text_of(whole: Element) -> str:
    """Return a message as it goes out."""
    return '<?xml version="1.0" encoding="UTF-8"?>' + tostring(whole, encoding="unicode")


def read(text: str) -> Said:
    """Return what a message says; :class:`NotUnderstood` for anything that is none."""
    if len(text) > _MOST_BYTES:
        raise NotUnderstood("XML")
    try:
        whole = fromstring(text.encode(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise NotUnderstood("XML") from None
    kind = _name(whole)
    if kind not in {REQUEST, RESPONSE, EVENT}:
        raise NotUnderstood("XML")
    asked = _at(whole, "Request", "ID")
    return Said(
        kind=kind,
        header={_name(part): _text(part) for part in _at(whole, "Header") or ()},
        result=_text(_at(whole, "Reply", "Result")),
        code=_text(_at(whole, "Reply", "Error", "code")),
        reason=_text(_at(whole, "Reply", "Error", "reason")),
        details=_text(_at(whole, "Reply", "Error", "details")),
        asked_id=_text(asked),
        asked_kind="" if asked is None else asked.get("kind", ""),
        control=_control(_at(whole, "Payload", "EndDeviceControls", "EndDeviceControl")),
        events=tuple(_events(_at(whole, "Payload", "EndDeviceEvents"))),
    )


def _payload(whole: Element, noun: str) -> Element:
    payload = SubElement(whole, "Payload")
    return SubElement(payload, noun, {"xmlns": _PAYLOAD.format(noun=noun)})


def _add_named(place: Element, name: str, scheme: str) -> None:
    names = SubElement(place, "Names")
    SubElement(names, "name").text = name
    SubElement(SubElement(names, "NameType"), "name").text = scheme


def _control(one: Element | None) -> Mapping[str, str]:
    if one is None:
        return {}
    code = _at(one, "EndDeviceControlType")
    return {
        **{name: _text(_at(one, name)) for name in ("mRID", "priority", "reason", "type")},
        "code": "" if code is None else code.get("ref", ""),
        "serial": _text(_at(one, "EndDevices", "Names", "name")),
        "consumer": _text(_at(one, "UsagePoints", "Names", "name")),
        "start": _text(_at(one, "scheduledInterval", "start")),
        "end": _text(_at(one, "scheduledInterval", "end")),
    }


def _events(payload: Element | None) -> Iterator[EndDeviceEvent]:
    for one in () if payload is None else payload:
        type_ = _at(one, "EndDeviceEventType")
        yield EndDeviceEvent(
            id=_text(_at(one, "mRID")),
            at=_text(_at(one, "createdDateTime")),
            type="" if type_ is None else type_.get("ref", ""),
            serial=_text(_at(one, "Assets", "Names", "name")),
            details={
                _text(_at(detail, "name")): _text(_at(detail, "value"))
                for detail in one
                if _name(detail) == "EndDeviceEventDetails"
            },
        )


def _at(place: Element, *names: str) -> Element | None:
    found: Element | None = place
    for name in names:
        found = next((part for part in found or () if _name(part) == name), None)
        if found is None:
            return None
    return found


def _name(place: Element) -> str:
    return place.tag.rpartition("}")[2]


def _text(place: Element | None) -> str:
    return line_of(place.text, _MOST_TEXT) if place is not None else ""
