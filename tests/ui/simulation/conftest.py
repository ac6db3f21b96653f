"""The Simulation page in the desk's window, on a copy of the practice office."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from integrations.documents import simulation_xlsx
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.kit.language import Language
from ui.desk.simulation.page import SimulationPage
from ui.desk.window import Surroundings, Window
from ui.sentences import explain


class Clerk:
    """Somebody at the page: types, presses, chooses, looks."""

    def __init__(self, qtbot, window, books):
        self.qtbot, self.window, self.books = qtbot, window, books
        self.page = window.page
        self.view = self.page.view
        self.form = self.view.choices.form
        self.language = window.desk.language

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=15_000)

    def rest(self):
        """Wait until nothing is under way any more."""
        self.qtbot.wait(50)
        self.wait(lambda: self.window.desk.tasks.is_idle)
        self.qtbot.wait(50)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, name, text):
        """Type over what stands in a field."""
        field = self.form.field(name)
        field.setFocus()
        field.selectAll()
        if text:
            self.qtbot.keyClicks(field, text)
        else:
            self.qtbot.keyClick(field, Qt.Key.Key_Delete)

    def choose(self, name, value):
        """Go through a choice with the arrow keys until a value stands there."""
        field = self.form.field(name)
        field.setFocus()
        self.qtbot.keyClick(field, Qt.Key.Key_Home)
        for _step in range(field.count()):
            if field.value() == value:
                return
            self.qtbot.keyClick(field, Qt.Key.Key_Down)
        assert field.value() == value

    def accept(self):
        """Press Ctrl+A in the form, and wait for the end of the run."""
        self.form.field("days").setFocus()
        self.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.rest()

    def simulate(self, **typed):
        """Fill in and run: choices by their value, lines by their text."""
        for name, value in typed.items():
            field = self.form.field(name)
            (self.choose if hasattr(field, "set_options") else self.type)(name, value)
        self.accept()

    @property
    def shown(self):
        """The run that is shown, or None."""
        return self.page.controller._shown  # noqa: SLF001 - what the figures are held against

    @property
    def problems(self):
        return dict(self.form.problems())

    @property
    def told(self):
        return self.window.desk.toasts.text

    def save_as(self, path):
        """Answer the dialog for files."""
        dialog = self.view.findChild(QFileDialog)
        dialog.selectFile(str(path))
        dialog.accept()
        self.rest()


@pytest.fixture
def documents():
    return replace(NO_DOCUMENTS, simulation_xlsx=simulation_xlsx.write)


@pytest.fixture
def clerk(qtbot, books, tasks, theme, documents):
    surroundings = Surroundings(books, CLERK, explain, tasks, Language("en"), theme)
    window = Window(surroundings, [lambda desk: SimulationPage(desk, books, documents)])
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    clerk = Clerk(qtbot, window, books)
    clerk.rest()
    return clerk
