"""Several of a few values: chips that lie open, Left and Right go, Space turns one on or off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from ui.desk.kit.flow import Flow
from ui.desk.kit.theme import set_look

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class TogglesField(QWidget):
    """Hands out the chosen values as one text: ``mon, tue``."""

    changed = Signal()

    def __init__(self, values: Sequence[str]) -> None:
        super().__init__()
        self._values = tuple(values)
        self.chips = [_Chip(self) for _value in values]
        row = Flow(self)
        for chip in self.chips:
            row.addWidget(chip)
            chip.toggled.connect(lambda _on: self.changed.emit())
        self.setFocusProxy(self.chips[0])

    def value(self) -> str:
        """Return the values that are on."""
        pairs = zip(self._values, self.chips, strict=True)
        return ", ".join(value for value, chip in pairs if chip.isChecked())

    def show_value(self, text: str) -> None:
        """Turn the values of a text on, and all others off."""
        on = {piece.strip() for piece in (text or "").split(",")}
        for value, chip in zip(self._values, self.chips, strict=True):
            chip.setChecked(value in on)

    def show_words(self, words: Sequence[str]) -> None:
        """Name the chips, already worded."""
        for chip, word in zip(self.chips, words, strict=True):
            chip.setText(word.replace("&", "&&"))
            chip.setAccessibleName(word)

    def show_problem(self, sentence: str) -> None:
        """Tell a screen reader what is wrong with what is chosen."""
        for chip in self.chips:
            chip.setAccessibleDescription(sentence)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        at = next((place for place, chip in enumerate(self.chips) if chip.hasFocus()), 0)
        self.chips[(at + step) % len(self.chips)].setFocus()


class _Chip(QPushButton):
    """One value; all keys but Space go to the field, which knows the others."""

    def __init__(self, field: TogglesField) -> None:
        super().__init__(field)
        self.setCheckable(True)
        self.setAutoDefault(False)
        set_look(self, "chip")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
