"""Rows against the seals of the events that vouch for them (:mod:`storage.vouching`)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from storage.checking.chain import Told, streams_of
from storage.checking.charges import Archived
from storage.checking.sight import Findings, Sight, iso_day
from storage.vouching import ROWS, SEALED, Seal, SealedTable, marks_of, rows_of, sealed_part


class Seals:
    """What the events looked at say of every sealed table, part by part."""

    def __init__(self, found: Findings, counts: Mapping[str, int] | None) -> None:
        self._found = found
        #: The rows of each table at the start, where an earlier check has looked at them.
        self.counts: dict[str, int] = defaultdict(int, counts or {})
        self._is_whole = counts is None
        self._vouched: dict[str, dict[int, Seal]] = {name: {} for name in SEALED}
        self._summed: dict[int, Seal] = {}
        #: Reads of days before this one lie in an archive.
        self.archived_until = 0

    def add(self, event: Told) -> None:
        """Take in what an event vouches for."""
        for name, parts in event.core["seals"].items():
            vouched = self._vouched[name]
            for part, told in parts.items():
                seal = Seal.of_event(told)
                vouched[int(part)] = vouched.get(int(part), Seal()) + seal
                self.counts[name] += seal.count

    def reads_in_slices(self, sight: Sight, after: int, days: int) -> int | None:
        """Add up the reads of so many days after one; return the last of them, None at the end."""
        table = SEALED["meter_read"]
        found = sight.rows(
            "SELECT DISTINCT closing_day FROM meter_read WHERE office_id = :office_id"
            " AND closing_day > :after ORDER BY closing_day LIMIT :days",
            after=after,
            days=days,
        )
        for (day,) in found:
            self._summed[day] = sealed_part(sight.connection, sight.office, table, day)
        return found[-1][0] if found else None

    def compare_end(self, sight: Sight, table: SealedTable) -> None:
        """Tell the rows of a table that no event vouches for, or that are not as one does."""
        if not self._is_whole:
            self._compare_count(sight, table.name)
        elif table.parted_by is None:
            seals = table.sealed(rows_of(sight.connection, sight.office, table))
            vouched = self._vouched[table.name]
            if seals != {part: seal for part, seal in vouched.items() if seal != Seal()}:
                self._name_rows(sight, table)
        else:
            self._compare_days(sight, table)

    def _compare_count(self, sight: Sight, name: str) -> None:
        if SEALED[name].parted_by is not None:
            return  # to count all reads would take as long as to check them
        count = sight.value(f"SELECT count(*) FROM {name} WHERE office_id = :office_id")
        if count != self.counts[name]:
            self._found.tell("rows_differ", table=name, found=count, vouched=self.counts[name])

    def _compare_days(self, sight: Sight, table: SealedTable) -> None:
        vouched = self._vouched[table.name]
        for day in sorted(vouched.keys() | self._summed.keys()):
            expected = vouched.get(day, Seal())
            if day < self.archived_until or self._summed.get(day, Seal()) == expected:
                continue
            # It may have changed rightly since it was summed: the last word is this snapshot's.
            there = sealed_part(sight.connection, sight.office, table, day)
            if there != expected:
                self._found.tell(
                    "reads_differ", day=iso_day(day), found=there.count, vouched=expected.count
                )

    def compare_archive(self, sight: Sight, archive: Archived) -> None:
        """Tell days whose archived reads are not those that events vouch for."""
        table = SEALED["meter_read"]
        for day, expected in sorted(self._vouched[table.name].items()):
            if archive.first_day <= day < archive.until_day:
                there = sealed_part(sight.connection, sight.office, table, day)
                if there != expected:
                    self._found.tell(
                        "reads_differ", day=iso_day(day), found=there.count, vouched=expected.count
                    )

    def _name_rows(self, sight: Sight, table: SealedTable) -> None:
        """Tell the rows of a table that differ; where none does, the table as a whole."""
        vouched, is_complete = _all_marks(sight, table)
        rows = rows_of(sight.connection, sight.office, table)
        there = marks_of(table, rows)
        before = len(self._found.problems)
        for name in sorted(there.keys() & vouched.keys()):
            if there[name] != vouched[name]:
                self._found.tell("row_changed", table=table.name, row=name)
        for name in sorted(vouched.keys() - there.keys()):
            self._found.tell("row_missing", table=table.name, row=name)
        for name in sorted(there.keys() - vouched.keys()) if is_complete else ():
            self._found.tell("row_added", table=table.name, row=name)
        if len(self._found.problems) == before:
            self._found.tell(
                "rows_differ", table=table.name, found=len(rows), vouched=self.counts[table.name]
            )


def _all_marks(sight: Sight, table: SealedTable) -> tuple[dict[str, str], bool]:
    """Return the mark of every row that an event names, and whether events name all of them."""
    marks: dict[str, str] = {}
    count = 0
    for core in _cores(sight):
        marks |= core["marks"].get(table.name, {})
        seals = core["seals"].get(table.name, {}).values()
        count += sum(Seal.of_event(seal).count for seal in seals)
    return marks, count == len(marks)


def _cores(sight: Sight) -> Iterator[dict[str, Any]]:
    for stream in streams_of(sight):
        for (core,) in sight.rows(
            "SELECT core FROM event WHERE office_id = :office_id AND stream = :stream"
            " AND core LIKE :kind ORDER BY seq",
            stream=stream,
            kind=f'%"kind":"{ROWS}"%',
        ):
            with suppress(ValueError):  # a core that cannot be read was told before
                yield json.loads(core)
