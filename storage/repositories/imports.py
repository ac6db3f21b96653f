"""Imports as rows: what each brought, of whom it speaks, and what of it can be put aside."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from domain.calendar import instant_of, milliseconds
from domain.consumer import CONTACT_FIELDS
from domain.errors import Refusal
from domain.errors_of_imports import (
    ArrearsMoved,
    ImportNotFound,
    ReadConsumed,
    ReadDecided,
)
from domain.importing import (
    BatchState,
    ImportBatch,
    ImportFile,
    ImportKind,
    RowKind,
    RowNoted,
)
from domain.office import Actor, Office
from domain.staff import Act
from storage.repositories.withdrawing import Withdrawing, changing_reads, kept_consumers
from storage.rows import driver_rows, insert_many, json_list, update_many

_BATCH_COLUMNS = (
    *("id", "kind", "file_name", "sha256", "accepted", "changed", "unchanged", "held"),
    *("rejected", "state", "imported_at_ms", "imported_by", "undone_at_ms", "undone_by"),
)
_ROW_COLUMNS = (
    *("office_id", "batch_id", "line", "what", "subject_id", "at_ms", "revision", "before"),
)
#: Reads as they stand: by whom the meter is held, and whether a day was charged after them.
_READS = (
    "SELECT m.serial, r.state, EXISTS (SELECT 1 FROM consumer_version v"
    "  JOIN consumer c ON c.office_id = v.office_id AND c.id = v.consumer_id"
    "  JOIN month_position p ON p.office_id = c.office_id AND p.consumer_id = c.id"
    "  WHERE v.office_id = r.office_id AND v.meter_id = r.meter_id"
    "  AND p.next_open_day > c.billed_from_day AND r.closing_day < p.next_open_day) AS is_consumed"
    " FROM meter_read r JOIN meter m ON m.office_id = r.office_id AND m.id = r.meter_id"
    " WHERE r.office_id = :office_id AND r.meter_id = :meter AND r.read_at_ms = :at"
    " AND r.revision = :revision"
)
_OF_PLANS = (
    "SELECT a.id, c.number, a.state, a.rest_paise, a.amount_paise, (SELECT count(*)"
    "  FROM arrear_entry e WHERE e.office_id = a.office_id AND e.arrear_id = a.id) AS moves"
    " FROM numbers_in(:ids) n THEN JOIN arrear a ON a.office_id = :office_id AND a.id = n.value"
    " THEN JOIN consumer c ON c.office_id = a.office_id AND c.id = a.consumer_id"
)


class SqlImports:
    """The imports of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def add(self, batch: ImportBatch, actor: Actor) -> None:
        columns = ("office_id", *_BATCH_COLUMNS, "channel")
        row = (self._office.id, *_values(batch), actor.channel.value)
        insert_many(self._connection, "import_batch", columns, [row])

    def put(self, batch: ImportBatch) -> None:
        new = ", ".join(f"{name} = :{name}" for name in _BATCH_COLUMNS[1:])
        values = dict(zip(_BATCH_COLUMNS, _values(batch), strict=True))
        self._connection.execute(
            text(f"UPDATE import_batch SET {new} WHERE office_id = :office_id AND id = :id"),
            {"office_id": self._office.id, **values},
        )

    def get(self, batch_id: str) -> ImportBatch:
        found = self._batches("AND b.id = :id", id=batch_id)
        if not found:
            raise ImportNotFound(batch_id)
        return found[0]

    def newest(self, limit: int) -> list[ImportBatch]:
        return self._batches("ORDER BY b.imported_at_ms DESC, b.id LIMIT :limit", limit=limit)

    def last_of(self, kind: ImportKind, sha256: str) -> ImportBatch | None:
        found = self._batches(
            "AND b.sha256 = :sha256 AND b.kind = :kind AND b.state <> 'undone'"
            " ORDER BY b.imported_at_ms DESC LIMIT 1",
            sha256=sha256,
            kind=kind.value,
        )
        return found[0] if found else None

    def note(self, batch_id: str, rows: Sequence[RowNoted]) -> None:
        tuples = [
            (
                *(self._office.id, batch_id, row.line, row.what.value, row.subject_id),
                *(row.at_ms, row.revision, row.before),
            )
            for row in rows
        ]
        insert_many(self._connection, "import_row", _ROW_COLUMNS, tuples)

    def forget(self, batch_id: str, lines: Sequence[int]) -> None:
        self._connection.execute(
            text(
                "DELETE FROM import_row WHERE office_id = :office_id AND batch_id = :batch"
                " AND line IN (SELECT value FROM numbers_in(:lines) n)"
            ),
            {"office_id": self._office.id, "batch": batch_id, "lines": json_list(lines)},
        )

    def rows(self, batch_id: str) -> list[RowNoted]:
        rows = driver_rows(
            self._connection,
            "SELECT line, what, subject_id, at_ms, revision, before FROM import_row"
            " WHERE office_id = :office_id AND batch_id = :batch ORDER BY line",
            {"office_id": self._office.id, "batch": batch_id},
        )
        return [RowNoted(line, RowKind(what), *rest) for line, what, *rest in rows]

    def lines_asked(self, batch_id: str, now: datetime) -> frozenset[int]:
        rows = self._rows(
            "SELECT content FROM approval WHERE office_id = :office_id AND act = :act"
            " AND (state = 'approved' OR state = 'waiting' AND expires_at_ms > :now)",
            act=Act.PLAN_ARREARS.value,
            now=milliseconds(now),
        )
        asked = [json.loads(content) for (content,) in rows if batch_id in content]
        return frozenset(
            row["line"]
            for told in asked
            if told["what"] == "batch" and told["batch"] == batch_id
            for row in told["rows"]
        )

    # Whom rows speak of

    def consumer_ids(self, numbers: Sequence[str]) -> Mapping[str, int]:
        return dict(
            self._rows(
                "SELECT c.number, c.id FROM words_in(:numbers) w THEN JOIN consumer c"
                " ON c.office_id = :office_id AND c.number = w.value",
                numbers=json_list(numbers),
            )
        )

    def numbers_of(self, consumer_ids: Sequence[int]) -> Mapping[int, str]:
        return dict(
            self._rows(
                "SELECT c.id, c.number FROM numbers_in(:ids) n THEN JOIN consumer c"
                " ON c.office_id = :office_id AND c.id = n.value",
                ids=json_list(consumer_ids),
            )
        )

    def serials_of(self, meter_ids: Sequence[int]) -> Mapping[int, str]:
        return dict(
            self._rows(
                "SELECT m.id, m.serial FROM numbers_in(:ids) n THEN JOIN meter m"
                " ON m.office_id = :office_id AND m.id = n.value",
                ids=json_list(meter_ids),
            )
        )

    def contact_seqs(self, consumer_ids: Sequence[int]) -> Mapping[int, int]:
        return dict(
            self._rows(
                "SELECT v.consumer_id, max(v.version_seq) FROM numbers_in(:ids) n"
                " THEN JOIN contact_version v"
                "  ON v.office_id = :office_id AND v.consumer_id = n.value"
                " GROUP BY v.consumer_id",
                ids=json_list(sorted(set(consumer_ids))),
            )
        )

    def contacts_before(self, seqs: Mapping[int, int]) -> Mapping[int, Mapping[str, str]]:
        last = self.contact_seqs(list(seqs))
        asked = [consumer for consumer, seq in seqs.items() if last.get(consumer) == seq]
        rows = self._rows(
            f"SELECT v.consumer_id, {', '.join(f'v.{name}' for name in CONTACT_FIELDS)}"
            " FROM numbers_in(:ids) n THEN JOIN contact_version v"
            "  ON v.office_id = :office_id AND v.consumer_id = n.value"
            " ORDER BY v.consumer_id, v.version_seq",
            ids=json_list(asked),
        )
        versions: dict[int, list[dict[str, str]]] = {}
        for consumer, *contact in rows:
            versions.setdefault(consumer, []).append(
                dict(zip(CONTACT_FIELDS, contact, strict=True))
            )
        return {consumer: of[-2] for consumer, of in versions.items() if len(of) > 1}

    def debtors_of(self, plans: Sequence[RowNoted]) -> Mapping[int, str]:
        rows = self._rows(_OF_PLANS, ids=json_list(row.subject_id for row in plans))
        numbers = {row[0]: row[1] for row in rows}
        return {row.line: numbers[row.subject_id] for row in plans}

    def with_live_plans(self, consumer_ids: Sequence[int]) -> Mapping[int, int]:
        return dict(
            self._rows(
                "SELECT a.consumer_id, a.id FROM arrear a WHERE a.office_id = :office_id"
                " AND a.state = 'live'"
                " AND a.consumer_id IN (SELECT value FROM numbers_in(:ids) n)",
                ids=json_list(consumer_ids),
            )
        )

    def is_schedule_used(self, schedule: str) -> bool:
        return bool(
            self._rows(
                "SELECT 1 FROM consumer_version WHERE office_id = :office_id"
                " AND schedule = :schedule LIMIT 1",
                schedule=schedule,
            )
        )

    # Taking back

    def kept_consumers(self, consumer_ids: Sequence[int]) -> Mapping[int, Refusal]:
        return kept_consumers(self._connection, self._office, consumer_ids)

    def withdraw(
        self, consumer_ids: Sequence[int], batch_id: str, at: datetime, actor: Actor
    ) -> None:
        Withdrawing(self._connection, self._office, at, actor).withdraw(consumer_ids, batch_id)

    def kept_reads(self, reads: Sequence[RowNoted]) -> Mapping[int, Refusal]:
        kept: dict[int, Refusal] = {}
        for row in reads:
            [(serial, state, is_consumed)] = self._rows(
                _READS, meter=row.subject_id, at=row.at_ms, revision=row.revision
            )
            at = instant_of(row.at_ms or 0)
            if state in {"superseded", "withdrawn"}:
                continue
            if is_consumed:
                kept[row.line] = ReadConsumed(serial, at)
            elif state == "released":
                kept[row.line] = ReadDecided(serial, at)
        return kept

    def put_reads_aside(self, reads: Sequence[RowNoted], note: str, actor: Actor) -> None:
        meters = json_list(sorted({row.subject_id for row in reads}))
        with changing_reads(self._connection, self._office, meters, actor):
            update_many(
                self._connection,
                "meter_read",
                ("state", "note", "recorded_by"),
                ("office_id", "meter_id", "read_at_ms", "revision"),
                [
                    (
                        *("withdrawn", note, actor.name),
                        *(self._office.id, row.subject_id, row.at_ms, row.revision),
                    )
                    for row in reads
                ],
            )

    def kept_plans(self, plan_ids: Sequence[int]) -> Mapping[int, Refusal]:
        return {
            plan: ArrearsMoved(number)
            for plan, number, state, rest, amount, moves in self._rows(
                _OF_PLANS, ids=json_list(plan_ids)
            )
            if state != "live" or rest != amount or moves != 1
        }

    def _batches(self, condition: str, **parameters: Any) -> list[ImportBatch]:
        named = ", ".join(f"b.{name}" for name in _BATCH_COLUMNS)
        rows = self._rows(
            f"SELECT {named} FROM import_batch b WHERE b.office_id = :office_id {condition}",
            **parameters,
        )
        return [_batch(row) for row in rows]

    def _rows(self, sql: str, **parameters: Any) -> list[Any]:
        return driver_rows(self._connection, sql, {"office_id": self._office.id, **parameters})


def _values(batch: ImportBatch) -> tuple[Any, ...]:
    return (
        *(batch.id, batch.kind.value, batch.file.name, batch.file.sha256),
        *(batch.accepted, batch.changed, batch.unchanged, batch.held, batch.rejected),
        *(batch.state.value, milliseconds(batch.imported_at), batch.imported_by),
        None if batch.undone_at is None else milliseconds(batch.undone_at),
        batch.undone_by,
    )


def _batch(row: Sequence[Any]) -> ImportBatch:
    held = dict(zip(_BATCH_COLUMNS, row, strict=True))
    undone_at_ms = held["undone_at_ms"]
    return ImportBatch(
        id=held["id"],
        kind=ImportKind(held["kind"]),
        file=ImportFile(held["file_name"], held["sha256"]),
        accepted=held["accepted"],
        changed=held["changed"],
        unchanged=held["unchanged"],
        held=held["held"],
        rejected=held["rejected"],
        state=BatchState(held["state"]),
        imported_at=instant_of(held["imported_at_ms"]),
        imported_by=held["imported_by"],
        undone_at=None if undone_at_ms is None else instant_of(undone_at_ms),
        undone_by=held["undone_by"],
    )
