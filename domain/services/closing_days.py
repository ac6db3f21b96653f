"""Closing days: a counter's day is closed once its receipts and the ledger are the same."""

from __future__ import annotations

from datetime import date

from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.day_end import WITHOUT_DRAWER, DayEnd, Deposited
from domain.errors import DayInTheFuture
from domain.errors_of_counter import (
    CounterDayClosed,
    DepositDiffers,
    NothingToClose,
    ShiftsStillOpen,
)
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.posting_time import posting_time
from domain.services.permitting import permit
from domain.shift import CashCount
from domain.staff import Act


def close_day(  # noqa: PLR0913 - whose day, what goes to the bank
    counter: int,
    day: date,
    deposit: CashCount,
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> DayEnd:
    """Close a counter's day to new receipts, and take its cash to the bank on a slip.

    Every shift of the day must be closed, and the receipts must be what the ledger says, tender
    by tender. Counter 0 is closed by a supervisor and goes on taking money: its next closing
    books what has come in since.
    """
    with unit:
        permit(unit, actor, Act.CLOSE_DAY)
        if counter != actor.counter or counter == WITHOUT_DRAWER:
            permit(unit, actor, Act.CLOSE_OTHER_COUNTER)
        now = posting_time(unit, clock)
        if day > billing_day(now):
            raise DayInTheFuture(day, billing_day(now))
        if counter != WITHOUT_DRAWER and unit.day_ends.is_closed(counter, day):
            raise CounterDayClosed(counter, day)
        end = unit.day_ends.get(counter, day, made_at=now, made_by=actor.name)
        _refuse_unless_ready(end)
        _refuse_other_deposit(end, deposit)
        closed = Deposited(
            closed_at=now,
            closed_by=actor.name,
            slip="",
            cash=deposit,
            amount=end.to_deposit,
            cheques=end.cheques,
            cheques_amount=end.cheques_amount,
            anchor="",
        )
        unit.day_ends.close(end, closed, actor)
        note = AuditNote(
            Act.CLOSE_DAY,
            subject=f"{counter}/{day.isoformat()}",
            count=end.receipts,
            after={"amount_paise": str(end.collected.paise)},
        )
        unit.audit.record(note, now, actor)
        told = unit.day_ends.get(counter, day, made_at=now, made_by=actor.name)
        unit.commit()
    return told


def _refuse_unless_ready(end: DayEnd) -> None:
    if not end.receipts and not end.shifts:
        raise NothingToClose(end.counter, end.day)
    for report in end.shifts:
        if report.shift.is_open:
            raise ShiftsStillOpen(end.counter, end.day, report.shift.opened_by)
    end.refuse_unless_agreed()


def _refuse_other_deposit(end: DayEnd, deposit: CashCount) -> None:
    # Paise stand on the slip without a coin of their own.
    if deposit.total != CashCount.in_fewest(end.to_deposit).total:
        raise DepositDiffers(deposit.total, end.to_deposit)
