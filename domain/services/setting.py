"""Setting: the office has something its own way from now on."""

from __future__ import annotations

from domain.audit import AuditNote
from domain.calendar import Clock
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services.permitting import permit
from domain.settings import setting_named
from domain.staff import Act


def change_setting(name: str, text: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Set a setting to what ``text`` writes; the same value again changes nothing."""
    setting = setting_named(name)
    value = setting.parse(text)
    now = clock.now()
    with unit:
        permit(unit, actor, Act.CHANGE_SETTINGS)
        before, after = setting.text_of(unit.settings.get(setting)), setting.text_of(value)
        if before == after:
            return
        unit.settings.put(name, after, now, actor.name)
        note = AuditNote(
            Act.CHANGE_SETTINGS, subject=name, before={name: before}, after={name: after}
        )
        unit.audit.record(note, now, actor)
        unit.commit()
