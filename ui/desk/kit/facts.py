"""Facts of one thing, each a name and words beside it; what is long scrolls in its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.desk.kit.parts import Label

_TOP = Qt.AlignmentFlag.AlignTop


class Facts(QWidget):
    """Shows the facts of one thing after another, and below them what more belongs to it."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 8, 0)

    def show_facts(self, facts: Sequence[tuple[str, str]], parts: Sequence[QWidget] = ()) -> None:
        """Show facts, already worded, in place of those before; ``parts`` stand below them."""
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for part in (table_of(facts), *parts):
            self._column.addWidget(part)
        self._column.addStretch(1)


def table_of(facts: Sequence[tuple[str, str]]) -> QWidget:
    """Return names with words beside them, all already worded."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    for row, (name, words) in enumerate(facts):
        label, value = Label("", "muted"), Label("", wraps=True)
        label.setText(name)
        value.setText(words)
        grid.addWidget(label, row, 0, _TOP)
        grid.addWidget(value, row, 1, _TOP)
    return holder
