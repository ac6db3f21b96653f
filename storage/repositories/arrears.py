"""Debts from before prepaid, and their plans."""

from __future__ import annotations

from sqlalchemy import Connection

from domain.office import Office


class SqlArrears:
    """Those of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office
