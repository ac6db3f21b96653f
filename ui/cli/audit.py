"""Commands of the audit log: look into it, export it, and forget a person whose time is over."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from domain.audit import AuditQuery, AuditRow
from domain.errors import FieldNotAllowed
from domain.formats import moment, parse_day
from domain.staff import Act
from domain.trust import Trust
from ui.audit_sheet import audit_sheet
from ui.audit_words import act_done, change_in_short, place_of
from ui.cli.layout import table
from ui.cli.records import plain
from ui.cli.session import Answer, Session, whole_number

_MOST_ROWS = 1_000_000
_SUBJECT = "audit log"
_ENDINGS = (".xlsx", ".csv")


def show(session: Session, options: Namespace) -> Answer:
    """Show the newest rows of the log, newest first."""
    query = _query(options)
    limit = whole_number("limit", options.limit, 1, _MOST_ROWS)
    with session.books() as books:
        _refuse_unknown_act(books.trust, query)
        rows = books.trust.audit_log(query, session.actor, limit)
    return Answer({"rows": [_record(row) for row in rows]}, _told(session, rows))


def export(session: Session, options: Namespace) -> Answer:
    """Write the log to an Excel book or a CSV file; noted, and with a reason."""
    query, out = _query(options), Path(options.out)
    if out.suffix.lower() not in _ENDINGS:
        raise FieldNotAllowed("out", out.name)
    with session.books() as books:
        _refuse_unknown_act(books.trust, query)
        reason = session.reason(options.reason)
        rows = books.trust.audit_log(query, session.actor, _MOST_ROWS)
        books.trust.note_export(_SUBJECT, len(rows), reason, session.actor)
        sheet = audit_sheet(
            rows,
            query,
            books.office,
            reason,
            made_at=books.now(),
            made_by=session.actor.name,
            _=session._,
        )
    session.outside.write_text_sheet(sheet, out, session._)
    sentence = session._("Audit log written to {path}. Rows: {count}.", count=len(rows), path=out)
    return Answer({"file": str(out), "rows": len(rows)}, [sentence], counts={"rows": len(rows)})


def forget(session: Session, options: Namespace) -> Answer:
    """Blank what names a consumer whose supply has long ended, or whom an import took on."""
    with session.books() as books:
        trust, reason = books.trust, session.reason(options.reason)
        forget_them = trust.forget_taken_back if options.taken_back else trust.forget_person
        rows = forget_them(options.consumer, reason, session.password_again(), session.actor)
    sentence = session._(
        "What named consumer {number} is blanked in {rows} rows; the money stays as it was.",
        number=options.consumer,
        rows=rows,
    )
    return Answer({"forgotten": options.consumer, "rows": rows}, [sentence])


def _query(options: Namespace) -> AuditQuery:
    return AuditQuery(
        since=parse_day(options.since) if options.since else None,
        until=parse_day(options.until) if options.until else None,
        by=options.by,
        act=options.act,
        consumer_number=options.consumer,
        text=options.text,
    )


def _refuse_unknown_act(trust: Trust, query: AuditQuery) -> None:
    if query.act and query.act not in {*Act, *trust.acts_noted()}:
        raise FieldNotAllowed("act", query.act)


def _record(row: AuditRow) -> dict[str, Any]:
    return {
        "at": plain(row.at),
        "by": row.by,
        "channel": row.channel.value,
        "counter": row.counter,
        "act": row.act,
        "subject": row.subject,
        "consumer": row.consumer_number,
        "count": row.count,
        "reason": row.reason,
        "before": dict(row.before),
        "after": dict(row.after),
        "stream": row.stream,
        "event_seq": row.event_seq,
        "is_erased": row.is_erased,
    }


def _told(session: Session, rows: list[AuditRow]) -> list[str]:
    _ = session._
    if not rows:
        return [_("The audit log has no such row.")]
    headings = (
        *(_("When"), _("Who"), _("From where"), _("What"), _("On what")),
        *(_("Consumer"), _("What changed"), _("Reason")),
    )
    cells = [
        (
            *(moment(row.at, _.month_names), row.by, place_of(row, _), act_done(row.act, _)),
            *(row.subject, row.consumer_number, change_in_short(row, _), row.reason),
        )
        for row in rows
    ]
    return table(headings, cells)
