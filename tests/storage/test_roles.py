"""The roles that ship for a server: what is posted nobody changes, an auditor changes nothing."""

from datetime import timedelta

import psycopg
import pytest

from domain.consumer import Change
from domain.errors_of_trust import RightsMissing
from domain.money import Money
from domain.office import Office
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tariff import parse_tariff_text
from domain.tender import Tender
from resources import locate
from storage.office import create_office_on_server, join_office
from storage.tables.base import FINAL_TABLES, metadata
from tests.storage.conftest import ACTOR, DATA, START, begin_shift_anew

LOGINS = {"counter_1": "bijli_desk", "cag_audit": "bijli_auditor"}


@pytest.fixture
def roles(server, served, tmp_path, clock):
    """A database whose owner made an office and ran the file of roles; logins of both kinds."""
    create_office_on_server(tmp_path / "owner", Office("PAT1", "Patna"), clock, served).close()
    sql = locate("postgresql", "roles.sql").read_text(encoding="utf-8")
    with server.connect(served.rpartition("/")[2]) as connection:
        for _again in range(2):
            connection.execute(sql)
        for login, role in LOGINS.items():
            connection.execute(f"DROP ROLE IF EXISTS {login}")
            connection.execute(f"CREATE ROLE {login} LOGIN PASSWORD '{server.password}'")
            connection.execute(f"GRANT {role} TO {login}")
    yield {login: server.address(served.rpartition("/")[2], login) for login in LOGINS}
    with server.connect(served.rpartition("/")[2]) as connection:
        for login in LOGINS:
            connection.execute(f"DROP OWNED BY {login}")
            connection.execute(f"DROP ROLE {login}")


@pytest.fixture
def desk(roles, tmp_path, clock):
    books = join_office(tmp_path / "desk", "PAT1", clock, roles["counter_1"])
    yield books
    books.close()


@pytest.fixture
def login(server, roles):
    """Connect as one of the logins, each statement for itself."""
    opened = []

    def connect(name):
        opened.append(psycopg.connect(roles[name], password=server.password, autocommit=True))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def test_a_desk_does_all_its_work_with_its_rights(desk, form):
    tariffs, _ = parse_tariff_text((DATA / "example-tariffs.json").read_text(encoding="utf-8"))
    desk.add_tariffs(tariffs, ACTOR)
    desk.create_consumer(form(), ACTOR)
    begin_shift_anew(desk)
    desk.recharge(RechargeOrder.of("order-1", "1001", Money.rupees(500), Tender.CASH), ACTOR)
    [day] = desk.run_days(START, ACTOR, silent)

    assert day.charged == 1
    assert desk.check(silent, actor=ACTOR) == []


def test_a_desk_keeps_notes_tags_and_habits_and_forgets_them(desk, form, clock):
    tariffs, _ = parse_tariff_text((DATA / "example-tariffs.json").read_text(encoding="utf-8"))
    desk.add_tariffs(tariffs, ACTOR)
    desk.create_consumer(form(), ACTOR)
    desk.accounts.note("1001", "Dog behind the gate", ACTOR)
    desk.accounts.tag("1001", "VIP", ACTOR)
    desk.accounts.untag("1001", "VIP", ACTOR)
    desk.accounts.tag("1001", "Shop", ACTOR)
    for value in ("one", "two", None):
        desk.preferences.put(ACTOR.name, "notes.last", value)
    desk.change_consumer([Change("1001", desk.today(), "supply_state", "closed")], ACTOR)
    clock.set_to(clock.now() + timedelta(days=9 * 366))

    desk.trust.forget_person("1001", "asked for", "", ACTOR)

    assert desk.accounts.notes("1001") == desk.accounts.tags("1001") == []


@pytest.mark.parametrize("name", [*LOGINS])
@pytest.mark.parametrize("table", FINAL_TABLES)
def test_nobody_changes_or_deletes_what_is_posted(login, name, table):
    connection = login(name)

    for sql in (f"UPDATE {table} SET office_id = 1", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(sql)


def test_an_auditor_reads_everything_but_the_passwords_and_changes_nothing(login):
    connection = login("cag_audit")

    for table in sorted(metadata.tables):
        if table not in {"staff", "recovery"}:
            connection.execute(f"SELECT count(*) FROM {table}")
        for sql in (f"INSERT INTO {table} DEFAULT VALUES", f"DELETE FROM {table}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT password_hash FROM staff")
    connection.execute("SELECT user_name, role FROM staff")


def test_what_the_database_does_not_allow_is_one_sentence(roles, tmp_path, clock, form):
    books = join_office(tmp_path / "auditor", "PAT1", clock, roles["cag_audit"])

    with pytest.raises(RightsMissing):
        books.create_consumer(form(), ACTOR)

    books.close()


def test_every_table_is_spoken_of(server, roles):
    """A table that the roles forget would be closed to the desk, or open to everybody."""
    database = roles["counter_1"].rpartition("/")[2]
    with server.connect(database) as connection:
        rights = connection.execute(
            "SELECT table_name, string_agg(DISTINCT privilege_type, ' ' ORDER BY privilege_type)"
            " FROM information_schema.role_table_grants WHERE grantee = 'bijli_desk'"
            " GROUP BY table_name"
        ).fetchall()

    told = dict(rights)
    assert set(told) >= set(metadata.tables) - {"staff", "recovery"}
    assert {told[table] for table in FINAL_TABLES} <= {"INSERT SELECT", "SELECT"}
