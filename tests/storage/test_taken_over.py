"""Books from before there were seals and an audit log: they are taken over as they stand."""

import pytest

from domain.calendar import day_number
from domain.office import Office
from domain.progress import silent
from domain.rating import MonthState
from storage.engine import open_engine, writing
from storage.migrate import APPLICATION_ID, upgrade
from storage.office import open_office
from tests.storage.conftest import START, by_hand

OFFICE = Office("OLD1", "Old")
#: The accounts of the first schema.
_FIRST_ACCOUNTS = (
    *("wallets", "energy", "fixed", "fuel", "duty_payable", "rent", "subsidy_receivable"),
    *("rebate", "cash", "cheque_clearing", "upi_clearing", "card_clearing", "arrears"),
    "opening_balances",
)


@pytest.fixture
def old(tmp_path):
    """An office of the first schema with one consumer in it, and no event that tells of them."""
    engine = open_engine(tmp_path / "office.db")
    day, state = day_number(START), MonthState.start(1).to_bytes()[0].hex()
    mine = OFFICE.id
    with writing(engine) as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        upgrade(connection, "0001")
        for sql in (
            f"INSERT INTO office VALUES ({mine}, 'OLD1', 'Old', '', '', '', 0, 1, 1)",
            *(f"INSERT INTO ledger_account VALUES ({mine}, '{code}')" for code in _FIRST_ACCOUNTS),
            f"INSERT INTO counter VALUES ({mine}, 'consumer', 1), ({mine}, 'meter', 1)",
            f"INSERT INTO counter VALUES ({mine}, 'version', 1)",
            f"INSERT INTO meter VALUES ({mine}, 1, 'M1')",
            (
                f"INSERT INTO consumer VALUES ({mine}, 1, '1001', 'Asha', '', '', '', '', 'en',"
                f" {day}, {day}, NULL, 0, 0)"
            ),
            (
                f"INSERT INTO consumer_version VALUES ({mine}, 1, {day}, 1, 1, 'asha', 'desk', 'D',"
                f" 3000, '1', 1, 1000, '', '', 'connected', 0, {mine})"
            ),
            (
                f"INSERT INTO contact_version VALUES ({mine}, 1, 1, 1, 'asha', 'desk', 'Asha', '',"
                " '', '', '', 'en')"
            ),
            f"INSERT INTO wallet VALUES ({mine}, 1, 0, NULL, NULL)",
            f"INSERT INTO month_position VALUES ({mine}, 1, {day}, NULL, NULL, NULL, X'{state}')",
            (
                f"INSERT INTO meter_read VALUES ({mine}, {day}, 1, 1, 0, 5, 5, NULL, NULL, NULL,"
                " '', 'file', 'valid', '', NULL, '', 1, 'asha')"
            ),
        ):
            connection.exec_driver_sql(sql)
    engine.dispose()
    return tmp_path


def test_older_books_are_vouched_for_as_they_stand(old, clock):
    books = open_office(old, clock)

    assert books.check(silent) == []
    assert books.anchor().seq == 1
    books.close()


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE consumer_version SET load_w = 2000", "rows_differ"),
        ("UPDATE meter_read SET register_wh = 6", "reads_differ"),
        ("UPDATE consumer SET opening_paise = 1", "rows_differ"),
    ],
)
def test_tampering_with_rows_taken_over_is_found(old, clock, sql, code):
    books = open_office(old, clock)
    engine = open_engine(books.path)

    by_hand(engine, sql)

    assert code in {problem.code for problem in books.check(silent)}
    engine.dispose()
    books.close()
