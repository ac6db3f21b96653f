"""Forgetting a person: what names them is blanked; the money and the chain stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.consumer import Consumer
from domain.credit import SupplyState
from domain.errors import ConsumerNotFound, FieldMissing
from domain.errors_of_trust import RetentionNotOver
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services.permitting import permit
from domain.staff import Act

#: Books of account are kept for eight financial years (Companies Act 2013, section 128(5)).
RETENTION_YEARS = 8


def forget_person(number: str, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> int:
    """Blank name, address, telephone and the like of a consumer whose supply has long ended.

    Eight years after the wallet's last movement; refused before as :class:`RetentionNotOver`.
    Returns how many rows were blanked.
    """
    _refuse_without(reason)
    now = clock.now()
    with unit:
        permit(unit, actor, Act.ERASE_PERSON)
        consumer = unit.consumers.get(number, billing_day(now))
        last = unit.consumers.last_moved_on(consumer.id) or consumer.connected_on
        until = _years_later(last, RETENTION_YEARS)
        if consumer.supply_state is not SupplyState.CLOSED or billing_day(now) < until:
            raise RetentionNotOver(number, until)
        rows = _forget([consumer], _note(number, reason), unit, now, actor)
        unit.commit()
    return rows


def forget_taken_back(
    number: str, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> int:
    """Blank the same of those whom undone imports had taken on under a number by mistake.

    At once: they were never charged and never paid, so there is nothing to keep. Whoever bears
    the number now stays as they are. Returns how many rows were blanked.
    """
    _refuse_without(reason)
    now = clock.now()
    with unit:
        permit(unit, actor, Act.ERASE_PERSON)
        taken_back = unit.consumers.taken_back(number, billing_day(now))
        if not taken_back:
            raise ConsumerNotFound(number)
        rows = _forget(taken_back, _note(number, reason), unit, now, actor)
        unit.commit()
    return rows


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise FieldMissing("reason")


def _note(number: str, reason: str) -> AuditNote:
    return AuditNote(Act.ERASE_PERSON, subject=number, reason=reason)


def _forget(
    persons: Sequence[Consumer], note: AuditNote, unit: UnitOfWork, now: datetime, actor: Actor
) -> int:
    """Blank what names each of them, and note it of each."""
    blanked = 0
    for person in persons:
        rows = unit.consumers.forget(person, now)
        unit.audit.record(replace(note, consumer_id=person.id, count=rows), now, actor)
        blanked += rows
    return blanked


def _years_later(day: date, years: int) -> date:
    # 29 February has its anniversary on 1 March.
    is_leap_day = (day.month, day.day) == (2, 29)
    month, number = (3, 1) if is_leap_day else (day.month, day.day)
    return date(day.year + years, month, number)
