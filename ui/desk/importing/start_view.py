"""The first step of an import: what the rows are, and which file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from domain.importing import ImportKind
from resources.texts import N_, Texts
from ui.desk.importing.dropping import FileDropArea
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import LineField, SegmentField
from ui.desk.kit.form import Form
from ui.desk.kit.parts import Button, Card, Label
from ui.desk.kit.saving import ask_present_file
from ui.import_words import KINDS

_TOLD: dict[ImportKind, str] = {
    ImportKind.CONSUMERS: N_(
        "New consumers are taken on; of known ones name, address and telephone are brought up to"
        " date."
    ),
    ImportKind.READS: N_(
        "Registers read from meters. A day without a time means its first minute, 00:00, which"
        " closes the day before."
    ),
    ImportKind.TARIFFS: N_("Tariffs as a JSON document; a version is good as a whole or not."),
    ImportKind.DUES: N_(
        "What consumers owe from before prepaid, each with its plan: daily with a number of days,"
        " percent, threshold with an amount, or by hand."
    ),
    ImportKind.CHANGES: N_("Single fields of known consumers, each from a day on."),
}
_WIDTH = 760


class StartView(FileDropArea):
    """Asks for kind and file; the file may be dropped anywhere on it."""

    #: A file was chosen: its path.
    chosen = Signal(object)
    kind_changed = Signal()
    back_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asks_reason = False
        self.heading = Label(N_("Take a file in"), "title")
        self.question = Label(N_("What are its rows?"), "muted")
        self.kind = SegmentField(numbered=True)
        self.told = Label("", wraps=True)
        self.form = Form()
        self.form.add("reason", LineField(most=400), N_("Reason, for who approves it"))
        self.problem = Label("", "problem", wraps=True)
        self.problem.hide()
        self.note = Label(
            N_("Choose a CSV or Excel file, or drop it here. Nothing is changed yet."), "muted"
        )
        self.choose = Button(
            desk.theme, N_("Choose the file …"), icon="folder-open", look="primary", key="Alt+O"
        )
        self.back = Button(desk.theme, N_("Back"), icon="arrow-left", key="Esc")
        self._lay_out()
        self.dropped.connect(self.chosen)
        self.kind.changed.connect(self._on_kind_changed)
        self.kind.picked.connect(self.choose.setFocus)
        self.choose.clicked.connect(lambda _checked=False: self.ask_file(self.chosen.emit))
        self.back.clicked.connect(lambda _checked=False: self.back_requested.emit())
        self.form.accept_requested.connect(lambda: self.ask_file(self.chosen.emit))
        self.form.leave_requested.connect(self.back_requested)

    def offer(self, kinds: Sequence[ImportKind], *, asks_reason: bool) -> None:
        """Offer what who is here may take in; some of it wants a reason."""
        self._kinds, self._asks_reason = tuple(kinds), asks_reason
        _ = self._desk.texts
        self.kind.set_options([(kind, _(KINDS[kind])) for kind in kinds])
        self._show_words()

    @property
    def reason(self) -> str:
        """Why what is asked for is asked for."""
        return str(self.form.field("reason").value())

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the file."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_reason_missing(self, sentence: str) -> None:
        """Say at its field that a reason is needed."""
        self.form.show_problem("reason", sentence)
        self.form.start()

    def ask_file(self, accepted: Callable[[Path], None]) -> None:
        """Let somebody choose a file."""
        _ = self._desk.texts
        kinds = (_("Sheets and tariffs (*.csv *.txt *.xlsx *.json)"), _("All files (*)"))
        ask_present_file(self, _("Take a file in"), kinds, _, accepted)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.heading, self.question, self.form, self.note, self.choose, self.back):
            part.retranslate(_)
        self.kind.setAccessibleName(_("What are its rows?"))
        if self.kind.value() is not None:
            self.kind.set_options([(kind, _(KINDS[kind])) for kind in self._kinds])
        self._show_words()

    def _show_words(self) -> None:
        kind = self.kind.value()
        if kind is None:
            return
        self.told.setText(self._desk.texts(_TOLD[kind]))
        is_asked = kind in {ImportKind.TARIFFS, ImportKind.DUES} and self._asks_reason
        self.form.show_field("reason", is_asked or kind is ImportKind.DUES)

    def _on_kind_changed(self) -> None:
        self.show_problem("")
        self._show_words()
        self.kind_changed.emit()

    def _lay_out(self) -> None:
        card = Card()
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.choose)
        parts = (self.heading, self.question, self.kind, self.told, self.form, self.note)
        for part in (*parts, self.problem):
            card.body.addWidget(part)
        card.body.addLayout(buttons)
        card.setMaximumWidth(self._desk.theme.px(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
