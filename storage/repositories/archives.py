"""Archived days as rows: which are, what they would leave behind, and their removal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy import Connection, text

from domain.archive import Archive
from domain.calendar import day_number, day_of_number, milliseconds
from domain.office import Actor, Office
from storage.dialect import is_server
from storage.rows import driver_rows, insert_many
from storage.tables.base import final_row_triggers
from storage.vouching import Rows, vouch

#: The setting that says up to which day an archive's days are still being removed.
UNFINISHED = "archive_unfinished"
_COLUMNS = (
    *("office_id", "until_day", "path", "sha256", "charges", "reads", "made_at_ms", "made_by"),
)
#: Reads that may go: a later one of the meter counts, so that nothing is compared with them.
_SUPERFLUOUS = (
    "DELETE FROM meter_read WHERE office_id = :office_id AND closing_day = :day"
    " AND meter_id BETWEEN :first AND :last AND EXISTS (SELECT 1 FROM meter_read b"
    "  WHERE b.office_id = meter_read.office_id AND b.meter_id = meter_read.meter_id"
    "  AND b.read_at_ms > meter_read.read_at_ms AND b.state IN ('valid', 'released'))"
)
_LINES = (
    "DELETE FROM charge_line WHERE office_id = :office_id AND posted_seq IN ("
    " SELECT d.posted_seq FROM daily_charge d WHERE d.office_id = :office_id AND d.day = :day"
    " AND d.consumer_id BETWEEN :first AND :last)"
)
_CHARGES = (
    "DELETE FROM daily_charge WHERE office_id = :office_id AND day = :day"
    " AND consumer_id BETWEEN :first AND :last"
)


class SqlArchives:
    """The archives of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def archived_until(self) -> int:
        """Return the number of the first day that is not archived, 0 when none is."""
        return self._value("SELECT coalesce(max(until_day), 0) FROM archive_made WHERE {mine}")

    def unfinished(self) -> int:
        """Return up to which day an archive's days are still to be removed, 0: none are."""
        return self._value(
            "SELECT coalesce(max(CAST(value AS bigint)), 0) FROM setting"
            f" WHERE {{mine}} AND name = '{UNFINISHED}'"
        )

    def made(self, until: date) -> Archive | None:
        """Return the archive that ends before a day."""
        row = self._connection.execute(
            text(
                "SELECT path, sha256, charges, reads FROM archive_made"
                " WHERE office_id = :office_id AND until_day = :until"
            ),
            {"office_id": self._office.id, "until": day_number(until)},
        ).one_or_none()
        return None if row is None else Archive(row.path, row.sha256, until, row.charges, row.reads)

    def holding(self, day: date) -> Archive | None:
        """Return the archive that holds a day, None when the day is not archived."""
        until = self._connection.execute(
            text(
                "SELECT min(until_day) FROM archive_made"
                " WHERE office_id = :office_id AND until_day > :day"
            ),
            {"office_id": self._office.id, "day": day_number(day)},
        ).scalar()
        return None if until is None else self.made(day_of_number(until))

    def held_reads(self, until: date) -> int:
        return self._value(
            "SELECT count(*) FROM meter_read"
            " WHERE {mine} AND closing_day < :until AND state = 'held'",
            until=day_number(until),
        )

    def add(self, archive: Archive, at: datetime, actor: Actor) -> None:
        """Record an archive; from here on its days are looked for in it."""
        row = (
            *(self._office.id, day_number(archive.until), archive.path, archive.sha256),
            *(archive.charges, archive.reads, milliseconds(at), actor.name),
        )
        rows = Rows("archive_made", _COLUMNS, [row])
        insert_many(self._connection, rows.table, rows.columns, rows.tuples)
        vouch(self._connection, self._office, "archive_made", by=actor.name, written=[rows])
        self._connection.execute(
            text(
                "INSERT INTO setting (office_id, name, value, changed_at_ms, changed_by)"
                " VALUES (:office_id, :name, :value, :at, :by)"
            ),
            {
                "office_id": self._office.id,
                "name": UNFINISHED,
                "value": str(day_number(archive.until)),
                "at": milliseconds(at),
                "by": actor.name,
            },
        )

    def remove(self, day: int, first: int, last: int) -> None:
        """Remove the archived charges and reads of a day of these consumers' and meters' ids."""
        which = {"office_id": self._office.id, "day": day, "first": first, "last": last}
        with _unguarded(self._connection, "charge_line"):
            self._connection.execute(text(_LINES), which)
        with _unguarded(self._connection, "daily_charge"):
            self._connection.execute(text(_CHARGES), which)
        self._connection.execute(text(_SUPERFLUOUS), which)

    def finish(self) -> None:
        """Record that nothing is left to be removed."""
        self._connection.execute(
            text("DELETE FROM setting WHERE office_id = :office_id AND name = :name"),
            {"office_id": self._office.id, "name": UNFINISHED},
        )

    def days(self, table: str, until: date) -> list[int]:
        """Return the days before one that a table holds, by one look into its index each."""
        column = "day" if table == "daily_charge" else "closing_day"
        found: list[int] = []
        after = -(2**62)
        while True:
            day = self._connection.execute(
                text(
                    f"SELECT min({column}) FROM {table} WHERE office_id = :office_id"
                    f" AND {column} > :after AND {column} < :until"
                ),
                {"office_id": self._office.id, "after": after, "until": day_number(until)},
            ).scalar()
            if day is None:
                return found
            found.append(day)
            after = day

    def greatest_id(self) -> int:
        """Return the greatest id of a consumer or a meter."""
        return self._value(
            "SELECT coalesce(max(value), 0) FROM counter"
            " WHERE {mine} AND name IN ('consumer', 'meter')"
        )

    def _value(self, sql: str, **parameters: int) -> int:
        sql = sql.replace("{mine}", "office_id = :office_id")
        rows = driver_rows(self._connection, sql, {"office_id": self._office.id, **parameters})
        return int(rows[0][0])


@contextmanager
def _unguarded(connection: Connection, table: str) -> Iterator[None]:
    """Let the body delete final rows; outside its transaction the guard was never away."""
    guard = f"{table}_is_final_on_delete"
    if is_server(connection):
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
        yield
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER {guard}")
        return
    _, again = final_row_triggers(table)
    connection.exec_driver_sql(f"DROP TRIGGER {guard}")
    yield
    connection.exec_driver_sql(again)
