"""Billing days, months and financial years, all of them in Indian Standard Time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Protocol

IST = timezone(timedelta(hours=5, minutes=30), "IST")
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
#: The financial year begins on 1 April.
_FIRST_MONTH_OF_YEAR = 4


class Clock(Protocol):
    """What time it is; tests bring their own."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""


def billing_day(instant: datetime) -> date:
    """Return the calendar day in India on which an aware ``instant`` falls."""
    return instant.astimezone(IST).date()


def start_of(day: date) -> datetime:
    """Return the instant (UTC) at which ``day`` begins: its midnight IST."""
    return datetime.combine(day, time(), IST).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the instant (UTC) at which ``day`` ends: the midnight IST that follows it."""
    return start_of(day + timedelta(days=1))


def days_in_month(day: date) -> int:
    """Return how many days the month of ``day`` has."""
    return monthrange(day.year, day.month)[1]


def first_of_month(day: date) -> date:
    """Return the first day of the month of ``day``."""
    return day.replace(day=1)


def first_of_year(day: date) -> date:
    """Return the first day of the financial year of ``day``: a 1 April."""
    year = day.year if day.month >= _FIRST_MONTH_OF_YEAR else day.year - 1
    return date(year, _FIRST_MONTH_OF_YEAR, 1)


def days_from(first: date, last: date) -> Iterator[date]:
    """Yield each day from ``first`` to ``last``, both included."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def day_number(day: date) -> int:
    """Return the days since 1 January 1970: how tables and columns hold a day."""
    return day.toordinal() - _EPOCH_ORDINAL


def day_of_number(number: int) -> date:
    """Return the day that :func:`day_number` made ``number`` of."""
    return date.fromordinal(number + _EPOCH_ORDINAL)


def milliseconds(instant: datetime) -> int:
    """Return an aware instant as whole milliseconds since 1970 (UTC): how tables hold it."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def instant_of(instant_ms: int) -> datetime:
    """Return the instant (UTC) that :func:`milliseconds` made ``instant_ms`` of."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=instant_ms)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, the period of the legal bill."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month of ``day``."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Return the month written as ``2026-02``; ``ValueError`` for anything else."""
        day = date.fromisoformat(f"{text}-01")
        return cls.of(day)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, days_in_month(self.first))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def financial_year(day: date) -> str:
    """Return the Indian financial year of ``day`` (April to March): ``2026-27``."""
    start = first_of_year(day).year
    return f"{start}-{(start + 1) % 100:02}"
