"""Why no money is taken at this counter now, with the way out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from resources.texts import N_, Texts
from ui.desk.kit.parts import Button, Label
from ui.desk.kit.theme import Theme, set_look


class ShiftStrip(QFrame):
    """One sentence and one button above the form; hidden while money can be taken."""

    #: The clerk goes to the counter's page.
    counter_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        set_look(self, "confirm")
        self.sentence = Label("", "strong", wraps=True)
        self.way_out = Button(theme, N_("To the counter"), icon="banknote", key="F9")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.way_out)
        self.way_out.clicked.connect(lambda _checked=False: self.counter_requested.emit())
        self.hide()

    def show_sentence(self, sentence: str) -> None:
        """Say why no money is taken; an empty sentence takes the strip away."""
        self.sentence.setText(sentence)
        self.setVisible(bool(sentence))

    def retranslate(self, _: Texts) -> None:
        """Word the button; the sentence was worded when it was said."""
        self.way_out.retranslate(_)
