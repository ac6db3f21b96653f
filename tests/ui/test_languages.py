"""The desk changes its language at once, wherever one is, and leaves nothing behind."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QTabWidget,
    QWidget,
)

from resources.i18n.build import translations
from tests.look import scenes
from tests.ui.conftest import explain
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.application import page_makers
from ui.desk.kit.language import Language
from ui.desk.kit.words_of_qt import WordsOfQt
from ui.desk.window import Surroundings, Window


@pytest.fixture
def window(qtbot, tasks, theme, books):
    world = Surroundings(books, CLERK, explain, tasks, Language(), theme)
    window = Window(world, page_makers(books, NO_DOCUMENTS))
    qtbot.addWidget(window)
    window.setMinimumSize(1, 1)
    window.resize(1366, 728)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)
    return window


def test_nothing_english_is_left_on_any_page_after_a_switch(qtbot, window, tasks):
    english = english_only()
    left = set()
    for scene in scenes(window):
        qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)
        window.desk.language.switch_to("hi")
        qtbot.wait(20)
        qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)
        left |= {f"{scene}: {text}" for text in told(window) if text in english}
        window.desk.language.switch_to("en")
        qtbot.wait(20)
        qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)

    assert left == set()


def test_the_tour_and_the_help_change_with_it(window):
    window.help.toggle()
    window.tour.begin()

    window.desk.language.switch_to("hi")

    assert {text for text in told(window) if text in english_only()} == set()


def test_menus_of_fields_speak_hindi(qtbot, qapp):
    language = Language("hi")
    words = WordsOfQt(language, qapp)
    line = QLineEdit()
    qtbot.addWidget(line)

    said = [action.text().split("\t")[0] for action in line.createStandardContextMenu().actions()]
    language.switch_to("en")
    again = [action.text().split("\t")[0] for action in line.createStandardContextMenu().actions()]
    qapp.removeTranslator(words)

    assert "चिपकाएँ" in said
    assert "Paste" in again


def english_only():
    """Return what the catalogue says otherwise in Hindi."""
    return {
        entry.id
        for entry in translations("hi")
        if entry.id
        and entry.string
        and entry.string != entry.id
        and "{" not in entry.id
        and re.search(r"[A-Za-z]{3}", entry.id)
    }


def told(window: QWidget):
    """Return what can be read on the screen, without keys and marks."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        for text in texts_of(widget):
            yield re.sub(r"   .*$", "", text.replace("&&", "&")).strip()


def texts_of(widget):
    yield widget.toolTip()
    yield widget.accessibleName()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    elif isinstance(widget, QTabWidget):
        yield from (widget.tabText(place) for place in range(widget.count()))
    elif isinstance(widget, QTableView) and widget.model():
        across = range(widget.model().columnCount())
        heads = (
            widget.model().headerData(place, widget.horizontalHeader().orientation())
            for place in across
        )
        yield from (str(head) for head in heads if head)
