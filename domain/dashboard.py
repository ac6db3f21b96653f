"""The dashboard: the office at a glance, over days that one range names, and as it stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from domain.calendar import first_of_month, first_of_year
from domain.consumer import ConsumerQuery
from domain.credit import Status
from domain.energy import NO_ENERGY, Energy
from domain.errors_of_counter import PeriodReversed
from domain.errors_of_desk import PeriodTooLong
from domain.money import ZERO, Money
from domain.staff import Act

#: Nobody compares more than this at a glance: three years, one of them a leap year.
MOST_DAYS = 3 * 365 + 1


class Stretch(StrEnum):
    """Which days a dashboard is about, counted from today."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "7_days"
    DAYS_30 = "30_days"
    DAYS_365 = "365_days"
    MONTH = "month"
    FINANCIAL_YEAR = "financial_year"


DAYS_A_WEEK = 7
_SHORTEST_TREND = 30
#: So many days, today among them.
_LONG = {Stretch.TODAY: 1, Stretch.WEEK: 7, Stretch.DAYS_30: 30, Stretch.DAYS_365: 365}


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days in India, both included; it checks itself when made."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise PeriodReversed(self.since, self.until)
        if self.days > MOST_DAYS:
            raise PeriodTooLong(self.days, MOST_DAYS)

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.until - self.since).days + 1

    def before(self) -> DayRange:
        """Return as many days, ending on the day before the first of these."""
        return DayRange(_days_before(self.since, self.days), _days_before(self.until, self.days))

    def trend(self) -> DayRange:
        """Return the days of a trend: these, or where they are no week the 30 up to their end."""
        if self.days >= DAYS_A_WEEK:
            return self
        return DayRange(_days_before(self.until, _SHORTEST_TREND - 1), self.until)

    def ended(self, today: date) -> DayRange:
        """Return which of these days can be charged by now: a day is when it has ended.

        Of days that have none it is yesterday, the last day that can.
        """
        yesterday = today - timedelta(days=1)
        if self.since > yesterday:
            return DayRange(yesterday, yesterday)
        return DayRange(self.since, min(self.until, yesterday))


def _days_before(day: date, days: int) -> date:
    """Return the day so many before a day; before the first day of all there is none."""
    return day - timedelta(days=min(days, (day - date.min).days))


def days_of(stretch: Stretch, today: date) -> DayRange:
    """Return the days that a stretch names today."""
    if stretch is Stretch.YESTERDAY:
        return DayRange(today - timedelta(days=1), today - timedelta(days=1))
    if stretch is Stretch.MONTH:
        return DayRange(first_of_month(today), today)
    if stretch is Stretch.FINANCIAL_YEAR:
        return DayRange(first_of_year(today), today)
    return DayRange(today - timedelta(days=_LONG[stretch] - 1), today)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What came in on a day, and what was charged for it.

    ``collected``: what was taken less what was cancelled; money that moved from one consumer to
    another came in before. ``receipts``: how many were taken, and how many of them cancelled.
    """

    day: date
    collected: Money = ZERO
    receipts: int = 0
    cancelled: int = 0
    charged: Money = ZERO
    consumers: int = 0
    without_read: int = 0
    energy: Energy = NO_ENERGY

    @property
    def with_read(self) -> int:
        """How many consumers were charged by a read of the day."""
        return self.consumers - self.without_read


@dataclass(frozen=True, slots=True)
class Sums:
    """What some days come to."""

    days: Sequence[DayFigures]

    @property
    def collected(self) -> Money:
        return sum((day.collected for day in self.days), ZERO)

    @property
    def receipts(self) -> int:
        return sum(day.receipts for day in self.days)

    @property
    def cancelled(self) -> int:
        return sum(day.cancelled for day in self.days)

    @property
    def charged(self) -> Money:
        return sum((day.charged for day in self.days), ZERO)

    @property
    def energy(self) -> Energy:
        return sum((day.energy for day in self.days), NO_ENERGY)

    @property
    def stretch(self) -> DayRange:
        """The days that are added up."""
        return DayRange(self.days[0].day, self.days[-1].day)

    @property
    def charged_days(self) -> int:
        """How many of the days anybody was charged for."""
        return sum(bool(day.consumers) for day in self.days)


def comparable(now: Sums, before: Sums, today: date) -> tuple[Sums, Sums] | None:
    """Return what of some days can be held against others: nothing of a day not over yet."""
    if now.stretch.until < today:
        return now, before
    over = sum(day.day < today for day in now.days)
    return (Sums(now.days[:over]), Sums(before.days[:over])) if over else None


def weeks_of(days: Sequence[DayFigures]) -> list[Sequence[DayFigures]]:
    """Return days as whole weeks, the last of which ends with the last day."""
    beyond = len(days) % DAYS_A_WEEK
    return [days[start : start + DAYS_A_WEEK] for start in range(beyond, len(days), DAYS_A_WEEK)]


def change_in_mille(now: int, before: int) -> int | None:
    """Return by how many thousandths a figure changed; None where there was nothing before."""
    if before <= 0:
        return None
    change = abs(now - before)
    rounded = (2 * 1000 * change + before) // (2 * before)
    return rounded if now >= before else -rounded


@dataclass(frozen=True, slots=True)
class Group:
    """Some consumers: how many, and what their balances come to."""

    count: int = 0
    balance: Money = ZERO


@dataclass(frozen=True, slots=True)
class Band:
    """Consumers who owe more than ``above`` and at most ``up_to``; None: however much."""

    above: Money
    up_to: Money | None = None

    @property
    def query(self) -> ConsumerQuery:
        """The query that finds exactly these consumers."""
        return ConsumerQuery(
            balance_from=None if self.up_to is None else -self.up_to,
            balance_below=-self.above,
            order_by="balance",
        )


#: By how much balances are negative. Source: domain page, section 5, the bands of the list of
#: defaulters (to 1,000, 1,001-5,000, ...); how they go on is ours.
NEGATIVE_BANDS = (
    Band(ZERO, Money(1_000_00)),
    Band(Money(1_000_00), Money(5_000_00)),
    Band(Money(5_000_00), Money(10_000_00)),
    Band(Money(10_000_00), Money(25_000_00)),
    Band(Money(25_000_00)),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the consumers stand now: by status, and those below zero by how much they owe.

    Every status and every band is there, in order. The wallet of a supply that has ended is in
    the bands as well: it is owed.
    """

    statuses: Mapping[Status, Group]
    bands: Sequence[tuple[Band, Group]]

    @property
    def consumers(self) -> int:
        return sum(group.count for group in self.statuses.values())

    @property
    def balance(self) -> Money:
        return sum((group.balance for group in self.statuses.values()), ZERO)

    @property
    def negative(self) -> Group:
        """Everybody below zero."""
        count = sum(group.count for _band, group in self.bands)
        return Group(count, sum((group.balance for _band, group in self.bands), ZERO))

    @property
    def defaulters(self) -> Group:
        """Whose emergency credit has run out, and who is still supplied."""
        return self.statuses[Status.TO_BE_DISCONNECTED]


@dataclass(frozen=True, slots=True)
class ReadsOfDay:
    """The reads of one day: whose is there, whose is not, and how many wait for a person."""

    day: date
    received: int
    missing: int
    held: int

    @property
    def expected(self) -> int:
        return self.received + self.missing


class WaitingFor(StrEnum):
    """What waits for a person."""

    APPROVALS = "approvals"
    HELD_READS = "held_reads"
    OPEN_DAYS = "open_days"
    UNPRINTED = "unprinted"
    CHEQUES_IN_HAND = "cheques_in_hand"
    CHEQUES_AT_BANK = "cheques_at_bank"
    HELD_CHEQUES = "held_cheques"
    PAYMENTS = "payments"
    SETTLEMENT_LINES = "settlement_lines"
    MESSAGES = "messages"
    LATE_RECONNECTIONS = "late_reconnections"
    FIELD_VISITS = "field_visits"
    ALERTS_WAITING = "alerts_waiting"
    ALERTS_FAILED = "alerts_failed"


#: An alert that failed longer ago tells nobody anything any more.
FAILED_LATELY = timedelta(days=31)

#: For whom something waits: who may do this about it.
NEEDED_FOR: Mapping[WaitingFor, Act] = {
    WaitingFor.APPROVALS: Act.REJECT,
    WaitingFor.HELD_READS: Act.DECIDE_READ,
    WaitingFor.OPEN_DAYS: Act.CLOSE_DAY,
    WaitingFor.UNPRINTED: Act.PRINT_RECEIPT,
    WaitingFor.CHEQUES_IN_HAND: Act.HOLD_CHEQUE,
    WaitingFor.CHEQUES_AT_BANK: Act.SETTLE_CHEQUE,
    WaitingFor.HELD_CHEQUES: Act.HOLD_CHEQUE,
    WaitingFor.PAYMENTS: Act.DECIDE_PAYMENT,
    WaitingFor.SETTLEMENT_LINES: Act.TAKE_SETTLEMENT,
    WaitingFor.MESSAGES: Act.REVIEW_OUTBOX,
    WaitingFor.LATE_RECONNECTIONS: Act.RECONNECT,
    WaitingFor.FIELD_VISITS: Act.SETTLE_VISIT,
    WaitingFor.ALERTS_WAITING: Act.SETTLE_MESSAGES,
    WaitingFor.ALERTS_FAILED: Act.SETTLE_MESSAGES,
}


class Dashboard(Protocol):
    """The office at a glance; every method is a question that is whole by itself."""

    def days(self, days: DayRange) -> list[DayFigures]:
        """Return the figures of each of these days, in order."""

    def standing(self) -> Standing:
        """Return how all consumers stand now."""

    def reads(self, day: date) -> ReadsOfDay:
        """Return which reads of a day are there; nobody's is expected before the day has ended."""

    def waiting(self, counter: int, *, of_all_counters: bool = False) -> Mapping[WaitingFor, int]:
        """Return how much waits for a person, of each kind of which anything does.

        What was not printed is of this counter; days to be closed are of this one, or of all.
        """

    def has_tariffs(self) -> bool:
        """Whether anybody could be charged by a tariff."""
