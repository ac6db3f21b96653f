"""A rehearsal on a server: everything is done inside one transaction, and then undone.

A SQLite office is copied for a dry run; a server's database is too large for that, and need not
be: nobody sees what was not committed. Writers of the office wait meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self, cast

from sqlalchemy import Connection, Engine, NestedTransaction

from storage.engine import writer


@contextmanager
def rehearsing(engine: Engine, office_id: int) -> Iterator[Engine]:
    """Yield an engine all of whose transactions are undone at the end."""
    with writer(engine, office_id) as connection:
        everything = connection.begin()
        try:
            yield cast("Engine", _OneConnection(engine, connection))
        finally:
            everything.rollback()


class _OneConnection:
    """Stands in for an engine: there is one connection, and it stays open."""

    def __init__(self, engine: Engine, connection: Connection) -> None:
        self.url, self.dialect = engine.url, engine.dialect
        self._connection = connection

    def connect(self) -> _Part:
        return _Part(self._connection)

    def dispose(self) -> None:
        """Let go of nothing: the rehearsal ends with its transaction."""


class _Part:
    """Stands in for a connection: its transactions are steps of the one that is undone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self) -> NestedTransaction:
        return self._connection.begin_nested()

    def execution_options(self, **_options: Any) -> _Part:
        return self

    def close(self) -> None:
        """Stay open for the next part."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)
