"""A large file is taken in parts, each whole, that know of each other."""

import pytest

from domain.errors_of_counter import (
    SettlementTaken,
)
from domain.money import Money
from domain.payment import PaymentState
from domain.progress import silent
from domain.services import settling_payments
from storage.repositories.payments import SqlPayments
from tests.storage.conftest import ACTOR
from tests.storage.settling.sheets import (
    AGAIN,
    CREDITED,
    FAILED,
    MAPPING,
    UNKNOWN,
    order,
    outcomes,
    sheet,
)


@pytest.fixture
def in_parts_of_two(monkeypatch):
    """Large files have more than two rows."""
    monkeypatch.setattr(settling_payments, "ROWS_AT_ONCE", 2)


@pytest.mark.usefixtures("in_parts_of_two")
def test_a_large_file_is_taken_in_parts_and_goes_on_where_it_was(
    books, settling, ledger, monkeypatch
):
    for number in range(1, 6):
        settling.park(order(f"o{number}", f"U{number}", "100"), "", ACTOR)
    file = sheet(*((f"U{number}", "100") for number in range(1, 6)))
    add = SqlPayments.add_settlement

    def end_at_the_second(self, taken, *given):
        if taken.name.endswith("(2/3)"):
            raise KeyboardInterrupt
        return add(self, taken, *given)

    with monkeypatch.context() as patched:
        patched.setattr(SqlPayments, "add_settlement", end_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            settling.take(file, MAPPING, "upi", ACTOR)
    assert ledger()["bank"] == Money.rupees(200)
    assert outcomes(settling.judge(file, MAPPING, "upi")) == [AGAIN] * 2 + [CREDITED] * 3

    rest = settling.take(file, MAPPING, "upi", ACTOR)

    assert outcomes(rest) == [CREDITED] * 3
    assert [one.name for one in settling.files()] == [
        *("bank.csv (3/3)", "bank.csv (2/3)", "bank.csv (1/3)"),
    ]
    assert ledger()["bank"] == Money.rupees(500)
    assert books.consumer("1001").balance == Money.rupees(1500)
    for refused in (
        lambda: settling.take(file, MAPPING, "upi", ACTOR),
        lambda: settling.judge(file, MAPPING, "upi"),
    ):
        with pytest.raises(SettlementTaken):
            refused()
    assert books.check(silent) == []


@pytest.mark.usefixtures("in_parts_of_two")
def test_parts_of_a_file_know_of_each_other(books, settling, take):
    settling.park(order("o1", "U1"), "", ACTOR)

    judged = take(
        ("BANK-1", "500", "o1", "", "", "FAILED"),
        ("", "unreadable"),
        ("BANK-2", "500", "o1"),
        ("BANK-2", "500", "o1"),
        ("BANK-2", "500", "o1"),
    )

    assert outcomes(judged) == [FAILED, CREDITED, AGAIN, AGAIN]
    assert [payment.id for payment in settling.payments(PaymentState.CREDITED)] == ["o1"]
    assert books.consumer("1001").balance == Money.rupees(1500)


@pytest.mark.usefixtures("in_parts_of_two")
def test_cards_alike_in_two_parts_of_a_file_are_two_payments(settling, take):
    card = ("123456", "500")
    earlier = take(card, tender="card")
    file = sheet(card, ("654321", "500"), card, ("654322", "500"), card)
    shown = settling.judge(file, MAPPING, "card")

    judged = settling.take(file, MAPPING, "card", ACTOR)

    assert outcomes(earlier) == [UNKNOWN]
    assert outcomes(judged) == [AGAIN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]
    assert outcomes(shown) == outcomes(judged)


def test_a_file_of_many_lines_is_taken_within_seconds(books, settling, clock):
    settling.park(order("o1", "U77"), "", ACTOR)
    rows = tuple(
        (f"U{number}", "500.00", "", "1.18", "22/11/2026", "OK") for number in range(20_000)
    )

    judged = settling.take(sheet(*rows), MAPPING, "upi", ACTOR)

    assert sum(line.outcome is CREDITED for line in judged.lines) == 1
    assert sum(line.outcome is UNKNOWN for line in judged.lines) == 19_999
    assert books.check(silent) == []
