"""Shifts, the cash of their drawers, and the days that were closed."""

from __future__ import annotations

from sqlalchemy import Connection

from domain.office import Office


class SqlShifts:
    """The shifts of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office
