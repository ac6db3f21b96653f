"""Tariff versions as they were published: the document is kept, with its hash."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, text

from domain.calendar import day_number, day_of_number, milliseconds
from domain.office import Actor, Office
from domain.tariff import Tariff, parse_tariffs
from storage.repositories.archives import SqlArchives
from storage.rows import insert_many, take_numbers
from storage.vouching import Rows, vouch

_COLUMNS = (
    *("office_id", "id", "version_id", "schedule", "valid_from_day", "valid_until_day"),
    *("document", "sha256", "recorded_at_ms", "recorded_by"),
)
#: The end of a version that was to end and was let hold on, as it is stored.
_FOR_GOOD = day_number(date(9999, 12, 31))
_END_COLUMNS = ("office_id", "tariff_id", "recorded_at_ms", "valid_until_day", "recorded_by")


class SqlTariffs:
    """The tariff versions of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def revision(self) -> int:
        """Return a number that changes with every tariff added or ended."""
        return int(
            self._connection.execute(
                text(
                    "SELECT (SELECT count(*) FROM tariff_version WHERE office_id = :office_id)"
                    " + (SELECT count(*) FROM tariff_end WHERE office_id = :office_id)"
                ),
                {"office_id": self._office.id},
            ).scalar_one()
        )

    def all(self) -> list[Tariff]:
        rows = self._connection.execute(
            text(
                "SELECT t.document, (SELECT e.valid_until_day FROM tariff_end e"
                "  WHERE e.office_id = t.office_id AND e.tariff_id = t.id"
                "  ORDER BY e.recorded_at_ms DESC LIMIT 1) AS end_day"
                " FROM tariff_version t WHERE t.office_id = :office_id ORDER BY t.id"
            ),
            {"office_id": self._office.id},
        ).all()
        return [_tariff(row.document, row.end_day) for row in rows]

    def end(self, tariff: Tariff, at: datetime, actor: Actor) -> None:
        """Record that a known version ends on its ``valid_until``."""
        if tariff.valid_until is None:
            return
        number = self._number_of(tariff)
        until = day_number(tariff.valid_until)
        self._end_on(number, until, at, actor)

    def reopen(self, tariff: Tariff, at: datetime, actor: Actor) -> None:
        until = _FOR_GOOD if tariff.valid_until is None else day_number(tariff.valid_until)
        self._end_on(self._number_of(tariff), until, at, actor)

    def _number_of(self, tariff: Tariff) -> int:
        return int(
            self._connection.execute(
                text(
                    "SELECT id FROM tariff_version"
                    " WHERE office_id = :office_id AND version_id = :version"
                ),
                {"office_id": self._office.id, "version": tariff.id},
            ).scalar_one()
        )

    def _end_on(self, number: int, until: int, at: datetime, actor: Actor) -> None:
        row = (self._office.id, number, milliseconds(at), until, actor.name)
        self._add("tariff_ended", Rows("tariff_end", _END_COLUMNS, [row]), actor)

    def charged_from(self, tariff: Tariff, day: date) -> date | None:
        """Return the first day from ``day`` on that was charged by a version.

        What lies in an archive is taken for charged: nobody looks into it here.
        """
        if SqlArchives(self._connection, self._office).archived_until() > day_number(day):
            return day
        found: int | None = self._connection.execute(
            text(
                "SELECT d.day FROM daily_charge d JOIN tariff_version t"
                "  ON t.office_id = d.office_id AND t.id = d.tariff_id"
                " WHERE d.office_id = :office_id AND d.day >= :day AND t.version_id = :version"
                " ORDER BY d.day LIMIT 1"
            ),
            {"office_id": self._office.id, "day": day_number(day), "version": tariff.id},
        ).scalar()
        return None if found is None else day_of_number(found)

    def add(self, tariffs: Sequence[Tariff], at: datetime, actor: Actor) -> None:
        first = take_numbers(self._connection, self._office.id, "tariff", len(tariffs))
        versions = [
            (
                *(self._office.id, number, tariff.id, tariff.schedule),
                day_number(tariff.valid_from),
                day_number(tariff.valid_until) if tariff.valid_until else None,
                json.dumps(tariff.document, ensure_ascii=False, sort_keys=True),
                *(tariff.sha256, milliseconds(at), actor.name),
            )
            for number, tariff in enumerate(tariffs, first)
        ]
        self._add("tariffs_added", Rows("tariff_version", _COLUMNS, versions), actor)

    def _add(self, act: str, rows: Rows, actor: Actor) -> None:
        insert_many(self._connection, rows.table, rows.columns, rows.tuples)
        vouch(self._connection, self._office, act, by=actor.name, written=[rows])


def _tariff(document: str, end_day: int | None) -> Tariff:
    """Return a stored version; its hash stays that of the document it was published in."""
    [tariff], _ = parse_tariffs({"tariffs": [json.loads(document)]})
    if end_day is None:
        return tariff
    if end_day == _FOR_GOOD:
        return replace(tariff, valid_until=None)
    return replace(tariff, valid_until=day_of_number(end_day))
