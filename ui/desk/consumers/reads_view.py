"""The consumer's tab of reads: a held one is released, or put aside, with a note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.energy import Energy
from domain.listing import ReadRow
from domain.reads import ReadState
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.kit.columns import Column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import LineField
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, EmptyState, Label
from ui.desk.kit.table import Table
from ui.desk.kit.words import (
    hold_reason_words,
    read_badge,
    read_source_word,
)


def _reason(row: ReadRow, _: Texts) -> str:
    parts = [hold_reason_words(row.reason, _), row.note]
    return " · ".join(part for part in parts if part)


READ_COLUMNS = (
    Column(
        "read_at",
        N_("Read at"),
        lambda row, _: formats.moment(row.read_at, _.month_names),
        width=136,
    ),
    Column(
        "register_wh",
        N_("Register (kWh)"),
        lambda row, _: formats.units(Energy(row.register_wh)),
        width=116,
        is_number=True,
    ),
    Column(
        "energy_wh",
        N_("Units"),
        lambda row, _: "" if row.energy_wh is None else formats.units(Energy(row.energy_wh)),
        width=78,
        is_number=True,
    ),
    Column("state", N_("State"), width=112, badge=lambda row, _: read_badge(row.state, _)),
    Column("reason", N_("Why held, note"), _reason, width=120, stretches=True),
    Column(
        "source",
        N_("Source"),
        lambda row, _: read_source_word(row.source, _),
        width=84,
        gives_way=1,
    ),
)


class ReadsTab(QWidget):
    """The reads of the meter; a held one is released, or put aside, with a note."""

    #: The clerk wants a held read to count: the ReadRow, the note.
    release_requested = Signal(object, str)
    #: The clerk wants a held read put aside for good: the ReadRow, the note.
    dismiss_requested = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._may_decide = desk.may(Act.DECIDE_READ)
        self._model = ListTableModel(READ_COLUMNS, desk.texts, self, key=lambda row: row.read_at)
        self.table = Table(desk.theme, "reads")
        self.table.show_model(self._model)
        self._empty = EmptyState(desk.theme, "gauge", N_("No read has arrived yet."))
        self.table.set_empty(self._empty)
        self.note = LineField()
        self.release = Button(desk.theme, N_("Release"), icon="check", look="primary")
        self.dismiss = Button(desk.theme, N_("Dismiss"), icon="x")
        self.problem = Label("", "problem", wraps=True)
        self._texts = desk.texts
        self._words = Label("", "strong", wraps=True)
        self._strip = Card(look="soft")
        self._lay_out()
        self._connect()

    def show_rows(self, rows: Sequence[ReadRow]) -> None:
        """Show these reads, newest first."""
        self._model.set_rows(rows)
        self._on_row_changed(self.table.current_row())

    def show_problem(self, sentence: str) -> None:
        """Say why a read was not released or put aside; the note stays."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_released(self) -> None:
        """Clear the note: it is in the books."""
        self.note.clear()
        self.show_problem("")

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self._model, self._empty, self.release, self.dismiss):
            part.retranslate(_)
        self._on_row_changed(self.table.current_row())
        self.table.setAccessibleName(_("Reads"))
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("Note: what was checked, and by whom"))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        row.addWidget(self.release)
        row.addWidget(self.dismiss)
        self._strip.body.addWidget(self._words)
        self._strip.body.addLayout(row)
        self._strip.body.addWidget(self.problem)
        self._strip.hide()
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._strip)

    def _connect(self) -> None:
        self.table.row_changed.connect(self._on_row_changed)
        self.table.opened.connect(lambda _row: self.note.setFocus())
        self.release.clicked.connect(self._ask)
        self.dismiss.clicked.connect(self._ask_to_dismiss)
        self.note.returnPressed.connect(self._ask)

    def _on_row_changed(self, row: object) -> None:
        is_held = isinstance(row, ReadRow) and row.state is ReadState.HELD
        self._strip.setVisible(is_held and self._may_decide)
        if isinstance(row, ReadRow) and is_held:
            _ = self._texts
            reason = hold_reason_words(row.reason, _)
            self._words.setText(
                _("Held: {reason}. Release or dismiss it with a note.", reason=reason)
            )
        self.show_problem("")

    def _ask(self) -> None:
        row = self.table.current_row()
        if isinstance(row, ReadRow):
            self.release_requested.emit(row, self.note.value())

    def _ask_to_dismiss(self) -> None:
        row = self.table.current_row()
        if isinstance(row, ReadRow):
            self.dismiss_requested.emit(row, self.note.value())
