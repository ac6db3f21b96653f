"""What a chart draws: labels, axes and series of whole numbers, with the words for each value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis counts: its unit as written, and how many of the values make one of it."""

    unit: str
    per: int = 1


@dataclass(frozen=True, slots=True)
class Series:
    """One set of values over the labels: bars, line, band (between two sets), or only told.

    ``text`` words a value for the read-out; ``token`` is its colour; a value that is None
    leaves a gap. ``upper`` is the other edge of a band. What is only told has no place in the
    picture, but a line in the read-out. A legend without room leaves out what is not
    ``in_legend``.
    """

    kind: Literal["bars", "line", "band", "told"]
    name: str
    values: Sequence[int | None]
    text: Callable[[int], str]
    token: str = "accent_2"  # noqa: S105 - a colour
    upper: Sequence[int | None] = ()
    on_right: bool = False
    is_dashed: bool = False
    in_legend: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that a chart shows: labels from left to right, axes, series.

    ``titles``: what the read-out is headed by where the label at the axis is too short.
    """

    labels: Sequence[str]
    series: Sequence[Series]
    left: Axis
    right: Axis | None = None
    titles: Sequence[str] = ()


def worded(drawing: Drawing, place: int) -> str:
    """Return what stands at a place of a drawing, a line for each series that has a value."""
    lines = [(drawing.titles or drawing.labels)[place]]
    for series in drawing.series:
        value = series.values[place]
        if value is None:
            continue
        upper = series.upper[place] if series.upper else None
        words = series.text(value)
        if upper is not None:
            words = f"{words} – {series.text(upper)}"  # noqa: RUF001 - a range is written so
        lines.append(f"{series.name}: {words}")
    return "\n".join(lines)


def range_of(drawing: Drawing, places: range, *, on_right: bool) -> tuple[float, float]:
    """Return the lowest and highest of one axis at some places with some air, zero among them."""
    axis = drawing.right if on_right and drawing.right else drawing.left
    values = [
        value / axis.per
        for series in drawing.series
        if series.kind != "told" and (series.on_right == on_right or not drawing.right)
        for edge in (series.values, series.upper)
        for value in edge[places.start : places.stop]
        if value is not None
    ]
    low, high = min([0.0, *values]), max([0.0, *values])
    air = (high - low) * 0.08 or 1.0
    return (low - air if low < 0 else low, high + air)
