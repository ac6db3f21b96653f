"""Why a consumer's day costs what it costs, laid over the sheet line by line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from domain.money import Money
from resources.texts import N_, Texts
from ui.desk.kit.columns import amount_text
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.parts import Button, ElidedLabel, Label, hairline, scrolling
from ui.desk.kit.theme import Theme
from ui.explaining import ExplainedLine

_SIZE = (720, 520)


class ExplanationSheet(Overlay):
    """Each line of the day with its amount and the steps behind it; Esc puts it away."""

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host, theme, *_SIZE)
        self.heading = ElidedLabel("heading")
        self.summary = Label("", "muted", wraps=True)
        self.close_it = Button(theme, N_("Close"), icon="x", look="quiet", key="Esc")
        self.close_it.clicked.connect(lambda _checked=False: self.put_away())
        self._inner = QWidget()
        self._lines = QVBoxLayout(self._inner)
        self._lines.setContentsMargins(0, 0, 8, 0)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.close_it)
        self.body.addLayout(head)
        self.body.addWidget(self.summary)
        self.body.addWidget(hairline())
        self.body.addWidget(scrolling(self._inner), 1)

    def show_lines(self, heading: str, summary: str, lines: Sequence[ExplainedLine]) -> None:
        """Show an explanation; every text is worded already."""
        self.heading.setText(heading)
        self.summary.setText(summary)
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for line in lines:
            self._lines.addWidget(_line(line))
        self._lines.addStretch(1)
        self.open()
        self.close_it.setFocus()

    def texts(self) -> list[str]:
        """Return every text that is shown, in order."""
        return [label.text() for label in self._inner.findChildren(Label)]

    def retranslate(self, _: Texts) -> None:
        """Set the words of the frame; what is explained was worded when it was asked for."""
        self.close_it.retranslate(_)


def _line(line: ExplainedLine) -> QWidget:
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 2, 0, 6)
    grid.setVerticalSpacing(2)
    name, amount = Label("", "strong"), Label("", "strong")
    name.setText(line.name)
    amount.setText(amount_text(Money(line.amount.paise)))
    amount.show_tone("bad" if line.amount.paise < 0 else "")
    grid.addWidget(name, 0, 0)
    grid.addWidget(amount, 0, 1, Qt.AlignmentFlag.AlignRight)
    for row, sentence in enumerate(line.sentences, start=1):
        label = Label("", "muted", wraps=True)
        label.setText(sentence)
        grid.addWidget(label, row, 0)
    grid.setColumnStretch(0, 1)
    return widget
