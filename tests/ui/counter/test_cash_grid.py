"""Notes and coins are counted by keys alone, and the sum stands beside them."""

import pytest
from PySide6.QtCore import Qt

from domain.errors import FieldNotAllowed, FieldOutOfRange
from domain.shift import DENOMINATIONS, CashCount
from resources.texts import Texts
from ui.desk.counter.cash_grid import CashGrid


@pytest.fixture
def grid(qtbot, theme):
    grid = CashGrid("Counted")
    qtbot.addWidget(grid)
    grid.retranslate(Texts())
    grid.show()
    qtbot.waitActive(grid)
    grid.start()
    return grid


def press(qtbot, grid, *keys):
    for key in keys:
        qtbot.keyClick(grid.focusWidget(), key)


def test_enter_goes_down_and_the_sum_grows(qtbot, grid):
    for number in ("4", "", "12"):
        qtbot.keyClicks(grid.focusWidget(), number)
        press(qtbot, grid, Qt.Key.Key_Return)

    assert grid.value() == CashCount.of({500: 4, 100: 12})
    assert grid.total.text() == "₹3,200.00"
    assert grid.field(50).hasFocus()


def test_the_last_enter_says_that_the_counting_is_done(qtbot, grid):
    grid.field(1).setFocus()

    with qtbot.waitSignal(grid.finished):
        press(qtbot, grid, Qt.Key.Key_Return)


def test_arrows_go_up_and_down_and_stay_at_the_ends(qtbot, grid):
    press(qtbot, grid, Qt.Key.Key_Up)
    assert grid.field(500).hasFocus()

    press(qtbot, grid, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert grid.field(200).hasFocus()


def test_bundles_are_added_up(grid):
    grid.field(100).setText("100+12 + 3")

    assert grid.value() == CashCount.of({100: 115})


@pytest.mark.parametrize("text", ["-1", "1.5", "x", "=1+1", "1+", "²", "999999999999", "<b>2</b>"])
def test_what_is_no_number_is_marked_and_kept(grid, text):
    grid.field(20).setText(text)

    assert grid.count() is None
    assert grid.total.text() == "-"
    with pytest.raises(FieldNotAllowed):
        grid.value()
    grid.show_problem("No number.")
    assert grid.field(20).text() == text
    assert grid.field(20).property("problem")
    assert not grid.field(10).property("problem")


def test_no_office_has_a_million_notes(grid):
    grid.field(500).setText("1000000")

    with pytest.raises(FieldOutOfRange):
        grid.value()


def test_digits_of_devanagari_count_too(grid):
    grid.field(10).setText("१२")

    assert grid.value() == CashCount.of({10: 12})


def test_a_count_is_put_in_and_taken_out(grid):
    count = CashCount.of(dict.fromkeys(DENOMINATIONS, 3))

    grid.show_count(count)

    assert grid.value() == count
    assert grid.total.text() == "₹2,664.00"
    grid.show_count(CashCount())
    assert grid.is_empty
