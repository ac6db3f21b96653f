"""Supply of an office in its database: jobs, orders, and what the AMISP said."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from domain import masking
from domain.calendar import milliseconds
from domain.office import Actor, Office
from domain.ports_of_amisp import Amisp, AmispEvent
from domain.progress import Progress, Step
from domain.services import delivering_orders, making_jobs, ordering_supply
from domain.services.repeating import repeated_when_undone
from domain.supply_book import Delivered, OrderQuery, Standstill
from domain.supply_job import Job, JobOrder, JobRow
from domain.supply_order import Exchange, OrderState, SupplyOrder
from storage.access import Access
from storage.listings.supply import counts_of, orders_found
from storage.repositories.policies import SqlPolicyRows
from storage.repositories.settings import SqlSettings
from storage.repositories.supply_jobs import SqlSupplyJobs
from storage.repositories.supply_orders import SqlSupplyOrders


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What tells how supply stands, to be looked at only."""

    settings: SqlSettings
    policies: SqlPolicyRows
    supply_orders: SqlSupplyOrders

    @classmethod
    def of(cls, connection: Connection, office: Office) -> Snapshot:
        return cls(
            SqlSettings(connection, office),
            SqlPolicyRows(connection, office),
            SqlSupplyOrders(connection, office),
        )


class SqlSupply:
    """Everything of :class:`domain.supply_book.Supply`; any thread may call it."""

    def __init__(self, access: Access, give_way: Callable[[], None]) -> None:
        self._access = access
        self._give_way = give_way

    # Jobs

    @repeated_when_undone
    def make_job(self, order: JobOrder, actor: Actor, progress: Progress) -> Job:
        progress(Step(0, 1))
        job = making_jobs.make_job(order, self._access.unit(), self._access.clock, actor)
        progress(Step(1, 1))
        return job

    def jobs(self, limit: int = 100) -> list[Job]:
        with self._access.reading() as connection:
            return self._jobs(connection).newest(limit)

    def job(self, id_: str) -> Job:
        with self._access.reading() as connection:
            return self._jobs(connection).get(id_)

    def job_rows(self, id_: str) -> list[JobRow]:
        with self._access.reading() as connection:
            job = self._jobs(connection).get(id_)
            rows = self._jobs(connection).rows(job)
        if not self._access.is_masked:
            return rows
        return [replace(row, left_out=masking.masked_words(row.left_out)) for row in rows]

    @repeated_when_undone
    def leave_out(self, id_: str, numbers: Sequence[str], reason: str, actor: Actor) -> Job:
        access = self._access
        return making_jobs.leave_out(id_, numbers, reason, access.unit(), access.clock, actor)

    @repeated_when_undone
    def take_in(self, id_: str, numbers: Sequence[str], actor: Actor) -> Job:
        access = self._access
        return making_jobs.take_in(id_, numbers, access.unit(), access.clock, actor)

    @repeated_when_undone
    def ask_job(self, id_: str, actor: Actor) -> Job:
        return making_jobs.ask_job(id_, self._access.unit(), self._access.clock, actor)

    @repeated_when_undone
    def drop_job(self, id_: str, reason: str, actor: Actor) -> Job:
        return making_jobs.drop_job(id_, reason, self._access.unit(), self._access.clock, actor)

    # The kill switch

    @repeated_when_undone
    def stop(self, reason: str, actor: Actor) -> Standstill:
        return ordering_supply.stop(reason, self._access.unit(), self._access.clock, actor)

    @repeated_when_undone
    def resume(self, reason: str, actor: Actor) -> None:
        ordering_supply.resume(reason, self._access.unit(), self._access.clock, actor)

    def standstill(self) -> Standstill | None:
        with self._access.reading() as connection:
            return self._orders(connection).standstill()

    # Orders

    @repeated_when_undone
    def reconnect(self, number: str, reason: str, actor: Actor) -> SupplyOrder:
        access = self._access
        return ordering_supply.reconnect(number, reason, access.unit(), access.clock, actor)

    @repeated_when_undone
    def cancel_order(self, order_id: str, reason: str, actor: Actor) -> SupplyOrder:
        access = self._access
        return ordering_supply.cancel_order(order_id, reason, access.unit(), access.clock, actor)

    @repeated_when_undone
    def settle_visit(
        self, order_id: str, note: str, actor: Actor, *, is_connected: bool
    ) -> SupplyOrder:
        return ordering_supply.settle_visit(
            order_id,
            note,
            is_connected=is_connected,
            unit=self._access.unit(),
            clock=self._access.clock,
            actor=actor,
        )

    @repeated_when_undone
    def release_orders(self, order_ids: Sequence[str], actor: Actor) -> int:
        access = self._access
        return ordering_supply.release_orders(order_ids, access.unit(), access.clock, actor)

    def orders(self, query: OrderQuery, limit: int = 1_000) -> list[SupplyOrder]:
        now_ms = milliseconds(self._access.clock.now())
        with self._access.reading() as connection:
            found = orders_found(connection, self._access.office.id, query, now_ms, limit)
        return [self._seen(order) for order in found]

    def order(self, order_id: str) -> SupplyOrder:
        with self._access.reading() as connection:
            return self._seen(self._orders(connection).get(order_id))

    def knows(self, order_id: str) -> bool:
        with self._access.reading() as connection:
            return self._orders(connection).find(order_id) is not None

    def counts(self) -> dict[OrderState, int]:
        with self._access.reading() as connection:
            return counts_of(connection, self._access.office.id)

    def exchanges(self, order_id: str) -> list[Exchange]:
        with self._access.reading() as connection:
            return self._orders(connection).exchanges(order_id)

    # The AMISP

    def deliver(self, amisp: Amisp, actor: Actor, progress: Progress) -> Delivered:
        return delivering_orders.deliver(
            amisp,
            open_unit=self._access.unit,
            clock=self._access.clock,
            actor=actor,
            progress=progress,
            chance=random.random,
        )

    @repeated_when_undone
    def note_said(self, said: Sequence[Exchange], actor: Actor) -> None:
        delivering_orders.note_said(said, self._access.unit(), actor)

    @repeated_when_undone
    def take_event(self, event: AmispEvent, actor: Actor) -> bool:
        access = self._access
        return delivering_orders.take_event(event, access.unit(), access.clock, actor)

    @repeated_when_undone
    def write_file(self, amisp: Amisp, actor: Actor) -> list[SupplyOrder]:
        access = self._access
        return delivering_orders.write_file(amisp, access.unit(), access.clock, actor)

    def take_file(self, events: Sequence[AmispEvent], actor: Actor) -> int:
        access = self._access
        return delivering_orders.take_file(events, access.unit, access.clock, actor, self._give_way)

    def _seen(self, order: SupplyOrder) -> SupplyOrder:
        """Return an order as who looks may see it."""
        if not self._access.is_masked:
            return order
        return replace(order, note=masking.masked_words(order.note))

    def _jobs(self, connection: Connection) -> SqlSupplyJobs:
        return SqlSupplyJobs(connection, self._access.office)

    def _orders(self, connection: Connection) -> SqlSupplyOrders:
        return SqlSupplyOrders(connection, self._access.office)
