"""What travels with the program is there, and can show all that the program writes."""

from __future__ import annotations

import sys

import pytest
import uharfbuzz

from resources import locate

#: What each font is shipped for.
NEEDED = {
    "NotoSans-Regular.ttf": "₹0123456789,.-–…·ABCabc",
    "NotoSans-Bold.ttf": "₹0123456789,.-–…·ABCabc",
    "NotoSansDevanagariUI-Regular.ttf": "₹०१२३४५६७८९ रसीद क्षत्रज्ञ ज़ड़ढ़फ़ॉॅँंः॰।",
    "NotoSansDevanagariUI-Bold.ttf": "₹०१२३४५६७८९ रसीद क्षत्रज्ञ ज़ड़ढ़फ़ॉॅँंः॰।",
    "NotoSansSymbols2-Regular.ttf": "●◐▲◆■✋○",
    "Lohit-Devanagari.ttf": "₹0123456789,.-–ABCabc रसीद क्षत्रज्ञ ज़ड़ढ़फ़ॉॅँंः॰।",
}


@pytest.mark.parametrize("font", NEEDED)
def test_a_font_has_what_it_is_shipped_for(font):
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(locate("fonts", font))))

    assert {character for character in NEEDED[font] if ord(character) not in face.unicodes} == set()


def test_every_shipped_font_is_known_here():
    assert {path.name for path in locate("fonts").glob("*.ttf")} == set(NEEDED)


def test_icons_take_the_colour_of_the_text_around_them():
    icons = sorted(locate("icons").glob("*.svg"))

    assert len(icons) >= 40
    assert [
        icon.name for icon in icons if 'stroke="currentColor"' not in icon.read_text("utf-8")
    ] == []


def test_a_built_program_finds_its_resources_where_it_was_unpacked(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert locate("fonts", "OFL.txt") == tmp_path / "resources" / "fonts" / "OFL.txt"
