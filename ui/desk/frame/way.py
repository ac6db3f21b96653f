"""The way through the desk: whoever goes somewhere can come back, and sees where one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal

from ui.desk.frame.history import History, is_same
from ui.desk.frame.trail import Crumb, Trail
from ui.desk.kit.desk import Desk
from ui.desk.kit.page import Page
from ui.desk.kit.places import Place

#: So many steps back on a page lead to its beginning, or nowhere does.
_MOST_STEPS_ON_A_PAGE = 6
#: The pages whose place, where it is a text, is a consumer.
_OF_CONSUMERS = frozenset({"consumers", "recharge"})


class Way(QObject):
    """Brings pages up, remembers from where, and shows the trail."""

    #: A consumer is looked at: the number.
    consumer_met = Signal(str)

    def __init__(
        self,
        desk: Desk,
        pages: Mapping[str, Page],
        trail: Trail,
        bring_up: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._pages, self._trail, self._bring_up = desk, pages, trail, bring_up
        self._first = self._key = next(iter(pages))
        self._is_going = False
        self.history = History(Place(self._first))
        for page in pages.values():
            page.moved.connect(lambda page=page: self._on_moved(page))
        trail.back_requested.connect(self.back)
        trail.forward_requested.connect(self.forward)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self._key]

    @property
    def is_at_start(self) -> bool:
        """Whether nobody went anywhere yet."""
        return self._key == self._first and not self.history.can_go_back

    def begin(self, key: str) -> None:
        """Bring up the page on which the day begins; no way leads back from there."""
        with self._going(key) as page:
            pass
        self.history = History(page.here())
        self.show()

    def go(
        self, key: str, show: Callable[[Page], None] | None = None, *, is_by_link: bool = False
    ) -> None:
        """Bring up a page, and what ``show`` has it show.

        ``is_by_link``: something that is shown here led there, so that Esc comes back.
        """
        self.history.stand(self.page.here())
        with self._going(key) as page:
            if show:
                show(page)
        self.history.go(page.here(), is_by_link=is_by_link)
        self.show()

    def back(self) -> None:
        """Go back to where one was, as it was."""
        self.history.stand(self.page.here())
        if self.history.can_go_back:
            self._lead_to(self.history.back())

    def forward(self) -> None:
        """Go again where one came back from."""
        if self.history.can_go_forward:
            self._lead_to(self.history.forward())

    def go_to_beginning(self) -> None:
        """Show what the page that is shown begins with."""
        self._step_to_beginning()
        self._on_moved(self.page)

    def step_back(self) -> bool:
        """Answer Esc where the page has no step back: leave what a link led to."""
        if not self.history.came_by_link:
            return False
        self.back()
        return True

    def show(self) -> None:
        """Show the way in the trail."""
        back, forward = self.history.can_go_back, self.history.can_go_forward
        self._trail.show_way(self._crumbs(), back=back, forward=forward)
        here = self.page.here()
        if here.page in _OF_CONSUMERS and isinstance(here.what, str):
            self.consumer_met.emit(here.what)

    @contextmanager
    def _going(self, key: str) -> Iterator[Page]:
        self._is_going = True
        try:
            self._key = key
            self._bring_up(key)
            yield self._pages[key]
        finally:
            self._is_going = False

    def _lead_to(self, place: Place) -> None:
        with self._going(place.page) as page:
            if place.what is None:
                self._step_to_beginning()
            elif not is_same(page.here(), place):
                self._show_place(page, place)
        self.show()

    def _show_place(self, page: Page, place: Place) -> None:
        if page.holds_typed():
            _ = self._desk.texts
            told = _("Something is typed here and not saved; it stays as it is.")
            self._desk.toasts.show(told, "accent")
        else:
            page.show_place(place.what)

    def _on_moved(self, page: Page) -> None:
        if page is self.page and not self._is_going:
            self.history.stand(page.here())
            self.show()

    def _crumbs(self) -> list[Crumb]:
        _, page, here = self._desk.texts, self.page, self.page.here()
        first = self._pages[self._first]
        crumbs = [Crumb(first.title(_), lambda: self.go(self._first))]
        if page is not first:
            crumbs.append(Crumb(page.title(_), self.go_to_beginning))
        elif here.words:
            crumbs = [Crumb(page.title(_), self.go_to_beginning)]
        if here.words:
            crumbs.append(Crumb(here.words))
        return crumbs

    def _step_to_beginning(self) -> None:
        """Go step by step to where the page begins; nothing typed is lost by that."""
        for _step in range(_MOST_STEPS_ON_A_PAGE):
            if not self.page.here().words or not self.page.step_back():
                break
