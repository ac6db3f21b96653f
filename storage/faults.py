"""What the database driver says, told as what it means to the office."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.exc import DBAPIError

from domain.errors import Trouble
from domain.errors_of_database import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseNotOurs,
    DatabaseReadOnly,
    DiskFailed,
    DiskFull,
)
from domain.errors_of_trust import (
    DatabaseMissing,
    LoginRefused,
    RightsMissing,
    ServerUnreachable,
    TransactionUndone,
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

#: What the codes of PostgreSQL mean, the longest beginning first.
_STATES: dict[str, Callable[[str], Trouble]] = {
    "25006": DatabaseReadOnly,  # a standby, or a transaction that reads
    "25P03": ServerUnreachable,  # the line was silent for too long
    "28": LoginRefused,
    "3D000": DatabaseMissing,
    "40001": TransactionUndone,
    "40P01": TransactionUndone,
    "42501": RightsMissing,
    "53100": DiskFull,
    "53": DatabaseBusy,  # too many connections, no memory
    "55P03": DatabaseBusy,  # its turn did not come in time
    "57014": DatabaseBusy,
    "57P": ServerUnreachable,  # shut down, crashed, starting up
    "58030": DiskFailed,
    "08": ServerUnreachable,
}
#: A refusal to connect carries no code, only the server's words.
_WORDS: dict[str, Callable[[str], Trouble]] = {
    "no password supplied": LoginRefused,
    "authentication failed": LoginRefused,
    "no pg_hba.conf entry": LoginRefused,
    "too many clients": DatabaseBusy,
    "remaining connection slots": DatabaseBusy,
}
_DATABASE_MISSING = ('database "', "does not exist")
_ROLE_MISSING = ('role "', "does not exist")


@contextmanager
def database_faults_told(place: str) -> Iterator[None]:
    """Turn faults of the database at ``place`` into :class:`Unavailable` or :class:`Refusal`."""
    try:
        yield
    except DBAPIError as error:
        trouble = trouble_of(error, place)
        if trouble is None:
            raise
        raise trouble from error


def trouble_of(error: DBAPIError, place: str) -> Trouble | None:
    """Return what a driver's error means, or None when it is a bug of ours.

    ``place``: the path of a file, or the address of a database on a server.
    """
    if isinstance(error.orig, psycopg.Error):
        return _trouble_on_server(error.orig, place)
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & _PRIMARY
    if primary == sqlite3.SQLITE_CORRUPT:
        return DatabaseDamaged(place, str(error.orig))
    if primary == sqlite3.SQLITE_IOERR:
        return DiskFull(place) if _has_little_room(place) else DiskFailed(place)
    meaning = _MEANINGS.get(primary)
    return None if meaning is None else meaning(place)


def _trouble_on_server(error: psycopg.Error, place: str) -> Trouble | None:
    state = error.sqlstate
    if state is None:
        # The line broke, or was never there; anything else without a code is a bug of ours.
        return _refused_connection(str(error))(place) if _is_of_the_line(error) else None
    if state in {"XX001", "XX002"}:
        return DatabaseDamaged(place, error.diag.message_primary or "")
    for beginning, meaning in _STATES.items():
        if state.startswith(beginning):
            return meaning(place)
    return None


def _is_of_the_line(error: psycopg.Error) -> bool:
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)


def _refused_connection(words: str) -> Callable[[str], Trouble]:
    if all(part in words for part in _DATABASE_MISSING):
        return DatabaseMissing
    if all(part in words for part in _ROLE_MISSING):
        return LoginRefused
    found = (meaning for part, meaning in _WORDS.items() if part in words)
    return next(found, ServerUnreachable)


def _has_little_room(path: str) -> bool:
    try:
        return shutil.disk_usage(Path(path).parent).free < _LITTLE_ROOM_BYTES
    except OSError:
        return False  # the disk itself is gone
