"""The panel of long works: what is under way, and what came of it."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from domain.errors import ConsumerNotFound
from domain.progress import Step
from ui.desk.kit.progress_panel import MOST_SEEN, Outcome


class Works:
    """Long works that end when they are told to."""

    def __init__(self, qtbot, desk):
        self._qtbot, self.desk = qtbot, desk
        self.progress, self.panel = desk.progress, desk.progress.panel
        self.owner = QObject(desk.toasts)
        self.opened = []
        self._gates = []

    def begin(self, title, done=None, trouble=None):
        gate = threading.Event()

        def work(progress):
            progress(Step(1, 4))
            gate.wait(20)
            if trouble:
                raise trouble
            return title

        task = self.desk.tasks.read(self.owner, work)
        self.progress.follow(task, title, done)
        self._gates.append(gate)
        return self.progress.shown[-1]

    def appear(self, line):
        self._qtbot.waitUntil(line.isVisible, timeout=5000)

    def end(self):
        for gate in self._gates:
            gate.set()
        self._gates.clear()
        self._qtbot.waitUntil(lambda: self.desk.tasks.is_idle)

    def written(self, name):
        return Outcome(f"{name} is written.", "Open it", lambda: self.opened.append(name))


@pytest.fixture
def works(qtbot, desk):
    host = desk.toasts.parent()
    host.show()
    made = Works(qtbot, desk)
    yield made
    made.end()


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_long_work_keeps_its_result_to_be_opened(qtbot, works):
    line = works.begin("sheet.xlsx", works.written)
    works.appear(line)
    works.end()

    assert line.isVisible()
    assert line.title.whole_text() == "sheet.xlsx is written."
    assert not line.cancel.isVisible()
    assert works.desk.toasts.text == "sheet.xlsx is written."
    click(qtbot, line.action)

    assert works.opened == ["sheet.xlsx"]
    assert works.progress.shown == []
    assert not works.panel.isVisible()


def test_what_is_opened_from_the_toast_leaves_the_panel_too(qtbot, works):
    line = works.begin("sheet.xlsx", works.written)
    works.appear(line)
    works.end()

    click(qtbot, works.desk.toasts.toast.action)

    assert works.opened == ["sheet.xlsx"]
    assert works.progress.shown == []


def test_short_work_is_told_in_a_toast_only(works):
    works.begin("sheet.xlsx", works.written)
    works.end()

    assert works.desk.toasts.text == "sheet.xlsx is written."
    assert works.progress.shown == []


def test_what_failed_stays_with_its_sentence_until_it_is_put_away(qtbot, works):
    line = works.begin("sheet.xlsx", works.written, ConsumerNotFound("100001"))
    works.appear(line)
    works.end()

    assert "consumer_not_found" in line.title.whole_text()
    assert "consumer_not_found" in works.desk.toasts.text
    click(qtbot, line.put_away)

    assert works.progress.shown == []


def test_a_work_without_a_result_to_tell_leaves_nothing(works):
    line = works.begin("Reading", lambda _result: None)
    works.appear(line)
    works.end()

    assert works.progress.shown == []
    assert works.desk.toasts.text == ""


def test_several_works_are_counted_and_folded_away(qtbot, works):
    lines = [works.begin(f"Work {number}") for number in range(MOST_SEEN + 2)]
    for line in lines:
        works.appear(line)

    assert works.panel.fold.text().strip() == "6 under way"
    unfolded = works.panel.height()
    click(qtbot, works.panel.fold)

    assert works.panel.height() < unfolded / 2
    assert not lines[0].isVisible()
    assert works.panel.isVisible()


def test_the_keyboard_comes_to_the_works_and_goes_back(qtbot, works):
    host = works.desk.toasts.parent()
    typed = QLineEdit(host)
    QVBoxLayout(host).addWidget(typed)
    host.activateWindow()
    typed.setFocus()
    line = works.begin("Charging")
    works.appear(line)

    assert works.progress.fold_or_enter()
    assert host.focusWidget() is line.cancel
    qtbot.keyClick(line.cancel, Qt.Key.Key_Escape)

    assert host.focusWidget() is typed
    works.progress.fold_or_enter()
    works.progress.fold_or_enter()
    assert host.focusWidget() is typed
    assert works.panel.is_folded


def test_a_docked_panel_covers_nothing(qtbot, works):
    host = works.desk.toasts.parent()
    column = QVBoxLayout(host)
    page = QWidget()
    column.addWidget(page, 1)
    works.progress.stand_in(column)
    line = works.begin("Charging")
    works.appear(line)
    qtbot.waitUntil(lambda: works.panel.height() > 0 and works.panel.y() > 0)

    assert not page.geometry().intersects(works.panel.geometry())
