"""Orders: what a wish to pay must say, in whatever way it was written."""

from __future__ import annotations

import pytest

from domain.errors import AmountOutOfRange, FieldNotAllowed
from domain.head import Head, HeadLine
from domain.money import Money
from domain.recharge import MOST_EVER, RechargeOrder
from domain.tender import Tender, TenderLine


def rupees(amount: int) -> Money:
    return Money.rupees(amount)


def upi(reference: str, amount: int = 100) -> TenderLine:
    return TenderLine(Tender.UPI, rupees(amount), reference)


def test_the_same_heads_in_another_order_are_the_same_order():
    heads = HeadLine(Head.RECHARGE, rupees(100)), HeadLine(Head.ARREARS, rupees(50))
    cash = (TenderLine(Tender.CASH, rupees(150)),)

    assert RechargeOrder("o1", "1001", heads[::-1], cash) == RechargeOrder(
        "o1", "1001", heads, cash
    )


@pytest.mark.parametrize(
    "written",
    ["q412345", "Q 412 345", "Q४१२३४५", "Ｑ４１２３４５", "Q412345\u200d", "\u200cq४१2 345"],
    ids=ascii,
)
def test_a_reference_is_the_same_however_its_digits_are_written(written):
    assert upi(written).reference == "Q412345"


def test_a_payment_does_not_pay_twice_on_one_receipt():
    heads = (HeadLine(Head.RECHARGE, rupees(300)),)

    with pytest.raises(FieldNotAllowed) as refused:
        RechargeOrder("o1", "1001", heads, (upi("U1"), upi("u 1", 200)))

    assert (refused.value.field, refused.value.value) == ("reference", "U1")


def test_two_payments_of_cards_may_have_the_same_short_code():
    cards = tuple(TenderLine(Tender.CARD, rupees(150), "004411") for _ in range(2))

    order = RechargeOrder("o1", "1001", (HeadLine(Head.RECHARGE, rupees(300)),), cards)

    assert order.tenders == cards


def test_nobody_hands_over_more_cash_than_a_receipt_can_be_for():
    heads = (HeadLine(Head.RECHARGE, rupees(100)),)
    given = MOST_EVER + Money(1)

    with pytest.raises(AmountOutOfRange) as refused:
        RechargeOrder("o1", "1001", heads, (TenderLine(Tender.CASH, rupees(100), given=given),))

    assert (refused.value.amount, refused.value.most) == (given, MOST_EVER)
