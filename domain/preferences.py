"""Preferences: how each person likes the desk, kept with the office so that it follows them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from domain.likeness import words_of_name

#: Nobody keeps more than this of one thing.
MOST_CHARACTERS = 100_000
#: What the name of a filter that somebody keeps begins with.
KEPT_FILTERS = "filter."


class Preferences(Protocol):
    """What somebody prefers, by name; every method is whole by itself.

    ``owner`` is the name of who acts (:attr:`domain.office.Actor.name`); ``name`` says what of
    (``columns.consumers``); values are whatever JSON can say. Nothing here moves money: what is
    lost is a habit.
    """

    def get(self, owner: str, name: str) -> Any:
        """Return what somebody prefers, None when they never said."""

    def all(self, owner: str, prefix: str) -> dict[str, Any]:
        """Return all that somebody prefers whose name begins so, in the order of the names."""

    def put(self, owner: str, name: str, value: Any) -> None:
        """Remember what somebody prefers; None forgets it.

        ``FieldTooLong`` when it is more than :data:`MOST_CHARACTERS` of JSON.
        """


def tells_of(kept: str, words: Collection[str]) -> bool:
    """Tell whether one of these names, numbers or tags stands in what somebody kept.

    Whole words only, in whichever case they were typed; words without a letter say nothing.
    """
    said = _spelled(kept)
    return any(spelled.strip() and spelled in said for spelled in map(_spelled, words))


def _spelled(text: str) -> str:
    return f" {' '.join(words_of_name(text))} "
