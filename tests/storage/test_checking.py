import json

import pytest

from domain.money import Money
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tender import Tender
from tests.storage.conftest import ACTOR, START, by_hand

TAMPERINGS = {
    "a paisa in a wallet": (
        "UPDATE wallet SET balance_paise = balance_paise + 1 WHERE consumer_id = 1",
        {"wallet_differs", "control_account_differs"},
    ),
    "a paisa in a recharge's wallet row": (
        "UPDATE wallet_entry SET amount_paise = amount_paise + 1 WHERE kind = 'recharge'",
        {"wallet_differs", "running_balance_wrong", "control_differs", "posting_not_as_told"},
    ),
    "a recharge raised everywhere but in the chain": (
        (
            "UPDATE receipt SET amount_paise = amount_paise + 100,"
            " to_wallet_paise = to_wallet_paise + 100,"
            " balance_after_paise = balance_after_paise + 100"
        ),
        {"receipt_differs"},
    ),
    "two lines of a charge swapped against each other": (
        (
            "UPDATE daily_charge SET ec_paise = ec_paise + 1, fc_paise = fc_paise - 1"
            " WHERE consumer_id = 1"
        ),
        {"charge_not_as_rated", "batch_changed"},
    ),
    "energy taken off a charge": (
        "UPDATE daily_charge SET energy_wh = energy_wh - 1 WHERE consumer_id = 1",
        {"charge_not_as_rated", "batch_changed", "position_differs"},
    ),
    "a rate in a tariff": (
        (
            "UPDATE tariff_version SET document = replace(document, '5.70', '5.60')"
            " WHERE version_id = 'AS-DOMA-2023'"
        ),
        {"tariff_changed", "charge_not_as_rated"},
    ),
    "a rate in a tariff and its hash": (
        "UPDATE tariff_version SET sha256 = 'ab' WHERE version_id = 'AS-DOMA-2023'",
        {"tariff_changed", "tariff_not_as_charged"},
    ),
    "a receipt gone": ("DELETE FROM receipt", {"series_has_a_gap"}),
    "a wallet row gone": (
        "DELETE FROM wallet_entry WHERE kind = 'recharge'",
        {"postings_missing", "wallet_differs"},
    ),
    "a ledger line changed": (
        "UPDATE journal_line SET amount_paise = amount_paise + 1 WHERE account = 'cash'",
        {"entry_unbalanced", "entry_changed"},
    ),
    "an event changed": (
        (
            "UPDATE event SET core = replace(core, 'cash', 'card')"
            " WHERE seq = (SELECT max(seq) FROM event)"
        ),
        {"chain_broken"},
    ),
    "an event gone": ("DELETE FROM event WHERE seq = 2", {"chain_broken"}),
    "the position of a consumer": (
        "UPDATE month_position SET next_open_day = next_open_day + 1 WHERE consumer_id = 1",
        {"position_differs"},
    ),
    "the register that a position consumed": (
        "UPDATE month_position SET consumed_wh = consumed_wh + 1 WHERE consumer_id = 1",
        {"position_differs"},
    ),
    "a position gone": (
        "DELETE FROM month_position WHERE consumer_id = 1",
        {"consumer_incomplete"},
    ),
    "a consumer gone": ("DELETE FROM consumer WHERE id = 1", {"consumer_incomplete"}),
    "a read that was charged": (
        (
            "UPDATE meter_read SET cumulative_wh = cumulative_wh + 1"
            " WHERE closing_day = 20240 AND meter_id = 1"
        ),
        {"consumed_read_differs"},
    ),
    "where a wallet ends": (
        "UPDATE wallet SET last_posted_seq = 1 WHERE consumer_id = 2",
        {"wallet_end_wrong"},
    ),
    "since when a balance is negative": (
        "UPDATE wallet SET negative_since_day = 20000 WHERE consumer_id = 2",
        {"wallet_end_wrong"},
    ),
    "a charge gone": (
        "DELETE FROM daily_charge WHERE consumer_id = 1",
        {"postings_without_charge", "batch_changed", "position_differs"},
    ),
}


@pytest.fixture
def office(books, month_of_reads):
    month_of_reads(consumers=2, days=3)
    books.run_days(START, ACTOR, silent)
    books.recharge(RechargeOrder.of("order-1", "1001", Money.rupees(500), Tender.CASH), ACTOR)
    assert books.check(silent) == []
    return books


def tamper(engine, sql):
    assert by_hand(engine, sql)


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_with_a_row_by_hand_is_found_and_named(office, engine, name):
    sql, expected = TAMPERINGS[name]

    tamper(engine, sql)

    found = office.check(silent)
    assert expected <= {problem.code for problem in found}
    assert all(problem.facts for problem in found)
    json.dumps([dict(problem.facts) for problem in found])


def test_a_changed_paisa_is_found_at_its_consumer(office, engine):
    tamper(engine, "UPDATE wallet SET balance_paise = balance_paise + 1 WHERE consumer_id = 2")

    [problem] = [row for row in office.check(silent) if row.code == "wallet_differs"]
    assert problem.facts["consumer"] == "1002"
