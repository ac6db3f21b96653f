"""Restoring an archive of PostgreSQL into an empty database of a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, inspect, select

from domain.calendar import Clock
from domain.errors_of_database import BackupNotWhole, DatabaseBusy, OfficeExists
from domain.errors_of_trust import BackupAnchorDiffers, DatabaseNeeded
from domain.progress import Progress, part_of
from domain.safekeeping import Restoring
from storage.backup import reading
from storage.beginning import Answering, begin_anew
from storage.books import SqlBooks
from storage.chain import head_of
from storage.dumping import checked_manifest, restore_into, source_of
from storage.engine import APPLICATION_ID, place_of, writing
from storage.faults import database_faults_told
from storage.migrate import bring_up_to_date, refuse_what_is_not_empty
from storage.office import OFFICE_FILES, open_office
from storage.office_file import OFFICE_FILE, OfficeFile
from storage.office_row import office_of
from storage.packing import Manifest
from storage.server import ServerAddress, open_server
from storage.tables.people import office as office_table

_RESTORED = 40
#: Who restores into a database of a server holds this lock of it.
_RESTORING = APPLICATION_ID + 1


def restore_dump(  # noqa: PLR0913 - of what, where to, who answers for it and how
    dump: Path,
    folder: Path,
    clock: Clock,
    progress: Progress,
    *,
    answering: Answering,
    wish: Restoring,
) -> SqlBooks:
    """Restore an archive into the database that ``wish`` names; each office in it begins anew.

    Whatever goes wrong, the database is empty again afterwards, and there is no office.
    """
    if wish.database is None:
        raise DatabaseNeeded(dump.name)
    if any((folder / name).exists() for name in OFFICE_FILES):
        raise OfficeExists(str(folder))
    manifest = checked_manifest(dump)
    file = OfficeFile(ServerAddress.parse(wish.database), manifest.office)
    engine = open_server(file.address, file.code)
    try:
        with database_faults_told(file.address.told), _all_or_nothing(engine):
            restore_into(engine, dump, part_of(progress, 0, _RESTORED))
            bring_up_to_date(engine, folder / OFFICE_FILE)
            checking = part_of(progress, _RESTORED, 100)
            for books in _checked(engine, folder, dump, manifest, clock, checking):
                source = source_of(dump, manifest)
                begin_anew(books, engine, source, wish, beside=dump, answering=answering)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.write(folder)
    finally:
        engine.dispose()
    return open_office(folder, clock)


@contextmanager
def _all_or_nothing(engine: Engine) -> Iterator[None]:
    """Begin with an empty database, and leave one when the body fails.

    Two that restore into one database would each find it empty, and the one that fails would
    take away what the other made: so the second is told that it is busy.
    """
    with engine.connect() as turn, turn.begin():
        if not turn.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock({_RESTORING})").scalar():
            raise DatabaseBusy(place_of(engine))
        with writing(engine) as connection:
            refuse_what_is_not_empty(connection, place_of(engine))
        try:
            yield
        except BaseException:
            _empty(engine)
            raise


def _checked(  # noqa: PLR0913, PLR0917 - what, of what, as of when
    engine: Engine,
    folder: Path,
    dump: Path,
    manifest: Manifest,
    clock: Clock,
    progress: Progress,
) -> list[SqlBooks]:
    """Return the books of every office in the database, once all have passed their check."""
    with reading(engine) as connection:
        rows = connection.execute(select(office_table).order_by(office_table.c.code)).all()
        offices = [office_of(row) for row in rows]
        for office in offices:
            if office.code == manifest.office and head_of(connection, office) != manifest.anchor:
                raise BackupAnchorDiffers(dump.name, str(manifest.anchor or "-"))
    all_books = [SqlBooks(engine, folder / OFFICE_FILE, office, clock) for office in offices]
    for number, books in enumerate(all_books):
        share = part_of(progress, number * 100 // len(offices), (number + 1) * 100 // len(offices))
        problems = books.check(share)
        if problems:
            raise BackupNotWhole(str(dump), len(problems))
    return all_books


def _empty(engine: Engine) -> None:
    """Remove the tables and functions of a database that was empty before."""
    with writing(engine) as connection:
        for table in inspect(connection).get_table_names():
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{table}" CASCADE')
        functions = connection.exec_driver_sql(
            "SELECT p.oid::regprocedure::text FROM pg_proc p"
            " WHERE p.pronamespace = 'public'::regnamespace"
            " AND pg_get_userbyid(p.proowner) = current_user"
            " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        ).scalars()
        for function in functions.all():
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {function} CASCADE")
