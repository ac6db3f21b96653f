"""Defaulters: whom the daily list names, by how much and for how long they owe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.money import Money
from domain.policy import Reason
from domain.progress import Progress

#: Upper ends of the bands of dues in rupees, and of the ages in days; the last is open.
#: Source: domain page, section 5.
BANDS = (1_000, 5_000, 10_000, 25_000)
AGES = (7, 15, 30, 60, 90)


class ListKind(StrEnum):
    """Which of the lists."""

    #: Everybody below zero, connected or not.
    DEFAULTERS = "defaulters"
    NEVER_RECHARGED = "never_recharged"
    #: No read came for longer than the office allows.
    NON_COMMUNICATING = "non_communicating"
    PROTECTED = "protected"
    #: Off for more than 24 hours: somebody rings them up.
    CALLS = "calls"


@dataclass(frozen=True, slots=True)
class DefaulterQuery:
    """Which rows of a list are shown; ``band`` and ``age`` are places, -1 for all."""

    kind: ListKind = ListKind.DEFAULTERS
    band: int = -1
    age: int = -1
    feeders: tuple[str, ...] = ()
    dtrs: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Defaulter:
    """A row of the list; ``due`` is not negative, ``mean_daily_paise`` of the last 30 days."""

    consumer_id: int
    number: str
    name: str
    mobile: str
    address: str
    schedule: str
    load_w: int
    feeder: str
    dtr: str
    due: Money
    since: date | None
    days_negative: int
    emergency_until: datetime | None
    is_emergency_used: bool
    is_off: bool
    days_off: int | None
    mean_daily_paise: int | None
    last_recharge_on: date | None
    last_recharge: Money | None
    arrears: Money
    last_read_on: date | None
    reasons: tuple[Reason, ...]
    next_at: datetime | None
    protected_until: date | None
    proof: str
    language: str


@dataclass(frozen=True, slots=True)
class DefaulterList:
    """A list with its sums; ``bands`` and ``ages``: how many and how much in each.

    ``by_place``: the same by feeder and transformer.
    """

    made_at: datetime
    day: date
    kind: ListKind
    rows: Sequence[Defaulter]
    due: Money
    bands: Sequence[tuple[int, Money]]
    ages: Sequence[tuple[int, Money]]
    by_place: Mapping[tuple[str, str], tuple[int, Money]]
    reasons: Mapping[Reason, int]
    anchor: str


class Defaulters(Protocol):
    """The lists of those who owe; any thread may call it."""

    def list(self, query: DefaulterQuery, progress: Progress) -> DefaulterList: ...
