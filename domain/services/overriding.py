"""Overriding a check: an administrator lets the office write although its books look wrong."""

from __future__ import annotations

from domain.audit import AuditNote
from domain.calendar import Clock
from domain.errors import FieldMissing
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services.permitting import permit
from domain.staff import Act


def override_check(reason: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Open the books to writers again; a reason is needed, and stands in the audit log."""
    if not reason.strip():
        raise FieldMissing("reason")
    with unit:
        permit(unit, actor, Act.OVERRIDE_CHECK)
        found = unit.condition.problems()
        unit.condition.open_to_writers()
        note = AuditNote(Act.OVERRIDE_CHECK, count=found, reason=reason.strip())
        unit.audit.record(note, clock.now(), actor)
        unit.commit()
