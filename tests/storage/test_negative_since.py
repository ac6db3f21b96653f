"""Since when a wallet is negative: a payment that is undone has lifted nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.money import Money
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tender import Tender
from tests.storage.conftest import ACTOR

#: Counter 0 takes money without a shift.
DESK = replace(ACTOR, counter=0)
BOSS = replace(DESK, name="suresh")


def pay(books, id_, rupees, tender=Tender.CASH):
    bank, dated, reference = "", None, ""
    if tender is Tender.CHEQUE:
        bank, dated, reference = "SBI", books.today(), "004512"
    order = RechargeOrder.of(id_, "1001", Money.rupees(rupees), tender, reference, bank, dated)
    return books.recharge(order, DESK, although_similar=True)


@pytest.fixture
def negative(books, form, clock):
    """Somebody who owes 80 rupees since the day on which a cheque of theirs came back."""
    books.take_on([form(opening_balance=Money.rupees(20), billed_from=books.today())], DESK)
    books.reversals.dishonour(
        pay(books, "bad", 500, Tender.CHEQUE).number, 1, "no funds", Money.rupees(100), BOSS
    )
    assert books.consumer("1001").balance == Money.rupees(-80)
    return books.consumer("1001").negative_since


def test_a_payment_that_is_cancelled_gives_no_new_grace(books, clock, negative):
    for days in (3, 4):
        clock.pass_time(timedelta(days=days))
        paid = pay(books, f"o{days}", 200)
        assert books.consumer("1001").negative_since is None
        books.reversals.cancel(paid.number, "typed wrongly", BOSS)

        assert books.consumer("1001").negative_since == negative
        assert books.check(silent) == []


def test_a_cheque_that_comes_back_gives_none_either(books, clock, negative):
    books.reversals.lift_bar("1001", "promised", BOSS)
    clock.pass_time(timedelta(days=2))
    paid = pay(books, "cheque", 300, Tender.CHEQUE)
    assert books.check(silent, actor=DESK) == []
    clock.pass_time(timedelta(days=5))
    books.reversals.dishonour(paid.number, 1, "no funds again", Money(0), BOSS)

    assert books.consumer("1001").negative_since == negative
    assert books.check(silent, quick=True) == []
    assert books.check(silent) == []


def test_a_wallet_that_was_not_negative_before_is_so_from_the_day_it_comes_to_be(books, form):
    books.take_on([form(opening_balance=Money.rupees(20), billed_from=books.today())], DESK)
    paid = pay(books, "a", 200)
    books.reversals.cancel(paid.number, "typed wrongly", BOSS)

    assert books.consumer("1001").negative_since is None
    assert books.check(silent) == []


def test_the_first_of_two_payments_that_lifted_a_wallet_gives_no_new_grace(books, clock, negative):
    first = pay(books, "first", 50)
    clock.pass_time(timedelta(hours=1))
    pay(books, "second", 30)
    assert books.consumer("1001").negative_since is None

    books.reversals.cancel(first.number, "typed wrongly", BOSS)

    assert books.consumer("1001").negative_since == negative
    assert books.check(silent) == []
