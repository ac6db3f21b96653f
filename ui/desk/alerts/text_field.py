"""A field of several lines: the text of a template."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

_LINES = 6
_CONTROL = Qt.KeyboardModifier.ControlModifier


class TextField(QWidget):
    """Lines as they are typed; Enter begins a new one, Tab goes on, Ctrl+A is left to the form."""

    changed = Signal()

    def __init__(self, *, most: int) -> None:
        super().__init__()
        self._most = most
        self.lines = _Lines()
        self.setFocusProxy(self.lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lines)
        self.lines.textChanged.connect(self.changed)

    def value(self) -> Any:
        """Return what is typed, without blanks around it."""
        return self.lines.toPlainText().strip()[: self._most]

    def show_value(self, value: Any) -> None:
        """Put a value into the field."""
        self.lines.setPlainText("" if value is None else str(value))

    def show_problem(self, sentence: str) -> None:
        """Tell a screen reader what is wrong with the text."""
        self.lines.setAccessibleDescription(sentence)

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.lines.setAccessibleName(name)


class _Lines(QPlainTextEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 14)

    @override
    def event(self, e: QEvent) -> bool:
        if e.type() == QEvent.Type.ShortcutOverride and isinstance(e, QKeyEvent):
            is_accept = e.modifiers() & _CONTROL and e.key() in (
                Qt.Key.Key_A,
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
            )
            if is_accept:
                e.ignore()
                return False
        return super().event(e)
