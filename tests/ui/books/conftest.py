"""The Books page in a window of its own, on a copy of the practice office."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from domain.staff import Role
from integrations.documents import text_sheet_xlsx
from tests.ui.no_documents import NO_DOCUMENTS
from ui.desk.books.page import BooksPage
from ui.sentences import explain

PATIENCE_MS = 30_000


class Keeper:
    """Somebody who looks after the books: presses keys, waits, and looks."""

    def __init__(self, qtbot, page, books):
        self.qtbot, self.page, self.view, self.books = qtbot, page, page.view, books
        self.desk = page.desk
        self.opened = []

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def rest(self):
        """Wait until nothing is under way any more."""
        self.qtbot.wait(60)
        self.wait(lambda: self.desk.tasks.is_idle)
        self.qtbot.wait(20)
        self.wait(lambda: self.desk.tasks.is_idle)

    def press(self, *keys):
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key)

    def type(self, text):
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def act(self, name):
        """Do what an action of the page does, whatever its key."""
        next(action for action in self.page.actions if action.name == name).run()


@pytest.fixture
def open_page(qtbot, desk, theme):
    def open_it(books, role=None, documents=NO_DOCUMENTS, actor=None):
        opened = []
        here = replace(desk, role=role, actor=actor or desk.actor, explain=explain)
        documents = replace(documents, text_sheet_xlsx=text_sheet_xlsx.write)
        page = BooksPage(here, books, documents, open_file=opened.append)
        frame = QWidget()
        qtbot.addWidget(frame)
        column = QVBoxLayout(frame)
        for part in (page.alarm, page.badge, page.widget):
            column.addWidget(part)
        frame.resize(1160, 700)
        frame.show()
        qtbot.waitActive(frame)
        page.enter()
        keeper = Keeper(qtbot, page, books)
        keeper.opened, keeper.frame = opened, frame
        keeper.rest()
        return keeper

    yield open_it
    theme.show_dark(False)
    theme.show_scale(1.0)


@pytest.fixture
def keeper(open_page, books):
    return open_page(books, Role.ADMINISTRATOR)
