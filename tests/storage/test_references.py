"""What is known by a name of its own, a payment or an order, is posted once and by nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.arrears import ArrearEnding, ArrearKind, ArrearTerms, ArrearWish
from domain.day_end import WITHOUT_DRAWER
from domain.errors import OrderIdReused
from domain.errors_of_counter import PaymentDecided, ReferenceUsed
from domain.head import Head, HeadLine
from domain.money import Money
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.settling import SettlementRow, SettlementTable
from domain.tender import Tender, TenderLine
from tests.storage.conftest import ACTOR, begin_shift_anew

MAPPING = {"reference": "UTR", "amount": "Amount"}


@pytest.fixture
def office(books, form):
    books.take_on([form("1001"), form("1002"), form("1003")], ACTOR)
    yield books
    assert books.check(silent) == []


def order(id_, number="1001", tender=Tender.UPI, reference="U1", amount=500):
    return RechargeOrder.of(id_, number, Money.rupees(amount), tender, reference)


def bank_says(office, *rows, tender="upi"):
    lines = [SettlementRow(place, row) for place, row in enumerate(rows, start=2)]
    table = SettlementTable("bank.csv", f"{hash(rows):x}", ("UTR", "Amount"), lines)
    return office.settling.take(table, MAPPING, tender, ACTOR)


def test_what_a_gateway_has_paid_is_not_taken_as_upi_as_well(office):
    taken = bank_says(office, ("412345678901", "500"), tender="gateway")
    credited = office.settling.credit_line(taken.file.id, 2, "1001", "asked the bank", ACTOR)

    with pytest.raises(ReferenceUsed) as refused:
        office.recharge(order("o1", reference="4123 4567 8901"), ACTOR)

    assert refused.value.receipt == credited.number


def test_a_transfer_says_that_its_order_stands_on_another_receipt(office):
    receipt = office.recharge(order("o1"), ACTOR)
    office.recharge(order(f"transfer-{receipt.number}", "1002", Tender.CASH, ""), ACTOR)

    with pytest.raises(OrderIdReused):
        office.reversals.transfer(receipt.number, "1003", "wrong consumer", ACTOR)

    assert office.receipt(receipt.number).receipt.is_valid


def test_a_held_cheque_does_not_become_the_receipt_of_another_order(office, clock):
    office.safekeeping.change_setting(
        "cheque.hold_post_dated", "yes", replace(ACTOR, counter=WITHOUT_DRAWER)
    )
    tomorrow = office.today() + timedelta(days=1)
    cheque = TenderLine(Tender.CHEQUE, Money.rupees(500), "004511", "SBI Patna", tomorrow)
    office.reversals.hold_cheque("h1", "1001", cheque, ACTOR)
    clock.pass_time(timedelta(days=1))
    begin_shift_anew(office)
    office.recharge(order("held-h1", "1002", Tender.CASH, ""), ACTOR)

    with pytest.raises(OrderIdReused):
        office.reversals.take_held("h1", ACTOR)

    assert [held.id for held in office.reversals.held_cheques()] == ["h1"]


@pytest.mark.parametrize("owed_by_then", [0, 150])
def test_a_payment_for_arrears_that_are_owed_no_more_is_credited_by_a_person(office, owed_by_then):
    def owe(amount):
        terms = ArrearTerms(ArrearKind.BY_HAND)
        wish = ArrearWish("1001", Money.rupees(amount), terms, office.today(), "old bills")
        office.arrears.plan(wish, ACTOR)

    owe(500)
    heads = (HeadLine(Head.RECHARGE, Money.rupees(100)), HeadLine(Head.ARREARS, Money.rupees(400)))
    upi = (TenderLine(Tender.UPI, Money.rupees(500), "U7"),)
    office.settling.park(RechargeOrder("o7", "1001", heads, upi), "showed a screen", ACTOR)
    office.arrears.end(ArrearEnding("1001", "written off"), ACTOR)
    if owed_by_then:
        owe(owed_by_then)
    taken = bank_says(office, ("U7", "500"))
    assert [line.outcome.value for line in taken.lines] == ["differs"]

    receipt = office.settling.credit_line(taken.file.id, 2, "1001", "into the wallet", ACTOR)

    assert receipt.to_arrears == Money.rupees(owed_by_then)
    assert receipt.to_wallet == Money.rupees(500 - owed_by_then)
    assert [payment.receipt for payment in office.settling.payments(None)] == [receipt.number]


def test_payments_of_one_receipt_that_are_as_high_as_each_other_are_settled_one_by_one(office):
    heads = (HeadLine(Head.RECHARGE, Money.rupees(300)),)
    tenders = (
        TenderLine(Tender.UPI, Money.rupees(100), "M1"),
        TenderLine(Tender.UPI, Money.rupees(100), "M2"),
        TenderLine(Tender.CARD, Money.rupees(100), "004411"),
    )
    receipt = office.recharge(RechargeOrder("o1", "1001", heads, tenders), ACTOR)

    taken = [
        line
        for row, tender in (
            (("M2", "100"), "upi"),
            (("M1", "100"), "upi"),
            (("004411", "100"), "card"),
        )
        for line in bank_says(office, row, tender=tender).lines
    ]

    assert [(line.outcome.value, line.receipt) for line in taken] == [
        ("settled", receipt.number)
    ] * 3
    assert not any(paid.paise for paid in office.settling.unsettled().values())


@pytest.mark.parametrize("is_credited", [True, False])
def test_what_a_bank_has_paid_is_not_cancelled_but_transferred(office, is_credited):
    wish = order("o1")
    if is_credited:
        office.settling.park(wish, "showed a screen", ACTOR)
    else:
        office.recharge(wish, ACTOR)
    [line] = bank_says(office, ("U1", "500")).lines

    with pytest.raises(PaymentDecided) as refused:
        office.reversals.cancel(line.receipt, "wrong consumer", ACTOR)
    moved = office.reversals.transfer(line.receipt, "1002", "wrong consumer", ACTOR)

    assert (refused.value.id, refused.value.state) == ("U1", line.outcome.value)
    assert moved.consumer_number == "1002"
    assert office.settling.unsettled()["upi"] == Money(0)


def test_a_payment_that_is_settled_under_its_order_is_not_taken_by_the_name_the_bank_gives_it(
    office,
):
    receipt = office.recharge(order("o1", reference="TR1"), ACTOR)
    office.settling.park(order("o2", reference="TR2"), "showed a screen", ACTOR)
    rows = (("UTR1", "500", "o1"), ("UTR2", "500", "o2"))
    lines = [SettlementRow(place, row) for place, row in enumerate(rows, start=2)]
    table = SettlementTable("bank.csv", "1", ("UTR", "Amount", "Order"), lines)
    mapping = {**MAPPING, "order_reference": "Order"}
    taken = office.settling.take(table, mapping, "upi", ACTOR)
    credited = taken.lines[1].receipt

    for again, standing in (("UTR1", receipt.number), ("UTR2", credited), ("tr 2", credited)):
        with pytest.raises(ReferenceUsed) as refused:
            office.recharge(order(again, "1002", reference=again), ACTOR)
        assert refused.value.receipt == standing
