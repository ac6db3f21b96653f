"""Supporting: leave is asked for before anything of an office is told to whoever helps it."""

from __future__ import annotations

from domain.audit import AuditNote
from domain.calendar import Clock
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services.permitting import permit
from domain.staff import Act


def permit_bundle(unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Permit a support bundle and note it before it is made."""
    with unit:
        permit(unit, actor, Act.BUNDLE)
        unit.audit.record(AuditNote(Act.BUNDLE, subject="support bundle"), clock.now(), actor)
        unit.commit()
