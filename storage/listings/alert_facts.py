"""What alerts of a charged day need to know of all consumers, by a few statements on sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, text

from domain.alerts import Column, DayFacts
from domain.calendar import day_number, first_of_month
from domain.office import Office
from domain.policy import NONE, Facts
from domain.tariff import Tariff
from storage.dialect import for_driver_of
from storage.repositories.consumers import daily_instalments
from storage.repositories.messages import LAST_RECHARGE

_STRETCH = 2_000
_MEAN_DAYS = 30
_CHARGED = (
    "SELECT d.consumer_id, d.mtd_wh, d.tariff_id FROM daily_charge d"
    " WHERE d.office_id = :office_id AND d.day = :day AND d.kind = 'charge' AND d.revision = 0"
)
_OPENED = (
    "SELECT c.id, 0, c.opening_paise FROM consumer c"
    " WHERE c.office_id = :office_id AND c.opening_paise > 0"
)
_RECHARGED = (
    "SELECT l.id, l.recharge, h.amount_paise FROM"
    f" (SELECT c.id, {LAST_RECHARGE} AS recharge FROM consumer c"
    "  WHERE c.office_id = :office_id) l"
    " THEN JOIN receipt r ON r.office_id = :office_id AND r.posted_seq = l.recharge"
    " THEN JOIN receipt_head h ON h.office_id = r.office_id AND h.number = r.number"
    "  AND h.head = 'recharge'"
    " WHERE l.recharge > 0"
)
#: A day at a time, each in the order of its key: nothing is sorted, however many are charged.
_TOTALS = (
    "SELECT d.consumer_id, d.total_paise FROM daily_charge d"
    " WHERE d.office_id = :office_id AND d.day = :day"
)


def is_billed(connection: Connection, office: Office, day: date) -> bool:
    """Whether anybody is charged for a day."""
    found = connection.execute(
        text("SELECT 1 FROM daily_charge WHERE office_id = :office_id AND day = :day LIMIT 1"),
        {"office_id": office.id, "day": day_number(day)},
    ).scalar()
    return found is not None


def day_facts(  # noqa: PLR0913, PLR0917 - of whom, of which day, by which tariffs
    connection: Connection,
    office: Office,
    facts: Facts,
    day: date,
    versions: tuple[Tariff, ...],
    needs_months: bool,
) -> DayFacts:
    """Return the facts of a charged day, row by row as the policy's; months only if needed."""
    asked = _Asked(connection, office, facts.consumer_id)
    mtd_wh, tariff = asked.two(_CHARGED, day=day_number(day))
    recharge, recharge_paise = asked.two(_OPENED)
    later, later_paise = asked.two(_RECHARGED)
    begun, eve = first_of_month(day), first_of_month(day) - timedelta(days=1)
    unknown = np.full(len(facts), NONE, np.int64)
    return DayFacts(
        day=day,
        is_charged=np.asarray(tariff != NONE, np.bool_),
        recharge=np.where(later > 0, later, np.maximum(recharge, 0)),
        recharge_paise=np.where(later > 0, later_paise, np.maximum(recharge_paise, 0)),
        mean_daily_paise=asked.mean(day),
        month_paise=asked.total(begun, day)[0] if needs_months else unknown,
        month_before_paise=asked.total(first_of_month(eve), eve)[0] if needs_months else unknown,
        mtd_wh=mtd_wh,
        tariff=asked.places(tariff, versions),
        versions=versions,
    )


class _Asked:
    def __init__(self, connection: Connection, office: Office, ids: Column) -> None:
        self._connection = connection
        self._office = office
        self._ids = ids

    def two(self, sql: str, **parameters: int) -> tuple[Column, Column]:
        """Return two columns that a statement tells of some, NONE for all others."""
        first = np.full(len(self._ids), NONE, np.int64)
        second = np.full(len(self._ids), NONE, np.int64)
        for ids, one, other in self._stretches(sql, parameters):
            places, known = self._places_of(ids)
            first[places] = one[known]
            second[places] = other[known]
        return first, second

    def total(self, first: date, last: date) -> tuple[Column, Column]:
        """Return what each was charged from one day to another, and on how many days."""
        total, days = np.zeros(len(self._ids), np.int64), np.zeros(len(self._ids), np.int64)
        for day in range(day_number(first), day_number(last) + 1):
            for ids, paise in self._stretches(_TOTALS, {"day": day}):
                places, known = self._places_of(ids)
                np.add.at(total, places, paise[known])
                np.add.at(days, places, 1)
        return total, days

    def mean(self, day: date) -> Column:
        """Return the mean daily total up to a day with what arrears take, as lists show it."""
        total, days = self.total(day - timedelta(days=_MEAN_DAYS - 1), day)
        mean = np.where(days > 0, total // np.maximum(days, 1), NONE)
        instalments = daily_instalments(self._connection, self._office.id, self._ids.tolist())
        ids = np.fromiter(instalments.keys(), np.int64, len(instalments))
        paise = np.fromiter(instalments.values(), np.int64, len(instalments))
        places, known = self._places_of(ids)
        mean[places] += paise[known]
        return mean

    def places(self, tariff_ids: Column, versions: tuple[Tariff, ...]) -> Column:
        """Return the place of each tariff among the versions, by its number in the books."""
        rows = self._connection.execute(
            text("SELECT id, version_id FROM tariff_version WHERE office_id = :office_id"),
            {"office_id": self._office.id},
        )
        place_of = {version.id: place for place, version in enumerate(versions)}
        places = np.full(len(tariff_ids), NONE, np.int64)
        for id_, version_id in rows:
            places[tariff_ids == id_] = place_of.get(version_id, NONE)
        return places

    def _places_of(self, ids: Column) -> tuple[Column, Any]:
        """Return the rows of those ids that are known, and which of the ids those are."""
        if not len(self._ids) or not len(ids):
            return np.zeros(0, np.int64), np.zeros(len(ids), np.bool_)
        places = np.minimum(np.searchsorted(self._ids, ids), len(self._ids) - 1)
        known = self._ids[places] == ids
        return places[known], known

    def _stretches(self, sql: str, parameters: Mapping[str, int]) -> Iterator[tuple[Column, ...]]:
        # A stretch at a time: the collector of rubbish would look through all rows at once.
        cursor = self._connection.connection.cursor()
        try:
            name = self._connection.dialect.name
            cursor.execute(for_driver_of(name, sql), {"office_id": self._office.id, **parameters})
            while rows := cursor.fetchmany(_STRETCH):
                table = np.array(rows, np.int64)
                yield tuple(table[:, place] for place in range(table.shape[1]))
        finally:
            cursor.close()
