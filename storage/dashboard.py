"""The dashboard of an office in its database: each question answered by itself, cheap ones fast."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.calendar import billing_day, day_number, days_from
from domain.dashboard import (
    DayFigures,
    DayRange,
    ReadsOfDay,
    Standing,
    WaitingFor,
)
from domain.energy import Energy
from domain.money import Money
from storage.access import Access
from storage.charged_days import ChargedDay, ChargedDays
from storage.listings import dashboard as listing

_NOTHING_CHARGED = ChargedDay()


class SqlDashboard:
    """Everything of :class:`domain.dashboard.Dashboard`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._charged = ChargedDays(access.office)

    def days(self, days: DayRange) -> list[DayFigures]:
        first, last = day_number(days.since), day_number(days.until)
        with self._access.reading() as connection:
            charged = self._charged.between(connection, first, last)
            taken = listing.taken_by_day(connection, self._access.office.id, first, last)
        return [
            _figures(day, taken.get(number), charged.get(number, _NOTHING_CHARGED))
            for number, day in enumerate(days_from(days.since, days.until), first)
        ]

    def standing(self) -> Standing:
        with self._access.reading() as connection:
            return listing.standing(connection, self._access.office.id, self._today())

    def reads(self, day: date) -> ReadsOfDay:
        number = day_number(day)
        with self._access.reading() as connection:
            charged = self._charged.between(connection, number, number)
            of_day = charged.get(number, _NOTHING_CHARGED)
            office = self._access.office.id
            waiting = listing.reads_to_be_charged(connection, office, day)
            return ReadsOfDay(
                day=day,
                received=of_day.count - of_day.without_read + waiting,
                missing=listing.missing_reads(connection, office, day, self._today()),
                held=listing.held_reads(connection, office, day),
            )

    def waiting(self, counter: int, *, of_all_counters: bool = False) -> Mapping[WaitingFor, int]:
        now = self._access.clock.now()
        with self._access.reading() as connection:
            return listing.waiting(
                connection, self._access.office, counter, now, of_all_counters=of_all_counters
            )

    def has_tariffs(self) -> bool:
        with self._access.reading() as connection:
            return listing.has_tariffs(connection, self._access.office.id)

    def _today(self) -> date:
        return billing_day(self._access.clock.now())


def _figures(day: date, taken: listing.Taken | None, charged: ChargedDay) -> DayFigures:
    taken = taken or listing.NOTHING_TAKEN
    return DayFigures(
        day=day,
        collected=Money(taken.paise),
        receipts=taken.receipts,
        cancelled=taken.cancelled,
        charged=Money(charged.total_paise),
        consumers=charged.count,
        without_read=charged.without_read,
        energy=Energy(charged.energy_wh),
    )
