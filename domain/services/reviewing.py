"""Reviewing: what a restored office had not sent yet goes out, or is put aside, by a person."""

from __future__ import annotations

from collections.abc import Sequence

from domain.audit import AuditNote
from domain.calendar import Clock
from domain.errors import FieldMissing
from domain.errors_of_trust import MessagesNotHeld
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services.permitting import permit
from domain.staff import Act

#: What becomes of a held message.
RELEASED, DROPPED = "waiting", "dropped"


def settle_messages(  # noqa: PLR0913 - a use case gets all it needs
    ids: Sequence[int],
    state: str,
    reason: str,
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> int:
    """Release or drop held messages, all of them without ``ids``; return how many.

    :class:`MessagesNotHeld` when one of them is not held, and then none is settled.
    """
    if not reason.strip():
        raise FieldMissing("reason")
    with unit:
        permit(unit, actor, Act.REVIEW_OUTBOX)
        held = {message.id for message in unit.safekeeping.held_messages()}
        if strangers := sorted(set(ids) - held):
            raise MessagesNotHeld(", ".join(map(str, strangers)))
        count = unit.safekeeping.settle_messages(sorted(set(ids) or held), state)
        note = AuditNote(
            Act.REVIEW_OUTBOX,
            subject=state,
            count=count,
            reason=reason.strip(),
            after={"ids": ", ".join(map(str, sorted(set(ids) or held)))},
        )
        unit.audit.record(note, clock.now(), actor)
        unit.commit()
    return count
