"""Preferences as rows: what somebody never said has none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from domain.calendar import milliseconds
from domain.office import Office


class SqlPreferenceRows:
    """The preferences of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def put(self, owner: str, name: str, value: str | None, at: datetime) -> None:
        """Store a value as JSON text, or forget it."""
        key = {"office_id": self._office.id, "owner": owner, "name": name}
        if value is None:
            self._connection.execute(
                text(
                    "DELETE FROM preference WHERE office_id = :office_id"
                    " AND owner = :owner AND name = :name"
                ),
                key,
            )
            return
        self._connection.execute(
            text(
                "INSERT INTO preference (office_id, owner, name, value, changed_at_ms)"
                " VALUES (:office_id, :owner, :name, :value, :at)"
                " ON CONFLICT (office_id, owner, name) DO UPDATE SET value = excluded.value,"
                " changed_at_ms = excluded.changed_at_ms"
            ),
            key | {"value": value, "at": milliseconds(at)},
        )
