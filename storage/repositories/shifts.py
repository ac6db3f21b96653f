"""Shifts, the cash of their drawers, and the days that were closed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select, text, update

from domain.calendar import day_number, day_of_number, instant_of, milliseconds
from domain.day_end import WITHOUT_DRAWER, DayEnd, Deposited, TenderOfDay
from domain.errors_of_counter import ShiftNotFound
from domain.ledger import Account, EntryKind, JournalLine, balanced
from domain.money import ZERO, Money
from domain.office import Actor, Office
from domain.shift import (
    CashCount,
    Closing,
    DrawerMove,
    DrawerMoveKind,
    Shift,
    ShiftFacts,
    Taken,
    report_of,
    to_deposit,
)
from domain.tender import Tender
from storage.chain import head_of
from storage.repositories.posting import Posting, post
from storage.repositories.sealed import add_sealed
from storage.rows import take_numbers
from storage.tables.counter import cheque, day_end, drawer_count, drawer_move
from storage.tables.counter import shift as shift_table
from storage.vouching import vouching_for

_OPEN, _CLOSE = "open", "close"


class SqlShifts:
    """The shifts of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    # Shifts

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
            lines = (Account.PETTY_EXPENSES, Account.CASH)
            entry = self._post(
                EntryKind.PAY_OUT, f"V{number}", day, lines, move.amount, move.at, actor
            )
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

    # The end of the day

    def is_day_closed(self, counter: int, day: date) -> bool:
        """Return whether a counter's day is closed; that of counter 0 never locks anybody out."""
        if counter == WITHOUT_DRAWER:
            return False
        return self._closed(counter, day) is not None

    def day_end(self, counter: int, day: date, *, made_at: datetime, made_by: str) -> DayEnd:
        """Return how a counter's day stands, or how it was closed."""
        reports = [
            report_of(shift, self.facts(shift), made_at=made_at, made_by=made_by)
            for shift in self.of_day(counter, day)
            if counter != WITHOUT_DRAWER
        ]
        closed = self._closed(counter, day)
        tenders = self._tenders_of(counter, day)
        receipts, cancelled = self._counts_of(counter, day)
        cheques = self._cheques_of(counter, day, closed.slip if closed else "")
        return DayEnd(
            counter=counter,
            day=day,
            tenders=tenders,
            shifts=reports,
            receipts=receipts,
            cancelled=cancelled,
            to_deposit=self._without_drawer(day, tenders)
            if counter == WITHOUT_DRAWER
            else to_deposit([report for report in reports if not report.shift.is_open]),
            cheques=cheques.count,
            cheques_amount=cheques.amount,
            closed=closed,
        )

    def close_day(self, end: DayEnd, deposited: Deposited, actor: Actor) -> None:
        """Record that the day is closed, post the cash to the bank, put cheques on the slip."""
        part = self._parts(end.counter, end.day) + 1
        code = self._office.series_prefix
        slip = f"D/{code}/{end.counter:02}/{end.day.isoformat()}/{part}"
        entry = None
        if end.to_deposit > ZERO:
            entry = self._post(
                EntryKind.DEPOSIT_SLIP,
                slip,
                end.day,
                (Account.BANK, Account.CASH),
                end.to_deposit,
                deposited.closed_at,
                actor,
            )
        self._put_cheques_on(slip, end, deposited.closed_at, actor)
        anchor = head_of(self._connection, self._office)
        row = {
            "counter": end.counter,
            "business_day": day_number(end.day),
            "part": part,
            "slip": slip,
            "receipts": end.receipts,
            "collected_paise": end.collected.paise,
            "deposit_paise": end.to_deposit.paise,
            "denominations": json.dumps(dict(deposited.cash.pieces)),
            "cheques": end.cheques,
            "cheques_paise": end.cheques_amount.paise,
            "anchor": str(anchor) if anchor else "",
            "closed_at_ms": milliseconds(deposited.closed_at),
            "closed_by": actor.name,
            "entry_seq": entry,
        }
        rows = {"day_end": [row]}
        add_sealed(self._connection, self._office, "day_closed", rows, by=actor.name)

    # Reading

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

    # The end of the day

    def _of_day(self, counter: int, day: date) -> dict[str, int]:
        return {"office_id": self._office.id, "counter": counter, "day": day_number(day)}

    def _closed(self, counter: int, day: date) -> Deposited | None:
        row = self._connection.execute(
            select(day_end)
            .where(
                day_end.c.office_id == self._office.id,
                day_end.c.counter == counter,
                day_end.c.business_day == day_number(day),
            )
            .order_by(day_end.c.part.desc())
            .limit(1)
        ).one_or_none()
        if row is None:
            return None
        pieces = {int(name): number for name, number in json.loads(row.denominations).items()}
        return Deposited(
            closed_at=instant_of(row.closed_at_ms),
            closed_by=row.closed_by,
            slip=row.slip,
            cash=CashCount.of(pieces),
            amount=Money(row.deposit_paise),
            cheques=row.cheques,
            cheques_amount=Money(row.cheques_paise),
            anchor=row.anchor,
        )

    def _without_drawer(self, day: date, tenders: Sequence[TenderOfDay]) -> Money:
        """Return the cash that came in at counter 0 and stands on none of its slips yet."""
        taken = sum((t.taken - t.given_back for t in tenders if t.tender == Tender.CASH), ZERO)
        on_slips: int | None = self._connection.execute(
            select(func.sum(day_end.c.deposit_paise)).where(
                day_end.c.office_id == self._office.id,
                day_end.c.counter == WITHOUT_DRAWER,
                day_end.c.business_day == day_number(day),
            )
        ).scalar()
        return taken - Money(int(on_slips or 0))

    def _parts(self, counter: int, day: date) -> int:
        parts: int | None = self._connection.execute(
            select(func.max(day_end.c.part)).where(
                day_end.c.office_id == self._office.id,
                day_end.c.counter == counter,
                day_end.c.business_day == day_number(day),
            )
        ).scalar()
        return parts or 0

    def _tenders_of(self, counter: int, day: date) -> list[TenderOfDay]:
        """Return each group of tenders of a day: receipts, what was undone, the ledger."""
        parameters = self._of_day(counter, day)
        taken = self._by_tender(_TAKEN_OF_DAY, parameters)
        back = self._by_tender(_UNDONE_OF_DAY, parameters)
        ledger = {
            row.account: Money(int(row.amount))
            for row in self._connection.execute(text(_LEDGER_OF_DAY), parameters)
        }
        return [
            TenderOfDay(
                tender=name,
                receipts=_sum(taken, tenders).count,
                taken=_sum(taken, tenders).amount,
                given_back=_sum(back, tenders).amount,
                ledger=ledger.get(account.value, ZERO),
            )
            for name, (tenders, account) in _GROUPS.items()
            if _sum(taken, tenders).count or _sum(back, tenders).count or account.value in ledger
        ]

    def _by_tender(self, sql: str, parameters: Mapping[str, int]) -> dict[str, Taken]:
        rows = self._connection.execute(text(sql), parameters)
        return {row.name: Taken(row.receipts, Money(int(row.amount))) for row in rows}

    def _counts_of(self, counter: int, day: date) -> tuple[int, int]:
        row = self._connection.execute(text(_COUNTS_OF_DAY), self._of_day(counter, day)).one()
        return row.receipts, row.undone

    def _cheques_of(self, counter: int, day: date, slip: str) -> Taken:
        row = self._connection.execute(
            text(_CHEQUES_OF_DAY), {**self._of_day(counter, day), "slip": slip}
        ).one()
        return Taken(row.cheques, Money(int(row.amount)))

    def _put_cheques_on(self, slip: str, end: DayEnd, at: datetime, actor: Actor) -> None:
        parameters = self._of_day(end.counter, end.day)
        with vouching_for(
            self._connection,
            self._office,
            cheque.name,
            f" AND {_STILL_HERE}",
            act="cheques_deposited",
            by=actor.name,
            counter=end.counter,
            day=day_number(end.day),
        ) as _:
            self._connection.execute(
                text(
                    "UPDATE cheque SET state = 'deposited', slip = :slip, changed_day = :day,"
                    " changed_at_ms = :at_ms, changed_by = :by"
                    f" WHERE office_id = :office_id AND state = 'received' AND {_STILL_HERE}"
                ),
                {**parameters, "slip": slip, "at_ms": milliseconds(at), "by": actor.name},
            )

    # Posting

    def _post_difference(self, shift: Shift, closing: Closing, actor: Actor) -> None:
        is_short = closing.difference < ZERO
        accounts = (Account.CASH_SHORT_OR_OVER, Account.CASH)
        self._post(
            EntryKind.CASH_DIFFERENCE,
            f"Z{shift.id}",
            shift.day,
            accounts if is_short else accounts[::-1],
            -closing.difference if is_short else closing.difference,
            closing.at,
            actor,
        )

    def _post(  # noqa: PLR0913, PLR0917 - what the entry says
        self,
        kind: EntryKind,
        document: str,
        day: date,
        accounts: tuple[Account, Account],
        amount: Money,
        at: datetime,
        actor: Actor,
    ) -> int:
        """Post an amount from the second account to the first; return the entry's number."""
        debit, credit = accounts
        posting = Posting(
            business_date=day,
            kind=kind,
            document=document,
            wallet_rows=0,
            lines=balanced(JournalLine(debit, amount.paise), JournalLine(credit, -amount.paise)),
            core={},
            at=at,
            actor=actor,
        )
        return post(self._connection, self._office, posting).entry_seq


#: Tenders that one account holds, as the day-end names them.
_GROUPS = {
    "cash": (("cash",), Account.CASH),
    "cheque": (("cheque", "draft"), Account.CHEQUE_CLEARING),
    "upi": (("upi",), Account.UPI_CLEARING),
    "card": (("card",), Account.CARD_CLEARING),
    "gateway": (("gateway",), Account.GATEWAY_CLEARING),
    "transfer": (("transfer",), Account.SUSPENSE),
}
_MOVES_OF_RECEIPTS = "('recharge', 'cancellation')"

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
_OF_COUNTER = (
    "r.office_id = :office_id AND r.business_day BETWEEN :day AND :day AND r.counter = :counter"
)
_TAKEN_OF_DAY = (
    "SELECT t.tender AS name, count(*) AS receipts, sum(t.amount_paise) AS amount"
    " FROM receipt r JOIN receipt_tender t ON t.office_id = r.office_id AND t.number = r.number"
    f" WHERE {_OF_COUNTER} GROUP BY t.tender"
)
_UNDONE_OF_DAY = (
    "SELECT t.tender AS name, count(*) AS receipts, sum(t.amount_paise) AS amount"
    " FROM receipt_undone u JOIN receipt_tender t"
    "  ON t.office_id = u.office_id AND t.number = u.number"
    " WHERE u.office_id = :office_id AND u.business_day BETWEEN :day AND :day"
    " AND u.counter = :counter AND u.kind = 'cancelled' GROUP BY t.tender"
)
_LEDGER_OF_DAY = (
    "SELECT l.account, sum(l.amount_paise) AS amount FROM journal_entry r JOIN journal_line l"
    "  ON l.office_id = r.office_id AND l.entry_seq = r.seq"
    f" WHERE {_OF_COUNTER} AND r.kind IN {_MOVES_OF_RECEIPTS}"
    " AND l.account IN ('cash', 'cheque_clearing', 'upi_clearing', 'card_clearing',"
    "  'gateway_clearing', 'suspense') GROUP BY l.account"
)
_COUNTS_OF_DAY = (
    "SELECT count(*) AS receipts, (SELECT count(*) FROM receipt_undone u"
    "  WHERE u.office_id = :office_id AND u.business_day BETWEEN :day AND :day"
    "  AND u.counter = :counter AND u.kind = 'cancelled') AS undone"
    f" FROM receipt r WHERE {_OF_COUNTER}"
)
_CHEQUES_OF_DAY = (
    "SELECT count(*) AS cheques, coalesce(sum(t.amount_paise), 0) AS amount"
    " FROM receipt r THEN JOIN receipt_tender t"
    "  ON t.office_id = r.office_id AND t.number = r.number"
    " THEN JOIN cheque c ON c.office_id = t.office_id AND c.number = t.number AND c.line = t.line"
    f" WHERE {_OF_COUNTER} AND (CASE WHEN :slip = '' THEN c.state = 'received'"
    "  ELSE c.slip = :slip END)"
)
#: Of the cheques those that were taken at a counter on a day.
_STILL_HERE = (
    "number IN (SELECT r.number FROM receipt r WHERE r.office_id = :office_id"
    " AND r.business_day BETWEEN :day AND :day AND r.counter = :counter)"
)


def _count_rows(shift_id: int, occasion: str, count: CashCount) -> list[dict[str, Any]]:
    return [
        {"shift_id": shift_id, "occasion": occasion, "denomination": d, "pieces": pieces}
        for d, pieces in count.pieces
    ]


def _sum(taken: Mapping[str, Taken], tenders: Sequence[str]) -> Taken:
    """Add up some tenders."""
    parts = [taken[name] for name in tenders if name in taken]
    return Taken(sum(part.count for part in parts), sum((part.amount for part in parts), ZERO))
