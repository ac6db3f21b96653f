"""The audit log: who did what, when, from where, and what was before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.office import Channel
from domain.staff import Act


@dataclass(frozen=True, slots=True)
class AuditNote:
    """What is to be noted of an act beside the ledger.

    ``subject`` is a business id (a number, a user name, a file), never a person's name: it
    stands in the event stream for good. ``reason``, ``before`` and ``after`` do not: they are
    vouched for by a salted hash, so that a person can be forgotten without breaking the chain.
    """

    act: Act
    subject: str = ""
    consumer_id: int | None = None
    count: int = 0
    reason: str = ""
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_detail(self) -> bool:
        return bool(self.reason or self.before or self.after)


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which rows of the log are asked for; days in India, both included; empty: any."""

    since: date | None = None
    until: date | None = None
    by: str = ""
    act: str = ""
    consumer_number: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row of the log: an act beside the ledger, or a posting (whose kind is the act)."""

    at: datetime
    by: str
    channel: Channel
    counter: int
    act: str
    subject: str
    consumer_number: str
    count: int
    reason: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    stream: str
    event_seq: int
    is_erased: bool = False
