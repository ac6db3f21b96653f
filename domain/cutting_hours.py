"""Cutting hours: at which minutes of which days supply may be disconnected at all.

All of them are minutes and days in India, whatever zone the machine is set to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from domain.calendar import IST, billing_day, start_of

MINUTES_A_DAY = 24 * 60
_SATURDAY = 5
_DAYS_A_WEEK = 7
#: A policy that lets nobody be cut within so many days never does.
_LOOKED_AHEAD = 400


class NotNow(StrEnum):
    """Why an instant is none at which supply may be disconnected."""

    OUTSIDE_HOURS = "outside_hours"
    WEEKDAY_OFF = "weekday_off"
    SATURDAY_OFF = "saturday_off"
    HOLIDAY = "holiday"
    BEFORE_DAY_OFF = "before_day_off"


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A stretch of a day in minutes since midnight; ``until_minute`` is no part of it.

    One that ends before it begins goes round midnight: 18:00 to 08:00.
    """

    from_minute: int
    until_minute: int

    def within_a_day(self) -> list[tuple[int, int]]:
        """Return the minutes of one day that belong to it, as pairs of first and end."""
        if self.from_minute < self.until_minute:
            return [(self.from_minute, self.until_minute)]
        pieces = [(0, self.until_minute), (self.from_minute, MINUTES_A_DAY)]
        # One that ends with midnight leaves nothing of the morning.
        return [(first, end) for first, end in pieces if first < end]


@dataclass(frozen=True, slots=True)
class CuttingHours:
    """The windows within which supply may be disconnected, less what is forbidden.

    ``weekdays``: those on which it may, Monday is 0. ``saturdays_off``: 2 is the second of a
    month. ``on_eves``: whether it may on the day before one on which it may not, when who pays
    late could not be connected again by somebody.
    """

    windows: tuple[Stretch, ...] = (Stretch(0, MINUTES_A_DAY),)
    never: tuple[Stretch, ...] = ()
    weekdays: frozenset[int] = frozenset(range(_DAYS_A_WEEK))
    saturdays_off: tuple[int, ...] = ()
    on_holidays: bool = False
    on_eves: bool = True

    def why_not(self, at: datetime, holidays: Mapping[date, str]) -> NotNow | None:
        """Return why supply may not be disconnected at an aware instant, None when it may."""
        day = billing_day(at)
        off = self._why_off(day, holidays)
        if off is not None:
            return off
        minute = _minute_of(at)
        is_open = any(first <= minute < end for first, end in self._open_minutes())
        return None if is_open else NotNow.OUTSIDE_HOURS

    def next_open(self, at: datetime, holidays: Mapping[date, str]) -> datetime | None:
        """Return the first instant (UTC) from ``at`` on at which it may; None: never."""
        day, open_minutes = billing_day(at), self._open_minutes()
        for ahead in range(min(_LOOKED_AHEAD, (date.max - day).days)):
            one = day + timedelta(days=ahead)
            if self._why_off(one, holidays) is not None:
                continue
            for first, end in open_minutes:
                if at < start_of(one) + timedelta(minutes=end):
                    return max(at.astimezone(UTC), start_of(one) + timedelta(minutes=first))
        return None

    def closes_at(self, at: datetime) -> datetime:
        """Return when the window that is open at an instant ends (UTC); midnight at the latest."""
        minute, start = _minute_of(at), start_of(billing_day(at))
        end = next(end for first, end in self._open_minutes() if first <= minute < end)
        return start + timedelta(minutes=end)

    def _why_off(self, day: date, holidays: Mapping[date, str]) -> NotNow | None:
        own = self._why_day_off(day, holidays)
        if own is not None or self.on_eves:
            return own
        eve_of = self._why_day_off(day + timedelta(days=1), holidays)
        return None if eve_of is None else NotNow.BEFORE_DAY_OFF

    def _why_day_off(self, day: date, holidays: Mapping[date, str]) -> NotNow | None:
        if day.weekday() not in self.weekdays:
            return NotNow.WEEKDAY_OFF
        if day.weekday() == _SATURDAY and _which_of_month(day) in self.saturdays_off:
            return NotNow.SATURDAY_OFF
        if day in holidays and not self.on_holidays:
            return NotNow.HOLIDAY
        return None

    def _open_minutes(self) -> list[tuple[int, int]]:
        """Return the stretches of an open day, in order: the windows less what is forbidden."""
        found = sorted(part for window in self.windows for part in window.within_a_day())
        for forbidden in self.never:
            for without in forbidden.within_a_day():
                found = [piece for part in found for piece in _less(part, without)]
        return found


def _less(part: tuple[int, int], without: tuple[int, int]) -> list[tuple[int, int]]:
    pieces = [(part[0], min(part[1], without[0])), (max(part[0], without[1]), part[1])]
    return [(first, end) for first, end in pieces if first < end]


def _minute_of(at: datetime) -> int:
    local = at.astimezone(IST)
    return local.hour * 60 + local.minute


def _which_of_month(day: date) -> int:
    return (day.day - 1) // _DAYS_A_WEEK + 1
