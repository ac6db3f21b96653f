"""Copying a living database: one moment of it, by the driver, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from domain.errors_of_database import DatabaseDamaged
from domain.progress import Progress, Step, silent
from storage.engine import key_of, place_of, quieten
from storage.faults import trouble_of
from storage.files import building_beside, put_in_place
from storage.keys import DatabaseKey

_PAGES = 4_000


def copy_database(engine: Engine, target: Path, progress: Progress = silent) -> None:
    """Copy the living database of ``engine`` to the new file ``target``, whole and readable."""
    with driver_faults_told(target), engine.connect() as connection:
        living = connection.connection.driver_connection
        connection.exec_driver_sql("ROLLBACK")
        # The moment is held, so that the copy need not begin anew when somebody writes.
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
        _copy(living, target, key_of(engine), place_of(engine), progress)
        connection.exec_driver_sql("ROLLBACK")


def copy_file(source: Path, target: Path, key: DatabaseKey | None, progress: Progress) -> None:
    """Copy a database that nobody works with to the new file ``target``, whole and readable."""
    with driver_faults_told(target), closing(_opened(source, key)) as old:
        _copy(old, target, key, str(source), progress)


@contextmanager
def driver_faults_told(path: Path) -> Iterator[None]:
    """Tell what the driver itself says as what it means."""
    try:
        yield
    except sqlcipher3.dbapi2.Error as error:
        raised = DBAPIError("", (), error)
        raise trouble_of(raised, str(path)) or raised from error


def _copy(old: Any, target: Path, key: DatabaseKey | None, source: str, progress: Progress) -> None:
    def report(_status: int, remaining: int, total: int) -> None:
        progress(Step(total - remaining, total))

    target.parent.mkdir(parents=True, exist_ok=True)
    with building_beside(target) as building:
        with closing(_opened(building, key)) as new:
            old.backup(new, pages=_PAGES, progress=report, sleep=0)
            new.execute("PRAGMA journal_mode = DELETE")
            [(found,)] = new.execute("PRAGMA quick_check(1)").fetchall()
        if found != "ok":
            raise DatabaseDamaged(source, found)
        put_in_place(building, target)


def _opened(path: Path, key: DatabaseKey | None) -> Any:
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    quieten(connection)
    if key is not None:
        connection.execute(key.pragma)
    return connection
