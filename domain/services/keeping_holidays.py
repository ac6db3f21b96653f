"""Keeping holidays: the days on which the office is shut, as the state lists them or it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.audit import AuditNote
from domain.calendar import Clock
from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong
from domain.errors_of_policies import HolidayNotFound
from domain.formats import clean_words
from domain.office import Actor
from domain.policy_book import Holiday
from domain.ports import UnitOfWork
from domain.services.permitting import permit
from domain.staff import Act

_MOST_NAME = 200


def put_holiday(holiday: Holiday, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Keep a holiday, in place of what its day was called; the same again changes nothing."""
    named = _checked(holiday)
    with unit:
        permit(unit, actor, Act.CHANGE_HOLIDAYS)
        before = unit.policies.holidays(named.day, named.day)
        if before == [named]:
            return
        unit.policies.put_holidays([named], clock.now(), actor)
        told = _told(named.day, before[0].name if before else "", named.name)
        unit.audit.record(told, clock.now(), actor)
        unit.commit()


def remove_holiday(day: date, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Let a day be no holiday; :class:`HolidayNotFound` when it is none."""
    with unit:
        permit(unit, actor, Act.CHANGE_HOLIDAYS)
        before = unit.policies.holidays(day, day)
        if not before:
            raise HolidayNotFound(day)
        unit.policies.remove_holiday(day, actor)
        unit.audit.record(_told(day, before[0].name, ""), clock.now(), actor)
        unit.commit()


def put_holidays(found: Sequence[Holiday], unit: UnitOfWork, clock: Clock, actor: Actor) -> int:
    """Add those on days that have none; return how many. What the office wrote stays."""
    named = {one.day: _checked(one) for one in found}
    with unit:
        permit(unit, actor, Act.CHANGE_HOLIDAYS)
        known = unit.policies.holiday_names()
        new = [one for day, one in sorted(named.items()) if day not in known]
        if not new:
            return 0
        unit.policies.put_holidays(new, clock.now(), actor)
        span = {"first": new[0].day.isoformat(), "last": new[-1].day.isoformat()}
        note = AuditNote(Act.CHANGE_HOLIDAYS, count=len(new), after=span)
        unit.audit.record(note, clock.now(), actor)
        unit.commit()
    return len(new)


def _checked(holiday: Holiday) -> Holiday:
    name = clean_words(holiday.name)
    if name is None:
        raise FieldNotAllowed("name", holiday.name)
    if not name:
        raise FieldMissing("name")
    if len(name) > _MOST_NAME:
        raise FieldTooLong("name", _MOST_NAME)
    return replace(holiday, name=name, source=(clean_words(holiday.source) or "")[:_MOST_NAME])


def _told(day: date, before: str, after: str) -> AuditNote:
    return AuditNote(
        Act.CHANGE_HOLIDAYS,
        subject=day.isoformat(),
        before={"name": before} if before else {},
        after={"name": after} if after else {},
    )
