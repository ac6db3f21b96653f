"""The imports, seen: which files were taken in, what became of one, and how it goes back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from domain import formats
from domain.importing import BatchState, ImportBatch, ImportUndone
from resources.texts import N_, Texts
from ui.desk.importing.dropping import FileDropArea
from ui.desk.kit.columns import Badge, Column, Tone
from ui.desk.kit.desk import Desk
from ui.desk.kit.facts import Facts
from ui.desk.kit.list_beside import lay_out_list_beside
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, EmptyState, Label, Pill, scrolling
from ui.desk.kit.table import Table
from ui.import_words import KINDS, STATES

_TONES: dict[BatchState, tuple[str, Tone]] = {
    BatchState.RUNNING: ("▲", "warning"),
    BatchState.DONE: ("●", "good"),
    BatchState.UNDONE: ("○", "muted"),
    BatchState.PARTLY_UNDONE: ("◐", "warning"),
}
_SHOWN_KEPT = 30


def state_badge(batch: ImportBatch, _: Texts) -> Badge:
    """Return how far an import is."""
    glyph, tone = _TONES[batch.state]
    return Badge(glyph, _(STATES[batch.state]), tone)


_COLUMNS = (
    Column("kind", N_("What"), lambda row, _: _(KINDS[row.kind]), width=96, is_strong=True),
    Column(
        "file",
        N_("File"),
        lambda row, _texts: row.file.name,
        width=150,
        stretches=True,
        keeps_end=True,
    ),
    Column(
        "imported_at",
        N_("When"),
        lambda row, _: formats.moment(row.imported_at, _.month_names),
        width=136,
    ),
    Column("imported_by", N_("By"), lambda row, _texts: row.imported_by, width=80, gives_way=1),
    Column(
        "accepted",
        N_("New"),
        lambda row, _texts: str(row.accepted),
        width=70,
        is_number=True,
    ),
    Column(
        "rejected",
        N_("Refused"),
        lambda row, _texts: str(row.rejected),
        width=76,
        is_number=True,
        gives_way=2,
        tone=lambda row: "bad" if row.rejected else "",
    ),
    Column("state", N_("State"), width=132, badge=state_badge),
)


class ImportsListView(FileDropArea):
    """Shows what was taken in, and says what who looks at it wants."""

    new_requested = Signal()
    row_changed = Signal(object)
    undo_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._batch: ImportBatch | None = None
        self._undone: ImportUndone | None = None
        self._can_undo = self._is_undone = False
        self.model = ListTableModel(_COLUMNS, desk.texts, self, key=lambda row: row.id)
        self.table = Table(desk.theme, "imports")
        self.table.show_model(self.model)
        self.empty = EmptyState(
            desk.theme,
            "upload",
            N_(
                "No file was taken in yet. Drop one here, or choose it: consumers, reads, tariffs"
                " or dues, as CSV or Excel."
            ),
            N_("Take a file in"),
        )
        self.table.set_empty(self.empty)
        self.new = Button(
            desk.theme, N_("Take a file in"), icon="upload", look="primary", key="Alt+N"
        )
        self.heading = Label("", "title", wraps=True)
        self.state = Pill()
        self.told = Label("", "strong", wraps=True)
        self.undo = Button(
            desk.theme, N_("Take it back"), icon="undo-2", look="danger", key="Alt+X"
        )
        self._facts = Facts()
        self._side = Card()
        self._lay_out()
        self.new.clicked.connect(lambda _checked=False: self.new_requested.emit())
        self.empty.action_requested.connect(self.new_requested)
        self.undo.clicked.connect(lambda _checked=False: self.undo_requested.emit())
        self.table.row_changed.connect(self.row_changed)

    @property
    def batch(self) -> ImportBatch | None:
        """The import that is shown."""
        return self._batch

    def show_batches(self, batches: Sequence[ImportBatch]) -> None:
        """Show these imports, newest first."""
        self.model.set_rows(batches)
        if batches and self.table.current_row() is None:
            self.table.go_to_place(0)

    def show_batch(self, batch: ImportBatch | None, *, can_undo: bool) -> None:
        """Show one import beside the list."""
        is_same = self._batch is not None and batch is not None and self._batch.id == batch.id
        if not is_same:
            self._undone = None
        self._batch, self._can_undo = batch, can_undo
        self._side.setVisible(batch is not None)
        self._show_words()

    def show_undone(self, undone: ImportUndone, *, is_done: bool) -> None:
        """Tell what was taken back, or would be, and what stays with its reason."""
        self._batch, self._undone, self._is_undone = undone.batch, undone, is_done
        self._show_words()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.model, self.empty, self.new, self.undo):
            part.retranslate(_)
        self.table.setAccessibleName(_("Imports"))
        self._show_words()

    def _show_words(self) -> None:
        _, batch = self._desk.texts, self._batch
        if batch is None:
            return
        self.heading.setText(batch.file.name)
        self.state.show_badge(state_badge(batch, _))
        self.undo.setVisible(self._can_undo and batch.state is not BatchState.UNDONE)
        self.told.setText(self._advice(batch, _))
        self.told.setVisible(bool(self.told.text()))
        kept = self._undone.kept if self._undone else ()
        facts = self._told(batch, _)
        facts += [
            (_("Line {line}", line=row.line), self._desk.sentence(row.refusal))
            for row in kept[:_SHOWN_KEPT]
        ]
        if len(kept) > _SHOWN_KEPT:
            facts.append(("", _("... and {more} more.", more=len(kept) - _SHOWN_KEPT)))
        self._facts.show_facts(facts)

    def _advice(self, batch: ImportBatch, _: Texts) -> str:
        if batch.state is BatchState.RUNNING:
            return _(
                "This import was cut short. Take the same file in again to go on where it stopped,"
                " or take it back."
            )
        if self._undone is None:
            return ""
        if self._undone.approval is not None:
            return _("Another person has to approve that the plans are ended.")
        count, kept = self._undone.taken_back, len(self._undone.kept)
        if self._is_undone:
            return _("{count} rows taken back, {kept} stay.", count=count, kept=kept)
        return _("{count} rows can be taken back, {kept} stay.", count=count, kept=kept)

    @staticmethod
    def _told(batch: ImportBatch, _: Texts) -> list[tuple[str, str]]:
        names = _.month_names
        facts = [
            (_("What"), _(KINDS[batch.kind])),
            (_("Taken in"), formats.moment(batch.imported_at, names)),
            (_("By"), batch.imported_by),
            (_("New"), str(batch.accepted)),
            (_("Changed"), str(batch.changed)),
            (_("Unchanged"), str(batch.unchanged)),
            (_("To be decided"), str(batch.held)),
            (_("Refused"), str(batch.rejected)),
        ]
        if batch.undone_at is not None:
            facts.append((_("Taken back"), formats.moment(batch.undone_at, names)))
            facts.append((_("Taken back by"), batch.undone_by))
        return facts

    def _lay_out(self) -> None:
        head, buttons = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        buttons.addWidget(self.undo)
        buttons.addStretch(1)
        self._side.body.addLayout(head)
        self._side.body.addWidget(self.told)
        self._side.body.addWidget(scrolling(self._facts), 1)
        self._side.body.addLayout(buttons)
        self._side.hide()
        lay_out_list_beside(
            self, self.table, self._side, above=[self.new], shares=(13, 7), least_side_px=320
        )
