"""The amount of a recharge: big, with quick amounts, and in words so that nobody misreads it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain.formats import rupees
from domain.money import Money
from resources.texts import N_, Texts
from ui.desk.kit.fields import MoneyField
from ui.desk.kit.parts import Button, ElidedLabel
from ui.desk.kit.theme import Theme, set_look

QUICK_RUPEES = (100, 200, 500, 1000, 2000)
#: On the numeric keypad too; no amount has one.
_HEADS_KEY = "/"


class AmountField(QWidget):
    """A line for an amount or a sum (``500+50``); quick amounts fill it, words stand below."""

    changed = Signal()
    #: A quick amount was taken: the clerk is done with the amount.
    filled = Signal()
    #: Something else than a recharge is paid too.
    heads_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.line = MoneyField()
        set_look(self.line, "huge")
        self.words = ElidedLabel("muted")
        self.quick = [self._quick_button(theme, rupees) for rupees in QUICK_RUPEES]
        self.heads = Button(theme, N_("Arrears, deposit, other"), look="link", key=_HEADS_KEY)
        self.heads.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.line)
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in self.quick:
            row.addWidget(button, 1)
        column.addLayout(row)
        below = QHBoxLayout()
        below.addWidget(self.words, 1)
        below.addWidget(self.heads)
        column.addLayout(below)
        self.setFocusProxy(self.line)
        self.line.changed.connect(self.changed)
        self.line.installEventFilter(self)
        self.heads.clicked.connect(lambda _checked=False: self.heads_requested.emit())

    def value(self) -> Money | None:
        """Return the amount; raises :class:`domain.errors.NotAnAmount`."""
        return self.line.value()

    def show_value(self, value: Money | None) -> None:
        """Put an amount into the line."""
        self.line.show_value(value)

    def show_problem(self, sentence: str) -> None:
        """Mark the line."""
        self.line.show_problem(sentence)

    def show_words(self, words: str) -> None:
        """Show the amount in words."""
        self.words.setText(words)

    @override
    def setAccessibleName(self, name: str) -> None:
        """Name the line for a screen reader."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if _is_pressed(event, _HEADS_KEY):
            self.heads_requested.emit()
            return True
        return super().eventFilter(watched, event)

    def retranslate(self, _: Texts) -> None:
        """Name the quick amounts."""
        self.heads.retranslate(_)
        for button, amount in zip(self.quick, QUICK_RUPEES, strict=True):
            words = rupees(Money.rupees(amount)).removesuffix(".00")
            button.setText(words)
            button.setAccessibleName(words)

    def _quick_button(self, theme: Theme, amount: int) -> Button:
        button = Button(theme, look="chip")
        button.clicked.connect(lambda _checked=False: self._fill(Money.rupees(amount)))
        return button

    def _fill(self, amount: Money) -> None:
        self.line.show_value(amount)
        self.filled.emit()


def _is_pressed(event: QEvent, key: str) -> bool:
    is_press = event.type() == QEvent.Type.KeyPress
    return is_press and isinstance(event, QKeyEvent) and event.text() == key
