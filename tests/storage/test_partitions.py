"""A state's database: the same tables spread over partitions by office, and no other code."""

import psycopg
import pytest

from domain.consumer import ConsumerQuery
from domain.money import Money
from domain.office import Office
from domain.progress import silent
from domain.reads import ReadSource
from domain.recharge import RechargeOrder
from domain.tariff import parse_tariff_text
from domain.tender import Tender
from storage.office import create_office_on_server
from storage.partitions import partitioned
from storage.tables.base import FINAL_TABLES
from tests.storage.conftest import ACTOR, DATA, START, begin_shift_anew


@pytest.fixture
def state(server):
    """The address of a database whose tables are spread over four partitions."""
    with server.connect() as connection:
        connection.execute("CREATE DATABASE state OWNER desk")
        with server.connect("state") as inside:
            inside.execute("SET ROLE desk")
            for statement in partitioned(4):
                inside.execute(statement)
        yield server.address("state", "desk")
        connection.execute("DROP DATABASE state WITH (FORCE)")


@pytest.fixture
def offices(state, tmp_path, clock):
    made = [
        create_office_on_server(tmp_path / code, Office(code, code), clock, state)
        for code in ("PAT1", "GAY1")
    ]
    yield made
    for books in made:
        books.close()


def test_offices_work_on_partitions_as_on_any_database(offices, form, read):
    tariffs, _ = parse_tariff_text((DATA / "example-tariffs.json").read_text(encoding="utf-8"))
    for books in offices:
        books.add_tariffs(tariffs, ACTOR)
        books.take_on([form(), form("1002")], ACTOR)
        begin_shift_anew(books)
        books.take_reads([read(0, "100"), read(1, "105")], ReadSource.FILE, ACTOR)
        [day] = books.run_days(START, ACTOR, silent)
        order = RechargeOrder.of("order-1", "1001", Money.rupees(500), Tender.CASH)

        assert day.charged == 2
        assert books.recharge(order, ACTOR).number == f"{books.office.code}/02/2026-27/000001"
        assert len(books.find_consumers(ConsumerQuery(text="1001"))) == 1
        assert books.check(silent, actor=ACTOR) == []


def test_final_rows_are_guarded_in_every_partition(state, server):
    with server.connect("state") as connection:
        for table in FINAL_TABLES:
            for name in (table, f"{table}_p00", f"{table}_p03"):
                guards = connection.execute(
                    "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass"
                    " AND tgname LIKE '%%is_final%%' AND tgenabled = 'O'",
                    [name],
                ).fetchone()
                assert guards[0] >= 2, name
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="final"):
                connection.execute(f"TRUNCATE {table} CASCADE")
