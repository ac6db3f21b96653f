"""The timeline of one consumer: the wallet followed back, and what stands beside it in time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, text

from domain.calendar import day_of_number, end_of, instant_of, milliseconds
from domain.consumer import CONTACT_FIELDS
from domain.ledger import EntryKind
from domain.money import Money
from domain.staff import Act
from domain.timeline import (
    TimelineKind,
    TimelineMark,
    TimelinePage,
    TimelineQuery,
    TimelineRow,
    WalletMovement,
    folded,
    newest_first,
)
from storage.listings.accounts import rated_values

#: So many rows of the wallet, and of each thing beside it, are read at a time.
_READ = 400
_EVER = 1 << 62
_MILLISECOND = timedelta(milliseconds=1)
#: What the log tells of a consumer as which kind; it tells the rest of what has rows of its own.
_ACTS = {
    Act.DECIDE_READ: TimelineKind.READ,
    Act.PARK_PAYMENT: TimelineKind.PAYMENT,
    Act.DECIDE_PAYMENT: TimelineKind.PAYMENT,
    Act.SETTLE_CHEQUE: TimelineKind.CHEQUE,
    Act.HOLD_CHEQUE: TimelineKind.CHEQUE,
    Act.LIFT_CHEQUE_BAR: TimelineKind.CHEQUE,
    Act.EXPORT: TimelineKind.DOCUMENT,
    Act.NOTE_CONSUMER: TimelineKind.TAG,
    Act.PLAN_ARREARS: TimelineKind.ARREARS,
}
_TOLD_ELSEWHERE = (
    *(Act.VIEW_CONSUMER, Act.CHANGE_CONSUMER, Act.ADD_CONSUMER),
    *(Act.CANCEL_RECEIPT, Act.TRANSFER_RECEIPT),
)

#: A row of the wallet, then what came before it or with it: it is never cut in two.
_Unit = tuple[TimelineRow, ...]


def timeline(  # noqa: PLR0913, PLR0917 - in which books, of whom, what, from where on
    connection: Connection,
    office_id: int,
    consumer: int,
    query: TimelineQuery,
    mark: TimelineMark | None,
    limit: int,
) -> TimelinePage:
    """Return the next rows that a query asks for, newest first; at least ``limit`` if there are."""
    reading = _Reading(connection, office_id, consumer)
    mark = mark or reading.begun(query)
    rows: list[TimelineRow] = []
    while mark is not None and len(rows) < limit:
        units, mark = reading.after(mark, limit)
        rows += [
            row for unit in units for row in unit if _is_told_here(row) and query.asks_for(row)
        ]
    return TimelinePage(tuple(rows), mark)


def days_of_stretch(
    connection: Connection, office_id: int, consumer: int, newest_seq: int, days: int
) -> list[WalletMovement]:
    """Return the rows of a wallet that a stretch is made of, newest first."""
    movements = movements_from(connection, office_id, consumer, newest_seq, 2 * days)
    kind = movements[0].kind
    return [movement for movement in movements if movement.kind is kind][:days]


def movements_from(
    connection: Connection, office_id: int, consumer: int, from_seq: int, limit: int
) -> list[WalletMovement]:
    """Return the rows of a wallet from one on, newest first, each with what is told of it."""
    rows = connection.execute(
        text(
            "WITH RECURSIVE back (posted_seq, place) AS ("
            "  SELECT CAST(:from_seq AS bigint), 1"
            "  UNION ALL"
            "  SELECT e.previous_seq, back.place + 1 FROM back JOIN wallet_entry e"
            "   ON e.office_id = :office_id AND e.posted_seq = back.posted_seq"
            "  WHERE e.previous_seq IS NOT NULL AND back.place < :limit)"
            " SELECT e.posted_seq, e.previous_seq, e.kind, e.business_day, e.amount_paise,"
            "  e.balance_after_paise, j.posted_at_ms, j.posted_by, j.document, d.energy_wh,"
            "  r.tender, r.reference, r.amount_paise AS paid_paise, r.to_arrears_paise,"
            "  u.reason, u.instead, x.kind AS undone"
            " FROM back THEN JOIN wallet_entry e"
            "  ON e.office_id = :office_id AND e.posted_seq = back.posted_seq"
            " THEN JOIN journal_entry j ON j.office_id = e.office_id AND j.seq = e.entry_seq"
            " LEFT JOIN daily_charge d ON d.office_id = e.office_id AND d.day = e.business_day"
            "  AND d.consumer_id = :consumer AND d.posted_seq = e.posted_seq"
            "  AND e.kind = 'daily_charge'"
            " LEFT JOIN receipt r ON r.office_id = e.office_id AND r.number = j.document"
            "  AND e.kind = 'recharge'"
            " LEFT JOIN receipt_undone u ON u.office_id = e.office_id AND u.number = j.document"
            "  AND u.entry_seq = e.entry_seq"
            " LEFT JOIN receipt_undone x ON x.office_id = r.office_id AND x.number = r.number"
            "  AND x.line = 0"
            " ORDER BY back.place"
        ),
        {"office_id": office_id, "consumer": consumer, "from_seq": from_seq, "limit": limit},
    )
    return [_movement(row) for row in rows]


def rated_changes(connection: Connection, office_id: int, consumer: int) -> list[TimelineRow]:
    """Return what changed in the fields that rating uses, in the order in which it was said."""
    person = {"office_id": office_id, "consumer": consumer}
    return _rated_changes(list(connection.execute(text(_RATED), person)))


def _movement(row: Any) -> WalletMovement:
    facts = {
        "tender": row.tender,
        "reference": row.reference,
        "paid_paise": row.paid_paise,
        "to_arrears_paise": row.to_arrears_paise or None,
        "reason": row.reason,
        "instead": row.instead,
        "undone": row.undone,
    }
    kind = EntryKind(row.kind)
    is_daily = kind in (EntryKind.DAILY_CHARGE, EntryKind.ARREAR_INSTALMENT)
    is_opening = kind is EntryKind.OPENING_BALANCE
    return WalletMovement(
        row.posted_seq,
        row.previous_seq,
        kind,
        instant_of(row.posted_at_ms),
        day_of_number(row.business_day),
        Money(row.amount_paise),
        Money(row.balance_after_paise),
        # A run and an opening have names for programs only.
        "" if is_daily or is_opening else row.document,
        row.posted_by,
        row.energy_wh or 0,
        {name: str(value) for name, value in facts.items() if value},
    )


class _Reading:
    """One consumer's books, read back from a mark."""

    def __init__(self, connection: Connection, office_id: int, consumer: int) -> None:
        self._connection = connection
        self._consumer = consumer
        self._person = {"office_id": office_id, "consumer": consumer}
        self._office_id = office_id

    def begun(self, query: TimelineQuery) -> TimelineMark:
        """Return where a timeline begins: at its newest row, or the newest of a day."""
        until_ms = _EVER if query.until is None else milliseconds(end_of(query.until))
        newest = instant_of(min(until_ms, _LATEST_MS)) - _MILLISECOND
        return TimelineMark((newest, _EVER, ""), self._newest_in_wallet(until_ms))

    def after(self, mark: TimelineMark, limit: int) -> tuple[list[_Unit], TimelineMark | None]:
        """Return the units that follow a mark, as far as all that lies between them is read."""
        units, horizons, follows = self._wallet_after(mark)
        for rows in self._beside(mark):
            units += [(row,) for row in rows if row.key < mark.key]
            if len(rows) >= _READ:
                horizons.append(rows[-1].key)
        horizon = max(horizons, default=None)
        ordered = sorted(units, key=lambda unit: unit[0].key, reverse=True)
        known = [unit for unit in ordered if horizon is None or unit[0].key >= horizon]
        given = known[:limit]
        if len(given) == len(ordered) and horizon is None:
            return given, None
        if not given:
            return [], None
        left = [row.seq for unit in ordered[len(given) :] for row in unit if row.amount is not None]
        wallet = max(left, default=follows)
        return given, TimelineMark(given[-1][-1].key, wallet)

    def _newest_in_wallet(self, until_ms: int) -> int | None:
        """Return the newest row of the wallet that was posted before an instant."""
        found: int | None = self._connection.execute(
            text(
                "WITH RECURSIVE back (posted_seq) AS ("
                "  SELECT last_posted_seq FROM wallet"
                "   WHERE office_id = :office_id AND consumer_id = :consumer"
                "  UNION ALL"
                "  SELECT e.previous_seq FROM back JOIN wallet_entry e"
                "    ON e.office_id = :office_id AND e.posted_seq = back.posted_seq"
                "   THEN JOIN journal_entry j ON j.office_id = e.office_id AND j.seq = e.entry_seq"
                "   WHERE j.posted_at_ms >= :until AND e.previous_seq IS NOT NULL)"
                " SELECT max(e.posted_seq) FROM back THEN JOIN wallet_entry e"
                "   ON e.office_id = :office_id AND e.posted_seq = back.posted_seq"
                "  THEN JOIN journal_entry j ON j.office_id = e.office_id AND j.seq = e.entry_seq"
                "  WHERE j.posted_at_ms < :until"
            ),
            {**self._person, "until": until_ms},
        ).scalar()
        return found

    def _wallet_after(self, mark: TimelineMark) -> tuple[list[_Unit], list[Any], int | None]:
        """Return whole stretches, up to where they are known, and the row that follows them."""
        if mark.wallet_seq is None:
            return [], [], None
        movements = movements_from(
            self._connection, self._office_id, self._consumer, mark.wallet_seq, _READ
        )
        units = folded(movements)
        if movements[-1].previous_seq is None:
            return units, [], None
        # The last stretch may go on in what is not read yet: it is read again from its beginning.
        *whole, last = units
        return whole, [whole[-1][0].key], max(row.seq for row in last)

    def _beside(self, mark: TimelineMark) -> Iterable[list[TimelineRow]]:
        """Yield what stands beside the wallet, newest first, not later than a mark."""
        at = {**self._person, "at": milliseconds(mark.key[0]), "limit": _READ}
        yield self._changes()
        yield [_note(row) for row in self._rows(_NOTES, at)]
        yield [_print(row) for row in self._rows(_PRINTS, at)]
        yield [_debt(row) for row in self._rows(_DEBTS, at)]
        yield [_act(row) for row in self._rows(_LOG, at)]
        yield [_command(row) for row in self._rows(_ORDERS, at)]
        yield [_alert(row) for row in self._rows(_MESSAGES, at)]

    def _changes(self) -> list[TimelineRow]:
        rated = self._rows(_RATED, self._person)
        contact = self._rows(_CONTACT, self._person)
        return newest_first([*_rated_changes(rated), *_contact_changes(contact)])

    def _rows(self, sql: str, parameters: dict[str, Any]) -> list[Any]:
        return list(self._connection.execute(text(sql), parameters))


_DIGITS_OF_SEQ = 12
_LATEST_MS = 4_102_444_800_000  # the year 2100
_NOTES = (
    "SELECT id, words, noted_at_ms, noted_by FROM consumer_note"
    " WHERE office_id = :office_id AND consumer_id = :consumer AND noted_at_ms <= :at"
    " AND words <> '' ORDER BY noted_at_ms DESC, id DESC LIMIT :limit"
)
_PRINTS = (
    "SELECT p.number, p.copy, p.printed_at_ms, p.printed_by, r.posted_seq FROM receipt r"
    " JOIN receipt_print p ON p.office_id = r.office_id AND p.number = r.number"
    " WHERE r.office_id = :office_id AND r.consumer_id = :consumer AND r.posted_seq > 0"
    " AND p.printed_at_ms <= :at ORDER BY p.printed_at_ms DESC, p.copy DESC LIMIT :limit"
)
_DEBTS = (
    "SELECT id, amount_paise, kind, instalments, percent, threshold_paise, starts_day, reason,"
    " booked_at_ms, booked_by FROM arrear WHERE office_id = :office_id"
    " AND consumer_id = :consumer AND booked_at_ms <= :at"
    " ORDER BY booked_at_ms DESC, id DESC LIMIT :limit"
)
_LOG = (
    "SELECT a.id, a.at_ms, a.by, a.act, a.subject, d.reason, d.before, d.after"
    " FROM audit_entry a"
    " LEFT JOIN audit_detail d ON d.office_id = a.office_id AND d.audit_id = a.id"
    " WHERE a.office_id = :office_id AND a.consumer_id = :consumer AND a.at_ms <= :at"
    f" AND a.act NOT IN ({', '.join(repr(act.value) for act in _TOLD_ELSEWHERE)})"
    " ORDER BY a.at_ms DESC, a.id DESC LIMIT :limit"
)
_ORDERS = (
    "SELECT id, kind, reason, state, relay, made_at_ms, executed_at_ms, is_late, note,"
    " requested_by FROM supply_order WHERE office_id = :office_id AND consumer_id = :consumer"
    " AND made_at_ms <= :at ORDER BY made_at_ms DESC, id DESC LIMIT :limit"
)
_MESSAGES = (
    "SELECT id, alert, medium, state, text, created_at_ms FROM message"
    " WHERE office_id = :office_id AND consumer_id = :consumer AND created_at_ms <= :at"
    " ORDER BY created_at_ms DESC, id DESC LIMIT :limit"
)
_RATED = (
    "SELECT v.*, m.serial FROM consumer_version v"
    " JOIN meter m ON m.office_id = v.office_id AND m.id = v.meter_id"
    " WHERE v.office_id = :office_id AND v.consumer_id = :consumer ORDER BY v.version_seq"
)
_CONTACT = (
    "SELECT * FROM contact_version WHERE office_id = :office_id AND consumer_id = :consumer"
    " ORDER BY version_seq"
)


def _note(row: Any) -> TimelineRow:
    told = {"words": row.words}
    return TimelineRow(
        instant_of(row.noted_at_ms), TimelineKind.NOTE, row.id, told, who=row.noted_by
    )


def _print(row: Any) -> TimelineRow:
    return TimelineRow(
        instant_of(row.printed_at_ms),
        TimelineKind.DOCUMENT,
        row.posted_seq,
        {"copy": str(row.copy)},
        document=row.number,
        who=row.printed_by,
    )


def _debt(row: Any) -> TimelineRow:
    facts = {
        "owed_paise": str(row.amount_paise),
        "plan": row.kind,
        "instalments": str(row.instalments),
        "percent": str(row.percent),
        "threshold_paise": str(row.threshold_paise),
        "reason": row.reason,
    }
    return TimelineRow(
        instant_of(row.booked_at_ms),
        TimelineKind.ARREARS,
        row.id,
        facts,
        who=row.booked_by,
        first=day_of_number(row.starts_day),
    )


def _command(row: Any) -> TimelineRow:
    facts = {
        "kind": row.kind,
        "why": row.reason,
        "state": row.state,
        "relay": row.relay,
        "is_late": "yes" if row.is_late else "",
        "note": row.note,
    }
    told = {name: value for name, value in facts.items() if value}
    # A command id has no number: its first digits keep two of one instant apart.
    seq = int(row.id.replace("-", "")[:_DIGITS_OF_SEQ], 16)
    return TimelineRow(
        instant_of(row.made_at_ms),
        TimelineKind.COMMAND,
        seq,
        told,
        document=row.id,
        who=row.requested_by,
    )


def _alert(row: Any) -> TimelineRow:
    facts = {"alert": row.alert, "medium": row.medium, "state": row.state, "words": row.text}
    told = {name: value for name, value in facts.items() if value}
    return TimelineRow(instant_of(row.created_at_ms), TimelineKind.ALERT, row.id, told)


def _act(row: Any) -> TimelineRow:
    kind = _ACTS.get(Act(row.act), TimelineKind.ACT)
    facts = {"act": row.act, "subject": row.subject, "reason": row.reason or ""}
    return TimelineRow(
        instant_of(row.at_ms),
        kind,
        row.id,
        {name: value for name, value in facts.items() if value},
        document=row.subject if kind in (TimelineKind.CHEQUE, TimelineKind.READ) else "",
        who=row.by,
        before=json.loads(row.before) if row.before else {},
        after=json.loads(row.after) if row.after else {},
    )


def _is_told_here(row: TimelineRow) -> bool:
    """Whether a row is more than an act of the log that stands among the notes or debts as well."""
    if "act" not in row.facts:
        return True
    if row.kind is TimelineKind.TAG:
        return "tag" in row.before or "tag" in row.after
    if row.kind is TimelineKind.ARREARS:
        return "written_off_paise" in row.after
    return True


def _rated_changes(rows: Sequence[Any]) -> list[TimelineRow]:
    """Return what each recorded version changed from its day on; the first began it all."""
    known: dict[int, dict[str, str]] = {}
    told: list[TimelineRow] = []
    recorded: int | None = None
    for row in rows:
        values = rated_values(row)
        earlier = [day for day in known if day <= row.effective_day]
        before = known[max(earlier)] if earlier else {}
        # One change of an earlier day makes a version of each later one too: it is told once.
        if row.recorded_at_ms != recorded or not told:
            told.append(_changed(row, before, values, day_of_number(row.effective_day)))
        recorded = row.recorded_at_ms
        known[row.effective_day] = values
    return [row for row in told if row.after]


def _contact_changes(rows: Sequence[Any]) -> list[TimelineRow]:
    values = [{name: getattr(row, name) for name in CONTACT_FIELDS} for row in rows]
    told = [
        replace(_changed(row, before, after, None), kind=TimelineKind.CHANGE)
        for row, before, after in zip(rows[1:], values, values[1:], strict=False)
    ]
    return [row for row in told if row.after]


def _changed(row: Any, before: dict[str, str], after: dict[str, str], day: Any) -> TimelineRow:
    changed = [name for name, value in after.items() if value != before.get(name, "")]
    return TimelineRow(
        instant_of(row.recorded_at_ms),
        TimelineKind.CHANGE if before else TimelineKind.BEGINNING,
        # A consumer was there before whatever was posted at the same instant.
        row.version_seq if before else 0,
        who=row.recorded_by,
        first=day,
        before={name: before[name] for name in changed if before.get(name)},
        after={name: after[name] for name in changed},
    )
