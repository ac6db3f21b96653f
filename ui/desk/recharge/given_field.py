"""The cash that is handed over, and beside it, big, what goes back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain.formats import rupees
from domain.money import Money
from resources.texts import N_, Texts
from ui.desk.kit.fields import MoneyField
from ui.desk.kit.parts import Label
from ui.desk.kit.theme import set_look

_NOTHING = "-"


class GivenField(QWidget):
    """A line for what the clerk was given; empty: exactly what is to be paid."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.line = MoneyField()
        set_look(self.line, "big")
        self._title = Label(N_("Change to give"), "muted")
        self.change = Label("", "huge")
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(self._title)
        side.addWidget(self.change)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.line, 1)
        row.addLayout(side, 1)
        self.setFocusProxy(self.line)
        self.line.changed.connect(self.changed)
        self.show_change(None)

    def value(self) -> Money | None:
        """Return what was given; raises :class:`domain.errors.NotAnAmount`."""
        return self.line.value()

    def show_value(self, value: Money | None) -> None:
        """Put an amount into the line."""
        self.line.show_value(value)

    def show_change(self, change: Money | None) -> None:
        """Show what goes back; nothing as long as that is not known."""
        is_some = change is not None and change.paise >= 0
        self.change.setText(rupees(change) if change is not None and is_some else _NOTHING)
        self.change.show_tone("accent" if is_some else "muted")

    def show_problem(self, sentence: str) -> None:
        """Mark the line."""
        self.line.show_problem(sentence)

    def retranslate(self, _: Texts) -> None:
        """Word what stands beside the line."""
        self._title.retranslate(_)

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)
