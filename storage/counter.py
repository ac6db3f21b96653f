"""Shifts, drawers and day-ends of an office in its database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from domain.calendar import billing_day
from domain.counter import Counter
from domain.day_end import WITHOUT_DRAWER, DayEnd, OpenDay
from domain.listing import ReceiptRow
from domain.money import Money
from domain.office import Actor
from domain.services import closing_days, keeping_shifts, recharging
from domain.services.permitting import permit_by
from domain.services.repeating import repeated_when_undone
from domain.shift import CashCount, DrawerMove, DrawerMoveKind, Shift, ShiftReport, report_of
from domain.staff import Act
from storage.access import Access
from storage.listings import counter as listing
from storage.repositories.day_ends import SqlDayEnds
from storage.repositories.shifts import SqlShifts
from storage.repositories.staff import SqlStaff

#: A receipt older than this is not offered for printing any more.
_UNPRINTED_DAYS = 1


class SqlCounter(Counter):
    """Everything of :class:`domain.counter.Counter`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def shift(self, counter: int) -> Shift | None:
        if counter == WITHOUT_DRAWER:
            return None
        with self._access.reading() as connection:
            return SqlShifts(connection, self._access.office).open_at(counter)

    def cash_in_drawer(self, counter: int) -> Money | None:
        with self._access.reading() as connection:
            shifts = SqlShifts(connection, self._access.office)
            shift = None if counter == WITHOUT_DRAWER else shifts.open_at(counter)
            if shift is None:
                return None
            now = self._access.clock.now()
            return report_of(shift, shifts.facts(shift), made_at=now, made_by="").expected

    def last_closed(self, counter: int) -> Shift | None:
        with self._access.reading() as connection:
            return SqlShifts(connection, self._access.office).last_closed(counter)

    @repeated_when_undone
    def open_shift(self, opening: CashCount, actor: Actor) -> Shift:
        return keeping_shifts.open_shift(opening, self._access.unit(), self._access.clock, actor)

    @repeated_when_undone
    def move_cash(
        self, kind: DrawerMoveKind, amount: Money, payee: str, reason: str, actor: Actor
    ) -> DrawerMove:
        return keeping_shifts.move_cash(
            kind,
            amount,
            payee,
            reason,
            unit=self._access.unit(),
            clock=self._access.clock,
            actor=actor,
        )

    @repeated_when_undone
    def report(self, shift_id: int, actor: Actor) -> ShiftReport:
        unit = self._access.unit_in_any_condition()
        return keeping_shifts.see_shift(shift_id, unit, self._access.clock, actor)

    @repeated_when_undone
    def close_shift(
        self, shift_id: int, counted: CashCount, reason: str, handed_to: str, actor: Actor
    ) -> ShiftReport:
        return keeping_shifts.close_shift(
            shift_id,
            counted,
            reason,
            handed_to,
            unit=self._access.unit(),
            clock=self._access.clock,
            actor=actor,
        )

    def shifts(self, day: date, counter: int | None = None) -> list[Shift]:
        with self._access.reading() as connection:
            found = SqlShifts(connection, self._access.office).of_day(counter, day)
        return sorted(found, key=lambda shift: (shift.counter, shift.id))

    def open_days(self) -> list[OpenDay]:
        with self._access.reading() as connection:
            return listing.open_days(connection, self._access.office.id)

    def day_end(self, counter: int, day: date, actor: Actor) -> DayEnd:
        now = self._access.clock.now()
        with self._access.reading() as connection:
            permit_by(SqlStaff(connection, self._access.office), actor, Act.SEE_SHIFT)
            day_ends = SqlDayEnds(connection, self._access.office)
            return day_ends.get(counter, day, made_at=now, made_by=actor.name)

    @repeated_when_undone
    def close_day(self, counter: int, day: date, deposit: CashCount, actor: Actor) -> DayEnd:
        return closing_days.close_day(
            counter,
            day,
            deposit,
            unit=self._access.unit(),
            clock=self._access.clock,
            actor=actor,
        )

    def unprinted(self, counter: int) -> Sequence[ReceiptRow]:
        since = billing_day(self._access.clock.now()) - timedelta(days=_UNPRINTED_DAYS)
        with self._access.reading() as connection:
            return listing.unprinted(connection, self._access.office.id, counter, since)

    @repeated_when_undone
    def waive_print(self, number: str, actor: Actor) -> None:
        recharging.waive_print(number, self._access.unit(), self._access.clock, actor)
