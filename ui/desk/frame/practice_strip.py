"""The strip above everything in an office where nothing is real."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from resources.texts import N_, Texts
from ui.desk.kit.parts import Label
from ui.desk.kit.theme import set_look


class PracticeStrip(QFrame):
    """Says that nothing here is real."""

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "practice")
        self._words = Label(N_("Practice office: nothing here is real, and nothing is owed."))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.addWidget(self._words)

    def retranslate(self, _: Texts) -> None:
        """Set the words."""
        self._words.retranslate(_)
