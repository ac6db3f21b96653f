"""What orders need of an AMISP, whichever protocol it speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.importing import SheetRow
from domain.supply_order import Exchange, MeterSaid, RelayState, RemoteStatus, SupplyOrder


class Sent(StrEnum):
    """What became of handing an order over."""

    #: The AMISP has it (also when it had it already).
    ACCEPTED = "accepted"
    #: It never will: a 4xx, the meter unknown, the key used for something else.
    REFUSED = "refused"
    #: Another command of the meter is under way; nothing was taken.
    BUSY = "busy"
    #: Nothing was taken; ask again after a while (429, 503, no connection).
    LATER = "later"
    #: Nobody knows whether it was taken: a time-out, a broken connection after it was said.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """The answer to an order handed over; ``wait_ms``: how long to wait, 0: as one likes."""

    sent: Sent
    remote_id: str = ""
    wait_ms: int = 0
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CommandState:
    """What the AMISP says of a command; ``is_known`` False: it never had it."""

    is_known: bool
    remote_id: str = ""
    status: RemoteStatus = RemoteStatus.UNKNOWN
    relay: RelayState = RelayState.UNKNOWN
    executed_at: datetime | None = None
    said: MeterSaid | None = None
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AmispEvent:
    """Something that the AMISP told by itself, its signature and age found right."""

    event_id: str
    kind: str
    command_id: str
    state: CommandState | None
    body: str


@dataclass(frozen=True, slots=True)
class DailyReads:
    """Reads as the AMISP told them: rows of a sheet of reads under its ``header``.

    ``sha256`` is of all that was told.
    """

    header: Sequence[str]
    sha256: str
    all_rows: Sequence[SheetRow]

    @property
    def rows(self) -> Iterator[SheetRow]:
        return iter(self.all_rows)


class Amisp(Protocol):
    """The smart-meter company. A call that could not be made raises ``AmispUnavailable``.

    ``exchanges`` gives, and forgets, what was said since it was asked last: it is kept for the
    auditor, also when a call failed.
    """

    @property
    def name(self) -> str: ...

    @property
    def is_by_file(self) -> bool:
        """Whether nothing can be said to it: somebody carries files there and back."""

    def body_of(self, order: SupplyOrder) -> str:
        """Return an order as it will be sent: made once, kept, and repeated byte by byte."""

    def send(self, order: SupplyOrder) -> SendOutcome:
        """Hand over ``order.body`` under the order's id."""

    def state_of(self, order: SupplyOrder) -> CommandState:
        """Ask how far a command is, by its remote id or, without one, by the order's own."""

    def cancel(self, order: SupplyOrder) -> CommandState: ...

    def relay(self, meter_serial: str) -> RelayState: ...

    def daily_reads(self, first: date, last: date) -> DailyReads:
        """Ask for the reads that close these days, all or none.

        :class:`AmispTellsNoReads` over a road by which none come.
        """

    def exchanges(self) -> list[Exchange]: ...
