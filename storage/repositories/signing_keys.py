"""The public halves of the keys that receipts are signed with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from domain.calendar import instant_of, milliseconds
from domain.office import Office
from domain.signing import PublicKey
from storage.repositories.sealed import add_sealed
from storage.tables.counter import signing_key


class SqlSigningKeys:
    """Those of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def public(self, key_id: str) -> str | None:
        found: str | None = self._connection.execute(
            select(signing_key.c.public_key).where(
                signing_key.c.office_id == self._office.id, signing_key.c.id == key_id
            )
        ).scalar()
        return found

    def add(self, key_id: str, public_key: str, at: datetime, by: str) -> None:
        row = {
            "id": key_id,
            "public_key": public_key,
            "made_at_ms": milliseconds(at),
            "made_by": by,
        }
        add_sealed(self._connection, self._office, "key_registered", {"signing_key": [row]}, by=by)

    def all(self) -> list[PublicKey]:
        """Return all keys, the oldest first."""
        rows = self._connection.execute(
            select(signing_key)
            .where(signing_key.c.office_id == self._office.id)
            .order_by(signing_key.c.made_at_ms, signing_key.c.id)
        )
        return [
            PublicKey(
                row.id, self._office.code, row.public_key, instant_of(row.made_at_ms), row.made_by
            )
            for row in rows
        ]
