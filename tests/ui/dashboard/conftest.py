"""The dashboard in a window of its own, on a copy of the practice office."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from ui.desk.dashboard.page import DashboardPage


class Looker:
    """Somebody who looks at the office: presses keys and tiles, waits, and sees where it leads."""

    def __init__(self, qtbot, page, desk):
        self.qtbot, self.page, self.view, self.desk = qtbot, page, page.view, desk
        self.places = []
        page.place_requested.connect(self.places.append)

    def rest(self):
        """Wait until nothing is under way any more."""
        for _round in range(2):
            self.qtbot.wait(30)
            self.qtbot.waitUntil(lambda: self.desk.tasks.is_idle, timeout=30_000)
        self.qtbot.wait(20)

    def press(self, *keys):
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key)

    def choose(self, stretch):
        """Choose a stretch of days."""
        self.view.range.stretch.show_value(stretch)
        self.rest()

    def look_at(self, since, until):
        """Type the first and the last day, as a clerk does."""
        bar = self.view.range
        for field, day in ((bar.since, since), (bar.until, until)):
            field.setText(day.strftime("%d-%m-%Y"))
            field.editingFinished.emit()
        self.rest()

    def figure(self, name):
        """Return what a tile says."""
        return self.view.tiles[name].value.text()

    def opened_by(self, button):
        """Press a tile or a line, and return where it leads."""
        button.click()
        return self.places[-1]


@pytest.fixture
def look(qtbot, desk):
    """Show the dashboard of some books to somebody in a role."""

    def show(books, role=None, actor=None):
        mine = replace(desk, role=role, actor=actor or desk.actor)
        page = DashboardPage(mine, books)
        page.widget.setParent(mine.toasts.parent())
        page.widget.resize(1100, 640)
        window = page.widget.window()
        window.show()
        page.widget.show()
        window.activateWindow()
        qtbot.waitActive(window)
        page.enter()
        looker = Looker(qtbot, page, mine)
        looker.rest()
        return looker

    return show


@pytest.fixture
def looker(look, books):
    return look(books)
