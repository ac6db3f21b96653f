import signal
import sqlite3
import time
from contextlib import closing
from types import SimpleNamespace

import pytest
import sqlcipher3.dbapi2
from sqlalchemy.exc import DBAPIError

from domain.errors_of_database import (
    DatabaseBusy,
    DatabaseNewer,
    DatabaseNotOurs,
    DiskFailed,
    DiskFull,
    OfficeExists,
    OfficeNotFound,
)
from domain.office import Office
from domain.progress import silent
from storage import engine as engine_module
from storage import faults
from storage.faults import database_faults_told
from storage.migrate import HEAD
from storage.office import DATABASE, create_office, open_office
from storage.schema import statements
from tests.storage.conftest import ACTOR, START


def run(path, *sql):
    with closing(sqlcipher3.dbapi2.connect(str(path), isolation_level=None)) as connection:
        for statement in sql:
            connection.execute(statement)


def _driver_error(code):
    error = sqlcipher3.dbapi2.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    return DBAPIError("INSERT", (), error)


def test_an_office_is_never_overwritten(books, clock):
    with pytest.raises(OfficeExists):
        create_office(books.path.parent, Office("NEW", "New"), clock)


def test_a_folder_without_an_office_is_refused(tmp_path, clock):
    with pytest.raises(OfficeNotFound):
        open_office(tmp_path, clock)


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\x00" * 99])
def test_a_file_that_is_not_ours_is_refused(tmp_path, clock, content):
    (tmp_path / DATABASE).write_bytes(content)

    with pytest.raises(DatabaseNotOurs):
        open_office(tmp_path, clock)

    assert (tmp_path / DATABASE).read_bytes() == content


def test_another_program_s_database_is_refused(tmp_path, clock):
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.commit()

    with pytest.raises(DatabaseNotOurs):
        open_office(tmp_path, clock)


@pytest.mark.only_on("sqlite", "its version is changed by hand in the file")
def test_a_newer_database_is_refused(books, clock):
    books.close()
    run(books.path, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseNewer):
        open_office(books.path.parent, clock)

    run(books.path, f"UPDATE alembic_version SET version_num = '{HEAD}'")


@pytest.mark.only_on("sqlite", "reads sqlite_master; test_server.py has its own")
def test_the_migrations_lead_to_the_schema_that_the_program_speaks_of(books):
    with closing(sqlcipher3.dbapi2.connect(str(books.path))) as connection:
        built = {
            row[0]
            for row in connection.execute(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
                " AND name NOT LIKE 'consumer_search_%' AND name NOT LIKE 'consumer_part_%'"
                " AND name <> 'alembic_version'"
            )
        }

    assert built == {statement.strip() for statement in statements()}


@pytest.mark.only_on("sqlite", "the settings are pragmas")
def test_the_database_is_set_up_so_that_a_pulled_plug_loses_nothing(engine):
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }


@pytest.mark.only_on("sqlite", "a pragma makes the file full")
def test_a_full_disk_is_told_and_leaves_nothing_half_done(books, month_of_reads, clock):
    month_of_reads(consumers=300, days=1)
    books.close()
    path = books.path
    small = open_office(path.parent, clock)
    with small._engine.connect() as connection:  # noqa: SLF001 - the pragma is per connection
        connection.exec_driver_sql("PRAGMA max_page_count = 10")

    with pytest.raises(DiskFull):
        small.run_days(START, ACTOR, silent)

    small.close()
    again = open_office(path.parent, clock)
    assert again.check(silent) == []
    assert again.charges("1001", START, START) == []
    again.close()


@pytest.mark.parametrize("free, told", [(10**6, DiskFull), (10**12, DiskFailed)])
def test_a_disk_that_fails_is_not_told_as_full(books, monkeypatch, free, told):
    monkeypatch.setattr(faults.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
    with pytest.raises(told), database_faults_told(str(books.path)):
        raise _driver_error(sqlite3.SQLITE_IOERR_WRITE)


def test_a_disk_that_is_gone_is_told_as_failed(tmp_path):
    with pytest.raises(DiskFailed), database_faults_told(str(tmp_path / "gone" / DATABASE)):
        raise _driver_error(sqlite3.SQLITE_IOERR_READ)


@pytest.mark.only_on("sqlite", "it is about the file")
def test_a_file_that_may_not_grow_is_no_full_disk(books, form):
    resource = pytest.importorskip("resource")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (books.path.stat().st_size // 2, limit[1]))
        with pytest.raises((DiskFull, DiskFailed)):
            books.take_on([form(str(number)) for number in range(1000, 3000)], ACTOR)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, old)
    assert books.state().consumers == 0


@pytest.mark.only_on("sqlite", "a stranger holds the file")
def test_a_busy_database_is_waited_for_once(books, form, monkeypatch):
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 300)
    with closing(sqlcipher3.dbapi2.connect(str(books.path), isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        started = time.monotonic()

        with pytest.raises(DatabaseBusy):
            books.create_consumer(form(), ACTOR)
        books.close()

        assert time.monotonic() - started < 5
        stranger.execute("ROLLBACK")


@pytest.mark.only_on("sqlite", "a stranger holds the file")
def test_a_database_that_a_stranger_holds_is_told_as_busy(books, form, monkeypatch):
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 50)
    with closing(sqlcipher3.dbapi2.connect(str(books.path), isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")

        with pytest.raises(DatabaseBusy):
            books.create_consumer(form(), ACTOR)

        stranger.execute("ROLLBACK")
    assert books.create_consumer(form(), ACTOR).number == "1001"


def test_a_dry_run_on_a_copy_touches_nothing(books, month_of_reads):
    month_of_reads(consumers=2)

    with books.on_a_copy() as copy:
        [day] = copy.run_days(START, ACTOR, silent)

    assert day.charged == 2
    assert books.charges("1001", START, START) == []
