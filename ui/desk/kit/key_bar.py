"""The keys of this page along the bottom, and what its list counts at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton
from typing_extensions import override

from resources.texts import Texts
from ui.desk.actions import Action, shown_key
from ui.desk.kit.parts import Label
from ui.desk.kit.theme import Theme, set_look


class KeyBar(QFrame):
    """Shows the actions that have a key and belong in the bar; a click does the same."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        set_look(self, "keys")
        self._theme = theme
        self._buttons: list[QPushButton] = []
        self.count = Label("", "muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 3, 14, 3)
        self._row.setSpacing(2)
        self._row.addStretch(1)
        self._row.addWidget(self.count)

    def show_actions(self, actions: Sequence[Action], _: Texts) -> None:
        """Show these, F-keys first."""
        for button in self._buttons:
            # What is only to be deleted later would take room until then.
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        shown = [action for action in actions if action.in_bar and action.keys]
        self._buttons = [self._button(action, _) for action in sorted(shown, key=_rank)]
        for place, button in enumerate(self._buttons):
            self._row.insertWidget(place, button)
        self._fit()

    def show_count(self, text: str) -> None:
        """Show a count or totals, already worded."""
        self.count.setText(text)
        self._fit()

    @property
    def texts(self) -> list[str]:
        """The words of the buttons, in order."""
        return [button.text() for button in self._buttons]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _button(self, action: Action, _: Texts) -> QPushButton:
        words = _(action.text)
        button = QPushButton(f"{shown_key(action)}  {words}".replace("&", "&&"))
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked=False: action.run())
        return button

    def _fit(self) -> None:
        """Leave out at the end what has no room; F1 shows every key."""
        room = self.width() - self.count.sizeHint().width() - 40
        for button in self._buttons:
            room -= button.sizeHint().width() + self._row.spacing()
            button.setVisible(room >= 0)


def _rank(action: Action) -> tuple[int, str]:
    """Order F2, F3, ... F12, then the others, and F1 (which shows them all) first."""
    key = shown_key(action)
    if key[:1] == "F" and key[1:].isdigit():
        return (int(key[1:]), key)
    return (100, key)
