"""The tour of a practice office: real things, real steps, nothing in the way."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt

from resources.texts import PSEUDO_LANGUAGE
from tests.ui.conftest import explain
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.application import page_makers
from ui.desk.front import Front
from ui.desk.help.tour import PREFERENCE
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings


class RealBooks:
    """Books of an office that is no practice office."""

    def __init__(self, books):
        self._books = books
        self.office = replace(books.office, is_practice=False)

    def __getattr__(self, name):
        return getattr(self._books, name)


@pytest.fixture
def opened(qtbot, tasks, theme, books):
    fronts = []

    def open_it(books=books):
        language = Language()
        world = Surroundings(books, CLERK, explain, tasks, language, theme)
        front = Front(world, lambda seen: page_makers(seen, NO_DOCUMENTS), NO_DOCUMENTS, str)
        qtbot.addWidget(front)
        # Qt deletes a window that nothing in Python holds.
        fronts.append(front)
        front.resize(1366, 728)
        front.open_desk(None)
        with qtbot.waitExposed(front):
            front.show()
        front.activateWindow()
        qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)
        return front.window_of_desk

    return open_it


@pytest.fixture
def window(qtbot, opened):
    window = opened()
    qtbot.waitUntil(lambda: window.tour.is_running)
    return window


def title(window):
    return window.tour.balloon.title.text()


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def test_it_begins_by_itself_in_a_practice_office_and_takes_no_focus(window):
    assert title(window) == "Find a consumer"
    assert not window.tour.balloon.isAncestorOf(window.focusWidget())


def test_the_clerk_does_the_step_and_the_tour_goes_on(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F3)
    qtbot.keyClicks(window.focusWidget(), "1000")

    qtbot.waitUntil(lambda: title(window) == "Take a recharge")
    press(qtbot, window, Qt.Key.Key_F5)

    qtbot.waitUntil(lambda: title(window) == "Post it")


def test_next_goes_through_all_steps_to_the_end(qtbot, window):
    seen = []
    while window.tour.is_running:
        seen.append(title(window))
        press(qtbot, window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    assert len(seen) == len(set(seen)) == 8
    assert not window.tour.balloon.isVisible()


def test_escape_ends_it_and_it_does_not_come_again(qtbot, opened, tasks, books):
    window = opened()
    qtbot.waitUntil(lambda: window.tour.is_running)
    window.setFocus()

    press(qtbot, window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: tasks.is_idle)

    assert books.preferences.get(CLERK.name, PREFERENCE) is True
    again = opened()
    assert not again.tour.is_running


def test_it_never_begins_by_itself_in_a_real_office(opened, books):
    window = opened(RealBooks(books))

    assert not window.tour.is_running


def test_it_can_be_asked_for_again_in_the_help(window):
    window.tour.end()

    window.help.panel.tour.click()

    assert window.tour.is_running


def test_it_changes_its_language_at_once(window):
    window.desk.language.switch_to(PSEUDO_LANGUAGE)

    assert title(window) == "[Fííñd áá çóóñšúúméér]"


@pytest.mark.parametrize("size", [(1366, 728), (1024, 600), (911, 512)])
def test_the_balloon_is_in_the_window_and_covers_nothing_it_points_at(qtbot, window, size):
    window.window().setMinimumSize(1, 1)
    window.setMinimumSize(1, 1)
    window.window().resize(*size)
    while window.tour.is_running:
        window.tour.look()
        balloon = window.tour.balloon
        thing = window.tour.step.points_at()
        host = balloon.parentWidget()
        rect = QRect(thing.mapTo(host, QPoint(0, 0)), thing.size())

        assert host.rect().contains(balloon.geometry())
        if rect.height() < 200:
            assert not balloon.geometry().intersects(rect), title(window)
        assert balloon.heightForWidth(balloon.width()) <= balloon.height()
        window.tour.go_on()


def test_on_another_page_than_its_thing_the_balloon_stands_in_the_corner(window):
    window.show_page("registers")
    window.tour.look()
    balloon = window.tour.balloon

    host = balloon.parentWidget().rect()
    gap = host.bottomRight() - balloon.geometry().bottomRight()
    assert 0 < gap.x() < 20
    assert 0 < gap.y() < 20
