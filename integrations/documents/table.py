"""A small table on paper: headings, rows, and perhaps their sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from integrations.documents.look import GROUND, MUTED, RULE
from integrations.documents.paper import Picture
from integrations.documents.pdf_text import LEFT, RIGHT, Ink

_PAD = 3.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its share of the width, and whether its cells are figures."""

    heading: str
    share: float
    is_figure: bool = True


def put_table(  # noqa: PLR0913 - what, and where
    picture: Picture,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    x: float,
    y: float,
    width: float,
    size: float = 8.5,
    last_is_sum: bool = False,
) -> float:
    """Put a table; figures are never cut, words may be. Return the ``y`` below it."""
    shares = sum(column.share for column in columns)
    widths = [width * column.share / shares for column in columns]
    head = Ink(size - 1, colour=MUTED, lines=2)
    below = _put_row(picture, columns, [c.heading for c in columns], head, x=x, y=y, widths=widths)
    picture.line(x=x, y=below + 1, width=width, colour=RULE)
    y = below + 2.5
    for place, row in enumerate(rows):
        is_sum = last_is_sum and place == len(rows) - 1
        ink = Ink(size, is_bold=is_sum, lines=2)
        if is_sum:
            # The ground lies under the words, so it must be put first: one row is this deep.
            picture.box(x=x, y=y - 1, width=width, height=size * 1.32 + 3, fill=GROUND)
        y = _put_row(picture, columns, row, ink, x=x, y=y, widths=widths) + 2
        picture.line(x=x, y=y - 0.5, width=width, colour=RULE)
    return y


def _put_row(  # noqa: PLR0913 - what, and where
    picture: Picture,
    columns: Sequence[Column],
    cells: Sequence[str],
    ink: Ink,
    *,
    x: float,
    y: float,
    widths: Sequence[float],
) -> float:
    below = y
    for column, cell, width in zip(columns, cells, widths, strict=True):
        inner = width - 2 * _PAD
        leaning = replace(ink, align=RIGHT if column.is_figure else LEFT)
        if column.is_figure:
            one = replace(leaning, lines=1) if cell != column.heading else leaning
            y_below = picture.whole(cell, one, x=x + _PAD, y=y, width=inner)
        else:
            y_below = picture.text(cell, leaning, x=x + _PAD, y=y, width=inner)
        below = max(below, y_below)
        x += width
    return below
