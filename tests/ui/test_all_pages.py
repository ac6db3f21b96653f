"""All pages of the desk in one window: none takes the keys away, in either language."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.conftest import explain
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.application import page_makers
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings, Window


class Watcher(QObject):
    """Notes whatever is shown as a window of its own."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        is_shown = event.type() == QEvent.Type.Show
        if is_shown and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.fixture
def watcher(qapp: QApplication):
    watcher = Watcher()
    qapp.installEventFilter(watcher)
    yield watcher
    qapp.removeEventFilter(watcher)


def test_no_part_is_a_window_of_its_own(qtbot, tasks, theme, books, watcher):
    language = Language()
    world = Surroundings(books, CLERK, explain, tasks, language, theme)
    window = Window(world, page_makers(books, NO_DOCUMENTS))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitActive(window)

    for key in window.pages:
        window.show_page(key)
    language.switch_to("hi")
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)

    assert watcher.shown == ["Window"]
