"""Trust: who may act, what waits for a second person, and who did what, as pages ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.approval import Approval
from domain.audit import AuditQuery, AuditRow
from domain.office import Actor, Channel
from domain.services.taking_tariffs import JudgedTariffs
from domain.staff import Member, NewMember


class Trust(Protocol):
    """The staff, approvals and audit log of an office; every method is whole by itself."""

    def has_staff(self) -> bool:
        """Return whether the office has staff; one that has none asks nobody who they are."""

    def staff(self) -> list[Member]: ...

    def member(self, user_name: str) -> Member:
        """Return an active member; :class:`StaffUnknown` for anybody else."""

    def make_first_administrator(self, form: NewMember, password: str, actor: Actor) -> Member: ...

    def sign_in(self, user_name: str, password: str, channel: Channel) -> Member: ...

    def refuse_unless_password(self, password: str, actor: Actor) -> None:
        """Raise :class:`SignInRefused` unless it is the actor's: asked again before grave acts."""

    def add_member(self, form: NewMember, password: str, actor: Actor) -> Member: ...

    def change_member(self, member: Member, actor: Actor) -> Member: ...

    def unlock(self, user_name: str, actor: Actor) -> Member: ...

    def reset_password(self, user_name: str, password: str, actor: Actor) -> None: ...

    def change_password(self, old: str, new: str, actor: Actor) -> None: ...

    def has_recovery_words(self) -> bool: ...

    def set_recovery_words(self, words: str, actor: Actor) -> None: ...

    def recover_administrator(
        self, user_name: str, words: str, password: str, actor: Actor
    ) -> Member: ...

    def approvals(self, limit: int = 200) -> list[Approval]:
        """Return the newest requests, newest first, as they are stored."""

    def approval(self, approval_id: str) -> Approval:
        """Return a request as it is stored; :class:`ApprovalNotFound` when there is none."""

    def ask_for_tariffs(self, judged: JudgedTariffs, reason: str, actor: Actor) -> Approval: ...

    def approve(self, approval_id: str, note: str, password: str, actor: Actor) -> Approval:
        """Carry out a request of somebody else; the password is asked again."""

    def reject(self, approval_id: str, note: str, actor: Actor) -> Approval: ...

    def audit_log(self, query: AuditQuery, actor: Actor, limit: int = 1_000) -> list[AuditRow]:
        """Return the newest rows of the log that a query asks for, newest first."""

    def acts_noted(self) -> Sequence[str]:
        """Return the acts and kinds of postings that the log knows, for a filter."""

    def note_view(self, number: str, actor: Actor) -> None:
        """Note that somebody looked at a consumer; again within ten minutes is no new look."""

    def note_export(self, subject: str, count: int, reason: str, actor: Actor) -> None:
        """Permit and note an export before it is made; where there is staff, with a reason."""

    def forget_person(self, number: str, reason: str, password: str, actor: Actor) -> int:
        """Blank what names a consumer once it need not be kept; return how many rows."""

    def forget_taken_back(self, number: str, reason: str, password: str, actor: Actor) -> int:
        """Blank what names those whom undone imports had taken on; return how many rows."""
