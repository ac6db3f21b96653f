"""Commands as they come in at a simulated AMISP, and why it takes some of them not."""

from __future__ import annotations

from domain.calendar import milliseconds
from integrations.amisp.contract import (
    IN_PROGRESS,
    METER_NOT_FOUND,
    NotUnderstood,
    id_of,
    instant_in,
    object_of,
)
from integrations.amisp.simulator.mischief import Trick
from integrations.amisp.simulator.world import Command, World

_KINDS = {"DISCONNECT", "RECONNECT", "READ_RELAY", "ON_DEMAND_READ", "ENABLE_PREPAID"}


def command_in(body: bytes, world: World) -> Command:
    """Return the command that a body of the contract holds; :class:`NotUnderstood`."""
    text = body.decode("utf-8", "replace")
    told = object_of(text)
    kind = told.get("type")
    if kind not in _KINDS:
        raise NotUnderstood("type")
    meter = told.get("meter")
    return command_of(
        world,
        command_id=id_of(told, "commandId"),
        kind=str(kind),
        serial=id_of(meter if isinstance(meter, dict) else {}, "value"),
        body=text,
        callback_url=id_of(told, "callbackUrl", is_needed=False),
        not_before=str(told.get("notBefore")),
        expires_at=str(told.get("expiresAt")),
    )


def command_of(  # noqa: PLR0913 - a command has so many parts
    world: World,
    *,
    command_id: str,
    kind: str,
    serial: str,
    body: str,
    callback_url: str,
    not_before: str,
    expires_at: str,
) -> Command:
    """Return a command as the world keeps it; :class:`NotUnderstood` for times that are none."""
    begins, ends = instant_in(not_before), instant_in(expires_at)
    if begins is None or ends is None:
        raise NotUnderstood("expiresAt" if begins else "notBefore")
    now_ms = milliseconds(world.now())
    return Command(
        command_id=command_id,
        job_id="",
        kind=kind,
        serial=serial,
        body=body,
        callback_url=callback_url,
        taken_ms=now_ms,
        not_before_ms=milliseconds(begins),
        expires_ms=milliseconds(ends),
        runs_ms=now_ms,
    )


def refusal_of(command: Command, world: World) -> str:
    """Return why the AMISP does not take a command, "" when it does."""
    if world.meter(command.serial) is None or world.mischief.happens(Trick.METER_UNKNOWN):
        return METER_NOT_FOUND
    return IN_PROGRESS if world.open_at(command.serial) else ""
