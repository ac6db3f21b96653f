"""What a page is to the window: a name, words, actions, and a few things it can be asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from domain.staff import Act
from resources.texts import Texts
from ui.desk.actions import Action
from ui.desk.kit.places import Place


class Page(QObject):
    """A page of the desk; each page folder has one subclass that ties view and controller.

    A subclass sets ``key`` (``"recharge"``), ``icon`` (a name in resources/icons), ``widget``
    and ``actions``, and overrides what it needs. ``needs`` is the act that a role must be
    allowed to get the page at all.
    """

    #: The line at the right of the key bar: a count, totals (already worded).
    counted = Signal(str)
    #: The page wants this consumer shown on the Consumers page, or on Recharge: the number.
    consumer_requested = Signal(str)
    recharge_requested = Signal(str)
    #: The page sends the clerk to another one: its key.
    page_requested = Signal(str)
    #: The page sends the clerk to rows of another one, or elsewhere on itself: a Place.
    place_requested = Signal(object)
    #: What ``here`` hands out is another place than before: one consumer, not the list.
    moved = Signal()
    #: Esc, which a field of the page had answered, where the page has no step back any more.
    left = Signal()
    #: The page wants this receipt shown on Recharge: its number.
    receipt_requested = Signal(str)
    #: The page wants to be brought up (an action of its own works from every page).
    wanted = Signal()
    #: The page changed the books (a recharge, a run, a change); every page refreshes.
    books_changed = Signal()
    #: The office is to get its first staff.
    staff_requested = Signal()
    #: So many things wait on the page for who is here: a number, shown in the navigation.
    waiting_changed = Signal(object)

    key: str = ""
    icon: str = ""
    widget: QWidget
    actions: Sequence[Action] = ()
    needs: Act | None = None
    #: What the page puts into the top bar, and above every page when all have to know.
    badge: QWidget | None = None
    alarm: QWidget | None = None

    def title(self, _: Texts) -> str:
        """Return the page's name for navigation and head."""
        raise NotImplementedError

    def retranslate(self, _: Texts) -> None:
        """Set every word anew."""

    def refresh(self) -> None:
        """Read again what is shown: the books have changed."""

    def enter(self) -> None:
        """Put the focus where work begins; called whenever the page is brought up."""
        self.widget.setFocus()

    def find(self) -> None:
        """Answer F3 where the page can; the Consumers page focuses its search."""

    def selected_consumer(self) -> str | None:
        """Return the number of the consumer the clerk is looking at, if any."""
        return None

    def show_consumer(self, number: str) -> None:
        """Show this consumer, where the page can."""

    def show_receipt(self, number: str) -> None:
        """Show this receipt, where the page can."""

    def here(self) -> Place:
        """Return where the page stands now, so that Back can lead here again."""
        return Place(self.key)

    def show_place(self, what: object) -> None:
        """Show what a :class:`Place` of this page names, exactly; None: as the page stands."""

    def holds_typed(self) -> bool:
        """Return whether something typed here would be lost if its clerk signed out."""
        return False

    def step_back(self) -> bool:
        """Answer Esc: go one step back; False when there was none."""
        return False
