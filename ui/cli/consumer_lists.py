"""The command of lists: who fits a search and filters, on the screen or in a file."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

from domain.calendar import billing_day
from domain.consumer import ConsumerList, ConsumerQuery
from domain.credit import Status
from domain.errors import FieldNotAllowed
from domain.formats import parse_amount, parse_day, rupees
from domain.register_sheet import FIGURES
from resources.texts import Texts
from ui.cli.layout import table
from ui.cli.records import plain
from ui.cli.session import Answer, Session
from ui.consumer_list_words import COLUMNS, export_subject, sheet_of

#: What can be typed for each status: ``to-be-disconnected``.
STATUSES = {status.value.replace("_", "-"): status for status in Status}
_ENDINGS = (".xlsx", ".csv")
_SHOWN = ("number", "name", "category", "feeder", "balance", "days_left", "status")
#: Longer lists belong into a file.
_MOST_SHOWN = 1_000


def consumers(session: Session, options: Namespace) -> Answer:
    """Show the consumers that fit, or write all of them to a file; noted, with a reason."""
    out = Path(options.out) if options.out else None
    if out is not None and out.suffix.lower() not in _ENDINGS:
        raise FieldNotAllowed("out", out.name)
    with session.books() as books:
        query = _query(options, billing_day(books.now()))
        reason = session.reason(options.reason) if out else ""
        found = books.consumer_list(query, session.progress)
        if out is not None:
            subject = export_subject(query)
            books.trust.note_export(subject, len(found.rows), reason, session.actor)
        sheet = sheet_of(
            found,
            query,
            list(COLUMNS) if out else _SHOWN,
            office=books.office,
            made_by=session.actor.name,
            reason=reason,
            _=session._,
        )
    if out is None:
        return Answer(_facts(found, out), _told(session._, found, sheet), counts=_counts(found))
    session.outside.write_register(sheet, out, session._)
    told = session._("Written to {path}. Rows: {count}.", count=len(found.rows), path=out)
    return Answer(_facts(found, out), [told, *_totals(session._, found)], counts=_counts(found))


def _query(options: Namespace, today: date) -> ConsumerQuery:
    return ConsumerQuery(
        text=options.text,
        statuses=tuple(STATUSES[one] for one in options.status),
        categories=tuple(options.category),
        feeders=tuple(options.feeder),
        tags=tuple(options.tag),
        balance_from=parse_amount(options.balance_from) if options.balance_from else None,
        balance_below=parse_amount(options.balance_below) if options.balance_below else None,
        is_never_recharged=options.never_recharged,
        read_missing_on=_day(options.read_missing_on, today),
        order_by=options.order_by,
        descending=options.descending,
    )


def _day(typed: str, today: date) -> date | None:
    if not typed:
        return None
    day = parse_day(typed)
    if day >= today:
        raise FieldNotAllowed("read_missing_on", typed)
    return day


def _facts(found: ConsumerList, out: Path | None) -> dict[str, Any]:
    """Return the list for programs; what is in a file is not told once more."""
    return {
        "count": found.totals.consumers,
        "balance": found.totals.balance.paise,
        "below_zero": found.totals.negative.paise,
        "made_at": plain(found.made_at),
        "anchor": found.anchor,
        "file": str(out) if out else None,
        "consumers": []
        if out
        else [
            {
                "number": row.number,
                "name": row.name,
                "mobile": row.mobile,
                "meter": row.meter_serial,
                "category": row.category,
                "load_w": row.load_w,
                "feeder": row.feeder,
                "balance": row.balance.paise,
                "days_left": row.days_left,
                "status": row.status.value,
            }
            for row in found.rows
        ],
    }


def _told(_: Texts, found: ConsumerList, sheet: Any) -> list[str]:
    rows = [
        [column.text(cell, _.month_names) for column, cell in zip(sheet.columns, row, strict=True)]
        for row in sheet.rows[:_MOST_SHOWN]
    ]
    figures = {place for place, column in enumerate(sheet.columns) if column.kind in FIGURES}
    told = table([column.title for column in sheet.columns], rows, figures)
    if len(sheet.rows) > _MOST_SHOWN:
        told.append(_("The first {most} of them; a file has all.", most=_MOST_SHOWN))
    return [*told, "", *_totals(_, found)] if rows else [_("No consumer fits.")]


def _totals(_: Texts, found: ConsumerList) -> list[str]:
    totals = found.totals
    return [
        _(
            "Consumers: {count}. Balances: {balance}, of it below zero: {negative}.",
            count=totals.consumers,
            balance=rupees(totals.balance),
            negative=rupees(totals.negative),
        )
    ]


def _counts(found: ConsumerList) -> dict[str, int]:
    return {"rows": len(found.rows)}
