"""A desk that nobody touches is told of, also when the machine slept meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.ui.practice_office import SteppingClock
from ui.desk.people.idle import Idle

TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def clock():
    return SteppingClock(datetime(2026, 11, 23, 5, 30, tzinfo=UTC))


@pytest.fixture
def line(qtbot):
    widget = QLineEdit()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitActive(widget)
    return widget


def idle_over(line, clock, after=TEN_MINUTES):
    idle = Idle(after, clock.now, line)
    idle.watch(line.windowHandle())
    idle.start()
    return idle


def test_keys_and_mouse_put_it_off(line, clock):
    idle, heard = idle_over(line, clock), []
    idle.passed.connect(lambda: heard.append("passed"))

    for _key in range(3):
        clock.at += timedelta(minutes=6)
        QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)

    assert heard == []
    assert line.text() == "aaa"


def test_the_first_key_after_a_night_asleep_is_not_typed(line, clock):
    idle, heard = idle_over(line, clock), []
    idle.passed.connect(lambda: heard.append("passed"))

    clock.at += timedelta(hours=9)
    QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)

    assert heard == ["passed"]
    assert line.text() == ""


def test_it_passes_while_nothing_happens(qtbot, line, clock):
    idle = idle_over(line, clock, timedelta(milliseconds=50))

    with qtbot.waitSignal(idle.passed):
        pass


def test_stopped_it_tells_nothing(line, clock):
    idle, heard = idle_over(line, clock), []
    idle.passed.connect(lambda: heard.append("passed"))
    idle.stop()

    clock.at += timedelta(hours=9)
    QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)

    assert heard == []
