"""Supply: jobs and orders as pages, commands and the worker that delivers them use them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.errors_of_supply import AmispRefusesOffice
from domain.office import Actor
from domain.ports_of_amisp import Amisp, AmispEvent
from domain.progress import Progress
from domain.supply_job import Job, JobOrder, JobRow
from domain.supply_order import Exchange, OrderKind, OrderState, SupplyOrder

_REFUSED = AmispRefusesOffice("").code
#: The trouble of a round: somebody else delivers at this moment.
ELSEWHERE = "run_going_on"


@dataclass(frozen=True, slots=True)
class OrderQuery:
    """Which orders a list shows: all filters must hold, newest first."""

    states: tuple[OrderState, ...] = ()
    kinds: tuple[OrderKind, ...] = ()
    job_id: str = ""
    consumer_number: str = ""
    #: Reconnections that are past their two hours, or came late.
    is_late: bool = False
    #: Somebody has to go there: failed, contradicted, or asked for in vain.
    needs_visit: bool = False
    #: The relay moved after the order had expired, or although somebody had paid.
    was_late_cut: bool = False


@dataclass(frozen=True, slots=True)
class Standstill:
    """The office has stopped all disconnecting."""

    began_at: datetime
    began_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of delivering came to; ``next_at``: when there is something to do again.

    While an AMISP asks for patience that is not before it is over.
    """

    sent: int = 0
    accepted: int = 0
    done: int = 0
    failed: int = 0
    dropped: int = 0
    unknown: int = 0
    next_at: datetime | None = None
    #: Why nothing could be said to the AMISP, "" when it could.
    unavailable: str = ""
    #: The code of what ended the round before its time.
    trouble: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether the AMISP does not let the office in, so that a person has to see to it."""
        return self.trouble == _REFUSED

    @property
    def is_elsewhere(self) -> bool:
        """Whether another worker of the office was at it."""
        return self.trouble == ELSEWHERE


class Supply(Protocol):
    """Who is cut and connected again; any thread may call it."""

    def make_job(self, order: JobOrder, actor: Actor, progress: Progress) -> Job: ...

    def jobs(self, limit: int = 100) -> list[Job]: ...

    def job(self, id_: str) -> Job: ...

    def job_rows(self, id_: str) -> list[JobRow]:
        """Return every defaulter of a job, those to be cut first."""

    def leave_out(self, id_: str, numbers: Sequence[str], reason: str, actor: Actor) -> Job: ...

    def take_in(self, id_: str, numbers: Sequence[str], actor: Actor) -> Job:
        """Undo :meth:`leave_out`."""

    def ask_job(self, id_: str, actor: Actor) -> Job:
        """Ask a supervisor to approve; an office without staff approves at once."""

    def drop_job(self, id_: str, reason: str, actor: Actor) -> Job: ...

    def stop(self, reason: str, actor: Actor) -> Standstill:
        """Stop all disconnecting, at once and until :meth:`resume`: the kill switch."""

    def resume(self, reason: str, actor: Actor) -> None: ...

    def standstill(self) -> Standstill | None: ...

    def reconnect(self, number: str, reason: str, actor: Actor) -> SupplyOrder:
        """Order supply back by hand; the open order is returned if there is one."""

    def cancel_order(self, order_id: str, reason: str, actor: Actor) -> SupplyOrder: ...

    def settle_visit(
        self, order_id: str, note: str, actor: Actor, *, is_connected: bool
    ) -> SupplyOrder:
        """Record what somebody found at the meter: it ends the order."""

    def knows(self, order_id: str) -> bool:
        """Return whether this office gave an order."""

    def release_orders(self, order_ids: Sequence[str], actor: Actor) -> int:
        """Ask the AMISP what became of orders that a restored office holds."""

    def orders(self, query: OrderQuery, limit: int = 1_000) -> list[SupplyOrder]: ...

    def order(self, order_id: str) -> SupplyOrder: ...

    def counts(self) -> dict[OrderState, int]: ...

    def exchanges(self, order_id: str) -> list[Exchange]: ...

    def deliver(self, amisp: Amisp, actor: Actor, progress: Progress) -> Delivered:
        """Work once through all that is due: reconnections, cancellations, questions, the rest.

        Each order is judged again in the transaction that lets it leave.
        """

    def note_said(self, said: Sequence[Exchange], actor: Actor) -> None:
        """Keep for the auditor what was said about no order: who asked for reads."""

    def take_event(self, event: AmispEvent, actor: Actor) -> bool:
        """Take what the AMISP told by itself into the books; False: it was known already."""

    def write_file(self, amisp: Amisp, actor: Actor) -> list[SupplyOrder]:
        """Mark what waits as gone by file, and return it for the file that carries it."""

    def take_file(self, events: Sequence[AmispEvent], actor: Actor) -> int:
        """Take acknowledgements that came back by file; return how many were new."""
