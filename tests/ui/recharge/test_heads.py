"""Several heads stand on one receipt; what Enter will do is what receipt and ledger then say."""

import pytest
from PySide6.QtCore import Qt

from domain.arrears import ArrearKind, ArrearTerms, ArrearWish
from domain.consumer import Change, ConsumerQuery
from domain.head import Head
from domain.money import ZERO, Money
from domain.progress import silent
from tests.ui.practice_office import CLERK

ENTER = Qt.Key.Key_Return


@pytest.fixture
def owing(books, counter):
    """A consumer who owes 5,000 from before, of which 20% of each recharge pays a part."""
    terms = ArrearTerms(ArrearKind.PERCENT, percent=2000)
    wish = ArrearWish("100002", Money.rupees(5000), terms, books.today(), "Last postpaid bill")
    books.arrears.plan(wish, CLERK)
    return "100002"


def take(counter):
    with counter.qtbot.waitSignal(counter.page.controller.recharged) as taken:
        counter.press(ENTER)
    counter.rest()
    return taken.args[0]


def test_the_split_is_the_same_on_screen_receipt_and_ledger(counter, books, owing):
    counter.choose(owing)
    counter.fill_amount("500")
    effect = counter.view.effect.effect.preview
    shown = {name: part.text() for name, part in counter.view.effect.parts.items()}
    counter.press(ENTER)

    receipt = take(counter)

    assert shown["to_arrears"] == "₹100.00"
    assert shown["to_wallet"] == "₹400.00"
    assert shown["arrears_after"] == "₹4,900.00"
    assert (receipt.to_arrears, receipt.to_wallet) == (effect.to_arrears, effect.to_wallet)
    assert receipt.arrears_after == effect.arrears_after
    assert receipt.balance_after == effect.balance_after == books.consumer(owing).balance
    assert receipt.days_left == effect.days_left
    assert books.ledger(owing, 1)[0].amount == effect.to_wallet
    assert books.arrears.live_of(owing).rest == Money.rupees(4900)
    assert books.check(silent) == []


def test_a_supply_that_comes_back_is_told_but_not_for_a_cheque(counter, books):
    today = books.today()
    owing = ConsumerQuery(balance_from=Money.rupees(-1000), balance_below=ZERO)
    [first, *_others] = books.find_consumers(owing)
    number = books.consumer_rows([first])[first].number
    books.change_consumer([Change(number, today, "supply_state", "disconnected")], CLERK)
    counter.choose(number)
    counter.fill_amount("1500")
    supply = counter.view.effect.supply
    assert supply.isVisible()
    assert "comes back" in supply.text()
    counter.press(ENTER)

    counter.type("4")
    counter.rest()

    assert "stays off" in supply.text()


def test_what_is_owed_stands_at_the_consumer(counter, owing):
    counter.choose(owing)

    assert counter.view.consumer.owed.isVisible()
    assert "₹5,000.00" in counter.view.consumer.owed.text()


def test_a_slash_asks_for_more_heads_and_the_keypad_does_the_rest(counter, books, owing):
    counter.choose(owing)
    counter.type("500/")
    assert counter.view.form.heads["arrears"].hasFocus()
    counter.enter("300")
    counter.enter("700")
    counter.type("45")
    counter.press(ENTER)
    assert counter.view.form.note.hasFocus()
    counter.enter("Seal of the meter")
    counter.rest()

    assert counter.view.amount.words.whole_text().startswith("₹1,545.00 in all")
    receipt = take(counter)

    assert [(line.head, line.amount, line.note) for line in receipt.heads] == [
        (Head.RECHARGE, Money.rupees(500), ""),
        (Head.ARREARS, Money.rupees(300), ""),
        (Head.DEPOSIT, Money.rupees(700), ""),
        (Head.OTHER, Money.rupees(45), "Seal of the meter"),
    ]
    assert receipt.to_arrears == Money.rupees(400)
    assert not counter.view.form.are_heads_shown


def test_arrears_alone_are_paid_without_a_recharge(counter, books, owing):
    before = books.consumer(owing).balance
    counter.choose(owing)
    counter.page.view.form.start_heads()
    counter.enter("1000")
    counter.press(ENTER, ENTER)
    counter.wait(lambda: counter.view.effect.effect is not None)

    receipt = take(counter)

    assert (receipt.to_wallet, receipt.to_arrears) == (ZERO, Money.rupees(1000))
    assert books.consumer(owing).balance == before


def test_more_than_is_owed_is_refused_at_the_arrears(counter, books, owing):
    counter.choose(owing)
    counter.type("500/")
    counter.type("5001")
    counter.rest()

    assert "arrears_exceeded" in counter.problems["arrears"]
    counter.page.controller.recharge()
    counter.rest()
    assert books.state().receipts_today == 0


def test_other_money_needs_a_word_of_what_it_is_for(counter, books):
    counter.choose("100001")
    counter.type("500/")
    counter.view.form.heads["other"].setText("45")
    counter.rest()

    counter.page.controller.recharge()

    assert "note" in counter.problems
    assert counter.view.form.note.hasFocus()


def test_an_amount_that_is_no_multiple_is_refused_by_the_first_enter(counter, books):
    books.safekeeping.change_setting("recharge.multiple_rupees", "50", CLERK)
    counter.page.refresh()
    counter.rest()
    counter.choose("100001")
    counter.type("520")
    counter.rest()
    assert counter.problems == {}

    counter.press(ENTER)

    assert "not_a_multiple" in counter.problems["amount"]
    assert counter.view.amount.line.hasFocus()
    assert counter.view.amount.line.text() == "520"


@pytest.mark.parametrize("refused", ["0", "9", "abc"])
def test_a_refused_amount_is_chosen_so_that_typing_replaces_it(counter, refused):
    counter.choose("100001")
    counter.type(refused)

    counter.press(ENTER)
    assert list(counter.problems) == ["amount"]
    counter.type("500")

    assert counter.view.amount.line.text() == "500"
    assert counter.problems == {}


def test_an_amount_of_nothing_counts_as_none_beside_another_head(counter):
    counter.choose("100001")
    counter.type("0/")
    counter.view.amount.line.setFocus()

    counter.press(ENTER)

    assert counter.problems == {}


def test_a_note_that_came_before_is_repeated_by_ctrl_r(counter, books):
    for number in ("100001", "100003"):
        counter.choose(number)
        counter.type("500/")
        counter.view.form.heads["other"].setText("45")
        counter.view.form.note.setFocus()
        if number == "100001":
            counter.type("Seal of the meter")
        else:
            counter.act("recharge.repeat")
        counter.rest()
        counter.page.controller.recharge()
        counter.rest()

    [newest] = books.receipts(1)
    assert books.receipt(newest.number).receipt.heads[1].note == "Seal of the meter"
