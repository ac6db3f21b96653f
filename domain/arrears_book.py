"""Arrears as pages and commands use them."""

from __future__ import annotations

from typing import Protocol

from domain.approval import Approval
from domain.arrears import ArrearEnding, ArrearMove, ArrearPlan, ArrearWish
from domain.office import Actor


class ArrearsBook(Protocol):
    """Debts from before prepaid and their plans; every method is whole by itself."""

    def live_of(self, consumer_number: str) -> ArrearPlan | None: ...

    def of_consumer(self, consumer_number: str) -> list[ArrearPlan]:
        """Return all plans of a consumer, newest first."""

    def moves(self, consumer_number: str, limit: int = 500) -> list[ArrearMove]:
        """Return the last movements of all debts of a consumer, newest first."""

    def plan(self, wish: ArrearWish, actor: Actor) -> ArrearPlan:
        """Book a debt at once, in an office without staff."""

    def ask_plan(self, wish: ArrearWish, actor: Actor) -> Approval:
        """Ask that a debt be booked."""

    def end(self, ending: ArrearEnding, actor: Actor) -> ArrearPlan:
        """End a plan at once, in an office without staff; the rest is written off."""

    def ask_end(self, ending: ArrearEnding, actor: Actor) -> Approval: ...
