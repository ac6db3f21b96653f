"""The days of counters: what their receipts and the ledger come to, and that they were closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select, text

from domain.calendar import day_number, instant_of, milliseconds
from domain.day_end import WITHOUT_DRAWER, DayEnd, DayFacts, Deposited, day_end_of
from domain.ledger import ACCOUNT_OF, Account, EntryKind, moved
from domain.money import ZERO, Money
from domain.office import Actor, Office
from domain.shift import CashCount, Taken, report_of
from storage.chain import head_of
from storage.repositories.posting import Posting, post
from storage.repositories.sealed import add_sealed
from storage.repositories.shifts import SqlShifts
from storage.rows import json_list
from storage.tables.counter import cheque, day_end
from storage.vouching import vouching_for


class SqlDayEnds:
    """The days of one office's counters, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def is_closed(self, counter: int, day: date) -> bool:
        """Return whether a counter's day is closed; that of counter 0 never locks anybody out."""
        if counter == WITHOUT_DRAWER:
            return False
        return self._last_closing(counter, day) is not None

    def get(self, counter: int, day: date, *, made_at: datetime, made_by: str) -> DayEnd:
        """Return how a counter's day stands, or how it was closed."""
        shifts = SqlShifts(self._connection, self._office)
        reports = [
            report_of(shift, shifts.facts(shift), made_at=made_at, made_by=made_by)
            for shift in shifts.of_day(counter, day)
        ]
        return day_end_of(counter, day, reports, self._facts(counter, day))

    def close(self, end: DayEnd, deposited: Deposited, actor: Actor) -> None:
        """Record that the day is closed, post the cash to the bank, put cheques on the slip."""
        part = self._parts(end.counter, end.day) + 1
        code = self._office.series_prefix
        slip = f"D/{code}/{end.counter:02}/{end.day.isoformat()}/{part}"
        entry = self._post_deposit(slip, end, deposited.closed_at, actor)
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

    def _facts(self, counter: int, day: date) -> DayFacts:
        """Add up what happened at a counter on a day."""
        parameters = self._of_day(counter, day)
        counts = self._connection.execute(text(_COUNTS), parameters).one()
        waiting = self._connection.execute(text(_WAITING_CHEQUES), parameters).one()
        ledger = self._connection.execute(
            text(_LEDGER),
            {**parameters, "accounts": json_list(account.value for account in _TAKING)},
        )
        closing = self._last_closing(counter, day)
        return DayFacts(
            receipts=counts.receipts,
            cancelled=counts.undone,
            taken=self._by_tender(_TAKEN, parameters),
            given_back=self._by_tender(_UNDONE, parameters),
            ledger={row.account: Money(int(row.amount)) for row in ledger},
            waiting=Taken(waiting.cheques, Money(int(waiting.amount))),
            on_slips=self._on_slips(counter, day),
            closed=None if closing is None else _deposited(closing),
            closed_receipts=0 if closing is None else closing.receipts,
        )

    def _of_day(self, counter: int, day: date) -> dict[str, Any]:
        return {"office_id": self._office.id, "counter": counter, "day": day_number(day)}

    def _last_closing(self, counter: int, day: date) -> Any:
        return self._connection.execute(
            select(day_end)
            .where(*self._closings(counter, day))
            .order_by(day_end.c.part.desc())
            .limit(1)
        ).one_or_none()

    def _on_slips(self, counter: int, day: date) -> Money:
        paise: int | None = self._connection.execute(
            select(func.sum(day_end.c.deposit_paise)).where(*self._closings(counter, day))
        ).scalar()
        return Money(int(paise or 0))

    def _parts(self, counter: int, day: date) -> int:
        last: int | None = self._connection.execute(
            select(func.max(day_end.c.part)).where(*self._closings(counter, day))
        ).scalar()
        return last or 0

    def _closings(self, counter: int, day: date) -> tuple[Any, ...]:
        return (
            day_end.c.office_id == self._office.id,
            day_end.c.counter == counter,
            day_end.c.business_day == day_number(day),
        )

    def _by_tender(self, sql: str, parameters: Mapping[str, Any]) -> dict[str, Taken]:
        rows = self._connection.execute(text(sql), parameters)
        return {row.name: Taken(row.receipts, Money(int(row.amount))) for row in rows}

    def _post_deposit(self, slip: str, end: DayEnd, at: datetime, actor: Actor) -> int | None:
        if end.to_deposit <= ZERO:
            return None
        lines = moved(end.to_deposit, from_=Account.CASH, to=Account.BANK)
        posting = Posting(end.day, EntryKind.DEPOSIT_SLIP, slip, 0, lines, {}, at, actor)
        return post(self._connection, self._office, posting).entry_seq

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
        ):
            self._connection.execute(
                text(
                    "UPDATE cheque SET state = 'deposited', slip = :slip, changed_day = :day,"
                    " changed_at_ms = :at_ms, changed_by = :by"
                    f" WHERE office_id = :office_id AND state = 'received' AND {_STILL_HERE}"
                ),
                {**parameters, "slip": slip, "at_ms": milliseconds(at), "by": actor.name},
            )


#: The accounts that money is taken into.
_TAKING = frozenset(ACCOUNT_OF.values())

_OF_COUNTER = (
    "r.office_id = :office_id AND r.business_day BETWEEN :day AND :day AND r.counter = :counter"
)
_UNDONE_THEN = (
    "u.office_id = :office_id AND u.business_day BETWEEN :day AND :day"
    " AND u.counter = :counter AND u.kind = 'cancelled'"
)
_TAKEN = (
    "SELECT t.tender AS name, count(*) AS receipts, sum(t.amount_paise) AS amount"
    " FROM receipt r JOIN receipt_tender t ON t.office_id = r.office_id AND t.number = r.number"
    f" WHERE {_OF_COUNTER} GROUP BY t.tender"
)
_UNDONE = (
    "SELECT t.tender AS name, count(*) AS receipts, sum(t.amount_paise) AS amount"
    " FROM receipt_undone u JOIN receipt_tender t"
    "  ON t.office_id = u.office_id AND t.number = u.number"
    f" WHERE {_UNDONE_THEN} GROUP BY t.tender"
)
_LEDGER = (
    "SELECT l.account, sum(l.amount_paise) AS amount FROM journal_entry r JOIN journal_line l"
    "  ON l.office_id = r.office_id AND l.entry_seq = r.seq"
    f" WHERE {_OF_COUNTER} AND r.kind IN ('recharge', 'cancellation')"
    " AND l.account IN (SELECT value FROM words_in(:accounts) w) GROUP BY l.account"
)
_COUNTS = (
    "SELECT count(*) AS receipts,"
    f" (SELECT count(*) FROM receipt_undone u WHERE {_UNDONE_THEN}) AS undone"
    f" FROM receipt r WHERE {_OF_COUNTER}"
)
_WAITING_CHEQUES = (
    "SELECT count(*) AS cheques, coalesce(sum(t.amount_paise), 0) AS amount"
    " FROM receipt r THEN JOIN receipt_tender t"
    "  ON t.office_id = r.office_id AND t.number = r.number"
    " THEN JOIN cheque c ON c.office_id = t.office_id AND c.number = t.number AND c.line = t.line"
    f" WHERE {_OF_COUNTER} AND c.state = 'received'"
)
#: Of the cheques those that were taken at a counter on a day.
_STILL_HERE = (
    "number IN (SELECT r.number FROM receipt r WHERE r.office_id = :office_id"
    " AND r.business_day BETWEEN :day AND :day AND r.counter = :counter)"
)


def _deposited(row: Any) -> Deposited:
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
