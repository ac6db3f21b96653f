"""What the use cases of supply need of the store, inside one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from domain.consumer import Consumer
from domain.money import Money
from domain.office import Actor
from domain.policy import Decisions, Facts
from domain.ports_of_amisp import AmispEvent
from domain.supply_book import Standstill
from domain.supply_job import Job, JobOrder
from domain.supply_order import Exchange, OrderState, SupplyOrder


class SupplyOrders(Protocol):
    """Orders to the AMISP, what was said of them, the kill switch and part payments."""

    def get(self, order_id: str) -> SupplyOrder:
        """Return an order; :class:`OrderNotFound` when there is none."""

    def find(self, order_id: str) -> SupplyOrder | None: ...

    def of_consumer(self, consumer_id: int) -> list[SupplyOrder]:
        """Return every order of a consumer, oldest first."""

    def open_of(self, consumer_id: int) -> list[SupplyOrder]:
        """Return the orders of a consumer that may still move a relay, oldest first."""

    def open_orders(self) -> list[SupplyOrder]:
        """Return all orders that may still move a relay: reconnections first, then the oldest."""

    def leaving(self) -> list[SupplyOrder]:
        """Return the orders of which it was written down that they leave, and no more."""

    def next_try(self) -> datetime | None:
        """Return when there is something to do next, None when nothing is open."""

    def due(self, now: datetime, most: int | None = None) -> list[tuple[str, OrderState]]:
        """Return ids and states of orders with something to do, in turn; the first of them."""

    def held(self) -> list[str]:
        """Return the ids of the orders that a restored office holds."""

    def add(self, orders: Sequence[SupplyOrder], actor: Actor) -> None: ...

    def put(self, order: SupplyOrder, act: str, by: str) -> None:
        """Store an order as it is now; the consumer and the meter stay."""

    def left_times(self, since: datetime) -> list[datetime]:
        """Return when disconnections left from an instant on, oldest first."""

    def left_of(self, job_id: str) -> int:
        """Return how many orders of a job have left."""

    def keep(self, exchanges: Sequence[Exchange]) -> None:
        """Keep what was said, for the auditor."""

    def was_told(self, event_id: str) -> bool: ...

    def add_event(self, event: AmispEvent, at: datetime, outcome: str) -> None: ...

    def standstill(self) -> Standstill | None: ...

    def begin_standstill(self, standstill: Standstill) -> None: ...

    def end_standstill(
        self, standstill: Standstill, reason: str, at: datetime, by: str
    ) -> None: ...

    def part_paid_since(self, consumer_id: int, since: datetime) -> bool:
        """Return whether part of the dues brought supply back from an instant on."""

    def grant_part(  # noqa: PLR0913 - to whom, when, of how much, how much, until when, by what
        self,
        consumer_id: int,
        at: datetime,
        *,
        dues: Money,
        paid: Money,
        until: date,
        receipt: str,
        by: str,
    ) -> None: ...

    def uncleared(self, consumer_id: int) -> Money:
        """Return what of a balance rests on cheques that no bank has paid yet."""


class SupplyJobs(Protocol):
    """Disconnection jobs and their rows."""

    def find(self, id_: str) -> Job | None: ...

    def get(self, id_: str) -> Job:
        """Return a job; :class:`JobNotFound` when there is none."""

    def add(  # noqa: PLR0913, PLR0917 - which job, of whom, decided how
        self,
        job: Job,
        order: JobOrder,
        facts: Facts,
        decisions: Decisions,
        rows: Sequence[int],
        actor: Actor,
    ) -> None:
        """Add a job with a row for each place of ``rows`` in the facts."""

    def put(self, job: Job, act: str, by: str) -> None:
        """Store how far a job is."""

    def eligible(self, id_: str) -> list[int]:
        """Return the consumers of a job whom no reason holds, left out or not."""

    def to_be_cut(self, id_: str) -> list[int]:
        """Return the consumers of a job whom nothing holds, who owe most first."""

    def leave_out(self, id_: str, consumer_ids: Sequence[int], reason: str, by: str) -> None:
        """Give rows the reason why they are left out, "" to take them in again."""

    def on_feeders(self, feeders: Sequence[str], today: date) -> list[int]: ...

    def consumers(self, consumer_ids: Sequence[int], today: date) -> list[Consumer]:
        """Return these consumers as they stand."""
