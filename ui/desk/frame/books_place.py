"""Where the books are, in the top bar: on this machine or a server, and whether they answer."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from typing_extensions import override

from resources.texts import Texts
from ui.desk.kit.columns import Tone
from ui.desk.kit.theme import Theme, set_look
from ui.desk.kit.top_badge import TopBadge


@dataclass(frozen=True, slots=True)
class BooksPlace:
    """Where the books are, and whether they can be written."""

    is_on_server: bool
    is_read_only: bool


class BooksPlaceBadge(TopBadge):
    """Says it in a word where there is room, and else by its icon; a click tells all of it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "hard-drive")
        self._place: BooksPlace | None = None
        self.is_reached = True
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self._show_tone)

    def show_place(self, place: BooksPlace, _: Texts) -> None:
        """Show where the books are; they have just answered."""
        self._place, self.is_reached = place, True
        self.retranslate(_)

    def show_unreached(self, _: Texts) -> None:
        """Show that the books did not answer."""
        self.is_reached = False
        self.retranslate(_)

    @property
    def tone(self) -> Tone:
        """Bad where nothing can be read, warning where nothing can be written."""
        if not self.is_reached:
            return "bad"
        return "warning" if self._place and self._place.is_read_only else ""

    def told(self, _: Texts) -> str:
        """Return where the books are and how they answer, in a sentence."""
        if not self.is_reached:
            return _("The books cannot be reached now. Nothing can be posted until they answer.")
        if self._place and self._place.is_read_only:
            return _("The books can be read, but nothing can be posted.")
        if self._place and self._place.is_on_server:
            return _("The books are on the server of the office, and answer.")
        return _("The books are on this machine, and answer.")

    @override
    def retranslate(self, _: Texts) -> None:
        """Set the words."""
        self.show_words(self._short(_), self.told(_))
        self.setAccessibleName(_("Where the books are"))
        self._show_tone()

    def _short(self, _: Texts) -> str:
        if not self.is_reached:
            return _("Not reached")
        if self._place is None:
            return "…"
        if self._place.is_read_only:
            return _("Read only")
        return _("Server") if self._place.is_on_server else _("This machine")

    def _show_tone(self) -> None:
        set_look(self, tone=self.tone)
        if self.tone:
            name = "triangle-alert" if self.tone == "bad" else "lock"
        else:
            name = "server" if self._place and self._place.is_on_server else "hard-drive"
        self.setIcon(self._theme.icon(name, self.tone or "muted"))
