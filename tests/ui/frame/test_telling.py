"""What the desk tells covers nothing and is kept; where the books are; how one left the desk."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from domain.errors_of_database import DatabaseBusy
from tests.ui.frame.conftest import CONTROL
from ui.desk.frame.books_place import BooksPlace
from ui.desk.frame.geometry import keep_geometry, restore_geometry
from ui.desk.frame.habits import PREFERENCE, Habit
from ui.desk.kit.messages import MOST_KEPT

KEY = Qt.Key
HOSTILE = "<b>बिजली</b> =1+1 'O''Neil' " + "very " * 60 + "\u202elong\nsecond line 🙂"


def test_a_toast_covers_neither_page_nor_keys(seat):
    seat.window.desk.toasts.show("Posted.", action="Print", then=lambda: None)
    seat.rest()
    toast = seat.window.desk.toasts.toast

    def place(widget):
        return QRect(widget.mapTo(seat.window, widget.rect().topLeft()), widget.size())

    assert not place(toast).intersects(place(seat.page.widget))
    assert not place(toast).intersects(place(seat.window.key_bar))


def test_every_message_is_kept_and_its_action_still_works(seat):
    done = []
    toasts = seat.window.desk.toasts
    toasts.show("First.", action="Print", then=lambda: done.append("printed"))
    toasts.show(HOSTILE, "bad")
    assert toasts.messages.unread == 2
    assert "2" in seat.window.trail.messages.text()

    seat.press(KEY.Key_M, CONTROL)
    rows = seat.window.messages.rows
    assert [row.message.words for row in rows] == [HOSTILE, "First."]
    assert toasts.messages.unread == 0
    seat.press(KEY.Key_Down)
    seat.press(KEY.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().endswith("First.")
    seat.press(KEY.Key_Return)

    assert done == ["printed"]
    assert not seat.window.messages.isVisible()


def test_messages_are_put_away_one_by_one_or_all_at_once(seat):
    toasts = seat.window.desk.toasts
    for number in range(MOST_KEPT + 5):
        toasts.messages.add(f"Told {number}.", "good")
    assert len(toasts.messages.all()) == MOST_KEPT

    seat.press(KEY.Key_M, CONTROL)
    seat.press(KEY.Key_Delete)
    assert toasts.messages.all()[0].words == f"Told {MOST_KEPT + 3}."
    seat.click(seat.window.messages.clear)

    assert toasts.messages.all() == []
    assert seat.window.messages.empty.isVisible()
    seat.press(KEY.Key_M, CONTROL)
    assert not seat.window.messages.isVisible()


def test_a_bug_is_among_the_messages_with_its_number_and_told_once(seat):
    error = ValueError("boom")
    for _time in range(2):
        seat.window.report_bug(error)

    [message] = seat.window.desk.toasts.messages.all()
    message.act()

    number, details = QGuiApplication.clipboard().text().split("\n", 1)
    assert number in message.words
    assert "boom" in details


def test_a_bug_that_floods_is_one_message_that_counts(seat, caplog):
    def fail():
        raise AttributeError("boom")

    def told():
        return [one.words for one in seat.window.desk.toasts.messages.all()]

    for _time in range(1_200):
        try:
            fail()
        except AttributeError as error:
            seat.window.report_bug(error)
    seat.window.report_bug(ValueError("another"))

    seat.wait(lambda: "1,200 times" in told()[1])
    assert len(told()) == 2
    assert caplog.text.count("AttributeError: boom") == 1
    assert [one.getMessage().split()[-2] for one in caplog.records if "came" in one.msg] == [
        "10",
        "100",
        "1000",
    ]


def test_messages_stay_when_the_language_changes(seat):
    seat.window.desk.toasts.show("Posted.")
    seat.press(KEY.Key_M, CONTROL)

    seat.window.desk.language.switch_to("hi")
    seat.rest()

    assert [row.message.words for row in seat.window.messages.rows] == ["Posted."]


def test_the_top_bar_says_when_the_books_do_not_answer_and_tells_it_once(seat):
    window = seat.window
    assert window.top.books.told(window.desk.texts).startswith("The books are on this machine")
    before = len(window.desk.toasts.messages.all())

    for _minute in range(3):
        window._on_state_failed(DatabaseBusy("office.db"))  # noqa: SLF001 - as the timer hears it

    assert window.top.books.tone == "bad"
    assert len(window.desk.toasts.messages.all()) == before + 1
    window.top.books.show_place(BooksPlace(True, True), window.desk.texts)
    assert window.top.books.tone == "warning"


def test_the_desk_opens_as_it_was_left(seat, open_desk, books):
    seat.window.show_page("receipts")
    seat.press(KEY.Key_B, CONTROL)
    is_folded = seat.window.navigation.is_folded
    seat.window.habits.keep()
    seat.rest()

    other = open_desk()

    assert other.page.key == "receipts"
    assert other.window.navigation.is_folded == is_folded
    assert not other.window.way.history.can_go_back
    assert books.preferences.get(other.window.desk.actor.name, PREFERENCE)["page"] == "receipts"


@pytest.mark.parametrize(
    "kept", [None, [], "x", {"page": 7, "folded": "yes", "splits": {"a": "b", "c": [1, "2"]}}]
)
def test_habits_that_nobody_understands_are_no_habits(kept):
    assert Habit.of(kept) == Habit()


def test_a_window_comes_back_where_it_stood_and_never_off_the_screens(qtbot):
    settings = QSettings("Bijli Bahi", "desk")
    first, second, third = QWidget(), QWidget(), QWidget()
    for widget in (first, second, third):
        qtbot.addWidget(widget)
    first.setGeometry(40, 50, 500, 400)
    keep_geometry(first, settings)
    restore_geometry(second, settings, (300, 200))
    assert second.size() == first.size()

    first.setGeometry(50_000, 50_000, 500, 400)
    keep_geometry(first, settings)
    restore_geometry(third, settings, (300, 200))

    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.intersects(third.frameGeometry())


def test_a_place_that_cannot_be_read_is_no_place(qtbot):
    settings, window = QSettings("Bijli Bahi", "desk"), QWidget()
    qtbot.addWidget(window)
    settings.setValue("geometry", b"nonsense")

    restore_geometry(window, settings, (300, 200))

    assert (window.width(), window.height()) == (300, 200)


@pytest.mark.parametrize("size", [(1366, 728), (1024, 600), (911, 485)])
def test_everything_of_the_frame_has_room(open_desk, size):
    seat = open_desk(size)
    window = seat.window
    bar = window.top
    parts = [bar.go_to, bar.office, bar.day, bar.books, bar.language, bar.theme]

    assert window.width() == size[0]
    lefts = [part.mapTo(bar, part.rect().topLeft()).x() for part in parts]
    assert lefts == sorted(lefts)
    assert all(part.mapTo(bar, part.rect().topRight()).x() <= bar.width() for part in parts)
    last = window.navigation.button(list(window.pages)[-1])
    window.show_page(list(window.pages)[-1])
    seat.rest()
    assert not last.visibleRegion().isEmpty()
