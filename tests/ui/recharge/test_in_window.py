"""Recharge and billing sheet in the window: reached by keys, and each hears of the other."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.shift import CashCount
from tests.ui.conftest import explain
from tests.ui.practice_office import CLERK
from ui.desk.billing_sheet.page import BillingSheetPage
from ui.desk.counter.page import CounterPage
from ui.desk.kit.language import Language
from ui.desk.recharge.page import RechargePage
from ui.desk.window import Surroundings, Window

ENTER = Qt.Key.Key_Return


@pytest.fixture
def window(qtbot, tasks, theme, books, documents, memory):  # noqa: PLR0913, PLR0917 - a whole desk
    world = Surroundings(books, CLERK, explain, tasks, Language(), theme)
    window = Window(
        world,
        [
            lambda desk: RechargePage(desk, books, documents, memory),
            lambda desk: BillingSheetPage(desk, books, documents),
            lambda desk: CounterPage(desk, books, documents),
        ],
    )
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    qtbot.waitActive(window)
    yield window
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)


def press(qtbot, *keys):
    for key in keys:
        held = Qt.KeyboardModifier.NoModifier
        if isinstance(key, tuple):
            held, key = key  # noqa: PLW2901 - a key with what is held
        qtbot.keyClick(QApplication.focusWidget(), key, held)


def test_from_a_row_of_the_sheet_f5_takes_money_and_the_sheet_shows_it(window, qtbot, books):
    sheet = window.pages["billing_sheet"]
    press(qtbot, (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_2))
    qtbot.waitUntil(lambda: sheet.view.model.rowCount() == 200, timeout=20_000)
    press(qtbot, ENTER, Qt.Key.Key_Down, Qt.Key.Key_F5)

    recharge = window.pages["recharge"]
    qtbot.waitUntil(lambda: recharge.selected_consumer() == "100002", timeout=10_000)
    qtbot.keyClicks(QApplication.focusWidget(), "500")
    qtbot.waitUntil(lambda: recharge.view.effect.effect is not None, timeout=10_000)
    with qtbot.waitSignal(recharge.books_changed, timeout=10_000):
        press(qtbot, (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_A))

    assert books.state().receipts_today == 1
    press(qtbot, (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_2))
    qtbot.waitUntil(lambda: sheet.view.model.rowCount() == 200, timeout=20_000)


def test_ctrl_a_in_any_field_takes_the_money_once(window, qtbot, books):
    recharge = window.pages["recharge"]
    window.recharge("100003")
    qtbot.waitUntil(lambda: recharge.selected_consumer() == "100003", timeout=10_000)
    qtbot.keyClicks(recharge.view.amount.line, "300")
    qtbot.waitUntil(lambda: recharge.view.effect.effect is not None, timeout=10_000)

    accept = (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_A)
    press(qtbot, accept, accept)
    qtbot.waitUntil(lambda: recharge.selected_consumer() is None, timeout=10_000)

    assert books.state().receipts_today == 1


def test_alt_r_runs_the_day_on_the_sheets_page_only(window, qtbot, books):
    alt_r = (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_R)
    press(qtbot, alt_r)
    assert not window.pages["billing_sheet"].controller.is_running
    press(qtbot, (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_2), alt_r)

    with qtbot.waitSignal(window.pages["billing_sheet"].books_changed, timeout=20_000):
        pass

    assert books.state().last_charged_on == books.today().replace(day=21)
    qtbot.waitUntil(lambda: window.key_bar.count.text() == "200 of 200", timeout=20_000)


def test_from_the_strip_without_a_shift_the_clerk_comes_to_the_counter(window, qtbot, books):
    recharge = window.pages["recharge"]
    shift = books.counter.shift(CLERK.counter)
    drawer = books.counter.cash_in_drawer(CLERK.counter)
    books.counter.close_shift(shift.id, CashCount.in_fewest(drawer), "", "", CLERK)
    recharge.refresh()
    qtbot.waitUntil(recharge.view.shift.isVisible, timeout=10_000)

    qtbot.mouseClick(recharge.view.shift.way_out, Qt.MouseButton.LeftButton)

    assert window.page.key == "counter"


def test_f6_goes_to_the_receipts_and_escape_comes_back(window, qtbot):
    recharge = window.pages["recharge"]
    qtbot.waitUntil(lambda: recharge.view.receipts_model.rowCount() == 10, timeout=10_000)

    press(qtbot, Qt.Key.Key_F6, Qt.Key.Key_F6)
    assert recharge.view.is_receipt_shown
    press(qtbot, Qt.Key.Key_Escape)

    assert not recharge.view.is_receipt_shown
    assert recharge.view.receipts.hasFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert recharge.view.picker.line.hasFocus()
