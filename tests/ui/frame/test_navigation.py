"""The navigation has room for every page, or says where the others are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from resources.texts import Texts
from ui.desk.kit.navigation import Navigation
from ui.desk.kit.page import Page
from ui.desk.kit.theme import style_sheet

#: The pages of a desk, as those of now are called.
KEYS = (
    *("dashboard", "consumers", "recharge", "simulation", "billing_sheet", "counter", "receipts"),
    *("registers", "recovery", "defaulters", "supply", "alerts", "approvals", "policies"),
    *("tariffs", "importing", "books", "staff", "audit", "verifying", "printers"),
)
#: What a finger or a shaking hand still hits.
LEAST_TARGET_PX = 24


class PageOf(Page):
    """A page that is nothing but its name."""

    icon = "zap"

    def __init__(self, key):
        super().__init__()
        self.key, self.widget = key, QWidget()

    def title(self, _):
        return self.key


@pytest.fixture
def navigation(qtbot, theme):
    pages = [PageOf(key) for key in KEYS]
    shown = Navigation(theme, pages)
    qtbot.addWidget(shown)
    for page in pages:
        qtbot.addWidget(page.widget)
    shown.setStyleSheet(style_sheet(theme.tokens, 1.0))
    shown.retranslate(Texts("en"))
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def resized(qtbot, navigation, height, *, is_folded=False):
    navigation.show_folded(is_folded)
    navigation.resize(navigation.width(), height)
    qtbot.wait(30)


def in_sight(navigation):
    """Return the pages of which nothing is hidden."""
    buttons = {key: navigation.button(key) for key in KEYS}
    return [
        key
        for key, button in buttons.items()
        if button.visibleRegion().boundingRect() == button.rect()
    ]


@pytest.mark.parametrize("height", [728, 697])
def test_every_page_is_seen_on_the_usual_screen(qtbot, navigation, height):
    resized(qtbot, navigation, height)

    assert in_sight(navigation) == list(KEYS)
    assert min(navigation.button(key).height() for key in KEYS) >= LEAST_TARGET_PX
    assert not navigation.findChild(QWidget, "pages_below").isVisible()


def test_icons_stand_in_pairs_before_one_is_out_of_sight(qtbot, navigation):
    resized(qtbot, navigation, 485, is_folded=True)

    assert in_sight(navigation) == list(KEYS)
    assert len({navigation.button(key).x() for key in KEYS}) == 2
    sizes = {navigation.button(key).size().toTuple() for key in KEYS}
    assert min(min(size) for size in sizes) >= LEAST_TARGET_PX

    resized(qtbot, navigation, 900, is_folded=True)

    assert len({navigation.button(key).x() for key in KEYS}) == 1


def test_an_arrow_says_that_pages_are_out_of_sight_and_leads_to_them(qtbot, navigation):
    resized(qtbot, navigation, 485)
    above = navigation.findChild(QWidget, "pages_above")
    below = navigation.findChild(QWidget, "pages_below")
    assert (above.isEnabled(), below.isEnabled()) == (False, True)
    assert below.accessibleName() == "Pages below"
    assert KEYS[-1] not in in_sight(navigation)

    for _press in range(3):
        qtbot.mouseClick(below, Qt.MouseButton.LeftButton)

    assert (above.isEnabled(), below.isEnabled()) == (True, False)
    assert KEYS[-1] in in_sight(navigation)


def test_the_keyboard_brings_a_page_into_sight(qtbot, navigation):
    resized(qtbot, navigation, 485)
    navigation.button(KEYS[0]).setFocus()
    for _step in KEYS[1:]:
        qtbot.keyClick(navigation.window().focusWidget(), Qt.Key.Key_Down)

    assert navigation.window().focusWidget() is navigation.button(KEYS[-1])
    assert KEYS[-1] in in_sight(navigation)


def test_the_page_that_is_shown_stays_in_sight_where_the_window_becomes_low(qtbot, navigation):
    resized(qtbot, navigation, 728)
    navigation.show_page(KEYS[-1])

    resized(qtbot, navigation, 420)

    assert KEYS[-1] in in_sight(navigation)
