"""Nothing is cut off, covered or out of the window, on the least screen and on the usual one.

The stretched language of nobody, other scales and both colours are for ``python -m tests.look``.
"""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)

from tests.look import scenes, troubles
from tests.ui.conftest import explain
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.application import page_makers
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings, Window

#: A screen of 1366x768 dots at 150% and at 100%, without the bar of the system.
SIZES = ((911, 485), (1366, 728))

#: Thousands in threes, rupees in one row of digits, days in digits.
FOREIGN = re.compile(
    r"\b\d{3},\d{3}\b|\d,\d{3},\d{3}\b|₹\d{4}|\b\d{4}-\d\d-\d\d\b|\b\d\d?/\d\d?/\d{4}\b"
)
ROWS = 5


@pytest.fixture
def window(qtbot, tasks, theme, books):
    world = Surroundings(books, CLERK, explain, tasks, Language(), theme)
    window = Window(world, page_makers(books, NO_DOCUMENTS))
    qtbot.addWidget(window)
    window.setMinimumSize(1, 1)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)
    return window


@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_page_fits_the_least_screen_and_the_usual_one(qtbot, window, tasks, language):
    window.desk.language.switch_to(language)
    found, seen = [], set()
    for width, height in SIZES:
        window.resize(width, height)
        for scene in scenes(window):
            qtbot.wait(30)
            qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)
            qtbot.wait(30)
            seen.add(scene)
            wrong = wrong_at_rest(qtbot, window)
            found += [f"{width}x{height} {scene}: {trouble}" for trouble in wrong]

    assert set(window.pages) <= seen
    assert list(dict.fromkeys(found)) == []


@pytest.mark.parametrize(
    ("text", "is_foreign"),
    [
        ("₹1,23,456.78 on 22 Nov 2026", False),
        ("Receipt 000242, consumer 100001", False),
        ("₹123,456.78", True),
        ("₹1,234,567", True),
        ("₹12345.00", True),
        ("until 2026-11-22", True),
        ("until 22/11/2026", True),
    ],
)
def test_figures_and_days_that_no_office_writes_so_are_found(text, is_foreign):
    assert bool(FOREIGN.search(text)) is is_foreign


def test_what_is_cut_off_or_covered_is_found(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    inner = QWidget(host)
    row = QHBoxLayout(inner)
    label, button = QLabel("Collected today by all counters"), QPushButton("Close the shift")
    row.addWidget(label)
    row.addWidget(button)
    inner.resize(600, 60)
    with qtbot.waitExposed(host):
        host.show()
    assert list(troubles(host)) == []

    label.setFixedWidth(40)
    button.setGeometry(label.geometry())

    assert [trouble for trouble in troubles(host) if "wide, wants" in trouble]
    assert [trouble for trouble in troubles(host) if "lies over" in trouble]


def wrong_at_rest(qtbot, window):
    """Return what is wrong once everything has its place, which a busy machine may take a while."""
    wrong = [*troubles(window), *foreign_figures(window)]
    for _look in range(20):
        if not wrong:
            break
        qtbot.wait(100)
        wrong = [*troubles(window), *foreign_figures(window)]
    return wrong


def foreign_figures(window):
    """Return what is written as no Indian office writes it."""
    for part in window.findChildren(QWidget):
        if part.isVisible():
            yield from (text for text in texts_of(part) if FOREIGN.search(text))


def texts_of(part):
    if isinstance(part, QLabel | QAbstractButton):
        yield part.text()
    elif isinstance(part, QTableView) and (model := part.model()):
        for row in range(min(model.rowCount(), ROWS)):
            for column in range(model.columnCount()):
                yield str(model.index(row, column).data() or "")
