"""Keeping the staff: the first administrator, new members, changes, passwords, a way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from domain.audit import AuditNote
from domain.calendar import Clock
from domain.errors_of_trust import (
    LastAdministrator,
    RecoveryWordsWrong,
    StaffExists,
    StaffKnown,
    StaffUnknown,
)
from domain.office import Actor
from domain.ports import Passwords, UnitOfWork
from domain.services.permitting import permit
from domain.services.signing_in import refuse_unless_password
from domain.staff import Act, Member, NewMember, Role, refuse_weak_password


def make_first_administrator(  # noqa: PLR0913 - a use case gets all it needs
    form: NewMember,
    password: str,
    *,
    unit: UnitOfWork,
    passwords: Passwords,
    clock: Clock,
    actor: Actor,
) -> Member:
    """Give an office its first member of staff; from then on nobody acts without signing in."""
    refuse_weak_password(form.user_name, password)
    hashed = passwords.hashed(password)
    with unit:
        if unit.staff.standing(form.user_name).has_staff:
            raise StaffExists
        first = replace(form, role=Role.ADMINISTRATOR)
        return _add(first, hashed, unit, clock, replace(actor, name=form.user_name))


def add_member(  # noqa: PLR0913 - a use case gets all it needs
    form: NewMember,
    password: str,
    *,
    unit: UnitOfWork,
    passwords: Passwords,
    clock: Clock,
    actor: Actor,
) -> Member:
    """Take somebody on the staff with a first password, which they must change themselves.

    A machine account keeps the password that it is given.
    """
    refuse_weak_password(form.user_name, password)
    hashed = passwords.hashed(password)
    with unit:
        permit(unit, actor, Act.MANAGE_STAFF)
        if not unit.staff.standing(actor.name).has_staff:
            raise StaffUnknown(actor.name)
        if unit.staff.standing(form.user_name).member is not None:
            raise StaffKnown(form.user_name)
        return _add(form, hashed, unit, clock, actor, must_change=form.role is not Role.MACHINE)


def change_member(changed: Member, unit: UnitOfWork, clock: Clock, actor: Actor) -> Member:
    """Set name, role, counter and whether somebody is active; unlock them when asked.

    The last administrator can neither be dismissed nor given another role.
    """
    with unit:
        permit(unit, actor, Act.MANAGE_STAFF)
        known = _known(unit, changed.user_name)
        NewMember(changed.user_name, changed.name, changed.role, changed.counter)
        stored = replace(
            known,
            name=changed.name,
            role=changed.role,
            counter=changed.counter,
            is_active=changed.is_active,
            wrong_tries=changed.wrong_tries,
            locked_until=changed.locked_until,
        )
        unit.staff.update(stored)
        _refuse_without_administrator(unit, changed.user_name)
        _note(
            unit,
            Act.MANAGE_STAFF,
            stored.user_name,
            at=clock.now(),
            actor=actor,
            before=known,
            after=stored,
        )
        unit.commit()
    return stored


def unlock(user_name: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> Member:
    """Open an account again that too many wrong passwords have shut."""
    with unit:
        permit(unit, actor, Act.MANAGE_STAFF)
        known = _known(unit, user_name)
        opened = replace(known, wrong_tries=0, locked_until=None)
        unit.staff.update(opened)
        _note(
            unit,
            Act.MANAGE_STAFF,
            user_name,
            at=clock.now(),
            actor=actor,
            before=known,
            after=opened,
        )
        unit.commit()
    return opened


def reset_password(  # noqa: PLR0913 - a use case gets all it needs
    user_name: str,
    password: str,
    *,
    unit: UnitOfWork,
    passwords: Passwords,
    clock: Clock,
    actor: Actor,
) -> None:
    """Set a first password for somebody who forgot theirs; they must change it themselves."""
    refuse_weak_password(user_name, password)
    hashed = passwords.hashed(password)
    with unit:
        permit(unit, actor, Act.MANAGE_STAFF)
        known = _known(unit, user_name)
        unit.staff.set_password(user_name, hashed)
        is_person = known.role is not Role.MACHINE
        unit.staff.update(
            replace(known, must_change_password=is_person, wrong_tries=0, locked_until=None)
        )
        note = AuditNote(Act.MANAGE_STAFF, subject=user_name, after={"password": "set"})
        unit.audit.record(note, clock.now(), actor)
        unit.commit()


def change_password(  # noqa: PLR0913 - a use case gets all it needs
    old: str,
    new: str,
    *,
    open_unit: Callable[[], UnitOfWork],
    passwords: Passwords,
    clock: Clock,
    actor: Actor,
) -> None:
    """Let somebody choose a password of their own; the present one must be given."""
    refuse_weak_password(actor.name, new)
    with open_unit() as unit:
        _known(unit, actor.name)
    refuse_unless_password(
        actor.name,
        old,
        open_unit=open_unit,
        passwords=passwords,
        clock=clock,
        channel=actor.channel,
    )
    hashed = passwords.hashed(new)
    with open_unit() as unit:
        permit(unit, actor, Act.CHANGE_PASSWORD)
        unit.staff.set_password(actor.name, hashed)
        unit.staff.update(replace(_known(unit, actor.name), must_change_password=False))
        unit.audit.record(AuditNote(Act.CHANGE_PASSWORD, subject=actor.name), clock.now(), actor)
        unit.commit()


def set_recovery_words(
    words: str, unit: UnitOfWork, passwords: Passwords, clock: Clock, actor: Actor
) -> None:
    """Let these words bring a lost administrator back; earlier ones stop working."""
    hashed = passwords.hashed(words)
    with unit:
        permit(unit, actor, Act.MANAGE_KEYS)
        unit.staff.set_recovery_hash(hashed, clock.now(), actor.name)
        note = AuditNote(Act.MANAGE_KEYS, subject="recovery words", after={"words": "new"})
        unit.audit.record(note, clock.now(), actor)
        unit.commit()


def recover_administrator(  # noqa: PLR0913 - a use case gets all it needs
    user_name: str,
    words: str,
    password: str,
    *,
    open_unit: Callable[[], UnitOfWork],
    passwords: Passwords,
    clock: Clock,
    actor: Actor,
) -> Member:
    """Set an administrator's password anew by the office's recovery words.

    The one road that needs no sign-in, so it is noted in the audit log whatever comes of it.
    """
    refuse_weak_password(user_name, password)
    with open_unit() as unit:
        stored = unit.staff.recovery_hash()
        member = unit.staff.standing(user_name).member
    is_right = bool(stored) and passwords.matches(stored, words)
    now, acting = clock.now(), replace(actor, name=user_name)
    if not is_right or member is None or member.role is not Role.ADMINISTRATOR:
        with open_unit() as unit:
            note = AuditNote(Act.RECOVER, subject="refused")
            unit.audit.record(note, now, replace(actor, name="?"))
            unit.commit()
        raise RecoveryWordsWrong
    hashed = passwords.hashed(password)
    with open_unit() as unit:
        recovered = replace(
            member, is_active=True, must_change_password=False, wrong_tries=0, locked_until=None
        )
        unit.staff.set_password(user_name, hashed)
        unit.staff.update(recovered)
        unit.audit.record(AuditNote(Act.RECOVER, subject=user_name), now, acting)
        unit.commit()
    return recovered


def _add(  # noqa: PLR0913 - a member with a password, in a unit, noted
    form: NewMember,
    password_hash: str,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
    *,
    must_change: bool = False,
) -> Member:
    now = clock.now()
    unit.staff.add(form, password_hash, now, actor.name)
    member = replace(_known(unit, form.user_name), must_change_password=must_change)
    unit.staff.update(member)
    _note(unit, Act.MANAGE_STAFF, form.user_name, at=now, actor=actor, before=None, after=member)
    unit.commit()
    return member


def _known(unit: UnitOfWork, user_name: str) -> Member:
    member = unit.staff.standing(user_name).member
    if member is None:
        raise StaffUnknown(user_name)
    return member


def _refuse_without_administrator(unit: UnitOfWork, user_name: str) -> None:
    is_left = any(
        member.is_active and member.role is Role.ADMINISTRATOR for member in unit.staff.all()
    )
    if not is_left:
        raise LastAdministrator(user_name)


def _note(  # noqa: PLR0913 - who changed whom, from what to what
    unit: UnitOfWork,
    act: Act,
    subject: str,
    *,
    at: datetime,
    actor: Actor,
    before: Member | None,
    after: Member,
) -> None:
    old, new = _told(before) if before else {}, _told(after)
    changed = [name for name in new if old.get(name) != new[name]]
    note = AuditNote(
        act,
        subject=subject,
        before={name: old[name] for name in changed if name in old},
        after={name: new[name] for name in changed},
    )
    unit.audit.record(note, at, actor)


def _told(member: Member) -> Mapping[str, str]:
    return {
        "name": member.name,
        "role": member.role.value,
        "counter": str(member.counter),
        "is_active": "yes" if member.is_active else "no",
        "is_locked": "yes" if member.locked_until else "no",
    }
