"""The practice office with staff, opened at its front door."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from domain.calendar import end_of
from domain.office import Actor, Channel
from domain.staff import IDLE_LOCK, NewMember, Role
from storage.keys import new_words
from storage.office import open_office
from storage.passwords import Argon2Passwords
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import DAYS, FIRST_DAY, SteppingClock, copy_office
from ui.desk.application import page_makers
from ui.desk.front import Front
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings
from ui.sentences import explain

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PASSWORD = "monsoon over patna"
MORNING = end_of(FIRST_DAY + timedelta(days=DAYS - 1)) + timedelta(hours=10)
FIRST_PASSWORD = "first word 77"
BOSS = Actor("asha", Channel.DESK, counter=1)
STAFF = (
    NewMember("vikram", "Vikram Singh", Role.SUPERVISOR, 2),
    NewMember("ravi", "Ravi Ranjan", Role.CLERK, 3),
    NewMember("banerjee", "S. Banerjee", Role.AUDITOR, 0),
)
DOCUMENTS = replace(
    NO_DOCUMENTS,
    billing_sheet_xlsx=lambda sheet, path, _: path.write_bytes(b"sheet"),
    recovery_words_pdf=lambda words, office, made_at, _: words.encode(),
)


class Visitor:
    """Somebody at the desk who has a keyboard and nothing else."""

    def __init__(self, qtbot, front, tasks):
        self.qtbot, self.front, self.tasks = qtbot, front, tasks

    @property
    def window(self):
        return self.front.window_of_desk

    @property
    def panel(self):
        return self.front.door.panel

    def type(self, text):
        self.qtbot.keyClicks(self.focus(), text)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(self.focus(), key, modifier)

    def focus(self):
        """Return what has the focus, once the window is the active one."""
        if QApplication.focusWidget() is None:
            self.front.activateWindow()
            self.wait(lambda: QApplication.focusWidget() is not None)
        return QApplication.focusWidget()

    def enter(self, text=""):
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=20_000)

    def rest(self):
        self.wait(lambda: self.tasks.is_idle)

    def sign_in(self, user_name, password=PASSWORD):
        self.enter(user_name)
        self.enter(password)
        self.rest()

    def comes_in(self, user_name):
        """Sign in and wait for the desk."""
        self.sign_in(user_name)
        self.wait(lambda: self.window is not None and self.window.isVisible())
        self.rest()
        return self.window


@pytest.fixture
def clock():
    """The clock of the office, to be moved on."""
    return SteppingClock(MORNING)


@pytest.fixture
def books(practice_folder, tmp_path, clock):
    """A copy of the practice office on a clock that a test can move."""
    opened = open_office(copy_office(practice_folder, tmp_path / "office"), clock)
    yield opened
    opened.close()


@pytest.fixture
def staffed(books):
    """The practice office with an administrator, a supervisor, a clerk and an auditor."""
    books.trust.passwords = Argon2Passwords(is_quick=True)
    boss = NewMember("asha", "Asha Kumari", Role.ADMINISTRATOR, 1)
    books.trust.make_first_administrator(boss, PASSWORD, BOSS)
    for form in STAFF:
        books.trust.add_member(form, FIRST_PASSWORD, BOSS)
        actor = Actor(form.user_name, Channel.DESK, form.counter)
        books.trust.change_password(FIRST_PASSWORD, PASSWORD, actor)
    return books


@pytest.fixture
def open_front(qtbot, tasks, theme, tmp_path):
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    opened = []

    def open_it(books, idle_lock=IDLE_LOCK):
        world = Surroundings(
            books, Actor("R. Kumar", Channel.DESK, 2), explain, tasks, Language(), theme
        )
        front = Front(
            world,
            lambda seen: page_makers(seen, DOCUMENTS),
            DOCUMENTS,
            new_words,
            idle_lock=idle_lock,
        )
        opened.append(front)
        qtbot.addWidget(front)
        front.resize(1366, 728)
        front.show()
        front.begin()
        qtbot.waitActive(front)
        return Visitor(qtbot, front, tasks)

    yield open_it
    for front in opened:
        if front.window_of_desk:
            qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)
    theme.show_dark(False)


@pytest.fixture
def visitor(open_front, staffed):
    return open_front(staffed)
