"""The frame of the desk: pages, keys, Go To, languages, colours, bugs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLockFile, QSettings, Qt, QTimer
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QScrollArea, QWidget

from resources.texts import Texts
from tests.ui.conftest import StretchedTexts, explain
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.actions import Action
from ui.desk.application import ALREADY_OPEN, page_makers, run_desk
from ui.desk.consumers.page import ConsumersPage
from ui.desk.front import Front
from ui.desk.kit.language import Language
from ui.desk.kit.page import Page
from ui.desk.window import Surroundings, Window


class RechargeStandIn(Page):
    """Stands where the recharge page will be, and remembers what it was asked."""

    key = "recharge"
    icon = "zap"

    def __init__(self):
        super().__init__()
        self.widget = QWidget()
        self.shown = []
        self.actions = (
            Action("reprint", "Reprint", lambda: self.shown.append("reprint"), ("F6",), "printer"),
        )

    def title(self, _):
        return "Recharge"

    def show_consumer(self, number):
        self.shown.append(number)


@pytest.fixture
def open_window(qtbot, tasks, theme, books):
    def open_it(makers, open_texts=Texts):
        language = Language("en", open_texts=open_texts)
        world = Surroundings(books, CLERK, explain, tasks, language, theme)
        window = Window(world, makers)
        qtbot.addWidget(window)
        window.resize(1366, 728)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: tasks.is_idle)
        return window

    yield open_it
    theme.show_dark(False)
    theme.show_scale(1.0)


@pytest.fixture
def window(open_window, books):
    return open_window(
        [lambda desk: ConsumersPage(desk, books, NO_DOCUMENTS), lambda _desk: RechargeStandIn()]
    )


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def test_a_digit_with_control_brings_up_a_page(qtbot, window):
    press(qtbot, window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.page.key == "recharge"

    press(qtbot, window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.page.key == "consumers"


def test_a_page_is_put_into_the_window_when_it_is_first_shown(window):
    recharge = window.pages["recharge"].widget
    assert not window.isAncestorOf(recharge)

    window.show_page("recharge")

    assert window.isAncestorOf(recharge)


def test_f5_recharges_the_consumer_in_use(qtbot, window):
    page = window.page
    qtbot.waitUntil(lambda: page.selected_consumer() is not None)

    press(qtbot, window, Qt.Key.Key_F5)

    assert window.page.key == "recharge"
    assert window.page.shown == ["100001"]


def test_f3_finds_from_every_page(qtbot, window):
    window.show_page("recharge")

    press(qtbot, window, Qt.Key.Key_F3)

    assert window.page.key == "consumers"
    assert window.focusWidget() is window.page.view.list.search


def test_the_key_bar_shows_the_keys_of_the_page_and_its_count(qtbot, window):
    assert window.key_bar.texts[:3] == ["F1  Help", "F3  Find", "F5  Recharge"]
    assert window.key_bar.count.text() == "200 of 200"

    window.show_page("recharge")

    assert "F6  Reprint" in window.key_bar.texts
    assert window.key_bar.count.text() == ""


def test_alt_c_takes_a_consumer_on_from_every_page(qtbot, window):
    window.show_page("recharge")

    press(qtbot, window, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)

    assert window.page.key == "consumers"
    assert window.page.view.side.currentWidget() is window.page.view.new


def test_go_to_finds_pages_actions_and_consumers(qtbot, window):
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.go_to.line, "100021")
    qtbot.waitUntil(lambda: any("100021" in text for text in window.go_to.texts))

    qtbot.keyClick(window.go_to.line, Qt.Key.Key_Return)

    page = window.page
    qtbot.waitUntil(lambda: page.view.consumer.facts.whole_text().startswith("100021"))
    assert page.view.is_consumer_open


def test_shift_f1_lists_every_key_that_works_here(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)

    assert window.key_sheet.isVisible()
    bar = window.key_sheet.findChild(QScrollArea).verticalScrollBar()
    bar.setMaximum(40)
    qtbot.keyClick(window.key_sheet, Qt.Key.Key_End)
    assert bar.value() == 40
    qtbot.keyClick(window.key_sheet, Qt.Key.Key_Escape)
    assert not window.key_sheet.isVisible()


def test_no_key_of_any_page_is_used_twice(open_window, books):
    window = open_window(page_makers(books, NO_DOCUMENTS))

    registered = window.actions_of_desk.all()

    # Registering refuses a key that is taken, so what stands there is without a conflict.
    assert {"keys", "go_to", "find", "new_consumer"} <= {action.name for _, action in registered}


def test_every_word_changes_with_the_language(qtbot, open_window, books):
    window = open_window(
        [lambda desk: ConsumersPage(desk, books, NO_DOCUMENTS)],
        open_texts=lambda code: StretchedTexts("en") if code == "hi" else Texts(code),
    )

    qtbot.mouseClick(window.top.language, Qt.MouseButton.LeftButton)

    assert window.navigation.button("consumers").accessibleName() == "[Consumers~~~]"
    assert window.page.view.consumer.tabs.tabText(1) == "[Timeline~~]"
    assert window.page.view.list.model.headerData(0, Qt.Orientation.Horizontal) == "[Number~~]"
    assert window.key_bar.texts[0] == "F1  [Help~]"


def test_text_grows_and_shrinks_by_key(qtbot, window, theme):
    before = window.page.view.list.table.verticalHeader().defaultSectionSize()

    press(qtbot, window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)

    assert theme.scale == 1.15
    assert window.page.view.list.table.verticalHeader().defaultSectionSize() > before
    press(qtbot, window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert theme.scale == 1.0


def test_the_navigation_folds_where_there_is_little_room(qtbot, window):
    assert not window.navigation.is_folded

    window.resize(1024, 600)
    assert window.navigation.is_folded

    press(qtbot, window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not window.navigation.is_folded


def test_a_practice_office_carries_a_strip(window):
    assert window.practice.isVisible()


def test_a_bug_is_told_by_a_number_with_details_to_copy(qtbot, window, caplog):
    window.report_bug(ZeroDivisionError("a bug"))

    toast = window.desk.toasts.toast
    assert "Something went wrong" in toast.text.text()
    qtbot.mouseClick(toast.action, Qt.MouseButton.LeftButton)
    assert "ZeroDivisionError: a bug" in caplog.text


def test_every_input_has_a_name_for_a_screen_reader(window):
    kinds = (QLineEdit, QComboBox, QAbstractSpinBox)
    inputs = [widget for kind in kinds for widget in window.findChildren(kind)]

    nameless = [widget for widget in inputs if not widget.accessibleName()]

    assert len(inputs) > 30
    # Go To's line gets its name when it is opened.
    assert [widget for widget in nameless if widget is not window.go_to.line] == []


def test_the_desk_opens_and_closes_and_remembers_how_the_clerk_likes_it(
    qapp, qtbot, books, theme, tmp_path
):
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))

    def close_when_shown():
        window = next(w for w in qapp.topLevelWidgets() if isinstance(w, Front))
        window.window_of_desk.desk.theme.show_dark(True)
        window.close()

    QTimer.singleShot(300, close_when_shown)
    code = run_desk(
        books, NO_DOCUMENTS, CLERK, explain, desk_lock=tmp_path / "desk.lock", new_words=str
    )

    assert code == 0
    assert QSettings("Bijli Bahi", "desk").value("colors") == "dark"


def test_a_second_desk_on_the_same_office_does_not_open(qapp, books, tmp_path):
    first = QLockFile(str(tmp_path / "desk.lock"))
    assert first.tryLock(0)

    code = run_desk(
        books, NO_DOCUMENTS, CLERK, explain, desk_lock=tmp_path / "desk.lock", new_words=str
    )

    assert code == ALREADY_OPEN
    first.unlock()


def test_f6_goes_to_the_receipts_from_every_page(qtbot, open_window, books):
    window = open_window(page_makers(books, NO_DOCUMENTS))
    window.show_page("billing_sheet")

    press(qtbot, window, Qt.Key.Key_F6)

    assert window.page.key == "recharge"
    assert window.focusWidget() is window.page.view.receipts
