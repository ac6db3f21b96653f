"""Importing: rows of a file are judged, and taken in batch by batch; desk and commands alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

from domain import sheet_rows
from domain.approval import Approval
from domain.arrears import ArrearWish
from domain.calendar import Clock, billing_day, milliseconds
from domain.consumer import CONTACT_FIELDS, Change, Consumer, NewConsumer
from domain.due_rows import DUE_COLUMNS, due_of
from domain.errors import ConsumerNotFound, FieldMissing, Refusal, RowTwice, Unavailable
from domain.errors_of_files import FileReason, FileUnreadable
from domain.errors_of_imports import ImportGoingOn
from domain.errors_of_trust import RunGoingOn
from domain.formats import rupees
from domain.ids import new_id
from domain.importing import (
    JUDGED_AT_A_TIME,
    TAKEN_AT_A_TIME,
    BatchState,
    Difference,
    Fate,
    ImportBatch,
    ImportFile,
    ImportKind,
    ImportTaken,
    Rejection,
    RowJudged,
    RowKind,
    RowNoted,
    SheetRow,
    Tally,
)
from domain.lease import Lease, held_on
from domain.office import Actor
from domain.ports import Consumers, KnownRead, Reads, Tariffs, UnitOfWork
from domain.ports_of_imports import ImportRows
from domain.posting_time import posting_time
from domain.progress import Progress, Step
from domain.reads import Read, ReadSource
from domain.services import planning_arrears, supplying, taking_reads, taking_tariffs
from domain.services.permitting import permit
from domain.services.repeating import repeated_when_undone
from domain.services.supplying import Foreseen, Outcome
from domain.services.taking_tariffs import JudgedTariffs
from domain.sheet_rows import SheetColumns
from domain.staff import Act
from domain.tariff import Tariff

#: What is leased while a file is taken in.
LEASE = "import"
#: Debts are entries of their own: fewer of them fit into a moment; a request may hold more.
_DUES_AT_A_TIME, _DUES_ASKED_AT_A_TIME = 50, 500

_F = TypeVar("_F")


class AtHand(Protocol):
    """What rows are judged against, as it stands in one snapshot or transaction."""

    @property
    def consumers(self) -> Consumers: ...
    @property
    def tariffs(self) -> Tariffs: ...
    @property
    def reads(self) -> Reads: ...
    @property
    def imports(self) -> ImportRows: ...


#: Judges forms against what is at hand, at an instant; it knows what earlier ones would do.
Judge = Callable[[Sequence[Any], AtHand, datetime], Outcome]


@dataclass(frozen=True, slots=True)
class Given:
    """What forms may take from outside their row: the day, and a reason for all."""

    today: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Kind(Generic[_F]):
    """What a sheet holds; ``subject`` is what two rows must not say different things about."""

    columns: SheetColumns
    form_of: Callable[[Mapping[str, str], Given], _F]
    name_of: Callable[[_F], str]
    make_judge: Callable[[], Judge]
    take: Callable[[Sequence[tuple[int, _F]], _Taking, UnitOfWork], Outcome]
    subject: Callable[[_F], Hashable] | None = None


def columns_of(kind: ImportKind) -> SheetColumns:
    """Return the columns of a sheet of a kind."""
    return _KINDS[kind].columns


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
    of = _KINDS[kind]
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


def judge_document(text: str, known: list[Tariff]) -> list[RowJudged]:
    """Return what would become of each tariff of a document; ``ValueError``: it is no JSON."""
    judged = taking_tariffs.judge_tariffs(text, known)
    present = {tariff.id: tariff for tariff in known}
    fates = (
        (Fate.NEW, judged.new),
        (Fate.CHANGED, judged.ended),
        (Fate.UNCHANGED, judged.unchanged),
    )
    found = [
        RowJudged(0, fate, tariff.id, _told_apart(tariff, present.get(tariff.id)))
        for fate, tariffs in fates
        for tariff in tariffs
    ]
    found += [RowJudged(0, Fate.REFUSED, fault.tariff, (), fault) for fault in judged.faults]
    return [replace(row, line=place) for place, row in enumerate(found, start=1)]


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


def take_document(  # noqa: PLR0913 - which tariffs, from where, why, when, by whom
    file: ImportFile,
    text: str,
    *,
    reason: str,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> ImportTaken:
    """Take the tariffs of a document in, or ask for them; ``ValueError``: it is no JSON."""
    tally = Tally()
    approvals: list[Approval] = []
    with unit:
        has_staff = unit.staff.standing(actor.name).has_staff
        permit(unit, actor, Act.ASK_TARIFFS if has_staff else Act.TAKE_TARIFFS)
        judged = taking_tariffs.judge_tariffs(text, unit.tariffs.all())
        if not any((judged.new, judged.ended, judged.unchanged, judged.faults)):
            raise FileUnreadable(file.name, FileReason.EMPTY)
        batch = _begun(ImportKind.TARIFFS, file, clock, actor)
        unit.imports.add(batch, actor)
        tally.unchanged = len(judged.unchanged)
        faults = list(judged.faults)
        if has_staff and (judged.new or judged.ended):
            if not reason:
                raise FieldMissing("reason")
            asked = taking_tariffs.ask_inside(judged, reason, unit=unit, clock=clock, actor=actor)
            approvals.append(asked)
            tally.held = len(judged.new) + len(judged.ended)
        elif judged.new or judged.ended:
            faults += _take_tariffs(judged, batch, tally, unit, clock, actor)
        tally.rejections = [Rejection(0, (fault.tariff, fault.field), fault) for fault in faults]
        batch = _counted(batch, tally, rejected=len({fault.tariff for fault in faults}))
        batch = replace(batch, state=BatchState.DONE)
        unit.imports.put(batch)
        unit.commit()
    return ImportTaken(batch, tally, approvals)


def carry_out_arrears(content: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Book or end debts that were asked for, inside the transaction that approves it."""
    told = json.loads(content)
    if told["what"] == "batch":
        _book_asked(told, unit, clock, actor)
    elif told["what"] == "end_batch":
        # It is known there how an import is taken back; here it would be imported in a ring.
        from domain.services.undoing_imports import end_asked  # noqa: PLC0415 - see above

        end_asked(told, unit, clock, actor)
    else:
        planning_arrears.carry_out_approved(content, unit, clock, actor)


# --- reading rows ------------------------------------------------------------------------------


class _RowReader(Generic[_F]):
    """Makes forms of rows, and finds rows that say different things of the same."""

    def __init__(self, kind: _Kind[_F], given: Given) -> None:
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


# --- taking ------------------------------------------------------------------------------------


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
        self._reader = _RowReader(_KINDS[self.kind], Given(today, self.reason))

    @property
    def at_a_time(self) -> int:
        """How many rows make a transaction."""
        if self.kind is not ImportKind.DUES:
            return TAKEN_AT_A_TIME
        return _DUES_ASKED_AT_A_TIME if self.has_staff else _DUES_AT_A_TIME

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
                self.batch = _begun(self.kind, self.file, self.clock, self.actor)
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
            self.batch = replace(_counted(self.batch, self.tally), state=BatchState.DONE)
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
            outcome = _KINDS[self.kind].take(forms, self, unit)
            ahead = replace(self.tally)
            ahead.add(list(outcome.fates.values()))
            self.batch = _counted(self.batch, ahead)
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
        return Act.ASK_ARREARS if self._asks else _ACTS[self.kind]


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


_ACTS: Mapping[ImportKind, Act] = {
    ImportKind.CONSUMERS: Act.ADD_CONSUMER,
    ImportKind.CHANGES: Act.CHANGE_CONSUMER,
    ImportKind.READS: Act.TAKE_READS,
    ImportKind.TARIFFS: Act.TAKE_TARIFFS,
    ImportKind.DUES: Act.PLAN_ARREARS,
}


def act_of(kind: ImportKind, *, has_staff: bool) -> Act:
    """Return what who imports must be allowed: with staff, tariffs and debts are asked for."""
    if not has_staff:
        return _ACTS[kind]
    asked = {ImportKind.TARIFFS: Act.ASK_TARIFFS, ImportKind.DUES: Act.ASK_ARREARS}
    return asked.get(kind, _ACTS[kind])


def _begun(kind: ImportKind, file: ImportFile, clock: Clock, actor: Actor) -> ImportBatch:
    return ImportBatch(
        id=new_id()[:12],
        kind=kind,
        file=file,
        accepted=0,
        changed=0,
        unchanged=0,
        held=0,
        rejected=0,
        state=BatchState.RUNNING,
        imported_at=clock.now(),
        imported_by=actor.name,
    )


def _counted(batch: ImportBatch, tally: Tally, *, rejected: int | None = None) -> ImportBatch:
    count = len(tally.rejections) if rejected is None else rejected
    return replace(
        batch,
        accepted=tally.accepted,
        changed=tally.changed,
        unchanged=tally.unchanged,
        held=tally.held,
        rejected=count,
    )


# --- consumers ---------------------------------------------------------------------------------


def _judge_of_consumers() -> Judge:
    foreseen = Foreseen()

    def judge(forms: Sequence[NewConsumer], books: AtHand, now: datetime) -> Outcome:
        consumers, tariffs, today = books.consumers, books.tariffs, billing_day(now)
        return supplying.judge_consumers(forms, consumers, tariffs, today, foreseen).outcome

    return judge


def _take_consumers(
    rows: Sequence[tuple[int, NewConsumer]], taking: _Taking, unit: UnitOfWork
) -> Outcome:
    forms = [form for _line, form in rows]
    outcome = supplying.take_on_in(forms, unit, taking.clock, taking.actor)
    made = {nth: fate for nth, fate in outcome.fates.items() if fate is not Fate.UNCHANGED}
    ids = unit.imports.consumer_ids([forms[nth].number for nth in made])
    changed = [ids[forms[nth].number] for nth, fate in made.items() if fate is Fate.CHANGED]
    seqs = unit.imports.contact_seqs(changed)
    noted = [
        _of_consumer(rows[nth][0], ids[forms[nth].number], fate, seqs) for nth, fate in made.items()
    ]
    unit.imports.note(taking.batch.id, noted)
    return outcome


def _of_consumer(line: int, consumer: int, fate: Fate, seqs: Mapping[int, int]) -> RowNoted:
    if fate is Fate.NEW:
        return RowNoted(line, RowKind.CONSUMER, consumer)
    return RowNoted(line, RowKind.CONTACT, consumer, revision=seqs[consumer])


# --- changes -----------------------------------------------------------------------------------


class _Remembering:
    """Consumers as a snapshot has them, asked for in one go for each day."""

    def __init__(self, consumers: Consumers, changes: Sequence[Change], today: date) -> None:
        self._consumers = consumers
        numbers: dict[date, set[str]] = {today: {change.number for change in changes}}
        for change in changes:
            numbers.setdefault(change.effective_on, set()).add(change.number)
        self._known = {day: consumers.known(sorted(asked), day) for day, asked in numbers.items()}

    def get(self, number: str, today: date) -> Consumer:
        found = self._known[today].get(number)
        if found is None:
            raise ConsumerNotFound(number)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._consumers, name)


def _judge_of_changes() -> Judge:
    def judge(changes: Sequence[Change], books: AtHand, now: datetime) -> Outcome:
        today = billing_day(now)
        remembering: Any = _Remembering(books.consumers, changes, today)
        return supplying.judge_changes(changes, remembering, books.tariffs, today)

    return judge


def _take_changes(rows: Sequence[tuple[int, Change]], taking: _Taking, unit: UnitOfWork) -> Outcome:
    changes = [change for _line, change in rows]
    outcome = supplying.change_in(changes, unit, taking.clock, taking.actor)
    made = [nth for nth, fate in outcome.fates.items() if fate is Fate.CHANGED]
    ids = unit.imports.consumer_ids([changes[nth].number for nth in made])
    of_contact = [nth for nth in made if changes[nth].field in CONTACT_FIELDS]
    seqs = unit.imports.contact_seqs([ids[changes[nth].number] for nth in of_contact])
    noted = []
    for nth in made:
        line, change = rows[nth]
        consumer = ids[change.number]
        if change.field in CONTACT_FIELDS:
            noted.append(RowNoted(line, RowKind.CONTACT, consumer, revision=seqs[consumer]))
            continue
        for difference in outcome.differences.get(nth, ()):
            told = {"field": change.field, "old": difference.old, "new": difference.new}
            told["day"] = change.effective_on.isoformat()
            noted.append(RowNoted(line, RowKind.VERSION, consumer, before=json.dumps(told)))
    unit.imports.note(taking.batch.id, noted)
    return outcome


# --- reads -------------------------------------------------------------------------------------


def _judge_of_reads() -> Judge:
    foreseen: dict[int, list[KnownRead]] = {}

    def judge(reads: Sequence[Read], books: AtHand, now: datetime) -> Outcome:
        return taking_reads.judge_reads(reads, books.reads, now, foreseen)[0]

    return judge


def _take_reads(rows: Sequence[tuple[int, Read]], taking: _Taking, unit: UnitOfWork) -> Outcome:
    reads = [read for _line, read in rows]
    source, clock, actor = ReadSource.FILE, taking.clock, taking.actor
    outcome, taken = taking_reads.take_reads_in(reads, source, unit, clock, actor)
    noted = [
        RowNoted(
            rows[nth][0],
            RowKind.READ,
            stored.meter_id,
            at_ms=milliseconds(stored.read.read_at),
            revision=stored.revision,
        )
        for nth, stored in taken.items()
    ]
    unit.imports.note(taking.batch.id, noted)
    return outcome


# --- debts -------------------------------------------------------------------------------------


def _judge_of_dues() -> Judge:
    def judge(wishes: Sequence[ArrearWish], books: AtHand, now: datetime) -> Outcome:
        return _judged_dues(wishes, books, billing_day(now), Fate.NEW)

    return judge


def _judged_dues(wishes: Sequence[ArrearWish], books: AtHand, today: date, fate: Fate) -> Outcome:
    known = books.consumers.known([wish.consumer_number for wish in wishes], today)
    plans = books.imports.with_live_plans([consumer.id for consumer in known.values()])
    refused: dict[int, Refusal] = {}
    differences: dict[int, tuple[Difference, ...]] = {}
    for place, wish in enumerate(wishes):
        consumer = known.get(wish.consumer_number)
        try:
            if consumer is None:
                raise ConsumerNotFound(wish.consumer_number)
            has_plan = consumer.id in plans
            planning_arrears.refuse_unfit(wish, consumer, has_plan=has_plan, today=today)
        except Refusal as refusal:
            refused[place] = refusal
        else:
            differences[place] = (Difference("amount", "", rupees(wish.amount)),)
    fates = {place: fate for place in range(len(wishes)) if place not in refused}
    held = len(fates) if fate is Fate.HELD else 0
    return Outcome(len(fates) - held, 0, 0, held, refused, fates, differences)


def _take_dues(
    rows: Sequence[tuple[int, ArrearWish]], taking: _Taking, unit: UnitOfWork
) -> Outcome:
    fate = Fate.HELD if taking.has_staff else Fate.NEW
    today = billing_day(posting_time(unit, taking.clock))
    outcome = _judged_dues([wish for _line, wish in rows], unit, today, fate)
    good = {rows[nth][0]: rows[nth][1] for nth in outcome.fates}
    if not good:
        return outcome
    clock, actor, batch = taking.clock, taking.actor, taking.batch
    if taking.has_staff:
        asked = planning_arrears.ask_for_plans_in(
            good, batch.id, batch.file.name, taking.reason, unit, clock, actor
        )
        taking.approvals.append(asked)
        return outcome
    plans = {
        line: planning_arrears.plan_in(wish, unit, clock, actor) for line, wish in good.items()
    }
    noted = [RowNoted(line, RowKind.ARREAR, plan.id) for line, plan in plans.items()]
    unit.imports.note(batch.id, noted)
    return outcome


def _book_asked(told: Mapping[str, Any], unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Book all the debts of a request; one that cannot be any more is raised, and none is."""
    noted = []
    for row in told["rows"]:
        plan = planning_arrears.book_in(planning_arrears.wish_of(row), unit, clock, actor)
        noted.append(RowNoted(row["line"], RowKind.ARREAR, plan.id))
    unit.imports.note(told["batch"], noted)
    batch = unit.imports.get(told["batch"])
    count = len(noted)
    unit.imports.put(
        replace(batch, accepted=batch.accepted + count, held=max(batch.held - count, 0))
    )


# --- tariffs -----------------------------------------------------------------------------------


def _take_tariffs(  # noqa: PLR0913, PLR0917 - which tariffs, of which import, by whom
    judged: JudgedTariffs,
    batch: ImportBatch,
    tally: Tally,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> Sequence[Any]:
    before = {tariff.id: tariff for tariff in unit.tariffs.all()}
    faults = taking_tariffs.take_inside(judged, unit, clock, actor)
    kept_out = {fault.tariff for fault in faults}
    added = [tariff for tariff in judged.new if tariff.id not in kept_out]
    ended = [tariff for tariff in judged.ended if tariff.id not in kept_out]
    told: list[tuple[RowKind, dict[str, str | None]]]
    told = [(RowKind.TARIFF, {"id": tariff.id}) for tariff in added]
    told += [
        (
            RowKind.TARIFF_END,
            {
                "id": tariff.id,
                "old": _iso(before[tariff.id].valid_until),
                "new": _iso(tariff.valid_until),
            },
        )
        for tariff in ended
    ]
    noted = [
        RowNoted(line, what, 0, before=json.dumps(facts))
        for line, (what, facts) in enumerate(told, start=1)
    ]
    unit.imports.note(batch.id, noted)
    tally.accepted, tally.changed = len(added), len(ended)
    return faults


def _told_apart(tariff: Tariff, known: Tariff | None) -> tuple[Difference, ...]:
    """Return the fields of a document that the known version has otherwise, or not."""
    if known is None:
        return ()
    old = {**known.document, "valid_until": _iso(known.valid_until)}
    new = {**tariff.document, "valid_until": _iso(tariff.valid_until)}
    return tuple(
        Difference(name, _worded(old.get(name)), _worded(new.get(name)))
        for name in sorted(old.keys() | new.keys())
        if (old.get(name) or None) != (new.get(name) or None)
    )


def _worded(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, default=str)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


_KINDS: Mapping[ImportKind, _Kind[Any]] = {
    ImportKind.CONSUMERS: _Kind(
        sheet_rows.CONSUMER_COLUMNS,
        lambda cells, _given: sheet_rows.new_consumer_of(cells),
        lambda form: form.number,
        _judge_of_consumers,
        _take_consumers,
        lambda form: form.number,
    ),
    ImportKind.CHANGES: _Kind(
        sheet_rows.CHANGE_COLUMNS,
        lambda cells, _given: sheet_rows.change_of(cells),
        lambda change: change.number,
        _judge_of_changes,
        _take_changes,
        lambda change: (change.number, change.effective_on, change.field),
    ),
    # The same read twice, and another value for a known one, are known to the books themselves.
    ImportKind.READS: _Kind(
        sheet_rows.READ_COLUMNS,
        lambda cells, _given: sheet_rows.read_of(cells),
        lambda read: read.meter_serial,
        _judge_of_reads,
        _take_reads,
    ),
    ImportKind.DUES: _Kind(
        DUE_COLUMNS,
        lambda cells, given: due_of(cells, today=given.today, reason=given.reason),
        lambda wish: wish.consumer_number,
        _judge_of_dues,
        _take_dues,
        lambda wish: wish.consumer_number,
    ),
}
