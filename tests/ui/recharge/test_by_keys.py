"""The pointer is never needed: keypad, scanner, Esc line by line, a recharge in seconds."""

import sys
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.consumer import ConsumerQuery
from domain.money import Money
from tests.ui.practice_office import CLERK
from ui.desk.recharge.picker import MOST_FOUND

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
KEYPAD = Qt.KeyboardModifier.KeypadModifier


def test_a_recharge_takes_seconds_with_keys_only(counter, books, record_property, capsys):
    began = time.monotonic()
    counter.enter("100001")
    counter.wait(counter.view.amount.line.hasFocus)
    counter.type("500")
    counter.press(ENTER)
    counter.wait(lambda: counter.view.effect.effect is not None)
    with counter.qtbot.waitSignal(counter.page.controller.recharged):
        counter.press(ENTER)
    took = time.monotonic() - began

    record_property("seconds_of_a_keyboard_recharge", round(took, 3))
    with capsys.disabled():
        sys.stderr.write(f"\na recharge by keys alone: {took:.2f} s\n")
    counter.rest()
    assert books.state().receipts_today == 1


def test_the_numeric_keypad_alone_suffices(counter, books):
    def on_keypad(*keys):
        for key in keys:
            counter.qtbot.keyClick(QApplication.focusWidget(), key, KEYPAD)

    counter.type("100001")
    on_keypad(Qt.Key.Key_Enter)
    counter.wait(counter.view.amount.line.hasFocus)
    on_keypad(Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_0, Qt.Key.Key_Enter)
    on_keypad(Qt.Key.Key_1, Qt.Key.Key_5, Qt.Key.Key_0, Qt.Key.Key_0)
    counter.wait(lambda: counter.view.effect.effect is not None)
    with counter.qtbot.waitSignal(counter.page.controller.recharged) as taken:
        on_keypad(Qt.Key.Key_Enter)
    counter.rest()

    assert taken.args[0].amount == Money.rupees(450)
    assert counter.view.done.change.text() == "₹50.00"


def test_a_row_gone_to_before_it_has_come_is_taken_and_the_amount_goes_on(counter, books):
    found = books.find_consumers(ConsumerQuery("10000"), MOST_FOUND)
    second = books.consumer_rows(found)[found[1]].number
    counter.type("10000")
    counter.press(Qt.Key.Key_Down, Qt.Key.Key_Down, ENTER)
    counter.type("500")
    counter.wait(lambda: counter.view.effect.effect is not None)

    assert counter.page.selected_consumer() == second
    assert counter.view.amount.line.text() == "500"


def test_a_row_gone_to_for_nobody_is_told(counter):
    counter.type("zzqqx")
    counter.press(Qt.Key.Key_Down, ENTER)
    counter.wait(lambda: bool(counter.view.picker.problem))

    assert "zzqqx" in counter.view.picker.problem


def test_what_was_found_for_other_letters_is_not_taken(counter, books):
    counter.type("1000")
    counter.press(Qt.Key.Key_Down)
    counter.type("02")
    counter.press(ENTER)
    counter.wait(counter.view.amount.line.hasFocus)
    counter.type("500")
    counter.wait(lambda: counter.view.effect.effect is not None)

    assert counter.page.selected_consumer() == "100002"


def test_whoever_types_faster_than_the_books_answer_loses_no_key(counter, books):
    counter.enter("100001")
    counter.type("5")
    counter.type("00")
    counter.press(ENTER)
    counter.wait(lambda: counter.view.effect.effect is not None)

    assert counter.view.amount.line.text() == "500"
    assert counter.view.tender.isAncestorOf(QApplication.focusWidget())
    with counter.qtbot.waitSignal(counter.page.controller.recharged):
        counter.press(ENTER)
    counter.rest()
    assert books.state().receipts_today == 1


def test_a_number_that_is_nobodys_brings_the_keys_back_and_keeps_the_amount(counter):
    counter.enter("999999")
    counter.type("500")

    counter.wait(lambda: counter.view.picker.problem != "")
    assert counter.view.picker.line.hasFocus()
    assert counter.view.picker.line.text() == "999999"
    assert counter.view.amount.line.text() == "500"


@pytest.mark.parametrize("way", ["Ctrl+A", "Ctrl+Return", "Ctrl+Enter"])
def test_ctrl_enter_accepts_from_any_field(counter, books, way):
    counter.choose("100001")
    counter.fill_amount("500")
    key = {"A": Qt.Key.Key_A, "Return": ENTER, "Enter": Qt.Key.Key_Enter}[way.split("+")[1]]
    with counter.qtbot.waitSignal(counter.page.controller.recharged):
        counter.qtbot.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)
    counter.rest()

    assert books.state().receipts_today == 1


def test_escape_takes_back_a_typed_line_and_then_steps_back(counter):
    counter.choose("100001")
    counter.fill_amount("500")
    counter.press(ENTER)
    counter.press(ESC)
    assert counter.view.amount.line.hasFocus()
    counter.view.amount.line.selectAll()
    counter.type("700")

    counter.press(ESC)
    assert counter.view.amount.line.text() == "500"
    assert counter.view.amount.line.hasFocus()
    counter.press(ESC)

    assert counter.view.picker.line.hasFocus()
    assert counter.view.amount.line.text() == "500"
    assert counter.page.selected_consumer() == "100001"


def test_escape_in_a_tender_loses_nothing_of_the_rest(counter):
    counter.choose("100001")
    counter.fill_amount("500")
    counter.press(ENTER)
    counter.type("4")
    counter.enter("123456")
    counter.type("SBI")

    counter.press(ESC)
    assert counter.view.form.bank.text() == ""
    counter.press(ESC)

    assert counter.view.reference.hasFocus()
    assert counter.view.reference.text() == "123456"
    assert counter.view.amount.line.text() == "500"


def test_escape_in_the_picker_brings_the_consumer_back(counter):
    counter.choose("100001")
    counter.fill_amount("500")
    counter.view.start()
    counter.type("1000")
    assert counter.page.selected_consumer() is None

    counter.press(ESC)

    counter.wait(lambda: counter.page.selected_consumer() == "100001")
    assert counter.view.picker.line.text() == "100001"
    assert counter.view.amount.line.text() == "500"


def test_a_scanned_receipt_finds_its_consumer(counter, books):
    [row] = books.receipts(1)
    code = books.signing.code_of(books.receipt(row.number).receipt, CLERK)
    assert len(code) > 120 or code.startswith("BB1?")

    counter.enter(code)

    counter.wait(lambda: counter.page.selected_consumer() == row.consumer_number)
    assert counter.view.picker.line.text() == row.consumer_number


def test_a_typed_receipt_number_finds_its_consumer(counter, books):
    [row] = books.receipts(1)

    counter.enter(row.number.lower())

    counter.wait(lambda: counter.page.selected_consumer() == row.consumer_number)


@pytest.mark.parametrize("text", ["BB2?o=P1&r=none", "BB1?", "P1/02/2026-27/999999", "BB9?x"])
def test_a_code_that_is_no_receipts_is_told_and_stays(counter, text):
    counter.enter(text)

    counter.wait(lambda: counter.view.picker.problem != "")
    assert counter.view.picker.line.text() == text


def test_money_is_taken_while_a_day_is_run(counter, books, desk):
    run = desk.tasks.job(
        counter.view, lambda progress: books.run_days(books.today(), CLERK, progress)
    )
    done = []
    run.succeeded.connect(done.append)
    run.failed.connect(done.append)

    counter.choose("100001")
    counter.fill_amount("500")
    with counter.qtbot.waitSignal(counter.page.controller.recharged):
        counter.press(ENTER, ENTER)
    counter.rest()

    assert books.state().receipts_today == 1
    assert len(done) == 1
