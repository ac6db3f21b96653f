"""Names and remarks come from anywhere: what leaves for a file or paper is plain text first."""

from __future__ import annotations

import re
import unicodedata

#: Joiners are format characters too, but Hindi is not written without them.
_JOINERS = frozenset("\u200c\u200d")
_ELLIPSIS = "…"
_SPACES_TO_DROP = re.compile("^ |  | $")


def plain(text: str, most: int) -> str:
    """Return the text on one line, at most ``most`` characters long, an ellipsis if cut.

    Control, bidi and private characters, halves of surrogates and line separators go; any kind
    of white space becomes one space.
    """
    if not text.isprintable():
        text = "".join(map(_visible, text))
    elif len(text) <= most and not _SPACES_TO_DROP.search(text):
        return text
    short = " ".join(text.split())
    return short if len(short) <= most else short[: most - 1].rstrip() + _ELLIPSIS


def _visible(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    return " " if character.isspace() or unicodedata.category(character) == "Zl" else ""
