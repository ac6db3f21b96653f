"""Rows that are written and vouched for in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert

from domain.office import Office
from storage.tables.base import metadata
from storage.vouching import Rows, vouch


def add_sealed(
    connection: Connection,
    office: Office,
    act: str,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    by: str,
) -> None:
    """Insert rows by table (all of a table with the same columns) and add their event."""
    written = []
    for name, of_table in rows.items():
        if not of_table:
            continue
        whole = [{"office_id": office.id, **row} for row in of_table]
        connection.execute(insert(metadata.tables[name]), whole)
        written.append(Rows(name, tuple(whole[0]), [tuple(row.values()) for row in whole]))
    vouch(connection, office, act, by=by, written=written)
