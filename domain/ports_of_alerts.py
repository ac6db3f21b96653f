"""What telling consumers needs of the store, inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from domain.alerts import Telling
from domain.message import Alert, Medium, Message, Template
from domain.ports_of_messages import HandOver


@dataclass(frozen=True, slots=True)
class Reach:
    """By what a consumer can be reached, and how its wallet stands."""

    consumer_id: int
    number: str
    language: str
    mobile: str
    email: str
    balance_paise: int


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """A message before it is queued."""

    consumer_id: int
    alert: Alert
    period: str
    medium: Medium
    language: str
    address: str
    template_id: str
    subject: str
    text: str
    variables: Mapping[str, str]


#: What makes a message the same as another one.
MessageKey = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A message whose time has come, with what decides whether it may still leave.

    ``recharge``: the posting of the consumer's last recharge, 0 without one.
    """

    message: Message
    schedule: str
    load_w: int
    is_connected: bool
    balance_paise: int
    negative_since_day: int | None
    recharge: int


@dataclass(frozen=True, slots=True)
class Unreported:
    """A message that a provider took, and of which it has not told what became of it."""

    id: int
    provider_id: str
    sent_at: datetime


class Messages(Protocol):
    """The outbox to consumers and its templates."""

    def reach(self, consumer_ids: Sequence[int]) -> Mapping[int, Reach]: ...

    def templates(self) -> Mapping[tuple[Alert, Medium, str], Template]:
        """Return every template that holds: the office's own, else the one that is shipped."""

    def put_template(self, template: Template, at: datetime, by: str) -> None: ...

    def known(self, tellings: Sequence[Telling]) -> set[MessageKey]:
        """Return what those whom it is about have been told of these alerts, or are to be."""

    def queue(self, drafts: Sequence[MessageDraft], at: datetime) -> None: ...

    def due(self, media: Sequence[Medium], now: datetime, limit: int) -> list[DueMessage]:
        """Return messages that wait and whose time has come, the oldest first."""

    def leave(self, ids: Sequence[int], at: datetime) -> None:
        """Write down that messages leave now."""

    def postpone(self, ids: Sequence[int], until: datetime) -> None: ...

    def give_up(self, ids: Sequence[int], reason: str) -> None:
        """Put aside what waits and has been overtaken, or may not leave as it is."""

    def fail(self, errors: Mapping[int, str]) -> None:
        """Mark waiting messages as failed, each with its reason."""

    def answered(
        self,
        answers: Mapping[int, HandOver],
        at: datetime,
        waits: Mapping[int, timedelta | None],
        ask_at: datetime | None,
    ) -> None:
        """Store what became of messages that left; ``waits`` None: never again by itself.

        ``ask_at``: when the provider is asked about those that it took, None: never.
        """

    def take_back_leaving(self, media: Sequence[Medium], before: datetime) -> int:
        """Let what was leaving when a program ended wait again, by media that may send twice."""

    def next_try(self, media: Sequence[Medium]) -> datetime | None:
        """Return when the next message leaves that waits for one of the media."""

    def waiting_media(self) -> set[Medium]:
        """Return the media that messages wait for."""

    def unreported(self, medium: Medium, now: datetime, limit: int) -> list[Unreported]:
        """Return sent messages about which the provider is to be asked by now."""

    def ask_again(self, asked: Mapping[int, datetime | None]) -> None:
        """Write down when a provider is asked next about messages, None: never again."""

    def report(self, provider_id: str, at: datetime, *, is_delivered: bool, error: str) -> bool: ...

    def resend(self, ids: Sequence[int], at: datetime, settled_before: datetime) -> int:
        """Let messages that have left, failed or were dropped wait again; return how many."""

    def drop(self, ids: Sequence[int], reason: str) -> int:
        """Put messages aside that have not left; return how many."""
