"""Taking reads in: a read is stored, known already, held for a person, or refused with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.audit import AuditNote
from domain.calendar import Clock, milliseconds
from domain.consumption import FACTOR_ONE
from domain.energy import Energy
from domain.errors import (
    DayIsCharged,
    FieldMissing,
    MeterNotFound,
    ReadAlreadyPassed,
    ReadInTheFuture,
    ReadNotHeld,
    ReadStillImpossible,
    Refusal,
)
from domain.formats import units
from domain.importing import Difference, Fate
from domain.office import Actor
from domain.ports import KnownRead, MeterContext, Reads, TakenRead, UnitOfWork
from domain.reads import (
    JUMP_FACTOR,
    ROLL_OVERS_WH,
    HoldReason,
    Read,
    ReadSource,
    closing_day,
)
from domain.services.permitting import permit
from domain.services.supplying import Outcome
from domain.staff import Act

_MS_PER_HOUR = 3_600_000
_MS_PER_DAY = 24 * _MS_PER_HOUR


def take_reads(
    reads: Sequence[Read], source: ReadSource, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Outcome:
    """Store reads in the order of their instants; the good ones are committed together.

    The same value again is ignored; another value for a known instant, a register that runs
    backwards and a jump are held. A read of a day that is charged is refused, as nothing is
    rated again yet. Source: domain page, section 2.
    """
    with unit:
        outcome, _taken = take_reads_in(reads, source, unit, clock, actor)
        unit.commit()
    return outcome


def take_reads_in(
    reads: Sequence[Read], source: ReadSource, unit: UnitOfWork, clock: Clock, actor: Actor
) -> tuple[Outcome, Mapping[int, TakenRead]]:
    """Store reads inside the running transaction; return the stored ones by place, too."""
    now = clock.now()
    permit(unit, actor, Act.TAKE_READS)
    outcome, taken = judge_reads(reads, unit.reads, now, {})
    unit.reads.add(list(taken.values()), source, now, actor.name)
    if taken:
        told = AuditNote(Act.TAKE_READS, subject=source.value, count=len(taken))
        unit.audit.record(told, now, actor)
    return outcome, taken


def judge_reads(
    reads: Sequence[Read],
    stored: Reads,
    now: datetime,
    foreseen: dict[int, list[KnownRead]],
) -> tuple[Outcome, Mapping[int, TakenRead]]:
    """Return what taking reads would do, and those to be stored by place.

    ``foreseen``: by meter, what the reads of a file judged before would store; these join them.
    """
    refused: dict[int, Refusal] = {}
    taken: dict[int, TakenRead] = {}
    fates: dict[int, Fate] = {}
    differences: dict[int, tuple[Difference, ...]] = {}
    contexts = stored.contexts(list({read.meter_serial for read in reads}))
    known = _known(reads, contexts, stored)
    for context in contexts.values():
        for row in foreseen.get(context.meter_id, ()):
            _insert(row, known.setdefault(context.meter_id, []))
    for place in sorted(range(len(reads)), key=lambda place: reads[place].read_at):
        read = reads[place]
        context_or_none = contexts.get(read.meter_serial)
        try:
            if context_or_none is None:
                raise MeterNotFound(read.meter_serial)
            of_meter = known.setdefault(context_or_none.meter_id, [])
            row_or_none = _judge(read, context_or_none, of_meter, now)
        except Refusal as refusal:
            refused[place] = refusal
            continue
        if row_or_none is None:
            fates[place] = Fate.UNCHANGED
            continue
        taken[place] = row_or_none
        fates[place] = Fate.HELD if row_or_none.hold else Fate.NEW
        differences[place] = _from_the_one_before(row_or_none, of_meter)
        remembered = _remember(row_or_none, of_meter)
        foreseen.setdefault(row_or_none.meter_id, []).append(remembered)
    counts = Counter(fates.values())
    outcome = Outcome(
        counts[Fate.NEW],
        0,
        counts[Fate.UNCHANGED],
        counts[Fate.HELD],
        refused,
        fates,
        differences,
    )
    return outcome, taken


def _from_the_one_before(taken: TakenRead, known: Sequence[KnownRead]) -> tuple[Difference, ...]:
    """Return the register against the one it is told from, or the one before it."""
    before = _last_before(known, taken.read.read_at)
    old = taken.known_wh if taken.hold else before.register_wh if before else None
    told = "" if old is None else units(Energy(old))
    return (Difference("kwh_import", told, units(taken.read.register)),)


def release_read(  # noqa: PLR0913 - a use case gets all it needs
    meter_serial: str,
    read_at: datetime,
    note: str,
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> None:
    """Let a held read count; its energy is charged on the first day that is still open.

    A note is needed. A register that ran backwards is taken for a new beginning of the count:
    what was used before it is not charged again.
    """
    if not note.strip():
        raise FieldMissing("note")
    with unit:
        permit(unit, actor, Act.DECIDE_READ)
        found = unit.reads.held(meter_serial, read_at)
        if found is None:
            raise ReadNotHeld(meter_serial, read_at)
        taken, context = found
        if context.consumed_at is not None and read_at <= context.consumed_at:
            raise ReadAlreadyPassed(meter_serial, read_at, context.consumed_at)
        known = unit.reads.known([taken.meter_id], read_at).get(taken.meter_id, [])
        previous = _last_before(known, read_at)
        following = next((row for row in known if row.is_valid and row.read_at > read_at), None)
        cumulative = _counted_on(taken.read, previous, context)
        if previous is not None and cumulative < previous.cumulative_wh:
            cumulative = previous.cumulative_wh
        if following is not None and following.cumulative_wh < cumulative:
            raise ReadStillImpossible(meter_serial, read_at)
        day = max(closing_day(read_at), context.next_open_day)
        unit.reads.release(taken, day, cumulative, note.strip(), actor.name)
        told = _decision(meter_serial, context.consumer_id, read_at, note, "released")
        unit.audit.record(told, clock.now(), actor)
        unit.commit()


def dismiss_read(  # noqa: PLR0913 - a use case gets all it needs
    meter_serial: str,
    read_at: datetime,
    note: str,
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> None:
    """Put a held read aside for good, with a note; it never counts."""
    if not note.strip():
        raise FieldMissing("note")
    with unit:
        permit(unit, actor, Act.DECIDE_READ)
        found = unit.reads.held(meter_serial, read_at)
        if found is None:
            raise ReadNotHeld(meter_serial, read_at)
        taken, context = found
        unit.reads.dismiss(taken, note.strip(), actor.name)
        told = _decision(meter_serial, context.consumer_id, read_at, note, "dismissed")
        unit.audit.record(told, clock.now(), actor)
        unit.commit()


def _decision(
    meter_serial: str, consumer_id: int, read_at: datetime, note: str, decision: str
) -> AuditNote:
    return AuditNote(
        Act.DECIDE_READ,
        subject=meter_serial,
        consumer_id=consumer_id,
        reason=note.strip(),
        before={"state": "held"},
        after={"state": decision, "read_at": read_at.isoformat()},
    )


def _known(
    reads: Sequence[Read], contexts: Mapping[str, MeterContext], stored: Reads
) -> dict[int, list[KnownRead]]:
    if not contexts:
        return {}
    first = min(read.read_at for read in reads)
    meters = [context.meter_id for context in contexts.values()]
    return {meter: list(rows) for meter, rows in stored.known(meters, first).items()}


def _judge(
    read: Read, context: MeterContext, known: Sequence[KnownRead], now: datetime
) -> TakenRead | None:
    """Return the read as it is to be stored, None when it is known already."""
    if read.read_at > now:
        raise ReadInTheFuture(read.meter_serial, read.read_at)
    same = [row for row in known if row.read_at == read.read_at]
    if any(row.register_wh == read.register.wh and not row.is_withdrawn for row in same):
        return None
    day = closing_day(read.read_at)
    if context.charged_until is not None and day <= context.charged_until:
        raise DayIsCharged(context.consumer_number, day, context.charged_until)
    taken = TakenRead(context.meter_id, read, len(same), read.register.wh, day, None, None)
    standing = next((row for row in same if row.is_valid), None)
    if standing is not None:
        return replace(taken, hold=HoldReason.CONTRADICTS, known_wh=standing.register_wh)
    return _compared(taken, context, known)


def _compared(taken: TakenRead, context: MeterContext, known: Sequence[KnownRead]) -> TakenRead:
    read = taken.read
    previous = _last_before(known, read.read_at)
    following = next((row for row in known if row.is_valid and row.read_at > read.read_at), None)
    cumulative = _counted_on(read, previous, context)
    counted = replace(taken, cumulative_wh=cumulative)
    if previous is not None and cumulative < previous.cumulative_wh:
        return replace(counted, hold=HoldReason.BACKWARDS, known_wh=previous.register_wh)
    if following is not None and cumulative > following.cumulative_wh:
        return replace(counted, hold=HoldReason.BACKWARDS, known_wh=following.register_wh)
    for first, second in ((previous, counted), (counted, following)):
        if first is not None and second is not None and _is_jump(first, second, context):
            neighbour = previous if second is counted else following
            known_wh = None if neighbour is None else neighbour.register_wh
            return replace(counted, hold=HoldReason.JUMP, known_wh=known_wh)
    return counted


def _is_jump(
    first: KnownRead | TakenRead, second: KnownRead | TakenRead, context: MeterContext
) -> bool:
    """Whether a register counted more between two reads than the load could have used."""
    used = second.cumulative_wh - first.cumulative_wh
    return used > _most_plausible_wh(_instant_of(first), _instant_of(second), context)


def _instant_of(row: KnownRead | TakenRead) -> datetime:
    return row.read.read_at if isinstance(row, TakenRead) else row.read_at


def _counted_on(read: Read, previous: KnownRead | None, context: MeterContext) -> int:
    """Return the register as it counts on from the read before, a plausible roll-over included."""
    if previous is None:
        return read.register.wh
    offset = previous.cumulative_wh - previous.register_wh
    if read.register.wh >= previous.register_wh:
        return read.register.wh + offset
    most = _most_plausible_wh(previous.read_at, read.read_at, context)
    for span in ROLL_OVERS_WH:
        used = read.register.wh + span - previous.register_wh
        if previous.register_wh < span and 0 <= used <= most:
            return read.register.wh + span + offset
    return read.register.wh + offset


def _most_plausible_wh(first: datetime, second: datetime, context: MeterContext) -> int:
    """Return the most that the register can have counted: load x 24 h x factor per day elapsed."""
    elapsed_ms = milliseconds(second) - milliseconds(first)
    days = max(1, -(-elapsed_ms // _MS_PER_DAY))
    return context.load_w * 24 * JUMP_FACTOR * days * FACTOR_ONE // context.meter_factor


def _last_before(known: Sequence[KnownRead], instant: datetime) -> KnownRead | None:
    return next((row for row in reversed(known) if row.is_valid and row.read_at < instant), None)


def _remember(row: TakenRead, known: list[KnownRead]) -> KnownRead:
    stored = KnownRead(
        row.read.read_at, row.revision, row.read.register.wh, row.cumulative_wh, row.hold is None
    )
    _insert(stored, known)
    return stored


def _insert(stored: KnownRead, known: list[KnownRead]) -> None:
    place = len(known)
    while place and known[place - 1].read_at > stored.read_at:
        place -= 1
    known.insert(place, stored)
