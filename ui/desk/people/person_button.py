"""Who is signed in, at the upper right, and the little that can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from resources.texts import Texts
from ui.desk.actions import Action, shown_key
from ui.desk.kit.parts import Button
from ui.desk.kit.theme import Theme

_MOST_PX, _LEAST_PX = 220, 120
#: What icon, arrow and edges take beside the words.
_FRAME_PX = 68


class PersonButton(Button):
    """Name and role; a click, Space or Down opens the menu. Hidden while nobody signs in."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, icon="user")
        self._words = ""
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.hide()

    def show_person(self, name: str, role: str, actions: Sequence[Action], _: Texts) -> None:
        """Show who is here, and what they can do."""
        self._words = f"{name} · {role}"
        self.setToolTip(self._words)
        self.setAccessibleName(_("Signed in: {person}", person=self._words))
        self._menu.clear()
        for action in actions:
            key = shown_key(action)
            # Behind a tab Qt shows a key; the action itself belongs to the window.
            entry = self._menu.addAction(f"{_(action.text)}\t{key}" if key else _(action.text))
            entry.setIcon(self._theme.icon(action.icon, "muted"))
            entry.triggered.connect(lambda _checked=False, run=action.run: run())
            if action.name == "sign_out":
                self._menu.addSeparator()
        self._shorten()
        self.show()

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        if hasattr(self, "_words"):
            self._shorten()

    @override
    def sizeHint(self) -> QSize:
        # By the whole words: by the shortened ones it would never grow again.
        words = self.fontMetrics().horizontalAdvance(self._words)
        width = min(words, self._theme.px(_MOST_PX)) + self._theme.px(_FRAME_PX)
        return QSize(width, super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(_LEAST_PX), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        room = self.width() - self._theme.px(_FRAME_PX)
        elide = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self._words, elide, max(room, 0))
        self.setText(f" {shown.replace('&', '&&')}")
        self.updateGeometry()
