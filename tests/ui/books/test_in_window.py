"""The Books page in the desk's window: its shield and its alarm are seen from every page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.books.test_checking import tamper
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.books.page import BooksPage
from ui.desk.consumers.page import ConsumersPage
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings, Window
from ui.sentences import explain

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PATIENCE_MS = 30_000


@pytest.fixture
def window(qtbot, tasks, theme, books):
    world = Surroundings(books, CLERK, explain, tasks, Language(), theme)
    makers = [
        lambda desk: ConsumersPage(desk, books, NO_DOCUMENTS),
        lambda desk: BooksPage(desk, books, NO_DOCUMENTS),
    ]
    opened = Window(world, makers)
    qtbot.addWidget(opened)
    opened.resize(1024, 600)
    opened.show()
    qtbot.waitActive(opened)
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=PATIENCE_MS)
    return opened


def press(qtbot, key, modifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def test_check_and_backup_are_done_by_keys_and_seen_in_the_top_bar(qtbot, window, books):
    page = window.pages["books"]
    assert page.badge.window() is window
    assert page.badge.tone == "bad"

    press(qtbot, Qt.Key.Key_2, CONTROL)
    press(qtbot, Qt.Key.Key_K, ALT)
    qtbot.waitUntil(lambda: books.condition().checked_at is not None, timeout=PATIENCE_MS)
    press(qtbot, Qt.Key.Key_B, ALT)
    qtbot.waitUntil(lambda: page.badge.tone == "good", timeout=PATIENCE_MS)

    assert "found in order" in page.badge.toolTip()
    assert "Last good backup: just now" in page.badge.toolTip()


def test_the_alarm_stands_above_every_page_and_leads_to_what_is_wrong(qtbot, window, books, tasks):
    page = window.pages["books"]
    tamper(books)
    page.watch.check(quick=False)
    qtbot.waitUntil(page.alarm.isVisible, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=PATIENCE_MS)
    assert window.page.key == "consumers"

    page.alarm.show_page.click()

    assert window.page.key == "books"
    assert page.view.problems.table.hasFocus()


def test_a_click_on_the_shield_brings_up_the_page(window):
    window.pages["books"].badge.click()

    assert window.page.key == "books"
