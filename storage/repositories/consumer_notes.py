"""Notes and tags of consumers as rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from domain.calendar import instant_of, milliseconds
from domain.consumer_notes import ConsumerNote
from domain.office import Office
from storage.rows import insert_many, take_numbers

_NOTE_COLUMNS = ("office_id", "consumer_id", "id", "words", "noted_at_ms", "noted_by")
_TAG_COLUMNS = ("office_id", "key", "consumer_id", "tag", "tagged_at_ms", "tagged_by")


class SqlConsumerNotes:
    """The notes and tags of one office's consumers, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def add(self, consumer_id: int, words: str, at: datetime, by: str) -> ConsumerNote:
        note_id = take_numbers(self._connection, self._office.id, "consumer_note", 1)
        row = (self._office.id, consumer_id, note_id, words, milliseconds(at), by)
        insert_many(self._connection, "consumer_note", _NOTE_COLUMNS, [row])
        return ConsumerNote(note_id, words, at, by)

    def notes(self, consumer_id: int, limit: int) -> list[ConsumerNote]:
        """Return the last notes of a consumer, newest first; blanked ones say nothing."""
        rows = self._rows(
            "SELECT id, words, noted_at_ms, noted_by FROM consumer_note"
            " WHERE office_id = :office_id AND consumer_id = :consumer AND words <> ''"
            " ORDER BY id DESC LIMIT :limit",
            consumer=consumer_id,
            limit=limit,
        )
        return [
            ConsumerNote(row.id, row.words, instant_of(row.noted_at_ms), row.noted_by)
            for row in rows
        ]

    def tags(self, consumer_id: int) -> Mapping[str, str]:
        rows = self._rows(
            "SELECT key, tag FROM consumer_tag WHERE office_id = :office_id"
            " AND consumer_id = :consumer ORDER BY key",
            consumer=consumer_id,
        )
        return {row.key: row.tag for row in rows}

    def written(self, key: str) -> str | None:
        found: str | None = self._connection.execute(
            text(
                "SELECT tag FROM consumer_tag WHERE office_id = :office_id AND key = :key"
                " ORDER BY tagged_at_ms LIMIT 1"
            ),
            {"office_id": self._office.id, "key": key},
        ).scalar()
        return found

    def known(self, limit: int) -> list[str]:
        """Return the tags that the office uses, in order; each once, whoever bears it."""
        # From tag to tag by the key: to read a common one's every row would take its time.
        rows = self._rows(
            "WITH RECURSIVE each (key, place) AS ("
            "  SELECT min(key), 1 FROM consumer_tag WHERE office_id = :office_id"
            "  UNION ALL"
            "  SELECT (SELECT min(t.key) FROM consumer_tag t WHERE t.office_id = :office_id"
            "   AND t.key > each.key), each.place + 1 FROM each"
            "  WHERE each.key IS NOT NULL AND each.place < :limit)"
            " SELECT (SELECT t.tag FROM consumer_tag t WHERE t.office_id = :office_id"
            "  AND t.key = each.key ORDER BY t.consumer_id LIMIT 1) AS tag"
            " FROM each WHERE each.key IS NOT NULL ORDER BY each.key",
            limit=limit,
        )
        return [row.tag for row in rows]

    def add_tag(self, consumer_id: int, key: str, tag: str, at: datetime, by: str) -> None:
        row = (self._office.id, key, consumer_id, tag, milliseconds(at), by)
        insert_many(self._connection, "consumer_tag", _TAG_COLUMNS, [row])

    def remove_tag(self, consumer_id: int, key: str) -> None:
        self._connection.execute(
            text(
                "DELETE FROM consumer_tag WHERE office_id = :office_id AND key = :key"
                " AND consumer_id = :consumer"
            ),
            {"office_id": self._office.id, "key": key, "consumer": consumer_id},
        )

    def _rows(self, sql: str, **parameters: Any) -> list[Any]:
        given = {"office_id": self._office.id, **parameters}
        return list(self._connection.execute(text(sql), given))
