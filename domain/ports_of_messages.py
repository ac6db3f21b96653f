"""What messages need of a provider, by whatever medium they go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.message import Medium, Message, Template


class Handed(StrEnum):
    """What became of handing a message over."""

    SENT = "sent"
    #: It never will be: refused for good (an SMTP 5xx, an unknown number).
    REFUSED = "refused"
    #: Not now: no connection, an SMTP 4xx, a 429 or 5xx of a provider.
    LATER = "later"
    #: Nobody knows whether it was taken; it is not sent again by itself.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class HandOver:
    """The answer of a provider; ``wait_ms``: how long to wait, 0: as one likes."""

    handed: Handed
    provider_id: str = ""
    wait_ms: int = 0
    error: str = ""


class Notifier(Protocol):
    """One medium, as it leaves the office."""

    @property
    def medium(self) -> Medium: ...

    def hand_over(self, message: Message, template: Template | None) -> HandOver: ...
