"""An older database is brought up to date when it is opened: a copy first, then all or nothing."""

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import text

from domain.office import Office
from storage import migrate
from storage.engine import APPLICATION_ID, open_engine, writing
from storage.migrate import HEAD, upgrade
from storage.migrations.scripts import migration_statements
from storage.office import DATABASE, open_office
from storage.office_file import OfficeFile
from storage.schema import statements
from storage.server import ServerAddress, open_server

PATNA = Office("PAT1", "Patna-1", "BR")


@pytest.fixture
def older(database, request, tmp_path):
    """The folder of an office as the first release left it, with a name that it recorded."""
    folder = tmp_path / "office"
    folder.mkdir()
    if database == "sqlite":
        engine = open_engine(folder / DATABASE)
        mark = f"PRAGMA application_id = {APPLICATION_ID}"
    else:
        address = ServerAddress.parse(request.getfixturevalue("empty"))
        OfficeFile(address, PATNA.code).write(folder)
        engine = open_server(address, PATNA.code)
        mark = "COMMENT ON TABLE alembic_version IS 'BBh1'"
    with writing(engine) as connection:
        upgrade(connection, "0001")
        connection.exec_driver_sql(mark)
        row = {"id": PATNA.id, "code": PATNA.code, "name": PATNA.name}
        connection.execute(
            text(
                "INSERT INTO office (office_id, code, name, state, address, phone, is_practice,"
                " incarnation, created_at_ms) VALUES (:id, :code, :name, 'BR', '', '', 0, 1, 0)"
            ),
            row,
        )
    engine.dispose()
    return folder


@pytest.fixture
def empty(server):
    """The address of a database on the server with nothing in it."""
    with server.connect() as connection:
        connection.execute("CREATE DATABASE an_older_office OWNER desk")
        yield server.address("an_older_office", "desk")
        connection.execute("DROP DATABASE an_older_office WITH (FORCE)")


def test_an_older_office_is_brought_up_to_date_when_it_is_opened(older, clock):
    books = open_office(older, clock)

    assert books.office == PATNA
    assert not books.trust.has_staff()  # of a table that is new
    books.close()
    again = open_office(older, clock)
    assert again.office == PATNA
    again.close()


@pytest.mark.only_on("sqlite", "a server's database is left to the server's own backups")
def test_a_copy_of_the_older_file_is_made_first(older, clock):
    open_office(older, clock).close()

    [copy] = older.glob("*before*")
    assert copy.name == f"office-before-{HEAD}-from-0001.db"
    connection = sqlcipher3.dbapi2.connect(str(copy))
    [(version,)] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    connection.close()
    assert version == "0001"


def test_a_migration_that_fails_leaves_the_older_office_as_it_was(older, clock, monkeypatch):
    def fail_at_the_end(connection):
        upgrade(connection)
        raise RuntimeError("the plug was pulled")

    monkeypatch.setattr(migrate, "upgrade", fail_at_the_end)
    with pytest.raises(RuntimeError):
        open_office(older, clock)
    monkeypatch.undo()

    books = open_office(older, clock)
    assert books.office == PATNA
    books.close()


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_the_migrations_make_every_statement_of_the_schema(name):
    made = {
        statement
        for migration in ("0001_first", "0002_trust", "0003_counter")
        for statement in migration_statements(migration, name)
    }

    assert set(statements(name)) <= made
