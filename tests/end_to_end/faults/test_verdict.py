"""The judge is judged: what it has to see after a fault it sees when it is put there by hand."""

from __future__ import annotations

from contextlib import closing

import pytest
import sqlcipher3.dbapi2

from storage.office import DATABASE
from tests.end_to_end.faults import offices
from tests.end_to_end.faults.program import DONE, WORKER, arguments_for, run
from tests.end_to_end.faults.verdict import faults_of, faults_seen_by_a_stranger, posted

RECHARGES = ("one", "two")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """An office with three charged days and two receipts."""
    office = tmp_path_factory.mktemp("verdict") / "template"
    offices.make_office(office, consumers=4, days=4)
    commands = [
        ["bill", "--day", "2025-07-01", "--until", "2025-07-03"],
        *(
            [
                *("recharge", "--consumer", "1001", "--amount", str(100 + place)),
                *("--tender", "cash", "--order-id", order),
            ]
            for place, order in enumerate(RECHARGES)
        ),
    ]
    for command in commands:
        assert run([*WORKER, "command", "--", *arguments_for(office, *command)]).code == DONE
    return office


@pytest.fixture
def office(template, tmp_path):
    return offices.copy_office(template, tmp_path / "office")


def change_by_hand(office, *statements):
    with closing(sqlcipher3.dbapi2.connect(office / DATABASE, isolation_level=None)) as stranger:
        triggers = stranger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            stranger.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            stranger.execute(statement)


def test_an_office_in_order_has_no_faults(office):
    assert faults_of(office, posted(office)) == []
    assert list(posted(office)) == list(RECHARGES)


def test_an_acknowledged_recharge_that_is_not_there_is_a_fault(office):
    acknowledged = {**posted(office), "three": ("PAT1/00/2025-26/000003", 10_000)}

    assert faults_of(office, acknowledged) == [
        "acknowledged and lost: three ('PAT1/00/2025-26/000003', 10000)"
    ]


def test_an_acknowledged_recharge_under_another_number_is_a_fault(office):
    acknowledged = {"one": ("PAT1/00/2025-26/000002", 10_000)}

    assert faults_of(office, acknowledged)[0].startswith("acknowledged and lost: one")


@pytest.mark.parametrize(
    "statement, fault",
    [
        (
            "DELETE FROM receipt WHERE order_id = 'one'",
            "a receipt number is missing or double",
        ),
        ("UPDATE series SET last_number = 3", "a series has moved without its receipt"),
        (
            "DELETE FROM daily_charge WHERE consumer_id = 1 AND day = 20271",
            "a day was charged twice or left out",
        ),
        (
            "UPDATE month_position SET next_open_day = next_open_day + 1 WHERE consumer_id = 1",
            "a day was charged twice or left out",
        ),
        (
            "UPDATE daily_charge SET posted_seq = posted_seq + 1 WHERE consumer_id = 1",
            "a charge has no wallet row of its amount",
        ),
        (
            "UPDATE wallet SET balance_paise = balance_paise + 1 WHERE consumer_id = 2",
            "a wallet is not what was posted to it",
        ),
        (
            "DELETE FROM wallet_entry WHERE posted_seq = 2",
            "wallet rows are missing",
        ),
        (
            "UPDATE journal_line SET amount_paise = 7 WHERE entry_seq = 1 AND account = 'wallets'",
            "the trial balance is not zero",
        ),
        (
            "DELETE FROM event WHERE seq = 2",
            "the chain breaks at PAT1.1 3",
        ),
    ],
)
def test_what_a_crash_could_leave_is_seen(office, statement, fault):
    change_by_hand(office, "PRAGMA foreign_keys = OFF", statement)

    assert any(seen.startswith(fault) for seen in faults_seen_by_a_stranger(office, {}))
