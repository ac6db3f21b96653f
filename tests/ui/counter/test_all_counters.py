"""What a supervisor sees of all counters, and closes for somebody who went home."""

import pytest

from domain.audit import AuditQuery
from domain.money import Money
from domain.office import Actor, Channel
from domain.shift import CashCount
from domain.staff import Role
from tests.ui.counter.conftest import ASHA, ENTER, take
from ui.desk.counter.shift_view import Face
from ui.desk.counter.view import Part

RAVI = Actor("ravi", Channel.DESK, counter=3)


@pytest.fixture
def supervisor_of_two(supervisor, books):
    """A supervisor who looks at two counters, of which one had a shift that ended short."""
    first = books.counter.open_shift(CashCount.of({500: 2}), RAVI)
    take(books, 640, RAVI)
    books.counter.close_shift(first.id, CashCount.of({500: 3, 100: 1}), "short", "", RAVI)
    books.counter.open_shift(CashCount.of({500: 3, 100: 1}), RAVI)
    supervisor.act("counter.counters")
    return supervisor


def cells(clerk):
    model = clerk.view.counters.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_every_shift_of_the_day_stands_in_the_list(supervisor_of_two):
    rows = cells(supervisor_of_two)

    assert [(row[0], row[1], row[5], row[6], row[8]) for row in rows] == [
        ("2", "R. Kumar", "₹0.00", "₹2,000.00", "◐ Open"),
        ("3", "ravi", "₹640.00", "₹1,640.00", "▼ ₹40.00 short"),
        ("3", "ravi", "₹0.00", "₹1,600.00", "◐ Open"),
    ]
    view = supervisor_of_two.view.counters
    assert (view.open_shifts.value.text(), view.short.value.text()) == ("2", "₹40.00")
    assert view.collected.value.text() == "₹640.00"


def test_another_day_is_typed(supervisor_of_two):
    supervisor_of_two.act("counter.date")
    supervisor_of_two.type("-1")
    supervisor_of_two.rest()

    assert [row[0] for row in cells(supervisor_of_two)] == ["2"]
    assert supervisor_of_two.view.counters.day.text() == "21 Nov 2026"


def test_enter_shows_the_report_of_a_shift(supervisor_of_two):
    view = supervisor_of_two.view
    view.counters.table.go_to_place(1)
    view.counters.start()

    supervisor_of_two.press(ENTER)
    supervisor_of_two.rest()

    assert view.report.heading.whole_text() == "Z report 1 · Counter 3"


def test_a_look_at_a_report_is_noted_and_a_look_at_the_list_is_not(supervisor_of_two, books):
    def looks():
        return len(books.trust.audit_log(AuditQuery(act="see_shift"), ASHA))

    before = looks()
    supervisor_of_two.page.refresh()
    supervisor_of_two.rest()
    assert looks() == before

    supervisor_of_two.act("counter.report")
    assert looks() == before + 1


def test_anothers_shift_is_closed_from_the_list(supervisor_of_two, books):
    view = supervisor_of_two.view
    view.counters.table.go_to_place(2)
    assert view.counters.close_it.isVisible()

    view.counters.close_it.click()
    supervisor_of_two.rest()
    assert view.part is Part.SHIFT
    assert view.shift.face is Face.CLOSING
    assert view.shift.closing.to_close.expected == Money.rupees(1600)
    view.shift.closing.grid.show_count(CashCount.of({500: 3, 100: 1}))
    supervisor_of_two.act("counter.accept")
    supervisor_of_two.say_yes()

    assert books.counter.shift(3) is None
    assert view.part is Part.COUNTERS
    assert cells(supervisor_of_two)[2][8] == "✓ Agrees"


def test_an_auditor_looks_and_closes_nothing(open_counter):
    gopal = open_counter(Actor("gopal", Channel.DESK), Role.AUDITOR)
    gopal.act("counter.counters")

    assert gopal.view.counters.model.rowCount() == 1
    assert gopal.view.counters.close_it.isHidden()


def test_a_clerk_has_no_such_list(open_counter):
    meena = open_counter(Actor("meena", Channel.DESK, counter=2), Role.CLERK)

    assert "counter.counters" not in [action.name for action in meena.page.actions]


def test_whoever_has_no_counter_begins_with_those_of_the_others(open_counter):
    gopal = open_counter(Actor("gopal", Channel.DESK), Role.AUDITOR)

    assert gopal.view.part is Part.COUNTERS
    assert gopal.view.counters.table.hasFocus()
