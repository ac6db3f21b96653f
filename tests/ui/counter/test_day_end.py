"""The end of the day at the desk: receipts against the ledger, the slip, the lock."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors_of_counter import CounterDayClosed
from domain.money import Money
from domain.office import Actor, Channel
from domain.shift import CashCount
from domain.staff import Role
from domain.tender import Tender
from tests.ui.counter.conftest import ASHA, DOWN, ENTER, close_open_shift, take
from tests.ui.practice_office import CLERK
from ui.desk.counter.view import Part

COMMANDS = Actor("nightly", Channel.COMMAND_LINE)


@pytest.fixture
def evening(open_counter, books):
    """The clerk in the evening, with cash, UPI and a cheque taken and the shift closed."""
    take(books, 1234)
    take(books, 300, tender=Tender.UPI, reference="UTR77", number="100002")
    cheque = {"reference": "004512", "bank": "State Bank", "dated": books.today()}
    take(books, 500, tender=Tender.CHEQUE, number="100003", **cheque)
    close_open_shift(books)
    clerk = open_counter()
    clerk.page.day_end.show_day(2, books.today())
    clerk.page._bring_up(Part.DAY_END)  # noqa: SLF001 - as its key does
    clerk.rest()
    return clerk


def days(clerk):
    return [(row.counter, row.day) for row in clerk.view.day_end.model.rows]


def test_receipts_and_ledger_stand_side_by_side(evening):
    cells = evening.view.day_end.tenders.cells

    assert [(line[0], line[4], line[5]) for line in cells] == [
        ("Cash", "₹1,234.00", "✓ Agrees"),
        ("UPI", "₹300.00", "✓ Agrees"),
        ("Cheque", "₹500.00", "✓ Agrees"),
        ("All tenders", "₹2,034.00", ""),
    ]


def test_the_slip_has_the_fewest_pieces_until_somebody_counts(evening):
    view = evening.view.day_end

    assert view.grid.value() == CashCount.of({500: 2, 200: 1, 20: 1, 10: 1, 2: 2})
    assert view.wanted.cells == [
        ["To be deposited", "₹1,234.00"],
        ["Cheques (1)", "₹500.00"],
        ["Notes and coins", "✓ Agrees"],
    ]
    view.grid.field(2).setText("1")
    assert view.wanted.cells[-1] == ["Notes and coins", "▼ ₹2.00 short"]


def test_a_day_is_closed_by_its_own_key_and_locked(evening, books):
    before = len(days(evening))
    evening.act("counter.accept")
    evening.press(ENTER)
    assert len(books.counter.open_days()) == before

    evening.act("counter.accept")
    evening.say_yes()

    view = evening.view.day_end
    assert len(days(evening)) == before - 1
    assert view.state.text() == "■ Closed"
    assert view.slip.cells[-1] == ["Notes and coins", "", "₹1,234.00"]
    assert view.anchor.whole_text().startswith("Anchor P1.1:")
    assert evening.view.report.isVisible()
    with pytest.raises(CounterDayClosed):
        books.counter.open_shift(CashCount(), CLERK)


def test_a_slip_that_differs_closes_nothing(evening, books):
    evening.view.day_end.grid.field(500).setText("1")

    evening.act("counter.accept")
    evening.say_yes()

    assert not books.counter.day_end(2, books.today(), CLERK).closed
    assert evening.view.day_end.problem.text()
    assert evening.view.day_end.grid.field(500).text() == "1"


def test_a_day_with_an_open_shift_says_why_it_stays_open(clerk, books):
    clerk.page.day_end.show_day(2, books.today())
    clerk.act("counter.day_end")

    view = clerk.view.day_end
    assert view.why_not.text() == (
        "The shift of R. Kumar at counter 2 on 22 Nov 2026 is still open: close it first."
    )
    assert view.close_it.isHidden()


def test_the_arrows_go_from_day_to_day(evening):
    view = evening.view.day_end
    evening.page.day_end.show_day(*days(evening)[0])
    evening.rest()
    view.start()

    evening.press(DOWN)
    evening.rest()

    assert (view.end.counter, view.end.day) == days(evening)[1]
    # Nothing is read again and again.
    assert evening.desk.tasks.is_idle


def test_any_day_can_be_looked_at_by_keys(evening, books):
    evening.act("counter.date")
    evening.type("15-10")
    evening.rest()

    assert evening.view.day_end.heading.text() == "Counter 2 · 15 Oct 2026"


def test_a_day_without_money_has_nothing_to_close(evening, books):
    evening.page.day_end.show_day(7, books.today())
    evening.rest()

    assert evening.view.day_end.why_not.text().startswith("No money moved here on this day")
    assert evening.view.day_end.close_it.isHidden()


def test_a_clerk_sees_the_own_counter_only(open_counter, books):
    take(books, 700, COMMANDS)
    meena = open_counter(Actor("meena", Channel.DESK, counter=3), Role.CLERK)

    assert days(meena) == []
    assert meena.view.day_end.counter.parent() is None
    assert meena.view.day_end.empty.isVisibleTo(meena.view.day_end)


def test_the_line_without_a_counter_is_closed_by_a_supervisor_and_never_locked(open_counter, books):
    take(books, 700, COMMANDS, tender=Tender.GATEWAY, reference="PG1")
    asha = open_counter(ASHA, Role.SUPERVISOR)
    asha.act("counter.day_end")
    asha.page.day_end.show_day(0, books.today())
    asha.rest()
    assert asha.view.day_end.heading.text().startswith("No counter (commands, gateways)")

    asha.act("counter.accept")
    assert "Nothing more is taken" not in asha.view.day_end.confirm.question.text()
    asha.say_yes()
    assert books.counter.day_end(0, books.today(), ASHA).closed

    take(books, 800, COMMANDS, tender=Tender.GATEWAY, reference="PG2")
    assert (0, books.today()) in [(day.counter, day.day) for day in books.counter.open_days()]


def test_days_that_were_left_open_wait_in_the_navigation(qtbot, open_counter, books):
    books._clock.at += timedelta(days=1)  # noqa: SLF001 - the test's own clock
    clerk = open_counter()
    waiting = []
    clerk.page.waiting_changed.connect(waiting.append)

    clerk.page.day_end.refresh()
    clerk.rest()

    assert waiting == [len(books.counter.open_days())]
    assert waiting[0] > 0


def test_an_amount_that_the_ledger_does_not_have_is_told_in_red(evening):
    view = evening.view.day_end
    wrong = next(line for line in view.end.tenders if line.tender == "cash")
    broken = replace(view.end, tenders=[replace(wrong, ledger=Money.rupees(1000))])

    view.show_end(broken, str, can_close=False, why_not="It does not agree.")

    assert view.tenders.cells[0][-1] == "✗ Differs by ₹234.00"
    assert view.state.text() == "✗ Does not agree"
    assert view.close_it.isHidden()


def test_escape_leads_back_to_the_shift_with_the_keys(evening):
    evening.act("counter.day_end")
    assert evening.view.part is Part.DAY_END

    evening.page.step_back()
    evening.rest()

    assert evening.view.part is Part.SHIFT
    assert evening.view.shift.isAncestorOf(evening.view.focusWidget())
