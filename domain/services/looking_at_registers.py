"""Looking at registers: whoever may, may look; a look at one consumer's receipts is noted."""

from __future__ import annotations

from collections.abc import Callable

from domain.calendar import Clock
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.register import RegisterQuery
from domain.services.noting import note_view
from domain.services.permitting import permit
from domain.staff import Act


def permit_look(
    query: RegisterQuery, open_unit: Callable[[], UnitOfWork], clock: Clock, actor: Actor
) -> None:
    """Raise unless the actor may see the register; note whose receipts they look at."""
    with open_unit() as unit:
        permit(unit, actor, Act.SEE_REGISTERS)
    if query.consumer_number:
        note_view(query.consumer_number, open_unit(), clock, actor)
