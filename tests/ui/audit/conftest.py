"""The audit log's page in a window of its own, on a copy of the practice office with staff."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from domain.consumer import Change
from domain.office import Actor, Channel
from domain.staff import NewMember, Role
from integrations.documents import text_sheet_xlsx
from storage.passwords import Argon2Passwords
from tests.ui.no_documents import NO_DOCUMENTS
from ui.desk.audit.page import AuditPage

ADMINISTRATOR = Actor("asha", Channel.DESK, counter=1)
PASSWORD = "blue kettle 42"


class LogReader:
    """Somebody who reads the log: presses keys, waits, and looks."""

    def __init__(self, qtbot, page, desk):
        self.qtbot, self.page, self.view, self.desk = qtbot, page, page.view, desk
        self.opened = []

    def rest(self):
        """Wait until nothing is under way any more."""
        self.qtbot.wait(200)
        self.qtbot.waitUntil(lambda: self.desk.tasks.is_idle, timeout=20_000)
        self.qtbot.wait(20)

    def press(self, *keys):
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key)

    def type(self, text):
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def act(self, name):
        """Do what an action of the page does, whatever its key."""
        next(action for action in self.page.actions if action.name == name).run()

    @property
    def cells(self):
        """What the table says, a list of texts for each row."""
        model = self.view.model
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def column(self, key):
        place = [column.key for column in self.view.model.columns].index(key)
        return [row[place] for row in self.cells]


@pytest.fixture
def staffed(books):
    """The books of an office with an administrator, who changed a consumer."""
    books.trust.passwords = Argon2Passwords(is_quick=True)
    asha = NewMember("asha", "Asha Verma", Role.ADMINISTRATOR, 1)
    books.trust.make_first_administrator(asha, PASSWORD, ADMINISTRATOR)
    change = Change("100001", books.today(), "mobile", "9876543210")
    books.change_consumer([change], ADMINISTRATOR)
    return books


def take_on(books, user_name, name, role):
    """Take somebody on the staff who has chosen a password; return them as an actor."""
    books.trust.add_member(NewMember(user_name, name, role, 0), "green ladder 7", ADMINISTRATOR)
    actor = Actor(user_name, Channel.DESK)
    books.trust.change_password("green ladder 7", PASSWORD, actor)
    return actor


@pytest.fixture
def open_log(qtbot, desk, theme):
    def open_it(books, actor=ADMINISTRATOR):
        documents = replace(NO_DOCUMENTS, text_sheet_xlsx=text_sheet_xlsx.write)
        opened = []
        page = AuditPage(replace(desk, actor=actor), books, documents, open_file=opened.append)
        qtbot.addWidget(page.widget)
        page.widget.resize(1138, 600)
        page.widget.show()
        qtbot.waitActive(page.widget)
        page.enter()
        reader = LogReader(qtbot, page, desk)
        reader.opened = opened
        reader.rest()
        return reader

    yield open_it
    theme.show_dark(False)
    theme.show_scale(1.0)


@pytest.fixture
def reader(open_log, staffed):
    return open_log(staffed)
