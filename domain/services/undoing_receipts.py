"""Undoing receipts: cancelled on their own day, or transferred to whose the money is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

from domain.approval import Approval
from domain.arrears import ArrearPlan
from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.cheque import OPEN_STATES, ChequeState
from domain.consumer import Consumer
from domain.day_end import WITHOUT_DRAWER
from domain.errors import OrderIdReused
from domain.errors_of_counter import (
    ChequeNotPaidYet,
    ChequeSettled,
    CounterDayClosed,
    DrawerTooEmpty,
    MadeByTransfer,
    NoShift,
    NotOfToday,
    OwnReceipt,
    PaymentDecided,
    ReceiptUndone,
    SameConsumer,
    ShiftOfEarlierDay,
)
from domain.errors_of_trust import ApprovalNeeded
from domain.money import ZERO, Money
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.posting_time import posting_time
from domain.recharge import Receipt, RechargeOrder, heads_as_owed
from domain.services import approving
from domain.services.alerting import tell_reversed
from domain.services.paying_clears import payment_gone
from domain.services.permitting import permit
from domain.services.recharging import post_receipt
from domain.shift import Shift, report_of
from domain.staff import Act
from domain.tender import INSTRUMENTS, Tender, TenderLine
from domain.undoing import Undoing, UndoingKind, checked_reason


def cancel(number: str, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> Receipt:
    """Cancel a receipt of today and return it; where there is staff, never one's own.

    Its number stays. Cash goes back out of the open shift of the receipt's counter, whoever took
    it there; cheques go back to the consumer.
    """
    told = checked_reason(reason)
    with unit:
        permit(unit, actor, Act.CANCEL_RECEIPT)
        receipt = _cancel(number, told, "", unit=unit, clock=clock, actor=actor)
        unit.commit()
    return receipt


def ask_cancellation(
    number: str, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Approval:
    """Ask a supervisor to cancel a receipt of today; anybody at a counter may, its clerk too."""
    told = checked_reason(reason)
    with unit:
        permit(unit, actor, Act.ASK_CANCELLATION)
        receipt = unit.receipts.by_number(number)
        _refuse_uncancellable(receipt, unit, billing_day(posting_time(unit, clock)))
        approval = approving.ask(
            Act.CANCEL_RECEIPT,
            number,
            _content(receipt, told, actor),
            told,
            asked_by=Act.ASK_CANCELLATION,
            unit=unit,
            clock=clock,
            actor=actor,
        )
        unit.commit()
    return approval


def cancel_approved(content: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Cancel a receipt that another person asked for, inside the transaction that approves."""
    asked = json.loads(content)
    _cancel(
        asked["number"], asked["reason"], asked["asked_by"], unit=unit, clock=clock, actor=actor
    )


def transfer(  # noqa: PLR0913, PLR0917 - which receipt, to whom, why
    number: str, to: str, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Receipt:
    """Undo a receipt, post its money to another consumer, and return the new receipt.

    Where there is staff it takes two persons: :func:`ask_transfer`.
    """
    told = checked_reason(reason)
    with unit:
        permit(unit, actor, Act.TRANSFER_RECEIPT)
        if unit.staff.standing(actor.name).has_staff:
            raise ApprovalNeeded(Act.TRANSFER_RECEIPT.value)
        receipt = _transfer(number, to, told, "", unit=unit, clock=clock, actor=actor)
        unit.commit()
    return receipt


def ask_transfer(  # noqa: PLR0913, PLR0917 - which receipt, to whom, why
    number: str, to: str, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Approval:
    """Ask that a receipt be undone and its money be posted to another consumer, on any day."""
    told = checked_reason(reason)
    with unit:
        permit(unit, actor, Act.ASK_TRANSFER)
        receipt = unit.receipts.by_number(number)
        right = unit.consumers.get(to, billing_day(posting_time(unit, clock)))
        _refuse_untransferable(receipt, right, unit)
        approval = approving.ask(
            Act.TRANSFER_RECEIPT,
            number,
            _content(receipt, told, actor, to=right.number),
            told,
            asked_by=Act.ASK_TRANSFER,
            unit=unit,
            clock=clock,
            actor=actor,
        )
        unit.commit()
    return approval


def transfer_approved(content: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Transfer a receipt that another person asked for, inside the transaction that approves."""
    asked = json.loads(content)
    _transfer(
        asked["number"],
        asked["to"],
        asked["reason"],
        asked["asked_by"],
        unit=unit,
        clock=clock,
        actor=actor,
    )


def _cancel(  # noqa: PLR0913 - which receipt, why, who asked
    number: str, reason: str, asked_by: str, *, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Receipt:
    now = posting_time(unit, clock)
    today = billing_day(now)
    receipt = unit.receipts.by_number(number)
    _refuse_uncancellable(receipt, unit, today)
    if receipt.posted_by == actor.name and unit.staff.standing(actor.name).has_staff:
        raise OwnReceipt(number, actor.name)
    shift = _shift_giving_back(receipt, unit, now, actor)
    undoing = replace(
        _whole(receipt, UndoingKind.CANCELLED, now),
        reason=reason,
        asked_by=asked_by,
        by=actor.name,
        counter=receipt.counter,
        shift=None if shift is None else shift.id,
    )
    consumer = unit.consumers.get(receipt.consumer_number, today)
    unit.receipts.undo(receipt, undoing, consumer, actor)
    tell_reversed(unit, consumer.id, undoing)
    payment_gone(consumer.number, unit, now, actor)
    for line in _instruments(receipt):
        unit.cheques.move(number, line, ChequeState.RETURNED, now, actor.name)
    _note(Act.CANCEL_RECEIPT, receipt, consumer, reason, unit=unit, now=now, actor=actor)
    return unit.receipts.by_number(number)


def _transfer(  # noqa: PLR0913 - which receipt, to whom, why, who asked
    number: str,
    to: str,
    reason: str,
    asked_by: str,
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> Receipt:
    now = posting_time(unit, clock)
    receipt = unit.receipts.by_number(number)
    right = unit.consumers.get(to, billing_day(now))
    _refuse_untransferable(receipt, right, unit)
    order = _order_instead(receipt, right, unit.arrears.live_of(right.id))
    if unit.receipts.by_order(order.id) is not None:
        raise OrderIdReused(order.id)
    # No drawer opens for a transfer: it is the office's own counter that it stands at.
    new = post_receipt(order, unit, now, replace(actor, counter=WITHOUT_DRAWER), checked=False)
    undoing = replace(
        _whole(receipt, UndoingKind.TRANSFERRED, now),
        reason=reason,
        asked_by=asked_by,
        by=actor.name,
        counter=WITHOUT_DRAWER,
        instead=new.number,
    )
    wrong = unit.consumers.get(receipt.consumer_number, billing_day(now))
    unit.receipts.undo(receipt, undoing, wrong, actor)
    tell_reversed(unit, wrong.id, undoing)
    payment_gone(wrong.number, unit, now, actor)
    _note(Act.TRANSFER_RECEIPT, receipt, wrong, reason, unit=unit, now=now, actor=actor)
    return new


def _order_instead(receipt: Receipt, right: Consumer, plan: ArrearPlan | None) -> RechargeOrder:
    """Return the order by which the money goes to the right consumer; the same for a receipt."""
    return RechargeOrder(
        f"transfer-{receipt.number}",
        right.number,
        heads_as_owed(receipt.heads, plan),
        (TenderLine(Tender.TRANSFER, receipt.amount, receipt.number),),
    )


def _refuse_uncancellable(receipt: Receipt, unit: UnitOfWork, today: date) -> None:
    """Raise why a receipt can be cancelled by nobody now."""
    _refuse_undone(receipt)
    day = billing_day(receipt.posted_at)
    if day != today:
        raise NotOfToday(receipt.number, day)
    if any(line.tender is Tender.TRANSFER for line in receipt.tenders):
        raise MadeByTransfer(receipt.number)
    if receipt.counter != WITHOUT_DRAWER and unit.day_ends.is_closed(receipt.counter, today):
        raise CounterDayClosed(receipt.counter, today)
    paid = unit.payments.paid_by_bank(receipt.number)
    if paid is not None:
        # The money is at the bank: nothing would tell any more whose it is.
        raise PaymentDecided(paid.reference, paid.outcome.value)
    for line in _instruments(receipt):
        state = unit.cheques.get(receipt.number, line).state
        # A cheque that lies at the bank cannot be given back over the counter.
        if state is not ChequeState.RECEIVED:
            raise ChequeSettled(receipt.number, state.value)


def _refuse_untransferable(receipt: Receipt, right: Consumer, unit: UnitOfWork) -> None:
    _refuse_undone(receipt)
    if receipt.consumer_number == right.number:
        raise SameConsumer(right.number)
    for line in _instruments(receipt):
        # If it came back, nobody would know from whose wallet to take it.
        if unit.cheques.get(receipt.number, line).state in OPEN_STATES:
            raise ChequeNotPaidYet(receipt.number)


def _refuse_undone(receipt: Receipt) -> None:
    if receipt.undone:
        raise ReceiptUndone(receipt.number, receipt.undone[-1].kind.value)


def _shift_giving_back(
    receipt: Receipt, unit: UnitOfWork, now: datetime, actor: Actor
) -> Shift | None:
    """Return the shift out of whose drawer cash goes back; refuse where there is none, or no cash.

    Without cash it is the one that happens to be open, or none.
    """
    if receipt.counter == WITHOUT_DRAWER:
        return None
    shift, today = unit.shifts.open_at(receipt.counter), billing_day(now)
    cash = sum((line.amount for line in receipt.tenders if line.tender is Tender.CASH), ZERO)
    if not cash:
        return shift if shift is not None and shift.day == today else None
    if shift is None:
        raise NoShift(receipt.counter)
    if shift.day != today:
        raise ShiftOfEarlierDay(receipt.counter, shift.day)
    _refuse_too_empty(shift, cash, unit, now, actor)
    return shift


def _refuse_too_empty(
    shift: Shift, cash: Money, unit: UnitOfWork, now: datetime, actor: Actor
) -> None:
    facts = unit.shifts.facts(shift)
    there = report_of(shift, facts, made_at=now, made_by=actor.name).expected
    if cash > there:
        raise DrawerTooEmpty(cash, there)


def _whole(receipt: Receipt, kind: UndoingKind, now: datetime) -> Undoing:
    return Undoing(
        number=receipt.number,
        kind=kind,
        line=0,
        amount=receipt.amount,
        to_wallet=receipt.to_wallet,
        to_arrears=receipt.to_arrears,
        to_deposit=receipt.to_deposit,
        to_other=receipt.to_other,
        fee=ZERO,
        reason="",
        asked_by="",
        by="",
        at=now,
        counter=receipt.counter,
    )


def _instruments(receipt: Receipt) -> list[int]:
    """Return the places of a receipt's cheques and drafts among its tenders, from 1."""
    return [place for place, line in enumerate(receipt.tenders, 1) if line.tender in INSTRUMENTS]


def _note(  # noqa: PLR0913 - what was done to which receipt, and why
    act: Act,
    receipt: Receipt,
    consumer: Consumer,
    reason: str,
    *,
    unit: UnitOfWork,
    now: datetime,
    actor: Actor,
) -> None:
    note = AuditNote(act, subject=receipt.number, consumer_id=consumer.id, reason=reason)
    unit.audit.record(note, now, actor)


def _content(receipt: Receipt, reason: str, actor: Actor, **more: str) -> str:
    """Return what is asked for, with what whoever decides has to know of the receipt."""
    asked = {
        "number": receipt.number,
        "reason": reason,
        "asked_by": actor.name,
        "consumer": receipt.consumer_number,
        "amount_paise": receipt.amount.paise,
        "tender": receipt.tender,
        "posted_by": receipt.posted_by,
    }
    return json.dumps(asked | more, ensure_ascii=False)
