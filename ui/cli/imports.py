"""Commands that take sheets in: all good rows go in, the bad ones come back with their reasons."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from domain.approval import Approval
from domain.books import Books
from domain.errors_of_tariffs import TariffsUnreadable
from domain.formats import moment
from domain.importing import ImportBatch, ImportFile, ImportKind, ImportTaken, Rejection
from domain.services.sheet_kinds import act_of, columns_of
from resources.texts import Texts
from ui.cli.approvals import may_approve, record
from ui.cli.outside import Sheet
from ui.cli.session import Answer, Session
from ui.sentences import explain

_SHOWN_REASONS = 10
_TOLD_REASONS = 100
_TARIFF_COLUMNS = ("tariff", "field")


def import_sheet(session: Session, options: Namespace) -> Answer:
    """Take in consumers, changes, reads or dues from a CSV file or an Excel book."""
    kind = ImportKind(options.what)
    columns = columns_of(kind)
    path = Path(options.file)
    sheet = session.outside.read_sheet(path, columns.required, columns.optional)
    with session.books(is_dry_run=options.dry_run) as books:
        file = ImportFile(path.name, sheet.sha256)
        return take_in(session, options, books, kind, file, sheet, path)


def take_in(  # noqa: PLR0913, PLR0917 - what is taken in from where, and what becomes of the rest
    session: Session,
    options: Namespace,
    books: Books,
    kind: ImportKind,
    file: ImportFile,
    sheet: Sheet,
    beside: Path,
) -> Answer:
    """Take the good rows of a sheet in; the bad ones are written beside a file."""
    reason, rows = _reason_of(session, options, kind), list(sheet.rows)
    before = books.imports.taken_before(kind, file.sha256)
    taken = books.imports.take(kind, file, rows, session.actor, session.progress, reason=reason)
    return _answer(session, options, books, beside, sheet.header, taken, before)


def import_tariffs(session: Session, options: Namespace) -> Answer:
    """Take in tariffs from a JSON file; each is good as a whole or not at all.

    Where there is staff they are asked for, and hold once another person has approved them.
    """
    path = Path(options.file)
    text = session.outside.read_text(path)
    file = ImportFile(path.name, hashlib.sha256(text.encode()).hexdigest())
    with session.books(is_dry_run=options.dry_run) as books:
        reason = _reason_of(session, options, ImportKind.TARIFFS)
        before = books.imports.taken_before(ImportKind.TARIFFS, file.sha256)
        try:
            taken = books.imports.take_tariffs(file, text, session.actor, reason=reason)
        except ValueError as error:
            raise TariffsUnreadable(path.name, str(error)) from error
        return _answer(session, options, books, path, _TARIFF_COLUMNS, taken, before)


def _reason_of(session: Session, options: Namespace, kind: ImportKind) -> str:
    """Return the reason of what is asked for; what is simply taken in needs none."""
    has_staff = session.member is not None
    session.refuse_unless_may(act_of(kind, has_staff=has_staff))
    given: str = getattr(options, "reason", "")
    return session.reason(given) if kind in _ASKED else given


#: What takes two persons where there is staff.
_ASKED = frozenset({ImportKind.TARIFFS, ImportKind.DUES})


def _answer(  # noqa: PLR0913, PLR0917 - all that an import has to tell
    session: Session,
    options: Namespace,
    books: Books,
    path: Path,
    header: Sequence[str],
    taken: ImportTaken,
    before: ImportBatch | None,
) -> Answer:
    tally = taken.tally
    written = None if options.dry_run else _write_rejected(session, path, header, taken)
    told = _facts(session, taken, written, is_dry_run=options.dry_run)
    lines = _lines(session, taken, written, is_dry_run=options.dry_run)
    if before is not None:
        told["taken_before"] = before.id
        lines.insert(0, _before(before, taken.batch, session._))
    if _is_asked(session, taken):
        facts, asked = _told_asked(session, books, taken, is_dry_run=options.dry_run)
        told, lines = {**told, **facts}, [*lines, *asked]
    if tally.good:
        return Answer(told, lines, counts=tally.counts)
    name = taken.batch.file.name
    complaint = session._("Nothing of {name} could be taken in.", name=name)
    return Answer(told, lines, exit_code=1, complaint=complaint, counts=tally.counts)


def _facts(
    session: Session, taken: ImportTaken, written: Path | None, *, is_dry_run: bool
) -> dict[str, Any]:
    tally = taken.tally
    return {
        "import": None if is_dry_run else taken.batch.id,
        "accepted": tally.accepted,
        "changed": tally.changed,
        "unchanged": tally.unchanged,
        "held": _held(session, taken),
        "rejected": taken.batch.rejected,
        "rejected_file": None if written is None else str(written),
        "dry_run": is_dry_run,
        "rejections": [
            {
                "line": rejection.line,
                "code": rejection.refusal.code,
                "message": _reason(rejection, session._),
            }
            for rejection in tally.rejections[:_TOLD_REASONS]
        ],
    }


def _lines(
    session: Session, taken: ImportTaken, written: Path | None, *, is_dry_run: bool
) -> list[str]:
    _, tally = session._, taken.tally
    lines = [
        _(
            "{accepted} accepted, {changed} changed, {unchanged} unchanged, {held} held,"
            " {rejected} rejected.",
            accepted=tally.accepted,
            changed=tally.changed,
            unchanged=tally.unchanged,
            held=_held(session, taken),
            rejected=taken.batch.rejected,
        )
    ]
    lines += [_line(rejection, _) for rejection in tally.rejections[:_SHOWN_REASONS]]
    if len(tally.rejections) > _SHOWN_REASONS:
        lines.append(_("... and {more} more.", more=len(tally.rejections) - _SHOWN_REASONS))
    if written is not None:
        lines.append(_("The rejected rows with their reasons are in {path}.", path=written))
    if is_dry_run:
        lines.append(_("This was a dry run: nothing was changed."))
    return lines


def _is_asked(session: Session, taken: ImportTaken) -> bool:
    """Return whether what is good waits for a second person."""
    return session.member is not None and taken.batch.kind in _ASKED


def _held(session: Session, taken: ImportTaken) -> int:
    """Return how many reads are held; what is asked for is told by itself."""
    return 0 if _is_asked(session, taken) else taken.tally.held


def _before(before: ImportBatch, now: ImportBatch, _: Texts) -> str:
    """Say that the very same file was taken in before, or is gone on with."""
    if before.id == now.id:
        return _("The import of this file was cut short; it has gone on where it stopped.")
    return _(
        "This very file was taken in before, on {when} by {who}: import {id}.",
        when=moment(before.imported_at, _.month_names),
        who=before.imported_by,
        id=before.id,
    )


def _told_asked(
    session: Session, books: Books, taken: ImportTaken, *, is_dry_run: bool
) -> tuple[dict[str, Any], list[str]]:
    """Return what waits for a second person: facts, and lines."""
    _ = session._
    if is_dry_run or not taken.approvals:
        return {"asked": taken.tally.held, "approval": None}, []
    told, lines = [], []
    for approval in taken.approvals:
        deciders = may_approve(books.trust, approval)
        told.append(record(approval, approval.requested_at) | {"may_approve": list(deciders)})
        lines.append(_asked_line(taken, approval, deciders, _))
    return {"asked": taken.tally.held, "approval": told[0], "approvals": told}, lines


def _asked_line(taken: ImportTaken, approval: Approval, deciders: Sequence[str], _: Texts) -> str:
    words = {
        "count": taken.tally.held,
        "id": approval.id,
        "expires_at": moment(approval.expires_at, _.month_names),
        "deciders": ", ".join(deciders) or _("nobody yet"),
    }
    if taken.batch.kind is ImportKind.TARIFFS:
        return _(
            "{count} tariffs wait for another person as request {id}, until {expires_at}. May"
            " approve: {deciders}.",
            **words,
        )
    return _(
        "{count} debts in all wait for another person; these as request {id}, until {expires_at}."
        " May approve: {deciders}.",
        **words,
    )


def _write_rejected(
    session: Session, path: Path, header: Sequence[str], taken: ImportTaken
) -> Path | None:
    rows = [
        (rejection.texts, _reason(rejection, session._))
        for rejection in sorted(taken.tally.rejections, key=lambda rejection: rejection.line)
    ]
    return session.outside.write_rejected(path, header, rows)


def _line(rejection: Rejection, _: Texts) -> str:
    reason = _reason(rejection, _)
    if not rejection.line:
        return reason
    return _("Line {line}: {reason}", line=rejection.line, reason=reason)


def _reason(rejection: Rejection, _: Texts) -> str:
    return explain(rejection.refusal, _) or rejection.refusal.code
