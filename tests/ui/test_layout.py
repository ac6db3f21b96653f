"""Nothing is cut off, covered or out of the window, on the least screen and on the usual one.

The stretched language of nobody, other scales and both colours are for ``python -m tests.look``.
"""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from tests.look import scenes, troubles
from tests.ui.conftest import explain
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.application import page_makers
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings, Window

#: A screen of 1366x768 dots at 150% and at 100%, without the bar of the system.
SIZES = ((911, 485), (1366, 728))


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
            found += [f"{width}x{height} {scene}: {trouble}" for trouble in troubles(window)]

    assert set(window.pages) <= seen
    assert list(dict.fromkeys(found)) == []


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
