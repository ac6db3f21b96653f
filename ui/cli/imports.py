"""Commands that take sheets in: all good rows go in, the bad ones come back with their reasons."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from domain.approval import Approval
from domain.books import Books
from domain.errors import FileReason, FileUnreadable, Refusal, RowTwice, TariffsUnreadable
from domain.formats import moment
from domain.office import Actor
from domain.progress import Step
from domain.reads import ReadSource
from domain.services.supplying import Outcome
from domain.services.taking_tariffs import JudgedTariffs, judge_tariffs
from domain.sheet_rows import (
    CHANGE_COLUMNS,
    CONSUMER_COLUMNS,
    READ_COLUMNS,
    SheetColumns,
    change_of,
    new_consumer_of,
    read_of,
)
from domain.staff import Act
from resources.texts import Texts
from ui.cli.approvals import may_approve, record
from ui.cli.outside import SheetRow
from ui.cli.session import Answer, Session
from ui.sentences import explain

_F = TypeVar("_F")
#: One transaction a batch: short enough that nobody waits, long enough to be quick.
_ROWS_AT_A_TIME = 2_000
_SHOWN_REASONS = 10
_TOLD_REASONS = 100
_TARIFF_COLUMNS = ("tariff", "field")


@dataclass(frozen=True, slots=True)
class _Kind(Generic[_F]):
    """What a sheet holds; ``subject`` is what two rows must not say different things about."""

    columns: SheetColumns
    form_of: Callable[[Mapping[str, str]], _F]
    take: Callable[[Books, Sequence[_F], Actor], Outcome]
    subject: Callable[[_F], Hashable] | None = None


_KINDS: dict[str, _Kind[Any]] = {
    "consumers": _Kind(
        CONSUMER_COLUMNS,
        new_consumer_of,
        lambda books, forms, actor: books.take_on(forms, actor),
        lambda form: form.number,
    ),
    "changes": _Kind(
        CHANGE_COLUMNS,
        change_of,
        lambda books, forms, actor: books.change_consumers(forms, actor),
        lambda form: (form.number, form.effective_on, form.field),
    ),
    # The same read twice, and another value for a known one, are known to the books themselves.
    "reads": _Kind(
        READ_COLUMNS,
        read_of,
        lambda books, forms, actor: books.take_reads(forms, ReadSource.FILE, actor),
    ),
}


def columns_of(what: str) -> SheetColumns:
    """Return the columns of a sheet of consumers, changes or reads."""
    return _KINDS[what].columns


@dataclass(frozen=True, slots=True)
class _Rejection:
    line: int
    texts: Sequence[str]
    refusal: Refusal


@dataclass(slots=True)
class _Tally:
    """What became of the rows so far."""

    accepted: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0
    #: Waiting for a second person.
    asked: int = 0
    rejections: list[_Rejection] = field(default_factory=list)

    @property
    def good(self) -> int:
        return self.accepted + self.changed + self.unchanged + self.held + self.asked

    @property
    def counts(self) -> dict[str, int]:
        """How many rows went which way, for the log."""
        return {
            "accepted": self.accepted,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "held": self.held,
            "rejected": len(self.rejections),
        }


def import_sheet(session: Session, options: Namespace) -> Answer:
    """Take in consumers, changes or reads from a CSV file or an Excel book."""
    kind = _KINDS[options.what]
    path = Path(options.file)
    sheet = session.outside.read_sheet(path, kind.columns.required, kind.columns.optional)
    total = sum(1 for _row in sheet.rows)
    if not total:
        raise FileUnreadable(path.name, FileReason.EMPTY)
    with session.books(is_dry_run=options.dry_run) as books:
        intake = _Intake(kind, books, session.actor)
        for done, batch in enumerate(_batches(sheet.rows)):
            session.progress(Step(done * _ROWS_AT_A_TIME, total))
            intake.take(batch)
    return _answer(session, options, path, sheet.header, intake.tally)


def import_tariffs(session: Session, options: Namespace) -> Answer:
    """Take in tariffs from a JSON file; each is good as a whole or not at all.

    Where there is staff they are asked for, and hold once another person has approved them.
    """
    path = Path(options.file)
    text = session.outside.read_text(path)
    asked, refused = None, []
    with session.books(is_dry_run=options.dry_run) as books:
        try:
            judged = judge_tariffs(text, books.tariffs())
        except ValueError as error:
            raise TariffsUnreadable(path.name, str(error)) from error
        if session.member is not None:
            asked = _ask(session, options, books, judged)
        elif judged.new or judged.ended:
            refused = books.take_tariffs(judged, session.actor)
    faults = [*judged.faults, *refused]
    kept_out = {fault.tariff for fault in refused}
    added = sum(1 for tariff in judged.new if tariff.id not in kept_out)
    ended = sum(1 for tariff in judged.ended if tariff.id not in kept_out)
    tally = _Tally(unchanged=len(judged.unchanged))
    if session.member is None:
        tally.accepted, tally.changed = added, ended
    else:
        tally.asked = added + ended
    tally.rejections = [_Rejection(0, (fault.tariff, fault.field), fault) for fault in faults]
    if not tally.good and not tally.rejections:
        raise FileUnreadable(path.name, FileReason.EMPTY)
    rejected = len({fault.tariff for fault in faults})
    answer = _answer(session, options, path, _TARIFF_COLUMNS, tally, rejected=rejected)
    return answer if session.member is None else _told_asked(session, answer, tally.asked, asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for, and who may approve it."""

    approval: Approval
    deciders: Sequence[str]


def _ask(
    session: Session, options: Namespace, books: Books, judged: JudgedTariffs
) -> _Asked | None:
    """Ask for what was judged good; None when there is nothing, or nothing is to be changed."""
    session.refuse_unless_may(Act.ASK_TARIFFS)
    reason = session.reason(options.reason)
    if options.dry_run or not (judged.new or judged.ended):
        return None
    approval = books.trust.ask_for_tariffs(judged, reason, session.actor)
    return _Asked(approval, may_approve(books.trust, approval))


def _told_asked(session: Session, answer: Answer, count: int, asked: _Asked | None) -> Answer:
    _ = session._
    if asked is None:
        return replace(answer, facts={**answer.facts, "asked": count, "approval": None})
    approval = record(asked.approval, asked.approval.requested_at)
    told = {"asked": count, "approval": approval | {"may_approve": list(asked.deciders)}}
    line = _(
        "{count} tariffs wait for another person as request {id}, until {expires_at}. May"
        " approve: {deciders}.",
        count=count,
        id=asked.approval.id,
        expires_at=moment(asked.approval.expires_at, _.month_names),
        deciders=", ".join(asked.deciders) or _("nobody yet"),
    )
    return replace(answer, facts={**answer.facts, **told}, lines=[*answer.lines, line])


class _Intake(Generic[_F]):
    """Takes batches of rows in and keeps the tally; each batch is one transaction."""

    def __init__(self, kind: _Kind[_F], books: Books, actor: Actor) -> None:
        self.tally = _Tally()
        self._kind = kind
        self._books = books
        self._actor = actor
        #: Of each subject that a row spoke of: the line, and what it said.
        self._said: dict[Hashable, tuple[int, _F]] = {}

    def take(self, rows: Sequence[SheetRow]) -> None:
        """Take a batch in."""
        good: list[tuple[SheetRow, _F]] = []
        for row in rows:
            try:
                form = self._form(row)
            except Refusal as refusal:
                self._reject(row, refusal)
            else:
                if form is not None:
                    good.append((row, form))
        outcome = self._kind.take(self._books, [form for _row, form in good], self._actor)
        self.tally.accepted += outcome.accepted
        self.tally.changed += outcome.changed
        self.tally.unchanged += outcome.unchanged
        self.tally.held += outcome.held
        for place in sorted(outcome.refused):
            self._reject(good[place][0], outcome.refused[place])

    def _form(self, row: SheetRow) -> _F | None:
        """Return what a row asks for; None when an earlier row asked for the very same."""
        if row.fault is not None:
            raise row.fault
        form = self._kind.form_of(row.cells)
        if self._kind.subject is None:
            return form
        line, said = self._said.setdefault(self._kind.subject(form), (row.line, form))
        if line == row.line:
            return form
        if said != form:
            raise RowTwice(line)
        self.tally.unchanged += 1
        return None

    def _reject(self, row: SheetRow, refusal: Refusal) -> None:
        self.tally.rejections.append(_Rejection(row.line, row.texts, refusal))


def _batches(rows: Iterator[SheetRow]) -> Iterator[list[SheetRow]]:
    while batch := list(islice(rows, _ROWS_AT_A_TIME)):
        yield batch


def _answer(  # noqa: PLR0913 - all that an import has to tell
    session: Session,
    options: Namespace,
    path: Path,
    header: Sequence[str],
    tally: _Tally,
    *,
    rejected: int | None = None,
) -> Answer:
    _ = session._
    count = len(tally.rejections) if rejected is None else rejected
    written = None if options.dry_run else _write_rejected(session, path, header, tally)
    told: dict[str, Any] = {
        "accepted": tally.accepted,
        "changed": tally.changed,
        "unchanged": tally.unchanged,
        "held": tally.held,
        "rejected": count,
        "rejected_file": None if written is None else str(written),
        "dry_run": options.dry_run,
        "rejections": [
            {
                "line": rejection.line,
                "code": rejection.refusal.code,
                "message": _reason(rejection, _),
            }
            for rejection in tally.rejections[:_TOLD_REASONS]
        ],
    }
    lines = [
        _(
            "{accepted} accepted, {changed} changed, {unchanged} unchanged, {held} held,"
            " {rejected} rejected.",
            accepted=tally.accepted,
            changed=tally.changed,
            unchanged=tally.unchanged,
            held=tally.held,
            rejected=count,
        )
    ]
    lines += [_line(rejection, _) for rejection in tally.rejections[:_SHOWN_REASONS]]
    if len(tally.rejections) > _SHOWN_REASONS:
        lines.append(_("... and {more} more.", more=len(tally.rejections) - _SHOWN_REASONS))
    if written is not None:
        lines.append(_("The rejected rows with their reasons are in {path}.", path=written))
    if options.dry_run:
        lines.append(_("This was a dry run: nothing was changed."))
    if tally.good:
        return Answer(told, lines, counts=tally.counts)
    complaint = _("Nothing of {name} could be taken in.", name=path.name)
    return Answer(told, lines, exit_code=1, complaint=complaint, counts=tally.counts)


def _write_rejected(
    session: Session, path: Path, header: Sequence[str], tally: _Tally
) -> Path | None:
    rows = [
        (rejection.texts, _reason(rejection, session._))
        for rejection in sorted(tally.rejections, key=lambda rejection: rejection.line)
    ]
    return session.outside.write_rejected(path, header, rows)


def _line(rejection: _Rejection, _: Texts) -> str:
    reason = _reason(rejection, _)
    if not rejection.line:
        return reason
    return _("Line {line}: {reason}", line=rejection.line, reason=reason)


def _reason(rejection: _Rejection, _: Texts) -> str:
    return explain(rejection.refusal, _) or rejection.refusal.code
