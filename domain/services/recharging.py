"""Taking a consumer's money in: once for every order, however often it is asked."""

from __future__ import annotations

from datetime import date, timedelta

from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.consumer import Consumer
from domain.credit import SupplyState, days_left, status_of
from domain.errors import AmountOutOfRange, ConsumerIsClosed, OrderIdReused
from domain.errors_of_trust import SimilarPayment
from domain.money import ZERO, Money
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.posting_time import posting_time
from domain.recharge import LEAST, MOST, Receipt, RechargeOrder, RechargePreview
from domain.services.permitting import permit
from domain.staff import Act

#: The same payment again within so long may be a second post of the first.
SIMILAR_WITHIN = timedelta(minutes=10)


def recharge(
    order: RechargeOrder,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
    *,
    although_similar: bool = False,
) -> Receipt:
    """Credit the consumer with the amount and return the receipt.

    The same order again returns the stored receipt and moves no money; an order with other
    content under the same id is refused. A payment like one of the last ten minutes (same
    consumer, amount, tender and reference) is refused as :class:`SimilarPayment` until somebody
    says that it is another one: ``although_similar``.
    """
    with unit:
        permit(unit, actor, Act.RECHARGE)
        known = unit.receipts.by_order(order.id)
        if known is not None:
            return _repeated(order, *known)
        now = posting_time(unit, clock)
        consumer = unit.consumers.get(order.consumer_number, billing_day(now))
        if consumer.supply_state is SupplyState.CLOSED:
            raise ConsumerIsClosed(consumer.number)
        similar = unit.receipts.similar(order, consumer, now - SIMILAR_WITHIN)
        if similar is not None and not although_similar:
            raise SimilarPayment(
                order.consumer_number, order.amount, similar.number, similar.posted_at
            )
        receipt = unit.receipts.post(order, consumer, now, actor)
        unit.commit()
    return receipt


def confirm_print(number: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> int:
    """Record that a receipt was printed or saved; return which copy it was, 0 the original."""
    with unit:
        permit(unit, actor, Act.PRINT_RECEIPT)
        copy = unit.receipts.add_copy(number, clock.now(), actor)
        unit.audit.record(AuditNote(Act.PRINT_RECEIPT, number, count=copy), clock.now(), actor)
        unit.commit()
    return copy


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
