"""The words of the contract: a command as JSON, and what an AMISP says of it, taken with care."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.amisp_link import AmispLink
from domain.calendar import IST
from domain.energy import WH_PER_KWH, Energy
from domain.errors import Refusal
from domain.formats import parse_energy, parse_instant
from domain.ports_of_amisp import AmispEvent, CommandState
from domain.supply_order import MeterSaid, OrderKind, RelayState, RemoteStatus, SupplyOrder

COMMANDS = "/amisp/v1/commands"
COMPLETED = "command.completed"
METER_NOT_FOUND = "METER_NOT_FOUND"
IN_PROGRESS = "COMMAND_IN_PROGRESS"
KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
COMMAND_NOT_FOUND = "COMMAND_NOT_FOUND"

_MOST_ID, _MOST_CODE, _MOST_DETAIL = 200, 60, 300
_UNITS = ("kWh", "Wh")


class NotUnderstood(Exception):
    """What came does not speak as the contract says; ``field`` is what is wrong."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def command_of(order: SupplyOrder, link: AmispLink) -> str:
    """Return an order as JSON on one line; made once, it is repeated byte by byte."""
    told: dict[str, Any] = {
        "commandId": order.id,
        "type": order.kind.value.upper(),
        "cimControlType": cim_control(order.kind, link),
        "meter": {"scheme": "METER_SERIAL", "value": order.meter_serial},
        "consumer": {"scheme": "CONSUMER_NUMBER", "value": order.consumer_number},
        "reason": order.reason.value,
        "priority": "HIGH" if order.is_urgent else "NORMAL",
        "requestedBy": order.requested_by,
        "notBefore": in_india(order.not_before),
        "expiresAt": in_india(order.expires_at),
        "callbackUrl": link.callback_address,
    }
    # What has no value is not said.
    said = {name: value for name, value in told.items() if value != ""}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def cim_control(kind: OrderKind, link: AmispLink) -> str:
    """Return the code of IEC 61968-9 for what is to be done, "" where it has none."""
    codes = {
        OrderKind.DISCONNECT: link.codes.disconnect,
        OrderKind.RECONNECT: link.codes.connect,
    }
    return codes.get(kind, "")


def in_india(instant: datetime) -> str:
    """Return an instant as the contract writes it: ``2026-05-10T10:00:00+05:30``."""
    return instant.astimezone(IST).isoformat(timespec="seconds")


def object_of(text: str) -> Mapping[str, Any]:
    """Return the JSON object that a text holds; :class:`NotUnderstood` for anything else."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise NotUnderstood("JSON") from None
    if not isinstance(told, dict):
        raise NotUnderstood("JSON")
    return told


def state_of(told: Mapping[str, Any]) -> CommandState:
    """Return what the AMISP says of a command; words that nobody knows count as unknown."""
    error = _part(told, "error")
    said = _said(_part(told, "readingAtExecution"))
    return CommandState(
        is_known=True,
        remote_id=id_of(told, "jobId", is_needed=False),
        status=_status(told.get("status")),
        relay=relay_of(told),
        executed_at=_executed_at(told, said),
        said=said,
        code=line_of(error.get("code"), _MOST_CODE),
        detail=line_of(error.get("detail"), _MOST_DETAIL),
    )


def relay_of(told: Mapping[str, Any]) -> RelayState:
    """Return what the relay of a meter says of itself."""
    return _relay(told.get("relayState"))


def error_of(told: Mapping[str, Any]) -> tuple[str, str]:
    """Return the code and the detail of a refusal, each "" where it is not said."""
    error = _part(told, "error") or told
    return (
        line_of(error.get("code"), _MOST_CODE),
        line_of(error.get("detail"), _MOST_DETAIL),
    )


def event_of(raw: bytes) -> AmispEvent:
    """Return what a callback or a line of a file tells; :class:`NotUnderstood`."""
    try:
        body = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise NotUnderstood("UTF-8") from None
    told = object_of(body)
    kind = line_of(told.get("eventType"), _MOST_CODE)
    if not kind:
        raise NotUnderstood("eventType")
    event_id = id_of(told, "eventId")
    if kind != COMPLETED:
        return AmispEvent(event_id, kind, "", None, body)
    job = _part(told, "job")
    return AmispEvent(event_id, kind, id_of(job, "commandId"), told_state(job), body)


def told_state(job: Mapping[str, Any]) -> CommandState:
    """Return the state that must be told; :class:`NotUnderstood` where no status stands."""
    if not isinstance(job.get("status"), str):
        raise NotUnderstood("status")
    return state_of(job)


def id_of(told: Mapping[str, Any], field: str, *, is_needed: bool = True) -> str:
    """Return an id; one that is none of a sensible length is not understood."""
    value = told.get(field)
    if value is None and not is_needed:
        return ""
    if not (isinstance(value, str) and value and len(value) <= _MOST_ID and value.isprintable()):
        raise NotUnderstood(field)
    return value


def line_of(value: object, most: int = _MOST_DETAIL) -> str:
    """Return a text from outside on one line and not too long, "" for what is no text."""
    if not isinstance(value, str):
        return ""
    plain = "".join(letter if letter.isprintable() else " " for letter in value[: 2 * most])
    return " ".join(plain.split())[:most]


def instant_in(value: object) -> datetime | None:
    """Return an instant from outside, None for what is none."""
    try:
        return parse_instant(value) if isinstance(value, str) else None
    except Refusal:
        return None


def _part(told: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    value = told.get(field)
    return value if isinstance(value, dict) else {}


def _status(value: object) -> RemoteStatus:
    known = {status.value: status for status in RemoteStatus}
    return (
        known.get(value, RemoteStatus.UNKNOWN) if isinstance(value, str) else RemoteStatus.UNKNOWN
    )


def _relay(value: object) -> RelayState:
    known = {relay.value: relay for relay in RelayState}
    return known.get(value, RelayState.UNKNOWN) if isinstance(value, str) else RelayState.UNKNOWN


def _said(told: Mapping[str, Any]) -> MeterSaid | None:
    """Return the register at the execution; one that cannot be read is as if it had not come."""
    unit, at = told.get("unit", "kWh"), instant_in(told.get("timestamp"))
    value = told.get("value")
    if unit not in _UNITS or at is None or not isinstance(value, str):
        return None
    try:
        register = parse_energy(value)
    except Refusal:
        return None
    return MeterSaid(register if unit == "kWh" else Energy(register.wh // WH_PER_KWH), at)


def _executed_at(told: Mapping[str, Any], said: MeterSaid | None) -> datetime | None:
    """Return when the relay moved: as it is told, by the history, or by the register's time."""
    if at := instant_in(told.get("executedAt")):
        return at
    history = told.get("history")
    for step in reversed(history if isinstance(history, list) else []):
        if isinstance(step, dict) and step.get("status") == RemoteStatus.SUCCEEDED.value:
            return instant_in(step.get("at"))
    return said.at if said else None
