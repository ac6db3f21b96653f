"""Backups of an office on a server: the server's own ``pg_dump``, listed by ``pg_restore``.

Beside the archive stands what it says about itself (``...dump.json``), as in a packed backup. The
books in it are read in the very moment that ``pg_dump`` copies.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from domain.backup import DUMPED, BackupMade, BackupReason
from domain.calendar import instant_of, milliseconds
from domain.errors_of_files import FileReason, FileUnreadable
from domain.errors_of_trust import BackupDamaged, BackupNotOurs, ScratchNotAllowed
from domain.ids import new_id
from domain.office import Actor, Office
from domain.progress import Progress, Step, part_of
from domain.safekeeping import DrillReport
from domain.version import VERSION
from storage.backup import Verified, end_of_stream, free_place, reading, thrown_away
from storage.drill import Reading, told_of, try_out
from storage.engine import place_of
from storage.files import put_in_place, refuse_without_room, replacing, sha256_of
from storage.incarnation import Source
from storage.migrate import bring_up_to_date
from storage.packing import Manifest
from storage.server import ServerAddress, open_server
from storage.server_programs import PG_DUMP, PG_RESTORE, find_program, run_program

_MAGIC = b"PGDMP"
_MOST_MANIFEST = 64 * 1024
_CUSTOM = ("--format=custom", "--no-owner", "--no-privileges")
_RESTORED = 40
_SCRATCH = "bijli_trial_"
_STALE_MS = 3_600_000
_NOT_PERMITTED = "42501"


def make_dump(  # noqa: PLR0913 - of what, where to, when and why
    engine: Engine,
    office: Office,
    folder: Path,
    *,
    now: datetime,
    reason: BackupReason,
    progress: Progress,
) -> Verified:
    """Let the server's own program copy the database, and return what was made."""
    started = time.monotonic()
    find_program(PG_DUMP), find_program(PG_RESTORE)
    with thrown_away(folder, office) as building, reading(engine) as connection:
        size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        refuse_without_room(folder, size)
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        event_seq, hash_ = end_of_stream(connection, office)
        dump = building / "packed"
        dump.touch(0o600)

        def breathe() -> None:
            progress(Step(min(dump.stat().st_size, size - 1), size))

        breathe()
        options = (*_CUSTOM, f"--snapshot={snapshot}", f"--file={dump}")
        run_program(PG_DUMP, options, engine.url, breathe)
        _refuse_unless_listed(dump)
        manifest = Manifest(
            office=office.code,
            incarnation=office.incarnation,
            stream=office.stream,
            event_seq=event_seq,
            hash=hash_.hex(),
            made_at_ms=milliseconds(now),
            program=VERSION,
            raw_bytes=dump.stat().st_size,
            raw_sha256=sha256_of(dump),
        )
        place = free_place(folder, office.code, now, DUMPED)
        # What it says comes first: an archive without it would not be known by its anchor.
        with replacing(_beside(place)) as file:
            file.write(manifest.to_bytes())
        put_in_place(dump, place)
    made = BackupMade(
        made_at=now,
        path=place,
        reason=reason.value,
        size_bytes=manifest.raw_bytes,
        sha256=manifest.raw_sha256,
        stream=office.stream,
        event_seq=event_seq,
        hash=hash_,
        took_ms=round((time.monotonic() - started) * 1000),
    )
    return Verified(made)


def is_dump(path: Path) -> bool:
    """Whether a file begins as an archive of ``pg_dump`` does."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def manifest_beside(dump: Path) -> Manifest:
    """Return what an archive says about itself; :class:`BackupNotOurs` when nothing does."""
    try:
        with _beside(dump).open("rb") as file:
            return Manifest.of_bytes(file.read(_MOST_MANIFEST), dump.name)
    except FileNotFoundError:
        raise BackupNotOurs(dump.name) from None
    except OSError:
        raise FileUnreadable(_beside(dump).name, FileReason.NOT_PERMITTED) from None


def checked_manifest(dump: Path) -> Manifest:
    """Return what an archive says about itself, if it is still what it was."""
    manifest = manifest_beside(dump)
    if sha256_of(dump) != manifest.raw_sha256:
        raise BackupDamaged(dump.name)
    return manifest


def source_of(dump: Path, manifest: Manifest) -> Source:
    """Return the archive as a restored office names it."""
    return Source(dump.name, manifest.raw_sha256, instant_of(manifest.made_at_ms))


def restore_into(engine: Engine, dump: Path, progress: Progress) -> None:
    """Restore an archive into the empty database of ``engine``, all of it or nothing."""
    total = dump.stat().st_size

    def breathe() -> None:
        progress(Step(0, total))

    options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    run_program(PG_RESTORE, (*options, str(dump)), engine.url, breathe)


def drill_dump(  # noqa: PLR0913 - with what, against what, when and by whom
    backup: Path,
    living: Reading,
    office: Office,
    *,
    engine: Engine,
    now: datetime,
    actor: Actor,
    progress: Progress,
) -> DrillReport:
    """Restore an archive into a database of its own on the server, compare it, and drop it."""
    started = time.monotonic()
    if not backup.exists():
        raise FileUnreadable(backup.name, FileReason.NOT_FOUND)
    manifest = checked_manifest(backup)
    source = source_of(backup, manifest)
    with _scratch_database(engine, office) as scratch:
        restore_into(scratch, backup, part_of(progress, 0, _RESTORED))
        bring_up_to_date(scratch, backup)
        tried = try_out(
            scratch,
            living,
            office,
            source,
            at=now,
            actor=actor,
            progress=part_of(progress, _RESTORED, 100),
        )
    return DrillReport(
        at=now,
        backup=backup,
        made_at=source.made_at,
        anchor=tried.anchor,
        problems=tried.problems,
        findings=[*told_of(manifest, tried.anchor), *tried.findings],
        took_ms=round((time.monotonic() - started) * 1000),
    )


@contextmanager
def _scratch_database(engine: Engine, office: Office) -> Iterator[Engine]:
    """Yield an engine on a database of our own on the same server; it is dropped afterwards."""
    stamp = time.time_ns() // 1_000_000
    name = f"{_SCRATCH}{stamp}_{new_id()[:8]}"
    with _ruling(engine) as connection:
        _drop_left_behind(connection, stamp)
        try:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == _NOT_PERMITTED:
                raise ScratchNotAllowed(place_of(engine)) from None
            raise
        scratch = open_server(ServerAddress(engine.url.set(database=name)), office.code)
        try:
            yield scratch
        finally:
            scratch.dispose()
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def _ruling(engine: Engine) -> Iterator[Connection]:
    """Yield a connection whose statements each stand for themselves, as databases are made."""
    options = {"isolation_level": "AUTOCOMMIT", "postgresql_readonly": False}
    with engine.connect().execution_options(**options) as connection:
        yield connection


def _drop_left_behind(connection: Connection, now_ms: int) -> None:
    """Drop what drills left that died in the middle."""
    names = connection.exec_driver_sql(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %(begin)s)"
        " AND pg_get_userbyid(datdba) = current_user",
        {"begin": _SCRATCH},
    ).scalars()
    for name in names.all():
        stamp = name.removeprefix(_SCRATCH).partition("_")[0]
        if stamp.isdigit() and now_ms - int(stamp) > _STALE_MS:
            with suppress(DBAPIError):
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _refuse_unless_listed(dump: Path) -> None:
    """Refuse an archive in which the books are not to be found."""
    if "TABLE DATA public event " not in run_program(PG_RESTORE, ("--list", str(dump))):
        raise BackupDamaged(dump.name)


def _beside(dump: Path) -> Path:
    return dump.with_name(f"{dump.name}.json")
