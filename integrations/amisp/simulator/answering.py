"""What a simulated AMISP answers to a request, whichever way it came: JSON, XML, or a control.

It knows no network: a server, or a transport inside the program, carries requests to it and plays
what an answer says of being slow, lost or unreachable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

from domain.amisp_link import CimCodes
from domain.calendar import billing_day, days_from, end_of, milliseconds
from domain.errors import Refusal
from domain.formats import parse_day
from domain.supply_order import RelayState
from integrations.amisp.contract import (
    COMMAND_NOT_FOUND,
    COMMANDS,
    KEY_REUSED,
    METER_NOT_FOUND,
    NotUnderstood,
    in_india,
    object_of,
)
from integrations.amisp.simulator.callbacks import Callback, Callbacks
from integrations.amisp.simulator.mischief import Trick
from integrations.amisp.simulator.taking import command_in, refusal_of
from integrations.amisp.simulator.world import Command, World
from integrations.amisp.simulator.xml_side import XmlSide

JSON, XML = "application/json", "application/xml; charset=utf-8"
PRACTICE_TOKEN = PRACTICE_SECRET = "practice"  # noqa: S105 - what play needs is known to everybody

_RETRY_SECONDS = 30
_SLOW_SECONDS = 30.0
_POLL_SECONDS = 15
_MOST_ROWS = 1000
_MOST_METERS = 1_000_000
_JOB = re.compile(rf"{COMMANDS}/(?P<job>[^/]+)")
_CANCEL = re.compile(rf"{COMMANDS}/(?P<job>[^/]+)/cancel")
_RELAY = re.compile(r"/amisp/v1/meters/(?P<serial>[^/]+)/relay")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; the names of headers are in small letters."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and what becomes of it on the way."""

    status: int
    body: bytes
    kind: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    slow_seconds: float = 0.0
    #: It never arrives: the connection breaks.
    is_lost: bool = False
    #: Nothing was there to take the request.
    is_unreachable: bool = False


class Simulator:
    """An AMISP that is played; any thread may ask it."""

    def __init__(
        self,
        world: World,
        *,
        token: str = PRACTICE_TOKEN,
        secret: str = PRACTICE_SECRET,
        codes: CimCodes | None = None,
        slow_seconds: float = _SLOW_SECONDS,
    ) -> None:
        self.world = world
        self._token = token
        self._slow_seconds = slow_seconds
        self._xml = XmlSide(world, codes or CimCodes())
        self._callbacks = Callbacks(world, secret, self._xml)
        self._roads: list[tuple[str, re.Pattern[str], Callable[..., Answered]]] = [
            ("POST", re.compile(COMMANDS), self._take),
            ("GET", re.compile(COMMANDS), self._by_command),
            ("GET", _JOB, self._by_job),
            ("POST", _CANCEL, self._cancel),
            ("GET", _RELAY, self._relay),
            ("GET", re.compile(r"/amisp/v1/readings"), self._readings),
            ("GET", re.compile(r"/amisp/v1/events"), self._events),
            ("POST", re.compile(r"/amisp/iec61968"), self._take_xml),
        ]
        self._controls: list[tuple[str, str, Callable[[Asked], Answered]]] = [
            ("GET", "/control/state", self._show),
            ("POST", "/control/tricks", self._set_tricks),
            ("POST", "/control/meters", self._set_meters),
            ("POST", "/control/advance", self._advance),
            ("POST", "/control/file", self._take_file),
        ]

    def answer(self, asked: Asked) -> Answered:
        """Return the answer to a request, played as the tricks want it."""
        for method, path, control in self._controls:
            if (asked.method, asked.path) == (method, path):
                return self._controlled(control, asked)
        with self.world.lock:
            self.world.refresh()
            return self._played(asked)

    def callbacks(self) -> list[Callback]:
        """Return, and forget, the callbacks that are to be sent now."""
        self.world.advance()
        return self._callbacks.due()

    def take_file(self, lines: str) -> str:
        """Take orders that came by file, and return what there is to say of each command."""
        for line in lines.splitlines():
            if line.strip():
                self._take(Asked("POST", COMMANDS, body=line.encode()))
        return self.acknowledgements()

    def acknowledgements(self) -> str:
        """Return what the commands have come to as lines of a file."""
        self.world.advance()
        return "".join(
            json.dumps(self._callbacks.told(command), ensure_ascii=False) + "\n"
            for command in self.world.commands()
            if command.has_ended
        )

    def _played(self, asked: Asked) -> Answered:
        happens = self.world.mischief.happens
        if happens(Trick.DOWN):
            return Answered(0, b"", is_unreachable=True)
        early = self._early(asked)
        if early is not None:
            return early
        self.world.advance()
        answer = self._routed(asked)
        if happens(Trick.GARBAGE):
            answer = Answered(200, b"<html>maintenance</html>", "text/html")
        return Answered(
            answer.status,
            answer.body,
            answer.kind,
            answer.headers,
            slow_seconds=self._slow_seconds if happens(Trick.SLOW) else 0.0,
            is_lost=asked.method == "POST" and happens(Trick.LOSES_ANSWER),
        )

    def _early(self, asked: Asked) -> Answered | None:
        """Return the answer of who has not even looked at the request."""
        happens = self.world.mischief.happens
        wait = {"Retry-After": str(_RETRY_SECONDS)}
        is_stranger = asked.headers.get("authorization") != f"Bearer {self._token}"
        if is_stranger or happens(Trick.UNAUTHORIZED):
            return _refused(401, "UNAUTHORIZED")
        if happens(Trick.TOO_MANY):
            return _refused(429, "TOO_MANY_REQUESTS", headers=wait)
        if happens(Trick.UNAVAILABLE):
            return _refused(503, "UNAVAILABLE", headers=wait)
        if happens(Trick.BAD_GATEWAY):
            return Answered(502, b"<html>bad gateway</html>", "text/html")
        return None

    def _routed(self, asked: Asked) -> Answered:
        for method, road, answer in self._roads:
            if asked.method == method and (found := road.fullmatch(asked.path)):
                parts = {name: unquote(part) for name, part in found.groupdict().items()}
                return answer(asked, **parts)
        return Answered(404, b"<html>not found</html>", "text/html")

    # The contract

    def _take(self, asked: Asked) -> Answered:
        try:
            command = command_in(asked.body, self.world)
        except NotUnderstood as trouble:
            return _refused(400, "BAD_REQUEST", trouble.field)
        key = asked.headers.get("idempotency-key", command.command_id)
        if key != command.command_id:
            return _refused(400, "BAD_REQUEST", "Idempotency-Key")
        known = self.world.command(command.command_id)
        if known is not None:
            if known.body != command.body:
                return _refused(422, KEY_REUSED)
            return self._accepted(known, 200)
        refusal = refusal_of(command, self.world)
        if refusal:
            return _refused(404 if refusal == METER_NOT_FOUND else 409, refusal)
        return self._accepted(self.world.take(command), 202)

    def _accepted(self, command: Command, status: int) -> Answered:
        told = {
            "jobId": command.job_id,
            "commandId": command.command_id,
            "status": command.status,
            "statusUrl": f"{COMMANDS}/{command.job_id}",
            "pollAfterSeconds": _POLL_SECONDS,
        }
        replayed = {"Idempotent-Replayed": "true"} if status == 200 else {}  # noqa: PLR2004 - HTTP
        return _told(told, status, replayed)

    def _by_command(self, asked: Asked) -> Answered:
        return self._state(self.world.command(asked.query.get("commandId", "")))

    def _by_job(self, _asked: Asked, job: str) -> Answered:
        return self._state(self.world.by_job(job))

    def _state(self, command: Command | None) -> Answered:
        if command is None:
            return _refused(404, COMMAND_NOT_FOUND)
        return _told(self.world.told(command))

    def _cancel(self, _asked: Asked, job: str) -> Answered:
        command = self.world.by_job(job)
        if command is None:
            return _refused(404, COMMAND_NOT_FOUND)
        if self.world.cancel(command):
            return _told(self.world.told(command))
        return _refused(409, "COMMAND_ENDED")

    def _relay(self, _asked: Asked, serial: str) -> Answered:
        meter = self.world.meter(serial)
        if meter is None or self.world.mischief.happens(Trick.METER_UNKNOWN):
            return _refused(404, METER_NOT_FOUND)
        return _told({"meter": serial, "relayState": meter.relay})

    def _readings(self, asked: Asked) -> Answered:
        try:
            first, last = parse_day(asked.query["from"]), parse_day(asked.query["to"])
            start = int(asked.query.get("cursor") or 0)
            most = min(_MOST_ROWS, max(1, int(asked.query.get("limit") or _MOST_ROWS)))
        except (KeyError, ValueError, Refusal):
            return _refused(400, "BAD_REQUEST")
        if asked.query.get("profile", "DAILY") != "DAILY":
            return _refused(400, "BAD_REQUEST", "profile")
        ended = min(last, billing_day(self.world.now()) - timedelta(days=1))
        places = [(day, meter) for day in days_from(first, ended) for meter in self.world.meters()]
        items = [
            _reading(day, meter.serial, meter.wh(milliseconds(end_of(day))))
            for day, meter in places[start : start + most]
        ]
        following = start + most
        cursor = str(following) if following < len(places) else None
        return _told({"items": items, "nextCursor": cursor})

    def _events(self, asked: Asked) -> Answered:
        told = self._callbacks.all_told()
        try:
            start = int(asked.query.get("cursor") or 0)
        except ValueError:
            return _refused(400, "BAD_REQUEST", "cursor")
        following = start + _MOST_ROWS
        cursor = str(following) if following < len(told) else None
        return _told({"items": told[start:following], "nextCursor": cursor})

    def _take_xml(self, asked: Asked) -> Answered:
        return Answered(200, self._xml.answer(asked.body.decode("utf-8", "replace")).encode(), XML)

    # What plays with the simulator

    def _controlled(self, control: Callable[[Asked], Answered], asked: Asked) -> Answered:
        try:
            return control(asked)
        except (NotUnderstood, ValueError, TypeError, AttributeError, UnicodeDecodeError):
            return _refused(400, "BAD_REQUEST")

    def _show(self, _asked: Asked) -> Answered:
        self.world.advance()
        return _told(
            {
                "meters": {meter.serial: meter.relay for meter in self.world.meters()},
                "commands": [self.world.told(command) for command in self.world.commands()],
                "tricks": self.world.mischief.told(),
            }
        )

    def _set_tricks(self, asked: Asked) -> Answered:
        told, mischief = object_of(asked.body.decode()), self.world.mischief
        if told.get("stop"):
            mischief.stop()
        for name, share in told.get("play", {}).items():
            mischief.play(Trick(name), float(share))
        for name, times in told.get("next", {}).items():
            mischief.play_next(Trick(name), int(times))
        return _told({"tricks": mischief.told()})

    def _set_meters(self, asked: Asked) -> Answered:
        told = object_of(asked.body.decode())
        serials = [str(serial) for serial in told.get("serials", [])][:_MOST_METERS]
        self.world.add_meters(serials)
        if "takes_any_meter" in told:
            self.world.takes_any_meter = bool(told["takes_any_meter"])
        if "relay" in told:
            for serial in serials:
                self.world.set_relay(serial, RelayState(told["relay"]))
        return _told({"meters": len(self.world.meters())})

    def _advance(self, _asked: Asked) -> Answered:
        self.world.advance()
        return _told({"now": in_india(self.world.now())})

    def _take_file(self, asked: Asked) -> Answered:
        return Answered(200, self.take_file(asked.body.decode()).encode(), "application/x-ndjson")


def _reading(day: date, serial: str, wh: int) -> dict[str, Any]:
    return {
        "meter": {"scheme": "METER_SERIAL", "value": serial},
        "profile": "DAILY",
        "timestamp": in_india(end_of(day)),
        "validationStatus": "VALID",
        "readings": [
            {"obis": "1.0.1.8.0.255", "value": f"{wh // 1000}.{wh % 1000:03}", "unit": "kWh"}
        ],
    }


def _told(
    told: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Answered:
    body = json.dumps(told, ensure_ascii=False).encode()
    return Answered(status, body, headers=headers or {})


def _refused(
    status: int, code: str, detail: str = "", headers: Mapping[str, str] | None = None
) -> Answered:
    return _told({"error": {"code": code, "detail": detail}}, status, headers)
