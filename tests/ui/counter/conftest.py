"""The counter's page in a window of its own, on a copy of the practice office."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.money import Money
from domain.office import Actor, Channel
from domain.recharge import RechargeOrder
from domain.shift import CashCount
from domain.staff import Role
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.counter.page import CounterPage
from ui.sentences import explain

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
DOWN, UP = Qt.Key.Key_Down, Qt.Key.Key_Up
ALT = Qt.KeyboardModifier.AltModifier
ASHA = Actor("asha", Channel.DESK, counter=2)


class Clerk:
    """Somebody at the counter: presses keys, waits, and looks."""

    def __init__(self, qtbot, page, desk, books):
        self.qtbot, self.page, self.view, self.desk = qtbot, page, page.view, desk
        self.books, self.opened = books, []

    def rest(self):
        """Wait until nothing is under way any more."""
        self.qtbot.wait(30)
        self.qtbot.waitUntil(lambda: self.desk.tasks.is_idle, timeout=20_000)
        self.qtbot.wait(20)
        self.qtbot.waitUntil(lambda: self.desk.tasks.is_idle, timeout=20_000)

    def type(self, *texts):
        """Type each text and press Enter after it."""
        for text in texts:
            self.qtbot.keyClicks(QApplication.focusWidget(), text)
            self.press(ENTER)

    def press(self, *keys, held=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key, held)

    def act(self, name):
        """Do what an action of the page does, whatever its key."""
        next(action for action in self.page.actions if action.name == name).run()
        self.rest()

    def say_yes(self):
        """Answer a grave question with its own key."""
        self.press(Qt.Key.Key_Y, held=ALT)
        self.rest()


@pytest.fixture
def open_counter(qtbot, desk, books, theme):
    """Return what opens the page for somebody in a role, as the desk would."""

    def open_it(actor=CLERK, role=None, documents=NO_DOCUMENTS):
        theirs = replace(desk, actor=actor, role=role, explain=explain)
        page = CounterPage(theirs, books, documents, open_file=lambda _path: None)
        qtbot.addWidget(page.widget)
        # The top bar has it otherwise; alone it would be a window that takes the keys.
        page.drawer.setParent(page.widget)
        page.widget.resize(1138, 600)
        page.widget.show()
        qtbot.waitActive(page.widget)
        page.enter()
        clerk = Clerk(qtbot, page, desk, books)
        clerk.rest()
        return clerk

    yield open_it
    theme.show_dark(False)
    theme.show_scale(1.0)


@pytest.fixture
def clerk(open_counter):
    """The clerk whose shift was opened half an hour ago with 2,000 rupees."""
    return open_counter()


@pytest.fixture
def before_shift(books, open_counter):
    """The clerk after a shift that left 2,010 rupees."""
    take(books, 10)
    close_open_shift(books)
    return open_counter()


@pytest.fixture
def supervisor(open_counter):
    """A supervisor who sits at the same counter."""
    return open_counter(ASHA, Role.SUPERVISOR)


def take(books, rupees, actor=CLERK, number="100001", **more):
    """Take a recharge; each amount is another order."""
    order = RechargeOrder.of(f"{actor.counter}-{rupees}", number, Money.rupees(rupees), **more)
    return books.recharge(order, actor)


def close_open_shift(books, actor=CLERK):
    """Close the shift of a counter with what should be in its drawer."""
    shift = books.counter.shift(actor.counter)
    expected = books.counter.cash_in_drawer(actor.counter)
    return books.counter.close_shift(shift.id, CashCount.in_fewest(expected), "", "", actor)
