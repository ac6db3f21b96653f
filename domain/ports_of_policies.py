"""What the use cases of policies, holidays and protections need from the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from domain.office import Actor
from domain.policy import Facts, Policy, PolicyBook
from domain.policy_book import Holiday
from domain.protection import NewProtection, Protection, Scope


class PolicyRows(Protocol):
    """The policies, holidays and protections of an office, inside one transaction."""

    def book(self) -> PolicyBook:
        """Return the policies in the order in which they were taken."""

    def add(self, policy: Policy, at: datetime, actor: Actor) -> None: ...

    def holiday_names(self) -> Mapping[date, str]:
        """Return every holiday of the office, as :func:`domain.policy.decide` asks for them."""

    def holidays(self, first: date, last: date) -> list[Holiday]:
        """Return those from one day to another, both included, in order."""

    def put_holidays(self, holidays: Sequence[Holiday], at: datetime, actor: Actor) -> None:
        """Store holidays, in place of what stood on their days."""

    def remove_holiday(self, day: date, actor: Actor) -> None: ...

    def protections(
        self, *, at: date | None = None, number: str = "", id_: str = ""
    ) -> list[Protection]:
        """Return protections, newest first; those that cover a day, and of a consumer, if asked."""

    def protect(
        self, form: NewProtection, consumer_id: int | None, at: datetime, actor: Actor
    ) -> Protection: ...

    def end_protection(self, id_: str, day: date, reason: str, actor: Actor) -> Protection:
        """Let a protection hold no longer from a day on."""

    def protected_consumer(self, id_: str) -> int | None:
        """Return whom a protection covers by himself, None where it covers many."""

    def is_known(self, scope: Scope, whom: str, day: date) -> bool:
        """Tell whether any consumer is on a feeder, or charged by a schedule, on a day."""

    def facts(
        self,
        at: datetime,
        consumer_ids: Collection[int] | None = None,
        *,
        apart_from: Collection[str] = (),
    ) -> Facts:
        """Return what decides at an instant about all consumers, or about some of them.

        ``apart_from``: orders that are not counted as open ones: those that are judged themselves.
        """
