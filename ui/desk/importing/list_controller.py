"""What happens to the list of imports: it is read, and one of them is taken back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from domain.importing import BatchState, ImportBatch, Imports, ImportUndone
from domain.staff import Act
from resources.texts import N_
from ui.desk.importing.one_at_a_time import OneAtATime
from ui.desk.importing.steps import ImportingSteps
from ui.desk.kit.desk import Desk
from ui.desk.kit.reason import ReasonSheet
from ui.desk.kit.tasks import LatestRead

LOOKING = N_("Looking at the rows")


class ImportsListController(QObject):
    """Shows the imports, and takes one back."""

    #: The books have changed.
    changed = Signal()
    counted = Signal(str)

    def __init__(
        self, view: ImportingSteps, desk: Desk, imports: Imports, work: OneAtATime
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._imports, self._work = view, desk, imports, work
        #: Which import is to be shown as soon as the list has come.
        self._wanted = ""
        self.reason = ReasonSheet(view, desk)
        self._listed = LatestRead(desk.tasks, self)
        self._listed.answered.connect(self._on_listed)
        self._listed.failed.connect(desk.show_failure)
        view.list.row_changed.connect(self._on_row_changed)
        view.list.undo_requested.connect(self.ask_undo)

    def refresh(self) -> None:
        """Read the imports again."""
        self._listed.ask(self._imports.batches)

    def show_import(self, import_id: str) -> None:
        """Show an import in the list."""
        self._wanted = import_id
        self._view.show_step(self._view.list)
        self.refresh()

    def ask_undo(self) -> None:
        """Look what taking the shown import back would do, and ask for the reason."""
        batch = self._view.list.batch
        may = self._desk.may(Act.UNDO_IMPORT)
        is_list = self._view.shown is self._view.list
        if batch is None or not may or self._work.is_busy or not is_list:
            return
        if batch.state is BatchState.UNDONE:
            return
        self._work.start(
            lambda progress: self._imports.undoing(batch.id, progress), self._on_undoing, LOOKING
        )

    def undo(self, batch: ImportBatch, reason: str) -> None:
        """Take an import back."""
        self._work.start(
            lambda progress: self._imports.undo(batch.id, reason, self._desk.actor, progress),
            self._on_undone,
            N_("Taking the import back"),
            is_job=True,
        )

    def _on_listed(self, batches: list[ImportBatch]) -> None:
        self._view.list.show_batches(batches)
        if self._wanted:
            self._view.list.table.go_to(self._wanted)
            self._wanted = ""
        self._on_row_changed(self._view.list.table.current_row())
        if self._view.shown is self._view.list:
            _ = self._desk.texts
            self.counted.emit(_("{count} imports", count=len(batches)))

    def _on_row_changed(self, row: object) -> None:
        batch = row if isinstance(row, ImportBatch) else None
        self._view.list.show_batch(batch, can_undo=self._desk.may(Act.UNDO_IMPORT))

    def _on_undoing(self, told: ImportUndone) -> None:
        _, batch = self._desk.texts, told.batch
        self._view.list.show_undone(told, is_done=False)
        if not told.taken_back:
            self._desk.toasts.show(
                _("Nothing of {name} can be taken back.", name=batch.file.name), "warning"
            )
            return
        self.reason.ask(
            _("Take {name} back?", name=batch.file.name),
            _(
                "{count} rows can be taken back, {kept} stay.",
                count=told.taken_back,
                kept=len(told.kept),
            ),
            _("Take it back"),
            lambda reason: self.undo(batch, reason),
        )

    def _on_undone(self, undone: ImportUndone) -> None:
        _ = self._desk.texts
        self._view.list.show_undone(undone, is_done=True)
        if undone.approval is None:
            told = _(
                "{count} rows taken back, {kept} stay.",
                count=undone.taken_back,
                kept=len(undone.kept),
            )
        else:
            told = _("Another person has to approve that the plans are ended.")
        self._desk.toasts.show(told, "warning" if undone.kept else "good")
        self.refresh()
        self.changed.emit()
