"""What the database driver says, told as what it means to the office."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from domain.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseNotOurs,
    DatabaseReadOnly,
    DiskFailed,
    DiskFull,
    Trouble,
)

_MEANINGS: dict[int, Callable[[str], Trouble]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_READONLY: DatabaseReadOnly,
    sqlite3.SQLITE_CANTOPEN: DatabaseReadOnly,
    sqlite3.SQLITE_PERM: DatabaseReadOnly,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_NOTADB: DatabaseNotOurs,
}
#: With less room than this a write that failed is taken for one that found none.
_LITTLE_ROOM_BYTES = 16 * 1024 * 1024
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
    primary = code & _PRIMARY
    if primary == sqlite3.SQLITE_CORRUPT:
        return DatabaseDamaged(path, str(error.orig))
    if primary == sqlite3.SQLITE_IOERR:
        return DiskFull(path) if _has_little_room(path) else DiskFailed(path)
    meaning = _MEANINGS.get(primary)
    return None if meaning is None else meaning(path)


def _has_little_room(path: str) -> bool:
    try:
        return shutil.disk_usage(Path(path).parent).free < _LITTLE_ROOM_BYTES
    except OSError:
        return False  # the disk itself is gone
