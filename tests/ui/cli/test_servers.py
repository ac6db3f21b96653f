"""The command line and a database on a server: make an office there, join it, bill them all."""

import os
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from domain.lease import RUN, Lease
from resources import locate
from storage.office import open_office
from tests.postgres_server import NoServer, running_server
from tests.ui.cli.conftest import CONSUMERS, Desk, StandingClock

SHIPPED_DAY = "2025-07-02"


@pytest.fixture(scope="module")
def database():
    """The address of an empty database on a server of our own; CI cannot do without."""
    try:
        with running_server() as server, pytest.MonkeyPatch.context() as surroundings:
            surroundings.setenv("PGPASSWORD", server.password)
            with server.connect() as connection:
                connection.execute("CREATE DATABASE division")
            yield server.address("division")
    except NoServer as lack:
        if os.environ.get("CI"):
            pytest.fail(str(lack))
        pytest.skip(str(lack))


@pytest.fixture
def office_of(tmp_path, capsys, database):
    """Make an office of one consumer on the server, in a folder of its own."""

    def make(code):
        desk = Desk(tmp_path / code, capsys)
        desk.folder.mkdir()
        assert desk.json("init", "--code", code, "--name", code, "--database", database).code == 0
        shipped = locate("tariffs", "examples.json")
        assert desk.run("import", "tariffs", shipped).code == 0
        sheet = desk.consumers(CONSUMERS[0])
        assert desk.run("import", "consumers", sheet).code == 0
        return desk

    return make


def test_an_office_on_a_server_works_like_any_other(office_of, tmp_path):
    desk = office_of("PAT1")

    assert desk.json("bill", "--day", SHIPPED_DAY).json["days"][0]["charged"] == 1
    assert desk.json("check").json["ok"]
    assert sorted(path.name for path in desk.office.iterdir()) == ["office.toml"]


def test_all_offices_of_a_database_are_billed_by_workers(office_of):
    desks = [office_of(code) for code in ("GAY1", "ARA1", "BUX1")]

    billed = desks[0].json("bill", "--every-office", "--workers", "2", "--day", SHIPPED_DAY)

    assert billed.code == 0, billed.out
    charged = {office["office"]: office["days"][0]["charged"] for office in billed.json["offices"]}
    assert {"GAY1", "ARA1", "BUX1"} <= set(charged)
    assert [desk.json("bill", "--day", SHIPPED_DAY).json["days"][-1] for desk in desks] == [
        {**desks[0].json("bill", "--day", SHIPPED_DAY).json["days"][-1], "charged": 0, "already": 1}
    ] * 3


def test_one_office_that_cannot_be_billed_keeps_no_other_back(office_of, database):
    desk = office_of("NAW1")
    with _strangers_run(desk):
        billed = desk.json("bill", "--every-office", "--day", SHIPPED_DAY)

    outcomes = {office["office"]: office["exit_code"] for office in billed.json["offices"]}
    assert billed.code == 3
    assert outcomes.pop("NAW1") == 3
    assert set(outcomes.values()) <= {0}
    assert billed.err.strip().endswith("were not billed.")


def test_a_further_counter_joins_an_office(office_of, tmp_path, capsys, database):
    office_of("SAR1")
    second = Desk(tmp_path / "second", capsys)
    second.folder.mkdir()

    joined = second.json("join", "--code", "sar1", "--database", database)

    assert joined.json["office"]["code"] == "SAR1"
    assert second.balance("1001") == 50_000
    stranger = Desk(tmp_path / "third", capsys)
    stranger.folder.mkdir()
    refused = stranger.run("join", "--code", "NONE1", "--database", database)
    assert refused.is_refused_in_one_sentence()
    assert not stranger.office.exists()


def test_a_password_in_the_address_is_refused_and_not_repeated(tmp_path, capsys):
    desk = Desk(tmp_path, capsys)

    refused = desk.run(
        *("init", "--code", "PAT1", "--name", "Patna"),
        *("--database", "postgresql://desk:hemlig@127.0.0.1/office"),
    )

    assert refused.is_refused_in_one_sentence()
    assert "hemlig" not in refused.out + refused.err
    assert not desk.office.exists()


def test_a_server_that_does_not_answer_is_one_sentence(tmp_path, capsys):
    desk = Desk(tmp_path, capsys)

    refused = desk.run(
        *("init", "--code", "PAT1", "--name", "Patna"),
        *("--database", "postgresql://desk@127.0.0.1:1/office"),
    )

    assert refused.is_refused_in_one_sentence(code=3)
    assert not desk.office.exists()


def test_an_office_in_a_file_is_billed_as_the_only_one(desk):
    billed = desk.json("bill", "--every-office", "--workers", "2", "--day", "2025-07-05")

    [office] = billed.json["offices"]
    assert billed.code == 0
    assert office["days"]


@contextmanager
def _strangers_run(desk):
    """Hold the lease of the office's run for as long as the body lasts."""
    books = open_office(desk.office, StandingClock())
    with books._unit() as unit:  # noqa: SLF001 - what a run leaves
        unit.leases.put(Lease.taken(RUN, "stranger", "gita", datetime.now(UTC)))
        unit.commit()
    yield
    books.close()
