"""The colours of the desk can be read by tired eyes, and follow the clerk or the system."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from resources import locate
from ui.desk.kit.theme import DARK, LIGHT, Colors

DESK = Path(__file__).parents[2] / "ui" / "desk"
#: WCAG 2.1 AA: plain text; large or bold figures, icons, rings of focus.
TEXT, LARGE = 4.5, 3.0
#: What is written on what.
WRITTEN = {
    "text": "window card field zebra hover accent_ground warning_ground bad_ground good_ground",
    "muted": "window card field zebra hover accent_ground warning_ground",
    "accent": "window card field zebra hover accent_ground",
    "good": "window card zebra accent_ground good_ground",
    "warning": "window card zebra accent_ground warning_ground",
    "bad": "window card zebra accent_ground bad_ground",
    "on_accent": "button button_hover",
    "card": "bad",
    "window": "warning",
    "side_text": "side side_hover",
    "side_muted": "side",
    "on_side": "side side_chosen side_hover",
}
#: What is drawn on what: rings, icons, bars.
DRAWN = {
    "accent": "window card field",
    "accent_2": "window card side",
    "focus_soft": "window card",
    "focus_on_button": "button",
    "faint": "card",
    "bad": "field",
}


def pairs(of):
    return [(front, ground) for front, grounds in of.items() for ground in grounds.split()]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), pairs(WRITTEN))
def test_words_stand_out_from_their_ground(tokens, front, ground):
    assert contrast(getattr(tokens, front), getattr(tokens, ground)) >= TEXT


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), pairs(DRAWN))
def test_rings_and_icons_stand_out_from_their_ground(tokens, front, ground):
    assert contrast(getattr(tokens, front), getattr(tokens, ground)) >= LARGE


def test_no_words_of_the_stylesheet_stand_on_a_ground_that_was_not_measured():
    measured = {*pairs(WRITTEN)}
    # What is disabled may be faint; that is how it is seen to be.
    rules = [rule for rule in written_rules() if "disabled" not in rule[0]]

    together = {
        (front, ground)
        for _names, body in rules
        for front in re.findall(r"(?<![-\w])color: @(\w+)", body)
        for ground in re.findall(r"background(?:-color)?: @(\w+)", body)
    }

    assert len(together) > 10
    assert together - measured == set()


def test_what_is_chosen_in_a_field_can_be_read(qapp, theme):
    role = QPalette.ColorRole
    for colors in (Colors.LIGHT, Colors.DARK):
        theme.show_colors(colors)
        palette = qapp.palette()
        front, ground = (
            palette.color(one).name() for one in (role.HighlightedText, role.Highlight)
        )
        assert contrast(front, ground) >= TEXT
    theme.show_colors(Colors.LIGHT)


def test_sizes_of_letters_come_from_one_place():
    told = re.compile(r"font-size|setPixelSize|setPointSize|font:\s*\d")
    # The printer's points are the paper's, not the screen's.
    files = [
        path
        for path in DESK.rglob("*.py")
        if path.name not in {"theme.py", "printing.py"} and told.search(path.read_text("utf-8"))
    ]

    assert files == []


def test_every_size_of_letters_grows_with_the_text_scale():
    rules = " ".join(body for _names, body in written_rules())

    assert re.findall(r"font-size: \d+(?!\d*sp)", rules) == []


def test_the_stylesheet_knows_no_colour_of_its_own():
    text = locate("styles", "desk.qss").read_text("utf-8")

    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b", text) == []
    assert set(re.findall(r"@(\w+)", text)) <= {*asdict(LIGHT)}


def test_the_system_is_followed_while_it_changes(qapp, theme):
    theme.show_colors(Colors.SYSTEM)

    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.is_dark

    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert not theme.is_dark


def test_chosen_colours_stay_whatever_the_system_does(qapp, theme):
    theme.show_colors(Colors.DARK)

    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)

    assert theme.is_dark
    theme.show_colors(Colors.LIGHT)


def test_the_button_goes_round_the_three():
    assert [Colors.SYSTEM.after, Colors.LIGHT.after, Colors.DARK.after] == [
        Colors.LIGHT,
        Colors.DARK,
        Colors.SYSTEM,
    ]


def written_rules():
    text = re.sub(
        r"/\*.*?\*/", "", locate("styles", "desk.qss").read_text("utf-8"), flags=re.DOTALL
    )
    return re.findall(r"([^{}]+)\{([^{}]*)\}", text)


def contrast(front, ground):
    lighter, darker = sorted((luminance(front), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color):
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
