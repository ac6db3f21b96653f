"""Where somebody was on the desk, so that Back and Forward lead there again."""

from __future__ import annotations

from dataclasses import dataclass

from ui.desk.kit.places import Place

#: Of more steps than these the oldest are forgotten.
MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class _Step:
    place: Place
    #: Whether one came here by something shown elsewhere, and not by choosing the page.
    is_by_link: bool = False


class History:
    """The way so far: where one is, what lies behind it, and what one came back from."""

    def __init__(self, start: Place) -> None:
        self._here = _Step(start)
        self._behind: list[_Step] = []
        self._ahead: list[_Step] = []

    @property
    def here(self) -> Place:
        """Where one is."""
        return self._here.place

    @property
    def can_go_back(self) -> bool:
        return bool(self._behind)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._ahead)

    @property
    def came_by_link(self) -> bool:
        """Whether Esc leads back: one came here by a link and has gone no further."""
        return self._here.is_by_link and bool(self._behind)

    def go(self, place: Place, *, is_by_link: bool = False) -> None:
        """Go elsewhere; what one came back from is forgotten."""
        if is_same(place, self.here):
            self.stand(place)
            return
        self._behind.append(self._here)
        del self._behind[:-MOST_STEPS]
        self._ahead.clear()
        self._here = _Step(place, is_by_link)

    def stand(self, place: Place) -> None:
        """Take note of where one is now: a page shows something else by itself.

        From one consumer to the next is no step of its own: a held arrow key would make fifty.
        """
        if self._is_step(place):
            self.go(place)
        else:
            self._here = _Step(place, self._here.is_by_link)

    def back(self) -> Place:
        """Go one step back and return where that is; only where :attr:`can_go_back`."""
        self._ahead.append(self._here)
        self._here = self._behind.pop()
        return self.here

    def forward(self) -> Place:
        """Go where one came back from; only where :attr:`can_go_forward`."""
        self._behind.append(self._here)
        self._here = self._ahead.pop()
        return self.here

    def _is_step(self, place: Place) -> bool:
        here = self.here
        if place.page != here.page:
            return True
        is_named = place.what is not None and here.what is not None
        return is_named and type(place.what) is not type(here.what)


def is_same(place: Place, other: Place) -> bool:
    """Return whether two places are one; how it is worded does not matter."""
    return (place.page, place.what) == (other.page, other.what)
