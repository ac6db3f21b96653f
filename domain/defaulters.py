"""Defaulters: whom the daily list names, by how much and for how long they owe."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

import numpy as np

from domain.calendar import billing_day, day_number, milliseconds, start_of
from domain.credit import Status
from domain.money import PAISE_PER_RUPEE, ZERO, Money
from domain.notice import NoticeBatch
from domain.policy import (
    NONE,
    Column,
    Decisions,
    EmergencyCredit,
    Ends,
    Facts,
    Flags,
    Reason,
    hours_until_ms,
)
from domain.progress import Progress

Place = TypeVar("Place")
Kind = TypeVar("Kind", bound=StrEnum)

#: Upper ends of the bands of dues in rupees, and of the ages in days; the last is open.
#: Source: domain page, section 5.
BANDS = (1_000, 5_000, 10_000, 25_000)
AGES = (7, 15, 30, 60, 90)
#: Whoever is off for longer is rung up. Source: domain page, section 5.
CALLED_AFTER = timedelta(hours=24)
#: Of a band or an age: all of them, or none because nothing is owed.
ALL = -1
_BAND_TOPS = tuple(top * PAISE_PER_RUPEE for top in BANDS)


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
    """Which rows of a list are shown; ``band`` and ``age`` are places, -1 for all.

    ``statuses``: only who stands so today. ``is_free``: only whom nothing holds. ``numbers``:
    only these consumers.
    """

    kind: ListKind = ListKind.DEFAULTERS
    band: int = ALL
    age: int = ALL
    feeders: tuple[str, ...] = ()
    dtrs: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    statuses: tuple[Status, ...] = ()
    text: str = ""
    is_free: bool = False
    numbers: tuple[str, ...] = ()

    @property
    def has_filters(self) -> bool:
        """Whether anything of the list is left out."""
        return self != DefaulterQuery(self.kind)


@dataclass(frozen=True, slots=True)
class Defaulter:
    """A row of the list; ``due`` is not negative, ``mean_daily_paise`` of the last 30 days.

    ``status``: that of the consumer everywhere, by the emergency credit of the day.
    ``is_closed``: the supply has ended, and what it used is owed all the same.
    """

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
    status: Status
    is_closed: bool = False

    @property
    def band(self) -> int:
        """The band of what is owed."""
        return band_of(self.due)

    @property
    def age(self) -> int:
        """The age of what is owed."""
        return age_of(self.days_negative) if self.due else ALL

    @property
    def may_be_cut(self) -> bool:
        """Whether nothing holds a connected consumer who owes."""
        is_cut = self.is_off or self.is_closed
        return bool(self.due) and not is_cut and not self.reasons


@dataclass(frozen=True, slots=True)
class DefaulterList:
    """A list with its sums; ``bands`` and ``ages``: how many and how much in each.

    ``by_place``: the same by feeder and transformer. ``below_zero``: how many wallets of the
    office are, and by how much, as the books say by themselves.
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
    statuses: Mapping[Status, int]
    anchor: str
    below_zero: tuple[int, Money] = (0, ZERO)
    #: How many nothing holds.
    free: int = 0


class Defaulters(Protocol):
    """The lists of those who owe; any thread may call it."""

    def list(self, query: DefaulterQuery, progress: Progress) -> DefaulterList: ...

    def notices(self, query: DefaulterQuery, progress: Progress) -> NoticeBatch:
        """Return a notice for everybody of a list who owes, read at the same moment."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What the lists need beside the facts of the policy, row by row as in those.

    NONE where there is none, or where the list does not ask for it: the day of the last recharge,
    the instant since when supply is off, the last day that an actual read closed, and the first
    day of the supply.
    """

    last_recharge_day: Column
    off_since_ms: Column
    last_read_day: Column
    connected_day: Column


class _Sums(Generic[Place]):
    """How many owe how much, place by place."""

    def __init__(self) -> None:
        self.counts: Counter[Place] = Counter()
        self.paise: Counter[Place] = Counter()

    def add(self, place: Place, paise: int) -> None:
        self.counts[place] += 1
        self.paise[place] += paise

    def of(self, place: Place) -> tuple[int, Money]:
        return self.counts[place], Money(self.paise[place])


def band_of(due: Money) -> int:
    """Return the band of an amount, ALL of none: Rs 1,000.00 is the last of the first band."""
    if due.paise <= 0:
        return ALL
    return bisect_left(_BAND_TOPS, due.paise)


def age_of(days: int) -> int:
    """Return the age of a debt: the day on which it began is day 0, day 7 the last of the first."""
    return bisect_left(AGES, days)


def members(
    kind: ListKind, facts: Facts, known: Known, at: datetime, most_silent_days: int
) -> Flags:
    """Return which rows of the facts a list names at an instant.

    ``most_silent_days``: a meter of which no actual read came for longer is on the list of those
    that do not communicate.
    """
    today, is_open = day_number(billing_day(at)), ~facts.is_closed
    match kind:
        case ListKind.DEFAULTERS:
            chosen = facts.balance_paise < 0
        case ListKind.NEVER_RECHARGED:
            chosen = is_open & (known.last_recharge_day == NONE)
        case ListKind.NON_COMMUNICATING:
            heard = np.maximum(known.last_read_day, known.connected_day - 1)
            chosen = is_open & (heard < today - 1 - most_silent_days)
        case ListKind.PROTECTED:
            chosen = is_open & (facts.protected_until_day >= today)
        case ListKind.CALLS:
            off_ms = milliseconds(at) - known.off_since_ms
            is_long = off_ms > CALLED_AFTER // timedelta(milliseconds=1)
            chosen = is_open & facts.is_off & (known.off_since_ms != NONE) & is_long
    return np.asarray(chosen, np.bool_)


def days_negative(facts: Facts, today: date) -> Column:
    """Return for how many days balances are below zero, 0 for one that became so today.

    An unknown day counts as today: nobody's debt is made older than it is known to be.
    """
    number = day_number(today)
    since = np.where(facts.negative_since_day == NONE, number, facts.negative_since_day)
    is_owed = facts.balance_paise < 0
    return np.asarray(np.where(is_owed, np.maximum(number - since, 0), 0), np.int64)


def emergency_until_ms(facts: Facts, decisions: Decisions) -> Column:
    """Return when the hours of emergency credit of those below zero end; NONE without any."""
    until = np.full(len(facts), NONE, np.int64)
    for place, terms in enumerate(decisions.all_terms):
        if terms.emergency.hours is not None:
            mine = (facts.balance_paise < 0) & (decisions.terms == place)
            until[mine] = hours_until_ms(facts, terms.emergency, decisions.at)[mine]
    return until


def emergency_used(facts: Facts, decisions: Decisions) -> Flags:
    """Return who of those below zero has used up the emergency credit, also where supply is off."""
    used = np.zeros(len(facts), np.bool_)
    until_ms = emergency_until_ms(facts, decisions)
    for place, terms in enumerate(decisions.all_terms):
        mine = (facts.balance_paise < 0) & (decisions.terms == place)
        used |= mine & _used(terms.emergency, facts.balance_paise, until_ms, decisions.at)
    return used


def list_of(
    kind: ListKind,
    rows: Sequence[Defaulter],
    *,
    made_at: datetime,
    anchor: str,
    below_zero: tuple[int, Money],
) -> DefaulterList:
    """Return rows as a list with their sums: of those who owe, by band, age and place."""
    bands, ages, places = _Sums[int](), _Sums[int](), _Sums[tuple[str, str]]()
    for row in rows:
        paise = row.due.paise
        places.add((row.feeder, row.dtr), paise)
        if paise:
            bands.add(row.band, paise)
            ages.add(row.age, paise)
    return DefaulterList(
        made_at=made_at,
        day=billing_day(made_at),
        kind=kind,
        rows=rows,
        due=Money(sum(places.paise.values())),
        bands=[bands.of(place) for place in range(len(BANDS) + 1)],
        ages=[ages.of(place) for place in range(len(AGES) + 1)],
        by_place={place: places.of(place) for place in sorted(places.counts)},
        reasons=_counted(Reason, (reason for row in rows for reason in row.reasons)),
        statuses=_counted(Status, (row.status for row in rows)),
        anchor=anchor,
        below_zero=below_zero,
        free=sum(row.may_be_cut for row in rows),
    )


def narrowed(found: DefaulterList, query: DefaulterQuery) -> DefaulterList:
    """Return of a whole list what a query leaves of it, with the sums of that."""
    if not query.has_filters:
        return found
    rows = [row for row in found.rows if _fits(row, query)]
    return list_of(
        found.kind,
        rows,
        made_at=found.made_at,
        anchor=found.anchor,
        below_zero=found.below_zero,
    )


def off_since(effective: date, recorded_at: datetime) -> datetime:
    """Return since when supply is off that a version of a day says is off.

    It was recorded on the day itself when the relay moved; what was entered for another day
    counts from that day's beginning.
    """
    begins = start_of(effective)
    return recorded_at if billing_day(recorded_at) == effective else begins


def _fits(row: Defaulter, query: DefaulterQuery) -> bool:
    """Whether a row is what a query asks for, as the store finds them."""
    said = f"{row.number} {row.name}".casefold()
    return (
        query.band in {ALL, row.band}
        and query.age in {ALL, row.age}
        and (not query.feeders or row.feeder in query.feeders)
        and (not query.dtrs or row.dtr in query.dtrs)
        and (not query.reasons or not set(query.reasons).isdisjoint(row.reasons))
        and (not query.statuses or row.status in query.statuses)
        and (not query.numbers or row.number in query.numbers)
        and (not query.is_free or row.may_be_cut)
        and all(word in said for word in query.text.casefold().split())
    )


def _used(credit: EmergencyCredit, balance: Column, until_ms: Column, at: datetime) -> Flags:
    time_used = until_ms <= milliseconds(at)
    if credit.down_to is None:
        return np.asarray(time_used, np.bool_)
    money_used = balance < credit.down_to.paise
    if credit.hours is None:
        return np.asarray(money_used, np.bool_)
    both = time_used | money_used if credit.ends is Ends.FIRST else time_used & money_used
    return np.asarray(both, np.bool_)


def _counted(kinds: Iterable[Kind], found: Iterable[Kind]) -> dict[Kind, int]:
    counts = Counter(found)
    return {kind: counts[kind] for kind in kinds if counts[kind]}
