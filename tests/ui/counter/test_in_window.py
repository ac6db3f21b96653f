"""The counter in the desk's window: its badge in the top bar, F9 from everywhere, refreshing."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from domain.money import Money
from tests.ui.conftest import explain
from tests.ui.counter.conftest import close_open_shift, take
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.consumers.page import ConsumersPage
from ui.desk.counter.page import CounterPage
from ui.desk.counter.shift_view import Face
from ui.desk.counter.view import Part
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings, Window

F9 = Qt.Key.Key_F9


@pytest.fixture
def window(qtbot, tasks, theme, books, tmp_path):
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    world = Surroundings(books, CLERK, explain, tasks, Language(), theme)
    makers = [
        lambda desk: ConsumersPage(desk, books, NO_DOCUMENTS),
        lambda desk: CounterPage(desk, books, NO_DOCUMENTS),
    ]
    window = Window(world, makers)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    qtbot.waitActive(window)
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)
    yield window
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)


def press(qtbot, window, key, held=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or window, key, held)
    qtbot.wait(30)
    qtbot.waitUntil(lambda: window.desk.tasks.is_idle, timeout=20_000)
    qtbot.wait(20)


def test_the_top_bar_says_counter_shift_and_cash(window):
    badge = window.pages["counter"].drawer

    assert badge.text().strip() == "Counter 2 · Shift open 09:30 · ₹2,000.00"
    assert window.top.collected.isHidden()


def test_the_cash_follows_when_another_page_moves_money(qtbot, window, books):
    take(books, 450)

    window.pages["consumers"].books_changed.emit()
    badge = window.pages["counter"].drawer
    qtbot.waitUntil(lambda: "₹2,450.00" in badge.toolTip(), timeout=10_000)


def test_without_a_shift_the_badge_warns(qtbot, window, books):
    close_open_shift(books)
    window.pages["counter"].refresh()
    badge = window.pages["counter"].drawer
    qtbot.waitUntil(lambda: "No shift open" in badge.toolTip(), timeout=10_000)

    assert badge.property("tone") == "warning"


def test_f9_leads_to_the_counter_then_to_closing_then_to_the_end_of_the_day(qtbot, window, books):
    page = window.pages["counter"]
    press(qtbot, window, F9)
    assert window.page is page
    assert page.view.shift.face is Face.STANDING

    press(qtbot, window, F9)
    assert page.view.shift.face is Face.CLOSING
    for number in ("4", "", "", "", "", "", "", "", ""):
        qtbot.keyClicks(QApplication.focusWidget(), number)
        press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert books.counter.shift(2) is None

    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, F9)
    assert page.view.part is Part.DAY_END


def test_the_badge_says_less_where_there_is_less_room(qtbot, window):
    badge = window.pages["counter"].drawer

    badge.resize(badge.minimumSizeHint().width(), badge.height())
    assert badge.text().strip() == "₹2,000.00"

    badge.resize(badge.sizeHint().width(), badge.height())
    assert badge.text().strip().startswith("Counter 2")
    window.resize(911, 512)
    qtbot.wait(50)
    assert window.top.minimumSizeHint().width() <= 911


def test_ctrl_a_pays_out_what_the_sheet_tells_of(qtbot, window, books):
    press(qtbot, window, F9)
    press(qtbot, window, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    for text in ("120", "Ramesh", "tea"):
        qtbot.keyClicks(QApplication.focusWidget(), text)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    window.pages["counter"].view.moves.form.field("reason").setFocus()

    press(qtbot, window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    assert books.counter.cash_in_drawer(2) == Money.rupees(1880)
