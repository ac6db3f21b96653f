"""Paying clears: money that comes in calls off what would cut its payer, and brings supply back.

It happens in the transaction of the payment itself, so that none is ever forgotten: what waits is
cancelled, what is out is no longer wanted, and where supply is off, or may go off, it is ordered
back within the time that the policy gives.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from domain import order_steps
from domain.audit import AuditNote
from domain.calendar import billing_day, day_number, start_of
from domain.clearing import Standing, is_cut, is_out
from domain.consumer import Consumer
from domain.credit import SupplyState
from domain.money import ZERO, Money
from domain.office import Actor
from domain.policy import NONE, Reconnection
from domain.ports import Settings, UnitOfWork
from domain.ports_of_policies import PolicyRows
from domain.ports_of_supply import SupplyOrders
from domain.settings import CHEQUE_RECONNECTS
from domain.staff import Act
from domain.supply_order import OrderKind, OrderReason, OrderState, SupplyOrder

#: So long an order to reconnect holds at the AMISP; one that runs out is given again.
RECONNECT_HOLDS = timedelta(days=7)


class AtHand(Protocol):
    """What tells how supply stands: a transaction, or a snapshot to look at."""

    @property
    def settings(self) -> Settings: ...
    @property
    def policies(self) -> PolicyRows: ...
    @property
    def supply_orders(self) -> SupplyOrders: ...


def payment_came(
    consumer_number: str, unit: UnitOfWork, now: datetime, actor: Actor, *, receipt: str
) -> SupplyOrder | None:
    """Call off and order back what a payment clears; return the reconnection, if one was made.

    Called inside the transaction of every posting that may raise what a consumer has: a receipt,
    by whatever road its money came, or a cheque that the bank has paid.
    """
    consumer = unit.consumers.get(consumer_number, billing_day(now))
    if not is_touched(consumer, unit):
        return None
    standing = standing_of(consumer, unit, now)
    if standing.is_part_enough:
        _grant_part(standing, unit, now, actor, receipt)
    for cut in standing.called_off:
        call_off(cut, unit, now, actor, order_steps.PAID)
    if not standing.brings_back:
        return None
    return order_back(consumer, unit, now, actor, OrderReason.RECHARGE, standing.rule)


def payment_gone(consumer_number: str, unit: UnitOfWork, now: datetime, actor: Actor) -> None:
    """Call off a reconnection that has not left, when the payment that it was for is undone."""
    consumer = unit.consumers.get(consumer_number, billing_day(now))
    opened = unit.supply_orders.open_of(consumer.id)
    waiting = [
        order
        for order in opened
        if order.kind is OrderKind.RECONNECT
        and order.reason is OrderReason.RECHARGE
        and not is_out(order)
    ]
    if not waiting or is_cleared(consumer, unit, now):
        return
    for order in waiting:
        _cancel(order, unit, now, actor, order_steps.PAYMENT_UNDONE)


def is_cleared(consumer: Consumer, unit: UnitOfWork, now: datetime) -> bool:
    """Whether what a consumer has brings supply back, or keeps it, at an instant."""
    return standing_of(consumer, unit, now).is_clear


def is_touched(consumer: Consumer, books: AtHand) -> bool:
    """Whether money may change anything about supply: it is off, or an order would cut it."""
    if consumer.supply_state is SupplyState.DISCONNECTED:
        return True
    is_on = consumer.supply_state is SupplyState.CONNECTED
    return is_on and any(map(is_cut, books.supply_orders.open_of(consumer.id)))


def standing_of(
    consumer: Consumer, books: AtHand, now: datetime, *, by_cheque: Money = ZERO
) -> Standing:
    """Return how a consumer stands with the balance given, which may be one that is foreseen.

    ``by_cheque``: so much of it rests on cheques that are not in the books yet.
    """
    orders = books.supply_orders.of_consumer(consumer.id)
    trusts_cheques = books.settings.get(CHEQUE_RECONNECTS)
    uncleared = books.supply_orders.uncleared(consumer.id) + by_cheque
    facts = books.policies.facts(now, [consumer.id])
    until = int(facts.part_paid_until_day[0]) if len(facts) else NONE
    return Standing(
        consumer,
        orders,
        reconnection_of(consumer, books, now),
        uncleared=ZERO if trusts_cheques else uncleared,
        is_part_paid=until >= day_number(billing_day(now)),
        had_part=books.supply_orders.part_paid_since(
            consumer.id, _owing_since(consumer, orders, now)
        ),
    )


def call_off(order: SupplyOrder, unit: UnitOfWork, now: datetime, actor: Actor, why: str) -> None:
    """Cancel an order that has not left; one that may be out is no longer wanted."""
    if order.state is OrderState.WAITING:
        _cancel(order, unit, now, actor, why)
    elif order.unwanted_at is None:
        unit.supply_orders.put(order_steps.unwanted(order, now), "order_unwanted", actor.name)
        _note(order, why, unit, now, actor)


def order_back(  # noqa: PLR0913, PLR0917 - whose supply, when, by whom, why and how soon
    consumer: Consumer,
    unit: UnitOfWork,
    now: datetime,
    actor: Actor,
    reason: OrderReason,
    rule: Reconnection | None = None,
    due_at: datetime | None = None,
) -> SupplyOrder:
    """Order supply back at once, and return the order; the open one if there is one.

    Whatever would cut it is called off: to reconnect beats to disconnect. ``due_at``: by when,
    instead of the policy's time from now on.
    """
    within = (rule or reconnection_of(consumer, unit, now)).within_minutes
    due = due_at or now + timedelta(minutes=within)
    before = unit.supply_orders.of_consumer(consumer.id)
    is_by_hand = reason is OrderReason.OPERATOR
    for order in before:
        if order.is_open and is_cut(order):
            why = order_steps.TAKEN_BACK if is_by_hand else order_steps.PAID
            call_off(order, unit, now, actor, why)
    for order in before:
        if order.is_open and order.kind is OrderKind.RECONNECT:
            return _hastened(order, due, unit, actor)
    cuts = [one for one in before if is_cut(one)]
    order = SupplyOrder(
        id=str(uuid.uuid4()),
        kind=OrderKind.RECONNECT,
        reason=reason,
        is_urgent=True,
        consumer_id=consumer.id,
        consumer_number=consumer.number,
        meter_serial=consumer.meter_serial,
        requested_by=f"{unit.office.code}/{actor.name}",
        made_at=now,
        not_before=now,
        expires_at=now + RECONNECT_HOLDS,
        answers=cuts[-1].id if cuts else "",
        balance=consumer.balance,
        due_at=due,
        next_try_at=now,
    )
    unit.supply_orders.add([order], actor)
    return order


def reconnection_of(consumer: Consumer, books: AtHand, now: datetime) -> Reconnection:
    """Return by which rule a consumer's supply comes back; without a policy by the usual one."""
    policy = books.policies.book().on(billing_day(now))
    if policy is None:
        return Reconnection()
    return policy.terms_of(consumer.category, consumer.load_w).reconnection


def _owing_since(consumer: Consumer, orders: Sequence[SupplyOrder], now: datetime) -> datetime:
    """Return since when somebody owes; whom this very payment brings above zero, since the cut."""
    if consumer.negative_since is not None:
        return start_of(consumer.negative_since)
    return max((order.made_at for order in orders if is_cut(order)), default=now)


def _grant_part(
    standing: Standing, unit: UnitOfWork, now: datetime, actor: Actor, receipt: str
) -> None:
    unit.supply_orders.grant_part(
        standing.consumer.id,
        now,
        dues=standing.dues,
        paid=standing.part_paid,
        until=billing_day(now) + timedelta(days=standing.rule.rest_days),
        receipt=receipt,
        by=actor.name,
    )


def _hastened(order: SupplyOrder, due: datetime, unit: UnitOfWork, actor: Actor) -> SupplyOrder:
    """Let an open order to reconnect be due at the earlier of two times."""
    if order.due_at is not None and order.due_at <= due:
        return order
    hastened = replace(order, due_at=due)
    unit.supply_orders.put(hastened, "order_hastened", actor.name)
    return hastened


def _cancel(order: SupplyOrder, unit: UnitOfWork, now: datetime, actor: Actor, why: str) -> None:
    cancelled = order_steps.ended(order, OrderState.CANCELLED, now, why)
    unit.supply_orders.put(cancelled, "order_cancelled", actor.name)
    _note(order, why, unit, now, actor)


def _note(order: SupplyOrder, why: str, unit: UnitOfWork, now: datetime, actor: Actor) -> None:
    note = AuditNote(Act.CANCEL_ORDER, order.id, order.consumer_id, after={"why": why})
    unit.audit.record(note, now, actor)
