"""The audit log as it is read: acts beside the ledger and postings, newest first."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, text

from domain.audit import AuditQuery, AuditRow
from domain.calendar import day_of_number, end_of, instant_of, milliseconds, start_of
from domain.ledger import EntryKind
from domain.office import Channel

_ACTS = (
    "SELECT a.at_ms, a.by, a.channel, a.counter, a.act, a.subject, a.count, a.stream,"
    " a.event_seq, c.number AS consumer_number, d.reason, d.before, d.after, d.erased_at_ms"
    " FROM audit_entry a"
    " LEFT JOIN audit_detail d ON d.office_id = a.office_id AND d.audit_id = a.id"
    " LEFT JOIN consumer c ON c.office_id = a.office_id AND c.id = a.consumer_id"
    " WHERE a.office_id = :office_id AND a.at_ms >= :since AND a.at_ms < :until"
)
_POSTINGS = (
    "SELECT j.posted_at_ms, j.posted_by, j.channel, j.counter, j.kind, j.document,"
    " j.last_posted_seq - j.first_posted_seq + 1 AS rows_posted, j.event_seq,"
    " j.business_day, r.number AS receipt, c.number AS consumer_number, r.amount_paise"
    " FROM journal_entry j"
    # By its number, which is unique: without statistics SQLite reads all receipts of the office
    # for each entry rather than believe in the index by posting.
    " LEFT JOIN receipt r ON r.office_id = j.office_id AND r.number = j.document"
    "  AND j.kind = 'recharge'"
    " LEFT JOIN consumer c ON c.office_id = r.office_id AND c.id = r.consumer_id"
    " WHERE j.office_id = :office_id AND j.posted_at_ms >= :since AND j.posted_at_ms < :until"
)
_EVER = 1 << 62


def audit_log(
    connection: Connection, office_id: int, query: AuditQuery, limit: int
) -> list[AuditRow]:
    """Return at most ``limit`` rows that a query asks for, newest first."""
    parameters: dict[str, Any] = {
        "office_id": office_id,
        "since": milliseconds(start_of(query.since)) if query.since else 0,
        "until": milliseconds(end_of(query.until)) if query.until else _EVER,
        "limit": limit,
        "by": query.by,
        "act": query.act,
        "consumer": query.consumer_number,
        "text": f"%{_escaped(query.text.strip().lower())}%",
    }
    acts = _ACTS + _conditions(query, "a.by", "a.act", ("a.subject", "d.reason", "d.after"))
    postings = _POSTINGS + _conditions(query, "j.posted_by", "j.kind", ("j.document",))
    rows = [
        _act(row)
        for row in connection.execute(
            text(f"{acts} ORDER BY a.at_ms DESC, a.event_seq DESC LIMIT :limit"), parameters
        )
    ]
    rows += [
        _posting(row)
        for row in connection.execute(
            text(f"{postings} ORDER BY j.seq DESC LIMIT :limit"), parameters
        )
    ]
    return sorted(rows, key=lambda row: (row.at, row.event_seq), reverse=True)[:limit]


def acts_noted(connection: Connection, office_id: int) -> list[str]:
    """Return the acts and the kinds of postings that the log has, in order."""
    return list(
        connection.execute(
            text(
                "SELECT act FROM audit_entry WHERE office_id = :office_id"
                " UNION SELECT kind FROM journal_entry WHERE office_id = :office_id ORDER BY 1"
            ),
            {"office_id": office_id},
        ).scalars()
    )


def _conditions(query: AuditQuery, by: str, act: str, texts: tuple[str, ...]) -> str:
    conditions = ""
    if query.by:
        conditions += f" AND {by} = :by"
    if query.act:
        conditions += f" AND {act} = :act"
    if query.consumer_number:
        conditions += " AND c.number = :consumer"
    if query.text.strip():
        found = " OR ".join(f"lower({column}) LIKE :text ESCAPE '!'" for column in texts)
        conditions += f" AND ({found})"
    return conditions


def _escaped(typed: str) -> str:
    """Return what was typed with the signs that LIKE reads as its own made plain."""
    return typed.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _act(row: Any) -> AuditRow:
    is_erased = row.erased_at_ms is not None
    return AuditRow(
        at=instant_of(row.at_ms),
        by=row.by,
        channel=Channel(row.channel),
        counter=row.counter,
        act=row.act,
        subject=row.subject,
        consumer_number=row.consumer_number or "",
        count=row.count,
        reason=row.reason or "",
        before=json.loads(row.before) if row.before else {},
        after=json.loads(row.after) if row.after else {},
        stream=row.stream,
        event_seq=row.event_seq,
        is_erased=is_erased,
    )


def _posting(row: Any) -> AuditRow:
    return AuditRow(
        at=instant_of(row.posted_at_ms),
        by=row.posted_by,
        channel=Channel(row.channel),
        counter=row.counter,
        act=row.kind,
        subject=row.document,
        consumer_number=row.consumer_number or "",
        count=row.rows_posted,
        reason="",
        before={},
        after=_posted(row),
        stream="",
        event_seq=row.event_seq,
    )


def _posted(row: Any) -> dict[str, str]:
    """Return what a posting brought: the money of a recharge, the day that was charged."""
    if row.amount_paise is not None:
        return {"amount_paise": str(row.amount_paise)}
    if row.kind == EntryKind.DAILY_CHARGE:
        return {"day": day_of_number(row.business_day).isoformat()}
    return {}
