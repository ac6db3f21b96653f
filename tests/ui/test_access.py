"""Every page without a mouse and without eyes: names, the order of Tab, a ring one can see."""

from __future__ import annotations

import itertools
import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from tests.ui.conftest import explain
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.application import page_makers
from ui.desk.kit.chart import Chart
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings, Window

INPUTS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
NAMED = (*INPUTS, QAbstractItemView, QTextBrowser, Chart)
#: More stops than this no page has.
MOST_STOPS = 120
#: Two things that differ by less in height stand on one line.
SAME_LINE_PX = 14


@pytest.fixture
def window(qtbot, tasks, theme, books):
    world = Surroundings(books, CLERK, explain, tasks, Language(), theme)
    window = Window(world, page_makers(books, NO_DOCUMENTS))
    qtbot.addWidget(window)
    window.resize(1366, 728)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)
    window.desk.language.changed.emit()
    return window


def shown(qtbot, window, tasks):
    """Bring up one page after the other, each with what it shows of a consumer."""
    for key in window.pages:
        window.show_page(key)
        qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)
        yield key
    for show in (window.show_consumer, window.recharge):
        show("100001")
        qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)
        yield f"{window.page.key} of a consumer"
    window.help.toggle()
    yield "help"
    window.help.toggle()


def test_whatever_can_be_used_has_a_name_for_a_screen_reader(qtbot, window, tasks):
    for _page in shown(qtbot, window, tasks):
        pass
    things = [thing for kind in NAMED for thing in window.findChildren(kind) if is_ours(thing)]

    nameless = {path_of(thing) for thing in things if not thing.accessibleName()}

    assert len(things) > 100
    # Go To's line and the words to be typed back are named when they are asked for.
    assert {path for path in nameless if not re.search(r"GoTo|_word$", path)} == set()


def test_every_button_says_what_it_does(qtbot, window, tasks):
    silent, without_tip = set(), set()
    for page in shown(qtbot, window, tasks):
        for button in window.findChildren(QAbstractButton):
            if not button.isVisible() or not is_ours(button):
                continue
            if not (button.accessibleName() or button.text()):
                silent.add(f"{page}: {path_of(button)}")
            if not button.text() and not button.icon().isNull() and not button.toolTip():
                without_tip.add(f"{page}: {path_of(button)}")

    assert silent == set()
    assert without_tip == set()


def test_tab_goes_through_every_page_and_round_in_the_order_of_reading(qtbot, window, tasks):
    missed, backwards = set(), set()
    for page in shown(qtbot, window, tasks):
        stops = tab_stops(qtbot, window)
        scope = window.help.panel if page == "help" else window.page.widget
        inputs = [
            thing
            for kind in INPUTS
            for thing in scope.findChildren(kind)
            if takes_tab(thing) and is_ours(thing)
        ]
        missed |= {f"{page}: {path_of(thing)}" for thing in inputs if thing not in stops}
        for before, after in itertools.pairwise(stops):
            if before.parentWidget() is after.parentWidget() and is_before(after, before):
                backwards.add(f"{page}: {path_of(before)} then {path_of(after)}")

    assert missed == set()
    assert backwards == set()


def test_what_has_the_focus_looks_different(qtbot, window, tasks):
    unseen = set()
    for page in shown(qtbot, window, tasks):
        for stop in tab_stops(qtbot, window):
            if not stop.isVisible():
                continue
            stop.clearFocus()
            plain = stop.grab().toImage()
            stop.setFocus(Qt.FocusReason.TabFocusReason)
            if stop.hasFocus() and stop.grab().toImage() == plain:
                unseen.add(f"{page}: {path_of(stop)}")

    assert unseen == set()


def tab_stops(qtbot, window):
    """Return where Tab leads from the first thing of the page until it comes round."""
    window.page.enter()
    stops = []
    for _step in range(MOST_STOPS):
        focus = window.focusWidget()
        if focus is None or focus in stops:
            break
        stops.append(focus)
        leave(qtbot, window, focus)
    return stops


def leave(qtbot, window, focus):
    """Press Tab; within a text it goes from link to link first."""
    links = MOST_STOPS if isinstance(focus, QTextBrowser) else 1
    for _link in range(links):
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        if window.focusWidget() is not focus:
            return
    pytest.fail(f"Tab does not leave {path_of(focus)}")


def takes_tab(widget: QWidget) -> bool:
    has_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return has_tab and widget.isVisible() and widget.isEnabled()


def is_before(one, other):
    """Return whether one thing is read before another: above it, or left of it on its line."""
    here, there = (widget.mapTo(widget.window(), QPoint(0, 0)) for widget in (one, other))
    if abs(here.y() - there.y()) < SAME_LINE_PX:
        return here.x() < there.x()
    return here.y() < there.y()


def is_ours(widget):
    """Return whether a part is not one that Qt makes inside of another."""
    inside = widget.parentWidget()
    if widget.objectName().startswith("qt_") or isinstance(widget, QHeaderView):
        return False
    # The cross of a search line is for the mouse; Esc clears the line.
    if isinstance(widget, QToolButton) and isinstance(inside, QLineEdit):
        return False
    # The list and the line that Qt makes for a choice.
    return not any(isinstance(above, QComboBox) for above in above_of(widget))


def above_of(widget):
    while (widget := widget.parentWidget()) is not None:
        yield widget


def path_of(widget):
    names = [type(one).__name__ for one in (widget, *above_of(widget))]
    ours = [name for name in names if not name.startswith("Q")][:3]
    text = getattr(widget, "text", str)()
    return (
        f"{'/'.join(reversed(ours))} {type(widget).__name__} {widget.objectName()} {text}".strip()
    )
