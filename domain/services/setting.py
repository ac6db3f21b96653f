"""Setting: the office has something its own way from now on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain.audit import AuditNote
from domain.calendar import Clock
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services.permitting import permit
from domain.services.recharging import limits_of
from domain.settings import (
    RECHARGE_LEAST,
    RECHARGE_MOST,
    RECHARGE_MULTIPLE,
    UPI_ADDRESS,
    UPI_NAME,
    setting_named,
)
from domain.staff import Act
from domain.upi import refuse_unfit_payee

_LIMITS = {RECHARGE_LEAST.name, RECHARGE_MOST.name, RECHARGE_MULTIPLE.name}
_PAYEE = {UPI_ADDRESS.name, UPI_NAME.name}


def change_settings(
    wanted: Mapping[str, str], unit: UnitOfWork, clock: Clock, actor: Actor
) -> None:
    """Set settings to what the texts write; those that hold already are left alone.

    All of them are set, or none: one that is refused, or that does not go with the others.
    """
    for name, text in wanted.items():
        setting_named(name).parse(text)
    now = clock.now()
    with unit:
        permit(unit, actor, Act.CHANGE_SETTINGS)
        changed = {name for name, text in wanted.items() if _change(name, text, unit, now, actor)}
        if changed & _LIMITS:
            limits_of(unit.settings).refuse_impossible()
        if changed & _PAYEE:
            _refuse_unfit_payee(unit)
        unit.commit()


def _change(name: str, text: str, unit: UnitOfWork, now: datetime, actor: Actor) -> bool:
    """Set one setting; return whether another value held before."""
    setting = setting_named(name)
    before = setting.text_of(unit.settings.get(setting))
    after = setting.text_of(setting.parse(text))
    if before == after:
        return False
    unit.settings.put(name, after, now, actor.name)
    note = AuditNote(Act.CHANGE_SETTINGS, subject=name, before={name: before}, after={name: after})
    unit.audit.record(note, now, actor)
    return True


def _refuse_unfit_payee(unit: UnitOfWork) -> None:
    """Raise when the office has an address by UPI that no bank would send money to."""
    address, name = unit.settings.get(UPI_ADDRESS), unit.settings.get(UPI_NAME)
    if address:
        refuse_unfit_payee(address, name or unit.office.name)
