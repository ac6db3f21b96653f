"""Backups and drills that were made, messages that are held, numbers that were lost, as rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from domain.backup import BackupMade
from domain.calendar import instant_of, milliseconds
from domain.office import Office
from domain.safekeeping import DrillRow, HeldMessage, LostNumbers
from storage.rows import json_list
from storage.tables.messages import message
from storage.tables.trust import backup_made, drill, recovery, series_lost
from storage.vouching import Rows, vouch

WAITING, HELD, DROPPED = "waiting", "held", "dropped"
_OUTWARD = (WAITING, "leaving")
_MOST_BODY = 2_000


class SqlSafekeeping:
    """What the office remembers of its backups, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    # Backups and drills

    def add_backup(self, made: BackupMade) -> None:
        """Remember a backup; two in one millisecond are told apart."""
        row = {
            "at_ms": self._free_ms(backup_made, made.made_at),
            "path": str(made.path),
            "kind": str(made.reason),
            "size_bytes": made.size_bytes,
            "sha256": made.sha256,
            "stream": made.stream,
            "event_seq": made.event_seq,
            "took_ms": made.took_ms,
        }
        self._connection.execute(
            insert(backup_made).values(office_id=self._office.id, hash=made.hash, **row)
        )
        self._vouch("backup_made", row)

    def backups(self, limit: int) -> list[BackupMade]:
        """Return the newest backups, newest first."""
        rows = self._connection.execute(
            select(backup_made)
            .where(backup_made.c.office_id == self._office.id)
            .order_by(backup_made.c.at_ms.desc())
            .limit(limit)
        )
        return [
            BackupMade(
                made_at=instant_of(row.at_ms),
                path=Path(row.path),
                reason=row.kind,
                size_bytes=row.size_bytes,
                sha256=row.sha256,
                stream=row.stream,
                event_seq=row.event_seq,
                hash=bytes(row.hash),
                took_ms=row.took_ms,
            )
            for row in rows
        ]

    def add_drill(
        self, at: datetime, path: Path, facts: Mapping[str, Any], *, is_good: bool, took_ms: int
    ) -> None:
        row = {
            "at_ms": self._free_ms(drill, at),
            "path": str(path),
            "is_good": int(is_good),
            "facts": json.dumps(facts, ensure_ascii=False, sort_keys=True),
            "took_ms": took_ms,
        }
        self._connection.execute(insert(drill).values(office_id=self._office.id, **row))
        self._vouch("drill", row)

    def _vouch(self, table: str, row: Mapping[str, Any]) -> None:
        rows = Rows(table, tuple(row), [tuple(row.values())])
        vouch(self._connection, self._office, f"{table}_noted", by="", written=[rows])

    def drills(self, limit: int) -> list[DrillRow]:
        """Return the newest drills, newest first."""
        rows = self._connection.execute(
            select(drill)
            .where(drill.c.office_id == self._office.id)
            .order_by(drill.c.at_ms.desc())
            .limit(limit)
        )
        return [
            DrillRow(
                instant_of(row.at_ms),
                Path(row.path),
                bool(row.is_good),
                json.loads(row.facts),
                row.took_ms,
            )
            for row in rows
        ]

    def found_bad(self) -> set[str]:
        """Return the names of the backups that their last drill found bad."""
        rows = self._connection.execute(
            select(drill.c.path, drill.c.is_good)
            .where(drill.c.office_id == self._office.id)
            .order_by(drill.c.at_ms)
        )
        last = {Path(path).name: bool(is_good) for path, is_good in rows}
        return {name for name, is_good in last.items() if not is_good}

    # Messages to the outside

    def hold_messages(self) -> int:
        """Hold every message that waits to go out, or was about to; return how many."""
        return self._connection.execute(
            update(message)
            .where(message.c.office_id == self._office.id, message.c.state.in_(_OUTWARD))
            .values(state=HELD)
        ).rowcount

    def held_count(self) -> int:
        return self._connection.execute(
            select(func.count())
            .select_from(message)
            .where(message.c.office_id == self._office.id, message.c.state == HELD)
        ).scalar_one()

    def held_messages(self) -> list[HeldMessage]:
        """Return the messages that wait for a review, oldest first."""
        rows = self._connection.execute(
            select(message)
            .where(message.c.office_id == self._office.id, message.c.state == HELD)
            .order_by(message.c.id)
        )
        return [
            HeldMessage(row.id, row.alert, row.text[:_MOST_BODY], instant_of(row.created_at_ms))
            for row in rows
        ]

    def settle_messages(self, ids: Sequence[int], state: str) -> int:
        """Give held messages another state; return how many."""
        return self._connection.execute(
            text(
                "UPDATE message SET state = :state WHERE office_id = :office_id AND state = :held"
                " AND id IN (SELECT n.value FROM numbers_in(:ids) n)"
            ),
            {"office_id": self._office.id, "state": state, "held": HELD, "ids": json_list(ids)},
        ).rowcount

    # Lost numbers and recovery words

    def lost_numbers(self) -> list[LostNumbers]:
        """Return the receipt numbers that were lost, by series."""
        rows = self._connection.execute(
            select(series_lost)
            .where(series_lost.c.office_id == self._office.id)
            .order_by(
                series_lost.c.incarnation, series_lost.c.counter, series_lost.c.financial_year
            )
        )
        return [self._lost(row) for row in rows]

    def words_tried(self) -> bool | None:
        """Return whether somebody has tried the recovery words; None: there are none."""
        row = self._connection.execute(
            select(recovery.c.tried_at_ms).where(recovery.c.office_id == self._office.id)
        ).one_or_none()
        return None if row is None else row.tried_at_ms is not None

    def mark_words_tried(self, at: datetime) -> None:
        self._connection.execute(
            update(recovery)
            .where(recovery.c.office_id == self._office.id)
            .values(tried_at_ms=milliseconds(at))
        )

    def _lost(self, row: Any) -> LostNumbers:
        prefix = replace(self._office, incarnation=row.incarnation).series_prefix
        series = f"{prefix}/{row.counter:02}/{row.financial_year}"
        last = row.last_number
        return LostNumbers(
            counter=row.counter,
            financial_year=row.financial_year,
            incarnation=row.incarnation,
            first=f"{series}/{row.first_number:06}",
            last=None if last is None else f"{series}/{last:06}",
            recorded_at=instant_of(row.recorded_at_ms),
            recorded_by=row.recorded_by,
        )

    def _free_ms(self, table: Any, at: datetime) -> int:
        """Return the instant as the key of a new row, a little later where one has it already."""
        at_ms = milliseconds(at)
        taken = self._connection.execute(
            select(table.c.at_ms)
            .where(table.c.office_id == self._office.id, table.c.at_ms >= at_ms)
            .order_by(table.c.at_ms)
        ).scalars()
        for key in taken:
            if key > at_ms:
                break
            at_ms += 1
        return at_ms
