"""The last step: what was taken in, what was refused, and where to go from here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.importing import Fate, ImportKind, ImportTaken
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.facts import Facts
from ui.desk.kit.parts import Button, Card, Label
from ui.import_words import FATES, KINDS

_WIDTH = 760


class ResultView(QWidget):
    """Tells how an import went."""

    #: The consumers, or the approvals, are to be shown.
    consumers_requested = Signal(str)
    approvals_requested = Signal()
    folder_requested = Signal(object)
    done_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._taken: ImportTaken | None = None
        self._foreseen = 0
        self._rejected: Path | None = None
        self.heading = Label("", "title", wraps=True)
        self.facts = Facts()
        self.told = Label("", "strong", wraps=True)
        self.consumers = Button(desk.theme, N_("Show the consumers"), icon="users")
        self.approvals = Button(desk.theme, N_("Show the approvals"), icon="clipboard-check")
        self.folder = Button(desk.theme, N_("Open the folder"), icon="folder-open")
        self.done = Button(desk.theme, N_("Done"), icon="check", look="primary", key="Ctrl+A")
        self._lay_out()
        self.consumers.clicked.connect(lambda _checked=False: self._ask_consumers())
        self.approvals.clicked.connect(lambda _checked=False: self.approvals_requested.emit())
        self.folder.clicked.connect(
            lambda _checked=False: self.folder_requested.emit(self._rejected)
        )
        self.done.clicked.connect(lambda _checked=False: self.done_requested.emit())

    def show_taken(self, taken: ImportTaken, rejected: Path | None, foreseen_refused: int) -> None:
        """Show what was taken in; ``rejected`` is the file of the refused rows."""
        self._taken, self._rejected, self._foreseen = taken, rejected, foreseen_refused
        self._show_words()
        self.done.setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.consumers, self.approvals, self.folder, self.done):
            part.retranslate(_)
        self._show_words()

    def _ask_consumers(self) -> None:
        if self._taken is not None:
            self.consumers_requested.emit(self._taken.batch.id)

    def _show_words(self) -> None:
        _, taken = self._desk.texts, self._taken
        if taken is None:
            return
        batch = taken.batch
        self.heading.setText(_("{name} is taken in", name=batch.file.name))
        counts = (
            (Fate.NEW, batch.accepted),
            (Fate.CHANGED, batch.changed),
            (Fate.UNCHANGED, batch.unchanged),
            (Fate.HELD, batch.held),
            (Fate.REFUSED, batch.rejected),
        )
        facts = [(_("What"), _(KINDS[batch.kind]))]
        facts += [(_(FATES[fate]), str(count)) for fate, count in counts]
        self.facts.show_facts(facts)
        self.told.setText(" ".join(self._sentences(taken, _)))
        self.told.setVisible(bool(self.told.text()))
        is_of_people = batch.kind is not ImportKind.TARIFFS
        self.consumers.setVisible(is_of_people and bool(batch.accepted + batch.changed))
        self.approvals.setVisible(bool(taken.approvals))
        self.folder.setVisible(self._rejected is not None)

    def _sentences(self, taken: ImportTaken, _: Texts) -> list[str]:
        told = []
        if taken.approvals:
            told.append(_("What was asked for waits for another person on the Approvals page."))
        if self._rejected is not None:
            told.append(
                _("The refused rows with their reasons are in {path}.", path=self._rejected)
            )
        if taken.batch.rejected != self._foreseen:
            told.append(
                _(
                    "The preview had refused {count}: the books or rows have changed since.",
                    count=self._foreseen,
                )
            )
        return told

    def _lay_out(self) -> None:
        card = Card()
        buttons = QHBoxLayout()
        for button in (self.consumers, self.approvals, self.folder):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.done)
        for part in (self.heading, self.facts, self.told):
            card.body.addWidget(part)
        card.body.addLayout(buttons)
        card.setMaximumWidth(self._desk.theme.px(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
