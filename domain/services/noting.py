"""Noting: who looked at a consumer, and what left the office, for what reason."""

from __future__ import annotations

from datetime import timedelta

from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.errors import FieldMissing
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services.permitting import permit
from domain.staff import Act

#: Looking at a consumer again within so long is the same look.
SAME_LOOK = timedelta(minutes=10)


def note_view(number: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Note that somebody looked at a consumer's data, where there is staff to be named."""
    now = clock.now()
    with unit:
        permit(unit, actor, Act.VIEW_CONSUMER)
        if not unit.staff.standing(actor.name).has_staff:
            return
        consumer = unit.consumers.get(number, billing_day(now))
        if unit.audit.was_noted(Act.VIEW_CONSUMER, consumer.id, actor, now - SAME_LOOK):
            return
        note = AuditNote(Act.VIEW_CONSUMER, subject=number, consumer_id=consumer.id)
        unit.audit.record(note, now, actor)
        unit.commit()


def note_export(  # noqa: PLR0913 - a use case gets all it needs
    subject: str,
    count: int,
    reason: str,
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> None:
    """Permit an export and note it before it is made; where there is staff, with a reason."""
    with unit:
        permit(unit, actor, Act.EXPORT)
        if unit.staff.standing(actor.name).has_staff and not reason.strip():
            raise FieldMissing("reason")
        note = AuditNote(Act.EXPORT, subject=subject, count=count, reason=reason.strip())
        unit.audit.record(note, clock.now(), actor)
        unit.commit()
