"""One charged day explained, line by line, below the days."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.explanation import DayExplained
from domain.money import Money
from resources.texts import N_, Texts
from ui.desk.kit.columns import amount_text
from ui.desk.kit.desk import Desk
from ui.desk.kit.parts import Button, Card, Label, hairline, scrolling
from ui.explaining import lines, summary


class ExplanationView(Card):
    """One day explained: each line of the bill with its sentences."""

    close_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("Why this amount"), look="soft")
        self._explained: DayExplained | None = None
        self.close_it = Button(desk.theme, icon="x", look="quiet")
        self.close_it.clicked.connect(self.close_requested)
        self.head.addWidget(self.close_it)
        self.summary = Label("", "muted", wraps=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._list.setContentsMargins(0, 0, 8, 0)
        content = QWidget()
        content.setLayout(self._list)
        self.body.addWidget(self.summary)
        self.body.addWidget(scrolling(content), 1)
        self.setMinimumHeight(120)

    def show_day(self, explained: DayExplained, _: Texts) -> None:
        """Explain this day."""
        self._explained = explained
        day = formats.day(explained.day, _.month_names)
        total = formats.rupees(Money(explained.total_paise))
        self.title.setText(_("Why {day} costs {total}", day=day, total=total))
        self.summary.setText(summary(explained, _))
        while (item := self._list.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for line in lines(explained, _):
            self._list.addWidget(_explained_line(line.name, line.amount, line.sentences))
            self._list.addWidget(hairline())
        self._list.addStretch(1)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        super().retranslate(_)
        self.close_it.setAccessibleName(_("Close"))
        if self._explained:
            self.show_day(self._explained, _)

    def text(self) -> str:
        """Return all that is said, a line each."""
        labels = self.findChildren(Label)
        return "\n".join(label.text() for label in labels if label.text())


def _explained_line(name: str, amount: Money, sentences: Sequence[str]) -> QWidget:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 4, 0, 4)
    column.setSpacing(1)
    head = QHBoxLayout()
    title, figure = Label("", "strong"), Label("", "strong")
    title.setText(name)
    figure.setText(amount_text(amount))
    head.addWidget(title, 1)
    head.addWidget(figure)
    column.addLayout(head)
    for sentence in sentences:
        words = Label("", "muted", wraps=True)
        words.setText(sentence)
        column.addWidget(words)
    return widget
