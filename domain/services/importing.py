"""Importing: rows of a file are judged, and taken in batch by batch; desk and commands alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Generic, TypeVar

from domain.approval import Approval
from domain.calendar import Clock, billing_day
from domain.errors import FieldMissing, Refusal, RowTwice, Unavailable
from domain.errors_of_files import FileReason, FileUnreadable
from domain.errors_of_imports import ImportGoingOn
from domain.errors_of_trust import RunGoingOn
from domain.importing import (
    JUDGED_AT_A_TIME,
    TAKEN_AT_A_TIME,
    BatchState,
    Fate,
    ImportBatch,
    ImportFile,
    ImportKind,
    ImportTaken,
    Rejection,
    RowJudged,
    SheetRow,
    Tally,
)
from domain.lease import Lease, held_on
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.progress import Progress, Step
from domain.services.permitting import permit
from domain.services.repeating import repeated_when_undone
from domain.services.sheet_kinds import KINDS, AtHand, Given, SheetKind, act_of
from domain.services.supplying import Outcome
from domain.staff import Act

#: What is leased while a file is taken in.
LEASE = "import"
#: Debts are entries of their own: fewer of them fit into a moment; a request may hold more.
DUES_AT_A_TIME, DUES_ASKED_AT_A_TIME = 50, 500

_F = TypeVar("_F")


def judge_sheet(  # noqa: PLR0913, PLR0917 - which rows, against what, when, told to whom
    kind: ImportKind,
    rows: Sequence[SheetRow],
    at_hand: Callable[[], AbstractContextManager[AtHand]],
    clock: Clock,
    progress: Progress,
    reason: str = "",
) -> list[RowJudged]:
    """Return what would become of each row now, in the order of the rows.

    Each batch is judged in a snapshot of its own, so that nobody waits for it; what the rows
    before would have done counts as done.
    """
    of = KINDS[kind]
    now = clock.now()
    reader = _RowReader(of, Given(billing_day(now), reason))
    judge = of.make_judge()
    judged: list[RowJudged] = []
    for done, batch in enumerate(batches(rows, JUDGED_AT_A_TIME)):
        progress(Step(done * JUDGED_AT_A_TIME, len(rows)))
        found, good = reader.read(batch)
        with at_hand() as books:
            outcome = judge([form for _place, form in good], books, now)
        for nth, (place, form) in enumerate(good):
            found[place] = RowJudged(
                batch[place].line,
                outcome.fates.get(nth, Fate.REFUSED),
                of.name_of(form),
                tuple(outcome.differences.get(nth, ())),
                outcome.refused.get(nth),
            )
        judged += [found[place] for place in range(len(batch))]
    return judged


def batches(rows: Sequence[_F], at_a_time: int) -> Iterator[list[_F]]:
    """Yield the rows, so many at a time."""
    remaining = iter(rows)
    while batch := list(islice(remaining, at_a_time)):
        yield batch


def take_sheet(  # noqa: PLR0913 - what is taken from where, why, when, by whom
    kind: ImportKind,
    file: ImportFile,
    rows: Sequence[SheetRow],
    *,
    reason: str,
    open_unit: Callable[[], UnitOfWork],
    clock: Clock,
    actor: Actor,
    progress: Progress,
    breathe: Callable[[], None],
) -> ImportTaken:
    """Take the good rows in, each batch in a transaction; the refused ones come back.

    Between batches it breathes, so that a clerk never waits for it.

    What stands in the books at that moment decides. An import that was cut short goes on under
    its own id: rows that it has taken are passed over. One at a time: :class:`ImportGoingOn`.
    """
    if not rows:
        raise FileUnreadable(file.name, FileReason.EMPTY)
    taking = _Taking(kind, file, reason, open_unit, clock, actor)
    taking.begin()
    try:
        remaining = [row for row in rows if row.line not in taking.lines_taken]
        done = len(rows) - len(remaining)
        for batch in batches(remaining, taking.at_a_time):
            progress(Step(done, len(rows)))
            taking.take(batch)
            done += len(batch)
            breathe()
        taking.finish()
    finally:
        taking.end_its_lease()
    progress(Step(1, 1))
    return ImportTaken(taking.batch, taking.tally, taking.approvals)


def hold_lease(holder: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Keep others from importing and from taking back; :class:`ImportGoingOn` while one does."""
    now = clock.now()
    wanted = Lease.taken(LEASE, holder, actor.name, now)
    try:
        unit.leases.put(held_on(wanted, unit.leases.find(LEASE), now))
    except RunGoingOn as other:
        raise ImportGoingOn(other.by, other.since) from None


def end_lease(holder: str, open_unit: Callable[[], UnitOfWork]) -> None:
    """Let others go on; a lease that cannot be ended now lapses by itself."""
    with suppress(Unavailable), open_unit() as unit:
        unit.leases.end(LEASE, holder)
        unit.commit()


# Reading rows


class _RowReader(Generic[_F]):
    """Makes forms of rows, and finds rows that say different things of the same."""

    def __init__(self, kind: SheetKind[_F], given: Given) -> None:
        self._kind = kind
        self._given = given
        #: Of each subject that a row spoke of: the line, and what it said.
        self._said: dict[Hashable, tuple[int, _F]] = {}

    def read(self, rows: Sequence[SheetRow]) -> tuple[dict[int, RowJudged], list[tuple[int, _F]]]:
        """Return by place what is decided already, and the forms that are to be judged."""
        found: dict[int, RowJudged] = {}
        good: list[tuple[int, _F]] = []
        for place, row in enumerate(rows):
            try:
                form = self._form(row)
            except Refusal as refusal:
                subject = row.cells.get("number") or row.cells.get("meter_serial", "")
                found[place] = RowJudged(row.line, Fate.REFUSED, subject, (), refusal)
                continue
            if form is None:
                found[place] = RowJudged(row.line, Fate.UNCHANGED)
            else:
                good.append((place, form))
        return found, good

    def _form(self, row: SheetRow) -> _F | None:
        """Return what a row asks for; None when an earlier row asked for the very same."""
        if row.fault is not None:
            raise row.fault
        form = self._kind.form_of(row.cells, self._given)
        if self._kind.subject is None:
            return form
        line, said = self._said.setdefault(self._kind.subject(form), (row.line, form))
        if line == row.line:
            return form
        if said != form:
            raise RowTwice(line)
        return None


# Taking


@dataclass(slots=True)
class _Taking:
    """An import on its way: its batch, what became of the rows so far, what was asked for."""

    kind: ImportKind
    file: ImportFile
    reason: str
    open_unit: Callable[[], UnitOfWork]
    clock: Clock
    actor: Actor
    tally: Tally = field(default_factory=Tally)
    approvals: list[Approval] = field(default_factory=list)
    lines_taken: frozenset[int] = frozenset()
    has_staff: bool = False
    batch: ImportBatch = field(init=False)
    _reader: _RowReader[Any] = field(init=False)

    def __post_init__(self) -> None:
        today = billing_day(self.clock.now())
        self._reader = _RowReader(KINDS[self.kind], Given(today, self.reason))

    @property
    def at_a_time(self) -> int:
        """How many rows make a transaction."""
        if self.kind is not ImportKind.DUES:
            return TAKEN_AT_A_TIME
        return DUES_ASKED_AT_A_TIME if self.has_staff else DUES_AT_A_TIME

    @repeated_when_undone
    def begin(self) -> None:
        """Begin an import, or take up the one of this file that was cut short."""
        with self.open_unit() as unit:
            self.has_staff = unit.staff.standing(self.actor.name).has_staff
            permit(unit, self.actor, self._act)
            if self._asks and not self.reason:
                raise FieldMissing("reason")
            found = unit.imports.last_of(self.kind, self.file.sha256)
            if found is not None and found.state is BatchState.RUNNING:
                self.batch = found
                asked = unit.imports.lines_asked(found.id, self.clock.now())
                made = {row.line for row in unit.imports.rows(found.id)}
                self.lines_taken = frozenset(made | asked)
                self.tally = Tally(found.accepted, found.changed, 0, len(asked - made))
            else:
                self.batch = ImportBatch.begun(
                    self.kind, self.file, self.clock.now(), self.actor.name
                )
                unit.imports.add(self.batch, self.actor)
            self._hold_its_lease(unit)
            unit.commit()

    def take(self, rows: Sequence[SheetRow]) -> None:
        """Take a batch of rows in."""
        found, good = self._reader.read(rows)
        outcome = self._take([(rows[place].line, form) for place, form in good])
        self.tally.add([row.fate for row in found.values()])
        self.tally.add(list(outcome.fates.values()))
        refused = {place: row.refusal for place, row in found.items() if row.refusal}
        refused |= {good[nth][0]: refusal for nth, refusal in outcome.refused.items()}
        self.tally.rejections += [
            Rejection(rows[place].line, rows[place].texts, refused[place])
            for place in sorted(refused)
        ]

    @repeated_when_undone
    def finish(self) -> None:
        """Say that all rows have been looked at."""
        with self.open_unit() as unit:
            self.batch = replace(self.batch.counted(self.tally), state=BatchState.DONE)
            unit.imports.put(self.batch)
            unit.commit()

    def end_its_lease(self) -> None:
        """Let others import; a lease that cannot be ended now lapses by itself."""
        end_lease(self.batch.id, self.open_unit)

    @repeated_when_undone
    def _take(self, forms: Sequence[tuple[int, Any]]) -> Outcome:
        asked = len(self.approvals)
        with self.open_unit() as unit:
            del self.approvals[asked:]
            self._hold_its_lease(unit)
            outcome = KINDS[self.kind].take(forms, self, unit)
            ahead = replace(self.tally)
            ahead.add(list(outcome.fates.values()))
            self.batch = self.batch.counted(ahead)
            unit.imports.put(self.batch)
            unit.commit()
        return outcome

    def _hold_its_lease(self, unit: UnitOfWork) -> None:
        hold_lease(self.batch.id, unit, self.clock, self.actor)

    @property
    def _asks(self) -> bool:
        return self.kind is ImportKind.DUES and self.has_staff

    @property
    def _act(self) -> Act:
        return act_of(self.kind, has_staff=self.has_staff)
