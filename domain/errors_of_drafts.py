"""What can go wrong with drafts of tariffs, and with looking at what they would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import Refusal
from domain.errors_of_tariffs import TariffFault


@dataclass(eq=False)
class DraftNotFound(Refusal):
    """There is no draft under this id (any more)."""

    id: str


@dataclass(eq=False)
class DraftChanged(Refusal):
    """Somebody else changed the draft since it was read."""

    title: str
    by: str
    at: datetime


@dataclass(eq=False)
class DraftWaiting(Refusal):
    """The draft waits for a second person, or holds already: it is not changed any more."""

    title: str


@dataclass(eq=False)
class DraftShapeless(Refusal):
    """A file holds something that no form has a place for, at ``field``."""

    name: str
    field: str


@dataclass(eq=False)
class DraftFaulty(Refusal):
    """A draft that cannot be charged by is not asked for; ``count`` faults are left."""

    title: str
    count: int


@dataclass(eq=False)
class DraftOnChargedDays(TariffFault):
    """The draft would begin on days that were charged already, by ``version``, up to ``day``."""

    valid_from: date
    version: str
    day: date


@dataclass(eq=False)
class ImpactPeriodEmpty(Refusal):
    """Nothing was charged yet that a draft could be compared with."""

    months: int


@dataclass(eq=False)
class ImpactWithoutConsumers(Refusal):
    """Nobody was charged by the schedule in the period."""

    schedule: str
    first: date
    last: date
