"""Arrears of an office in its database."""

from __future__ import annotations

from sqlalchemy import Connection

from domain.approval import Approval
from domain.arrears import ArrearEnding, ArrearMove, ArrearPlan, ArrearWish
from domain.office import Actor
from domain.services import planning_arrears
from domain.services.repeating import repeated_when_undone
from storage.access import Access
from storage.listings.consumers import id_of
from storage.repositories.arrears import SqlArrears


class SqlArrearsBook:
    """Everything of :class:`domain.arrears_book.ArrearsBook`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def live_of(self, consumer_number: str) -> ArrearPlan | None:
        with self._access.reading() as connection:
            return self._arrears(connection).live_of(self._id_of(connection, consumer_number))

    def of_consumer(self, consumer_number: str) -> list[ArrearPlan]:
        with self._access.reading() as connection:
            return self._arrears(connection).of_consumer(self._id_of(connection, consumer_number))

    def moves(self, consumer_number: str, limit: int = 500) -> list[ArrearMove]:
        with self._access.reading() as connection:
            consumer = self._id_of(connection, consumer_number)
            return self._arrears(connection).moves(consumer, limit)

    @repeated_when_undone
    def plan(self, wish: ArrearWish, actor: Actor) -> ArrearPlan:
        access = self._access
        return planning_arrears.plan_arrears(wish, access.unit(), access.clock, actor)

    @repeated_when_undone
    def ask_plan(self, wish: ArrearWish, actor: Actor) -> Approval:
        access = self._access
        return planning_arrears.ask_for_plan(wish, access.unit(), access.clock, actor)

    @repeated_when_undone
    def end(self, ending: ArrearEnding, actor: Actor) -> ArrearPlan:
        access = self._access
        return planning_arrears.end_arrears(ending, access.unit(), access.clock, actor)

    @repeated_when_undone
    def ask_end(self, ending: ArrearEnding, actor: Actor) -> Approval:
        access = self._access
        return planning_arrears.ask_for_end(ending, access.unit(), access.clock, actor)

    def _arrears(self, connection: Connection) -> SqlArrears:
        return SqlArrears(connection, self._access.office)

    def _id_of(self, connection: Connection, number: str) -> int:
        return id_of(connection, self._access.office.id, number)
