"""Signing receipts: the public half of a machine's key is registered before it signs anything."""

from __future__ import annotations

from domain.audit import AuditNote
from domain.calendar import Clock
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services.permitting import permit
from domain.signing import key_id_of
from domain.staff import Act


def register_key(public_key: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Register the public half of a key (hexadecimal), once; it is noted."""
    key_id = key_id_of(public_key)
    with unit:
        permit(unit, actor, Act.REGISTER_KEY)
        if unit.signing_keys.public(key_id) is not None:
            return
        now = clock.now()
        unit.signing_keys.add(key_id, public_key, now, actor.name)
        unit.audit.record(AuditNote(Act.REGISTER_KEY, subject=key_id), now, actor)
        unit.commit()
