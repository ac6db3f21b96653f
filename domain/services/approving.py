"""Approving: a request is carried out when another person says so, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.approval import (
    EXPIRES_AFTER,
    Approval,
    ApprovalState,
    refuse_to_decide,
    refuse_unless_open,
)
from domain.audit import AuditNote
from domain.calendar import Clock
from domain.errors import FieldMissing
from domain.ids import new_id
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services.permitting import permit
from domain.staff import Act

#: Carries out what was asked for, inside the transaction that approves it.
CarryOut = Callable[[str, UnitOfWork, Clock, Actor], None]


def ask(  # noqa: PLR0913 - what is asked, of whom, why
    act: Act,
    subject: str,
    content: str,
    reason: str,
    *,
    asked_by: Act,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> Approval:
    """Write a request inside the running transaction; ``asked_by`` is the act of asking."""
    now = clock.now()
    approval = Approval(
        id=new_id()[:12],
        act=act,
        subject=subject,
        content=content,
        reason=reason,
        requested_by=actor.name,
        requested_at=now,
        expires_at=now + EXPIRES_AFTER,
    )
    unit.approvals.add(approval, actor.channel)
    note = AuditNote(asked_by, subject=approval.id, reason=reason, after={"asked": subject})
    unit.audit.record(note, now, actor)
    return approval


def approve(  # noqa: PLR0913 - which request, why, and how it is carried out
    approval_id: str,
    note: str,
    carry_out: Mapping[Act, CarryOut],
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> Approval:
    """Carry out a request; the checker may not be its maker, and must be allowed its act.

    What the rules refuse by now (the books have moved on) is raised, and the request waits on.
    """
    now = clock.now()
    with unit:
        asked = unit.approvals.get(approval_id)
        permit(unit, actor, asked.act)
        refuse_to_decide(asked, actor.name, now)
        carry_out[asked.act](asked.content, unit, clock, actor)
        decided = _decided(asked, ApprovalState.APPROVED, note, clock, actor)
        unit.approvals.decide(decided)
        told = AuditNote(
            asked.act, subject=asked.id, reason=note, after={"approved": asked.subject}
        )
        unit.audit.record(told, now, actor)
        unit.commit()
    return decided


def reject(approval_id: str, note: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> Approval:
    """Put a request aside, with the reason; its maker may take it back the same way."""
    if not note.strip():
        raise FieldMissing("note")
    with unit:
        asked = unit.approvals.get(approval_id)
        permit(unit, actor, Act.REJECT)
        refuse_unless_open(asked, clock.now())
        decided = _decided(asked, ApprovalState.REJECTED, note, clock, actor)
        unit.approvals.decide(decided)
        told = AuditNote(
            Act.REJECT, subject=asked.id, reason=note, after={"put aside": asked.subject}
        )
        unit.audit.record(told, clock.now(), actor)
        unit.commit()
    return decided


def _decided(
    asked: Approval, state: ApprovalState, note: str, clock: Clock, actor: Actor
) -> Approval:
    return replace(
        asked, state=state, decided_by=actor.name, decided_at=clock.now(), note=note.strip()
    )
