"""Forgetting a person: what names them is blanked; the money and the chain stay as they are."""

from __future__ import annotations

from datetime import date

from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.credit import SupplyState
from domain.errors import FieldMissing
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
    if not reason.strip():
        raise FieldMissing("reason")
    now = clock.now()
    with unit:
        permit(unit, actor, Act.ERASE_PERSON)
        consumer = unit.consumers.get(number, billing_day(now))
        last = unit.consumers.last_moved_on(consumer.id) or consumer.connected_on
        until = _years_later(last, RETENTION_YEARS)
        if consumer.supply_state is not SupplyState.CLOSED or billing_day(now) < until:
            raise RetentionNotOver(number, until)
        rows = unit.consumers.forget(consumer, now)
        note = AuditNote(
            Act.ERASE_PERSON, subject=number, consumer_id=consumer.id, count=rows, reason=reason
        )
        unit.audit.record(note, now, actor)
        unit.commit()
    return rows


def _years_later(day: date, years: int) -> date:
    # 29 February has its anniversary on 1 March.
    is_leap_day = (day.month, day.day) == (2, 29)
    month, number = (3, 1) if is_leap_day else (day.month, day.day)
    return date(day.year + years, month, number)
