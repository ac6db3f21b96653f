"""Settling supply: what a relay did comes into the books, and nobody who paid stays without.

Whatever the AMISP or a person says of an order, this is called in the transaction that stores it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain import order_steps
from domain.audit import AuditNote
from domain.calendar import billing_day
from domain.consumer import Consumer
from domain.credit import SupplyState
from domain.errors import Refusal
from domain.office import Actor
from domain.order_steps import moved_at, moved_relay
from domain.ports import UnitOfWork
from domain.reads import Read, ReadSource
from domain.services.alerting import tell_supply
from domain.services.paying_clears import is_cleared, order_back
from domain.services.taking_reads import judge_reads
from domain.staff import Act
from domain.supply_order import OrderKind, OrderReason, OrderState, SupplyOrder

#: A reconnection that the AMISP gives up is given again so often; then somebody has to go there.
MOST_TRIES = 3
_GIVEN_AGAIN_AFTER = timedelta(minutes=5)
_GIVEN_UP = (OrderState.FAILED, OrderState.EXPIRED, OrderState.CANCELLED)


def settle(
    before: SupplyOrder, after: SupplyOrder, unit: UnitOfWork, now: datetime, actor: Actor
) -> None:
    """Draw the consequences of what an order has come to, inside the running transaction."""
    if moved_relay(after) and not moved_relay(before):
        consumer = unit.consumers.get(after.consumer_number, billing_day(now))
        _take_said(after, unit, now, actor)
        _take_state(after, consumer, unit, now, actor)
        return
    is_given_up = after.kind is OrderKind.RECONNECT and after.state in _GIVEN_UP
    if is_given_up and before.is_open:
        _give_again(after, unit, now, actor)


def moved_back(order: SupplyOrder, unit: UnitOfWork) -> datetime | None:
    """Return when another order last moved the relay of an order's meter the other way."""
    others = unit.supply_orders.of_consumer(order.consumer_id)
    moved = [
        moved_at(one)
        for one in others
        if one.meter_serial == order.meter_serial and one.kind is not order.kind
        if moved_relay(one)
    ]
    return max(moved, default=None)


def _take_state(
    order: SupplyOrder, consumer: Consumer, unit: UnitOfWork, now: datetime, actor: Actor
) -> None:
    """Let the books say how the relay that moved last stands, and mend what ought not to be."""
    if order.meter_serial != consumer.meter_serial:
        return
    orders = unit.supply_orders.of_consumer(consumer.id)
    moved = [one for one in orders if moved_relay(one) and one.kind is not OrderKind.READ_RELAY]
    last = max(moved, key=lambda one: (moved_at(one), one.made_at))
    is_off = last.kind is OrderKind.DISCONNECT
    state = SupplyState.DISCONNECTED if is_off else SupplyState.CONNECTED
    _put_state(consumer, state, last, unit, now, actor)
    if is_off and _ought_to_be_on(last, orders, consumer, unit, now):
        due = [one.due_at for one in orders if one.answers == last.id and one.due_at]
        order_back(
            consumer,
            unit,
            now,
            actor,
            OrderReason.RECHARGE,
            due_at=min(due, default=None),
        )


def _ought_to_be_on(
    cut: SupplyOrder,
    orders: list[SupplyOrder],
    consumer: Consumer,
    unit: UnitOfWork,
    now: datetime,
) -> bool:
    """Whether supply went off although it was no longer wanted, or has been paid for since."""
    is_answered = any(
        one.kind is OrderKind.RECONNECT and one.made_at >= cut.made_at and one.answers == cut.id
        for one in orders
    )
    return cut.unwanted_at is not None or is_answered or is_cleared(consumer, unit, now)


def _put_state(  # noqa: PLR0913, PLR0917 - whose supply, how it is, since when
    consumer: Consumer,
    state: SupplyState,
    by: SupplyOrder,
    unit: UnitOfWork,
    now: datetime,
    actor: Actor,
) -> None:
    """Add the dated version, from the day of the relay on, but never on a day that is charged."""
    if consumer.supply_state in {state, SupplyState.CLOSED}:
        return
    # The AMISP's clock may run ahead.
    at = min(moved_at(by), now)
    day = billing_day(at)
    if consumer.last_charged_on is not None:
        day = max(day, consumer.last_charged_on + timedelta(days=1))
    unit.consumers.add_version(
        consumer.number, max(day, consumer.connected_on), {"supply_state": state.value}, now, actor
    )
    note = AuditNote(
        Act.DELIVER,
        consumer.number,
        consumer.id,
        before={"supply_state": consumer.supply_state.value},
        after={"supply_state": state.value, "effective_on": day.isoformat()},
    )
    unit.audit.record(note, now, actor)
    tell_supply(unit, consumer.id, state, by.id, at, now)


def _take_said(order: SupplyOrder, unit: UnitOfWork, now: datetime, actor: Actor) -> None:
    """Take the reading at execution as a read; one that the rules refuse stays with the order."""
    if order.said is None:
        return
    read = Read(order.meter_serial, order.said.at, order.said.register)
    outcome, taken = judge_reads([read], unit.reads, now, {})
    if taken:
        unit.reads.add(list(taken.values()), ReadSource.AMISP, now, actor.name)
    for refusal in outcome.refused.values():
        _note_refused(order, refusal, unit, now, actor)


def _note_refused(
    order: SupplyOrder, refusal: Refusal, unit: UnitOfWork, now: datetime, actor: Actor
) -> None:
    note = AuditNote(Act.TAKE_READS, order.id, order.consumer_id, after={"refused": refusal.code})
    unit.audit.record(note, now, actor)


def _give_again(order: SupplyOrder, unit: UnitOfWork, now: datetime, actor: Actor) -> None:
    """Give a reconnection that was given up once more, unless it was given often enough."""
    if order.error in {
        order_steps.PAYMENT_UNDONE,
        order_steps.TAKEN_BACK,
        order_steps.SUPPLY_ENDED,
    }:
        return
    orders = unit.supply_orders.of_consumer(order.consumer_id)
    same = [one for one in orders if one.kind is OrderKind.RECONNECT and one.due_at == order.due_at]
    consumer = unit.consumers.get(order.consumer_number, billing_day(now))
    if len(same) >= MOST_TRIES or consumer.supply_state is SupplyState.CLOSED:
        return
    again = order_back(consumer, unit, now, actor, order.reason, due_at=order.due_at)
    put_off = replace(again, next_try_at=now + _GIVEN_AGAIN_AFTER)
    unit.supply_orders.put(put_off, "order_put_off", actor.name)
