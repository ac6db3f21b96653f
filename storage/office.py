"""An office is a folder: its database or where that is served, and what it exported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DBAPIError

from domain.calendar import Clock, milliseconds
from domain.errors_of_database import DatabaseDamaged, DatabaseNotOurs, OfficeExists, OfficeNotFound
from domain.errors_of_trust import (
    DatabaseKeyWrong,
    OfficeFileUnreadable,
    OfficeNotEncrypted,
    OfficeNotOnServer,
    OfficeOnServerExists,
)
from domain.ledger import Account
from domain.office import Actor, Office
from storage.books import SqlBooks
from storage.engine import open_engine, writing
from storage.faults import database_faults_told, trouble_of
from storage.files import put_in_place
from storage.keys import DatabaseKey, Keys, KeySheet, new_words, spelt, system_keys
from storage.migrate import bring_up_to_date, create_schema, prepare_server
from storage.office_file import OFFICE_FILE, OfficeFile
from storage.office_row import office_of
from storage.places import refuse_network_share
from storage.restoring import is_plain, refuse_unless_ours
from storage.server import ServerAddress, open_server
from storage.tables.books import ledger_account
from storage.tables.people import office as office_table

DATABASE = "office.db"
#: By which a folder is an office.
OFFICE_FILES = (DATABASE, OFFICE_FILE)


def create_office(
    folder: Path,
    office: Office,
    clock: Clock,
    key: DatabaseKey | None = None,
    keys: Keys | None = None,
) -> SqlBooks:
    """Make a new office in ``folder``; an office that is there already is never overwritten.

    ``key``: by which its database is encrypted.
    """
    _refuse_occupied(folder)
    path = folder / DATABASE
    refuse_network_share(folder)
    with database_faults_told(str(path)):
        folder.mkdir(parents=True, exist_ok=True)
        # Built beside its place, so that a half-made office is never taken for one.
        building = path.with_name(f"{DATABASE}.building")
        _remove(building)
        engine = open_engine(building, key)
        try:
            create_schema(engine)
            _write_office(engine, office, clock)
            with engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            engine.dispose()
        put_in_place(building, path)
        _remove(building)
    return _opened(path, key, clock, keys or system_keys())


def create_encrypted_office(
    folder: Path, office: Office, clock: Clock, keys: Keys, actor: Actor
) -> tuple[SqlBooks, str]:
    """Make a new office whose database is encrypted; return it with its recovery words.

    The key is kept by this machine (:class:`KeyStoreMissing` where it cannot), and a second time
    under the words, which nothing can show again.
    """
    _refuse_occupied(folder)
    key, words = keys.new(), new_words()
    sheet = KeySheet.wrap(key, words, office.code)
    keys.keep(key, sheet)
    folder.mkdir(parents=True, exist_ok=True)
    sheet.write(folder)
    books = create_office(folder, office, clock, key, keys)
    try:
        books.trust.set_recovery_words(words, actor)
    except BaseException:
        books.close()
        raise
    return books, words


def create_office_on_server(folder: Path, office: Office, clock: Clock, address: str) -> SqlBooks:
    """Make a new office in the database at ``address``, and in ``folder`` the file that says so.

    The tables are made with the first office of the database. An office that is there already
    is never overwritten.
    """
    _refuse_occupied(folder)
    file = OfficeFile(ServerAddress.parse(address), office.code)
    with _server_of(file) as engine:
        prepare_server(engine)
        with writing(engine) as connection:
            if _row_of(connection, office.code) is not None:
                raise OfficeOnServerExists(office.code, file.address.told)
            _add_office(connection, office, clock)
    folder.mkdir(parents=True, exist_ok=True)
    file.write(folder)
    return open_office(folder, clock)


def join_office(folder: Path, code: str, clock: Clock, address: str) -> SqlBooks:
    """Make in ``folder`` a further counter of an office that the database at ``address`` holds."""
    _refuse_occupied(folder)
    file = OfficeFile(ServerAddress.parse(address), code)
    with _server_of(file) as engine:
        bring_up_to_date(engine, folder / OFFICE_FILE)
        _read_office(engine, folder / OFFICE_FILE, file)
    folder.mkdir(parents=True, exist_ok=True)
    file.write(folder)
    return open_office(folder, clock)


def open_office(folder: Path, clock: Clock, keys: Keys | None = None) -> SqlBooks:
    """Open the office in ``folder``, migrating its database when it is older.

    ``keys``: where the key of an encrypted database is looked for, by default on this machine.
    """
    if (folder / OFFICE_FILE).exists():
        return _open_on_server(folder, clock)
    path = folder / DATABASE
    if not path.exists():
        raise OfficeNotFound(str(folder))
    refuse_network_share(folder)
    keys = keys or system_keys()
    return _opened(path, _key_of(path, keys), clock, keys)


def recover_key(folder: Path, words: str, keys: Keys) -> None:
    """Bring the key of an encrypted office back by its recovery words, and keep it here."""
    sheet = KeySheet.read(folder)
    if sheet is None:
        raise OfficeNotEncrypted(str(folder))
    keys.keep(sheet.unwrap(spelt(words)), sheet)


def _key_of(path: Path, keys: Keys) -> DatabaseKey | None:
    """Return the key of a database, None when it is not encrypted; refuse what is not ours."""
    if is_plain(path):
        refuse_unless_ours(path)
        return None
    sheet = KeySheet.read(path.parent)
    if sheet is None and keys.given() is None:
        raise DatabaseNotOurs(str(path))
    return keys.of(sheet, path)


def _opened(path: Path, key: DatabaseKey | None, clock: Clock, keys: Keys) -> SqlBooks:
    engine = open_engine(path, key)
    try:
        with database_faults_told(str(path)):
            bring_up_to_date(engine, path)
            office = _read_office(engine, path, None)
    except DBAPIError as error:
        raise trouble_of(error, str(path)) or DatabaseDamaged(str(path), str(error)) from error
    except DatabaseNotOurs:
        if key is not None:
            raise DatabaseKeyWrong(str(path)) from None
        raise
    return SqlBooks(engine, path, office, clock, keys=keys)


def offices_in(folder: Path, clock: Clock) -> list[str]:
    """Return the codes of all offices in the database of the office in ``folder``."""
    if not (folder / OFFICE_FILE).exists():
        books = open_office(folder, clock)
        books.close()
        return [books.office.code]
    file = OfficeFile.read(folder)
    with _server_of(file) as engine, engine.connect() as connection:
        codes = connection.execute(select(office_table.c.code).order_by(office_table.c.code))
        return list(codes.scalars())


def open_beside(folder: Path, code: str, clock: Clock) -> SqlBooks:
    """Open an office of the database of the office in ``folder`` by its code."""
    if not (folder / OFFICE_FILE).exists():
        return open_office(folder, clock)
    return _opened_on_server(
        folder / OFFICE_FILE, replace(OfficeFile.read(folder), code=code), clock
    )


def _open_on_server(folder: Path, clock: Clock) -> SqlBooks:
    path = folder / OFFICE_FILE
    if (folder / DATABASE).exists():
        raise OfficeFileUnreadable(str(path))  # two databases, and no telling which is meant
    return _opened_on_server(path, OfficeFile.read(folder), clock)


def _opened_on_server(path: Path, file: OfficeFile, clock: Clock) -> SqlBooks:
    engine = open_server(file.address, file.code)
    try:
        with database_faults_told(file.address.told):
            bring_up_to_date(engine, path)
            office = _read_office(engine, path, file)
    except BaseException:
        engine.dispose()
        raise
    return SqlBooks(engine, path, office, clock)


@contextmanager
def _server_of(file: OfficeFile) -> Iterator[Engine]:
    engine = open_server(file.address, file.code)
    try:
        with database_faults_told(file.address.told):
            yield engine
    finally:
        engine.dispose()


def _refuse_occupied(folder: Path) -> None:
    if any((folder / name).exists() for name in OFFICE_FILES):
        raise OfficeExists(str(folder))


def _write_office(engine: Engine, office: Office, clock: Clock) -> None:
    with writing(engine) as connection:
        _add_office(connection, office, clock)


def _add_office(connection: Connection, office: Office, clock: Clock) -> None:
    connection.execute(
        insert(office_table).values(
            office_id=office.id,
            code=office.code,
            name=office.name,
            state=office.state,
            address=office.address,
            phone=office.phone,
            is_practice=int(office.is_practice),
            incarnation=1,
            created_at_ms=milliseconds(clock.now()),
        )
    )
    connection.execute(
        insert(ledger_account),
        [{"office_id": office.id, "code": account.value} for account in Account],
    )


def _row_of(connection: Connection, code: str | None) -> Any:
    """Return the row of the office with this code; None: of the only one."""
    asked = select(office_table)
    if code is not None:
        asked = asked.where(office_table.c.code == code)
    return connection.execute(asked).one_or_none()


def _read_office(engine: Engine, path: Path, file: OfficeFile | None) -> Office:
    with engine.connect() as connection:
        row = _row_of(connection, file.code if file else None)
    if row is None and file is not None:
        raise OfficeNotOnServer(file.code, file.address.told)
    if row is None:
        raise DatabaseNotOurs(str(path))
    return office_of(row)


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
