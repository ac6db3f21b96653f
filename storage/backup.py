"""Making a backup while the office works: copied, checked, packed, and only then put in place."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from domain.backup import (
    PACKED,
    BackupMade,
    BackupReason,
    Keeping,
    backup_name,
    backup_written_at,
    to_remove,
)
from domain.calendar import milliseconds
from domain.errors_of_files import FileNotWritten
from domain.errors_of_trust import BackupFailedCheck
from domain.office import Office
from domain.progress import Progress, part_of
from domain.version import VERSION
from storage.chain import FIRST_PREV
from storage.checking import Checked, Wish, check_books
from storage.checkpoints import last_checkpoint
from storage.copying import copy_database
from storage.engine import key_of, open_engine
from storage.faults import database_faults_told
from storage.files import (
    BUILDING,
    building_beside,
    put_in_place,
    refuse_without_room,
    remove_left_behind,
    sha256_of,
    trouble_of_system,
)
from storage.keys import KeySheet
from storage.packing import Manifest, pack

_COPIED, _CHECKED = 40, 80


@dataclass(frozen=True, slots=True)
class Verified:
    """A backup that lies in its place, and what the check of it found out."""

    made: BackupMade
    checked: Checked | None = None
    is_from_checkpoint: bool = True


def make_backup(  # noqa: PLR0913 - of what, where to, when and why
    engine: Engine,
    office: Office,
    folder: Path,
    *,
    now: datetime,
    sheet: KeySheet | None,
    reason: BackupReason,
    progress: Progress,
) -> Verified:
    """Copy the living office to a packed file in ``folder`` and return what was verified.

    Nothing under the name of a backup is there before the copy has passed its check:
    :class:`BackupFailedCheck` when it does not.
    """
    started = time.monotonic()
    with thrown_away(folder, office) as building:
        refuse_without_room(folder, 2 * _size_of(Path(str(engine.url.database))))
        copy = building / "office.db"
        copy_database(engine, copy, part_of(progress, 0, _COPIED))
        checked, end, is_from_checkpoint = _verified(
            copy, engine, office, part_of(progress, _COPIED, _CHECKED)
        )
        manifest = Manifest(
            office=office.code,
            incarnation=office.incarnation,
            stream=office.stream,
            event_seq=end[0],
            hash=end[1].hex(),
            made_at_ms=milliseconds(now),
            program=VERSION,
            raw_bytes=copy.stat().st_size,
            raw_sha256=sha256_of(copy),
            key=sheet.told() if sheet else None,
        )
        packed = building / "packed"
        with packed.open("wb") as file:
            pack(copy, file, manifest, part_of(progress, _CHECKED, 100))
        packed.chmod(0o600)
        place = free_place(folder, office.code, now, PACKED)
        size, sha256 = packed.stat().st_size, sha256_of(packed)
        put_in_place(packed, place)
    return Verified(
        BackupMade(
            made_at=now,
            path=place,
            reason=reason.value,
            size_bytes=size,
            sha256=sha256,
            stream=office.stream,
            event_seq=end[0],
            hash=end[1],
            took_ms=round((time.monotonic() - started) * 1000),
        ),
        checked,
        is_from_checkpoint,
    )


def copy_to_second_place(backup: Path, folder: Path) -> Path:
    """Copy a backup to another folder, compare it there, and return its path."""
    target = folder / backup.name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as trouble:
        raise trouble_of_system(trouble, folder) from trouble
    refuse_without_room(folder, backup.stat().st_size)
    beside = backup.with_name(f"{backup.name}.json")
    if beside.exists():
        _copy_and_compare(beside, folder / beside.name)
    _copy_and_compare(backup, target)
    return target


def rotate(
    folder: Path, code: str, now: datetime, keeping: Keeping, bad: set[str]
) -> tuple[str, ...]:
    """Remove the backups of this office that need not be kept; return the names of those gone."""
    gone = []
    for name in to_remove(backups_in(folder, code), now, keeping, bad):
        with suppress(OSError):
            (folder / name).unlink()
            (folder / f"{name}.json").unlink(missing_ok=True)
            gone.append(name)
    return tuple(gone)


def backups_in(folder: Path, code: str) -> dict[str, datetime]:
    """Return the backups of an office in a folder: when each was made, by name."""
    found = {}
    with suppress(OSError):
        for path in folder.iterdir():
            at = backup_written_at(code, path.name)
            if at is not None and path.is_file() and not path.is_symlink():
                found[path.name] = at
    return found


def free_place(folder: Path, code: str, at: datetime, ending: str) -> Path:
    """Return a path for a backup that no other one has; several may be made in a second."""
    number = 1
    while (place := folder / backup_name(code, at, ending, number)).exists():
        number += 1
    return place


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees one moment of the database."""
    with engine.connect() as connection, connection.begin():
        yield connection


def end_of_stream(connection: Connection, office: Office) -> tuple[int, bytes]:
    """Return the number and the hash of the last event of the office's stream."""
    row = connection.execute(
        text(
            "SELECT seq, hash FROM event WHERE office_id = :office_id AND stream = :stream"
            " ORDER BY seq DESC LIMIT 1"
        ),
        {"office_id": office.id, "stream": office.stream},
    ).one_or_none()
    return (0, FIRST_PREV) if row is None else (row.seq, bytes(row.hash))


@contextmanager
def thrown_away(folder: Path, office: Office) -> Iterator[Path]:
    """Yield a folder of our own inside ``folder`` to build a backup in; it is gone afterwards."""
    building = None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        remove_left_behind(folder, f".{office.code}-*{BUILDING}")
        building = Path(tempfile.mkdtemp(BUILDING, f".{office.code}-", folder))
        yield building
    except OSError as trouble:
        raise trouble_of_system(trouble, folder) from trouble
    finally:
        if building is not None:
            shutil.rmtree(building, ignore_errors=True)


def _copy_and_compare(source: Path, target: Path) -> None:
    with building_beside(target) as building:
        shutil.copyfile(source, building)
        if sha256_of(building) != sha256_of(source):
            raise FileNotWritten(str(target), "")
        put_in_place(building, target)


def _verified(
    copy: Path, engine: Engine, office: Office, progress: Progress
) -> tuple[Checked, tuple[int, bytes], bool]:
    """Open a copy and check it from the last checkpoint on; return where its stream ends too."""
    opened = open_engine(copy, key_of(engine))
    try:
        with database_faults_told(str(copy)):
            with reading(opened) as connection:
                since = last_checkpoint(connection, office)
                end = end_of_stream(connection, office)
            checked = check_books(lambda: reading(opened), office, progress, Wish(since))
    finally:
        opened.dispose()
    if checked.problems:
        raise BackupFailedCheck(len(checked.problems))
    return checked, end, since is not None


def _size_of(database: Path) -> int:
    """Return how large a database is, its write-ahead log included."""
    log = database.with_name(f"{database.name}-wal")
    return database.stat().st_size + (log.stat().st_size if log.exists() else 0)
