"""The Defaulters page in a window of its own, on a copy of the practice office."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from integrations.documents import notice_pdf, preview, register_pdf, register_xlsx
from resources.texts import texts_of_all
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.defaulters.page import DefaultersPage
from ui.desk.defaulters.tables import standing_badge

DOCUMENTS = replace(
    NO_DOCUMENTS,
    register_pdf=register_pdf.render,
    list_file=register_xlsx.write,
    notices_pdf=lambda batch, languages: notice_pdf.render(batch, languages, texts_of_all()),
    page_picture=preview.page,
)


class DefaulterReader:
    """Somebody at the page: presses keys, waits, and looks."""

    def __init__(self, qtbot, page, desk):
        self.qtbot, self.page, self.view, self.desk = qtbot, page, page.view, desk
        self.places, self.opened = [], []
        page.place_requested.connect(self.places.append)

    def rest(self):
        """Wait until nothing is under way any more."""
        self.qtbot.wait(50)
        self.qtbot.waitUntil(lambda: self.desk.tasks.is_idle, timeout=20_000)
        self.qtbot.wait(20)

    def press(self, *keys):
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key)
        self.rest()

    def act(self, name):
        """Do what an action of the page does, whatever its key."""
        next(action for action in self.page.actions if action.name == name).run()
        self.rest()

    def show(self, part):
        """Choose a list, as its chip does."""
        self.view.parts.show_value(part)
        self.rest()

    def choose(self, **chosen):
        """Choose filters, as their menu does."""
        self.view.filters.choose(chosen)
        self.rest()

    def answer(self, path):
        """Choose a file in the dialog that asks for one."""
        [dialog] = self.view.findChildren(QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.reject()
        self.qtbot.waitUntil(path.exists, timeout=20_000)
        self.rest()

    @property
    def rows(self):
        return list(self.view.rows_model.rows)

    @property
    def numbers(self):
        return [row.number for row in self.rows]

    def standing(self, row):
        return standing_badge(row, self.desk.texts).text

    def use(self, number):
        """Bring the row of a consumer into use."""
        self.view.rows.go_to_place(self.numbers.index(number))
        self.view.rows.setFocus(Qt.FocusReason.OtherFocusReason)


@pytest.fixture
def open_page(qtbot, desk, theme):
    def open_it(books, role=None, width=1138):
        seen = replace(desk, actor=CLERK, role=role)
        reader = None
        opened = []
        page = DefaultersPage(seen, books, DOCUMENTS, open_file=opened.append)
        qtbot.addWidget(page.widget)
        page.retranslate(desk.texts)
        page.widget.resize(width, 600)
        page.widget.show()
        qtbot.waitActive(page.widget)
        page.enter()
        reader = DefaulterReader(qtbot, page, desk)
        reader.opened = opened
        reader.rest()
        return reader

    yield open_it
    theme.show_dark(False)
    theme.show_scale(1.0)


@pytest.fixture
def reader(open_page, books):
    return open_page(books)
