"""Signing in: who somebody is, shown by a password, with a pause after too many wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from domain.audit import AuditNote
from domain.calendar import Clock
from domain.errors_of_trust import NotAllowed, SignInRefused, StaffLocked
from domain.office import Actor, Channel
from domain.ports import Passwords, UnitOfWork
from domain.staff import Act, Member, Role, lock_after

_STRANGER = "?"


def sign_in(  # noqa: PLR0913 - a use case gets all it needs
    user_name: str,
    password: str,
    *,
    open_unit: Callable[[], UnitOfWork],
    passwords: Passwords,
    clock: Clock,
    channel: Channel,
) -> Member:
    """Return the member whose password this is; raise :class:`SignInRefused` otherwise.

    Whether the name or the password was wrong is not told. Each wrong password is counted and
    noted; from the fifth on the account stays shut for a growing while (:class:`StaffLocked`).
    A machine account works without a desk (:class:`NotAllowed`).
    """
    now = clock.now()
    with open_unit() as unit:
        member = unit.staff.standing(user_name).member
        stored = unit.staff.password_hash(user_name) if member else None
    if member is not None and member.is_locked(now) and member.locked_until is not None:
        raise StaffLocked(user_name, member.locked_until)
    # Outside of a transaction: the comparison is slow on purpose, and nobody shall wait for it.
    is_right = _is_right(stored, password, passwords)
    # Only the desk stands at a counter.
    counter = member.counter if member and channel is Channel.DESK else 0
    actor = Actor(user_name if member else _STRANGER, channel, counter)
    with open_unit() as unit:
        if member is None or not member.is_active or not is_right:
            _count_wrong_try(unit, actor, member, now)
            unit.commit()
            raise SignInRefused
        if member.role is Role.MACHINE and channel is Channel.DESK:
            raise NotAllowed(user_name, Act.SIGN_IN.value)
        known = unit.staff.standing(user_name).member or member
        signed_in = replace(known, wrong_tries=0, locked_until=None, signed_in_at=now)
        unit.staff.update(signed_in)
        unit.audit.record(AuditNote(Act.SIGN_IN, subject=user_name), now, actor)
        unit.commit()
    return signed_in


def refuse_unless_password(  # noqa: PLR0913 - a use case gets all it needs
    user_name: str,
    password: str,
    *,
    open_unit: Callable[[], UnitOfWork],
    passwords: Passwords,
    clock: Clock,
    channel: Channel,
) -> None:
    """Raise :class:`SignInRefused` unless the password is right: asked again before grave acts.

    An office without staff has no passwords, so nothing is asked. Wrong tries count as when
    signing in.
    """
    with open_unit() as unit:
        has_staff = unit.staff.standing(user_name).has_staff
    if has_staff:
        sign_in(
            user_name,
            password,
            open_unit=open_unit,
            passwords=passwords,
            clock=clock,
            channel=channel,
        )


def _is_right(stored: str | None, password: str, passwords: Passwords) -> bool:
    """Compare a password; for a name that nobody has it takes as long."""
    if stored is None:
        passwords.hashed(password)
        return False
    return passwords.matches(stored, password)


def _count_wrong_try(unit: UnitOfWork, actor: Actor, member: Member | None, now: datetime) -> None:
    known = unit.staff.standing(actor.name).member if member else None
    if known is not None:
        tries = known.wrong_tries + 1
        unit.staff.update(replace(known, wrong_tries=tries, locked_until=lock_after(tries, now)))
    unit.audit.record(AuditNote(Act.FAIL_SIGN_IN, subject=actor.name), now, actor)
