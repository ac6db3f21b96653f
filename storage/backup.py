"""A copy of an office while it works: made by the driver, verified, then put in its place."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2

from domain.calendar import IST
from domain.errors import DatabaseDamaged, FileNotWritten


def copy_database(source: Path, target: Path) -> None:
    """Copy the living database ``source`` to the new file ``target``, whole and checked."""
    building = target.with_name(target.name + ".building")
    building.unlink(missing_ok=True)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlcipher3.dbapi2.connect(str(source))) as old,
            closing(sqlcipher3.dbapi2.connect(str(building))) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")
            [(found,)] = new.execute("PRAGMA quick_check(1)").fetchall()
        if found != "ok":
            raise DatabaseDamaged(str(source), found)
        with building.open("rb+") as file:
            os.fsync(file.fileno())
        building.replace(target)
    except (OSError, sqlcipher3.dbapi2.Error) as error:
        raise FileNotWritten(str(target), str(error)) from error
    finally:
        building.unlink(missing_ok=True)


def backup_name(code: str, at: datetime) -> str:
    """Return the name of a backup made at an instant: ``PAT1-20261123-101500.db``."""
    return f"{code}-{at.astimezone(IST):%Y%m%d-%H%M%S}.db"
