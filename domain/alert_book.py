"""Alerts: the ladder, the outbox and its templates as pages, commands and the worker use them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.message import Alert, Medium, Message, MessageState, Template
from domain.money import Money
from domain.office import Actor
from domain.ports_of_messages import Notifier
from domain.progress import Progress


@dataclass(frozen=True, slots=True)
class MessageQuery:
    """Which messages a list shows: all filters must hold, newest first."""

    states: tuple[MessageState, ...] = ()
    alerts: tuple[Alert, ...] = ()
    media: tuple[Medium, ...] = ()
    consumer_number: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class AlertRun:
    """What a run of the ladder queued, or would queue; ``without_address`` cannot be told.

    ``cost``: what the media charge for the messages, by the office's settings.
    """

    day: date
    queued: Mapping[Alert, int]
    already: int
    without_address: int
    faulty: Mapping[str, int]
    cost: Money


@dataclass(frozen=True, slots=True)
class MessagesDelivered:
    """What one round of delivering came to; ``unknown``: of these nobody knows, see the list."""

    sent: int = 0
    failed: int = 0
    unknown: int = 0
    waiting: int = 0
    dropped: int = 0
    next_at: datetime | None = None
    #: Media that messages wait for and that nothing is configured for.
    unconfigured: tuple[Medium, ...] = ()


class Alerts(Protocol):
    """What consumers are told; any thread may call it."""

    def run(self, day: date, actor: Actor, progress: Progress) -> AlertRun:
        """Queue what a charged day calls for: once per consumer, alert and period."""

    def preview(self, day: date, progress: Progress) -> AlertRun: ...

    def messages(self, query: MessageQuery, limit: int = 1_000) -> list[Message]: ...

    def counts(self) -> dict[MessageState, int]: ...

    def resend(self, ids: Sequence[int], actor: Actor) -> int: ...

    def drop(self, ids: Sequence[int], reason: str, actor: Actor) -> int: ...

    def templates(self) -> list[Template]: ...

    def put_template(self, template: Template, actor: Actor) -> Template: ...

    def sample(self, template: Template) -> str:
        """Return the text with sample values filled in; refuse one that breaks the DLT rules."""

    def deliver(
        self, notifiers: Mapping[Medium, Notifier], actor: Actor, progress: Progress
    ) -> MessagesDelivered:
        """Hand over what is due, outside the quiet hours; a row leaves once."""

    def take_report(self, provider_id: str, *, is_delivered: bool, error: str) -> bool:
        """Take a delivery report; False: the message is not known."""
