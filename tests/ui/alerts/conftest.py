"""The Alerts page in a window, on a copy of the practice office."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.staff import Member
from storage.office import open_office
from tests.ui.practice_office import CLERK, DAYS, FIRST_DAY, SteppingClock, copy_office, end_of
from ui.desk.alerts.page import AlertsPage
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings, Window
from ui.sentences import explain

LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)
MORNING = end_of(LAST_DAY) + timedelta(hours=10)


class Clerk:
    """Somebody at the page who has a keyboard and nothing else."""

    def __init__(self, qtbot, window, tasks):
        self.qtbot, self.window, self.tasks = qtbot, window, tasks
        self.page = window.pages["alerts"]
        self.view, self.controller = self.page.view, self.page.controller

    def rest(self):
        self.qtbot.wait(30)
        self.qtbot.waitUntil(lambda: self.tasks.is_idle, timeout=20_000)
        self.qtbot.wait(30)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        self.rest()

    def alt(self, key):
        self.press(key, Qt.KeyboardModifier.AltModifier)

    def control(self, key):
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def say(self, reason):
        """Give the reason that a sheet asks for."""
        QApplication.focusWidget().insert(reason)
        self.press(Qt.Key.Key_Return)

    @property
    def toast(self):
        return self.window.desk.toasts.text


@pytest.fixture
def books(practice_folder, tmp_path):
    folder = copy_office(practice_folder, tmp_path / "office")
    opened = open_office(folder, SteppingClock(MORNING))
    yield opened
    opened.close()


@pytest.fixture
def by_sheet(books):
    """An office that tells consumers by a sheet, and has a day to tell of."""
    books.safekeeping.change_settings({"alerts.file": "yes"}, CLERK)
    return LAST_DAY - timedelta(days=1)


@pytest.fixture
def open_desk(qtbot, tasks, theme, books):
    """Return a function that opens the desk for somebody in a role."""

    def opened(role=None, language="en"):
        member = Member(CLERK.name, CLERK.name, role, CLERK.counter) if role else None
        world = Surroundings(books, CLERK, explain, tasks, Language(language), theme, member)
        window = Window(world, [lambda desk: AlertsPage(desk, books)])
        qtbot.addWidget(window)
        window.resize(1366, 728)
        window.show()
        qtbot.waitActive(window)
        who = Clerk(qtbot, window, tasks)
        who.rest()
        who.page.enter()
        who.rest()
        return who

    return opened
