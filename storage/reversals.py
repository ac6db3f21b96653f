"""Receipts undone and cheques of an office in its database."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from datetime import date

from domain.approval import Approval
from domain.calendar import billing_day
from domain.cheque import Cheque, ChequeBar, ChequeState, HeldCheque
from domain.listing import ReceiptRow
from domain.money import Money
from domain.office import Actor
from domain.progress import Progress
from domain.receipt_query import ReceiptList, ReceiptQuery, ReceiptTotals
from domain.recharge import Receipt
from domain.services import settling_cheques, undoing_receipts
from domain.services.repeating import repeated_when_undone
from domain.tender import TenderLine
from storage.access import Access
from storage.chain import head_of
from storage.listings import receipts_found
from storage.repositories.cheques import SqlCheques
from storage.repositories.consumers import SqlConsumers


class SqlReversals:
    """Everything of :class:`domain.reversals.Reversals`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    # Receipts

    def find_receipts(self, query: ReceiptQuery, limit: int | None = None) -> array[int]:
        with self._access.reading() as connection:
            return receipts_found.find_receipts(connection, self._access.office.id, query, limit)

    def receipt_totals(self, query: ReceiptQuery) -> ReceiptTotals:
        with self._access.reading() as connection:
            return receipts_found.receipt_totals(connection, self._access.office.id, query)

    def receipt_list(self, query: ReceiptQuery, progress: Progress) -> ReceiptList:
        office = self._access.office
        with self._access.reading() as connection:
            anchor = head_of(connection, office)
            rows = receipts_found.all_rows(connection, office.id, query, progress)
            totals = receipts_found.receipt_totals(connection, office.id, query)
        return ReceiptList(rows, totals, self._access.clock.now(), str(anchor) if anchor else "")

    def receipts_named(self, typed: str, limit: int) -> list[ReceiptRow]:
        with self._access.reading() as connection:
            office = self._access.office.id
            ids = receipts_found.receipts_named(connection, office, typed, limit)
            rows = receipts_found.receipt_rows(connection, office, ids)
        return [rows[one] for one in ids if one in rows]

    def receipt_rows(self, ids: Sequence[int]) -> Mapping[int, ReceiptRow]:
        with self._access.reading() as connection:
            return receipts_found.receipt_rows(connection, self._access.office.id, ids)

    def counters(self) -> list[int]:
        with self._access.reading() as connection:
            return receipts_found.counters(connection, self._access.office.id)

    def takers(self) -> list[str]:
        with self._access.reading() as connection:
            return receipts_found.takers(connection, self._access.office.id)

    @repeated_when_undone
    def cancel(self, number: str, reason: str, actor: Actor) -> Receipt:
        unit, clock = self._access.unit(), self._access.clock
        return undoing_receipts.cancel(number, reason, unit, clock, actor)

    @repeated_when_undone
    def ask_cancellation(self, number: str, reason: str, actor: Actor) -> Approval:
        unit, clock = self._access.unit(), self._access.clock
        return undoing_receipts.ask_cancellation(number, reason, unit, clock, actor)

    @repeated_when_undone
    def ask_transfer(self, number: str, to: str, reason: str, actor: Actor) -> Approval:
        unit, clock = self._access.unit(), self._access.clock
        return undoing_receipts.ask_transfer(number, to, reason, unit, clock, actor)

    @repeated_when_undone
    def transfer(self, number: str, to: str, reason: str, actor: Actor) -> Receipt:
        unit, clock = self._access.unit(), self._access.clock
        return undoing_receipts.transfer(number, to, reason, unit, clock, actor)

    # Cheques

    def cheques(self, states: Sequence[ChequeState] = (), limit: int = 2_000) -> list[Cheque]:
        with self._access.reading() as connection:
            return SqlCheques(connection, self._access.office).newest(states, limit)

    def cheques_of(self, number: str) -> list[Cheque]:
        with self._access.reading() as connection:
            return SqlCheques(connection, self._access.office).of_receipt(number)

    @repeated_when_undone
    def clear(self, number: str, line: int, on: date, actor: Actor) -> Cheque:
        unit, clock = self._access.unit(), self._access.clock
        return settling_cheques.clear(number, line, on, unit, clock, actor)

    @repeated_when_undone
    def dishonour(
        self, number: str, line: int, reason: str, fee: Money | None, actor: Actor
    ) -> Receipt:
        return settling_cheques.dishonour(
            number,
            line,
            reason,
            fee,
            unit=self._access.unit(),
            clock=self._access.clock,
            actor=actor,
        )

    def bar_of(self, consumer_number: str) -> ChequeBar | None:
        office, today = self._access.office, billing_day(self._access.clock.now())
        with self._access.reading() as connection:
            consumer = SqlConsumers(connection, office).get(consumer_number, today)
            return SqlCheques(connection, office).bar_of(consumer.id, today)

    @repeated_when_undone
    def lift_bar(self, consumer_number: str, reason: str, actor: Actor) -> None:
        unit, clock = self._access.unit(), self._access.clock
        settling_cheques.lift_bar(consumer_number, reason, unit, clock, actor)

    # Cheques that wait for their day

    @repeated_when_undone
    def hold_cheque(
        self, id_: str, consumer_number: str, line: TenderLine, actor: Actor
    ) -> HeldCheque:
        unit, clock = self._access.unit(), self._access.clock
        return settling_cheques.hold_cheque(id_, consumer_number, line, unit, clock, actor)

    def held_cheques(self) -> list[HeldCheque]:
        with self._access.reading() as connection:
            return SqlCheques(connection, self._access.office).waiting()

    @repeated_when_undone
    def take_held(self, id_: str, actor: Actor) -> Receipt:
        return settling_cheques.take_held(id_, self._access.unit(), self._access.clock, actor)

    @repeated_when_undone
    def return_held(self, id_: str, reason: str, actor: Actor) -> None:
        unit, clock = self._access.unit(), self._access.clock
        settling_cheques.return_held(id_, reason, unit, clock, actor)
