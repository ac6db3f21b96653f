"""In an office where nothing has happened yet, each list says what it is for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel

from domain.office import Office
from storage.office import create_office
from tests.look import scenes, troubles
from tests.ui.conftest import explain
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK, SteppingClock
from ui.desk.application import page_makers
from ui.desk.kit.language import Language
from ui.desk.kit.table import Table
from ui.desk.window import Surroundings, Window

NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


@pytest.fixture(params=[False, True], ids=["real", "practice"])
def window(request, qtbot, tasks, theme, tmp_path):
    office = Office("P1", "Patna-1", state="BR", is_practice=request.param)
    books = create_office(tmp_path / "office", office, SteppingClock(NOON))
    world = Surroundings(books, CLERK, explain, tasks, Language(), theme)
    window = Window(world, page_makers(books, NO_DOCUMENTS))
    qtbot.addWidget(window)
    window.resize(1366, 728)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)
    books.close()


def test_every_list_of_every_page_says_what_it_is_for(qtbot, window, tasks):
    silent, told = set(), {}
    for scene in scenes(window, consumer=""):
        qtbot.wait(10)
        qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)
        for table in window.page.widget.findChildren(Table):
            if not table.isVisible() or table.model() is None or table.model().rowCount():
                continue
            words = [one.text() for one in table.viewport().findChildren(QLabel) if shown(one)]
            told[f"{scene} {table.objectName()}"] = words
            if not any(len(one) > 12 for one in words):
                silent.add(f"{scene}: {table.accessibleName()}")
        assert [one for one in troubles(window) if "EmptyState" in one] == []

    assert len(told) > 10
    assert silent == set()
    assert "Take the first consumer on" in " ".join(told["consumers consumers"])


def shown(label):
    return label.isVisible() and bool(label.text())
