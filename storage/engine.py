"""The SQLite engine: real transactions, a writer that takes the lock at once, readers beside it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from storage.dialect import is_server, speak_words_of_the_house
from storage.giving_way import waiting_for
from storage.keys import DatabaseKey

#: Marks a database file as ours: "BBh1".
APPLICATION_ID = 0x42426831
BUSY_TIMEOUT_MS = 10_000
_LOOK_SECONDS = 0.002
#: Versions from which on WAL no longer has the reset bug, newest line first.
_SOUND_WAL = ((3, 51, 3),)

PRAGMAS = (
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "synchronous = FULL",
    "fullfsync = ON",
    f"busy_timeout = {BUSY_TIMEOUT_MS}",
    "cache_size = -65536",
    "temp_store = MEMORY",
)

WRITES: dict[str, Any] = {"writes": True}
_KEY = "database_key"
_WRITES_ON_A_SERVER = {"isolation_level": "READ COMMITTED", "postgresql_readonly": False}


def open_engine(path: Path, key: DatabaseKey | None = None) -> Engine:
    """Return the engine of the database file at ``path``; connections are made when needed.

    Transactions begin deferred; on a connection with the execution option ``writes`` they take
    the write lock at once. ``key``: by which an encrypted database opens.
    """
    engine = create_engine(
        f"sqlite:///{path}",
        module=sqlcipher3.dbapi2,
        poolclass=QueuePool,
        pool_size=8,
        connect_args={"check_same_thread": False, "isolation_level": None},
        # What went wrong is told in logs and to support; whose row it was is nobody's business.
        hide_parameters=True,
        execution_options={_KEY: key},
    )

    speak_words_of_the_house(engine)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        quieten(connection)
        cursor = connection.cursor()
        if key is not None:
            cursor.execute(key.pragma)
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(f"PRAGMA journal_mode = {_journal_mode()}")
        cursor.execute("PRAGMA wal_autocheckpoint = 4000")
        if cursor.execute("PRAGMA foreign_keys").fetchone() != (1,):
            raise RuntimeError("this SQLite was built without foreign keys")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            _begin_writing(connection, path)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def key_of(engine: Engine) -> DatabaseKey | None:
    """Return the key by which an engine opens its database, None when that is not encrypted."""
    key: DatabaseKey | None = engine.get_execution_options().get(_KEY)
    return key


def quieten(connection: Any) -> None:
    """Let a driver's connection tell a wrong key by its error alone, not on standard error."""
    connection.execute("PRAGMA cipher_log_level = NONE").close()


def place_of(engine: Engine) -> str:
    """Return where the database is, as a person reads it: a path, or an address."""
    if is_server(engine):
        return engine.url.set(drivername="postgresql", query={}).render_as_string()
    return str(engine.url.database)


def writer(engine: Engine, office_id: int | None) -> Connection:
    """Return a connection whose transaction begins when it is the writer's turn.

    On SQLite that is the turn of the whole file, on a server that of the office; None: nobody's,
    for what is done to the tables themselves.
    """
    options = {**WRITES, "office_id": office_id}
    if is_server(engine):
        options |= _WRITES_ON_A_SERVER
    return engine.connect().execution_options(**options)


@contextmanager
def writing(engine: Engine, office_id: int | None = None) -> Iterator[Connection]:
    """Yield a connection inside a writing transaction, committed at the end."""
    with writer(engine, office_id) as connection, connection.begin():
        yield connection


def _begin_writing(connection: Connection, path: Path) -> None:
    # A writer takes the lock at once: upgrading a read later can fail half-way.
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        if not _has_begun(connection):
            with waiting_for(path):
                _begin_when_free(connection)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _begin_when_free(connection: Connection) -> None:
    # SQLite's own waiting sleeps up to a tenth of a second at a time, too long for a counter.
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while not _has_begun(connection):
        if time.monotonic() > deadline:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        time.sleep(_LOOK_SECONDS)


def _has_begun(connection: Connection) -> bool:
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _journal_mode() -> str:
    version = tuple(int(part) for part in sqlcipher3.dbapi2.sqlite_version.split("."))
    return "WAL" if version >= _SOUND_WAL[0] else "TRUNCATE"
