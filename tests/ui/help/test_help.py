"""F1: the page's part of the manual beside the page, in the clerk's language."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.conftest import explain
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.application import page_makers
from ui.desk.help.manual import CONTENTS, page_about
from ui.desk.kit.language import Language
from ui.desk.kit.theme import Colors
from ui.desk.window import Surroundings, Window


@pytest.fixture
def window(qtbot, tasks, theme, books):
    world = Surroundings(books, CLERK, explain, tasks, Language(), theme)
    window = Window(world, page_makers(books, NO_DOCUMENTS))
    qtbot.addWidget(window)
    window.resize(1366, 728)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)
    return window


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def read(window):
    return window.help.panel.page.toPlainText()


def test_f1_opens_the_part_of_the_page_that_is_shown(qtbot, window):
    window.show_page("recharge")

    press(qtbot, window, Qt.Key.Key_F1)

    assert window.help.panel.isVisible()
    assert read(window).startswith("Recharge")


def test_f1_again_closes_it_and_gives_the_focus_back(qtbot, window):
    window.show_page("recharge")
    before = window.focusWidget()

    press(qtbot, window, Qt.Key.Key_F1)
    assert window.help.panel.isAncestorOf(window.focusWidget())
    press(qtbot, window, Qt.Key.Key_F1)

    assert not window.help.panel.isVisible()
    assert window.focusWidget() is before


def test_escape_in_the_help_closes_it_and_leaves_the_page_as_it_was(qtbot, window):
    window.show_page("recharge")
    window.page.view.picker.line.setText("100001")
    press(qtbot, window, Qt.Key.Key_F1)

    press(qtbot, window, Qt.Key.Key_Escape)

    assert not window.help.panel.isVisible()
    assert window.page.view.picker.line.text() == "100001"


def test_the_keys_at_the_top_are_those_that_are_registered(window):
    window.show_page("billing_sheet")

    window.help.toggle()

    for page, action in window.actions_of_desk.all():
        if page == "billing_sheet" and action.keys:
            assert action.keys[0] in read(window)


def test_all_keys_stand_in_their_own_tab(window):
    window.help.toggle()

    keys = window.help.panel.keys.toPlainText()

    assert "Ctrl+K" in keys
    assert "500+50" in keys


def test_the_help_follows_to_another_page(window):
    window.help.toggle()

    window.show_page("recharge")

    assert read(window).startswith("Recharge")


def test_the_manual_changes_its_language_while_it_is_read(window):
    window.show_page("recharge")
    window.help.toggle()

    window.desk.language.switch_to("hi")

    assert read(window).startswith("रिचार्ज")


def test_a_link_leads_to_another_page_and_back_leads_home(window):
    window.show_page("recharge")
    window.help.toggle()

    window.help.panel.page.link_requested.emit("printers.md")
    assert read(window).startswith("Printers")
    window.help.back()

    assert read(window).startswith("Recharge")


@pytest.mark.parametrize("link", ["https://example.org", "../../../etc/passwd", "", "#3"])
def test_a_link_elsewhere_is_not_followed(window, link):
    window.show_page("recharge")
    window.help.toggle()

    window.help.panel.page.link_requested.emit(link)

    assert read(window).startswith("Recharge")


def test_what_is_found_leads_to_its_section(qtbot, window):
    window.help.toggle()
    window.help.panel.search.setText("drill")
    qtbot.keyClick(window.help.panel.search, Qt.Key.Key_Return)
    assert "Books" in read(window)

    window.help.panel.page.link_requested.emit("books.md#2")

    assert read(window).startswith("Books")
    assert window.help.panel.page.verticalScrollBar().value() > 0


def test_what_is_not_in_the_manual_is_said_as_it_was_typed(qtbot, window):
    window.help.toggle()
    hostile = "<b>[x](y) *zebra* {0} \u202e"

    window.help.panel.search.setText(hostile)
    qtbot.keyClick(window.help.panel.search, Qt.Key.Key_Return)

    assert hostile in read(window)


def test_accepting_in_the_help_posts_nothing(qtbot, window, books):
    window.recharge("100001")
    qtbot.waitUntil(window.page.view.amount.isEnabled)
    window.page.view.amount.line.setText("100")
    taken = len(books.receipts(1_000))
    press(qtbot, window, Qt.Key.Key_F1)

    for key in (Qt.Key.Key_A, Qt.Key.Key_Return):
        press(qtbot, window, key, Qt.KeyboardModifier.ControlModifier)
        window.help.panel.search.setFocus()
    qtbot.wait(200)

    assert len(books.receipts(1_000)) == taken


def test_control_f1_goes_from_one_side_to_the_other(qtbot, window):
    window.show_page("recharge")
    press(qtbot, window, Qt.Key.Key_F1)

    press(qtbot, window, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    assert not window.help.panel.isAncestorOf(window.focusWidget())
    press(qtbot, window, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)

    assert window.help.panel.isAncestorOf(window.focusWidget())


def test_a_page_has_room_beside_the_help_on_a_small_screen(window):
    window.resize(1024, 600)

    window.help.toggle()

    assert window.help.panel.width() <= 0.42 * window.width()
    assert window.navigation.is_folded


def test_the_manual_is_written_in_the_colours_of_now(window):
    window.help.toggle()

    window.desk.theme.show_colors(Colors.DARK)

    assert read(window)
    window.desk.theme.show_colors(Colors.LIGHT)


def test_every_page_of_the_desk_has_its_part(window):
    without = [key for key in window.pages if page_about(key) == CONTENTS]

    assert without == []
