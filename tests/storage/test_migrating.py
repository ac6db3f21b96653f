"""An older database is brought up to date when it is opened: a copy first, then all or nothing."""

import json
from dataclasses import replace

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import insert, text

from domain.errors_of_counter import ReferenceUsed
from domain.head import Head
from domain.money import Money
from domain.office import Office
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tender import Tender
from storage import migrate
from storage.engine import APPLICATION_ID, open_engine, writing
from storage.migrate import HEAD, upgrade
from storage.migrations.scripts import migration_statements
from storage.office import DATABASE, open_office
from storage.office_file import OfficeFile
from storage.schema import statements
from storage.server import ServerAddress, open_server
from storage.tables.base import metadata
from tests.storage.conftest import ACTOR, DATA

PATNA = Office("PAT1", "Patna-1", "BR")


@pytest.fixture
def release():
    """The release that left the older office."""
    return "0001"


@pytest.fixture
def older(database, request, tmp_path, release):
    """The folder of an office as an earlier release left it; the second had lived a little."""
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
        upgrade(connection, release)
        connection.exec_driver_sql(mark)
        if release == "0001":
            add_office(connection)
        else:
            fill_with_what_was_there(connection)
    engine.dispose()
    return folder


def add_office(connection):
    row = {"id": PATNA.id, "code": PATNA.code, "name": PATNA.name}
    connection.execute(
        text(
            "INSERT INTO office (office_id, code, name, state, address, phone, is_practice,"
            " incarnation, created_at_ms) VALUES (:id, :code, :name, 'BR', '', '', 0, 1, 0)"
        ),
        row,
    )


def fill_with_what_was_there(connection):
    """Put in the rows of an office that the second release kept."""
    kept = json.loads((DATA / "office-of-0002.json").read_text(encoding="utf-8"))
    for table in metadata.sorted_tables:
        if table.name in kept:
            held = kept[table.name]
            connection.execute(
                insert(table),
                [dict(zip(held["columns"], map(_value, row), strict=True)) for row in held["rows"]],
            )


def _value(kept):
    return bytes.fromhex(kept["hex"]) if isinstance(kept, dict) else kept


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


@pytest.mark.parametrize("release", ["0002"])
def test_receipts_of_an_older_office_get_their_tenders_heads_and_cheques(older, clock):
    books = open_office(older, clock)

    assert books.check(silent) == []
    receipts = [books.receipt(row.number).receipt for row in books.receipts()]
    assert [receipt.tenders[0].tender for receipt in reversed(receipts)] == [
        *("cash", "cheque", "upi", "upi", "card"),
    ]
    assert all(receipt.heads[0].head is Head.RECHARGE for receipt in receipts)
    [cheque] = books.reversals.cheques()
    assert (cheque.amount, cheque.bank, cheque.state) == (Money.rupees(300), "-", "received")
    assert books.counter.open_days() == []  # days from before there were shifts are nobody's
    again = RechargeOrder.of("again", "1001", Money.rupees(90), Tender.UPI, "utr7712")
    with pytest.raises(ReferenceUsed):
        books.recharge(again, replace(ACTOR, counter=0))
    books.reversals.clear(cheque.number, cheque.line, books.today(), ACTOR)
    assert books.check(silent) == []
    books.close()


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_the_migrations_make_every_statement_of_the_schema(name):
    made = {
        statement
        for migration in (
            *("0001_first", "0002_trust", "0003_counter", "0004_desk", "0005_supply"),
        )
        for statement in migration_statements(migration, name)
    }

    assert set(statements(name)) <= made
