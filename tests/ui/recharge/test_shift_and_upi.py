"""No money without a shift, said before it is counted; UPI codes, and payments nobody knows of."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from domain.errors_of_counter import ShiftOfEarlierDay
from domain.money import Money
from domain.office import Actor, Channel
from domain.payment import PaymentState
from domain.shift import CashCount
from domain.tender import Tender
from domain.upi import reference_of
from tests.ui.practice_office import CLERK
from ui.desk.recharge.shift_watch import refusal_of

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def upi(books, counter):
    """The UPI panel of an office that has an address."""
    books.safekeeping.change_setting("upi.address", "bijli.patna1@sbi", CLERK)
    books.safekeeping.change_setting("upi.name", "Bijli Patna", CLERK)
    counter.page.refresh()
    counter.rest()
    return counter.view.upi


def close_shift(books):
    shift = books.counter.shift(CLERK.counter)
    drawer = books.counter.cash_in_drawer(CLERK.counter)
    books.counter.close_shift(shift.id, CashCount.in_fewest(drawer), "", "", CLERK)


def pay(counter, number="100001", amount="500"):
    counter.choose(number)
    counter.fill_amount(amount)
    counter.press(ENTER)


def test_an_open_shift_of_ones_own_is_not_spoken_of(counter):
    assert not counter.view.shift.isVisible()


def test_without_a_shift_the_page_says_so_and_leads_to_the_counter(counter, books):
    close_shift(books)
    counter.page.refresh()
    counter.rest()

    assert counter.view.shift.isVisible()
    assert "no_shift" in counter.view.shift.sentence.text()
    with counter.qtbot.waitSignal(counter.page.page_requested) as asked:
        counter.qtbot.mouseClick(counter.view.shift.way_out, Qt.MouseButton.LeftButton)
    assert asked.args == ["counter"]


def test_a_day_that_is_closed_is_told_as_such(counter, books):
    counter.choose("100001")
    counter.fill_amount("500")
    counter.press(ENTER, ENTER)
    counter.rest()
    close_shift(books)
    today = books.today()
    end = books.counter.day_end(CLERK.counter, today, CLERK)
    books.counter.close_day(CLERK.counter, today, CashCount.in_fewest(end.to_deposit), CLERK)
    counter.page.refresh()
    counter.rest()

    assert "counter_day_closed" in counter.view.shift.sentence.text()


def test_a_shift_that_was_closed_meanwhile_loses_nothing_that_is_typed(counter, books):
    pay(counter)
    close_shift(books)

    counter.press(ENTER)
    counter.rest()

    assert counter.view.shift.isVisible()
    assert counter.view.amount.line.text() == "500"
    assert counter.page.selected_consumer() == "100001"
    assert counter.view.form.isAncestorOf(counter.view.window().focusWidget())
    books.counter.open_shift(CashCount(), CLERK)
    counter.page.refresh()
    counter.rest()
    assert not counter.view.shift.isVisible()
    counter.page.controller.recharge()
    counter.rest()
    assert books.state().receipts_today == 1


def test_the_shift_of_somebody_else_is_told_with_the_name(counter, books):
    close_shift(books)
    books.counter.open_shift(CashCount(), Actor("S. Devi", Channel.DESK, CLERK.counter))
    counter.page.refresh()
    counter.rest()
    assert "shift_of_another" in counter.view.shift.sentence.text()
    assert "S. Devi" in counter.view.shift.sentence.text()


def test_the_shift_of_yesterday_is_told_although_it_is_ones_own(books):
    shift = books.counter.shift(CLERK.counter)
    assert refusal_of(shift, CLERK, shift.day) is None

    refusal = refusal_of(shift, CLERK, shift.day + timedelta(days=1))

    assert isinstance(refusal, ShiftOfEarlierDay)
    assert refusal.day == shift.day


def test_a_upi_code_is_shown_for_the_exact_amount_and_follows_it(counter, upi):
    pay(counter, amount="450.50")
    counter.type("2")
    counter.wait(upi.isVisible)

    assert upi.amount.text() == "₹450.50"
    assert "am=450.50" in upi.slip.code
    assert f"tr={reference_of(counter.page.controller.order_id)}" in upi.slip.code
    assert "pa=bijli.patna1@sbi" in upi.slip.code
    counter.view.amount.line.setText("300")
    counter.wait(lambda: upi.amount.text() == "₹300.00")
    counter.view.tender.setFocus()
    counter.type("1")
    assert not upi.isVisible()


def test_what_the_screen_shows_is_read_by_a_reader(counter, upi):
    zxingcpp = pytest.importorskip("zxingcpp")
    from PIL import Image  # noqa: PLC0415 - of this test alone

    pay(counter)
    counter.type("2")
    counter.wait(upi.isVisible)
    counter.rest()

    shown = upi.code.grab().toImage().convertToFormat(_rgb888())
    bits = bytes(shown.constBits())
    picture = Image.frombytes(
        "RGB", (shown.width(), shown.height()), bits, "raw", "RGB", shown.bytesPerLine()
    )
    [read] = zxingcpp.read_barcodes(picture)
    assert read.text == upi.slip.code


def test_without_an_address_there_is_no_code(counter):
    pay(counter)
    counter.type("2")
    counter.rest()

    assert not counter.view.upi.isVisible()
    assert "Alt+U" in counter.view.form.notes()["tender"]


def test_an_address_that_is_none_is_told_and_money_is_taken_all_the_same(counter, books):
    # An earlier version took any text for an address.
    with books.safekeeping.open_unit() as unit:
        unit.settings.put("upi.address", "not an address", books.now(), CLERK.name)
        unit.commit()
    counter.page.refresh()
    counter.rest()
    pay(counter)
    counter.type("2")
    counter.rest()

    assert "upi_address" in counter.view.form.notes()["tender"]
    counter.type("412345678901")
    counter.press(ENTER)
    counter.rest()
    assert books.state().receipts_today == 1


def test_the_code_goes_to_paper_by_ctrl_p_and_counts_as_no_receipt(counter, books, upi, paper):
    pay(counter)
    counter.type("2")
    counter.wait(upi.isVisible)

    counter.act("recharge.print")
    counter.wait(lambda: "is printed" in counter.desk.toasts.text)

    assert paper.read_bytes().startswith(b"%PDF")
    assert books.state().receipts_today == 0


def test_escape_leaves_the_code_where_it_is(counter, upi):
    pay(counter)
    counter.type("2")
    counter.wait(upi.isVisible)

    counter.page.step_back()

    assert upi.isVisible()


def test_a_payment_of_unknown_fate_goes_on_the_list_and_credits_nothing(counter, books, upi):
    before = books.consumer("100001").balance
    pay(counter)
    counter.type("2")
    order_id = counter.page.controller.order_id
    counter.act("recharge.park")
    counter.type("Screen showed success")
    counter.press(ENTER)
    counter.rest()

    [payment] = books.settling.payments(PaymentState.UNKNOWN)
    assert (payment.id, payment.amount) == (order_id, Money.rupees(500))
    assert payment.tender == Tender.UPI
    assert payment.reference == reference_of(order_id).upper()
    assert payment.note == "Screen showed success"
    assert books.consumer("100001").balance == before
    assert books.state().receipts_today == 0
    assert "recovery list" in counter.desk.toasts.text
    assert counter.view.picker.line.hasFocus()
    assert counter.page.controller.order_id != order_id


def test_cash_is_never_of_unknown_fate(counter, books):
    pay(counter)

    counter.act("recharge.park")

    assert "tender" in counter.problems
    assert books.settling.payments() == []


def _rgb888():
    from PySide6.QtGui import QImage  # noqa: PLC0415 - of this test alone

    return QImage.Format.Format_RGB888
