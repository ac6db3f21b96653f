"""Protecting: whom nobody may cut, by what paper and until when; and ending it, with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.errors import FieldMissing, FieldNotAllowed, FieldOutOfRange, FieldTooLong
from domain.errors_of_policies import (
    NobodyToProtect,
    ProtectionEnded,
    ProtectionKnown,
    ProtectionNotFound,
)
from domain.formats import clean_words
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.protection import NewProtection, Protection, Scope
from domain.services.permitting import permit
from domain.staff import Act

_MOST_WORDS, _MOST_ID = 500, 64
#: Nothing is proved for longer by one paper: whoever still needs it brings a new one.
LONGEST = timedelta(days=5 * 366)


def protect(form: NewProtection, unit: UnitOfWork, clock: Clock, actor: Actor) -> Protection:
    """Protect a consumer, a feeder, a schedule or the office from the first to the last day.

    The same form again returns the same protection; another under its id is refused.
    """
    now = clock.now()
    form = _checked(form, billing_day(now))
    with unit:
        permit(unit, actor, Act.PROTECT)
        known = unit.policies.protections(id_=form.id)
        if known:
            return _same(known[0], form)
        consumer_id = _consumer_id(form, unit, billing_day(now))
        made = unit.policies.protect(form, consumer_id, now, actor)
        note = AuditNote(
            Act.PROTECT,
            subject=form.id,
            consumer_id=consumer_id,
            after={
                "kind": form.kind.value,
                "scope": form.scope.value,
                "whom": form.whom,
                "proof": form.proof,
                "first": form.first.isoformat(),
                "last": form.last.isoformat(),
            },
        )
        unit.audit.record(note, now, actor)
        unit.commit()
    return made


def end_protection(
    id_: str, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Protection:
    """Take a protection back from today on, with a reason; what has ended stays as it is."""
    now = clock.now()
    today = billing_day(now)
    reason = _words("reason", reason)
    with unit:
        permit(unit, actor, Act.PROTECT)
        known = unit.policies.protections(id_=id_)
        if not known:
            raise ProtectionNotFound(id_)
        ended_on = known[0].ended_on or known[0].last + timedelta(days=1)
        if known[0].ended_on is not None or ended_on <= today:
            raise ProtectionEnded(id_, ended_on)
        ended = unit.policies.end_protection(id_, today, reason, actor)
        consumer_id = unit.policies.protected_consumer(id_)
        note = AuditNote(
            Act.PROTECT,
            subject=id_,
            consumer_id=consumer_id,
            reason=reason,
            before={"last": ended.last.isoformat()},
            after={"ended": today.isoformat()},
        )
        unit.audit.record(note, now, actor)
        unit.commit()
    return ended


def _checked(form: NewProtection, today: date) -> NewProtection:
    if not form.id.strip() or len(form.id) > _MOST_ID:
        raise FieldNotAllowed("id", form.id)
    whom = "" if form.scope is Scope.OFFICE else _words("whom", form.whom)
    if form.last < max(form.first, today):
        least = max(form.first, today).isoformat()
        raise FieldOutOfRange(
            "last", form.last.isoformat(), least, (form.first + LONGEST).isoformat()
        )
    if form.last > form.first + LONGEST:
        raise FieldOutOfRange(
            "last",
            form.last.isoformat(),
            form.first.isoformat(),
            (form.first + LONGEST).isoformat(),
        )
    return replace(form, whom=whom, proof=_words("proof", form.proof))


def _words(field: str, text: str) -> str:
    words = clean_words(text)
    if words is None:
        raise FieldNotAllowed(field, text)
    if not words:
        raise FieldMissing(field)
    if len(words) > _MOST_WORDS:
        raise FieldTooLong(field, _MOST_WORDS)
    return words


def _same(known: Protection, form: NewProtection) -> Protection:
    told = NewProtection(
        *(known.id, known.kind, known.scope, known.whom, known.proof, known.first, known.last)
    )
    if told != form:
        raise ProtectionKnown(form.id)
    return known


def _consumer_id(form: NewProtection, unit: UnitOfWork, today: date) -> int | None:
    """Return whom a protection of one consumer covers; refuse one that covers nobody."""
    if form.scope is Scope.CONSUMER:
        return unit.consumers.get(form.whom, today).id
    is_known = form.scope is Scope.OFFICE or unit.policies.is_known(form.scope, form.whom, today)
    if not is_known:
        raise NobodyToProtect(form.whom)
    return None
