"""Charged days as columns, for whoever rates them once more: days of some consumers, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection

from domain.calendar import day_number, day_of_number, days_from
from domain.comparing import ChargedDay
from domain.exact import Column
from domain.office import Office
from domain.tariff import Tariff
from storage.repositories.archives import SqlArchives
from storage.repositories.tariffs import SqlTariffs
from storage.rows import driver_rows, json_list

_COLUMNS = (
    *("d.consumer_id", "d.tariff_id", "d.load_w", "coalesce(d.demand_w, -1)", "d.is_connected"),
    *("d.energy_wh", "d.mtd_wh", "d.total_paise"),
)
_DAY = (
    f"SELECT {', '.join(_COLUMNS)} FROM numbers_in(:consumers) n"
    " THEN JOIN daily_charge d ON d.office_id = :office_id AND d.day = :day"
    "  AND d.consumer_id = n.value AND d.kind = 'charge' AND d.revision = 0"
    " WHERE d.posted_seq <= :last_seq ORDER BY d.consumer_id"
)
_BOUNDS = (
    "SELECT (SELECT min(day) FROM daily_charge"
    "  WHERE office_id = :office_id AND day >= :archived),"
    " (SELECT max(day) FROM daily_charge WHERE office_id = :office_id),"
    " (SELECT max(posted_seq) FROM wallet_entry WHERE office_id = :office_id)"
)
#: A category names a schedule, or a version of it. Who has it now or had it before.
_ON_SCHEDULE = (
    "SELECT DISTINCT v.consumer_id FROM consumer_version v WHERE v.office_id = :office_id"
    " AND v.consumer_id > 0 AND v.effective_day <= :day"
    " AND v.schedule IN (SELECT value FROM words_in(:names) w) ORDER BY v.consumer_id"
)


class SqlChargedDays:
    """The charged days of one office as they are when this is made; what is posted later is not.

    Each question is a look of its own at final rows: one look at all would keep the log of a
    database from being folded for as long as it lasts.
    """

    def __init__(
        self, reading: Callable[[], AbstractContextManager[Connection]], office: Office
    ) -> None:
        self._reading = reading
        self._office = office
        with reading() as connection:
            self._versions = SqlTariffs(connection, office).all()
            numbers = dict(
                driver_rows(
                    connection,
                    "SELECT version_id, id FROM tariff_version WHERE office_id = :office_id",
                    {"office_id": office.id},
                )
            )
            archived = SqlArchives(connection, office).archived_until()
            [bounds] = self._rows(connection, _BOUNDS, archived=archived)
        self._first, self._last, self._last_seq = bounds
        ids = np.array([numbers[version.id] for version in self._versions], np.int64)
        self._order = np.argsort(ids)
        self._ids = ids[self._order]

    def versions(self) -> Sequence[Tariff]:
        return self._versions

    def bounds(self) -> tuple[date, date] | None:
        if self._first is None:
            return None
        return day_of_number(self._first), day_of_number(self._last)

    def consumers(self, schedule: str, until: date) -> Column:
        names = {schedule, *(one.id for one in self._versions if one.schedule == schedule)}
        with self._reading() as connection:
            rows = self._rows(
                connection, _ON_SCHEDULE, names=json_list(sorted(names)), day=day_number(until)
            )
        return np.array([row[0] for row in rows], np.int64)

    def days(self, consumers: Column, since: date, until: date) -> Iterator[ChargedDay]:
        whose = {"consumers": json_list(consumers.tolist()), "last_seq": self._last_seq}
        for day in days_from(since, until):
            with self._reading() as connection:
                rows = self._rows(connection, _DAY, **whose, day=day_number(day))
            if rows:
                yield self._charged(day, rows)

    def _charged(self, day: date, rows: Sequence[Any]) -> ChargedDay:
        columns = np.array(rows, np.int64).T
        consumer, tariff, load, demand, connected, energy, mtd, total = columns
        return ChargedDay(
            day=day,
            consumer_id=consumer,
            tariff=self._order[np.searchsorted(self._ids, tariff)],
            load_w=load,
            demand_w=demand,
            is_connected=connected.astype(np.bool_),
            energy_wh=energy,
            mtd_wh=mtd,
            total_paise=total,
        )

    def _rows(self, connection: Connection, sql: str, **parameters: Any) -> list[Any]:
        return driver_rows(connection, sql, {"office_id": self._office.id, **parameters})
