"""A simulated AMISP: its meters, their relays, and the commands that are under way to them.

Nothing moves by itself: whoever asks says what time it is, and what had to happen until then
happens in order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from threading import RLock
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from domain.calendar import Clock, instant_of, milliseconds
from domain.supply_order import RelayState, RemoteStatus
from integrations.amisp.contract import in_india
from integrations.amisp.simulator.mischief import Mischief, Trick

_FAST = timedelta(hours=2)
_TO_HES, _TO_METER = timedelta(seconds=2), timedelta(seconds=5)
_LEAST_SECONDS, _MOST_SECONDS = 8, 40
_LATE = timedelta(minutes=20)
_ENDS = {
    RemoteStatus.SUCCEEDED.value,
    RemoteStatus.FAILED.value,
    RemoteStatus.EXPIRED.value,
    RemoteStatus.CANCELLED.value,
}
_WH_AT_FIRST, _WH_A_DAY = 1_000_000, 6_000


@dataclass(slots=True)
class Meter:
    """A meter on a wall."""

    serial: str
    relay: str = RelayState.CONNECTED.value
    wh_at_first: int = _WH_AT_FIRST
    wh_a_day: int = _WH_A_DAY
    first_ms: int = 0

    def wh(self, at_ms: int) -> int:
        """Return the register at an instant; it never runs back."""
        return self.wh_at_first + max(0, at_ms - self.first_ms) * self.wh_a_day // 86_400_000


@dataclass(slots=True)
class Command:
    """A command as the AMISP keeps it; instants are milliseconds."""

    command_id: str
    job_id: str
    kind: str
    serial: str
    body: str
    callback_url: str
    taken_ms: int
    not_before_ms: int
    expires_ms: int
    runs_ms: int
    status: str = RemoteStatus.QUEUED.value
    executed_ms: int | None = None
    wh: int | None = None
    error: str = ""
    is_forgotten: bool = False
    contradicts: bool = False
    is_late: bool = False
    never_ends: bool = False
    fails: bool = False
    waits_for_button: bool = False
    history: list[tuple[str, int]] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        return self.status in _ENDS


class World:
    """All that a simulated AMISP knows; any thread may call it."""

    def __init__(
        self,
        clock: Clock,
        *,
        seed: int = 1,
        mischief: Mischief | None = None,
        takes_any_meter: bool = True,
        path: Path | None = None,
    ) -> None:
        self.lock = RLock()
        self.mischief = mischief or Mischief(seed)
        self.takes_any_meter = takes_any_meter
        self._clock = clock
        self._seed = seed
        self._path = path
        self._meters: dict[str, Meter] = {}
        self._commands: dict[str, Command] = {}
        self._ended: list[Command] = []
        self._read_ns = 0
        self.refresh()

    def now(self) -> datetime:
        """Return the time by the AMISP's own clock, which may be wrong."""
        is_wrong = self.mischief.is_on(Trick.WRONG_CLOCK)
        return self._clock.now() + (_FAST if is_wrong else timedelta())

    def refresh(self) -> None:
        """Read the file again when another program has written it since."""
        with self.lock:
            if self._path is None or not self._path.exists():
                return
            written_ns = self._path.stat().st_mtime_ns
            if written_ns != self._read_ns:
                self._take(json.loads(self._path.read_text("utf-8")))
                self._read_ns = written_ns

    # Meters

    def add_meters(self, serials: Iterable[str]) -> None:
        """Put up meters whose relays are closed; those that hang already stay as they are."""
        with self.lock:
            for serial in serials:
                self._meters.setdefault(serial, self._new_meter(serial))
            self._save()

    def meter(self, serial: str) -> Meter | None:
        """Return a meter; one that nobody has put up only where any meter is taken."""
        with self.lock:
            if serial not in self._meters and self.takes_any_meter:
                self._meters[serial] = self._new_meter(serial)
            return self._meters.get(serial)

    def meters(self) -> list[Meter]:
        with self.lock:
            return [self._meters[serial] for serial in sorted(self._meters)]

    def set_relay(self, serial: str, relay: RelayState) -> None:
        """Move a relay by hand, as somebody at the meter would."""
        with self.lock:
            meter = self.meter(serial)
            if meter is not None:
                meter.relay = relay.value
                self._save()

    # Commands

    def command(self, command_id: str) -> Command | None:
        with self.lock:
            found = self._commands.get(command_id)
            return None if found is None or found.is_forgotten else found

    def by_job(self, job_id: str) -> Command | None:
        with self.lock:
            return next((one for one in self.commands() if one.job_id == job_id), None)

    def commands(self) -> list[Command]:
        with self.lock:
            return [one for one in self._commands.values() if not one.is_forgotten]

    def open_at(self, serial: str) -> Command | None:
        """Return the command that is under way to a meter."""
        return next(
            (one for one in self.commands() if one.serial == serial and not one.has_ended), None
        )

    def take(self, command: Command) -> Command:
        """Take a command and decide how it will go."""
        happens = self.mischief.happens
        with self.lock:
            command.job_id = f"J{uuid5(NAMESPACE_URL, f'{self._seed}/{command.command_id}').hex}"
            command.runs_ms = self._runs_at(command)
            command.is_forgotten = happens(Trick.LOSES_COMMAND)
            command.fails = happens(Trick.FAILS)
            command.never_ends = happens(Trick.NEVER_ENDS)
            command.contradicts = happens(Trick.CONTRADICTS)
            command.is_late = happens(Trick.EXECUTES_LATE)
            command.waits_for_button = happens(Trick.READY_FOR_RECONNECTION)
            command.history = [(command.status, command.taken_ms)]
            self._commands[command.command_id] = command
            self._save()
            return command

    def cancel(self, command: Command) -> bool:
        """Cancel a command; False: it has ended already."""
        with self.lock:
            self.advance()
            if command.has_ended:
                return False
            if not self.mischief.happens(Trick.IGNORES_CANCEL):
                self._end(command, RemoteStatus.CANCELLED, self._now_ms())
            self._save()
            return True

    def advance(self) -> None:
        """Let happen what had to happen until now, the earliest first."""
        with self.lock:
            now_ms = self._now_ms()
            under_way = [one for one in self.commands() if not one.has_ended]
            steps = sum(len(one.history) for one in under_way)
            for command in sorted(under_way, key=lambda one: one.runs_ms):
                self._move(command, now_ms)
            if steps != sum(len(one.history) for one in under_way):
                self._save()

    def ended(self) -> list[Command]:
        """Return, and forget, the commands that ended since this was asked last."""
        with self.lock:
            ended, self._ended = self._ended, []
            return ended

    def relay_of(self, command: Command) -> RelayState:
        meter = self.meter(command.serial)
        return RelayState.UNKNOWN if meter is None else RelayState(meter.relay)

    def told(self, command: Command) -> dict[str, Any]:
        """Return a command as the contract tells it."""
        told: dict[str, Any] = {
            "jobId": command.job_id,
            "commandId": command.command_id,
            "status": command.status,
            "relayState": self.relay_of(command).value,
            "history": [{"status": status, "at": _at(ms)} for status, ms in command.history],
        }
        if command.executed_ms is not None and command.wh is not None:
            told["readingAtExecution"] = {
                "obis": "1.0.1.8.0.255",
                "value": f"{command.wh // 1000}.{command.wh % 1000:03}",
                "unit": "kWh",
                "timestamp": _at(command.executed_ms),
            }
        if command.error:
            told["error"] = {"code": command.error, "retryable": True, "detail": "simulated"}
        return told

    def _now_ms(self) -> int:
        return milliseconds(self.now())

    def _new_meter(self, serial: str) -> Meter:
        chance = Random(f"meter {self._seed} {serial}")  # noqa: S311 - play, not a secret
        return Meter(
            serial,
            wh_at_first=chance.randrange(100_000, 9_000_000),
            wh_a_day=chance.randrange(2_000, 15_000),
            first_ms=self._now_ms(),
        )

    def _runs_at(self, command: Command) -> int:
        chance = Random(f"run {self._seed} {command.command_id}")  # noqa: S311 - as above
        seconds = chance.randint(_LEAST_SECONDS, _MOST_SECONDS)
        return max(command.taken_ms, command.not_before_ms) + seconds * 1000

    def _move(self, command: Command, now_ms: int) -> None:
        self._travel(command, now_ms)
        if command.never_ends:
            return
        runs_ms = command.runs_ms
        if command.is_late:
            runs_ms = max(runs_ms, command.expires_ms + _LATE // timedelta(milliseconds=1))
        if runs_ms > command.expires_ms and not command.is_late:
            if now_ms >= command.expires_ms:
                self._end(command, RemoteStatus.EXPIRED, command.expires_ms)
        elif now_ms >= runs_ms:
            self._run(command, runs_ms)

    def _travel(self, command: Command, now_ms: int) -> None:
        since = timedelta(milliseconds=now_ms - max(command.taken_ms, command.not_before_ms))
        for status, after in (
            (RemoteStatus.SENT_TO_HES, _TO_HES),
            (RemoteStatus.SENT_TO_METER, _TO_METER),
        ):
            if since >= after and status.value not in {step for step, _ms in command.history}:
                command.status = status.value
                command.history.append((status.value, now_ms))

    def _run(self, command: Command, at_ms: int) -> None:
        meter = self.meter(command.serial)
        if command.fails or meter is None:
            command.error = "METER_NOT_RESPONDING"
            self._end(command, RemoteStatus.FAILED, at_ms)
            return
        if not command.contradicts:
            meter.relay = self._relay_after(command, meter).value
        command.executed_ms, command.wh = at_ms, meter.wh(at_ms)
        self._end(command, RemoteStatus.SUCCEEDED, at_ms)

    def _relay_after(self, command: Command, meter: Meter) -> RelayState:
        if command.kind == "DISCONNECT":
            return RelayState.DISCONNECTED
        if command.kind != "RECONNECT":
            return RelayState(meter.relay)
        ready = RelayState.READY_FOR_RECONNECTION
        return ready if command.waits_for_button else RelayState.CONNECTED

    def _end(self, command: Command, status: RemoteStatus, at_ms: int) -> None:
        command.status = status.value
        command.history.append((status.value, at_ms))
        self._ended.append(command)

    def _save(self) -> None:
        if self._path is None:
            return
        told = {
            "meters": [_kept(meter) for meter in self._meters.values()],
            "commands": [_kept(command) for command in self._commands.values()],
        }
        # Written beside and put there: nobody reads half of it. It need not outlast a power cut.
        beside = self._path.with_name(f".{self._path.name}.part")
        beside.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        beside.replace(self._path)
        self._read_ns = self._path.stat().st_mtime_ns

    def _take(self, told: Mapping[str, Any]) -> None:
        self._meters = {one["serial"]: Meter(**one) for one in told["meters"]}
        commands = [Command(**one) for one in told["commands"]]
        for command in commands:
            command.history = [(status, ms) for status, ms in command.history]
        self._commands = {one.command_id: one for one in commands}


def _kept(one: Meter | Command) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def _at(ms: int) -> str:
    return in_india(instant_of(ms))
