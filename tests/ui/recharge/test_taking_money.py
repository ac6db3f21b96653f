"""Money is taken by keyboard alone, shown before it is taken, and taken once."""

import pytest
from PySide6.QtCore import Qt

from domain.consumer import Change
from domain.errors_of_database import DatabaseBusy
from domain.money import Money
from domain.tender import Tender
from tests.ui.conftest import StretchedTexts
from tests.ui.practice_office import CLERK

ENTER = Qt.Key.Key_Return


def test_a_recharge_is_taken_by_the_keyboard_alone(counter, books):
    before = books.consumer("100001").balance

    counter.choose("100001")
    counter.fill_amount("500+50")
    counter.press(ENTER, Qt.Key.Key_2, ENTER)
    counter.type("412345678901")
    with counter.qtbot.waitSignal(counter.page.controller.recharged) as taken:
        counter.press(ENTER)

    [receipt] = taken.args
    assert (receipt.amount, receipt.tender) == (Money.rupees(550), Tender.UPI)
    assert receipt.reference == "412345678901"
    assert books.consumer("100001").balance == before + Money.rupees(550)


def test_what_it_will_do_stands_there_before_it_is_done(counter, books):
    consumer = books.consumer("100001")

    counter.choose("100001")
    counter.fill_amount("500")

    effect = counter.view.effect
    assert effect.balance.text() == "₹" + f"{(consumer.balance.paise + 50_000) / 100:,.2f}"
    assert effect.parts["to_wallet"].text() == "₹500.00"
    assert effect.parts["to_arrears"].text() == "₹0.00"
    assert effect.lasts.whole_text().endswith(" 2026") or "2027" in effect.lasts.whole_text()
    assert counter.view.amount.words.whole_text() == "Rupees Five Hundred only"


def test_enter_before_the_new_balance_is_known_takes_nothing(counter, books):
    counter.choose("100001")
    counter.type("500")
    counter.press(ENTER, ENTER)

    assert "being worked out" in counter.view.problem.text()
    counter.rest()
    assert books.state().receipts_today == 0


def test_a_double_enter_posts_once(counter, books):
    counter.choose("100001")
    counter.fill_amount("500")

    counter.press(ENTER, ENTER, ENTER, ENTER)
    counter.rest()
    counter.press(ENTER)
    counter.rest()

    assert books.state().receipts_today == 1


def test_after_success_the_form_is_ready_for_the_next_consumer(counter):
    counter.choose("100001")
    counter.fill_amount("500")

    counter.press(ENTER, ENTER)
    counter.rest()

    assert counter.view.picker.line.hasFocus()
    assert (counter.view.picker.line.text(), counter.view.amount.line.text()) == ("", "")
    assert counter.page.selected_consumer() is None


def test_the_same_amount_again_on_one_day_is_asked_about_and_enter_says_no(counter, books):
    for _attempt in range(2):
        counter.choose("100001")
        counter.fill_amount("500")
        counter.press(ENTER, ENTER)
        counter.rest()

    assert counter.view.confirm.isVisible()
    assert "₹500.00 was taken from this consumer less than a minute ago" in (
        counter.view.confirm.question.text()
    )
    counter.press(ENTER)
    counter.rest()
    assert books.state().receipts_today == 1
    assert counter.view.amount.line.text() == "500"


def test_the_same_amount_is_taken_again_when_the_clerk_says_so(counter, books):
    for _attempt in range(2):
        counter.choose("100001")
        counter.fill_amount("500")
        counter.press(ENTER, ENTER)
        counter.rest()

    counter.qtbot.mouseClick(counter.view.confirm.accept, Qt.MouseButton.LeftButton)
    counter.rest()

    assert books.state().receipts_today == 2


def test_a_question_is_dropped_when_the_form_says_something_else(counter, books):
    for _attempt in range(2):
        counter.choose("100001")
        counter.fill_amount("500")
        counter.press(ENTER, ENTER)
        counter.rest()
    assert counter.view.confirm.isVisible()
    take_again = counter.view.confirm.accept

    counter.page.show_consumer("100002")
    counter.rest()
    assert not counter.view.confirm.isVisible()
    take_again.click()
    counter.rest()

    assert books.state().receipts_today == 1


@pytest.mark.parametrize("amount", ["0", "-5", "1000000000", "abc", "5", ""])
def test_a_refused_amount_is_explained_under_its_field_and_stays(counter, books, amount):
    counter.choose("100001")
    counter.type(amount)
    counter.rest()

    counter.press(ENTER, ENTER)

    counter.wait(lambda: "amount" in counter.problems)
    assert counter.view.amount.line.text() == amount
    assert counter.view.amount.line.hasFocus()
    assert books.state().receipts_today == 0


def test_a_tender_that_leaves_a_trace_asks_for_its_reference(counter, books):
    counter.choose("100001")
    counter.fill_amount("500")
    assert not counter.view.reference.isVisible()

    counter.press(ENTER, Qt.Key.Key_4)
    assert counter.view.reference.isVisible()
    counter.press(ENTER, ENTER, ENTER)

    assert "reference" in counter.problems
    assert books.state().receipts_today == 0


def test_an_unknown_number_is_explained_and_stays(counter):
    counter.enter("999999")

    counter.wait(lambda: counter.view.picker.problem != "")
    assert counter.view.picker.line.text() == "999999"
    assert counter.view.picker.line.hasFocus()


def test_without_a_consumer_no_money_is_taken(counter, books):
    counter.view.amount.line.setFocus()
    counter.enter("500")

    counter.press(ENTER)

    assert counter.view.picker.problem
    assert books.state().receipts_today == 0


def test_a_closed_consumer_pays_nothing_and_the_sentence_stands_at_the_consumer(counter, books):
    today = books.today()
    books.change_consumer([Change("100001", today, "supply_state", "closed")], CLERK)
    counter.choose("100001")
    counter.fill_amount("500")

    counter.press(ENTER, ENTER)

    counter.wait(lambda: counter.view.picker.problem != "")
    assert counter.view.amount.line.text() == "500"


def test_half_a_name_offers_consumers_and_arrows_choose_one(counter, books):
    counter.type("sha")
    counter.wait(counter.view.picker.found.isVisible)
    names = [row.name for row in counter.view.picker.found.model.rows]

    counter.press(Qt.Key.Key_Down, Qt.Key.Key_Down, ENTER)

    second = counter.view.picker.found.model.rows[1]
    counter.wait(lambda: counter.page.selected_consumer() == second.number)
    assert len(names) > 1
    assert counter.view.consumer.name.whole_text().startswith(second.name)


def test_a_scanned_meter_finds_its_consumer(counter, books):
    meter = books.consumer("100007").meter_serial

    counter.enter(meter)

    counter.wait(lambda: counter.page.selected_consumer() == "100007")


def test_several_consumers_are_offered_and_the_next_enter_takes_the_first(counter):
    counter.enter("sha")
    counter.wait(counter.view.picker.found.isVisible)

    counter.press(ENTER)

    counter.wait(lambda: counter.page.selected_consumer() is not None)


def test_typing_another_name_lets_go_of_the_consumer(counter):
    counter.choose("100001")
    counter.view.start()

    counter.type("2")

    assert counter.page.selected_consumer() is None
    assert counter.view.effect.effect is None


def test_a_failure_keeps_the_order_and_trying_again_posts_once(counter, books, monkeypatch):
    whole, ids = type(books).recharge, []

    def answer_lost_once(self, order, actor, **manner):
        ids.append(order.id)
        receipt = whole(self, order, actor, **manner)
        if len(ids) == 1:
            raise DatabaseBusy("office.db")
        return receipt

    monkeypatch.setattr(type(books), "recharge", answer_lost_once)
    counter.choose("100001")
    counter.fill_amount("500")

    counter.press(ENTER, ENTER)
    counter.wait(counter.view.problem.isVisible)
    counter.rest()
    counter.page.controller.recharge()
    counter.rest()

    assert not counter.view.confirm.isVisible()
    assert ids[0] == ids[1]
    assert books.state().receipts_today == 1


def test_a_new_order_has_a_new_id(counter, books):
    orders = []
    for number in ("100001", "100002"):
        counter.choose(number)
        counter.fill_amount("500")
        with counter.qtbot.waitSignal(counter.page.controller.recharged) as taken:
            counter.press(ENTER, ENTER)
        orders.append(taken.args[0].order_id)
        counter.rest()

    assert orders[0] != orders[1]


def test_quick_amounts_fill_the_amount_by_mouse(counter):
    counter.choose("100001")

    counter.qtbot.mouseClick(counter.view.amount.quick[3], Qt.MouseButton.LeftButton)

    assert counter.view.amount.value() == Money.rupees(1000)
    assert counter.view.tender.isAncestorOf(counter.view.focusWidget())


def test_the_other_pages_hear_that_the_books_changed(counter):
    counter.choose("100001")
    counter.fill_amount("500")

    with counter.qtbot.waitSignal(counter.page.books_changed):
        counter.press(ENTER, ENTER)
    counter.rest()


def test_every_input_has_a_name_for_a_screen_reader(counter):
    view = counter.view
    form = view.form
    fields = [form.field(name) for name in form.names]
    parts = [view.picker.line, view.amount.line, view.given.line, *fields, view.receipts]
    buttons = [*view.amount.quick, view.amount.heads, view.submit, view.add_tender, view.clear]

    assert [part.objectName() for part in parts + buttons if not part.accessibleName()] == []


def test_another_language_is_shown_at_once_and_nothing_typed_is_lost(counter):
    counter.choose("100001")
    counter.fill_amount("500")

    counter.page.retranslate(StretchedTexts("en"))

    assert counter.view.amount.line.text() == "500"
    assert counter.view.submit.text().strip().startswith("[Take the money")
