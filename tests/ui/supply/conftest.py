"""The Disconnection page in a window, over supply in memory and a copy of the practice office."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.consumer import ConsumerQuery
from domain.staff import Member
from storage.office import open_office
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK, DAYS, FIRST_DAY, SteppingClock, copy_office, end_of
from tests.ui.supply.fake_supply import BooksWith, FakeSupply
from ui.desk.kit.language import Language
from ui.desk.kit.outward import Outward
from ui.desk.supply.page import SupplyPage
from ui.desk.window import Surroundings, Window
from ui.sentences import explain

MORNING = end_of(FIRST_DAY + timedelta(days=DAYS - 1)) + timedelta(hours=10)


class Clerk:
    """Somebody at the page who has a keyboard and nothing else."""

    def __init__(self, qtbot, window, tasks):
        self.qtbot, self.window, self.tasks = qtbot, window, tasks
        self.page = window.pages["supply"]
        self.view = self.page.view

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=20_000)

    def rest(self):
        self.qtbot.wait(30)
        self.wait(lambda: self.tasks.is_idle)
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
        # Pasted: no keyboard of a test has all the characters that people write.
        QApplication.focusWidget().insert(reason)
        self.press(Qt.Key.Key_Return)

    @property
    def toast(self):
        return self.window.desk.toasts.text


@pytest.fixture
def clock():
    return SteppingClock(MORNING)


@pytest.fixture
def books(practice_folder, tmp_path, clock):
    opened = open_office(copy_office(practice_folder, tmp_path / "office"), clock)
    yield opened
    opened.close()


@pytest.fixture
def supply(books):
    return FakeSupply(books)


@pytest.fixture
def people(books):
    """Some consumers."""
    ids = sorted(books.find_consumers(ConsumerQuery()))[:6]
    return [books.consumer_rows([one])[one] for one in ids]


@pytest.fixture
def outward(tmp_path):
    """Roads out of the office that lead into memory."""
    written = SimpleNamespace(orders=[], path=None)

    def write(_books, orders, path):
        written.orders, written.path = list(orders), path

    roads = Outward(
        by_file=lambda _books: object(),
        write_orders=write,
        read_answers=lambda _books, path: path.read_text("utf-8").splitlines(),
    )
    return SimpleNamespace(roads=roads, written=written)


@pytest.fixture
def over(books, supply):
    """The books of the office, with supply in memory."""
    return BooksWith(books, supply=supply)


@pytest.fixture
def open_desk(qtbot, tasks, theme, over, outward):
    """Return a function that opens the desk for somebody in a role."""

    def opened(role=None, language="en"):
        member = Member(CLERK.name, CLERK.name, role, CLERK.counter) if role else None
        world = Surroundings(over, CLERK, explain, tasks, Language(language), theme, member)
        documents = replace(NO_DOCUMENTS, outward=outward.roads)
        window = Window(world, [lambda desk: SupplyPage(desk, over, documents)])
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
