"""What sheets of each kind hold, and how their rows are judged and taken in."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from domain import sheet_rows
from domain.approval import Approval
from domain.arrears import ArrearWish
from domain.calendar import Clock, billing_day, milliseconds
from domain.consumer import CONTACT_FIELDS, Change, Consumer, NewConsumer
from domain.due_rows import DUE_COLUMNS, due_of
from domain.errors import ConsumerNotFound, Refusal
from domain.formats import rupees
from domain.importing import (
    Difference,
    Fate,
    ImportBatch,
    ImportFile,
    ImportKind,
    RowKind,
    RowNoted,
)
from domain.office import Actor
from domain.ports import Consumers, KnownRead, Reads, Tariffs, UnitOfWork
from domain.ports_of_imports import ImportRows
from domain.posting_time import posting_time
from domain.reads import Read
from domain.services import planning_arrears, supplying, taking_reads
from domain.services.supplying import Foreseen, Outcome
from domain.sheet_rows import SheetColumns
from domain.staff import Act

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


class Taking(Protocol):
    """The import that rows are taken in by; what they ask a second person for is added to it."""

    @property
    def batch(self) -> ImportBatch: ...
    @property
    def file(self) -> ImportFile: ...
    @property
    def reason(self) -> str: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def has_staff(self) -> bool: ...
    @property
    def approvals(self) -> list[Approval]: ...


#: Judges forms against what is at hand, at an instant; it knows what earlier ones would do.
Judge = Callable[[Sequence[Any], AtHand, datetime], Outcome]


@dataclass(frozen=True, slots=True)
class Given:
    """What forms may take from outside their row: the day, and a reason for all."""

    today: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SheetKind(Generic[_F]):
    """What a sheet holds; ``subject`` is what two rows must not say different things about."""

    columns: SheetColumns
    form_of: Callable[[Mapping[str, str], Given], _F]
    name_of: Callable[[_F], str]
    make_judge: Callable[[], Judge]
    take: Callable[[Sequence[tuple[int, _F]], Taking, UnitOfWork], Outcome]
    subject: Callable[[_F], Hashable] | None = None


def columns_of(kind: ImportKind) -> SheetColumns:
    """Return the columns of a sheet of a kind."""
    return KINDS[kind].columns


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


# Consumers


def _judge_of_consumers() -> Judge:
    foreseen = Foreseen()

    def judge(forms: Sequence[NewConsumer], books: AtHand, now: datetime) -> Outcome:
        consumers, tariffs, today = books.consumers, books.tariffs, billing_day(now)
        return supplying.judge_consumers(forms, consumers, tariffs, today, foreseen).outcome

    return judge


def _take_consumers(
    rows: Sequence[tuple[int, NewConsumer]], taking: Taking, unit: UnitOfWork
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


# Changes


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


def _take_changes(rows: Sequence[tuple[int, Change]], taking: Taking, unit: UnitOfWork) -> Outcome:
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


# Reads


def _judge_of_reads() -> Judge:
    foreseen: dict[int, list[KnownRead]] = {}

    def judge(reads: Sequence[Read], books: AtHand, now: datetime) -> Outcome:
        return taking_reads.judge_reads(reads, books.reads, now, foreseen)[0]

    return judge


def _take_reads(rows: Sequence[tuple[int, Read]], taking: Taking, unit: UnitOfWork) -> Outcome:
    reads = [read for _line, read in rows]
    source, clock, actor = taking.file.source, taking.clock, taking.actor
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


# Debts


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


def _take_dues(rows: Sequence[tuple[int, ArrearWish]], taking: Taking, unit: UnitOfWork) -> Outcome:
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


#: What is known of each kind of sheet; tariffs come as documents.
KINDS: Mapping[ImportKind, SheetKind[Any]] = {
    ImportKind.CONSUMERS: SheetKind(
        sheet_rows.CONSUMER_COLUMNS,
        lambda cells, _given: sheet_rows.new_consumer_of(cells),
        lambda form: form.number,
        _judge_of_consumers,
        _take_consumers,
        lambda form: form.number,
    ),
    ImportKind.CHANGES: SheetKind(
        sheet_rows.CHANGE_COLUMNS,
        lambda cells, _given: sheet_rows.change_of(cells),
        lambda change: change.number,
        _judge_of_changes,
        _take_changes,
        lambda change: (change.number, change.effective_on, change.field),
    ),
    # The same read twice, and another value for a known one, are known to the books themselves.
    ImportKind.READS: SheetKind(
        sheet_rows.READ_COLUMNS,
        lambda cells, _given: sheet_rows.read_of(cells),
        lambda read: read.meter_serial,
        _judge_of_reads,
        _take_reads,
    ),
    ImportKind.DUES: SheetKind(
        DUE_COLUMNS,
        lambda cells, given: due_of(cells, today=given.today, reason=given.reason),
        lambda wish: wish.consumer_number,
        _judge_of_dues,
        _take_dues,
        lambda wish: wish.consumer_number,
    ),
}
