"""Arrears as pages and commands use them."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from domain.approval import Approval
from domain.arrears import ArrearPlan, ArrearTerms
from domain.money import Money
from domain.office import Actor


class ArrearsBook(Protocol):
    """Debts from before prepaid and their plans; every method is whole by itself."""

    def live_of(self, consumer_number: str) -> ArrearPlan | None: ...

    def of_consumer(self, consumer_number: str) -> list[ArrearPlan]:
        """Return all plans of a consumer, newest first."""

    def plan(  # noqa: PLR0913 - whose debt, how much, how it is paid off, from when, why
        self,
        consumer_number: str,
        amount: Money,
        terms: ArrearTerms,
        starts_on: date,
        reason: str,
        actor: Actor,
    ) -> ArrearPlan:
        """Book a debt at once, in an office without staff."""

    def ask_plan(  # noqa: PLR0913 - as above
        self,
        consumer_number: str,
        amount: Money,
        terms: ArrearTerms,
        starts_on: date,
        reason: str,
        actor: Actor,
    ) -> Approval:
        """Ask that a debt be booked."""

    def end(self, consumer_number: str, reason: str, actor: Actor) -> ArrearPlan:
        """End a plan at once, in an office without staff; the rest is written off."""

    def ask_end(self, consumer_number: str, reason: str, actor: Actor) -> Approval: ...
