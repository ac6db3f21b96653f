"""Money comes in by digits: cash with its change, cheques with bank and date, several at once."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from domain.money import Money
from domain.tender import Tender, TenderLine
from tests.ui.practice_office import CLERK

ENTER, ESC, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab


@pytest.fixture
def form(counter):
    return counter.view.form


def pay(counter, number="100001", amount="500"):
    """Choose a consumer, type an amount and go on to the tender."""
    counter.choose(number)
    counter.fill_amount(amount)
    counter.press(ENTER)


def take(counter):
    """Press the last Enter and return the receipt."""
    with counter.qtbot.waitSignal(counter.page.controller.recharged) as taken:
        counter.press(ENTER)
    counter.rest()
    return taken.args[0]


def test_the_change_is_shown_big_before_and_after_until_the_next_consumer(counter, form):
    pay(counter, amount="450")
    counter.type("1")
    counter.type("500")
    assert form.given.change.text() == "₹50.00"

    receipt = take(counter)

    assert receipt.tenders == (TenderLine(Tender.CASH, Money.rupees(450), given=Money.rupees(500)),)
    assert counter.view.done.isVisible()
    assert counter.view.done.change.text() == "₹50.00"
    counter.rest()
    assert counter.view.done.isVisible()
    counter.type("1")
    assert not counter.view.done.isVisible()
    assert counter.view.consumer.isVisible()


def test_too_little_cash_is_refused_at_its_field(counter, form, books):
    pay(counter, amount="450")
    counter.type("1")
    counter.type("400")
    counter.press(ENTER)

    assert "given" in counter.problems
    assert form.given.line.text() == "400"
    assert books.state().receipts_today == 0


def test_a_cheque_is_named_by_number_bank_and_date(counter, form, books):
    pay(counter)
    counter.type("4")
    counter.enter("123456")
    counter.enter("State Bank of India")
    counter.type("t")
    counter.rest()

    [line] = take(counter).tenders

    assert (line.tender, line.reference, line.bank) == (
        Tender.CHEQUE,
        "123456",
        "State Bank of India",
    )
    assert line.dated == books.today()
    [cheque] = [one for one in books.reversals.cheques() if one.reference == "123456"]
    assert cheque.amount == Money.rupees(500)


@pytest.mark.parametrize(("typed", "field"), [("30/11", "dated"), ("1-6", "dated"), ("", "dated")])
def test_a_cheque_that_no_bank_pays_today_is_refused_at_its_date(
    counter, form, books, typed, field
):
    pay(counter)
    counter.type("5")
    counter.enter("778899")
    counter.enter("PNB")
    counter.type(typed)
    counter.rest()
    counter.press(ENTER)

    assert field in counter.problems
    assert (form.reference.text(), form.bank.text()) == ("778899", "PNB")
    assert books.state().receipts_today == 0


def test_where_the_office_keeps_cheques_a_post_dated_one_is_kept_until_its_day(
    counter, form, books
):
    books.safekeeping.change_setting("cheque.hold_post_dated", "yes", CLERK)
    counter.page.refresh()
    counter.rest()
    pay(counter)
    counter.type("4")
    counter.enter("123456")
    counter.enter("SBI")
    counter.type("+8")
    counter.rest()
    counter.press(ENTER)

    assert counter.view.confirm.isVisible()
    counter.press(ENTER)
    counter.rest()

    [held] = books.reversals.held_cheques()
    assert (held.reference, held.amount) == ("123456", Money.rupees(500))
    assert held.dated == books.today() + timedelta(days=8)
    assert "is kept until 30 Nov 2026" in counter.desk.toasts.text
    assert books.state().receipts_today == 0
    assert counter.view.picker.line.hasFocus()


def test_a_consumer_whose_cheque_came_back_is_told_of_when_a_cheque_is_chosen(counter, form, books):
    books.recharge(_by_cheque("100001", books.today()), CLERK)
    [cheque] = [one for one in books.reversals.cheques() if one.reference == "9"]
    books.reversals.dishonour(cheque.number, cheque.line, "Funds insufficient", None, CLERK)
    counter.page.refresh()
    pay(counter)

    counter.type("4")

    assert "cheques_barred" in form.notes()["tender"]
    counter.enter("5")
    counter.enter("SBI")
    counter.type("t")
    counter.rest()
    counter.press(ENTER)
    assert "tender" in counter.problems
    counter.press(Qt.Key.Key_1)
    assert "tender" not in form.notes()


def test_a_upi_reference_that_stands_on_a_receipt_is_refused_at_its_field(counter, books):
    pay(counter)
    counter.type("2")
    counter.type("412345678901")
    first = take(counter)
    pay(counter, "100002", "300")
    counter.type("2")
    counter.type("4123 4567 8901")
    counter.press(ENTER)
    counter.rest()

    assert first.number in counter.problems["reference"]
    assert books.state().receipts_today == 1


def test_several_tenders_stand_on_one_receipt(counter, form, books):
    pay(counter)
    counter.type("+")
    assert form.part.money() == Money.rupees(500)
    counter.type("300")
    counter.press(ENTER)
    assert form.tender.value() is Tender.UPI
    assert form.part.money() == Money.rupees(200)
    assert form.lines.left.text() == "₹200.00"
    counter.type("3")
    assert form.part.hasFocus()
    counter.press(ENTER)
    counter.type("A12345")

    receipt = take(counter)

    assert [(line.tender, line.amount) for line in receipt.tenders] == [
        (Tender.CASH, Money.rupees(300)),
        (Tender.CARD, Money.rupees(200)),
    ]
    assert receipt.tender == "mixed"
    assert not form.lines.isVisible()
    assert not form.is_part_shown


def test_minus_takes_the_last_tender_back_into_its_fields(counter, form):
    pay(counter)
    counter.press(Qt.Key.Key_2)
    form.tender.setFocus()
    counter.type("+")
    counter.type("200")
    counter.press(ENTER)
    counter.type("412345678901")
    counter.press(ENTER)
    assert len(counter.page.controller.payment.lines) == 1

    counter.type("-")

    assert counter.page.controller.payment.lines == ()
    assert form.tender.value() is Tender.UPI
    assert form.reference.text() == "412345678901"
    assert form.part.money() == Money.rupees(200)


def test_a_plus_too_many_is_taken_back_by_minus(counter, form):
    pay(counter)
    counter.type("+")
    counter.type("300")
    form.tender.setFocus()

    counter.type("-")

    assert not form.is_part_shown
    assert [line.amount for line in take(counter).tenders] == [Money.rupees(500)]


def test_the_button_says_whether_enter_adds_a_tender_or_takes_the_money(counter):
    pay(counter)
    counter.type("+")
    assert counter.view.submit.isVisible()

    counter.type("300")

    assert counter.view.add_tender.isVisible()
    assert not counter.view.submit.isVisible()


def test_a_part_above_what_is_left_is_refused_at_its_field(counter, form):
    pay(counter)
    counter.type("+")
    counter.type("600")
    counter.press(ENTER)

    assert "part" in counter.problems
    assert counter.page.controller.payment.lines == ()


def test_cash_stands_on_a_receipt_once(counter, form):
    pay(counter)
    counter.type("+")
    counter.type("300")
    counter.press(ENTER)
    counter.press(Qt.Key.Key_1, ENTER)

    assert "tender" in counter.problems


def test_a_smaller_amount_than_what_is_tendered_is_told(counter, form, books):
    pay(counter)
    counter.type("+")
    counter.type("300")
    counter.press(ENTER)
    form.amount.line.setText("200")
    counter.rest()
    form.part.show_value(None)
    counter.page.controller.recharge()

    assert "tenders_differ" in counter.view.problem.text()
    assert books.state().receipts_today == 0


@pytest.mark.parametrize(
    "reference", ["<b>1</b>", "=1+1", "x" * 300, "\u202e123", "😀 42", "राम का'चेक"]
)
def test_hostile_references_lose_nothing(counter, form, books, reference):
    pay(counter)
    counter.type("3")
    form.reference.setText(reference)
    counter.press(ENTER)
    counter.rest()

    is_taken = books.state().receipts_today == 1
    assert is_taken or (form.reference.text() and "reference" in counter.problems)


def _by_cheque(number, today: date):
    from domain.recharge import RechargeOrder  # noqa: PLC0415 - of this test alone

    return RechargeOrder.of(
        "returned-cheque", number, Money.rupees(400), Tender.CHEQUE, "9", "SBI", today
    )
