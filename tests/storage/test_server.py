"""What is particular to an office on a PostgreSQL server: where it is, who gets in, what breaks."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import keyring
import psycopg
import pytest
from keyring.backend import KeyringBackend
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from domain.errors_of_database import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseNewer,
    DatabaseNotOurs,
    DatabaseReadOnly,
    DiskFailed,
    DiskFull,
    OfficeExists,
)
from domain.errors_of_trust import (
    AddressUnreadable,
    DatabaseMissing,
    DatabaseNotUnicode,
    LoginRefused,
    OfficeFileUnreadable,
    OfficeNotOnServer,
    OfficeOnServerExists,
    PasswordInAddress,
    RightsMissing,
    ServerUnreachable,
    TransactionUndone,
)
from domain.money import Money
from domain.office import Office
from domain.recharge import RechargeOrder
from domain.services.repeating import TRIES
from domain.tariff import parse_tariff_text
from domain.tender import Tender
from storage import server as server_module
from storage.faults import trouble_of
from storage.migrate import HEAD
from storage.office import (
    DATABASE,
    create_office_on_server,
    join_office,
    offices_in,
    open_beside,
    open_office,
)
from storage.office_file import OFFICE_FILE
from storage.rows import driver_rows
from storage.schema import statements
from storage.server import KEY_STORE_SERVICE, ServerAddress
from storage.tables.base import FINAL_TABLES, FORGOTTEN_AS
from tests.postgres_server import schema_of
from tests.storage.conftest import ACTOR, DATA, begin_shift_anew

PATNA, GAYA = Office("PAT1", "Patna-1"), Office("GAY1", "Gaya-1")


def order(id_="order-1", number="1001"):
    return RechargeOrder.of(id_, number, Money.rupees(500), Tender.CASH)


@pytest.fixture
def make(served, tmp_path, clock):
    """Make offices in one database of the server; they are closed at the end."""
    made = []

    def make(office=PATNA):
        made.append(create_office_on_server(tmp_path / office.code, office, clock, served))
        return made[-1]

    yield make
    for books in made:
        books.close()


@pytest.fixture
def superuser(server, served):
    """A hand in the database that may everything."""
    with server.connect(served.rpartition("/")[2]) as connection:
        yield connection


@contextmanager
def empty_database(server, name, options=""):
    with server.connect() as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER desk {options}")
        try:
            yield server.address(name, "desk")
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


# The tables


def test_the_migrations_of_postgresql_lead_to_the_schema_that_the_program_speaks_of(server, served):
    with empty_database(server, "by_the_schema") as address:
        engine = create_engine(ServerAddress.parse(address).url)
        with engine.begin() as connection:
            for statement in statements("postgresql"):
                connection.exec_driver_sql(statement.replace("%", "%%"))
        engine.dispose()
        built = schema_of(server, "by_the_schema")

    assert schema_of(server, served.rpartition("/")[2]) == built
    assert "a_row_is_final" in built


@pytest.mark.parametrize("table", [*FINAL_TABLES, *FORGOTTEN_AS])
def test_a_table_of_final_rows_is_not_emptied_at_once_either(superuser, table):
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match=f"a row of {table} is"):
        superuser.execute(f"TRUNCATE {table} CASCADE")


def test_many_consumers_at_once_are_counted_so_that_the_planner_knows_of_them(
    make, form, superuser
):
    books = make()
    tariffs, _ = parse_tariff_text((DATA / "example-tariffs.json").read_text(encoding="utf-8"))
    books.add_tariffs(tariffs, ACTOR)

    books.take_on([form(str(number)) for number in range(1001, 2101)], ACTOR)

    counted = "SELECT reltuples FROM pg_class WHERE relname IN ('consumer', 'wallet', 'meter')"
    assert superuser.execute(counted).fetchall() == [(1100.0,)] * 3


def test_what_came_in_stays_although_it_could_not_be_counted(make, form, monkeypatch):
    books = make()
    tariffs, _ = parse_tariff_text((DATA / "example-tariffs.json").read_text(encoding="utf-8"))
    books.add_tariffs(tariffs, ACTOR)
    asked = []

    def busy(_engine, _tables, rows):
        asked.append(rows)
        raise DatabaseBusy("bijli")

    monkeypatch.setattr("storage.books.count_anew", busy)

    assert books.take_on([form()], ACTOR).accepted == 1
    assert asked == [1]
    assert books.consumer("1001").number == "1001"


def test_the_tables_are_made_with_the_first_office(server, tmp_path, clock):
    with empty_database(server, "fresh") as address:
        create_office_on_server(tmp_path / "a", PATNA, clock, address).close()
        create_office_on_server(tmp_path / "b", GAYA, clock, address).close()

        assert offices_in(tmp_path / "a", clock) == ["GAY1", "PAT1"]


def test_two_that_make_the_first_office_at_once_both_get_one(server, tmp_path, clock):
    def make(office):
        create_office_on_server(tmp_path / office.code, office, clock, address).close()

    with empty_database(server, "at_once") as address, ThreadPoolExecutor(2) as desks:
        list(desks.map(make, (PATNA, GAYA)))

        assert offices_in(tmp_path / "PAT1", clock) == ["GAY1", "PAT1"]


def test_somebody_else_s_database_is_refused_and_left_as_it_is(server, tmp_path, clock):
    with empty_database(server, "somebodys") as address:
        with server.connect("somebodys") as connection:
            connection.execute("CREATE TABLE shopping (list text)")

        with pytest.raises(DatabaseNotOurs):
            create_office_on_server(tmp_path / "a", PATNA, clock, address)

        assert not (tmp_path / "a").exists()
        assert "office" not in schema_of(server, "somebodys")


def test_a_database_that_cannot_hold_every_name_is_refused(server, tmp_path, clock):
    options = "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    with (
        empty_database(server, "latin", options) as address,
        pytest.raises(DatabaseNotUnicode) as refused,
    ):
        create_office_on_server(tmp_path / "a", PATNA, clock, address)

    assert refused.value.encoding == "LATIN1"


def test_a_newer_database_on_a_server_is_refused(make, superuser, tmp_path, clock):
    make().close()
    superuser.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseNewer):
        open_office(tmp_path / "PAT1", clock)

    superuser.execute(f"UPDATE alembic_version SET version_num = '{HEAD}'")


def test_what_the_server_adds_up_is_a_whole_number_or_nothing(make):
    with make()._engine.connect() as connection:  # noqa: SLF001 - the driver's settings
        [(total, text)] = driver_rows(
            connection,
            "SELECT sum(n), :word FROM (VALUES (2::bigint), (3)) AS v (n)",
            {"word": "x"},
        )
        assert (total, type(total), text) == (5, int, "x")
        with pytest.raises(ValueError, match="invalid literal"):
            driver_rows(connection, "SELECT avg(n) FROM (VALUES (2::bigint), (3)) AS v (n)", {})


# Where the database is, and who gets in


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://desk:hemlig@127.0.0.1/office",
        "postgresql://desk@127.0.0.1/office?password=hemlig",
    ],
)
def test_a_password_in_the_address_is_refused(tmp_path, clock, address):
    with pytest.raises(PasswordInAddress) as refused:
        create_office_on_server(tmp_path / "a", PATNA, clock, address)
    (tmp_path / OFFICE_FILE).write_text(f'database = "{address}"\ncode = "PAT1"\n')
    with pytest.raises(PasswordInAddress):
        open_office(tmp_path, clock)

    assert "hemlig" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    ["", "sqlite:///office.db", "postgresql://", "postgresql:///name", "mysql://a:hemlig@b/c:d:e"],
)
def test_what_is_no_address_of_a_server_is_refused(tmp_path, clock, address):
    with pytest.raises((AddressUnreadable, PasswordInAddress)) as refused:
        create_office_on_server(tmp_path / "a", PATNA, clock, address)

    assert "hemlig" not in str(refused.value)


@pytest.mark.parametrize("content", ["", "database = 1", "not toml", 'code = "PAT1"'])
def test_an_office_file_that_says_nothing_is_refused(tmp_path, clock, content):
    (tmp_path / OFFICE_FILE).write_text(content)

    with pytest.raises(OfficeFileUnreadable):
        open_office(tmp_path, clock)


def test_a_folder_with_two_databases_is_refused(make, tmp_path, clock):
    make()
    (tmp_path / "PAT1" / DATABASE).write_bytes(b"")

    with pytest.raises(OfficeFileUnreadable):
        open_office(tmp_path / "PAT1", clock)


def test_the_file_of_an_office_says_where_it_is_and_holds_no_password(make, server, tmp_path):
    make()

    told = (tmp_path / "PAT1" / OFFICE_FILE).read_text()

    assert 'code = "PAT1"' in told
    assert f"127.0.0.1:{server.port}" in told
    assert server.password not in told


def test_an_office_is_neither_made_twice_nor_over_another(make, served, tmp_path, clock):
    make()

    with pytest.raises(OfficeExists):
        create_office_on_server(tmp_path / "PAT1", GAYA, clock, served)
    with pytest.raises(OfficeOnServerExists):
        create_office_on_server(tmp_path / "again", PATNA, clock, served)


def test_a_further_counter_joins_an_office(make, served, form, tmp_path, clock):
    books = make()
    joined = join_office(tmp_path / "second", "PAT1", clock, served)

    assert joined.office == books.office
    joined.close()
    with pytest.raises(OfficeNotOnServer):
        join_office(tmp_path / "third", "NOBODY", clock, served)
    assert not (tmp_path / "third").exists()


def test_offices_in_one_database_know_nothing_of_each_other(make, form):
    patna, gaya = make(PATNA), make(GAYA)
    for books, name in ((patna, "Asha"), (gaya, "Gita")):
        books.add_tariffs(_tariffs(), ACTOR)
        books.create_consumer(form(name=name), ACTOR)
        begin_shift_anew(books)
    receipts = [books.recharge(order(), ACTOR).number for books in (patna, gaya)]

    assert receipts == ["PAT1/02/2026-27/000001", "GAY1/02/2026-27/000001"]
    assert [books.consumer("1001").name for books in (patna, gaya)] == ["Asha", "Gita"]
    assert [books.state().consumers for books in (patna, gaya)] == [1, 1]


def test_another_office_of_the_database_is_opened_beside_one(make, tmp_path, clock):
    make(PATNA)
    make(GAYA)

    beside = open_beside(tmp_path / "PAT1", "GAY1", clock)

    assert beside.office.name == "Gaya-1"
    beside.close()


class KeyStore(KeyringBackend):
    """A key store in memory."""

    priority = 1

    def __init__(self, kept):
        super().__init__()
        self.kept = kept

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture
def key_store(monkeypatch):
    """A machine whose surroundings hold no password, and its key store."""
    before, store = keyring.get_keyring(), KeyStore({})
    monkeypatch.delenv("PGPASSWORD")
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


def test_the_password_may_lie_in_the_key_store(make, server, key_store, served):
    key_store.set_password(KEY_STORE_SERVICE, served, server.password)

    assert make().state().consumers == 0


def test_the_password_may_lie_in_postgresql_s_own_file(
    make, server, key_store, monkeypatch, tmp_path
):
    file = tmp_path / "pgpass"
    file.write_text(f"127.0.0.1:{server.port}:*:desk:{server.password}\n")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))

    assert make().state().consumers == 0


def test_without_a_password_or_with_a_wrong_one_nobody_is_let_in(
    key_store, served, tmp_path, clock, monkeypatch
):
    with pytest.raises(LoginRefused):
        create_office_on_server(tmp_path / "a", PATNA, clock, served)
    monkeypatch.setenv("PGPASSWORD", "hemlig")
    with pytest.raises(LoginRefused) as refused:
        create_office_on_server(tmp_path / "a", PATNA, clock, served)

    assert "hemlig" not in f"{refused.value} {refused.value.__cause__}"


def test_a_database_that_the_server_does_not_have_is_told(server, tmp_path, clock):
    with pytest.raises(DatabaseMissing) as told:
        create_office_on_server(tmp_path / "a", PATNA, clock, server.address("nothing", "desk"))

    assert told.value.server == f"postgresql://desk@127.0.0.1:{server.port}/nothing"


# What breaks


def test_a_server_that_does_not_answer_is_told(tmp_path, clock):
    with pytest.raises(ServerUnreachable):
        create_office_on_server(
            tmp_path / "a", PATNA, clock, "postgresql://desk@127.0.0.1:1/office"
        )


def test_a_line_that_breaks_in_the_middle_leaves_nothing_half_done(make, form, superuser):
    books = make()
    books.add_tariffs(_tariffs(), ACTOR)

    def take_on_while_the_line_breaks():
        with books._unit() as unit:  # noqa: SLF001 - in the middle
            unit.consumers.add([form()], books.now(), ACTOR)
            superuser.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            unit.commit()

    with pytest.raises(ServerUnreachable):
        take_on_while_the_line_breaks()

    assert books.state().consumers == 0  # by a new line
    books.create_consumer(form(), ACTOR)


def test_a_turn_that_does_not_come_is_told_as_busy(make, form, superuser, monkeypatch, tmp_path):
    monkeypatch.setattr(server_module, "BUSY_TIMEOUT_MS", 100)
    books = make()

    with superuser.transaction():
        superuser.execute("SELECT * FROM office FOR UPDATE")
        with pytest.raises(DatabaseBusy):
            books.recharge(order(), ACTOR)


def test_a_deadlock_with_a_stranger_reaches_nobody(make, form, superuser, served):
    # Whoever looks for the deadlock first is undone: that shall be us.
    superuser.execute(f"ALTER DATABASE {served.rpartition('/')[2]} SET deadlock_timeout = '2s'")
    superuser.execute("SET deadlock_timeout = '60s'")
    books = make()
    books.add_tariffs(_tariffs(), ACTOR)
    books.create_consumer(form(), ACTOR)
    begin_shift_anew(books)
    done = []
    counter = threading.Thread(target=lambda: done.append(books.recharge(order(), ACTOR)))

    with superuser.transaction():
        superuser.execute("SELECT * FROM wallet FOR UPDATE")
        counter.start()
        _wait_until_somebody_waits(superuser)
        superuser.execute("SELECT * FROM office FOR UPDATE")
    counter.join()

    assert [receipt.number for receipt in done] == ["PAT1/02/2026-27/000001"]
    assert books.consumer("1001").balance == Money.rupees(1500)


def test_what_is_undone_again_and_again_is_told_in_the_end(make, monkeypatch):
    books, tried = make(), []

    def undone(*_asked, **_named):
        tried.append(1)
        raise TransactionUndone("server")

    monkeypatch.setattr("storage.books.recharging.recharge", undone)
    with pytest.raises(TransactionUndone):
        books.recharge(order(), ACTOR)

    assert len(tried) == TRIES


def test_a_reader_cannot_write_and_sees_one_moment(make, form):
    books = make()
    with books._reading() as connection:  # noqa: SLF001 - the reader's own connection
        before = driver_rows(connection, "SELECT count(*) FROM consumer", {})
        books.add_tariffs(_tariffs(), ACTOR)
        books.create_consumer(form(), ACTOR)
        assert driver_rows(connection, "SELECT count(*) FROM consumer", {}) == before

    with pytest.raises(DatabaseReadOnly), books._reading() as connection:  # noqa: SLF001
        connection.exec_driver_sql("DELETE FROM counter")


def test_a_dry_run_is_undone_as_a_whole(make, form):
    books = make()

    with books.on_a_copy() as copy:
        copy.add_tariffs(_tariffs(), ACTOR)
        copy.create_consumer(form(), ACTOR)
        begin_shift_anew(copy)
        assert copy.recharge(order(), ACTOR).number.endswith("000001")
        with pytest.raises(Exception, match="1002"):
            copy.recharge(order("other", "1002"), ACTOR)
        assert copy.consumer("1001").balance == Money.rupees(1500)

    assert (books.state().consumers, books.tariffs()) == (0, [])


@pytest.mark.parametrize(
    "state, told",
    [
        ("08006", ServerUnreachable),
        ("25006", DatabaseReadOnly),
        ("28P01", LoginRefused),
        ("3D000", DatabaseMissing),
        ("40001", TransactionUndone),
        ("40P01", TransactionUndone),
        ("42501", RightsMissing),
        ("53100", DiskFull),
        ("53300", DatabaseBusy),
        ("55P03", DatabaseBusy),
        ("57P01", ServerUnreachable),
        ("57P03", ServerUnreachable),
        ("58030", DiskFailed),
        ("XX001", DatabaseDamaged),
    ],
)
def test_what_the_server_says_is_told_as_what_it_means(state, told):
    fault = psycopg.errors.lookup(state)("the server's own words")

    assert type(trouble_of(DBAPIError("SELECT", (), fault), "here")) is told


def test_a_mistake_of_ours_is_a_bug_and_no_trouble():
    mistake = psycopg.errors.UndefinedTable("relation does not exist")

    assert trouble_of(DBAPIError("SELECT", (), mistake), "here") is None


def _wait_until_somebody_waits(connection):
    deadline = time.monotonic() + 10
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    while not connection.execute(waits).fetchone()[0]:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def _tariffs():
    tariffs, _ = parse_tariff_text((DATA / "example-tariffs.json").read_text(encoding="utf-8"))
    return tariffs
