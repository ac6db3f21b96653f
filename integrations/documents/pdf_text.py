"""Text on paper: the one door to reportlab's Paragraph, through which nothing hostile passes.

A name with ``<b>unclosed`` would stop the document and ``<img src=...>`` embed a file of this
machine, so whatever comes from outside is cleaned, cut and escaped here; and only a shaped
Paragraph writes Hindi as Hindi is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from operator import itemgetter
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

from integrations.plain_text import plain
from resources import locate

LEFT, CENTRE, RIGHT = TA_LEFT, TA_CENTER, TA_RIGHT
#: No field of a document needs more; a name of a million letters costs no time.
_MOST_CHARACTERS = 400
_LEADING = 1.32
#: Nobody reads letters of fewer points; each step to fewer is by this share.
_LEAST_SIZE, _SMALLER = 5.5, 0.92
_NO_LIMIT = 10_000
#: The fonts of Latin text: usual, and bold.
LATIN = ("NotoSans-Regular", "NotoSans-Bold")
_DEVANAGARI = ("NotoSansDevanagariUI-Regular", "NotoSansDevanagariUI-Bold")
#: Latin and Devanagari in one font, for words that mix them: a word is shaped in one font only.
_BOTH = ("Lohit-Devanagari", "Lohit-Devanagari")
_STAND_IN = "?"
_WORDS = re.compile(r"\S+|\s+")


@dataclass(frozen=True, slots=True)
class Ink:
    """How a text is set: size in points, weight, colour, side it leans to, most lines.

    A colour is ``#rrggbb``, or ``#rrggbbaa`` to let shine through what is under the text.
    """

    size: float = 8.5
    is_bold: bool = False
    colour: str = "#0f172a"
    align: int = LEFT
    lines: int = 1


@dataclass(frozen=True, slots=True)
class SetText:
    """A text that was set to a width, ready to be drawn; height in points."""

    paragraph: Paragraph
    height: float


def set_text(text: str, ink: Ink, width: float) -> SetText:
    """Set a text from anywhere to lines of ``width`` points, at most as many as ``ink`` says.

    What does not fit is cut, with an ellipsis; a character that no shipped font has is shown
    as a question mark.
    """
    clean = plain(text, _MOST_CHARACTERS)
    room = ink.lines * ink.size * _LEADING + 1
    most = len(clean)
    while True:
        paragraph = _paragraph(plain(clean, most), ink)
        height = paragraph.wrap(width, room)[1]
        if height <= room or most <= 1:
            return SetText(paragraph, height)
        # Cut to what fits by height, and a little more each time.
        most = min(most - 1, int(most * room / height * 0.97) + 1)


def fits(text: str, ink: Ink, width: float) -> bool:
    """Return whether a text has room on one line."""
    clean = plain(text, _MOST_CHARACTERS)
    height: float = _paragraph(clean, ink).wrap(width, _NO_LIMIT)[1]
    return height <= ink.size * _LEADING + 1


def set_whole(text: str, ink: Ink, width: float) -> SetText:
    """Set a text that should not be cut, an amount or a number: in smaller letters if need be."""
    clean = plain(text, _MOST_CHARACTERS)
    smaller = ink
    while smaller.size > _LEAST_SIZE:
        paragraph = _paragraph(clean, smaller)
        height: float = paragraph.wrap(width, _NO_LIMIT)[1]
        if height <= smaller.lines * smaller.size * _LEADING + 1:
            return SetText(paragraph, height)
        smaller = replace(smaller, size=round(smaller.size * _SMALLER, 1))
    return set_text(clean, smaller, width)


def is_latin(clean: str, *, is_bold: bool = False) -> bool:
    """Return whether the Latin font alone has every character of a text, unshaped."""
    characters = _characters(LATIN[is_bold])
    return all(ord(c) in characters for c in clean)


def width_of(clean: str, ink: Ink) -> float:
    """Return how wide a text is on one line; of Hindi at most so wide, for shaping narrows it."""
    runs = _runs(clean, is_bold=ink.is_bold)
    return float(sum(pdfmetrics.stringWidth(run, font, ink.size) for font, run in runs))


def _paragraph(clean: str, ink: Ink) -> Paragraph:
    runs = list(_runs(clean, is_bold=ink.is_bold))
    markup = "".join(f'<font name="{font}">{escape(run)}</font>' for font, run in runs)
    needs_shaping = any(font not in LATIN for font, _run in runs)
    return Paragraph(markup, _style(ink, needs_shaping=needs_shaping))


@cache
def _style(ink: Ink, *, needs_shaping: bool) -> ParagraphStyle:
    return ParagraphStyle(
        "text",
        fontName=LATIN[ink.is_bold],
        fontSize=ink.size,
        leading=ink.size * _LEADING,
        textColor=HexColor(ink.colour, hasAlpha=len(ink.colour) > len("#rrggbb")),
        alignment=ink.align,
        shaping=1 if needs_shaping else 0,
        splitLongWords=1,
    )


def _runs(clean: str, *, is_bold: bool) -> Iterable[tuple[str, str]]:
    """Yield (font, text) for stretches of words that one font can write."""
    words = ((_font(word, is_bold=is_bold), word) for word in _WORDS.findall(clean))
    for font, group in groupby(words, key=itemgetter(0)):
        characters = _characters(font)
        text = "".join(word for _font_again, word in group)
        yield font, "".join(c if ord(c) in characters else _STAND_IN for c in text)


def _font(word: str, *, is_bold: bool) -> str:
    """Return the first font that has all of a word, else the one that has most scripts."""
    for font in (LATIN[is_bold], _DEVANAGARI[is_bold]):
        if all(ord(c) in _characters(font) for c in word):
            return font
    is_foreign = all(ord(c) not in _characters(_DEVANAGARI[0]) or c.isascii() for c in word)
    return (LATIN if is_foreign else _BOTH)[is_bold]


@cache
def _characters(font: str) -> Mapping[int, int]:
    """Register a font with reportlab and return the characters that it has."""
    file = TTFont(font, locate("fonts", f"{font}.ttf"), shapable=True)
    pdfmetrics.registerFont(file)
    glyphs: Mapping[int, int] = file.face.charToGlyph
    return glyphs
