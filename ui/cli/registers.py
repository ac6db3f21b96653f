"""The command of the registers: on the screen, or into a PDF, an Excel book or a CSV file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from domain.calendar import billing_day
from domain.errors import FieldNotAllowed
from domain.formats import parse_day
from domain.register import (
    GroupBy,
    Register,
    RegisterKind,
    RegisterQuery,
    usual_grouping,
)
from domain.register_sheet import FIGURES, RegisterSheet
from resources.texts import Texts
from ui.cli.layout import facts, table
from ui.cli.records import plain
from ui.cli.session import Answer, Session, whole_number
from ui.register_words import NOTHING, export_subject, sheet_of

#: What can be typed for each register: ``cash-closing``.
KINDS: Mapping[str, RegisterKind] = {kind.value.replace("_", "-"): kind for kind in RegisterKind}
GROUPS: Mapping[str, GroupBy] = {
    "receipt": GroupBy.RECEIPT,
    "day": GroupBy.DAY,
    "counter": GroupBy.COUNTER,
    "clerk": GroupBy.CLERK,
    "tender": GroupBy.TENDER,
    "head": GroupBy.HEAD,
}
_ENDINGS = (".pdf", ".xlsx", ".csv")
_MOST_COUNTER = 99
#: The exit code of a register that the ledger contradicts.
_DIFFERS = 1


def register(session: Session, options: Namespace) -> Answer:
    """Show a register of some days, or write it to a file; noted, with a reason."""
    out = Path(options.out) if options.out else None
    if out is not None and out.suffix.lower() not in _ENDINGS:
        raise FieldNotAllowed("out", out.name)
    with session.books() as books:
        query = _query(options, billing_day(books.now()))
        found = books.registers.register(query, session.actor)
        reason = session.reason(options.reason) if out else ""
        if out is not None:
            books.trust.note_export(export_subject(query), len(found.rows), reason, session.actor)
    sheet = sheet_of(found, session._, reason)
    told = _told(session._, found, sheet) if out is None else []
    if out is not None:
        session.outside.write_register(sheet, out, session._)
        told = [session._("Written to {path}. Rows: {count}.", count=len(found.rows), path=out)]
    return Answer(
        _facts(found, out),
        told,
        exit_code=0 if found.agrees else _DIFFERS,
        complaint=_complaint(session._, sheet),
        counts={"rows": len(found.rows)},
    )


def _query(options: Namespace, today: date) -> RegisterQuery:
    since = parse_day(options.since) if options.since else today
    until = parse_day(options.until) if options.until else max(since, today)
    kind = KINDS[options.kind]
    group = GROUPS[options.group_by] if options.group_by else usual_grouping(kind, since, until)
    return RegisterQuery(
        kind=kind,
        since=since,
        until=until,
        counter=(
            whole_number("counter", options.counter, 0, _MOST_COUNTER) if options.counter else None
        ),
        by=options.by,
        tender=options.tender,
        head=options.head,
        consumer_number=options.consumer,
        group_by=group,
    )


def _facts(found: Register, out: Path | None) -> dict[str, Any]:
    """Return the register for programs; what is in a file is not told once more."""
    keys = [column.key for column in found.columns]
    return {
        "register": found.query.kind.value,
        "from": plain(found.query.since),
        "until": plain(found.query.until),
        "file": str(out) if out else None,
        "count": len(found.rows),
        "rows": []
        if out
        else [dict(zip(keys, map(plain, row), strict=True)) for row in found.rows],
        "totals": dict(found.totals),
        "controls": [
            {
                "name": line.key,
                "register": line.register,
                "ledger": line.ledger,
                "agrees": line.agrees,
            }
            for line in found.controls
        ],
        "agrees": found.agrees,
        "anchor": found.anchor,
    }


def _told(_: Texts, found: Register, sheet: RegisterSheet) -> list[str]:
    head = [
        f"{sheet.title}, {sheet.period}",
        *(f"{name}: {value}" for name, value in sheet.choices),
    ]
    rows = _table(_, sheet) if sheet.rows else [_(NOTHING[found.query.kind])]
    return [*head, "", *rows, "", *_controls(_, sheet)]


def _table(_: Texts, sheet: RegisterSheet) -> list[str]:
    names, columns = _.month_names, sheet.columns
    rows = [
        [column.text(cell, names) for column, cell in zip(columns, row, strict=True)]
        for row in sheet.rows
    ]
    if sheet.has_totals:
        totals = [column.text(column.total, names) for column in columns]
        rows.append([totals[0] or _("Total"), *totals[1:]])
    figures = {place for place, column in enumerate(columns) if column.kind in FIGURES}
    return table([column.title for column in columns], rows, figures)


def _controls(_: Texts, sheet: RegisterSheet) -> list[str]:
    return facts(
        [
            (
                line.words,
                _(
                    "register {register}, ledger {ledger}: agrees",
                    register=line.figure(line.register),
                    ledger=line.figure(line.ledger),
                )
                if line.agrees
                else _(
                    "register {register}, ledger {ledger}: DIFFERS",
                    register=line.figure(line.register),
                    ledger=line.figure(line.ledger),
                ),
            )
            for line in sheet.controls
        ]
    )


def _complaint(_: Texts, sheet: RegisterSheet) -> str:
    """Return the sentence of the first control total that the ledger contradicts, or nothing."""
    for line in sheet.controls:
        if not line.agrees:
            return _(
                "{what}: the register has {register}, the ledger {ledger}. Check the books.",
                what=line.words,
                register=line.figure(line.register),
                ledger=line.figure(line.ledger),
            )
    return ""
