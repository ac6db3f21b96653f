"""The Tariffs page in a window, on a copy of the practice office."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from integrations.documents import register_pdf, register_xlsx
from integrations.text_file import read_text
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.kit.language import Language
from ui.desk.tariffs.page import TariffsPage
from ui.desk.window import Surroundings, Window
from ui.sentences import explain

DOCUMENTS = replace(
    NO_DOCUMENTS,
    read_text=read_text,
    register_pdf=register_pdf.render,
    register_xlsx=register_xlsx.write,
)


class Drafter:
    """Somebody at the Tariffs page who has a keyboard and nothing else."""

    def __init__(self, qtbot, window, tasks):
        self.qtbot, self.window, self.tasks = qtbot, window, tasks
        self.page = window.pages["tariffs"]
        self.view, self.controller = self.page.view, self.page.controller
        self.book, self.editor = self.view.book, self.view.editor
        self.editing = self.controller.editing

    @property
    def form(self):
        return self.editor.form

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=20_000)

    def rest(self):
        """Wait for what is under way, and for what a pause brings."""
        self.qtbot.wait(50)
        self.wait(lambda: self.tasks.is_idle and self.editing.is_kept)
        self.qtbot.wait(50)
        self.wait(lambda: self.tasks.is_idle)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def alt(self, key):
        self.press(key, Qt.KeyboardModifier.AltModifier)
        self.rest()

    def control(self, key):
        self.press(key, Qt.KeyboardModifier.ControlModifier)
        self.rest()

    def type(self, text):
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def draft_after(self, schedule):
        """Begin a draft from the version of a schedule that holds today."""
        self.book.schedules.go_to(schedule)
        self.rest()
        self.alt(Qt.Key.Key_N)
        self.wait(lambda: self.view.is_editing)
        self.rest()

    def put(self, name, text, row=None, column=0):
        """Type over a field of the form."""
        field = self.form.form.field(name)
        target = field if row is None else field.cell(row, column)
        target.setFocus()
        target.selectAll()
        # As pasted: no keyboard has every letter.
        target.insert(text)
        self.rest()

    def said_at(self, name):
        """Return what the form says below a field."""
        return self.form.form.notes().get(name, "")


@pytest.fixture
def sit_down(qtbot, tasks, theme, books):
    """Let somebody sit down at the page of these books."""
    opened = []

    def begin(member=None, language="en"):
        actor = replace(CLERK, name=member.user_name) if member else CLERK
        world = Surroundings(books, actor, explain, tasks, Language(language), theme, member=member)
        window = Window(world, [lambda desk: TariffsPage(desk, books, DOCUMENTS)])
        opened.append(window)
        qtbot.addWidget(window)
        window.resize(1366, 728)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        drafter = Drafter(qtbot, window, tasks)
        drafter.rest()
        drafter.book.schedules.setFocus()
        return drafter

    return begin


@pytest.fixture
def drafter(sit_down):
    return sit_down()
