"""Permitting: whoever acts is looked up in the staff, and their role must allow the act."""

from __future__ import annotations

from domain.errors_of_trust import PasswordMustChange, SignInNeeded, StaffUnknown
from domain.office import Actor
from domain.ports import Staff, UnitOfWork
from domain.staff import Act, refuse_unless_may

#: What somebody may do before they have chosen a password of their own.
_WITHOUT_OWN_PASSWORD = frozenset({Act.SIGN_IN, Act.CHANGE_PASSWORD})


def permit(unit: UnitOfWork, actor: Actor, act: Act) -> None:
    """Raise unless the actor may do this now, as the store knows the staff in this transaction.

    An office without staff (a practice office, a fresh one) allows everything to everybody.
    Somebody dismissed at noon does nothing more at one minute past, however long their desk
    has been open.
    """
    permit_by(unit.staff, actor, act)


def permit_by(staff: Staff, actor: Actor, act: Act) -> None:
    """Raise unless the actor may do this, as a snapshot knows the staff: what is only looked at."""
    standing = staff.standing(actor.name)
    if not standing.has_staff:
        return
    member = standing.member
    if member is None or not member.is_active:
        raise StaffUnknown(actor.name) if actor.name else SignInNeeded
    if member.must_change_password and act not in _WITHOUT_OWN_PASSWORD:
        raise PasswordMustChange(actor.name)
    refuse_unless_may(actor.name, member.role, act)
