"""Taking a consumer's money in: once for every order, however often it is asked."""

from __future__ import annotations

from datetime import date

from domain.calendar import Clock, billing_day
from domain.consumer import Consumer
from domain.credit import SupplyState, days_left, status_of
from domain.errors import AmountOutOfRange, ConsumerIsClosed, OrderIdReused
from domain.money import ZERO, Money
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.recharge import LEAST, MOST, Receipt, RechargeOrder, RechargePreview


def recharge(order: RechargeOrder, unit: UnitOfWork, clock: Clock, actor: Actor) -> Receipt:
    """Credit the consumer with the amount and return the receipt.

    The same order again returns the stored receipt and moves no money; an order with other
    content under the same id is refused.
    """
    with unit:
        known = unit.receipts.by_order(order.id)
        if known is not None:
            return _repeated(order, *known)
        now = clock.now()
        consumer = unit.consumers.get(order.consumer_number, billing_day(now))
        if consumer.supply_state is SupplyState.CLOSED:
            raise ConsumerIsClosed(consumer.number)
        receipt = unit.receipts.post(order, consumer, now, actor)
        unit.commit()
    return receipt


def preview_recharge(consumer: Consumer, amount: Money, today: date) -> RechargePreview:
    """Return what a recharge would do, moving nothing; refuse an amount that could not be taken."""
    if not LEAST <= amount <= MOST:
        raise AmountOutOfRange(amount, LEAST, MOST)
    after = consumer.balance + amount
    since = consumer.negative_since if after < ZERO else None
    return RechargePreview(
        consumer_number=consumer.number,
        amount=amount,
        to_arrears=ZERO,
        to_wallet=amount,
        balance_before=consumer.balance,
        balance_after=after,
        days_left=days_left(after, consumer.mean_daily_paise),
        status_after=status_of(after, since, consumer.supply_state, today).value,
    )


def _repeated(order: RechargeOrder, receipt: Receipt, posted: RechargeOrder) -> Receipt:
    if posted != order:
        raise OrderIdReused(order.id)
    return receipt
