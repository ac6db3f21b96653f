"""Shift+F1: every key that works here, said in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget
from typing_extensions import override

from resources.texts import N_, Texts
from ui.desk.actions import Action, shown_key
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.parts import Label, scrolling
from ui.desk.kit.theme import Theme

#: Keys of fields and lists, which no action carries.
EVERYWHERE = (
    ("Enter", N_("Next field; at the last one: accept")),
    ("Ctrl+A, Ctrl+Enter", N_("Accept what is typed")),
    ("Esc", N_("One step back; nothing typed is lost")),
    ("5 · 5-2 · 22/11 · +1 · -3 · t · y", N_("Ways to type a date")),
    ("500+50", N_("An amount may be a sum")),
)
_SCROLLING = frozenset(
    (
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    )
)


class KeySheet(Overlay):
    """Lists the keys in two columns; built anew whenever it is opened."""

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host, theme, 760, 520)
        self._title = Label(N_("Keys"), "title")
        self.body.addWidget(self._title)
        self._content: QScrollArea | None = None

    def show_actions(self, actions: Sequence[Action], _: Texts) -> None:
        """Open the sheet with these actions."""
        self._title.retranslate(_)
        if self._content:
            self._content.deleteLater()
        rows = [(_keys(action), _(action.text)) for action in actions if action.keys]
        rows += [(keys, _(words)) for keys, words in EVERYWHERE]
        self.want_height(110 + 26 * -(-len(rows) // 2))
        self._content = scrolling(_listed(rows))
        self.body.addWidget(self._content)
        self.open()
        self.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._content and event.key() in _SCROLLING:
            QCoreApplication.sendEvent(self._content.verticalScrollBar(), event)
        else:
            super().keyPressEvent(event)


def _listed(rows: Sequence[tuple[str, str]]) -> QWidget:
    content = QWidget()
    grid = QGridLayout(content)
    grid.setContentsMargins(0, 4, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(7)
    half = -(-len(rows) // 2)
    for place, (keys, words) in enumerate(rows):
        column, row = divmod(place, half)
        key_label, words_label = Label("", "strong"), Label("", wraps=True)
        key_label.setText(keys)
        key_label.setWordWrap(True)
        words_label.setText(words)
        grid.addWidget(key_label, row, column * 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words_label, row, column * 2 + 1, Qt.AlignmentFlag.AlignTop)
    for column in (1, 3):
        grid.setColumnStretch(column, 2)
    for column in (0, 2):
        grid.setColumnStretch(column, 1)
    grid.setRowStretch(half, 1)
    return content


def _keys(action: Action) -> str:
    return ", ".join([shown_key(action), *action.keys[1:]])
