"""The audit log against its events: each row as it was told, each detail as it was hashed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from domain.staff import Act
from storage.checking.chain import Told
from storage.checking.sight import Findings, Sight
from storage.repositories.audit import detail_of, hash_of_detail

_ROWS = (
    "SELECT a.id, a.at_ms, a.by, a.channel, a.counter, a.act, a.subject, a.consumer_id, a.count,"
    " a.detail_hash, a.stream, a.event_seq, d.audit_id, d.salt, d.reason, d.before, d.after,"
    " d.erased_at_ms FROM audit_entry a LEFT JOIN audit_detail d"
    "  ON d.office_id = a.office_id AND d.audit_id = a.id"
    " WHERE a.office_id = :office_id AND a.id BETWEEN :first AND :last"
)
_ENTRY = 12


class Audit:
    """The rows of the audit log looked at so far."""

    def __init__(self, found: Findings, count: int, last_id: int) -> None:
        self._found = found
        self.count = count
        self.last_id = last_id
        self._erased: dict[int, int] = {}

    def compare(self, sight: Sight, told: Sequence[Told]) -> None:
        """Compare rows of the log with what their events tell."""
        ids = [event.core["audit"] for event in told]
        rows = {row[0]: row for row in sight.rows(_ROWS, first=min(ids), last=max(ids))}
        for event in told:
            audit_id = event.core["audit"]
            row = rows.get(audit_id)
            is_next = audit_id == self.last_id + 1
            self.last_id, self.count = audit_id, self.count + 1
            if row is None:
                self._found.tell("row_missing", table="audit_entry", row=str(audit_id))
                continue
            if not is_next or _held(row) != _of(event):
                self._found.tell("row_changed", table="audit_entry", row=str(audit_id))
            self._compare_detail(row, event.core["detail"])

    def _compare_detail(self, row: Sequence[Any], told: str | None) -> None:
        audit_id, consumer, (there, salt, reason, before, after, erased) = (
            row[0],
            row[7],
            row[_ENTRY:],
        )
        if (there is None) != (told is None):
            kind = "row_missing" if there is None else "row_added"
            self._found.tell(kind, table="audit_detail", row=str(audit_id))
        elif there is None or told is None:
            return
        elif erased is not None:
            if consumer is None or salt is not None or reason or _is_told(before, after):
                self._found.tell("row_changed", table="audit_detail", row=str(audit_id))
            else:
                self._erased[audit_id] = consumer
        elif _hash_of(salt, reason, before, after) != told:
            self._found.tell("row_changed", table="audit_detail", row=str(audit_id))

    def compare_ends(self, sight: Sight) -> None:
        """Tell rows that no event tells of, and details that nobody was asked to forget."""
        for table, key in (("audit_entry", "id"), ("audit_detail", "audit_id")):
            for (number,) in sight.rows(
                f"SELECT {key} FROM {table} WHERE office_id = :office_id"
                f" AND ({key} > :last OR {key} < 1)",
                last=self.last_id,
            ):
                self._found.tell("row_added", table=table, row=str(number))
        count = sight.value("SELECT count(*) FROM audit_entry WHERE office_id = :office_id")
        if count != self.count:
            self._found.tell("rows_differ", table="audit_entry", found=count, vouched=self.count)
        forgotten = {
            consumer
            for (consumer,) in sight.rows(
                "SELECT DISTINCT consumer_id FROM audit_entry WHERE office_id = :office_id"
                " AND act = :act",
                act=Act.ERASE_PERSON.value,
            )
        }
        for audit_id, consumer in self._erased.items():
            if consumer not in forgotten:
                self._found.tell("row_changed", table="audit_detail", row=str(audit_id))


def _held(row: Sequence[Any]) -> tuple[Any, ...]:
    detail = None if row[9] is None else bytes(row[9]).hex()
    return (*row[:9], detail, *row[10:_ENTRY])


def _of(event: Told) -> tuple[Any, ...]:
    core = event.core
    told = (core["at_ms"], core["by"], core["channel"], core["counter"], core["act"])
    more = (core["subject"], core["consumer"], core["count"], core["detail"])
    return (core["audit"], *told, *more, event.stream, event.seq)


def _is_told(before: str, after: str) -> bool:
    return {before, after} - {"", "{}"} != set()


def _hash_of(salt: bytes | None, reason: str, before: str, after: str) -> str | None:
    try:
        told = detail_of(reason, json.loads(before), json.loads(after))
    except ValueError:
        return None
    return hash_of_detail(bytes(salt or b""), told).hex()
