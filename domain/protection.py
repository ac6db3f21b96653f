"""Protections: whom nobody may cut although they owe, with proof and an expiry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fnmatch import fnmatchcase


class ProtectionKind(StrEnum):
    """Why somebody is protected; source: domain page, section 5."""

    HOSPITAL = "hospital"
    LIFE_SUPPORT = "life_support"
    COURT_STAY = "court_stay"
    DISPUTE = "dispute"
    EXAM = "exam"
    HEAT_WAVE = "heat_wave"
    OTHER = "other"


class Scope(StrEnum):
    """Whom a protection covers: one consumer, or all of a feeder, a schedule, the office."""

    CONSUMER = "consumer"
    FEEDER = "feeder"
    SCHEDULE = "schedule"
    OFFICE = "office"


def covers(scope: Scope, whom: str, *, feeder: str, schedule: str) -> bool:
    """Whether a protection of many covers who is on a feeder and charged by a schedule.

    A schedule may be a pattern, such as ``UP-LMV1*``. One of a single consumer covers no others.
    """
    match scope:
        case Scope.OFFICE:
            return True
        case Scope.FEEDER:
            return feeder == whom
        case Scope.SCHEDULE:
            return fnmatchcase(schedule, whom)
        case Scope.CONSUMER:
            return False


@dataclass(frozen=True, slots=True)
class NewProtection:
    """A protection as entered; ``whom``: a consumer number, feeder or schedule, "" for OFFICE.

    ``proof`` says by what paper: "order 12/2026 of the District Court". Both days are included.
    """

    id: str
    kind: ProtectionKind
    scope: Scope
    whom: str
    proof: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Protection:
    """A protection of the office; ``ended_on``: the day from which on somebody took it back."""

    id: str
    kind: ProtectionKind
    scope: Scope
    whom: str
    name: str
    proof: str
    first: date
    last: date
    recorded_at: datetime
    recorded_by: str
    ended_on: date | None = None
    ended_by: str = ""
    end_reason: str = ""
