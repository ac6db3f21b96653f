"""An office is a folder: its database, its backups and what it exported."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import DBAPIError

from domain.calendar import Clock, milliseconds
from domain.errors import DatabaseDamaged, DatabaseNotOurs, OfficeExists, OfficeNotFound
from domain.ledger import Account
from domain.office import Office
from storage.books import SqlBooks
from storage.engine import APPLICATION_ID, open_engine, writing
from storage.faults import database_faults_told, trouble_of
from storage.migrate import bring_up_to_date, create_schema
from storage.places import refuse_network_share
from storage.tables.books import ledger_account
from storage.tables.people import office as office_table

DATABASE = "office.db"
_SQLITE_HEAD = b"SQLite format 3\x00"
_APPLICATION_ID_AT = 68


def create_office(folder: Path, office: Office, clock: Clock) -> SqlBooks:
    """Make a new office in ``folder``; an office that is there already is never overwritten."""
    path = folder / DATABASE
    if path.exists():
        raise OfficeExists(str(folder))
    refuse_network_share(folder)
    with database_faults_told(str(path)):
        folder.mkdir(parents=True, exist_ok=True)
        # Built beside its place, so that a half-made office is never taken for one.
        building = path.with_name(f"{DATABASE}.building")
        _remove(building)
        engine = open_engine(building)
        try:
            create_schema(engine)
            _write_office(engine, office, clock)
            with engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            engine.dispose()
        building.replace(path)
        _remove(building)
    return open_office(folder, clock)


def open_office(folder: Path, clock: Clock) -> SqlBooks:
    """Open the office in ``folder``, migrating its database when it is older."""
    path = folder / DATABASE
    if not path.exists():
        raise OfficeNotFound(str(folder))
    refuse_network_share(folder)
    refuse_unless_ours(path)
    engine = open_engine(path)
    try:
        with database_faults_told(str(path)):
            bring_up_to_date(engine, path)
            office = _read_office(engine, path)
    except DBAPIError as error:
        raise trouble_of(error, str(path)) or DatabaseDamaged(str(path), str(error)) from error
    return SqlBooks(engine, path, office, clock)


def refuse_unless_ours(path: Path) -> None:
    """Refuse a file that is no database of ours by its first bytes.

    To open it would change it: the driver sets the journal of whatever it opens.
    """
    with path.open("rb") as file:
        head = file.read(_APPLICATION_ID_AT + 4)
    mark = int.from_bytes(head[_APPLICATION_ID_AT:], "big")
    if not head.startswith(_SQLITE_HEAD) or mark != APPLICATION_ID:
        raise DatabaseNotOurs(str(path))


def _write_office(engine: Engine, office: Office, clock: Clock) -> None:
    with writing(engine) as connection:
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


def _read_office(engine: Engine, path: Path) -> Office:
    with engine.connect() as connection:
        row = connection.execute(select(office_table)).one_or_none()
    if row is None:
        raise DatabaseNotOurs(str(path))
    return Office(
        code=row.code,
        name=row.name,
        state=row.state,
        is_practice=bool(row.is_practice),
        address=row.address,
        phone=row.phone,
        incarnation=row.incarnation,
    )


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
