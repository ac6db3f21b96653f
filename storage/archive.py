"""Archiving: old charged days are copied to a file, compared, recorded, and only then removed.

Killed at any point, it is finished by running it again: until the archive is recorded nothing is
removed, and from then on its days are removed in small transactions however often it takes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import LargeBinary, Text, create_engine
from sqlalchemy.pool import NullPool

from domain.archive import Archive, archive_name, refuse_unless_archivable
from domain.audit import AuditNote
from domain.calendar import Clock, billing_day, day_number, day_of_number
from domain.errors_of_files import FileNotWritten
from domain.errors_of_trust import (
    ArchiveMissing,
    ArchiveNotOurs,
    BooksNotInOrder,
    DaysStillOpen,
    NothingToArchive,
    ReadsStillHeld,
)
from domain.office import Actor, Office
from domain.progress import Progress, Step
from domain.services.permitting import permit
from domain.staff import Act
from storage.checking import check_books
from storage.checking.charges import Archived
from storage.checking.check import Reading
from storage.engine import quieten
from storage.keys import DatabaseKey
from storage.repositories.archives import SqlArchives
from storage.rows import driver_rows
from storage.tables.base import metadata
from storage.unit_of_work import SqlUnitOfWork

#: Marks a file as an archive of ours: "BBa1".
APPLICATION_ID = 0x42426131
#: So many ids are copied, or removed, at a time.
_COPIED, _REMOVED = 20_000, 4_000
#: The first day of an archive before which there is none.
_BEFORE_ALL = -(2**31)
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class _Copied:
    """A table whose days are archived: the columns of its day and of what its rows belong to."""

    name: str
    day: str
    whose: str

    @property
    def columns(self) -> list[str]:
        return [column.name for column in metadata.tables[self.name].columns]

    @property
    def select(self) -> str:
        key = ", ".join(column.name for column in metadata.tables[self.name].primary_key)
        return (
            f"SELECT {', '.join(self.columns)} FROM {self.name} WHERE office_id = :office_id"
            f" AND {self.day} = :day AND {self.whose} BETWEEN :first AND :last ORDER BY {key}"
        )


_CHARGES = _Copied("daily_charge", "day", "consumer_id")
_READS = _Copied("meter_read", "closing_day", "meter_id")


@dataclass(frozen=True, slots=True)
class Archiving:
    """Who archives the old days of an office."""

    office: Office
    reading: Reading
    open_unit: Callable[[], SqlUnitOfWork]
    clock: Clock
    #: Lets whoever waits for the books have their turn.
    breathe: Callable[[], None]
    #: By which the office's database is encrypted, and its archives too; None: they are not.
    key: DatabaseKey | None = None

    def archive(self, until: date, target: Path, actor: Actor, progress: Progress) -> Archive:
        """Move the days before ``until`` to the file ``target``, or into the folder that it is.

        Refused while a day of them is open or a read of them held, and while a whole check of
        the books finds anything wrong.
        """
        known = self._permitted(until, actor)
        if known is None:
            file = target / archive_name(self.office.code, until) if target.is_dir() else target
            problems = check_books(self.reading, self.office, progress).problems
            if problems:
                raise BooksNotInOrder(len(problems))
            known = self._made(until, file, progress)
            self._record(known, actor)
        elif not _is_as_made(Path(known.path), known.sha256):
            raise ArchiveMissing(known.path)
        self._remove(known.until, progress)
        return known

    def _permitted(self, until: date, actor: Actor) -> Archive | None:
        """Return the archive that is there and whose days are still being removed, if it is."""
        with self.open_unit() as unit:
            permit(unit, actor, Act.ARCHIVE)
            known = unit.archives.made(until)
            if known is not None and unit.archives.unfinished() == day_number(until):
                return known
            refuse_unless_archivable(until, billing_day(self.clock.now()))
            if unit.archives.archived_until() >= day_number(until):
                raise NothingToArchive(until)
            self._refuse_unless_settled(unit, until)
        return None

    def _refuse_unless_settled(self, unit: SqlUnitOfWork, until: date) -> None:
        oldest = unit.billing.oldest_open_day()
        if oldest is not None and oldest < until:
            raise DaysStillOpen(oldest)
        held = unit.archives.held_reads(until)
        if held:
            raise ReadsStillHeld(held)
        if not unit.archives.days(_CHARGES.name, until):
            raise NothingToArchive(until)

    def _made(self, until: date, target: Path, progress: Progress) -> Archive:
        """Copy the days to the file, and read them back."""
        building = target.with_name(f"{target.name}.building")
        try:
            if target.exists() and not _is_of(target, self.office, self.key):
                raise FileNotWritten(str(target), "exists")
            target.parent.mkdir(parents=True, exist_ok=True)
            building.unlink(missing_ok=True)
            counts = self._copy(until, building, progress)
            sha256 = _sha256_of(building)
            building.replace(target)
            _sync(target.parent)
        except (OSError, sqlcipher3.dbapi2.Error) as error:
            raise FileNotWritten(str(target), str(error)) from error
        finally:
            building.unlink(missing_ok=True)
        return Archive(str(target.resolve()), sha256, until, *counts)

    def _copy(self, until: date, building: Path, progress: Progress) -> tuple[int, int]:
        with self.reading() as connection:
            archives = SqlArchives(connection, self.office)
            greatest, first = archives.greatest_id(), archives.archived_until() or _BEFORE_ALL
            parts = [
                (table, day)
                for table in (_CHARGES, _READS)
                for day in archives.days(table.name, until)
                if day >= first
            ]
        counts = {_CHARGES.name: 0, _READS.name: 0}
        with closing(sqlcipher3.dbapi2.connect(str(building))) as file:
            _unlock(file, self.key)
            _prepare(file, self.office, first, day_number(until))
            for done, (table, day) in enumerate(parts):
                progress(Step(done, len(parts)))
                counts[table.name] += self._copy_day(file, table, day, greatest)
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with building.open("rb+") as written:
            os.fsync(written.fileno())
        return counts[_CHARGES.name], counts[_READS.name]

    def _copy_day(self, file: Any, table: _Copied, day: int, greatest: int) -> int:
        marks = ", ".join("?" * len(table.columns))
        names = ", ".join(table.columns)
        copied = 0
        for start in range(1, greatest + 1, _COPIED):
            which = {
                "office_id": self.office.id,
                "day": day,
                "first": start,
                "last": start + _COPIED - 1,
            }
            with self.reading() as connection:
                rows = [tuple(row) for row in driver_rows(connection, table.select, which)]
            file.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)
            file.commit()
            if file.execute(table.select, which).fetchall() != rows:
                raise FileNotWritten(table.name, f"{day}")
            copied += len(rows)
        return copied

    def _record(self, archive: Archive, actor: Actor) -> None:
        now = self.clock.now()
        with self.open_unit() as unit:
            self._refuse_unless_settled(unit, archive.until)
            unit.archives.add(archive, now, actor)
            note = AuditNote(Act.ARCHIVE, Path(archive.path).name, count=archive.charges)
            unit.audit.record(note, now, actor)
            unit.commit()

    def _remove(self, until: date, progress: Progress) -> None:
        """Remove what lies in the archive, a little at a time."""
        with self.reading() as connection:
            archives = SqlArchives(connection, self.office)
            greatest = archives.greatest_id()
            days = sorted(
                {*archives.days(_CHARGES.name, until), *archives.days(_READS.name, until)}
            )
        for done, day in enumerate(days):
            for start in range(1, greatest + 1, _REMOVED):
                progress(Step(done, len(days)))
                with self.open_unit() as unit:
                    unit.archives.remove(day, start, start + _REMOVED - 1)
                    unit.commit()
                self.breathe()
        # Whoever stops here finds it unfinished, and not half told.
        progress(Step(1, 1))
        with self.open_unit() as unit:
            unit.archives.finish()
            unit.commit()


# Archives that are there


@contextmanager
def archives_opened(
    paths: Sequence[Path], office: Office, key: DatabaseKey | None = None
) -> Iterator[list[Archived]]:
    """Yield archives to be checked; :class:`ArchiveNotOurs` for a file that is none of them."""
    with ExitStack() as stack:
        yield [stack.enter_context(_opened(path, office, key)) for path in paths]


@contextmanager
def _opened(path: Path, office: Office, key: DatabaseKey | None) -> Iterator[Archived]:
    try:
        is_ours = _is_of(path, office, key)
    except (OSError, sqlcipher3.dbapi2.Error):
        is_ours = False
    if not is_ours:
        raise ArchiveNotOurs(str(path))
    engine = create_engine("sqlite://", creator=lambda: _connected(path, key), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            [(first, until)] = connection.exec_driver_sql(
                "SELECT first_day, until_day FROM archive"
            ).all()
            yield Archived(first, until, connection, str(path), _sha256_of(path))
    finally:
        engine.dispose()


def _connected(path: Path, key: DatabaseKey | None) -> Any:
    connection = sqlcipher3.dbapi2.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    _unlock(connection, key)
    return connection


def _unlock(connection: Any, key: DatabaseKey | None) -> None:
    quieten(connection)
    if key is not None:
        connection.execute(key.pragma)


def _is_of(path: Path, office: Office, key: DatabaseKey | None) -> bool:
    """Whether a file is an archive of this office."""
    if not path.is_file():
        return False
    with closing(_connected(path, key)) as file:
        try:
            if file.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                return False
            return bool(file.execute("SELECT office_id FROM archive").fetchone() == (office.id,))
        except sqlcipher3.dbapi2.DatabaseError:
            return False


def _prepare(file: Any, office: Office, first_day: int, until_day: int) -> None:
    file.execute("PRAGMA journal_mode = DELETE")
    file.execute("PRAGMA synchronous = FULL")
    file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for name in (_CHARGES.name, _READS.name, "charge_line"):
        file.execute(_definition_of(name))
    file.execute(
        "CREATE TABLE archive (office_id INTEGER NOT NULL, code TEXT NOT NULL,"
        " first_day INTEGER NOT NULL, until_day INTEGER NOT NULL, first_day_iso TEXT,"
        " until_day_iso TEXT NOT NULL) STRICT"
    )
    begin = None if first_day == _BEFORE_ALL else day_of_number(first_day).isoformat()
    file.execute(
        "INSERT INTO archive VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(office.id, office.code, first_day, until_day),
            *(begin, day_of_number(until_day).isoformat()),
        ),
    )
    file.commit()


def _definition_of(name: str) -> str:
    """Return a table as it is in the books, without what ties it to other tables."""
    table = metadata.tables[name]
    columns = [
        f"{column.name} {_type_of(column.type)}{'' if column.nullable else ' NOT NULL'}"
        for column in table.columns
    ]
    key = ", ".join(column.name for column in table.primary_key)
    return f"CREATE TABLE {name} ({', '.join(columns)}, PRIMARY KEY ({key})) STRICT, WITHOUT ROWID"


def _type_of(kind: object) -> str:
    if isinstance(kind, LargeBinary):
        return "BLOB"
    return "TEXT" if isinstance(kind, Text) else "INTEGER"


def _is_as_made(path: Path, sha256: str) -> bool:
    try:
        return _sha256_of(path) == sha256
    except OSError:
        return False


def _sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_READ_BYTES):
            digest.update(part)
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
