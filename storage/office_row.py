"""The office as its row says."""

from __future__ import annotations

from typing import Any

from domain.office import Office


def office_of(row: Any) -> Office:
    """Return the office that a row of the table is."""
    return Office(
        code=row.code,
        name=row.name,
        state=row.state,
        is_practice=bool(row.is_practice),
        address=row.address,
        phone=row.phone,
        incarnation=row.incarnation,
    )
