"""A shift at the desk: opened with a float, looked at, cash moved, counted and closed."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from sqlalchemy import text

from domain.money import Money
from domain.office import Actor, Channel
from domain.progress import silent
from domain.shift import CashCount
from domain.staff import Role
from domain.tender import Tender
from tests.ui.conftest import StretchedTexts
from tests.ui.counter.conftest import ENTER, ESCAPE, close_open_shift, take
from tests.ui.practice_office import CLERK
from ui.desk.counter.shift_view import Face
from ui.desk.counter.view import Part


def shown(lines):
    return {line[0]: line[-1] for line in lines.cells}


# Opening


def test_one_key_takes_over_what_the_last_shift_left(before_shift, books):
    opening = before_shift.view.shift.opening
    assert before_shift.view.shift.face is Face.OPENING
    assert opening.left_amount.text() == "₹2,010.00"
    assert opening.grid.is_empty

    before_shift.act("counter.take_over")
    assert opening.compared.whole_text() == "✓ The same as the last shift left"
    before_shift.act("counter.accept")

    assert books.counter.shift(2).opening.total == Money.rupees(2010)
    assert before_shift.view.shift.face is Face.STANDING


def test_a_float_is_counted_by_keys_alone(before_shift, books):
    before_shift.type("3", "", "4", "", "", "", "", "", "")
    assert before_shift.view.shift.opening.compared.whole_text() == (
        "▼ ₹110.00 less than the last shift left"
    )
    before_shift.press(ENTER)
    before_shift.rest()

    assert books.counter.shift(2).opening == CashCount.of({500: 3, 100: 4})


def test_an_empty_drawer_is_asked_about(before_shift, books):
    before_shift.act("counter.accept")
    assert books.counter.shift(2) is None
    assert before_shift.view.shift.opening.confirm.isVisible()

    before_shift.press(ENTER)
    before_shift.rest()

    assert books.counter.shift(2).opening == CashCount()


def test_a_line_that_is_no_number_opens_nothing(before_shift, books):
    before_shift.view.shift.opening.grid.field(200).setText("=1+1")

    before_shift.act("counter.accept")

    assert books.counter.shift(2) is None
    assert before_shift.view.shift.opening.grid.problem.text().startswith("“=1+1” cannot stand")
    assert before_shift.view.shift.opening.grid.field(200).text() == "=1+1"


def test_whoever_has_no_counter_is_told_so(open_counter):
    clerk = open_counter(Actor("meena", Channel.DESK), Role.CLERK)

    assert clerk.view.shift.face is Face.NO_COUNTER
    assert clerk.page.drawer.isHidden()


# While it is open


def test_the_drawer_says_how_its_cash_comes_about(clerk, books):
    take(books, 300)
    take(books, 200, reference="UTR1", tender=Tender.UPI)
    clerk.page.refresh()
    clerk.rest()

    standing = clerk.view.shift.standing
    assert standing.cash.text() == "₹2,300.00"
    assert shown(standing.drawer)["Cash taken"] == "+ ₹300.00"
    assert shown(standing.taken) == {
        "Cash": "₹300.00",
        "UPI": "₹200.00",
        "All tenders": "₹500.00",
    }
    assert shown(standing.heads) == {"Recharge": "₹500.00"}
    assert clerk.page.drawer.toolTip().endswith("· ₹2,300.00")


def test_cash_is_paid_out_by_keys_alone(clerk, books):
    clerk.act("counter.pay_out")
    clerk.type("100+20", "Ramesh <b>=1+1</b>", "tea for the queue")
    clerk.rest()

    [move] = books.counter.day_end(2, books.today(), CLERK).shifts[0].facts.moves
    assert (move.payee, move.amount) == ("Ramesh <b>=1+1</b>", Money.rupees(120))
    assert clerk.view.moves.isHidden()
    [line] = clerk.view.shift.standing.moves.cells
    assert line[1:] == ["Paid out", "Ramesh <b>=1+1</b> · tea for the queue", "₹120.00"]
    assert clerk.view.shift.standing.cash.text() == "₹1,880.00"


def test_cash_is_put_into_the_safe(clerk, books):
    clerk.act("counter.drop")
    clerk.type("1500", "")
    clerk.rest()

    assert books.counter.cash_in_drawer(2) == Money.rupees(500)
    assert clerk.desk.toasts.text == "₹1,500.00 put into the safe."


@pytest.mark.parametrize(
    ("amount", "payee", "field"),
    [("5000", "Ramesh", "amount"), ("", "Ramesh", "amount"), ("x", "Ramesh", "amount"),
     ("10", "", "payee"), ("-5", "Ramesh", "amount")],
)  # fmt: skip
def test_a_pay_out_that_cannot_be_stays_as_it_was_typed(clerk, books, amount, payee, field):
    clerk.act("counter.pay_out")
    clerk.type(amount, payee, "tea")
    clerk.rest()

    sheet = clerk.view.moves
    assert list(sheet.form.problems()) == [field]
    assert sheet.isVisible()
    assert sheet.form.typed() == {"amount": amount, "payee": payee, "reason": "tea"}
    assert books.counter.cash_in_drawer(2) == Money.rupees(2000)


def test_hidden_characters_in_a_reason_are_refused_in_words(clerk):
    clerk.act("counter.pay_out")
    clerk.view.moves.form.field("reason").setText("tea\u202e")
    clerk.type("10", "Ramesh", "")
    clerk.rest()

    assert list(clerk.view.moves.form.problems()) == ["reason"]


# Closing


def count(clerk, pieces):
    clerk.act("counter")
    clerk.view.shift.closing.grid.show_count(CashCount.of(pieces))


def test_a_drawer_that_agrees_is_closed_by_its_own_key(clerk, books):
    count(clerk, {500: 4})
    closing = clerk.view.shift.closing
    assert closing.difference.text() == "✓ Agrees"

    clerk.act("counter.accept")
    clerk.press(ENTER)
    assert books.counter.shift(2) is not None
    clerk.act("counter.accept")
    clerk.say_yes()

    assert books.counter.shift(2) is None
    assert books.counter.last_closed(2).closing.counted == CashCount.of({500: 4})
    assert clerk.view.report.isVisible()
    assert clerk.view.report.heading.whole_text().startswith("Z report")

    clerk.press(ESCAPE)
    assert clerk.view.shift.opening.grid.isAncestorOf(QApplication.focusWidget())


def test_what_is_short_is_told_at_once_and_needs_a_reason(clerk, books):
    count(clerk, {500: 3, 100: 4})
    closing = clerk.view.shift.closing
    assert closing.difference.text() == "▼ ₹100.00 short"
    assert closing.difference.property("tone") == "bad"

    clerk.act("counter.accept")
    assert list(closing.form.problems()) == ["reason"]
    closing.form.show_values({"reason": "One note was torn", "handed_to": "Asha"})
    clerk.act("counter.accept")
    clerk.say_yes()

    closed = books.counter.last_closed(2).closing
    assert closed.difference == Money.rupees(-100)
    assert (closed.reason, closed.handed_to) == ("One note was torn", "Asha")


def test_less_than_a_rupee_over_needs_no_reason(clerk, books):
    take(books, "10.50")
    clerk.page.refresh()
    clerk.rest()
    count(clerk, {500: 4, 10: 1})

    clerk.act("counter.accept")
    clerk.say_yes()

    assert books.counter.last_closed(2).closing.difference == Money(-50)


def test_money_that_comes_in_while_one_counts_is_expected_too(clerk, books):
    count(clerk, {500: 4})

    take(books, 100)
    clerk.page.refresh()
    clerk.rest()

    assert clerk.view.shift.closing.difference.text() == "▼ ₹100.00 short"
    assert clerk.view.shift.closing.grid.value() == CashCount.of({500: 4})


def test_money_that_came_in_unseen_is_never_left_unexplained(clerk, books):
    count(clerk, {500: 4})
    take(books, 100)

    clerk.act("counter.accept")
    clerk.say_yes()

    assert books.counter.shift(2) is not None
    assert clerk.view.shift.closing.problem.text() == (
        "₹2,000.00 were counted and ₹2,100.00 expected: say why they differ."
    )


def test_escape_goes_back_and_keeps_what_was_counted(clerk):
    count(clerk, {500: 4})
    clerk.view.shift.closing.grid.start()

    clerk.press(ESCAPE)
    clerk.rest()
    assert clerk.view.shift.face is Face.STANDING
    clerk.act("counter")

    assert clerk.view.shift.closing.grid.value() == CashCount.of({500: 4})
    assert clerk.page.holds_typed()


# Whose, and of which day


def test_a_shift_of_yesterday_leads_to_closing_it(clerk, books):
    books._clock.at += timedelta(days=1)  # noqa: SLF001 - the test's own clock
    clerk.page.refresh()
    clerk.rest()

    standing = clerk.view.shift.standing
    assert standing.notice.text().startswith("This shift is still that of 22 Nov 2026.")
    assert standing.pay_out.isHidden()
    assert "Shift of 22 Nov 2026" in clerk.page.drawer.toolTip()

    count(clerk, {500: 4})
    clerk.act("counter.accept")
    clerk.say_yes()
    clerk.press(ESCAPE)
    assert clerk.view.shift.face is Face.OPENING


def test_another_clerk_does_not_close_it(open_counter):
    meena = open_counter(Actor("meena", Channel.DESK, counter=2), Role.CLERK)

    standing = meena.view.shift.standing
    assert standing.notice.text().startswith("The shift at counter 2 is that of R. Kumar.")
    assert standing.close_it.isHidden()
    meena.act("counter")
    assert meena.view.shift.face is Face.STANDING


def test_a_supervisor_closes_the_shift_of_another(supervisor, books):
    count(supervisor, {500: 4})
    supervisor.act("counter.accept")
    supervisor.say_yes()

    assert books.counter.last_closed(2).closing.by == "asha"


def test_a_shift_that_somebody_else_closed_meanwhile_is_told(clerk, books):
    count(clerk, {500: 4})
    close_open_shift(books)

    clerk.act("counter.accept")
    clerk.say_yes()

    assert "There is no shift" in clerk.desk.toasts.text
    assert clerk.view.shift.face is Face.OPENING


def test_a_closed_counter_says_so(open_counter, books):
    close_open_shift(books)
    books.counter.close_day(2, books.today(), CashCount(), CLERK)

    clerk = open_counter()

    assert clerk.view.shift.face is Face.CLOSED
    assert clerk.view.shift.closed.text.text().startswith("Counter 2 is closed for today, 22 Nov")


# The page


@pytest.mark.parametrize("size", [(840, 380), (1138, 600)])
@pytest.mark.parametrize("part", list(Part))
def test_nothing_is_cut_off_in_a_longer_language(clerk, size, part):
    clerk.view.show_part(part)
    clerk.act("counter")
    clerk.view.resize(*size)
    clerk.page.retranslate(StretchedTexts())
    clerk.rest()

    assert clerk.view.minimumSizeHint().width() <= size[0]


def test_every_field_has_a_name(clerk):
    fields = clerk.view.findChildren(QLineEdit)

    assert len(fields) > 30
    assert [field.objectName() for field in fields if not field.accessibleName()] == []


def test_a_counter_is_looked_at_although_the_books_are_not_in_order(clerk, books):
    with books._engine.begin() as connection:  # noqa: SLF001 - as somebody with the file would
        connection.execute(text("UPDATE wallet SET balance_paise = balance_paise + 1"))
    assert books.check(silent, actor=CLERK)
    assert books.is_read_only

    clerk.page.refresh()
    clerk.rest()
    clerk.act("counter.report")

    assert clerk.view.shift.standing.cash.text() == "₹2,000.00"
    assert clerk.view.report.isVisible()
    assert clerk.desk.toasts.text == ""
