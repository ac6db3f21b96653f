"""Receipts that are looked for, by what somebody has in hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.head import Head, HeadLine
from domain.money import ZERO, Money
from domain.receipt_query import ReceiptQuery, ReceiptState, ReceiptTotals, typed_as
from domain.recharge import RechargeOrder
from domain.shift import NO_CASH, CashCount
from domain.signing import facts_of, unsigned_code
from domain.tender import Tender, TenderLine
from tests.storage.conftest import ACTOR

TODAY = date(2026, 11, 22)
AT_ZERO = replace(ACTOR, counter=0, name="ravi")


def order(id_, number="1001", rupees=500, *tender):
    return RechargeOrder.of(id_, number, Money.rupees(rupees), *tender)


@pytest.fixture
def office(books, form, clock):
    """Four receipts: cash and UPI at counter 2, a mixed one at counter 0, and one of tomorrow."""
    books.take_on([form("1001", name="Sunita Devi"), form("1002", name="आशा D'Souza")], ACTOR)
    books.recharge(order("a"), ACTOR)
    books.recharge(order("b", "1002", 600, Tender.UPI, "UTR 77"), ACTOR)
    tenders = (
        TenderLine(Tender.CASH, Money.rupees(100)),
        TenderLine(Tender.CHEQUE, Money.rupees(600), "004511", "SBI", TODAY),
    )
    heads = (HeadLine(Head.RECHARGE, Money.rupees(700)),)
    books.recharge(RechargeOrder("c", "1001", heads, tenders), AT_ZERO)
    counted = CashCount.in_fewest(books.counter.cash_in_drawer(2))
    books.counter.close_shift(books.counter.shift(2).id, counted, "", "", ACTOR)
    clock.pass_time(timedelta(days=1))
    books.counter.open_shift(NO_CASH, ACTOR)
    books.recharge(order("d", "1002", 800), ACTOR)
    return books


def orders(office, **wanted):
    """Return the order ids of what is found, in the order found."""
    ids = office.reversals.find_receipts(ReceiptQuery(**wanted))
    rows = office.reversals.receipt_rows(ids)
    return [office.receipt(rows[id_].number).receipt.order_id for id_ in ids]


def test_a_whole_list_has_the_rows_and_totals_of_the_books(office):
    query = ReceiptQuery("1002")
    told = []

    found = office.reversals.receipt_list(query, told.append)

    assert [row.amount for row in found.rows] == [Money.rupees(800), Money.rupees(600)]
    assert found.totals == ReceiptTotals(2, Money.rupees(1_400), Money.rupees(1_400))
    assert (told[-1].done, told[-1].total) == (2, 2)
    assert office.reversals.receipt_totals(ReceiptQuery("nobody")) == ReceiptTotals(0, ZERO, ZERO)

    office.reversals.cancel(found.rows[0].number, "Wrong amount", AT_ZERO)

    assert office.reversals.receipt_totals(query).valid == Money.rupees(600)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, "dcba"),
        ({"text": "PAT1/02/2026-27/000001"}, "a"),
        ({"text": "pat1/02"}, "dba"),
        ({"text": "PAT1/00/"}, "c"),
        ({"text": "1"}, "dcba"),
        ({"text": "3"}, "d"),
        ({"text": "1002"}, "db"),
        ({"text": "sun"}, "ca"),
        ({"text": "आशा"}, "db"),
        ({"text": "D'Souza"}, "db"),
        ({"text": "utr77"}, "b"),
        ({"text": "UTR 77"}, "b"),
        ({"text": "004511"}, "c"),
        ({"text": "4511"}, ""),
        ({"text": "%"}, ""),
        ({"text": "=1+1"}, "dcba"),
        ({"text": "x" * 300}, ""),
        ({"text": "99999999999999999999"}, ""),
        ({"text": "'; DROP TABLE receipt; --"}, ""),
        ({"since": TODAY, "until": TODAY}, "cba"),
        ({"since": TODAY + timedelta(days=1)}, "d"),
        ({"until": TODAY - timedelta(days=1)}, ""),
        ({"counter": 0}, "c"),
        ({"counter": 2, "until": TODAY}, "ba"),
        ({"by": "ravi"}, "c"),
        ({"by": "nobody"}, ""),
        ({"tender": "cash"}, "dca"),
        ({"tender": "cheque"}, "c"),
        ({"tender": "card"}, ""),
        ({"text": "1001", "counter": 2}, "a"),
        ({"text": "1002", "tender": "cash"}, "d"),
    ],
)
def test_receipts_are_found_newest_first(office, wanted, found):
    assert "".join(orders(office, **wanted)) == found


def test_receipts_are_found_by_what_became_of_them(office):
    at_two = {one: office.receipt(f"PAT1/02/2026-27/00000{n}") for n, one in enumerate("abd", 1)}
    office.reversals.cancel(at_two["d"].receipt.number, "Mistyped", ACTOR)
    office.reversals.transfer(at_two["a"].receipt.number, "1002", "Wrong", ACTOR)
    office.reversals.dishonour("PAT1/00/2026-27/000001", 2, "No funds", None, ACTOR)

    assert orders(office, state=ReceiptState.CANCELLED) == ["d"]
    assert orders(office, state=ReceiptState.TRANSFERRED) == ["a"]
    assert orders(office, state=ReceiptState.DISHONOURED) == ["c"]
    assert orders(office, state=ReceiptState.VALID) == [f"transfer-{_number(office, 'a')}", "b"]
    assert orders(office, text=_number(office, "a")) == [f"transfer-{_number(office, 'a')}", "a"]


def test_only_so_many_are_found(office):
    assert len(office.reversals.find_receipts(ReceiptQuery(), 2)) == 2


def test_counters_and_who_took_money_are_known(office):
    assert office.reversals.counters() == [0, 2]
    assert office.reversals.takers() == ["asha", "ravi"]


def test_the_text_of_a_qr_code_stands_for_its_receipt(office):
    receipt = office.receipt("PAT1/02/2026-27/000001").receipt
    code = unsigned_code(facts_of(receipt, office.office))

    assert typed_as(f" {code}\n") == receipt.number
    assert orders(office, text=typed_as(code)) == ["a"]
    assert typed_as(" 1001 ") == "1001"
    assert typed_as("BB2?o=PAT1") == "BB2?o=PAT1"


def _number(office, order_id):
    ids = office.reversals.find_receipts(ReceiptQuery())
    rows = office.reversals.receipt_rows(ids)
    numbers = [rows[id_].number for id_ in ids]
    return next(n for n in numbers if office.receipt(n).receipt.order_id == order_id)


def test_a_few_receipts_are_named_while_one_types(office):
    everyone = office.reversals.receipt_rows(_all(office)).values()
    newest = max(everyone, key=lambda row: row.posted_at)
    figures = newest.number.rsplit("/", 1)[1]

    def named(typed, limit=5):
        return [row.number for row in office.reversals.receipts_named(typed, limit)]

    assert named(newest.number) == [newest.number]
    assert newest.number in named(figures)
    assert newest.number in named(figures.lstrip("0"))
    assert len(named(newest.number.split("/")[0].lower(), 2)) == 2
    assert named("") == named("no such number") == named("1234567890") == []


def _all(office):
    return office.reversals.find_receipts(ReceiptQuery())
