"""In what condition the books are: in order, or found wrong by a check and closed to writers."""

from __future__ import annotations

from sqlalchemy import Connection, text

from domain.office import Office
from storage.checkpoints import Checkpoint, add_checkpoint

#: The setting that closes the books to writers; its value is the number of problems.
NOT_IN_ORDER = "books_not_in_order"


class SqlCondition:
    """The condition of one office's books, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def problems(self) -> int:
        """Return how many problems a check found that nobody has settled; 0: in order."""
        value = self._connection.execute(
            text("SELECT value FROM setting WHERE office_id = :office_id AND name = :name"),
            {"office_id": self._office.id, "name": NOT_IN_ORDER},
        ).scalar()
        return int(value) if value and value.isdigit() else 0

    def close_to_writers(self, problems: int, *, at_ms: int, by: str) -> None:
        """Let nothing be written until a full check passes or an administrator overrides it."""
        self._connection.execute(
            text(
                "INSERT INTO setting (office_id, name, value, changed_at_ms, changed_by)"
                " VALUES (:office_id, :name, :value, :at, :by)"
                " ON CONFLICT (office_id, name) DO UPDATE SET value = excluded.value,"
                " changed_at_ms = excluded.changed_at_ms, changed_by = excluded.changed_by"
            ),
            {
                "office_id": self._office.id,
                "name": NOT_IN_ORDER,
                "value": str(problems),
                "at": at_ms,
                "by": by,
            },
        )

    def open_to_writers(self) -> None:
        """Let the office work again."""
        self._connection.execute(
            text("DELETE FROM setting WHERE office_id = :office_id AND name = :name"),
            {"office_id": self._office.id, "name": NOT_IN_ORDER},
        )

    def add_checkpoint(self, reached: Checkpoint, *, kind: str, at_ms: int, by: str) -> None:
        """Remember how far the books were found in order."""
        add_checkpoint(self._connection, self._office, reached, kind=kind, at_ms=at_ms, by=by)
