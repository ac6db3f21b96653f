"""The hint that somebody looks like a known consumer; it opens that one, and asks nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from domain.likeness import Lookalike
from resources.texts import Texts
from ui.desk.kit.parts import ElidedButton
from ui.desk.kit.theme import Theme, set_look
from ui.likeness_words import hint


class LikenessHint(ElidedButton):
    """``Looks like 100231 Sunita Devi (same mobile)``; hidden while nobody does."""

    #: The clerk wants to see the likeliest one: the number.
    consumer_requested = Signal(str)

    def __init__(self, theme: Theme, _: Texts) -> None:
        super().__init__(theme, "", icon="users")
        set_look(self, "link")
        self._texts = _
        self._found: Sequence[Lookalike] = ()
        self.clicked.connect(lambda _checked=False: self.open_first())
        self.hide()

    @property
    def found(self) -> Sequence[Lookalike]:
        """Who looks alike, the likeliest first."""
        return self._found

    def show_found(self, found: Sequence[Lookalike]) -> None:
        """Show who looks alike, if anybody does."""
        self._found = found
        self._show_words()

    def open_first(self) -> None:
        """Ask for the likeliest one."""
        if self._found:
            self.consumer_requested.emit(self._found[0].number)

    def retranslate(self, _: Texts) -> None:
        self._texts = _
        self._show_words()

    def _show_words(self) -> None:
        _ = self._texts
        words = hint(self._found, _)
        self.setVisible(bool(words))
        self.show_words(words)
