"""Commands about files that were taken in: which, and taking one back."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from domain.formats import moment
from domain.importing import ImportBatch, ImportUndone, RowKept
from resources.texts import Texts
from ui.cli.approvals import may_approve, record
from ui.cli.layout import table
from ui.cli.records import plain
from ui.cli.session import Answer, Session, whole_number
from ui.import_words import KINDS, STATES
from ui.sentences import explain

_MOST = 10_000
_SHOWN_KEPT, _TOLD_KEPT = 10, 1_000


def show_all(session: Session, options: Namespace) -> Answer:
    """List the files that were taken in, newest first."""
    limit = whole_number("limit", options.limit, 1, _MOST)
    with session.books() as books:
        batches = books.imports.batches(limit)
    return Answer({"imports": [_record(batch) for batch in batches]}, _told(batches, session._))


def undo(session: Session, options: Namespace) -> Answer:
    """Take an import back, as far as nothing was built on it; the rest is told with reasons."""
    with session.books() as books:
        if options.dry_run:
            undone = books.imports.undoing(options.id, session.progress)
        else:
            undone = books.imports.undo(options.id, options.reason, session.actor, session.progress)
        approval: dict[str, Any] | None = None
        if undone.approval is not None:
            deciders = may_approve(books.trust, undone.approval)
            approval = record(undone.approval, undone.approval.requested_at)
            approval["may_approve"] = list(deciders)
    return _undone(session, options, undone, approval)


def _undone(
    session: Session, options: Namespace, undone: ImportUndone, approval: dict[str, Any] | None
) -> Answer:
    _ = session._
    told = {
        "import": _record(undone.batch),
        "taken_back": undone.taken_back,
        "kept": [_kept(row, _) for row in undone.kept[:_TOLD_KEPT]],
        "kept_count": len(undone.kept),
        "approval": approval,
        "dry_run": options.dry_run,
    }
    lines = [
        _(
            "{name}: {count} rows taken back, {kept} stay.",
            name=undone.batch.file.name,
            count=undone.taken_back,
            kept=len(undone.kept),
        )
    ]
    for row in undone.kept[:_SHOWN_KEPT]:
        reason = explain(row.refusal, _) or row.refusal.code
        lines.append(_("Line {line}: {reason}", line=row.line, reason=reason))
    if len(undone.kept) > _SHOWN_KEPT:
        lines.append(_("... and {more} more.", more=len(undone.kept) - _SHOWN_KEPT))
    if approval is not None:
        lines.append(
            _("The plans are ended once another person approves request {id}.", id=approval["id"])
        )
    if options.dry_run:
        lines.append(_("This was a dry run: nothing was changed."))
    if undone.taken_back or approval is not None:
        return Answer(told, lines, counts={"taken_back": undone.taken_back})
    complaint = _("Nothing of {name} could be taken back.", name=undone.batch.file.name)
    return Answer(told, lines, exit_code=1, complaint=complaint)


def _kept(row: RowKept, _: Texts) -> dict[str, Any]:
    return {
        "line": row.line,
        "subject": row.subject,
        "code": row.refusal.code,
        "message": explain(row.refusal, _) or row.refusal.code,
    }


def _record(batch: ImportBatch) -> dict[str, Any]:
    return {
        "id": batch.id,
        "kind": batch.kind.value,
        "file": batch.file.name,
        "sha256": batch.file.sha256,
        "accepted": batch.accepted,
        "changed": batch.changed,
        "unchanged": batch.unchanged,
        "held": batch.held,
        "rejected": batch.rejected,
        "state": batch.state.value,
        "imported_at": plain(batch.imported_at),
        "imported_by": batch.imported_by,
        "undone_at": plain(batch.undone_at),
        "undone_by": batch.undone_by,
    }


def _told(batches: list[ImportBatch], _: Texts) -> list[str]:
    if not batches:
        return [_("No file was taken in yet.")]
    heads = [
        *(_("Import"), _("What"), _("File"), _("When"), _("By"), _("State")),
        *(_("Accepted"), _("Changed"), _("Rejected")),
    ]
    rows = [
        [
            batch.id,
            _(KINDS[batch.kind]),
            batch.file.name,
            moment(batch.imported_at, _.month_names),
            batch.imported_by,
            _(STATES[batch.state]),
            str(batch.accepted),
            str(batch.changed),
            str(batch.rejected),
        ]
        for batch in batches
    ]
    return table(heads, rows, numbers={6, 7, 8})
