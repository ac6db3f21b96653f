"""What is to be done first in an office that supplies nobody yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.parts import Button, Card, Label

_STEPS = (
    ("tariffs", N_("Take in the tariffs"), N_("Nobody can be charged without one."), "file-text"),
    ("consumers", N_("Import consumers"), N_("From a sheet, all at once."), "upload"),
    ("consumer", N_("Take on a consumer"), N_("One by one, in a form."), "user-plus"),
)
_NEEDED = {
    "tariffs": Act.ASK_TARIFFS,
    "consumers": Act.ADD_CONSUMER,
    "consumer": Act.ADD_CONSUMER,
}
_WIDTH_PX = 560


class BeginningView(QWidget):
    """The first steps, each with its button; those that are done are ticked off."""

    #: A step is to be taken: ``tariffs``, ``consumers`` or ``consumer``.
    step_requested = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.card = Card(N_("Nobody is supplied by this office yet"))
        self.lead = Label(
            N_("The dashboard fills as soon as there are tariffs, consumers and reads."),
            "muted",
            wraps=True,
        )
        self.marks = {name: Label("○", "strong") for name, *_rest in _STEPS}
        self.buttons: dict[str, Button] = {}
        self.notes: list[Label] = []
        self.card.body.addWidget(self.lead)
        for name, words, note, icon in _STEPS:
            self.card.body.addLayout(self._step(name, words, note, icon))
        self.card.setMaximumWidth(desk.theme.px(_WIDTH_PX))
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def show_steps(self, *, has_tariffs: bool) -> None:
        """Tick off what is done."""
        mark = self.marks["tariffs"]
        mark.setText("✓" if has_tariffs else "○")
        mark.show_tone("good" if has_tariffs else "")

    def start(self) -> None:
        """Put the focus on the first step that is not done."""
        shown = [
            button
            for name, button in self.buttons.items()
            if not button.isHidden() and self.marks[name].text() != "✓"
        ]
        if shown:
            shown[0].setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word anew."""
        self.card.retranslate(_)
        for label in (self.lead, *self.notes):
            label.retranslate(_)
        for button in self.buttons.values():
            button.retranslate(_)

    def _step(self, name: str, words: str, note: str, icon: str) -> QHBoxLayout:
        button = Button(self._desk.theme, words, icon=icon)
        button.clicked.connect(lambda _checked=False: self.step_requested.emit(name))
        if not self._desk.may(_NEEDED[name]):
            button.hide()
        self.buttons[name] = button
        told = Label(note, "muted")
        self.notes.append(told)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.marks[name])
        row.addWidget(told, 1)
        row.addWidget(button)
        return row
