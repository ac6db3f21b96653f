"""What a paper says: labels and values, said in one language and brought together for several.

A paper in two languages says every label in both, and a value once, unless words are the value.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.printing import PrintStyle
from resources.texts import Texts

#: Between the same thing in two languages, where both stand on one line.
BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a paper.

    ``lines`` it may take, ``is_strong`` when it must be seen. ``is_worded``: value and detail are
    words, which every language says its own way. ``detail``: what stands below the label.
    ``labels`` and ``values``: the same in each language, where there are several.
    """

    label: str
    value: str
    lines: int = 1
    is_strong: bool = False
    is_worded: bool = False
    detail: str = ""
    labels: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


def in_each(style: PrintStyle, texts: Mapping[str, Texts]) -> list[Texts]:
    """Return the texts of a style's languages, in its order."""
    return [texts[language] for language in style.languages]


def one_line(say: Callable[[Texts], str], languages: Sequence[Texts]) -> str:
    """Return a text in all languages on one line, once where they say the same."""
    return BETWEEN.join(dict.fromkeys(map(say, languages)))


def lines_of(say: Callable[[Texts], str], languages: Sequence[Texts]) -> list[str]:
    """Return a text in each language, once where they say the same."""
    return list(dict.fromkeys(map(say, languages)))


def lists_together(say: Callable[[Texts], Sequence[str]], languages: Sequence[Texts]) -> list[str]:
    """Return texts in all languages, each on one line."""
    return [BETWEEN.join(dict.fromkeys(said)) for said in zip(*map(say, languages), strict=True)]


def together(say: Callable[[Texts], Sequence[Fact]], languages: Sequence[Texts]) -> Sequence[Fact]:
    """Return the facts with the labels of all languages, the same in the same order."""
    return [_merged(said) for said in zip(*map(say, languages), strict=True)]


def rows_together(
    say: Callable[[Texts], Sequence[Sequence[str]]],
    languages: Sequence[Texts],
    worded: Collection[int] = (0,),
) -> list[list[str]]:
    """Return the rows of a table: cells in ``worded`` places in all languages, the others once."""
    return [
        [
            BETWEEN.join(_each(cells)) if place in worded else cells[0]
            for place, cells in enumerate(zip(*said, strict=True))
        ]
        for said in zip(*map(say, languages), strict=True)
    ]


def _merged(said: Sequence[Fact]) -> Fact:
    counted = said if said[0].is_worded else said[:1]
    labels, values = _each(fact.label for fact in said), _each(fact.value for fact in counted)
    return replace(
        said[0],
        label=BETWEEN.join(labels),
        value=BETWEEN.join(values),
        detail=BETWEEN.join(_each(fact.detail for fact in counted)),
        labels=labels,
        values=values,
    )


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
