"""The preferences of the people of an office in its database."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import text

from domain.errors import FieldTooLong
from domain.preferences import MOST_CHARACTERS
from domain.services.repeating import repeated_when_undone
from storage.access import Access

#: Above every character that the rest of a name can begin with.
_END = "\U0010ffff"


class SqlPreferences:
    """Everything of :class:`domain.preferences.Preferences`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def get(self, owner: str, name: str) -> Any:
        with self._access.reading() as connection:
            value = connection.execute(
                text(
                    "SELECT value FROM preference WHERE office_id = :office_id"
                    " AND owner = :owner AND name = :name"
                ),
                {"office_id": self._access.office.id, "owner": owner, "name": name},
            ).scalar()
        return None if value is None else json.loads(value)

    def all(self, owner: str, prefix: str) -> dict[str, Any]:
        with self._access.reading() as connection:
            rows = connection.execute(
                text(
                    "SELECT name, value FROM preference WHERE office_id = :office_id"
                    " AND owner = :owner AND name >= :first AND name < :end ORDER BY name"
                ),
                {
                    "office_id": self._access.office.id,
                    "owner": owner,
                    "first": prefix,
                    "end": prefix + _END,
                },
            ).all()
        return {name: json.loads(value) for name, value in rows}

    @repeated_when_undone
    def put(self, owner: str, name: str, value: Any) -> None:
        written = json.dumps(value, ensure_ascii=False)
        if len(written) > MOST_CHARACTERS:
            raise FieldTooLong(name, MOST_CHARACTERS)
        # A habit may change while the books are closed to whoever moves money.
        with self._access.unit_in_any_condition() as unit:
            stored = None if value is None else written
            unit.preferences.put(owner, name, stored, self._access.clock.now())
            unit.commit()
