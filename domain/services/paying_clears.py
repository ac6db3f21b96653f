"""Paying clears: money that comes in calls off what would cut its payer, and brings supply back.

It happens in the transaction of the payment itself, so that none is ever forgotten: what waits is
cancelled, what is out is no longer wanted, and where supply is off, or may go off, it is ordered
back within the time that the policy gives.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain import order_steps
from domain.audit import AuditNote
from domain.calendar import billing_day, day_number, start_of
from domain.consumer import Consumer
from domain.credit import SupplyState
from domain.money import ZERO, Money
from domain.office import Actor
from domain.policy import Reconnection
from domain.ports import UnitOfWork
from domain.settings import CHEQUE_RECONNECTS
from domain.staff import Act
from domain.supply_order import OrderKind, OrderReason, OrderState, SupplyOrder

#: So long an order to reconnect holds at the AMISP; one that runs out is given again.
RECONNECT_HOLDS = timedelta(days=7)
_PERCENT = 100


def payment_came(
    consumer_number: str, unit: UnitOfWork, now: datetime, actor: Actor, *, receipt: str
) -> SupplyOrder | None:
    """Call off and order back what a payment clears; return the reconnection, if one was made.

    Called inside the transaction of every posting that may raise what a consumer has: a receipt,
    by whatever road its money came, or a cheque that the bank has paid.
    """
    consumer = unit.consumers.get(consumer_number, billing_day(now))
    opened = unit.supply_orders.open_of(consumer.id)
    is_off = consumer.supply_state is SupplyState.DISCONNECTED
    cuts = [order for order in opened if order.kind is OrderKind.DISCONNECT]
    if consumer.supply_state is SupplyState.CLOSED or not (cuts or is_off):
        return None
    standing = _Standing.of(consumer, unit, now)
    clears = standing.is_clear or _is_part_enough(standing, unit, now, actor, receipt)
    for cut in cuts:
        _call_off(cut, unit, now, actor, clears=clears, is_owing=consumer.balance < ZERO)
    is_cut_out = any(is_out(cut) for cut in cuts)
    if not clears or not (is_off or is_cut_out):
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
    if not waiting or _Standing.of(consumer, unit, now).is_clear:
        return
    for order in waiting:
        _cancel(order, unit, now, actor, order_steps.PAYMENT_UNDONE)


def is_cleared(consumer: Consumer, unit: UnitOfWork, now: datetime) -> bool:
    """Whether what a consumer has brings supply back, or keeps it, at an instant."""
    return _Standing.of(consumer, unit, now).is_clear


def is_out(order: SupplyOrder) -> bool:
    """Whether an open order may be with the AMISP, so that only the AMISP can tell its end."""
    return order.state is not OrderState.WAITING or order.sent_at is not None


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
        if order.is_open and order.kind is OrderKind.DISCONNECT:
            why = order_steps.TAKEN_BACK if is_by_hand else order_steps.PAID
            call_off(order, unit, now, actor, why)
    for order in before:
        if order.is_open and order.kind is OrderKind.RECONNECT:
            return _hastened(order, due, unit, actor)
    cuts = [one for one in before if one.kind is OrderKind.DISCONNECT]
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


def reconnection_of(consumer: Consumer, unit: UnitOfWork, now: datetime) -> Reconnection:
    """Return by which rule a consumer's supply comes back; without a policy by the usual one."""
    policy = unit.policies.book().on(billing_day(now))
    if policy is None:
        return Reconnection()
    return policy.terms_of(consumer.category, consumer.load_w).reconnection


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a consumer has that counts, and what would bring supply back."""

    consumer: Consumer
    counted: Money
    rule: Reconnection
    is_part_paid: bool

    @classmethod
    def of(cls, consumer: Consumer, unit: UnitOfWork, now: datetime) -> _Standing:
        trusts_cheques = unit.settings.get(CHEQUE_RECONNECTS)
        uncleared = ZERO if trusts_cheques else unit.supply_orders.uncleared(consumer.id)
        facts = unit.policies.facts(now, [consumer.id])
        until = int(facts.part_paid_until_day[0]) if len(facts) else -1
        is_part_paid = until >= day_number(billing_day(now))
        rule = reconnection_of(consumer, unit, now)
        return cls(consumer, consumer.balance - uncleared, rule, is_part_paid)

    @property
    def is_clear(self) -> bool:
        return self.counted >= self.rule.at_balance or self.is_part_paid


def _is_part_enough(
    standing: _Standing, unit: UnitOfWork, now: datetime, actor: Actor, receipt: str
) -> bool:
    """Whether enough of the dues is paid to bring supply back, which it does once.

    Dues are what was owed when the disconnection was ordered.
    """
    rule, consumer = standing.rule, standing.consumer
    if not rule.part_percent or consumer.negative_since is None:
        return False
    if unit.supply_orders.part_paid_since(consumer.id, start_of(consumer.negative_since)):
        return False
    dues = _dues(consumer, unit)
    paid = dues + standing.counted
    if dues <= ZERO or paid.paise * _PERCENT < dues.paise * rule.part_percent:
        return False
    unit.supply_orders.grant_part(
        consumer.id,
        now,
        dues=dues,
        paid=paid,
        until=billing_day(now) + timedelta(days=rule.rest_days),
        receipt=receipt,
        by=actor.name,
    )
    return True


def _dues(consumer: Consumer, unit: UnitOfWork) -> Money:
    """Return what was owed at the last order to disconnect, ZERO before the first."""
    orders = unit.supply_orders.of_consumer(consumer.id)
    owed = [
        -order.balance
        for order in orders
        if order.kind is OrderKind.DISCONNECT and order.balance is not None
    ]
    return owed[-1] if owed else ZERO


def _call_off(  # noqa: PLR0913 - which order, when, by whom, and how its consumer stands
    cut: SupplyOrder,
    unit: UnitOfWork,
    now: datetime,
    actor: Actor,
    *,
    clears: bool,
    is_owing: bool,
) -> None:
    """Call off a disconnection; one that waits dies already when nothing is owed any more.

    What rests on a cheque keeps supply on, though it does not bring it back.
    """
    if clears or (not is_owing and not is_out(cut)):
        call_off(cut, unit, now, actor, order_steps.PAID)


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
