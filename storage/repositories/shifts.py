"""Shifts, and the cash of their drawers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, text, update

from domain.calendar import day_number, day_of_number, instant_of, milliseconds
from domain.errors_of_counter import ShiftNotFound
from domain.ledger import Account, EntryKind, JournalLine, moved
from domain.money import Money
from domain.office import Actor, Office
from domain.shift import (
    CashCount,
    Closing,
    DrawerMove,
    DrawerMoveKind,
    Shift,
    ShiftFacts,
    Taken,
)
from storage.repositories.posting import Posting, post
from storage.repositories.sealed import add_sealed
from storage.rows import take_numbers
from storage.tables.counter import drawer_count, drawer_move
from storage.tables.counter import shift as shift_table
from storage.vouching import vouching_for

_OPEN, _CLOSE = "open", "close"


class SqlShifts:
    """The shifts of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def open_at(self, counter: int) -> Shift | None:
        """Return the open shift of a counter."""
        found = self._shifts(shift_table.c.counter == counter, shift_table.c.closed_at_ms.is_(None))
        return found[0] if found else None

    def get(self, shift_id: int) -> Shift:
        """Return a shift; :class:`ShiftNotFound`."""
        found = self._shifts(shift_table.c.id == shift_id)
        if not found:
            raise ShiftNotFound(shift_id)
        return found[0]

    def of_day(self, counter: int | None, day: date) -> list[Shift]:
        """Return the shifts of a day, of one counter or of all, in the order they were opened."""
        at = shift_table.c.counter
        return self._shifts(
            shift_table.c.business_day.between(day_number(day), day_number(day)),
            *([] if counter is None else [at == counter]),
        )

    def last_closed(self, counter: int) -> Shift | None:
        """Return the last closed shift of a counter."""
        number = self._connection.execute(
            select(shift_table.c.id)
            .where(
                shift_table.c.office_id == self._office.id,
                shift_table.c.counter == counter,
                shift_table.c.z_number > 0,
            )
            .order_by(shift_table.c.z_number.desc())
            .limit(1)
        ).scalar()
        return None if number is None else self.get(number)

    def open(self, counter: int, day: date, opening: CashCount, at: datetime, by: str) -> Shift:
        """Open a shift with its float."""
        number = take_numbers(self._connection, self._office.id, "shift", 1)
        row = {
            "id": number,
            "counter": counter,
            "business_day": day_number(day),
            "opened_at_ms": milliseconds(at),
            "opened_by": by,
            "closed_at_ms": None,
            "closed_by": None,
            "z_number": None,
            "expected_paise": None,
            "reason": "",
            "handed_to": "",
        }
        rows = {"shift": [row], "drawer_count": _count_rows(number, _OPEN, opening)}
        add_sealed(self._connection, self._office, "shift_opened", rows, by=by)
        return self.get(number)

    def facts(self, shift: Shift) -> ShiftFacts:
        """Add up what happened in a shift."""
        first, last = self._first_and_last(shift)
        return ShiftFacts(
            receipts=sum(taken.count for taken in self._receipts_of(shift).values()),
            taken=self._taken(_TAKEN, shift),
            given_back=self._taken(_GIVEN_BACK, shift),
            heads=self._taken(_HEADS, shift),
            moves=self._moves(shift),
            first=first,
            last=last,
            duplicates=self._duplicates(shift),
        )

    def move(self, move: DrawerMove, day: date, actor: Actor) -> DrawerMove:
        """Record cash that leaves the drawer; a pay-out goes into the ledger as well."""
        number = take_numbers(self._connection, self._office.id, "drawer_move", 1)
        entry = None
        if move.kind is DrawerMoveKind.PAY_OUT:
            paid = moved(move.amount, from_=Account.CASH, to=Account.PETTY_EXPENSES)
            entry = self._post(EntryKind.PAY_OUT, f"V{number}", day, paid, move.at, actor)
        row = {
            "id": number,
            "shift_id": move.shift,
            "kind": move.kind.value,
            "amount_paise": move.amount.paise,
            "payee": move.payee,
            "reason": move.reason,
            "moved_at_ms": milliseconds(move.at),
            "moved_by": move.by,
            "entry_seq": entry,
        }
        rows = {"drawer_move": [row]}
        add_sealed(self._connection, self._office, "cash_moved", rows, by=actor.name)
        return replace(move, id=number)

    def close(self, shift: Shift, closing: Closing, actor: Actor) -> Shift:
        """Close a shift; a difference goes into the ledger. ``closing.number`` is given here."""
        last = self.last_closed(shift.counter)
        number = last.closing.number + 1 if last and last.closing else 1
        if closing.difference:
            self._post_difference(shift, closing, actor)
        with vouching_for(
            self._connection,
            self._office,
            shift_table.name,
            " AND id = :id",
            act="shift_closed",
            by=actor.name,
            id=shift.id,
        ):
            self._connection.execute(
                update(shift_table)
                .where(
                    shift_table.c.office_id == self._office.id,
                    shift_table.c.id == shift.id,
                    shift_table.c.closed_at_ms.is_(None),
                )
                .values(
                    closed_at_ms=milliseconds(closing.at),
                    closed_by=closing.by,
                    z_number=number,
                    expected_paise=closing.expected.paise,
                    reason=closing.reason,
                    handed_to=closing.handed_to,
                )
            )
        counted = {"drawer_count": _count_rows(shift.id, _CLOSE, closing.counted)}
        add_sealed(self._connection, self._office, "drawer_counted", counted, by=actor.name)
        return self.get(shift.id)

    def _shifts(self, *conditions: Any) -> list[Shift]:
        rows = self._connection.execute(
            select(shift_table)
            .where(shift_table.c.office_id == self._office.id, *conditions)
            .order_by(shift_table.c.id)
        ).all()
        return [self._shift(row) for row in rows]

    def _shift(self, row: Any) -> Shift:
        counts = self._counts(row.id)
        closing = None
        if row.closed_at_ms is not None:
            closing = Closing(
                number=row.z_number,
                at=instant_of(row.closed_at_ms),
                by=row.closed_by,
                counted=counts.get(_CLOSE, CashCount()),
                expected=Money(row.expected_paise),
                reason=row.reason,
                handed_to=row.handed_to,
            )
        return Shift(
            id=row.id,
            counter=row.counter,
            day=day_of_number(row.business_day),
            opened_at=instant_of(row.opened_at_ms),
            opened_by=row.opened_by,
            opening=counts.get(_OPEN, CashCount()),
            closing=closing,
        )

    def _counts(self, shift_id: int) -> dict[str, CashCount]:
        pieces: dict[str, dict[int, int]] = {}
        for row in self._connection.execute(
            select(drawer_count).where(
                drawer_count.c.office_id == self._office.id, drawer_count.c.shift_id == shift_id
            )
        ):
            pieces.setdefault(row.occasion, {})[row.denomination] = row.pieces
        return {occasion: CashCount.of(counted) for occasion, counted in pieces.items()}

    def _taken(self, sql: str, shift: Shift) -> Mapping[str, Taken]:
        rows = self._connection.execute(text(sql), self._of(shift))
        return {row.name: Taken(row.receipts, Money(int(row.amount))) for row in rows}

    def _receipts_of(self, shift: Shift) -> Mapping[str, Taken]:
        return self._taken(_RECEIPTS, shift)

    def _first_and_last(self, shift: Shift) -> tuple[str, str]:
        row = self._connection.execute(text(_FIRST_AND_LAST), self._of(shift)).one()
        return row.first or "", row.last or ""

    def _duplicates(self, shift: Shift) -> int:
        counted: int = self._connection.execute(text(_DUPLICATES), self._of(shift)).scalar_one()
        return counted

    def _moves(self, shift: Shift) -> Sequence[DrawerMove]:
        rows = self._connection.execute(
            select(drawer_move)
            .where(
                drawer_move.c.office_id == self._office.id,
                # By a range SQLite's planner finds the index.
                drawer_move.c.shift_id.between(shift.id, shift.id),
            )
            .order_by(drawer_move.c.id)
        )
        return [
            DrawerMove(
                id=row.id,
                shift=row.shift_id,
                kind=DrawerMoveKind(row.kind),
                amount=Money(row.amount_paise),
                payee=row.payee,
                reason=row.reason,
                at=instant_of(row.moved_at_ms),
                by=row.moved_by,
            )
            for row in rows
        ]

    def _of(self, shift: Shift) -> dict[str, int]:
        return {"office_id": self._office.id, "shift": shift.id, "day": day_number(shift.day)}

    def _post_difference(self, shift: Shift, closing: Closing, actor: Actor) -> None:
        lines = moved(closing.difference, from_=Account.CASH_SHORT_OR_OVER, to=Account.CASH)
        document = f"Z{shift.id}"
        self._post(EntryKind.CASH_DIFFERENCE, document, shift.day, lines, closing.at, actor)

    def _post(  # noqa: PLR0913, PLR0917 - what the entry says
        self,
        kind: EntryKind,
        document: str,
        day: date,
        lines: Sequence[JournalLine],
        at: datetime,
        actor: Actor,
    ) -> int:
        posting = Posting(day, kind, document, 0, lines, {}, at, actor)
        return post(self._connection, self._office, posting).entry_seq


_TAKEN = (
    "SELECT t.tender AS name, count(*) AS receipts, sum(t.amount_paise) AS amount"
    " FROM receipt_tender t WHERE t.office_id = :office_id AND t.shift_id BETWEEN :shift AND :shift"
    " GROUP BY t.tender"
)
_RECEIPTS = (
    "SELECT 'all' AS name, count(DISTINCT t.number) AS receipts, 0 AS amount"
    " FROM receipt_tender t WHERE t.office_id = :office_id AND t.shift_id BETWEEN :shift AND :shift"
)
_GIVEN_BACK = (
    "SELECT t.tender AS name, count(*) AS receipts, sum(t.amount_paise) AS amount"
    " FROM receipt_undone u JOIN receipt_tender t"
    "  ON t.office_id = u.office_id AND t.number = u.number"
    " WHERE u.office_id = :office_id AND u.business_day BETWEEN :day AND :day"
    " AND u.shift_id = :shift AND u.kind = 'cancelled'"
    " GROUP BY t.tender"
)
_HEADS = (
    "SELECT h.head AS name, count(*) AS receipts, sum(h.amount_paise) AS amount"
    " FROM receipt_head h WHERE h.office_id = :office_id AND h.number IN ("
    "  SELECT t.number FROM receipt_tender t WHERE t.office_id = :office_id"
    "  AND t.shift_id BETWEEN :shift AND :shift) GROUP BY h.head"
)
_FIRST_AND_LAST = (
    "SELECT min(t.number) AS first, max(t.number) AS last FROM receipt_tender t"
    " WHERE t.office_id = :office_id AND t.shift_id BETWEEN :shift AND :shift"
)
_DUPLICATES = (
    "SELECT count(*) FROM receipt_print p WHERE p.office_id = :office_id AND p.copy > 0"
    " AND p.number IN (SELECT t.number FROM receipt_tender t WHERE t.office_id = :office_id"
    "  AND t.shift_id BETWEEN :shift AND :shift)"
)


def _count_rows(shift_id: int, occasion: str, count: CashCount) -> list[dict[str, Any]]:
    return [
        {"shift_id": shift_id, "occasion": occasion, "denomination": d, "pieces": pieces}
        for d, pieces in count.pieces
    ]
