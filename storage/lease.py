"""Leases as rows: read and written in the turn of a writer, so that two never hold one."""

from __future__ import annotations

from sqlalchemy import Connection, text

from domain.calendar import instant_of, milliseconds
from domain.lease import Lease
from domain.office import Office


class SqlLeases:
    """The leases of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def find(self, name: str) -> Lease | None:
        row = self._connection.execute(
            text("SELECT * FROM lease WHERE office_id = :office_id AND name = :name"),
            {"office_id": self._office.id, "name": name},
        ).one_or_none()
        if row is None:
            return None
        return Lease(
            row.name, row.holder, row.by, instant_of(row.taken_at_ms), instant_of(row.expires_at_ms)
        )

    def put(self, lease: Lease) -> None:
        self._connection.execute(
            text(
                'INSERT INTO lease (office_id, name, holder, "by", taken_at_ms, expires_at_ms)'
                " VALUES (:office_id, :name, :holder, :by, :taken, :expires)"
                " ON CONFLICT (office_id, name) DO UPDATE SET holder = excluded.holder,"
                ' "by" = excluded."by", taken_at_ms = excluded.taken_at_ms,'
                " expires_at_ms = excluded.expires_at_ms"
            ),
            {
                "office_id": self._office.id,
                "name": lease.name,
                "holder": lease.holder,
                "by": lease.by,
                "taken": milliseconds(lease.taken_at),
                "expires": milliseconds(lease.expires_at),
            },
        )

    def end(self, name: str, holder: str) -> None:
        self._connection.execute(
            text(
                "DELETE FROM lease"
                " WHERE office_id = :office_id AND name = :name AND holder = :holder"
            ),
            {"office_id": self._office.id, "name": name, "holder": holder},
        )
