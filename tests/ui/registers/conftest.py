"""The registers' page in a window of its own, on a copy of the practice office."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from domain.office import Actor, Channel
from domain.register import RegisterKind
from domain.staff import NewMember, Role
from integrations.documents import preview, register_pdf, register_xlsx
from storage.passwords import Argon2Passwords
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.registers.page import RegistersPage

ADMINISTRATOR = Actor("asha", Channel.DESK, counter=1)
PASSWORD = "blue kettle 42"
DOCUMENTS = replace(
    NO_DOCUMENTS,
    register_pdf=register_pdf.render,
    register_xlsx=register_xlsx.write,
    page_picture=preview.page,
)


class RegisterReader:
    """Somebody who reads registers: presses keys, waits, and looks."""

    def __init__(self, qtbot, page, desk):
        self.qtbot, self.page, self.view, self.desk = qtbot, page, page.view, desk
        self.opened = []

    def rest(self):
        """Wait until nothing is under way any more."""
        self.qtbot.wait(50)
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

    def show(self, kind):
        """Choose a register, as the list does."""
        self.view.kind.show_value(RegisterKind(kind))
        self.rest()

    def answer(self, path):
        """Choose a file in the dialog that asks for one."""
        [dialog] = self.view.findChildren(QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.reject()
        self.qtbot.waitUntil(path.exists, timeout=20_000)
        self.rest()

    def column(self, key):
        """Return what a column of the table says."""
        model = self.view.rows().model
        place = [column.key for column in model.columns].index(key)
        return [str(model.index(row, place).data()) for row in range(model.rowCount())]

    def sum_of(self, key):
        """Return what the foot says of a column."""
        model = self.view.rows().sums_model
        place = [column.key for column in model.columns].index(key)
        return str(model.index(0, place).data())


@pytest.fixture
def open_page(qtbot, desk, theme):
    def open_it(books, actor=CLERK, role=None):
        opened = []
        seen = replace(desk, actor=actor, role=role)
        page = RegistersPage(seen, books, DOCUMENTS, open_file=opened.append)
        qtbot.addWidget(page.widget)
        page.widget.resize(1138, 600)
        page.widget.show()
        qtbot.waitActive(page.widget)
        page.enter()
        reader = RegisterReader(qtbot, page, desk)
        reader.opened = opened
        reader.rest()
        return reader

    yield open_it
    theme.show_dark(False)
    theme.show_scale(1.0)


@pytest.fixture
def reader(open_page, books):
    return open_page(books)


@pytest.fixture
def staffed(books):
    """The books of an office with an administrator."""
    books.trust.passwords = Argon2Passwords(is_quick=True)
    asha = NewMember("asha", "Asha Verma", Role.ADMINISTRATOR, 1)
    books.trust.make_first_administrator(asha, PASSWORD, ADMINISTRATOR)
    return books
