"""The staff, the approvals and the audit log of an office in its database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from sqlalchemy import Connection

from domain import masking
from domain.approval import Approval
from domain.audit import AuditQuery, AuditRow
from domain.calendar import Clock
from domain.errors_of_trust import StaffUnknown
from domain.office import Actor, Channel, Office
from domain.ports import Passwords
from domain.safekeeping import plain_words
from domain.services import (
    approving,
    carrying_out_arrears,
    forgetting,
    keeping_staff,
    making_jobs,
    noting,
    signing_in,
    taking_policies,
    taking_tariffs,
    undoing_receipts,
)
from domain.services.approving import CarryOut
from domain.services.permitting import permit
from domain.services.taking_tariffs import JudgedTariffs
from domain.staff import Act, Member, NewMember
from storage.listings import audit
from storage.passwords import Argon2Passwords
from storage.repositories.approvals import SqlApprovals
from storage.repositories.staff import SqlStaff
from storage.unit_of_work import SqlUnitOfWork

#: What can be asked for and is carried out by an approval.
_CARRIED_OUT: Mapping[Act, CarryOut] = {
    Act.TAKE_TARIFFS: taking_tariffs.take_approved,
    Act.TAKE_POLICY: taking_policies.take_approved,
    Act.PLAN_ARREARS: carrying_out_arrears.carry_out,
    Act.CANCEL_RECEIPT: undoing_receipts.cancel_approved,
    Act.TRANSFER_RECEIPT: undoing_receipts.transfer_approved,
    Act.DISCONNECT: making_jobs.approve_job,
}


class SqlTrust:
    """Everything of :class:`domain.trust.Trust`; any thread may call it."""

    def __init__(
        self,
        office: Office,
        clock: Clock,
        open_unit: Callable[[], SqlUnitOfWork],
        reading: Callable[[], AbstractContextManager[Connection]],
        open_in_any_condition: Callable[[], SqlUnitOfWork],
    ) -> None:
        self._office = office
        self._clock = clock
        #: Who settles books that are not in order must be able to sign in, and is noted.
        self._unit = open_in_any_condition
        #: For what changes more than who may act: not while the books are not in order.
        self._unit_in_order = open_unit
        self._reading = reading
        #: How passwords are hashed; slow on purpose, but for tests.
        self.passwords: Passwords = Argon2Passwords()

    # Staff

    def has_staff(self) -> bool:
        with self._reading() as connection:
            return SqlStaff(connection, self._office).standing("").has_staff

    def staff(self) -> list[Member]:
        with self._reading() as connection:
            return SqlStaff(connection, self._office).all()

    def member(self, user_name: str) -> Member:
        with self._reading() as connection:
            found = SqlStaff(connection, self._office).standing(user_name).member
        if found is None or not found.is_active:
            raise StaffUnknown(user_name)
        return found

    def make_first_administrator(self, form: NewMember, password: str, actor: Actor) -> Member:
        return keeping_staff.make_first_administrator(
            form,
            password,
            unit=self._unit(),
            passwords=self.passwords,
            clock=self._clock,
            actor=actor,
        )

    def sign_in(self, user_name: str, password: str, channel: Channel) -> Member:
        return signing_in.sign_in(
            user_name,
            password,
            open_unit=self._unit,
            passwords=self.passwords,
            clock=self._clock,
            channel=channel,
        )

    def refuse_unless_password(self, password: str, actor: Actor) -> None:
        signing_in.refuse_unless_password(
            actor.name,
            password,
            open_unit=self._unit,
            passwords=self.passwords,
            clock=self._clock,
            channel=actor.channel,
        )

    def add_member(self, form: NewMember, password: str, actor: Actor) -> Member:
        return keeping_staff.add_member(
            form,
            password,
            unit=self._unit(),
            passwords=self.passwords,
            clock=self._clock,
            actor=actor,
        )

    def change_member(self, member: Member, actor: Actor) -> Member:
        return keeping_staff.change_member(member, self._unit(), self._clock, actor)

    def unlock(self, user_name: str, actor: Actor) -> Member:
        return keeping_staff.unlock(user_name, self._unit(), self._clock, actor)

    def reset_password(self, user_name: str, password: str, actor: Actor) -> None:
        keeping_staff.reset_password(
            user_name,
            password,
            unit=self._unit(),
            passwords=self.passwords,
            clock=self._clock,
            actor=actor,
        )

    def change_password(self, old: str, new: str, actor: Actor) -> None:
        keeping_staff.change_password(
            old,
            new,
            open_unit=self._unit,
            passwords=self.passwords,
            clock=self._clock,
            actor=actor,
        )

    def has_recovery_words(self) -> bool:
        with self._reading() as connection:
            return bool(SqlStaff(connection, self._office).recovery_hash())

    def set_recovery_words(self, words: str, actor: Actor) -> None:
        keeping_staff.set_recovery_words(
            plain_words(words), self._unit(), self.passwords, self._clock, actor
        )

    def recover_administrator(
        self, user_name: str, words: str, password: str, actor: Actor
    ) -> Member:
        return keeping_staff.recover_administrator(
            user_name,
            plain_words(words),
            password,
            open_unit=self._unit,
            passwords=self.passwords,
            clock=self._clock,
            actor=actor,
        )

    # Approvals

    def approvals(self, limit: int = 200) -> list[Approval]:
        with self._reading() as connection:
            return SqlApprovals(connection, self._office).newest(limit)

    def approval(self, approval_id: str) -> Approval:
        with self._reading() as connection:
            return SqlApprovals(connection, self._office).get(approval_id)

    def ask_for_tariffs(self, judged: JudgedTariffs, reason: str, actor: Actor) -> Approval:
        return taking_tariffs.ask_for_tariffs(
            judged, reason, self._unit_in_order(), self._clock, actor
        )

    def approve(self, approval_id: str, note: str, password: str, actor: Actor) -> Approval:
        self.refuse_unless_password(password, actor)
        return approving.approve(
            approval_id,
            note,
            _CARRIED_OUT,
            unit=self._unit_in_order(),
            clock=self._clock,
            actor=actor,
        )

    def reject(self, approval_id: str, note: str, actor: Actor) -> Approval:
        return approving.reject(approval_id, note, self._unit_in_order(), self._clock, actor)

    # The audit log

    def audit_log(self, query: AuditQuery, actor: Actor, limit: int = 1_000) -> list[AuditRow]:
        with self._unit() as unit:
            permit(unit, actor, Act.SEE_AUDIT)
            member = unit.staff.standing(actor.name).member
        with self._reading() as connection:
            rows = audit.audit_log(connection, self._office.id, query, limit)
        if masking.sees_people(member.role if member else None):
            return rows
        return [_masked(row) for row in rows]

    def acts_noted(self) -> Sequence[str]:
        with self._reading() as connection:
            return audit.acts_noted(connection, self._office.id)

    def note_view(self, number: str, actor: Actor) -> None:
        noting.note_view(number, self._unit(), self._clock, actor)

    def note_export(self, subject: str, count: int, reason: str, actor: Actor) -> None:
        noting.note_export(
            subject, count, reason, unit=self._unit(), clock=self._clock, actor=actor
        )

    def forget_person(self, number: str, reason: str, password: str, actor: Actor) -> int:
        self.refuse_unless_password(password, actor)
        return forgetting.forget_person(number, reason, self._unit_in_order(), self._clock, actor)

    def forget_taken_back(self, number: str, reason: str, password: str, actor: Actor) -> int:
        self.refuse_unless_password(password, actor)
        unit = self._unit_in_order()
        return forgetting.forget_taken_back(number, reason, unit, self._clock, actor)


def _masked(row: AuditRow) -> AuditRow:
    return replace(
        row, before=masking.masked_values(row.before), after=masking.masked_values(row.after)
    )
