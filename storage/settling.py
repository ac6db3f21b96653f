"""Payments of unknown fate and settlement files of an office in its database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from domain.money import Money
from domain.office import Actor
from domain.payment import Payment, PaymentState, SettlementFile, SettlementLine
from domain.recharge import Receipt, RechargeOrder
from domain.services import settling_payments
from domain.services.repeating import repeated_when_undone
from domain.settlement_columns import key_of
from domain.settling import SettlementJudged, SettlementTable
from storage.access import Access
from storage.repositories.payments import SqlPayments


class SqlSettling:
    """Everything of :class:`domain.settling.Settling`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    # Payments of unknown fate

    @repeated_when_undone
    def park(self, order: RechargeOrder, note: str, actor: Actor) -> Payment:
        unit, clock = self._access.unit(), self._access.clock
        return settling_payments.park_payment(order, note, unit, clock, actor)

    def payments(self, state: PaymentState | None = PaymentState.UNKNOWN) -> list[Payment]:
        with self._access.reading() as connection:
            payments = SqlPayments(connection, self._access.office)
            is_in_doubt = state is PaymentState.UNKNOWN
            found = payments.undecided() if is_in_doubt else payments.all()
        return [payment for payment in found if state is None or payment.state is state]

    @repeated_when_undone
    def decide(self, id_: str, state: PaymentState, reason: str, actor: Actor) -> Payment:
        return settling_payments.decide_payment(
            id_, state, reason, unit=self._access.unit(), clock=self._access.clock, actor=actor
        )

    # Settlement files

    def mapping(self, headings: Sequence[str]) -> Mapping[str, str] | None:
        with self._access.reading() as connection:
            payments = SqlPayments(connection, self._access.office)
            columns = payments.mapping(settling_payments.SETTLEMENT, key_of(headings))
        if columns is None:
            return None
        found: dict[str, str] = json.loads(columns)
        return found

    def judge(
        self, table: SettlementTable, mapping: Mapping[str, str], tender: str
    ) -> SettlementJudged:
        with self._access.reading() as connection:
            payments = SqlPayments(connection, self._access.office)
            return settling_payments.judge_settlement(table, mapping, tender, payments)

    def take(
        self, table: SettlementTable, mapping: Mapping[str, str], tender: str, actor: Actor
    ) -> SettlementJudged:
        return settling_payments.take_settlement(
            table,
            mapping,
            tender,
            open_unit=self._access.unit,
            clock=self._access.clock,
            actor=actor,
        )

    def files(self, limit: int = 100) -> list[SettlementFile]:
        with self._access.reading() as connection:
            return SqlPayments(connection, self._access.office).settlements(limit=limit)

    def lines(self, file: int | None = None, *, is_open: bool = False) -> list[SettlementLine]:
        with self._access.reading() as connection:
            payments = SqlPayments(connection, self._access.office)
            if file is not None:
                payments.settlement(file)
            return payments.lines_listed(file, is_open=is_open)

    # What a person decides

    @repeated_when_undone
    def credit_line(
        self, file: int, line: int, consumer_number: str, reason: str, actor: Actor
    ) -> Receipt:
        return settling_payments.credit_line(
            file,
            line,
            consumer_number,
            reason,
            unit=self._access.unit(),
            clock=self._access.clock,
            actor=actor,
        )

    @repeated_when_undone
    def dismiss_line(self, file: int, line: int, reason: str, actor: Actor) -> None:
        settling_payments.dismiss_line(
            file, line, reason, unit=self._access.unit(), clock=self._access.clock, actor=actor
        )

    def unsettled(self) -> Mapping[str, Money]:
        with self._access.reading() as connection:
            return SqlPayments(connection, self._access.office).in_clearing()
