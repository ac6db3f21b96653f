"""Ordering supply: back by hand, taken back, found otherwise at the meter, all stopped at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import order_steps
from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.clearing import is_out
from domain.credit import SupplyState
from domain.errors import ConsumerIsClosed
from domain.errors_of_supply import (
    DisconnectingNotStopped,
    DisconnectingStopped,
    OrderEnded,
    ReconnectionDue,
)
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services.paying_clears import call_off, is_cleared, order_back
from domain.services.permitting import permit
from domain.services.settling_supply import settle
from domain.staff import Act
from domain.supply_book import Standstill
from domain.supply_order import OrderKind, OrderReason, OrderState, SupplyOrder
from domain.undoing import checked_reason

_CAME_TO_NOTHING = (OrderState.FAILED, OrderState.EXPIRED)


def reconnect(
    number: str, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> SupplyOrder:
    """Order supply back by hand, whatever is owed; what would cut it is called off."""
    words = checked_reason(reason)
    with unit:
        permit(unit, actor, Act.RECONNECT)
        now = clock.now()
        consumer = unit.consumers.get(number, billing_day(now))
        if consumer.supply_state is SupplyState.CLOSED:
            raise ConsumerIsClosed(number)
        ordered = order_back(consumer, unit, now, actor, OrderReason.OPERATOR)
        _note(Act.RECONNECT, ordered, words, unit, now, actor)
        unit.commit()
    return ordered


def cancel_order(
    order_id: str, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> SupplyOrder:
    """Take an order back; one that is out is asked to be cancelled, and ends as the AMISP says.

    :class:`ReconnectionDue` for an order to reconnect somebody whose balance brings supply back.
    """
    words = checked_reason(reason)
    with unit:
        permit(unit, actor, Act.CANCEL_ORDER)
        now, order = clock.now(), unit.supply_orders.get(order_id)
        if not order.is_open:
            raise OrderEnded(order_id, order.state.value)
        if order.kind is OrderKind.RECONNECT:
            _refuse_due(order, unit, now)
        call_off(order, unit, now, actor, order_steps.TAKEN_BACK)
        cancelled = replace(unit.supply_orders.get(order_id), note=words)
        unit.supply_orders.put(cancelled, "order_noted", actor.name)
        _note(Act.CANCEL_ORDER, order, words, unit, now, actor)
        unit.commit()
    return cancelled


def settle_visit(  # noqa: PLR0913 - which order, what was found, by whom
    order_id: str,
    note: str,
    *,
    is_connected: bool,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> SupplyOrder:
    """Record what somebody found at the meter: it ends an order that is open, or came to nothing.

    Who has paid and is found without supply stays due: another order takes the place of this one.
    """
    words = checked_reason(note)
    with unit:
        permit(unit, actor, Act.SETTLE_VISIT)
        now, order = clock.now(), unit.supply_orders.get(order_id)
        if not order.is_open and order.state not in _CAME_TO_NOTHING:
            raise OrderEnded(order_id, order.state.value)
        found = order_steps.found(order, words, now, is_connected=is_connected)
        unit.supply_orders.put(found, "order_visited", actor.name)
        settle(order, found, unit, now, actor)
        _note(Act.SETTLE_VISIT, order, words, unit, now, actor)
        unit.commit()
    return found


def stop(reason: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> Standstill:
    """Stop all disconnecting at once, until somebody resumes it."""
    words = checked_reason(reason)
    with unit:
        permit(unit, actor, Act.STOP_DISCONNECTING)
        now, known = clock.now(), unit.supply_orders.standstill()
        if known is not None:
            raise DisconnectingStopped(known.began_by, known.began_at)
        standstill = Standstill(now, actor.name, words)
        unit.supply_orders.begin_standstill(standstill)
        unit.audit.record(AuditNote(Act.STOP_DISCONNECTING, reason=words), now, actor)
        unit.commit()
    return standstill


def resume(reason: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Let disconnecting go on; orders whose window has ended meanwhile stay where they are."""
    words = checked_reason(reason)
    with unit:
        permit(unit, actor, Act.RESUME_DISCONNECTING)
        now, known = clock.now(), unit.supply_orders.standstill()
        if known is None:
            raise DisconnectingNotStopped
        unit.supply_orders.end_standstill(known, words, now, actor.name)
        unit.audit.record(AuditNote(Act.RESUME_DISCONNECTING, reason=words), now, actor)
        unit.commit()


def release_orders(order_ids: Sequence[str], unit: UnitOfWork, clock: Clock, actor: Actor) -> int:
    """Let orders that a restored office holds be asked for; all of them without ids."""
    with unit:
        permit(unit, actor, Act.REVIEW_OUTBOX)
        now = clock.now()
        held = [unit.supply_orders.get(one) for one in order_ids or unit.supply_orders.held()]
        for order in held:
            if order.state is not OrderState.HELD:
                raise OrderEnded(order.id, order.state.value)
            asked = replace(order_steps.unknown(order, now), next_try_at=now)
            unit.supply_orders.put(asked, "order_released", actor.name)
        unit.audit.record(AuditNote(Act.REVIEW_OUTBOX, count=len(held)), now, actor)
        unit.commit()
    return len(held)


def _refuse_due(order: SupplyOrder, unit: UnitOfWork, now: datetime) -> None:
    consumer = unit.consumers.get(order.consumer_number, billing_day(now))
    if is_out(order) or is_cleared(consumer, unit, now):
        raise ReconnectionDue(order.id, order.consumer_number)


def _note(  # noqa: PLR0913, PLR0917 - what was done to which order, why, by whom
    act: Act, order: SupplyOrder, reason: str, unit: UnitOfWork, now: datetime, actor: Actor
) -> None:
    unit.audit.record(AuditNote(act, order.id, order.consumer_id, reason=reason), now, actor)
