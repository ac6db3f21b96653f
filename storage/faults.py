"""What the database driver says, told as what it means to the office."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from domain.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseNotOurs,
    DatabaseReadOnly,
    DiskFull,
    Trouble,
)

#: The low byte of an extended result code is its primary code.
_PRIMARY = 0xFF


@contextmanager
def database_faults_told(path: str) -> Iterator[None]:
    """Turn faults of the database at ``path`` into :class:`Unavailable` or :class:`Refusal`."""
    try:
        yield
    except DBAPIError as error:
        trouble = trouble_of(error, path)
        if trouble is None:
            raise
        raise trouble from error


def trouble_of(error: DBAPIError, path: str) -> Trouble | None:
    """Return what a driver's error means, or None when it is a bug of ours."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None:
        return None
    match code & _PRIMARY:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseBusy(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return DatabaseReadOnly(path)
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return DiskFull(path)
        case sqlite3.SQLITE_NOTADB:
            return DatabaseNotOurs(path)
        case sqlite3.SQLITE_CORRUPT:
            return DatabaseDamaged(path, str(error.orig))
        case _:
            return None
