"""An AMISP in memory that behaves as the contract says, and misbehaves as it is told.

It knows no office. Meters have relays, commands wait in a queue until :meth:`FakeAmisp.run`
carries them out; what it does with the next call is put into ``next_calls``.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.energy import Energy
from domain.errors_of_supply import AmispUnavailable
from domain.ports_of_amisp import AmispEvent, CommandState, SendOutcome, Sent
from domain.supply_order import (
    Exchange,
    MeterSaid,
    OrderKind,
    RelayState,
    RemoteStatus,
    Road,
    SupplyOrder,
)

_AFTER = {
    OrderKind.DISCONNECT: RelayState.DISCONNECTED,
    OrderKind.RECONNECT: RelayState.CONNECTED,
}


class Fault(StrEnum):
    """What becomes of the next order that is handed over."""

    NONE = "none"
    #: It is taken, and the answer is lost on the way.
    ANSWER_LOST = "answer_lost"
    #: It never arrives, and nobody knows.
    LOST = "lost"
    #: 202, and it is forgotten at once.
    FORGOTTEN = "forgotten"
    BUSY = "busy"
    LATER = "later"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"


_NOT_TAKEN = {
    Fault.LOST: SendOutcome(Sent.UNKNOWN, code="TIMEOUT"),
    Fault.BUSY: SendOutcome(Sent.BUSY, code="COMMAND_IN_PROGRESS"),
    Fault.LATER: SendOutcome(Sent.LATER, wait_ms=20_000, code="429"),
    Fault.REFUSED: SendOutcome(Sent.REFUSED, code="METER_NOT_FOUND"),
}


@dataclass
class Command:
    """A command as the AMISP keeps it."""

    id: str
    kind: OrderKind
    meter: str
    body: str
    expires_at: datetime
    status: RemoteStatus = RemoteStatus.QUEUED
    relay: RelayState = RelayState.UNKNOWN
    executed_at: datetime | None = None

    @property
    def is_ended(self) -> bool:
        return self.status in {
            RemoteStatus.SUCCEEDED,
            RemoteStatus.FAILED,
            RemoteStatus.EXPIRED,
            RemoteStatus.CANCELLED,
        }


@dataclass
class FakeAmisp:
    """The smart-meter company of a test."""

    clock: Callable[[], datetime]
    faults: deque[Fault] = field(default_factory=deque)
    commands: dict[str, Command] = field(default_factory=dict)
    relays: dict[str, RelayState] = field(default_factory=dict)
    #: Every order that was handed over: at what instant, which, with what body.
    sent: list[tuple[datetime, SupplyOrder]] = field(default_factory=list)
    #: Called before an order arrives, and when it has arrived but is not answered yet.
    before_send: Callable[[SupplyOrder], object] = lambda _order: None
    after_send: Callable[[SupplyOrder], object] = lambda _order: None
    #: Whether nothing can be asked.
    is_down: bool = False
    #: Whether the relay is left as it is although commands succeed.
    is_stuck: bool = False
    register: int = 200_000
    _said: list[Exchange] = field(default_factory=list)

    name = "fake"
    is_by_file = False

    def body_of(self, order: SupplyOrder) -> str:
        return json.dumps({"commandId": order.id, "type": order.kind.value})

    def send(self, order: SupplyOrder) -> SendOutcome:
        self._note(order.id, "POST /amisp/v1/commands", order.body)
        if self.is_down:
            raise AmispUnavailable("no connection")
        self.before_send(order)
        self.sent.append((self.clock(), order))
        fault = self.faults.popleft() if self.faults else Fault.NONE
        outcome = self._taken(order, fault)
        self.after_send(order)
        return outcome

    def state_of(self, order: SupplyOrder) -> CommandState:
        self._refuse_down(order.id)
        command = self.commands.get(order.id)
        return CommandState(is_known=False) if command is None else self._state(command)

    def cancel(self, order: SupplyOrder) -> CommandState:
        self._refuse_down(order.id)
        command = self.commands.get(order.id)
        if command is None:
            return CommandState(is_known=False)
        if not command.is_ended:
            command.status = RemoteStatus.CANCELLED
        return self._state(command)

    def relay(self, meter_serial: str) -> RelayState:
        self._refuse_down("")
        return self.relays.get(meter_serial, RelayState.CONNECTED)

    def exchanges(self) -> list[Exchange]:
        said, self._said = self._said, []
        return said

    # What happens on its side

    def run(self, *, is_late: bool = False) -> None:
        """Carry out all commands; ``is_late``: also those that have expired or were cancelled."""
        for command in list(self.commands.values()):
            if command.status is RemoteStatus.SUCCEEDED:
                continue
            if command.is_ended and not is_late:
                continue
            if self.clock() > command.expires_at and not is_late:
                command.status = RemoteStatus.EXPIRED
                continue
            self.carry_out(command)

    def carry_out(self, command: Command) -> None:
        """Let the relay of a meter do what a command says."""
        if not self.is_stuck:
            self.relays[command.meter] = _AFTER[command.kind]
        command.status = RemoteStatus.SUCCEEDED
        command.relay = self.relays.get(command.meter, RelayState.CONNECTED)
        command.executed_at = self.clock()
        self.register += 10

    def fail(self, order_id: str, status: RemoteStatus = RemoteStatus.FAILED) -> None:
        self.commands[order_id].status = status
        self.commands[order_id].relay = self.relays.get(
            self.commands[order_id].meter, RelayState.CONNECTED
        )

    def event(self, order_id: str, event_id: str = "") -> AmispEvent:
        """Return what it calls back about a command."""
        state = self._state(self.commands[order_id])
        named = event_id or f"{order_id}/{state.status.value}"
        return AmispEvent(named, "command.completed", order_id, state, "{}")

    def _taken(self, order: SupplyOrder, fault: Fault) -> SendOutcome:
        if fault is Fault.UNAVAILABLE:
            raise AmispUnavailable("no connection")
        if fault is Fault.FORGOTTEN:
            return SendOutcome(Sent.ACCEPTED, remote_id=f"R-{order.id}")
        if fault in _NOT_TAKEN:
            return _NOT_TAKEN[fault]
        known = self.commands.get(order.id)
        assert known is None or known.body == order.body, "a retry is byte-identical"
        if known is None:
            self.commands[order.id] = Command(
                order.id, order.kind, order.meter_serial, order.body, order.expires_at
            )
        if fault is Fault.ANSWER_LOST:
            return SendOutcome(Sent.UNKNOWN, code="TIMEOUT")
        return SendOutcome(Sent.ACCEPTED, remote_id=f"R-{order.id}")

    def _state(self, command: Command) -> CommandState:
        at = command.executed_at
        said = MeterSaid(Energy(self.register), at) if at else None
        return CommandState(
            is_known=True,
            remote_id=f"R-{command.id}",
            status=command.status,
            relay=command.relay,
            executed_at=at,
            said=said,
        )

    def _refuse_down(self, order_id: str) -> None:
        self._note(order_id, "GET /amisp/v1/commands", "")
        if self.is_down:
            raise AmispUnavailable("no connection")

    def _note(self, order_id: str, what: str, body: str) -> None:
        said = Exchange(
            order_id, self.clock(), is_ours=True, road=Road.API, what=what, status=0, body=body
        )
        self._said.append(said)
