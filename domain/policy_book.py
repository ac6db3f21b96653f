"""Policies, holidays and protections as pages and commands use them, and the dry run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from domain.approval import Approval
from domain.money import Money
from domain.office import Actor
from domain.policy import Decisions, Facts, Policy, PolicyBook, Reason, Side, Terms
from domain.progress import Progress
from domain.protection import NewProtection, Protection


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which the office is shut; ``source``: the state's list, or who added it."""

    day: date
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a policy would let happen at an instant, sending nothing."""

    at: datetime
    policy: Policy | None
    facts: Facts
    decisions: Decisions

    @property
    def defaulters(self) -> int:
        return int(self.decisions.is_defaulter.sum())

    @property
    def going(self) -> int:
        """How many would be cut, were nothing capped."""
        return int(self.decisions.may_be_cut.sum())


@dataclass(frozen=True, slots=True)
class Standing:
    """Why one consumer may, or may not, be cut at an instant.

    ``ends``: until when each reason holds (UTC), None when nobody can say.
    """

    number: str
    at: datetime
    side: Side
    reasons: tuple[Reason, ...]
    ends: Mapping[Reason, datetime | None]
    next_at: datetime | None
    policy: Policy | None
    terms: Terms
    group: str
    balance: Money
    negative_since: date | None
    protections: tuple[Protection, ...]


class Policies(Protocol):
    """What the office does about those who do not pay; any thread may call it."""

    def book(self) -> PolicyBook: ...

    def judge(self, document: Mapping[str, Any]) -> Policy:
        """Return the policy that a document writes; refuse one that is none, field by field."""

    def ask(self, document: Mapping[str, Any], reason: str, actor: Actor) -> Approval | Policy:
        """Ask for a policy to hold; where there is no staff, it holds at once."""

    def holidays(self, first: date, last: date) -> list[Holiday]: ...

    def put_holiday(self, holiday: Holiday, actor: Actor) -> None: ...

    def remove_holiday(self, day: date, actor: Actor) -> None: ...

    def put_holidays(self, found: Sequence[Holiday], actor: Actor) -> int:
        """Add those that the office does not have; return how many."""

    def protections(self, *, at: date | None = None, number: str = "") -> list[Protection]:
        """Return protections, newest first; of a day and of a consumer, if asked."""

    def protect(self, form: NewProtection, actor: Actor) -> Protection: ...

    def end_protection(self, id_: str, reason: str, actor: Actor) -> Protection: ...

    def next_window(self, at: datetime) -> datetime | None:
        """Return when a window stands open for all from an instant on (UTC); None: never."""

    def dry_run(self, at: datetime, progress: Progress, draft: Policy | None = None) -> DryRun: ...

    def standing(self, number: str, at: datetime, draft: Policy | None = None) -> Standing: ...
