"""Taking policies: what one person asks for holds once another has approved it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from domain.approval import Approval
from domain.audit import AuditNote
from domain.calendar import Clock
from domain.errors import FieldMissing
from domain.errors_of_policies import PolicyKnown
from domain.office import Actor
from domain.policy import Policy
from domain.policy_reading import policy_of
from domain.ports import UnitOfWork
from domain.services import approving
from domain.services.permitting import permit
from domain.staff import Act


def ask_for_policy(
    document: Mapping[str, Any], reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Approval | Policy:
    """Ask for a policy to hold; an office without staff takes it at once.

    The same document again changes nothing. An id that the office has stands for the same content
    for ever (:class:`PolicyKnown`), as people were cut by it.
    """
    policy = policy_of(document)
    with unit:
        permit(unit, actor, Act.ASK_POLICY)
        known = _known(policy, unit)
        if known is not None:
            return known
        if not unit.staff.standing(actor.name).has_staff:
            _take(policy, unit, clock, actor)
            unit.commit()
            return policy
        if not reason.strip():
            raise FieldMissing("reason")
        approval = approving.ask(
            Act.TAKE_POLICY,
            policy.id,
            policy.document,
            reason.strip(),
            asked_by=Act.ASK_POLICY,
            unit=unit,
            clock=clock,
            actor=actor,
        )
        unit.commit()
    return approval


def take_approved(content: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Let a policy hold that was asked for, inside the transaction that approves."""
    policy = policy_of(json.loads(content))
    if _known(policy, unit) is None:
        _take(policy, unit, clock, actor)


def _known(policy: Policy, unit: UnitOfWork) -> Policy | None:
    """Return the policy if the office has it, word for word."""
    for one in unit.policies.book().policies:
        if one.id == policy.id:
            if one.document != policy.document:
                raise PolicyKnown(policy.id)
            return one
    return None


def _take(policy: Policy, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    now = clock.now()
    unit.policies.add(policy, now, actor)
    begins = {"begins": policy.valid_from.isoformat()}
    unit.audit.record(AuditNote(Act.TAKE_POLICY, subject=policy.id, after=begins), now, actor)
