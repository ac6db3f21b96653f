"""The public halves of the keys that receipts are signed with."""

from __future__ import annotations

from sqlalchemy import Connection

from domain.office import Office


class SqlSigningKeys:
    """Those of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office
