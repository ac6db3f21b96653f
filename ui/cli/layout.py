"""Text for people: tables whose columns line up, and facts under one another."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

_GAP = "  "


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[int] = ()
) -> list[str]:
    """Return the lines of a table; the columns in ``numbers`` lean to the right."""
    widths = [max(map(_width, column)) for column in zip(headings, *rows, strict=True)]
    ruler = _GAP.join("-" * width for width in widths)
    return [
        _line(headings, widths, numbers),
        ruler,
        *(_line(row, widths, numbers) for row in rows),
    ]


def facts(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return a line for each name and value, the values under one another."""
    most = max((_width(name) for name, _ in pairs), default=0)
    return [f"{_padded(name, most)}{_GAP}{value}" for name, value in pairs]


def _line(cells: Sequence[str], widths: Sequence[int], numbers: Collection[int]) -> str:
    return _GAP.join(
        " " * (width - _width(cell)) + cell if place in numbers else _padded(cell, width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ).rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Return how many places of a terminal a text takes: Hindi vowel signs take none."""
    return sum(unicodedata.category(character) not in {"Mn", "Cf"} for character in text)
