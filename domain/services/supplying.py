"""Supplying: consumers are taken on, and changed from a day on; what is charged stays charged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.consumer import CONTACT_FIELDS, DATED_FIELDS, Change, Consumer, NewConsumer
from domain.consumer_checks import checked_value, faults_of
from domain.consumption import FACTOR_ONE
from domain.errors import (
    ConsumerFieldsRefused,
    ConsumerNumberTaken,
    DayIsCharged,
    FieldNotAllowed,
    MeterTaken,
    Refusal,
    UseChanges,
)
from domain.errors_of_tariffs import ScheduleNotFound
from domain.formats import kilowatts, rupees, units
from domain.importing import Difference, Fate
from domain.office import Actor
from domain.ports import Consumers, Tariffs, UnitOfWork
from domain.posting_time import posting_time
from domain.services.permitting import permit
from domain.staff import Act
from domain.tariff import TariffBook


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the rows of an import: counts, and the refusal of each bad row by place.

    ``fates`` and ``differences`` tell of each good row by its place.
    """

    accepted: int
    changed: int
    unchanged: int
    held: int
    refused: Mapping[int, Refusal]
    fates: Mapping[int, Fate] = field(default_factory=dict)
    differences: Mapping[int, tuple[Difference, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Foreseen:
    """What the rows of a file judged before would do: who is new, and who has which meter."""

    new: dict[str, NewConsumer] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConsumersJudged:
    """Which forms are new consumers, which change a contact, and what becomes of each."""

    new: Mapping[str, NewConsumer]
    contact: Mapping[str, Mapping[str, str]]
    outcome: Outcome


def create_consumer(form: NewConsumer, unit: UnitOfWork, clock: Clock, actor: Actor) -> Consumer:
    """Take on a consumer; every field that cannot be is refused at once.

    :class:`ConsumerFieldsRefused` holds a refusal for each field by name.
    """
    now = clock.now()
    today = billing_day(now)
    with unit:
        permit(unit, actor, Act.ADD_CONSUMER)
        faults: dict[str, Refusal] = dict(faults_of(form))
        schedule = TariffBook(unit.tariffs.all()).schedule_of(form.category)
        if schedule is None and "category" not in faults:
            faults["category"] = ScheduleNotFound(form.category)
        if form.number in unit.consumers.known([form.number], today):
            faults["number"] = ConsumerNumberTaken(form.number)
        starts = {form.meter_serial: form.connected_on}
        holder = unit.consumers.meter_holders(starts).get(form.meter_serial)
        if holder is not None:
            faults["meter_serial"] = MeterTaken(form.meter_serial, holder)
        if faults or schedule is None:
            raise ConsumerFieldsRefused(faults)
        posted_at = posting_time(unit, clock)
        unit.consumers.add([replace(form, category=schedule)], posted_at, actor)
        created = unit.consumers.get(form.number, today)
        unit.audit.record(_added(created), now, actor)
        unit.commit()
    return created


def take_on(forms: Sequence[NewConsumer], unit: UnitOfWork, clock: Clock, actor: Actor) -> Outcome:
    """Import consumers: new ones are added, known ones get their contact fields updated.

    A known consumer whose rated fields differ is refused with "use changes". Bad rows are
    refused each alone; the good ones of these forms are committed together.
    """
    with unit:
        outcome = take_on_in(forms, unit, clock, actor)
        unit.commit()
    return outcome


def take_on_in(
    forms: Sequence[NewConsumer], unit: UnitOfWork, clock: Clock, actor: Actor
) -> Outcome:
    """Import consumers inside the running transaction."""
    now = clock.now()
    permit(unit, actor, Act.ADD_CONSUMER)
    judged = judge_consumers(forms, unit.consumers, unit.tariffs, billing_day(now), Foreseen())
    new, contact = judged.new, judged.contact
    if new:
        unit.consumers.add(list(new.values()), posting_time(unit, clock), actor)
        unit.audit.record(AuditNote(Act.ADD_CONSUMER, count=len(new)), now, actor)
    if contact:
        unit.consumers.update_contact(contact, now, actor)
        unit.audit.record(AuditNote(Act.CHANGE_CONSUMER, count=len(contact)), now, actor)
    return judged.outcome


def judge_consumers(
    forms: Sequence[NewConsumer],
    consumers: Consumers,
    tariffs: Tariffs,
    today: date,
    foreseen: Foreseen,
) -> ConsumersJudged:
    """Return what taking these forms on would do; what they do counts as foreseen from then on."""
    new: dict[str, NewConsumer] = {}
    contact: dict[str, Mapping[str, str]] = {}
    refused: dict[int, Refusal] = {}
    fates: dict[int, Fate] = {}
    differences: dict[int, tuple[Difference, ...]] = {}
    book = TariffBook(tariffs.all())
    known = consumers.known([form.number for form in forms], today)
    starts = {form.meter_serial: form.connected_on for form in forms}
    holders = {**consumers.meter_holders(starts), **foreseen.holders}
    for place, given in enumerate(forms):
        schedule = book.schedule_of(given.category)
        form = replace(given, category=schedule) if schedule else given
        consumer = known.get(form.number)
        try:
            if schedule is None and form.category:
                raise ScheduleNotFound(form.category)
            _refuse_faults(form)
            if consumer is None:
                _refuse_taken(form, foreseen.new, holders)
                new[form.number] = foreseen.new[form.number] = form
                holders[form.meter_serial] = foreseen.holders[form.meter_serial] = form.number
                fates[place] = Fate.NEW
                continue
            _refuse_rated(form, consumer)
            changes = _contact_changes(form, consumer)
        except UseChanges as refusal:
            refused[place] = refusal
            differences[place] = _rated_differences(form, consumer) if consumer else ()
        except Refusal as refusal:
            refused[place] = refusal
        else:
            contact |= {form.number: changes} if changes else {}
            fates[place] = Fate.CHANGED if changes else Fate.UNCHANGED
            differences[place] = tuple(
                Difference(name, getattr(consumer, name), value) for name, value in changes.items()
            )
    unchanged = sum(fate is Fate.UNCHANGED for fate in fates.values())
    outcome = Outcome(len(new), len(contact), unchanged, 0, refused, fates, differences)
    return ConsumersJudged(new, contact, outcome)


def change_consumers(
    changes: Sequence[Change], unit: UnitOfWork, clock: Clock, actor: Actor
) -> Outcome:
    """Apply changes of single fields, each from its day on; the bad ones are refused each alone.

    A rated field may not change on a day that is charged already, as nothing is rated again yet.
    """
    with unit:
        outcome = change_in(changes, unit, clock, actor)
        unit.commit()
    return outcome


def change_in(changes: Sequence[Change], unit: UnitOfWork, clock: Clock, actor: Actor) -> Outcome:
    """Apply changes of single fields inside the running transaction."""
    today = billing_day(clock.now())
    refused: dict[int, Refusal] = {}
    fates: dict[int, Fate] = {}
    differences: dict[int, tuple[Difference, ...]] = {}
    permit(unit, actor, Act.CHANGE_CONSUMER)
    book = TariffBook(unit.tariffs.all())
    for places, group in _by_consumer_and_day(changes):
        good: dict[str, str] = {}
        changed: list[int] = []
        for place, change in zip(places, group, strict=True):
            try:
                good[change.field] = _checked(change, unit.consumers, book, today)
                changed.append(place)
            except Refusal as refusal:
                refused[place] = refusal
        if good:
            told = {
                place: _difference_to(
                    changes[place], good[changes[place].field], unit.consumers, today
                )
                for place in changed
            }
            did = _apply(group[0], good, unit, clock, actor)
            for place, difference in told.items():
                fates[place] = Fate.CHANGED if did and difference else Fate.UNCHANGED
                if difference:
                    differences[place] = (difference,)
    return _outcome_of_changes(fates, refused, differences)


def judge_changes(
    changes: Sequence[Change], consumers: Consumers, tariffs: Tariffs, today: date
) -> Outcome:
    """Return what applying these changes would do, each against the books as they stand."""
    refused: dict[int, Refusal] = {}
    fates: dict[int, Fate] = {}
    differences: dict[int, tuple[Difference, ...]] = {}
    book = TariffBook(tariffs.all())
    for place, change in enumerate(changes):
        try:
            new = _checked(change, consumers, book, today)
        except Refusal as refusal:
            refused[place] = refusal
            continue
        difference = _difference_to(change, new, consumers, today)
        fates[place] = Fate.CHANGED if difference else Fate.UNCHANGED
        if difference:
            differences[place] = (difference,)
    return _outcome_of_changes(fates, refused, differences)


def _difference_to(
    change: Change, new: str, consumers: Consumers, today: date
) -> Difference | None:
    """Return what a change makes of a field as it stands on its day; None: nothing."""
    day = today if change.field in CONTACT_FIELDS else change.effective_on
    old = stored_value(consumers.get(change.number, day), change.field)
    return None if old == new else Difference(change.field, old, new)


def _outcome_of_changes(
    fates: Mapping[int, Fate],
    refused: Mapping[int, Refusal],
    differences: Mapping[int, tuple[Difference, ...]],
) -> Outcome:
    changed = sum(fate is Fate.CHANGED for fate in fates.values())
    return Outcome(0, changed, len(fates) - changed, 0, refused, fates, differences)


def change_consumer(
    changes: Sequence[Change], unit: UnitOfWork, clock: Clock, actor: Actor
) -> None:
    """Apply all these changes of one consumer, or none: the refusals come by field."""
    now = clock.now()
    with unit:
        permit(unit, actor, Act.CHANGE_CONSUMER)
        book = TariffBook(unit.tariffs.all())
        faults: dict[str, Refusal] = {}
        good: dict[str, str] = {}
        for change in changes:
            try:
                good[change.field] = _checked(change, unit.consumers, book, billing_day(now))
            except Refusal as refusal:
                faults[change.field] = refusal
        if faults:
            raise ConsumerFieldsRefused(faults)
        if good:
            _apply(changes[0], good, unit, clock, actor)
        unit.commit()


def stored_value(consumer: Consumer, field: str) -> str:
    """Return a rated field as it is stored in a change."""
    if field == "load_kw":
        return checked_value("load_kw", f"{consumer.load_w // 1000}.{consumer.load_w % 1000:03}")
    value = getattr(consumer, field)
    return str(getattr(value, "value", value))


def _by_consumer_and_day(
    changes: Sequence[Change],
) -> list[tuple[list[int], list[Change]]]:
    """Group the changes of one consumer and day, so that they make one version."""
    groups: dict[tuple[str, date], list[int]] = {}
    for place, change in enumerate(changes):
        groups.setdefault((change.number, change.effective_on), []).append(place)
    # In the order of their days, whatever the order of the rows.
    ordered = sorted(groups.items(), key=lambda group: group[0][1])
    return [(places, [changes[place] for place in places]) for _, places in ordered]


def _checked(change: Change, consumers: Consumers, book: TariffBook, today: date) -> str:
    """Return the value as it is to be stored; refuse a change that cannot be."""
    consumer = consumers.get(change.number, today)
    value = checked_value(change.field, change.value)
    if change.field in CONTACT_FIELDS:
        return value
    charged_until = consumer.last_charged_on
    if charged_until is not None and change.effective_on <= charged_until:
        raise DayIsCharged(change.number, change.effective_on, charged_until)
    if change.effective_on < consumer.connected_on:
        raise FieldNotAllowed("effective_on", change.effective_on.isoformat())
    if change.field == "category":
        schedule = book.schedule_of(value)
        if schedule is None:
            raise ScheduleNotFound(value)
        return schedule
    if change.field == "meter_serial":
        holder = consumers.meter_holders({value: change.effective_on}).get(value)
        if holder not in {None, change.number}:
            raise MeterTaken(value, str(holder))
    return value


def _apply(
    change: Change, fields: Mapping[str, str], unit: UnitOfWork, clock: Clock, actor: Actor
) -> bool:
    """Write the fields; False when they say what is known already."""
    now = clock.now()
    contact = {name: fields[name] for name in CONTACT_FIELDS if name in fields}
    dated = {name: fields[name] for name in DATED_FIELDS if name in fields}
    present = unit.consumers.get(change.number, billing_day(now))
    contact = {name: new for name, new in contact.items() if getattr(present, name) != new}
    if contact:
        unit.consumers.update_contact({change.number: contact}, now, actor)
    then = unit.consumers.get(change.number, change.effective_on)
    dated = {name: new for name, new in dated.items() if stored_value(then, name) != new}
    if dated:
        unit.consumers.add_version(change.number, change.effective_on, dated, now, actor)
    if contact or dated:
        told = AuditNote(
            Act.CHANGE_CONSUMER,
            subject=change.number,
            consumer_id=present.id,
            before={name: getattr(present, name) for name in contact}
            | {name: stored_value(then, name) for name in dated},
            after={**contact, **dated}
            | ({"effective_on": change.effective_on.isoformat()} if dated else {}),
        )
        unit.audit.record(told, now, actor)
    return bool(contact or dated)


def _added(consumer: Consumer) -> AuditNote:
    contact = {name: getattr(consumer, name) for name in CONTACT_FIELDS}
    rated = {name: stored_value(consumer, name) for name in DATED_FIELDS}
    return AuditNote(
        Act.ADD_CONSUMER,
        subject=consumer.number,
        consumer_id=consumer.id,
        count=1,
        after={name: value for name, value in (contact | rated).items() if value},
    )


def _refuse_faults(form: NewConsumer) -> None:
    faults = faults_of(form)
    if faults:
        raise next(iter(faults.values()))


def _refuse_taken(
    form: NewConsumer, new: Mapping[str, NewConsumer], holders: Mapping[str, str]
) -> None:
    if form.number in new:
        raise ConsumerNumberTaken(form.number)
    holder = holders.get(form.meter_serial)
    if holder is not None:
        raise MeterTaken(form.meter_serial, holder)


def _refuse_rated(form: NewConsumer, consumer: Consumer) -> None:
    for field_, (given, present) in _rated(form, consumer).items():
        if given != present:
            raise UseChanges(form.number, field_)


def _rated_differences(form: NewConsumer, consumer: Consumer) -> tuple[Difference, ...]:
    return tuple(
        Difference(name, _in_words(name, present), _in_words(name, given))
        for name, (given, present) in _rated(form, consumer).items()
        if given != present
    )


def _rated(form: NewConsumer, consumer: Consumer) -> dict[str, tuple[Any, Any]]:
    """Return what rating uses, as given and as it is; only what the row says at all."""
    rated = {
        "category": (form.category, consumer.category),
        "load_kw": (form.load_w, consumer.load_w),
        "phase": (form.phase, consumer.phase),
        "meter_serial": (form.meter_serial, consumer.meter_serial),
        "meter_factor": (form.meter_factor, consumer.meter_factor),
        "feeder": (form.feeder, consumer.feeder),
        "dtr": (form.dtr, consumer.dtr),
        "connected_on": (form.connected_on, consumer.connected_on),
        "opening_balance": (form.opening_balance, consumer.opening_balance),
        "initial_kwh": (form.initial, consumer.initial),
    }
    return {name: pair for name, pair in rated.items() if form.says(name)}


def _in_words(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "load_kw":
        return kilowatts(value)
    if name == "opening_balance":
        return rupees(value)
    if name == "initial_kwh":
        return units(value)
    if name == "meter_factor":
        whole, rest = divmod(value, FACTOR_ONE)
        return f"{whole}.{rest:03}".rstrip("0").rstrip(".")
    return str(value)


def _contact_changes(form: NewConsumer, consumer: Consumer) -> dict[str, str]:
    return {
        name: getattr(form, name)
        for name in CONTACT_FIELDS
        if form.says(name) and getattr(form, name) != getattr(consumer, name)
    }
