"""Undoing imports: what nothing was built on since goes back, the rest stays with its reason."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from domain.approval import Approval
from domain.arrears import ArrearEnding
from domain.audit import AuditNote
from domain.calendar import Clock
from domain.errors import Refusal
from domain.errors_of_imports import (
    ArrearsMoved,
    ConsumerChangedSince,
    ConsumerCharged,
    ImportNotDecided,
    ImportUndoneBefore,
    TariffEndMoved,
    TariffInUse,
)
from domain.errors_of_trust import ApprovalNeeded
from domain.ids import new_id
from domain.importing import (
    TAKEN_AT_A_TIME,
    BatchState,
    ImportBatch,
    ImportKind,
    ImportUndone,
    RowKept,
    RowKind,
    RowNoted,
)
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.posting_time import posting_time
from domain.progress import Progress, Step
from domain.services import planning_arrears, supplying
from domain.services.importing import batches, end_lease, hold_lease
from domain.services.permitting import permit
from domain.services.repeating import repeated_when_undone
from domain.services.sheet_kinds import AtHand
from domain.staff import Act
from domain.tariff import Tariff, TariffBook, agreeing
from domain.undoing import checked_reason


@dataclass(frozen=True, slots=True)
class _Judged:
    """Which rows can be taken back, and which stay."""

    good: list[RowNoted]
    kept: list[RowKept]


def judge_back(
    batch: ImportBatch, books: AtHand, *, has_staff: bool, progress: Progress
) -> ImportUndone:
    """Return what taking an import back would do now; refusals as in :func:`undo`."""
    rows = books.imports.rows(batch.id)
    _refuse_empty(batch, rows)
    good, kept = 0, []
    for done, chunk in enumerate(_chunks(rows)):
        progress(Step(done * TAKEN_AT_A_TIME, len(rows)))
        judged = _judge(chunk, books, has_staff=has_staff)
        good += len(judged.good)
        kept += judged.kept
    return ImportUndone(batch, good, kept)


def undo(  # noqa: PLR0913 - what is taken back, why, by whom, told to whom
    batch_id: str,
    reason: str,
    *,
    open_unit: Callable[[], UnitOfWork],
    clock: Clock,
    actor: Actor,
    progress: Progress,
    breathe: Callable[[], None],
) -> ImportUndone:
    """Take back what can be, each batch of rows in a transaction; the rest stays, with reasons.

    The last rows go first. Cut short, it is finished by undoing again. Debts are asked for where
    that takes two persons. :class:`ImportUndoneBefore` when nothing is left to be taken back,
    :class:`ImportGoingOn` while that or another import is under way.
    """
    undoing = _Undoing(batch_id, checked_reason(reason), open_unit, clock, actor)
    undoing.begin()
    try:
        rows = undoing.rows
        if undoing.batch.kind is ImportKind.DUES and undoing.has_staff:
            return undoing.ask(rows)
        back, kept, done = 0, [], 0
        for chunk in _chunks(rows):
            progress(Step(done, len(rows)))
            judged = undoing.take_back(chunk)
            back, done = back + len(judged.good), done + len(chunk)
            kept += judged.kept
            breathe()
        batch = undoing.finish(back)
    finally:
        undoing.end_its_lease()
    progress(Step(1, 1))
    return ImportUndone(batch, back, kept)


def end_asked(told: Mapping[str, Any], unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """End the plans of an import as was asked for; one that has moved is raised, and none is."""
    batch = unit.imports.get(told["batch"])
    rows = unit.imports.rows(batch.id)
    asked = set(told["consumers"])
    judged = _judge(rows, unit, has_staff=False)
    numbers = _debtors(judged.good, unit)
    good = [row for row in judged.good if numbers[row.line] in asked]
    missing = asked - {numbers[row.line] for row in good}
    if missing:
        raise ArrearsMoved(min(missing))
    _end_plans(good, told["reason"], unit, clock, actor)
    unit.imports.forget(batch.id, [row.line for row in good])
    unit.imports.put(_as_it_stands(batch, unit, len(good), clock, actor))


@dataclass(slots=True)
class _Undoing:
    """An import on its way back."""

    batch_id: str
    reason: str
    open_unit: Callable[[], UnitOfWork]
    clock: Clock
    actor: Actor
    has_staff: bool = False
    batch: ImportBatch = field(init=False)
    rows: list[RowNoted] = field(default_factory=list)
    _holder: str = field(default_factory=new_id)

    @repeated_when_undone
    def begin(self) -> None:
        """Look at what is to be taken back, and keep others from importing meanwhile."""
        with self.open_unit() as unit:
            permit(unit, self.actor, Act.UNDO_IMPORT)
            self.batch = unit.imports.get(self.batch_id)
            self.rows = unit.imports.rows(self.batch_id)
            _refuse_empty(self.batch, self.rows)
            self.has_staff = unit.staff.standing(self.actor.name).has_staff
            self._hold_lease(unit)
            unit.commit()

    def end_its_lease(self) -> None:
        """Let others import; a lease that cannot be ended now lapses by itself."""
        end_lease(self._holder, self.open_unit)

    @repeated_when_undone
    def take_back(self, rows: Sequence[RowNoted]) -> _Judged:
        """Take back what can be of some rows."""
        with self.open_unit() as unit:
            permit(unit, self.actor, Act.UNDO_IMPORT)
            self._hold_lease(unit)
            judged = _judge(rows, unit, has_staff=self.has_staff)
            if judged.good:
                self._put_back(judged.good, unit)
                unit.imports.forget(self.batch.id, [row.line for row in judged.good])
                self._note(len(judged.good), len(judged.kept), unit)
            unit.commit()
        return judged

    @repeated_when_undone
    def ask(self, rows: Sequence[RowNoted]) -> ImportUndone:
        """Ask a second person to end the plans of debts that nothing was paid of."""
        with self.open_unit() as unit:
            permit(unit, self.actor, Act.UNDO_IMPORT)
            judged = _judge(rows, unit, has_staff=False)
            if not judged.good:
                return ImportUndone(self.batch, 0, judged.kept)
            numbers = _debtors(judged.good, unit)
            approval: Approval = planning_arrears.ask_for_ends_in(
                [numbers[row.line] for row in judged.good],
                self.batch.id,
                self.batch.file.name,
                self.reason,
                unit,
                self.clock,
                self.actor,
            )
            self._note(0, len(judged.kept), unit)
            unit.commit()
        return ImportUndone(self.batch, 0, judged.kept, approval)

    @repeated_when_undone
    def finish(self, taken_back: int) -> ImportBatch:
        """Say how the import stands now."""
        with self.open_unit() as unit:
            batch = unit.imports.get(self.batch.id)
            batch = _as_it_stands(batch, unit, taken_back, self.clock, self.actor)
            unit.imports.put(batch)
            unit.commit()
        return batch

    def _hold_lease(self, unit: UnitOfWork) -> None:
        hold_lease(self._holder, unit, self.clock, self.actor)

    def _put_back(self, rows: Sequence[RowNoted], unit: UnitOfWork) -> None:
        of = {what: [row for row in rows if row.what is what] for what in RowKind}
        clock, actor = self.clock, self.actor
        if of[RowKind.CONSUMER]:
            ids = [row.subject_id for row in of[RowKind.CONSUMER]]
            unit.imports.withdraw(ids, self.batch.id, posting_time(unit, clock), actor)
        if of[RowKind.CONTACT]:
            _restore_contacts(of[RowKind.CONTACT], unit, clock, actor)
        for row in of[RowKind.VERSION]:
            _restore_version(row, unit, clock, actor)
        if of[RowKind.READ]:
            unit.imports.put_reads_aside(of[RowKind.READ], self.reason, actor)
        if of[RowKind.TARIFF]:
            _end_tariffs(of[RowKind.TARIFF], unit, clock, actor)
        for row in of[RowKind.TARIFF_END]:
            _reopen_tariff(row, unit, clock, actor)
        if of[RowKind.ARREAR]:
            _end_plans(of[RowKind.ARREAR], self.reason, unit, clock, actor)

    def _note(self, count: int, kept: int, unit: UnitOfWork) -> None:
        note = AuditNote(
            Act.UNDO_IMPORT,
            subject=self.batch.id,
            count=count,
            reason=self.reason,
            before={"kind": self.batch.kind.value, "file": self.batch.file.name},
            after={"taken back": str(count), "kept": str(kept)},
        )
        unit.audit.record(note, self.clock.now(), self.actor)


def _as_it_stands(
    batch: ImportBatch, unit: UnitOfWork, taken_back: int, clock: Clock, actor: Actor
) -> ImportBatch:
    """Return an import after rows were taken back: as a whole, in part, or not at all."""
    if not unit.imports.rows(batch.id):
        state = BatchState.UNDONE
    elif taken_back or batch.state is BatchState.PARTLY_UNDONE:
        state = BatchState.PARTLY_UNDONE
    else:
        return batch
    return replace(batch, state=state, undone_at=clock.now(), undone_by=actor.name)


def _refuse_empty(batch: ImportBatch, rows: Sequence[RowNoted]) -> None:
    if rows:
        return
    if batch.held and batch.kind in {ImportKind.DUES, ImportKind.TARIFFS}:
        raise ImportNotDecided(batch.file.name)
    if batch.state is not BatchState.RUNNING:
        raise ImportUndoneBefore(batch.file.name)


def _chunks(rows: Sequence[RowNoted]) -> list[list[RowNoted]]:
    """Return the rows from the last to the first; a tariff goes before the one it followed."""
    return list(batches(list(reversed(rows)), TAKEN_AT_A_TIME))


# Judging


def _judge(rows: Sequence[RowNoted], books: AtHand, *, has_staff: bool) -> _Judged:
    judged = _Judged([], [])
    for what in RowKind:
        of = [row for row in rows if row.what is what]
        if not of:
            continue
        why = _REASONS[what](of, books, judged.good)
        if has_staff and what in {RowKind.TARIFF, RowKind.TARIFF_END}:
            why = {row.line: ApprovalNeeded(Act.TAKE_TARIFFS.value) for row in of}
        judged.good.extend(row for row in of if row.line not in why)
        names = _subjects(of, books)
        judged.kept.extend(
            RowKept(row.line, names.get(row.line, ""), why[row.line])
            for row in of
            if row.line in why
        )
    return judged


_Rows = Sequence[RowNoted]
_Why = Mapping[int, Refusal]


def _why_consumers(rows: Sequence[RowNoted], books: AtHand, _going: _Rows) -> _Why:
    kept = books.imports.kept_consumers([row.subject_id for row in rows])
    return {row.line: kept[row.subject_id] for row in rows if row.subject_id in kept}


def _why_contacts(rows: Sequence[RowNoted], books: AtHand, _going: _Rows) -> _Why:
    last = books.imports.contact_seqs([row.subject_id for row in rows])
    numbers = books.imports.numbers_of([row.subject_id for row in rows])
    return {
        row.line: ConsumerChangedSince(numbers[row.subject_id])
        for row in rows
        if last[row.subject_id] != row.revision
    }


def _why_versions(rows: Sequence[RowNoted], books: AtHand, _going: _Rows) -> _Why:
    numbers = books.imports.numbers_of([row.subject_id for row in rows])
    why: dict[int, Refusal] = {}
    for row in rows:
        told, number = json.loads(row.before), numbers[row.subject_id]
        day = date.fromisoformat(told["day"])
        then = books.consumers.get(number, day)
        charged = then.last_charged_on
        if charged is not None and day <= charged:
            why[row.line] = ConsumerCharged(number)
        elif supplying.stored_value(then, told["field"]) != told["new"]:
            why[row.line] = ConsumerChangedSince(number)
    return why


def _why_reads(rows: Sequence[RowNoted], books: AtHand, _going: _Rows) -> _Why:
    return books.imports.kept_reads(rows)


def _why_tariffs(rows: Sequence[RowNoted], books: AtHand, _going: _Rows) -> _Why:
    known = {tariff.id: tariff for tariff in books.tariffs.all()}
    why: dict[int, Refusal] = {}
    for row in rows:
        tariff = known[json.loads(row.before)["id"]]
        others = [one for one in known.values() if one.id != tariff.id and one.holds_at_all]
        is_alone = tariff.schedule not in TariffBook(others).schedules
        is_charged = books.tariffs.charged_from(tariff, tariff.valid_from) is not None
        if is_charged or (is_alone and books.imports.is_schedule_used(tariff.schedule)):
            why[row.line] = TariffInUse(tariff.id)
    return why


def _why_ends(rows: Sequence[RowNoted], books: AtHand, going: _Rows) -> _Why:
    known = {tariff.id: tariff for tariff in books.tariffs.all()}
    # The versions of the same file that can go make room for the ones that they followed.
    batch_goes = {json.loads(row.before)["id"] for row in going if row.what is RowKind.TARIFF}
    why: dict[int, Refusal] = {}
    for row in rows:
        told = json.loads(row.before)
        tariff = known[told["id"]]
        standing = [one for one in known.values() if one.id not in {tariff.id, *batch_goes}]
        faults: list[Any] = []
        agreeing([_reopened(tariff, told)], standing, faults)
        if tariff.valid_until != date.fromisoformat(told["new"]) or faults:
            why[row.line] = TariffEndMoved(tariff.id, tariff.valid_until or date.max)
    return why


def _why_plans(rows: Sequence[RowNoted], books: AtHand, _going: _Rows) -> _Why:
    kept = books.imports.kept_plans([row.subject_id for row in rows])
    return {row.line: kept[row.subject_id] for row in rows if row.subject_id in kept}


#: Why rows stay, given what of the same import goes before them.
_REASONS: Mapping[RowKind, Callable[[_Rows, AtHand, _Rows], _Why]] = {
    RowKind.CONSUMER: _why_consumers,
    RowKind.CONTACT: _why_contacts,
    RowKind.VERSION: _why_versions,
    RowKind.READ: _why_reads,
    RowKind.TARIFF: _why_tariffs,
    RowKind.TARIFF_END: _why_ends,
    RowKind.ARREAR: _why_plans,
}


def _subjects(rows: Sequence[RowNoted], books: AtHand) -> Mapping[int, str]:
    """Return of whom rows speak, by line."""
    what = rows[0].what
    if what in {RowKind.TARIFF, RowKind.TARIFF_END}:
        return {row.line: json.loads(row.before)["id"] for row in rows}
    ids = [row.subject_id for row in rows]
    if what is RowKind.READ:
        names = books.imports.serials_of(ids)
    elif what is RowKind.ARREAR:
        return books.imports.debtors_of(rows)
    else:
        names = books.imports.numbers_of(ids)
    return {row.line: names.get(row.subject_id, "") for row in rows}


def _debtors(rows: Sequence[RowNoted], unit: UnitOfWork) -> Mapping[int, str]:
    return unit.imports.debtors_of(rows)


# Putting back


def _restore_contacts(
    rows: Sequence[RowNoted], unit: UnitOfWork, clock: Clock, actor: Actor
) -> None:
    seqs = {row.subject_id: int(row.revision or 0) for row in rows}
    numbers = unit.imports.numbers_of(list(seqs))
    before = unit.imports.contacts_before(seqs)
    changes = {numbers[consumer]: contact for consumer, contact in before.items()}
    unit.consumers.update_contact(changes, clock.now(), actor)


def _restore_version(row: RowNoted, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    told = json.loads(row.before)
    number = unit.imports.numbers_of([row.subject_id])[row.subject_id]
    fields = {told["field"]: told["old"]}
    day = date.fromisoformat(told["day"])
    unit.consumers.add_version(number, day, fields, clock.now(), actor)


def _end_tariffs(rows: Sequence[RowNoted], unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    known = {tariff.id: tariff for tariff in unit.tariffs.all()}
    for row in rows:
        tariff = known[json.loads(row.before)["id"]]
        unit.tariffs.end(replace(tariff, valid_until=tariff.valid_from), clock.now(), actor)
        told = AuditNote(
            Act.TAKE_TARIFFS, subject=tariff.id, after={"ends": str(tariff.valid_from)}
        )
        unit.audit.record(told, clock.now(), actor)


def _reopen_tariff(row: RowNoted, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    told = json.loads(row.before)
    [tariff] = [one for one in unit.tariffs.all() if one.id == told["id"]]
    reopened = _reopened(tariff, told)
    unit.tariffs.reopen(reopened, clock.now(), actor)
    note = AuditNote(
        Act.TAKE_TARIFFS, subject=tariff.id, after={"ends": str(reopened.valid_until or "-")}
    )
    unit.audit.record(note, clock.now(), actor)


def _reopened(tariff: Tariff, told: Mapping[str, Any]) -> Tariff:
    until = None if told["old"] is None else date.fromisoformat(told["old"])
    return replace(tariff, valid_until=until)


def _end_plans(
    rows: Sequence[RowNoted], reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> None:
    for number in unit.imports.debtors_of(rows).values():
        planning_arrears.end_in(ArrearEnding(number, reason), unit, clock, actor)
