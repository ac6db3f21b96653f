"""Laying out a backup: its database as a file in a folder of its own, ready to be opened."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from domain.calendar import instant_of
from domain.errors_of_database import DatabaseNewer, DatabaseNotOurs
from domain.errors_of_files import FileReason, FileUnreadable
from domain.errors_of_trust import BackupDamaged, BackupNotOurs, DatabaseKeyWrong
from domain.office import Office
from domain.progress import Progress
from storage.copying import copy_file
from storage.engine import APPLICATION_ID
from storage.faults import database_faults_told
from storage.files import refuse_without_room, sha256_of, trouble_of_system
from storage.incarnation import Source
from storage.keys import DatabaseKey, Keys, KeySheet, spelt
from storage.office_row import office_of
from storage.packing import Manifest, is_packed, manifest_of, unpack
from storage.tables.people import office as office_table

SQLITE_HEAD = b"SQLite format 3\x00"
_APPLICATION_ID_AT = 68


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A backup's database in a file, with the key that opens it and what the backup says."""

    database: Path
    manifest: Manifest | None
    sheet: KeySheet | None
    key: DatabaseKey | None
    source: Source


def lay_out(
    backup: Path, database: Path, keys: Keys, progress: Progress, *, words: str | None = None
) -> LaidOut:
    """Write the database in a backup to the new file ``database``; the backup stays as it is.

    An encrypted one stays so; ``words``: its recovery words, where this machine has no key.
    """
    try:
        sha256 = sha256_of(backup)
        refuse_without_room(database.parent, backup.stat().st_size)
        if is_packed(backup):
            return _unpacked(backup, database, keys, progress, words=words, sha256=sha256)
        refuse_unless_ours(backup)
        copy_file(backup, database, None, progress)
    except FileNotFoundError:
        raise FileUnreadable(backup.name, FileReason.NOT_FOUND) from None
    except IsADirectoryError:
        raise FileUnreadable(backup.name, FileReason.NOT_A_FILE) from None
    except PermissionError as trouble:
        if str(trouble.filename) != str(backup):
            raise trouble_of_system(trouble, database) from trouble
        raise FileUnreadable(backup.name, FileReason.NOT_PERMITTED) from None
    except OSError as trouble:
        raise trouble_of_system(trouble, database) from trouble
    return LaidOut(database, None, None, None, Source(backup.name, sha256, None))


@contextmanager
def opening_told(laid_out: LaidOut, backup: Path) -> Iterator[None]:
    """Tell what is wrong with a laid out database as what is wrong with its backup."""
    try:
        with database_faults_told(str(backup)):
            yield
    except DatabaseNotOurs:
        if laid_out.key is not None:
            raise DatabaseKeyWrong(str(backup)) from None
        raise BackupNotOurs(backup.name) from None
    except DatabaseNewer:
        raise DatabaseNewer(str(backup)) from None


def office_in(connection: Connection, code: str | None, name: str) -> Office:
    """Return the office in restored books, the only one without ``code``."""
    asked = select(office_table)
    if code is not None:
        asked = asked.where(office_table.c.code == code)
    row = connection.execute(asked).one_or_none()
    if row is None:
        raise BackupNotOurs(name)
    return office_of(row)


def refuse_unless_ours(path: Path) -> None:
    """Refuse a file that is no database of ours by its first bytes.

    To open it would change it: the driver sets the journal of whatever it opens.
    """
    with path.open("rb") as file:
        head = file.read(_APPLICATION_ID_AT + 4)
    mark = head[_APPLICATION_ID_AT:]
    if not head.startswith(SQLITE_HEAD) or mark != struct.pack(">I", APPLICATION_ID):
        raise DatabaseNotOurs(str(path))


def is_plain(path: Path) -> bool:
    """Whether a file begins as a SQLite database that is not encrypted."""
    with path.open("rb") as file:
        return file.read(len(SQLITE_HEAD)) == SQLITE_HEAD


def _unpacked(  # noqa: PLR0913 - of what, where to, and what opens it
    backup: Path,
    database: Path,
    keys: Keys,
    progress: Progress,
    *,
    words: str | None,
    sha256: str,
) -> LaidOut:
    manifest = manifest_of(backup)
    refuse_without_room(database.parent, manifest.raw_bytes)
    sheet = None if manifest.key is None else KeySheet.of(manifest.key, str(backup))
    key = None if sheet is None else _key_of(sheet, backup, keys, words)
    unpack(backup, database, progress)
    _refuse_other_content(database, backup, is_encrypted=key is not None)
    source = Source(backup.name, sha256, instant_of(manifest.made_at_ms))
    return LaidOut(database, manifest, sheet, key, source)


def _key_of(sheet: KeySheet, backup: Path, keys: Keys, words: str | None) -> DatabaseKey:
    return keys.of(sheet, backup) if words is None else sheet.unwrap(spelt(words))


def _refuse_other_content(database: Path, backup: Path, *, is_encrypted: bool) -> None:
    if is_encrypted:
        if is_plain(database):
            raise BackupDamaged(backup.name)
        return
    try:
        refuse_unless_ours(database)
    except DatabaseNotOurs:
        raise BackupNotOurs(backup.name) from None
