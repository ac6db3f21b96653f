"""What the desk shows of one consumer's account beside the lists: as pages and commands use it."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from domain.balance_explained import BalanceExplained
from domain.consumer_notes import ConsumerNote
from domain.likeness import Lookalike, Person
from domain.office import Actor
from domain.timeline import TimelineMark, TimelinePage, TimelineQuery, TimelineRow


class ConsumerAccounts(Protocol):
    """The account of each consumer as a story; every method is whole by itself."""

    def timeline(
        self,
        number: str,
        query: TimelineQuery = ...,
        mark: TimelineMark | None = None,
        limit: int = ...,
    ) -> TimelinePage:
        """Return what happened, newest first: from a mark on, some ``limit`` rows."""

    def stretch(self, number: str, row: TimelineRow) -> list[TimelineRow]:
        """Return the days that a row of charges or instalments is made of, newest first."""

    def notes(self, number: str, limit: int = ...) -> list[ConsumerNote]:
        """Return what was noted of a consumer, newest first."""

    def note(self, number: str, words: str, actor: Actor) -> ConsumerNote: ...

    def tags(self, number: str) -> list[str]: ...

    def known_tags(self) -> list[str]:
        """Return the tags that the office uses, in order."""

    def tag(self, number: str, tag: str, actor: Actor) -> str:
        """Put a tag on a consumer; return it as the office writes it."""

    def untag(self, number: str, tag: str, actor: Actor) -> str: ...

    def note_paper(self, number: str, paper: str, actor: Actor) -> None:
        """Note that a paper about a consumer was made."""

    def explain_balance(
        self, number: str, first: date | None = None, last: date | None = None
    ) -> BalanceExplained:
        """Return why the balance is what it is; without days: since the last recharge."""

    def lookalikes(self, person: Person) -> list[Lookalike]:
        """Return who of the consumers may be this person, the likeliest first."""
