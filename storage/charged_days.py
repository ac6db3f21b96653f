"""What was charged by day, read from the events of the batches, each of them once.

A posted batch is final, so that what was added up stays true; later ones are added to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock

from sqlalchemy import Connection, text

from domain.office import Office
from storage.rows import driver_rows, json_list

#: The database adds up: while a thread reads JSON here, that of the window stands still.
_BATCHES = (
    "SELECT j.business_day, sum(number_at(e.core, 'count')),"
    " sum(number_at(e.core, 'without_read')), sum(number_at(e.core, 'energy_wh')),"
    " sum(number_at(e.core, 'sums.total')) FROM words_in(:streams) s"
    " THEN JOIN journal_entry j ON j.office_id = :office_id AND j.kind = 'daily_charge'"
    "  AND {which}"
    " THEN JOIN event e"
    "  ON e.office_id = j.office_id AND e.stream = s.value AND e.seq = j.event_seq"
    # Each stream counts from 1, so the number alone does not say which one is meant.
    "  AND number_at(e.core, 'entry') = j.seq GROUP BY j.business_day"
)
_OF_DAYS = "j.business_day BETWEEN :first AND :last AND j.seq <= :upto"
_SINCE = "j.seq > :after AND j.seq <= :upto AND j.business_day BETWEEN :first AND :last"


@dataclass(frozen=True, slots=True)
class ChargedDay:
    """What the batches of a day add up to."""

    count: int = 0
    without_read: int = 0
    energy_wh: int = 0
    total_paise: int = 0

    def __add__(self, other: ChargedDay) -> ChargedDay:
        return ChargedDay(
            self.count + other.count,
            self.without_read + other.without_read,
            self.energy_wh + other.energy_wh,
            self.total_paise + other.total_paise,
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """A stretch of days as it was added up, with every entry up to one."""

    first: int
    last: int
    upto: int
    days: Mapping[int, ChargedDay]


class ChargedDays:
    """Knows one stretch of days and makes it longer where somebody asks for more."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._known: _Known | None = None
        self._lock = Lock()

    def between(self, connection: Connection, first: int, last: int) -> Mapping[int, ChargedDay]:
        """Return what was charged on each of these days, as the connection sees the books."""
        upto = self._last_entry(connection)
        with self._lock:
            known = self._known
        known = self._with_later(connection, known, upto) if known else None
        known = self._with_days(connection, known, first, last, upto)
        with self._lock:
            self._known = known
        return {day: sums for day, sums in known.days.items() if first <= day <= last}

    def _with_later(self, connection: Connection, known: _Known, upto: int) -> _Known | None:
        """Return the stretch with what was posted since; None where it holds more than is seen."""
        if upto < known.upto:
            return None
        if upto == known.upto:
            return known
        later = self._read(
            connection, _SINCE, first=known.first, last=known.last, after=known.upto, upto=upto
        )
        return replace(known, upto=upto, days=_added(known.days, later))

    def _with_days(
        self, connection: Connection, known: _Known | None, first: int, last: int, upto: int
    ) -> _Known:
        """Return the stretch with these days in it, and those between."""
        if known is None:
            found = self._read(connection, _OF_DAYS, first=first, last=last, upto=upto)
            return _Known(first, last, upto, found)
        days = known.days
        for start, end in ((first, known.first - 1), (known.last + 1, last)):
            if start <= end:
                more = self._read(connection, _OF_DAYS, first=start, last=end, upto=upto)
                days = _added(days, more)
        return _Known(min(first, known.first), max(last, known.last), upto, days)

    def _read(self, connection: Connection, which: str, **bounds: int) -> dict[int, ChargedDay]:
        rows = driver_rows(
            connection,
            _BATCHES.format(which=which),
            {"office_id": self._office.id, "streams": json_list(self._office.streams), **bounds},
        )
        return {day: ChargedDay(*(int(each) for each in sums)) for day, *sums in rows}

    def _last_entry(self, connection: Connection) -> int:
        last: int | None = connection.execute(
            text("SELECT max(seq) FROM journal_entry WHERE office_id = :office_id"),
            {"office_id": self._office.id},
        ).scalar()
        return last or 0


_NOTHING = ChargedDay()


def _added(
    days: Mapping[int, ChargedDay], more: Mapping[int, ChargedDay]
) -> Mapping[int, ChargedDay]:
    return {
        day: days.get(day, _NOTHING) + more.get(day, _NOTHING) for day in days.keys() | more.keys()
    }
