"""Taking a consumer's money in: once for every order, however often it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.arrears import ArrearPlan
from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.cheque import refuse_unpayable
from domain.consumer import Consumer
from domain.credit import SupplyState, days_left, status_of
from domain.errors import ConsumerIsClosed, OrderIdReused
from domain.errors_of_counter import ChequesBarred, ReferenceUsed
from domain.errors_of_trust import SimilarPayment
from domain.head import Head, HeadLine, paid_for
from domain.lasting import Outlook
from domain.money import ZERO, Money
from domain.office import Actor
from domain.policy import EmergencyCredit
from domain.ports import Settings, UnitOfWork
from domain.posting_time import posting_time
from domain.recharge import Receipt, RechargeLimits, RechargeOrder, RechargePreview, split_of
from domain.services.alerting import tell_recharged
from domain.services.keeping_shifts import shift_for_money
from domain.services.paying_clears import AtHand, is_touched, payment_came, standing_of
from domain.services.permitting import permit
from domain.settings import RECHARGE_LEAST, RECHARGE_MOST, RECHARGE_MULTIPLE
from domain.staff import Act
from domain.tender import INSTRUMENTS, KNOWN_BY_REFERENCE

#: The same payment again within so long may be a second post of the first.
SIMILAR_WITHIN = timedelta(minutes=10)


def recharge(  # noqa: PLR0913 - what is paid, and what is known of it
    order: RechargeOrder,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
    *,
    although_similar: bool = False,
    outlook: Outlook | None = None,
) -> Receipt:
    """Take the money of an order and return the receipt.

    The same order again returns the stored receipt and moves no money; an order with other
    content under the same id is refused. A payment like one of the last ten minutes (same
    consumer, amount, tender and reference) is refused as :class:`SimilarPayment` until somebody
    says that it is another one: ``although_similar``. ``outlook`` tells how long the balance will
    last, without it the mean of the last days does. At a counter above 0 the actor must have
    the open shift.
    """
    with unit:
        permit(unit, actor, Act.RECHARGE)
        known = unit.receipts.by_order(order.id)
        if known is not None:
            return _repeated(order, *known)
        now = posting_time(unit, clock)
        if not although_similar:
            _refuse_similar(order, unit, now)
        receipt = post_receipt(order, unit, now, actor, outlook=outlook)
        unit.commit()
    return receipt


def post_receipt(  # noqa: PLR0913 - what is paid, when and to whom, and what is known of it
    order: RechargeOrder,
    unit: UnitOfWork,
    now: datetime,
    actor: Actor,
    *,
    checked: bool = True,
    outlook: Outlook | None = None,
) -> Receipt:
    """Post a receipt inside the running transaction, by all rules of the counter.

    ``checked=False``: money that a bank has for the office already (a settlement, a transfer) is
    taken whatever its amount and whether the supply has ended, for it cannot be sent back.
    """
    today = billing_day(now)
    consumer = unit.consumers.get(order.consumer_number, today)
    shift = shift_for_money(unit, actor, today)
    if checked:
        _refuse_closed(order, consumer)
        _refuse_unfit_recharge(order, unit)
        _refuse_unfit_cheque(order, unit, consumer, today)
    _refuse_used_references(order, unit)
    plan = unit.arrears.live_of(consumer.id)
    split = split_of(consumer.number, order.heads, plan, consumer.balance)
    after = consumer.balance + split.to_wallet
    quick = days_left(after, consumer.mean_daily_paise)
    receipt = unit.receipts.post(
        order,
        consumer,
        split,
        plan=plan,
        shift=shift,
        days_left=outlook.days_left(after) if outlook else quick,
        at=now,
        actor=actor,
    )
    tell_recharged(unit, consumer.id, receipt)
    payment_came(consumer.number, unit, now, actor, receipt=receipt.number)
    return receipt


def confirm_print(number: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> int:
    """Record that a receipt was printed or saved; return which copy it was, 0 the original."""
    with unit:
        permit(unit, actor, Act.PRINT_RECEIPT)
        copy = unit.receipts.add_copy(number, clock.now(), actor)
        unit.audit.record(AuditNote(Act.PRINT_RECEIPT, number, count=copy), clock.now(), actor)
        unit.commit()
    return copy


def waive_print(number: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Record that nobody wants a receipt on paper, so that it is not offered again."""
    with unit:
        permit(unit, actor, Act.WAIVE_PRINT)
        unit.receipts.waive_print(number, clock.now(), actor)
        unit.audit.record(AuditNote(Act.WAIVE_PRINT, number), clock.now(), actor)
        unit.commit()


def limits_of(settings: Settings) -> RechargeLimits:
    """Return what the office takes as a recharge."""
    return RechargeLimits(
        least=Money.rupees(settings.get(RECHARGE_LEAST)),
        most=Money.rupees(settings.get(RECHARGE_MOST)),
        multiple=Money.rupees(settings.get(RECHARGE_MULTIPLE)),
    )


def preview_recharge(  # noqa: PLR0913 - what is paid, by whom, and by which rules
    consumer: Consumer,
    heads: tuple[HeadLine, ...],
    plan: ArrearPlan | None,
    books: AtHand,
    now: datetime,
    *,
    by_cheque: Money = ZERO,
    credit: EmergencyCredit | None = None,
) -> RechargePreview:
    """Return what a payment would do, moving nothing; refuse one that could not be taken.

    ``by_cheque``: so much of it a bank has still to pay. ``credit``: what the policy lets the
    consumer use below zero.
    """
    recharged = paid_for(heads, Head.RECHARGE)
    if recharged:
        limits_of(books.settings).refuse_unfit(recharged)
    split = split_of(consumer.number, heads, plan, consumer.balance)
    after = consumer.balance + split.to_wallet
    since = consumer.negative_since if after < ZERO else None
    paid = replace(consumer, balance=after, negative_since=since)
    standing = None
    if is_touched(paid, books):
        standing = standing_of(paid, books, now, by_cheque=min(by_cheque, split.to_wallet))
    status = status_of(after, since, consumer.supply_state, billing_day(now), credit=credit)
    return RechargePreview(
        consumer_number=consumer.number,
        amount=sum((line.amount for line in heads), ZERO),
        to_arrears=split.to_arrears,
        to_wallet=split.to_wallet,
        balance_before=consumer.balance,
        balance_after=after,
        days_left=days_left(after, consumer.mean_daily_paise),
        status_after=status.value,
        to_deposit=split.to_deposit,
        to_other=split.to_other,
        arrears_after=None if plan is None else plan.rest - split.to_arrears,
        reconnects=standing is not None and standing.brings_back,
        is_still_off=standing is not None and standing.stays_off,
        calls_off=standing is not None and any(not cut.unwanted_at for cut in standing.called_off),
    )


def _repeated(order: RechargeOrder, receipt: Receipt, posted: RechargeOrder) -> Receipt:
    if posted != order:
        raise OrderIdReused(order.id)
    return receipt


def _refuse_similar(order: RechargeOrder, unit: UnitOfWork, now: datetime) -> None:
    consumer = unit.consumers.get(order.consumer_number, billing_day(now))
    similar = unit.receipts.similar(order, consumer, now - SIMILAR_WITHIN)
    if similar is not None:
        raise SimilarPayment(order.consumer_number, order.amount, similar.number, similar.posted_at)


def _refuse_closed(order: RechargeOrder, consumer: Consumer) -> None:
    """Of a consumer whose supply has ended only what is owed is taken."""
    if consumer.supply_state is not SupplyState.CLOSED:
        return
    owed = max(-consumer.balance, ZERO)
    is_more = paid_for(order.heads, Head.RECHARGE) > owed
    if is_more or paid_for(order.heads, Head.DEPOSIT):
        raise ConsumerIsClosed(consumer.number)


def _refuse_unfit_recharge(order: RechargeOrder, unit: UnitOfWork) -> None:
    recharged = paid_for(order.heads, Head.RECHARGE)
    if recharged:
        limits_of(unit.settings).refuse_unfit(recharged)


def _refuse_unfit_cheque(
    order: RechargeOrder, unit: UnitOfWork, consumer: Consumer, today: date
) -> None:
    refuse_unpayable(order.tenders, today)
    if any(line.tender in INSTRUMENTS for line in order.tenders):
        bar = unit.cheques.bar_of(consumer.id, today)
        if bar is not None:
            raise ChequesBarred(consumer.number, bar.until)


def _refuse_used_references(order: RechargeOrder, unit: UnitOfWork) -> None:
    """Refuse a payment that stands on a receipt already, by whichever way its money came there."""
    for line in order.tenders:
        if line.tender not in KNOWN_BY_REFERENCE:
            continue
        taken = (
            *(unit.receipts.reference_taken(one, line.reference) for one in KNOWN_BY_REFERENCE),
            unit.payments.settled_under(line.reference),
        )
        receipt = next((number for number in taken if number is not None), None)
        if receipt is not None:
            raise ReferenceUsed(line.tender.value, line.reference, receipt)
