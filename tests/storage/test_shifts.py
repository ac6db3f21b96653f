"""Shifts and day-ends: whose cash it is, X and Z from one calculation, days closed once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from domain.day_end import cheques_on_slip
from domain.errors_of_counter import (
    CounterDayClosed,
    CounterHasNoShift,
    DayDoesNotAgree,
    DepositDiffers,
    DifferenceUnexplained,
    DrawerTooEmpty,
    NoShift,
    NothingToClose,
    ShiftNotFound,
    ShiftOfAnother,
    ShiftOfEarlierDay,
    ShiftOpen,
    ShiftsStillOpen,
)
from domain.head import Head, HeadLine
from domain.money import ZERO, Money
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.shift import NO_CASH, CashCount, DrawerMoveKind
from domain.tender import Tender, TenderLine
from tests.storage.conftest import ACTOR, by_hand

TODAY = date(2026, 11, 22)
FLOAT = CashCount.of({500: 2, 100: 5, 10: 10})
THREE = replace(ACTOR, counter=3)


def rupees(amount):
    return Money.rupees(amount)


@pytest.fixture
def pay(books, form):
    books.take_on([form("1001"), form("1002")], ACTOR)
    numbers = iter(range(1000))

    def take(amount, tender=Tender.CASH, actor=THREE, reference="", number="1001"):
        bank, dated = ("SBI", TODAY) if tender is Tender.CHEQUE else ("", None)
        order = RechargeOrder.of(
            f"pay-{next(numbers)}", number, rupees(amount), tender, reference, bank, dated
        )
        return books.recharge(order, actor, although_similar=True)

    return take


def balance_of(engine, account):
    with engine.connect() as connection:
        return connection.execute(
            text("SELECT coalesce(sum(amount_paise), 0) FROM journal_line WHERE account = :code"),
            {"code": account},
        ).scalar()


def test_no_receipt_is_taken_without_a_shift(books, pay):
    with pytest.raises(NoShift):
        pay(100)

    books.counter.open_shift(FLOAT, THREE)
    assert pay(100).shift == books.counter.shift(3).id


def test_counter_0_takes_money_without_a_shift_and_has_none(books, pay):
    assert pay(100, actor=replace(ACTOR, counter=0)).shift is None
    with pytest.raises(CounterHasNoShift):
        books.counter.open_shift(NO_CASH, replace(ACTOR, counter=0))


def test_a_counter_has_one_open_shift_even_when_two_open_it_at_once(books):
    def open_it(name):
        try:
            return books.counter.open_shift(FLOAT, replace(THREE, name=name))
        except ShiftOpen:
            return None

    with ThreadPoolExecutor(6) as desks:
        opened = [shift for shift in desks.map(open_it, "abcdef") if shift]

    assert len(opened) == 1
    assert books.check(silent) == []


def test_the_shift_of_another_takes_no_money(books, pay):
    books.counter.open_shift(FLOAT, THREE)

    with pytest.raises(ShiftOfAnother):
        pay(100, actor=replace(THREE, name="vikram"))


def test_the_shift_of_yesterday_must_be_closed_first(books, clock, pay):
    shift = books.counter.open_shift(FLOAT, THREE)
    clock.pass_time(timedelta(days=1))

    with pytest.raises(ShiftOfEarlierDay):
        pay(100)
    with pytest.raises(ShiftOpen):
        books.counter.open_shift(FLOAT, THREE)
    books.counter.close_shift(shift.id, FLOAT, "", "", THREE)
    books.counter.open_shift(FLOAT, THREE)
    assert pay(100)


def test_x_and_z_come_from_one_calculation(books, pay):
    shift = books.counter.open_shift(FLOAT, THREE)
    pay(500)
    pay(300)
    pay(1000, Tender.UPI, reference="UTR1")
    pay(700, Tender.CHEQUE, reference="004512")
    books.counter.move_cash(DrawerMoveKind.PAY_OUT, rupees(50), "Tea stall", "Tea", THREE)
    books.counter.move_cash(DrawerMoveKind.DROP, rupees(600), "", "", THREE)

    x = books.counter.report(shift.id, THREE)
    assert x.expected == rupees(1600 + 800 - 50 - 600) == books.counter.cash_in_drawer(3)
    assert (x.collected, x.facts.receipts) == (rupees(2500), 4)
    counted = CashCount.in_fewest(x.expected)
    z = books.counter.close_shift(shift.id, counted, "", "vikram", THREE)

    assert (z.expected, z.facts) == (x.expected, x.facts)
    assert z.is_final
    assert not x.is_final
    assert z.shift.closing.number == 1
    assert z.shift.closing.difference == ZERO
    with pytest.raises(ShiftNotFound):
        books.counter.close_shift(shift.id, counted, "", "", THREE)
    assert books.check(silent) == []


def test_a_difference_needs_a_reason_and_goes_into_the_ledger(books, engine, pay):
    shift = books.counter.open_shift(FLOAT, THREE)
    pay(500)
    short = CashCount.in_fewest(rupees(2080))

    with pytest.raises(DifferenceUnexplained):
        books.counter.close_shift(shift.id, short, " ", "", THREE)
    z = books.counter.close_shift(shift.id, short, "a torn note", "", THREE)

    assert z.shift.closing.difference == rupees(-20)
    assert balance_of(engine, "cash_short_or_over") == 20_00
    assert balance_of(engine, "cash") == 480_00
    assert books.check(silent) == []


def test_no_more_leaves_the_drawer_than_is_in_it(books, pay):
    books.counter.open_shift(FLOAT, THREE)

    with pytest.raises(DrawerTooEmpty):
        books.counter.move_cash(DrawerMoveKind.DROP, rupees(1601), "", "", THREE)
    books.counter.move_cash(DrawerMoveKind.DROP, rupees(1600), "", "", THREE)
    assert books.counter.cash_in_drawer(3) == ZERO


def test_a_day_is_closed_when_receipts_and_ledger_agree(books, engine, clock, pay):
    shift = books.counter.open_shift(FLOAT, THREE)
    pay(500)
    pay(250, Tender.UPI, reference="UTR1")
    pay(700, Tender.CHEQUE, reference="004512")
    with pytest.raises(ShiftsStillOpen):
        books.counter.close_day(3, TODAY, CashCount.in_fewest(rupees(500)), THREE)
    drawer = CashCount.in_fewest(rupees(2100))
    books.counter.close_shift(shift.id, drawer, "", "", THREE)

    [ours] = [day for day in books.counter.open_days() if day.counter == 3]
    assert (ours.receipts, ours.collected) == (3, rupees(1450))
    with pytest.raises(DepositDiffers):
        books.counter.close_day(3, TODAY, CashCount.in_fewest(rupees(2100)), THREE)
    end = books.counter.close_day(3, TODAY, CashCount.in_fewest(rupees(500)), THREE)

    assert end.agrees
    assert end.collected == end.ledger == rupees(1450)
    assert [(line.tender, line.taken) for line in end.tenders] == [
        ("cash", rupees(500)),
        ("cheque", rupees(700)),
        ("upi", rupees(250)),
    ]
    assert (end.closed.amount, end.closed.cheques) == (rupees(500), 1)
    assert end.closed.anchor.startswith("PAT1.1:")
    assert balance_of(engine, "cash") == 0
    assert balance_of(engine, "bank") == 500_00
    assert not [day for day in books.counter.open_days() if day.counter == 3]
    assert books.check(silent) == []

    for again in (
        lambda: pay(100),
        lambda: books.counter.open_shift(FLOAT, THREE),
        lambda: books.counter.close_day(3, TODAY, NO_CASH, THREE),
    ):
        with pytest.raises(CounterDayClosed):
            again()
    clock.pass_time(timedelta(days=1))
    books.counter.open_shift(FLOAT, THREE)
    assert pay(100)


def test_closing_counter_0_locks_nobody_out(books, engine, pay):
    zero = replace(ACTOR, counter=0)
    pay(100, actor=zero)
    pay(300, Tender.CHEQUE, actor=zero, reference="004511")
    with pytest.raises(DepositDiffers):
        books.counter.close_day(0, TODAY, NO_CASH, zero)
    books.counter.close_day(0, TODAY, CashCount.in_fewest(rupees(100)), zero)
    pay(200, actor=zero)
    pay(700, Tender.CHEQUE, actor=zero, reference="004512")

    [left] = [day for day in books.counter.open_days() if day.counter == 0]
    assert left.receipts == 4
    again = books.counter.day_end(0, TODAY, zero)
    assert (again.closed, again.to_deposit, again.cheques) == (None, rupees(200), 1)
    end = books.counter.close_day(0, TODAY, CashCount.in_fewest(rupees(200)), zero)
    assert end.closed.slip.endswith("/2")
    assert (end.closed.amount, end.closed.cheques_amount) == (rupees(200), rupees(700))
    [cheque] = cheques_on_slip(end, books.reversals.cheques())
    assert cheque.reference == "004512"
    assert balance_of(engine, "cash") == 0
    assert not [day for day in books.counter.open_days() if day.counter == 0]
    assert books.check(silent) == []


def test_a_day_on_which_nothing_happened_is_not_closed(books):
    with pytest.raises(NothingToClose):
        books.counter.close_day(7, TODAY, NO_CASH, THREE)


def test_a_day_whose_ledger_was_tampered_with_is_not_closed(books, engine, pay):
    shift = books.counter.open_shift(NO_CASH, THREE)
    pay(500)
    books.counter.close_shift(shift.id, CashCount.in_fewest(rupees(500)), "", "", THREE)
    by_hand(engine, "UPDATE journal_line SET amount_paise = 49900 WHERE account = 'cash'")

    with pytest.raises(DayDoesNotAgree):
        books.counter.close_day(3, TODAY, CashCount.in_fewest(rupees(500)), THREE)


def test_heads_and_tenders_of_one_receipt_add_up_in_the_ledger(books, engine, pay):
    books.counter.open_shift(NO_CASH, THREE)
    heads = (
        HeadLine(Head.RECHARGE, rupees(600)),
        HeadLine(Head.DEPOSIT, rupees(300)),
        HeadLine(Head.OTHER, rupees(100), "meter test"),
    )
    tenders = (
        TenderLine(Tender.CASH, rupees(400), given=rupees(500)),
        TenderLine(Tender.UPI, rupees(600), "utr 77"),
    )
    order = RechargeOrder("mixed", "1001", heads, tenders)

    receipt = books.recharge(order, THREE)

    assert books.recharge(order, THREE) == receipt
    assert (receipt.tender, receipt.heads, receipt.tenders) == ("mixed", heads, tenders)
    assert receipt.tenders[0].change == rupees(100)
    assert receipt.tenders[1].reference == "UTR77"
    assert (receipt.to_wallet, receipt.to_deposit, receipt.to_other) == (
        rupees(600),
        rupees(300),
        rupees(100),
    )
    assert books.consumer("1001").balance == rupees(1600)
    assert balance_of(engine, "deposits") == -300_00
    assert balance_of(engine, "other_income") == -100_00
    assert books.check(silent) == []


def test_a_receipt_that_nobody_printed_is_offered_until_somebody_wants_none(books, pay):
    books.counter.open_shift(NO_CASH, THREE)
    first, second, third = pay(100), pay(200), pay(300)
    books.confirm_print(first.number, THREE)

    assert [row.number for row in books.counter.unprinted(3)] == [second.number, third.number]
    books.counter.waive_print(second.number, THREE)
    books.counter.waive_print(second.number, THREE)
    assert [row.number for row in books.counter.unprinted(3)] == [third.number]
    assert books.check(silent) == []


def test_what_was_cancelled_is_neither_collected_nor_the_last_recharge(books, pay):
    books.counter.open_shift(NO_CASH, THREE)
    pay(300)
    wrong = pay(500)
    order = RechargeOrder(
        "deposit",
        "1001",
        (HeadLine(Head.DEPOSIT, rupees(40)),),
        (TenderLine(Tender.CASH, rupees(40)),),
    )
    books.recharge(order, THREE)
    books.reversals.cancel(wrong.number, "typed wrongly", replace(THREE, name="suresh"))

    state, consumer = books.state(), books.consumer("1001")
    assert (state.collected_today, state.receipts_today) == (rupees(340), 2)
    assert (consumer.last_recharge, consumer.last_recharge_on) == (rupees(300), TODAY)
