"""The callbacks of a simulated AMISP: signed, and as wrong as its tricks want them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from integrations.amisp.contract import COMPLETED
from integrations.amisp.signatures import SIGNATURE, TIMESTAMP, signature_of
from integrations.amisp.simulator.mischief import Trick
from integrations.amisp.simulator.world import Command, World
from integrations.amisp.simulator.xml_side import XmlSide, is_xml

_LATE_SECONDS = 3_600
_MOST_TOLD = 100_000


@dataclass(frozen=True, slots=True)
class Callback:
    """A request that an AMISP makes by itself."""

    url: str
    headers: Mapping[str, str]
    body: bytes


class Callbacks:
    """What is to be told of commands that ended, each once or as often as a trick wants it."""

    def __init__(self, world: World, secret: str, xml: XmlSide) -> None:
        self._world = world
        self._secret = secret
        self._xml = xml
        self._told: list[dict[str, Any]] = []

    def due(self) -> list[Callback]:
        """Return, and forget, what is to be sent now."""
        return [callback for command in self._world.ended() for callback in self._of(command)]

    def told(self, command: Command) -> dict[str, Any]:
        """Return what is told of a command that has ended; its id is always the same."""
        return {
            "eventId": f"E-{command.job_id}",
            "eventType": COMPLETED,
            "job": self._world.told(command),
        }

    def all_told(self) -> list[dict[str, Any]]:
        """Return what was told since the simulator began."""
        return list(self._told)

    def _of(self, command: Command) -> Iterator[Callback]:
        happens = self._world.mischief.happens
        told = self.told(command)
        self._told = [*self._told[-_MOST_TOLD:], told]
        if not command.callback_url or happens(Trick.NO_CALLBACK):
            return
        if happens(Trick.FORGED_CALLBACK):
            yield self._forged(command, told)
        late = _LATE_SECONDS if happens(Trick.LATE_CALLBACK) else 0
        body = self._body(command, told)
        yield self._signed(command, body, self._secret, late_seconds=late)
        if happens(Trick.DUPLICATE_CALLBACK):
            yield self._signed(command, body, self._secret, late_seconds=late)

    def _body(self, command: Command, told: Mapping[str, Any]) -> bytes:
        if is_xml(command.body):
            return self._xml.event(command).encode()
        return json.dumps(told, ensure_ascii=False).encode()

    def _forged(self, command: Command, told: Mapping[str, Any]) -> Callback:
        job = {**told["job"], "status": "SUCCEEDED", "relayState": "CONNECTED"}
        lie = json.dumps({**told, "eventId": f"X-{command.job_id}", "job": job}).encode()
        return self._signed(command, lie, f"not {self._secret}")

    def _signed(
        self, command: Command, body: bytes, secret: str, *, late_seconds: int = 0
    ) -> Callback:
        timestamp = str(int(self._world.now().timestamp()) - late_seconds)
        kind = "application/xml" if body.startswith(b"<") else "application/json"
        headers = {
            "Content-Type": kind,
            TIMESTAMP: timestamp,
            SIGNATURE: signature_of(secret, timestamp, body),
        }
        return Callback(command.callback_url, headers, body)
