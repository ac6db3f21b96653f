"""Settling cheques: paid by the bank, come back unpaid, or kept until their day."""

from __future__ import annotations

from datetime import date, timedelta

from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.cheque import OPEN_STATES, Cheque, ChequeBar, ChequeState, HeldCheque
from domain.consumer import Consumer
from domain.credit import SupplyState
from domain.errors import (
    ConsumerIsClosed,
    DayInTheFuture,
    FieldMissing,
    FieldNotAllowed,
    FieldOutOfRange,
    FieldTooLong,
    OrderIdReused,
)
from domain.errors_of_counter import (
    ChequePostDated,
    ChequesBarred,
    ChequeSettled,
    HeldChequeEnded,
    NotBarred,
    NotPostDated,
)
from domain.formats import rupees
from domain.money import ZERO, Money
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.posting_time import posting_time
from domain.recharge import Receipt, RechargeOrder
from domain.services.alerting import tell_reversed
from domain.services.paying_clears import payment_came, payment_gone
from domain.services.permitting import permit
from domain.services.recharging import limits_of, post_receipt
from domain.settings import CHEQUE_BAR_DAYS, CHEQUE_FEE, CHEQUE_HOLD_POST_DATED
from domain.staff import Act
from domain.tender import Tender, TenderLine
from domain.undoing import Parts, Undoing, UndoingKind, checked_reason, parts_of

#: A held cheque becomes a receipt by an order of this name, whoever asks how often.
_ORDER = "held-{}"
_MOST_ID = 100


def clear(  # noqa: PLR0913, PLR0917 - which cheque of which receipt, on which day
    number: str, line: int, on: date, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Cheque:
    """Post that the bank has paid a cheque on a day, and return it as it is then."""
    with unit:
        permit(unit, actor, Act.SETTLE_CHEQUE)
        now = posting_time(unit, clock)
        cheque = _open_cheque(number, line, unit)
        _refuse_other_day(cheque, on, billing_day(now))
        cleared = unit.cheques.clear(cheque, on, now, actor)
        payment_came(cheque.consumer_number, unit, now, actor, receipt=number)
        unit.commit()
    return cleared


def dishonour(  # noqa: PLR0913 - which cheque of which receipt, why, for what fee
    number: str,
    line: int,
    reason: str,
    fee: Money | None,
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> Receipt:
    """Reverse a cheque that came back and return its receipt; it may cost a fee, and bar others.

    ``fee`` None is the office's own. Of a receipt the wallet bears what was not paid first.
    """
    told = checked_reason(reason)
    with unit:
        permit(unit, actor, Act.SETTLE_CHEQUE)
        now = posting_time(unit, clock)
        cheque = _open_cheque(number, line, unit)
        receipt = unit.receipts.by_number(number)
        consumer = unit.consumers.get(receipt.consumer_number, billing_day(now))
        parts = parts_of(cheque.amount, _parts(receipt).without(receipt.undone))
        undoing = Undoing(
            number=number,
            kind=UndoingKind.DISHONOURED,
            line=line,
            amount=cheque.amount,
            to_wallet=parts.wallet,
            to_arrears=parts.arrears,
            to_deposit=parts.deposit,
            to_other=parts.other,
            fee=_fee(fee, unit),
            reason=told,
            asked_by="",
            by=actor.name,
            at=now,
            counter=actor.counter,
        )
        unit.receipts.undo(receipt, undoing, consumer, actor)
        tell_reversed(unit, consumer.id, undoing)
        payment_gone(consumer.number, unit, now, actor)
        unit.cheques.move(number, line, ChequeState.DISHONOURED, now, actor.name)
        _bar(consumer, undoing, unit)
        _note(Act.SETTLE_CHEQUE, f"{number}/{line}", consumer, told, unit, clock, actor)
        dishonoured = unit.receipts.by_number(number)
        unit.commit()
    return dishonoured


def lift_bar(
    consumer_number: str, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> None:
    """Let cheques of a consumer be taken again; the reason stands in the audit log."""
    told = checked_reason(reason)
    with unit:
        permit(unit, actor, Act.LIFT_CHEQUE_BAR)
        now = clock.now()
        consumer = unit.consumers.get(consumer_number, billing_day(now))
        if unit.cheques.bar_of(consumer.id, billing_day(now)) is None:
            raise NotBarred(consumer.number)
        unit.cheques.lift_bar(consumer, now, actor.name)
        _note(Act.LIFT_CHEQUE_BAR, consumer.number, consumer, told, unit, clock, actor)
        unit.commit()


def hold_cheque(  # noqa: PLR0913, PLR0917 - which cheque, of whom
    id_: str,
    consumer_number: str,
    line: TenderLine,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> HeldCheque:
    """Keep a post-dated cheque until its day, where the office does; nothing is credited before.

    The same id again is the same cheque; with other content it is refused.
    """
    _refuse_unfit_id(id_)
    dated = _date_of(line)
    with unit:
        permit(unit, actor, Act.HOLD_CHEQUE)
        now = clock.now()
        today = billing_day(now)
        consumer = unit.consumers.get(consumer_number, today)
        known = unit.cheques.find_held(id_)
        if known is not None:
            return _repeated(known, consumer, line)
        if dated <= today:
            raise NotPostDated(dated)
        if not unit.settings.get(CHEQUE_HOLD_POST_DATED):
            raise ChequePostDated(dated, today)
        _refuse_not_taken(consumer, line, unit, today)
        held = HeldCheque(
            id=id_,
            consumer_number=consumer.number,
            consumer_name=consumer.name,
            amount=line.amount,
            reference=line.reference,
            bank=line.bank,
            dated=dated,
            kept_on=today,
            kept_by=actor.name,
        )
        unit.cheques.hold(held, consumer, now)
        _note(Act.HOLD_CHEQUE, id_, consumer, "", unit, clock, actor)
        unit.commit()
    return held


def take_held(id_: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> Receipt:
    """Post a held cheque whose day has come, at the actor's counter; again: the same receipt."""
    with unit:
        permit(unit, actor, Act.RECHARGE)
        held = unit.cheques.held(id_)
        order = RechargeOrder.of(
            _ORDER.format(id_),
            held.consumer_number,
            held.amount,
            Tender.CHEQUE,
            held.reference,
            held.bank,
            held.dated,
        )
        known = unit.receipts.by_order(order.id)
        if known is not None:
            return _same_receipt(order, *known)
        if held.is_returned:
            raise HeldChequeEnded(id_, "")
        receipt = post_receipt(order, unit, posting_time(unit, clock), actor)
        unit.cheques.end_hold(id_, receipt.number, actor.name)
        unit.commit()
    return receipt


def return_held(id_: str, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Give a held cheque back to the consumer; nothing was credited for it."""
    told = checked_reason(reason)
    with unit:
        permit(unit, actor, Act.HOLD_CHEQUE)
        held = unit.cheques.held(id_)
        if held.receipt or held.is_returned:
            raise HeldChequeEnded(id_, held.receipt)
        consumer = unit.consumers.get(held.consumer_number, billing_day(clock.now()))
        unit.cheques.end_hold(id_, "", actor.name)
        _note(Act.HOLD_CHEQUE, id_, consumer, told, unit, clock, actor)
        unit.commit()


def _open_cheque(number: str, line: int, unit: UnitOfWork) -> Cheque:
    cheque = unit.cheques.get(number, line)
    if cheque.state not in OPEN_STATES:
        raise ChequeSettled(number, cheque.state.value)
    return cheque


def _refuse_other_day(cheque: Cheque, on: date, today: date) -> None:
    """No bank pays a cheque before it was taken, nor tomorrow."""
    if on > today:
        raise DayInTheFuture(on, today)
    if on < cheque.taken_on:
        raise FieldOutOfRange("on", str(on), str(cheque.taken_on), str(today))


def _parts(receipt: Receipt) -> Parts:
    return Parts(receipt.to_wallet, receipt.to_arrears, receipt.to_deposit, receipt.to_other)


def _fee(given: Money | None, unit: UnitOfWork) -> Money:
    if given is None:
        return Money.rupees(unit.settings.get(CHEQUE_FEE))
    most = Money.rupees(CHEQUE_FEE.most)
    if not ZERO <= given <= most:
        raise FieldOutOfRange("fee", rupees(given), rupees(ZERO), rupees(most))
    return given


def _bar(consumer: Consumer, undoing: Undoing, unit: UnitOfWork) -> None:
    days, since = unit.settings.get(CHEQUE_BAR_DAYS), billing_day(undoing.at)
    if not days:
        return
    until = since + timedelta(days=days)
    bar = ChequeBar(consumer.number, undoing.number, since, until, undoing.reason)
    unit.cheques.bar(consumer, bar, undoing.by)


def _refuse_unfit_id(id_: str) -> None:
    if not id_.strip():
        raise FieldMissing("id")
    if len(id_) > _MOST_ID:
        raise FieldTooLong("id", _MOST_ID)
    if not id_.isprintable():
        raise FieldNotAllowed("id", id_)


def _date_of(line: TenderLine) -> date:
    """Return the date of a cheque; only cheques bear one to come."""
    if line.tender is not Tender.CHEQUE or line.dated is None:
        raise FieldNotAllowed("tender", line.tender.value)
    return line.dated


def _refuse_not_taken(consumer: Consumer, line: TenderLine, unit: UnitOfWork, today: date) -> None:
    """Refuse what would not be taken either on the day that the cheque bears."""
    if consumer.supply_state is SupplyState.CLOSED:
        raise ConsumerIsClosed(consumer.number)
    limits_of(unit.settings).refuse_unfit(line.amount)
    bar = unit.cheques.bar_of(consumer.id, today)
    if bar is not None:
        raise ChequesBarred(consumer.number, bar.until)


def _same_receipt(order: RechargeOrder, receipt: Receipt, posted: RechargeOrder) -> Receipt:
    if posted != order:
        raise OrderIdReused(order.id)
    return receipt


def _repeated(known: HeldCheque, consumer: Consumer, line: TenderLine) -> HeldCheque:
    kept = (known.consumer_number, known.amount, known.reference, known.bank, known.dated)
    if kept != (consumer.number, line.amount, line.reference, line.bank, line.dated):
        raise OrderIdReused(known.id)
    return known


def _note(  # noqa: PLR0913, PLR0917 - what was done to which cheque, of whom, why
    act: Act,
    subject: str,
    consumer: Consumer,
    reason: str,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> None:
    note = AuditNote(act, subject=subject, consumer_id=consumer.id, reason=reason)
    unit.audit.record(note, clock.now(), actor)
