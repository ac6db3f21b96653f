"""A whole desk, and somebody at its keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from resources.texts import Texts
from tests.ui.conftest import explain
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.application import page_makers
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings, Window

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


class Seat:
    """Somebody in front of the desk."""

    def __init__(self, qtbot, window, tasks):
        self._qtbot, self.window, self._tasks = qtbot, window, tasks

    def rest(self):
        """Let the desk do what it has under way."""
        self._qtbot.waitUntil(lambda: self._tasks.is_idle, timeout=10_000)
        self._qtbot.wait(5)
        self._qtbot.waitUntil(lambda: self._tasks.is_idle, timeout=10_000)

    def wait(self, is_so):
        self._qtbot.waitUntil(is_so, timeout=10_000)

    def press(self, key, modifier=NONE):
        self._qtbot.keyClick(self.window.focusWidget() or self.window, key, modifier)
        self.rest()

    def type(self, text):
        self._qtbot.keyClicks(self.window.focusWidget(), text)

    def click(self, widget):
        self._qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.rest()

    @property
    def page(self):
        return self.window.page

    @property
    def way(self):
        return self.window.trail.words


@pytest.fixture
def open_desk(qtbot, tasks, theme, books):
    """Open the whole desk of the practice office, as often as one likes."""

    def open_it(size=(1366, 728), open_texts=Texts):
        world = Surroundings(
            books, CLERK, explain, tasks, Language("en", open_texts=open_texts), theme
        )
        window = Window(world, page_makers(books, NO_DOCUMENTS))
        qtbot.addWidget(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        seat = Seat(qtbot, window, tasks)
        seat.rest()
        return seat

    yield open_it
    theme.show_dark(False)
    theme.show_scale(1.0)


@pytest.fixture
def seat(open_desk):
    return open_desk()
