"""The Recovery page in a window, on a copy of the practice office, and who sits before it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.consumer import ConsumerQuery
from domain.money import Money
from domain.recharge import RechargeOrder
from domain.staff import Member
from domain.tender import Tender
from integrations.spreadsheets import rejected
from integrations.spreadsheets.settlement import read_settlement
from storage.office import open_office
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK, DAYS, FIRST_DAY, SteppingClock, copy_office, end_of
from ui.desk.kit.language import Language
from ui.desk.settling.page import RecoveryPage
from ui.desk.window import Surroundings, Window
from ui.sentences import explain

MORNING = end_of(FIRST_DAY + timedelta(days=DAYS - 1)) + timedelta(hours=10)
DOCUMENTS = replace(NO_DOCUMENTS, read_settlement=read_settlement, write_rejected=rejected.write)


class Supervisor:
    """Somebody at the Recovery page who has a keyboard and nothing else."""

    def __init__(self, qtbot, window, tasks):
        self.qtbot, self.window, self.tasks = qtbot, window, tasks
        self.page = window.pages["recovery"]
        self.view, self.taking = self.page.view, self.page.taking

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=20_000)

    def rest(self):
        self.qtbot.wait(50)
        self.wait(lambda: self.tasks.is_idle)
        self.qtbot.wait(50)

    def type(self, text):
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def enter(self, text=""):
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def alt(self, key):
        self.press(key, Qt.KeyboardModifier.AltModifier)
        self.rest()

    def control(self, key):
        self.press(key, Qt.KeyboardModifier.ControlModifier)
        self.rest()

    def read(self, path):
        """Choose a file, as the system's dialog does."""
        self.taking.judge(path)
        self.rest()

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
def numbers(books):
    """The numbers of some consumers."""
    ids = list(books.find_consumers(ConsumerQuery()))[:4]
    return [books.consumer_rows([one])[one].number for one in ids]


@pytest.fixture
def park(books, numbers):
    """Return a function that keeps a payment of the first consumer."""

    def parked(id_, rupees="500"):
        order = RechargeOrder.of(id_, numbers[0], Money.rupees(rupees), Tender.UPI, f"ref-{id_}")
        return books.settling.park(order, "showed a screen", CLERK)

    return parked


@pytest.fixture
def bank_file(tmp_path):
    """Return a function that writes a file of a bank."""

    def written(*rows, header="Txn Date,UTR No.,Txn Amount,Order Id,MDR,Status", name="bank.csv"):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        return path

    return written


@pytest.fixture
def open_desk(qtbot, tasks, theme, books):
    """Return a function that opens the desk for somebody in a role."""

    def opened(role=None):
        member = Member(CLERK.name, CLERK.name, role, CLERK.counter) if role else None
        world = Surroundings(books, CLERK, explain, tasks, Language(), theme, member)
        window = Window(world, [lambda desk: RecoveryPage(desk, books, DOCUMENTS)])
        qtbot.addWidget(window)
        window.resize(1366, 728)
        window.show()
        qtbot.waitActive(window)
        window.show_page("recovery")
        who = Supervisor(qtbot, window, tasks)
        who.rest()
        return who

    return opened
