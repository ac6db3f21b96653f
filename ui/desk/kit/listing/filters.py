"""What a list can be narrowed down by, and by what it is: values that JSON can keep, and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain import formats
from domain.money import Money
from resources.texts import Texts

#: How many values a chip names before it counts them.
_NAMED = 3
#: An amount has a first that fits, and a first that does not.
_BOUNDS = 2
#: What is chosen: a filter's key to its value. Several: a list of words; an amount: the first
#: that fits and the first that does not, in paise or None; a day: its ISO form; a flag: True;
#: one of those offered: what it is known by.
Chosen = Mapping[str, Any]


class FilterKind(StrEnum):
    """What the value of a filter is."""

    SEVERAL = "several"
    AMOUNT = "amount"
    DAY = "day"
    FLAG = "flag"
    WORD = "word"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that a list can be narrowed down by; ``title`` is an ``N_`` constant.

    ``options`` are the values that can be chosen with their words: of an amount or a day those
    that are asked for most.
    """

    key: str
    title: str
    kind: FilterKind
    options: Callable[[Texts], Sequence[tuple[Any, str]]] = lambda _texts: ()

    def takes(self, value: Any) -> bool:
        """Whether a value, kept by whomever, is one of this filter."""
        match self.kind:
            case FilterKind.SEVERAL:
                return _is_list_of(value, str) and len(value) > 0
            case FilterKind.AMOUNT:
                return (
                    _is_list_of(value, int, type(None))
                    and len(value) == _BOUNDS
                    and any(one is not None for one in value)
                )
            case FilterKind.DAY:
                return isinstance(value, str) and _is_day(value)
            case FilterKind.FLAG:
                return value is True
            case FilterKind.WORD | FilterKind.ONE:
                return isinstance(value, str) and bool(value)

    def words(self, value: Any, _: Texts) -> str:
        """Return what a chip says: the filter, and by what it narrows down."""
        title = _(self.title)
        if self.kind is FilterKind.FLAG:
            return title
        known = {_key(one): words for one, words in self.options(_)}
        if self.kind is FilterKind.SEVERAL:
            named = [known.get(one, one) for one in value]
            if len(named) > _NAMED:
                return _("{filter}: {count} chosen", filter=title, count=len(named))
            return f"{title}: {', '.join(named)}"
        return f"{title}: {known.get(_key(value)) or self._written(value, _)}"

    def _written(self, value: Any, _: Texts) -> str:
        if self.kind is FilterKind.DAY:
            return formats.day(date.fromisoformat(value), _.month_names)
        if self.kind in {FilterKind.WORD, FilterKind.ONE}:
            return str(value)
        return amounts_words(value, _)


def amounts_words(bounds: Sequence[int | None], _: Texts) -> str:
    """Return a stretch of amounts: the first one that fits, and the first that does not."""
    least, below = (None if one is None else formats.rupees(Money(one)) for one in bounds)
    if below is None:
        return _("from {least}", least=least)
    if least is None:
        return _("below {below}", below=below)
    return _("from {least} to below {below}", least=least, below=below)


def valid(filters: Sequence[Filter], kept: Any) -> dict[str, Any]:
    """Return of what was kept those values that the filters take, in their order."""
    values = kept if isinstance(kept, dict) else {}
    return {
        one.key: values[one.key]
        for one in filters
        if one.key in values and one.takes(values[one.key])
    }


def _key(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else value


def _is_list_of(value: Any, *kinds: type) -> bool:
    return isinstance(value, list | tuple) and all(
        isinstance(one, kinds) and not isinstance(one, bool) for one in value
    )


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
