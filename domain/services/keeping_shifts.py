"""Keeping shifts: opened with a float, looked at, closed by a count; each step once."""

from __future__ import annotations

from datetime import date, datetime

from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.day_end import WITHOUT_DRAWER
from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong
from domain.errors_of_counter import (
    AmountNotPositive,
    CounterDayClosed,
    CounterHasNoShift,
    DifferenceUnexplained,
    DrawerTooEmpty,
    NoShift,
    ShiftNotFound,
    ShiftOfAnother,
    ShiftOfEarlierDay,
    ShiftOpen,
)
from domain.formats import clean_words
from domain.money import ZERO, Money
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.posting_time import posting_time
from domain.services.permitting import permit
from domain.shift import (
    CashCount,
    Closing,
    DrawerMove,
    DrawerMoveKind,
    Shift,
    ShiftReport,
    needs_reason,
    report_of,
)
from domain.staff import Act

_MOST_REASON = 200


def shift_for_money(unit: UnitOfWork, actor: Actor, today: date) -> Shift | None:
    """Return the shift into whose drawer money goes now; counter 0 has none.

    Refuses when no shift is open, when it is somebody else's or of an earlier day, or when the
    counter's day is closed.
    """
    if actor.counter == WITHOUT_DRAWER:
        return None
    if unit.day_ends.is_closed(actor.counter, today):
        raise CounterDayClosed(actor.counter, today)
    shift = unit.shifts.open_at(actor.counter)
    if shift is None:
        raise NoShift(actor.counter)
    if shift.day != today:
        raise ShiftOfEarlierDay(actor.counter, shift.day)
    if shift.opened_by != actor.name:
        raise ShiftOfAnother(actor.counter, shift.opened_by)
    return shift


def open_shift(opening: CashCount, unit: UnitOfWork, clock: Clock, actor: Actor) -> Shift:
    """Open a shift at the actor's counter with a float; one at a time, and not on a closed day."""
    with unit:
        permit(unit, actor, Act.OPEN_SHIFT)
        if actor.counter <= WITHOUT_DRAWER:
            raise CounterHasNoShift
        now = posting_time(unit, clock)
        today = billing_day(now)
        there = unit.shifts.open_at(actor.counter)
        if there is not None:
            raise ShiftOpen(actor.counter, there.opened_by)
        if unit.day_ends.is_closed(actor.counter, today):
            raise CounterDayClosed(actor.counter, today)
        shift = unit.shifts.open(actor.counter, today, opening, now, actor.name)
        note = AuditNote(
            Act.OPEN_SHIFT,
            subject=str(shift.id),
            after={"amount_paise": str(opening.total.paise)},
        )
        unit.audit.record(note, now, actor)
        unit.commit()
    return shift


def move_cash(  # noqa: PLR0913 - what leaves the drawer, to whom, for what
    kind: DrawerMoveKind,
    amount: Money,
    payee: str,
    reason: str,
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> DrawerMove:
    """Take cash out of the actor's drawer; a pay-out says to whom and for what."""
    if amount <= ZERO:
        raise AmountNotPositive(amount)
    payee, reason = _words("payee", payee), _words("reason", reason)
    if kind is DrawerMoveKind.PAY_OUT:
        _refuse_missing(payee=payee, reason=reason)
    with unit:
        permit(unit, actor, Act.MOVE_CASH)
        if actor.counter <= WITHOUT_DRAWER:
            raise CounterHasNoShift
        now = posting_time(unit, clock)
        shift = shift_for_money(unit, actor, billing_day(now))
        assert shift is not None  # noqa: S101 - only counter 0 has none
        there = _report(unit, shift, now, actor).expected
        if amount > there:
            raise DrawerTooEmpty(amount, there)
        move = unit.shifts.move(
            DrawerMove(0, shift.id, kind, amount, payee, reason, now, actor.name), shift.day, actor
        )
        note = AuditNote(
            Act.MOVE_CASH,
            subject=str(shift.id),
            reason=reason,
            after={"state": kind.value, "amount_paise": str(amount.paise), "payee": payee},
        )
        unit.audit.record(note, now, actor)
        unit.commit()
    return move


def see_shift(shift_id: int, unit: UnitOfWork, clock: Clock, actor: Actor) -> ShiftReport:
    """Return the X report of an open shift, the Z report of a closed one; the look is noted."""
    now = clock.now()
    with unit:
        permit(unit, actor, Act.SEE_SHIFT)
        report = _report(unit, unit.shifts.get(shift_id), now, actor)
        unit.audit.record(AuditNote(Act.SEE_SHIFT, subject=str(shift_id)), now, actor)
        unit.commit()
    return report


def close_shift(  # noqa: PLR0913 - which shift, what was counted, why it differs, who goes on
    shift_id: int,
    counted: CashCount,
    reason: str,
    handed_to: str,
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> ShiftReport:
    """Close a shift by counting its drawer and return the Z report.

    A difference goes into the ledger, and one of a rupee or more needs a reason. Another's shift
    is closed by whoever may, for a clerk who went home ill still has a drawer.
    """
    reason, handed_to = _words("reason", reason), _words("handed_to", handed_to)
    with unit:
        permit(unit, actor, Act.CLOSE_SHIFT)
        shift = unit.shifts.get(shift_id)
        if not shift.is_open:
            raise ShiftNotFound(shift_id)
        if shift.opened_by != actor.name:
            permit(unit, actor, Act.CLOSE_OTHERS_SHIFT)
        now = posting_time(unit, clock)
        expected = _report(unit, shift, now, actor).expected
        if needs_reason(counted.total - expected) and not reason:
            raise DifferenceUnexplained(expected, counted.total)
        closing = Closing(0, now, actor.name, counted, expected, reason, handed_to)
        closed = unit.shifts.close(shift, closing, actor)
        unit.audit.record(_closing_note(shift, closing, actor), now, actor)
        report = _report(unit, closed, now, actor)
        unit.commit()
    return report


def _report(unit: UnitOfWork, shift: Shift, now: datetime, actor: Actor) -> ShiftReport:
    return report_of(shift, unit.shifts.facts(shift), made_at=now, made_by=actor.name)


def _closing_note(shift: Shift, closing: Closing, actor: Actor) -> AuditNote:
    is_own = shift.opened_by == actor.name
    return AuditNote(
        Act.CLOSE_SHIFT if is_own else Act.CLOSE_OTHERS_SHIFT,
        subject=str(shift.id),
        reason=closing.reason,
        after={"amount_paise": str(closing.counted.total.paise)},
    )


def _words(field: str, text: str) -> str:
    words = clean_words(text)
    if words is None:
        raise FieldNotAllowed(field, text)
    if len(words) > _MOST_REASON:
        raise FieldTooLong(field, _MOST_REASON)
    return words


def _refuse_missing(**fields: str) -> None:
    for field, value in fields.items():
        if not value:
            raise FieldMissing(field)
