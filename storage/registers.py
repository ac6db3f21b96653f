"""Registers of an office in its database."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.office import Actor
from domain.register import Register, RegisterKind, RegisterQuery
from domain.services.looking_at_registers import permit_look
from storage.access import Access
from storage.chain import head_of
from storage.listings.registers.arrear_plans import arrear_plans
from storage.listings.registers.cash_closing import cash_closing
from storage.listings.registers.cheques import cheques
from storage.listings.registers.collection import collection
from storage.listings.registers.consumer_receipts import receipts_of_consumer
from storage.listings.registers.day_book import day_book
from storage.listings.registers.duplicates import duplicates
from storage.listings.registers.looking import Found, Look, totals_of
from storage.listings.registers.series import series
from storage.listings.registers.undone import cancellations, dishonours

_LISTINGS: Mapping[RegisterKind, Callable[[Look], Found]] = {
    RegisterKind.COLLECTION: collection,
    RegisterKind.CASH_CLOSING: cash_closing,
    RegisterKind.DAY_BOOK: day_book,
    RegisterKind.CHEQUES: cheques,
    RegisterKind.DUPLICATES: duplicates,
    RegisterKind.CANCELLATIONS: cancellations,
    RegisterKind.DISHONOURS: dishonours,
    RegisterKind.ARREAR_PLANS: arrear_plans,
    RegisterKind.RECEIPTS_OF_CONSUMER: receipts_of_consumer,
    RegisterKind.SERIES: series,
}


class SqlRegisters:
    """Everything of :class:`domain.register.Registers`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def register(self, query: RegisterQuery, actor: Actor) -> Register:
        access = self._access
        permit_look(query, access.unit_in_any_condition, access.clock, actor)
        with access.reading() as connection:
            found = _LISTINGS[query.kind](Look(connection, access.office, query))
            anchor = head_of(connection, access.office)
        return Register(
            office=access.office,
            query=query,
            columns=found.columns,
            rows=found.rows,
            totals=totals_of(found),
            controls=found.controls,
            made_at=access.clock.now(),
            made_by=actor.name,
            anchor=str(anchor) if anchor else "",
        )
