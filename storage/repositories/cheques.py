"""Cheques and drafts after they were taken, those that wait for their day, and who is barred."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from domain.calendar import billing_day, day_number, day_of_number, instant_of, milliseconds
from domain.cheque import Cheque, ChequeBar, ChequeState, HeldCheque
from domain.consumer import Consumer
from domain.errors_of_counter import HeldChequeNotFound, NoSuchInstrument
from domain.ledger import Account, EntryKind, JournalLine, balanced
from domain.money import Money
from domain.office import Actor, Office
from storage.repositories.posting import Posting, post
from storage.rows import json_list
from storage.tables.counter import cheque as cheque_table
from storage.tables.counter import cheque_bar, cheque_held
from storage.tables.people import consumer as consumer_table
from storage.vouching import vouching_for

_CHEQUES = (
    "SELECT h.number, h.line, t.tender, t.amount_paise, t.reference, t.bank, t.dated_day,"
    " c.number AS consumer_number, p.name, r.counter, r.business_day, h.state, h.changed_day,"
    " h.changed_by, h.slip FROM cheque h"
    " JOIN receipt_tender t"
    "  ON t.office_id = h.office_id AND t.number = h.number AND t.line = h.line"
    " JOIN receipt r ON r.office_id = h.office_id AND r.number = h.number"
    " JOIN receipt_party p ON p.office_id = h.office_id AND p.number = h.number"
    " JOIN consumer c ON c.office_id = r.office_id AND c.id = r.consumer_id"
    " WHERE h.office_id = :office_id"
)
_HELD = (
    "SELECT h.*, c.number AS consumer_number, c.name FROM cheque_held h"
    " JOIN consumer c ON c.office_id = h.office_id AND c.id = h.consumer_id"
    " WHERE h.office_id = :office_id"
)


class SqlCheques:
    """Those of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def get(self, number: str, line: int) -> Cheque:
        row = self._connection.execute(
            text(f"{_CHEQUES} AND h.number = :number AND h.line = :line"),
            {"office_id": self._office.id, "number": number, "line": line},
        ).one_or_none()
        if row is None:
            raise NoSuchInstrument(number, line)
        return _cheque(row)

    def of_receipt(self, number: str) -> list[Cheque]:
        """Return the cheques and drafts of a receipt, by their place on it."""
        rows = self._connection.execute(
            text(f"{_CHEQUES} AND h.number = :number ORDER BY h.line"),
            {"office_id": self._office.id, "number": number},
        )
        return [_cheque(row) for row in rows]

    def newest(self, states: Sequence[ChequeState], limit: int) -> list[Cheque]:
        """Return cheques and drafts in some states, newest first; without states: all."""
        chosen = [state.value for state in states or ChequeState]
        rows = self._connection.execute(
            text(
                f"{_CHEQUES} AND h.state IN (SELECT value FROM words_in(:states) s)"
                " ORDER BY r.posted_seq DESC, h.line LIMIT :limit"
            ),
            {"office_id": self._office.id, "states": json_list(chosen), "limit": limit},
        )
        return [_cheque(row) for row in rows]

    def clear(self, cheque: Cheque, day: date, at: datetime, actor: Actor) -> Cheque:
        """Post that the bank has paid on a day, which may lie before that of the posting."""
        post(
            self._connection,
            self._office,
            Posting(
                business_date=billing_day(at),
                kind=EntryKind.CHEQUE_CLEARED,
                document=cheque.number,
                wallet_rows=0,
                lines=balanced(
                    JournalLine(Account.BANK, cheque.amount.paise),
                    JournalLine(Account.CHEQUE_CLEARING, -cheque.amount.paise),
                ),
                core={"line": cheque.line, "cleared_on": day.isoformat()},
                at=at,
                actor=actor,
            ),
        )
        self._change(cheque.number, cheque.line, ChequeState.CLEARED, day, at, actor.name)
        return replace(cheque, state=ChequeState.CLEARED, changed_on=day, changed_by=actor.name)

    def move(self, number: str, line: int, state: ChequeState, at: datetime, by: str) -> None:
        self._change(number, line, state, billing_day(at), at, by)

    # Bars

    def bar_of(self, consumer_id: int, day: date) -> ChequeBar | None:
        """Return the bar that lasts longest of those that hold on a day."""
        row = self._connection.execute(
            select(cheque_bar, consumer_table.c.number.label("consumer_number"))
            .join(
                consumer_table,
                (consumer_table.c.office_id == cheque_bar.c.office_id)
                & (consumer_table.c.id == cheque_bar.c.consumer_id),
            )
            .where(
                cheque_bar.c.office_id == self._office.id,
                cheque_bar.c.consumer_id == consumer_id,
                cheque_bar.c.since_day <= day_number(day),
                cheque_bar.c.until_day >= day_number(day),
                cheque_bar.c.lifted_at_ms.is_(None),
            )
            .order_by(cheque_bar.c.until_day.desc())
            .limit(1)
        ).one_or_none()
        if row is None:
            return None
        return ChequeBar(
            consumer_number=row.consumer_number,
            receipt=row.number,
            since=day_of_number(row.since_day),
            until=day_of_number(row.until_day),
            reason=row.reason,
        )

    def bar(self, consumer: Consumer, bar: ChequeBar, by: str) -> None:
        """Bar a consumer; a bar that was put up on the same day is the same, and holds again."""
        values = {
            "until_day": day_number(bar.until),
            "number": bar.receipt,
            "reason": bar.reason,
            "barred_by": by,
            "lifted_at_ms": None,
            "lifted_by": "",
        }
        of_day = (
            (cheque_bar.c.office_id == self._office.id)
            & (cheque_bar.c.consumer_id == consumer.id)
            & (cheque_bar.c.since_day == day_number(bar.since))
        )
        with self._vouching_for_bars(consumer, "cheques_barred", by):
            changed = self._connection.execute(update(cheque_bar).where(of_day).values(values))
            if not changed.rowcount:
                row = {
                    "office_id": self._office.id,
                    "consumer_id": consumer.id,
                    "since_day": day_number(bar.since),
                }
                self._connection.execute(insert(cheque_bar).values(row | values))

    def lift_bar(self, consumer: Consumer, at: datetime, by: str) -> None:
        with self._vouching_for_bars(consumer, "cheques_allowed", by):
            self._connection.execute(
                update(cheque_bar)
                .where(
                    cheque_bar.c.office_id == self._office.id,
                    cheque_bar.c.consumer_id == consumer.id,
                    cheque_bar.c.lifted_at_ms.is_(None),
                )
                .values(lifted_at_ms=milliseconds(at), lifted_by=by)
            )

    # Cheques that wait for their day

    def hold(self, held: HeldCheque, consumer: Consumer, at: datetime) -> None:
        with self._vouching_for_held(held.id, "cheque_kept", held.kept_by):
            self._connection.execute(
                insert(cheque_held).values(
                    office_id=self._office.id,
                    id=held.id,
                    consumer_id=consumer.id,
                    amount_paise=held.amount.paise,
                    reference=held.reference,
                    bank=held.bank,
                    dated_day=day_number(held.dated),
                    kept_at_ms=milliseconds(at),
                    kept_by=held.kept_by,
                    state="waiting",
                    number="",
                )
            )

    def find_held(self, id_: str) -> HeldCheque | None:
        row = self._connection.execute(
            text(f"{_HELD} AND h.id = :id"), {"office_id": self._office.id, "id": id_}
        ).one_or_none()
        return None if row is None else _held_cheque(row)

    def waiting(self) -> list[HeldCheque]:
        """Return the cheques that wait for their day, the next one first."""
        rows = self._connection.execute(
            text(f"{_HELD} AND h.state = 'waiting' ORDER BY h.dated_day, h.kept_at_ms, h.id"),
            {"office_id": self._office.id},
        )
        return [_held_cheque(row) for row in rows]

    def held(self, id_: str) -> HeldCheque:
        found = self.find_held(id_)
        if found is None:
            raise HeldChequeNotFound(id_)
        return found

    def end_hold(self, id_: str, receipt: str, by: str) -> None:
        with self._vouching_for_held(id_, "cheque_hold_ended", by):
            self._connection.execute(
                update(cheque_held)
                .where(
                    cheque_held.c.office_id == self._office.id,
                    cheque_held.c.id == id_,
                    cheque_held.c.state == "waiting",
                )
                .values(state="taken" if receipt else "returned", number=receipt)
            )

    def _change(  # noqa: PLR0913, PLR0917 - which cheque, to what, on which day, when and by whom
        self, number: str, line: int, state: ChequeState, day: date, at: datetime, by: str
    ) -> None:
        with vouching_for(
            self._connection,
            self._office,
            cheque_table.name,
            " AND number = :number AND line = :line",
            act=f"cheque_{state.value}",
            by=by,
            number=number,
            line=line,
        ):
            self._connection.execute(
                update(cheque_table)
                .where(
                    cheque_table.c.office_id == self._office.id,
                    cheque_table.c.number == number,
                    cheque_table.c.line == line,
                )
                .values(
                    state=state.value,
                    changed_day=day_number(day),
                    changed_at_ms=milliseconds(at),
                    changed_by=by,
                )
            )

    def _vouching_for_bars(
        self, consumer: Consumer, act: str, by: str
    ) -> AbstractContextManager[None]:
        return vouching_for(
            self._connection,
            self._office,
            cheque_bar.name,
            " AND consumer_id = :consumer",
            act=act,
            by=by,
            consumer=consumer.id,
        )

    def _vouching_for_held(self, id_: str, act: str, by: str) -> AbstractContextManager[None]:
        return vouching_for(
            self._connection,
            self._office,
            cheque_held.name,
            " AND id = :id",
            act=act,
            by=by,
            id=id_,
        )


def _cheque(row: Any) -> Cheque:
    return Cheque(
        number=row.number,
        line=row.line,
        tender=row.tender,
        amount=Money(row.amount_paise),
        reference=row.reference,
        bank=row.bank,
        dated=day_of_number(row.dated_day),
        consumer_number=row.consumer_number,
        consumer_name=row.name,
        counter=row.counter,
        taken_on=day_of_number(row.business_day),
        state=ChequeState(row.state),
        changed_on=day_of_number(row.changed_day),
        changed_by=row.changed_by,
        slip=row.slip,
    )


def _held_cheque(row: Any) -> HeldCheque:
    return HeldCheque(
        id=row.id,
        consumer_number=row.consumer_number,
        consumer_name=row.name,
        amount=Money(row.amount_paise),
        reference=row.reference,
        bank=row.bank,
        dated=day_of_number(row.dated_day),
        kept_on=billing_day(instant_of(row.kept_at_ms)),
        kept_by=row.kept_by,
        receipt=row.number,
        is_returned=row.state == "returned",
    )
