"""What happens on the Imports page: the steps from a file to rows in the books."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from domain.books import Books
from domain.errors import FieldMissing, Refusal
from domain.import_columns import faults_of, with_days
from domain.importing import Fate, ImportKind
from domain.likeness import Person
from domain.services.sheet_kinds import act_of
from resources.texts import N_
from ui.desk.importing.chosen import Chosen, PreviewRow
from ui.desk.importing.file_work import FileWork, Taken
from ui.desk.importing.list_controller import LOOKING, ImportsListController
from ui.desk.importing.one_at_a_time import OneAtATime
from ui.desk.importing.steps import ImportingSteps
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.tasks import LatestRead

_READING = N_("Reading the file")
_KINDS_SHOWN = (
    ImportKind.CONSUMERS,
    ImportKind.READS,
    ImportKind.TARIFFS,
    ImportKind.DUES,
    ImportKind.CHANGES,
)


class ImportingController(QObject):
    """Reads and judges files, takes them in, and takes imports back."""

    #: The books have changed.
    changed = Signal()
    counted = Signal(str)
    page_requested = Signal(str)
    #: A known consumer is to be shown: the number.
    consumer_requested = Signal(str)
    #: The consumers of an import are to be shown: its id.
    consumers_requested = Signal(str)
    folder_requested = Signal(object)

    def __init__(
        self, view: ImportingSteps, desk: Desk, books: Books, documents: Documents
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._documents = documents
        self._chosen: Chosen | None = None
        self.work = OneAtATime(desk, self)
        self.list = ImportsListController(view, desk, books.imports, self.work)
        self._files = FileWork(desk, books, documents)
        #: What was corrected while something else was on its way: the line, and its cells.
        self._written: tuple[int, dict[str, str]] | None = None
        self._has_staff = desk.role is not None
        self._alike = LatestRead(desk.tasks, self)
        self._alike.answered.connect(view.preview.likeness.show_found)
        self._alike.failed.connect(desk.show_failure)
        self._connect()
        self._offer_kinds()
        self.refresh()

    def retranslate(self) -> None:
        """Set the words of all steps."""
        for view in self._view.views:
            view.retranslate(self._desk.texts)
        self.list.reason.retranslate(self._desk.texts)

    def refresh(self) -> None:
        """Read the imports again."""
        self.list.refresh()

    def show_import(self, import_id: str) -> None:
        """Show an import in the list; a file on its way is not left for it."""
        if not self.holds_work:
            self.list.show_import(import_id)

    def ask_undo(self) -> None:
        """Look what taking the shown import back would do, and ask for the reason."""
        self.list.ask_undo()

    def begin(self) -> None:
        """Begin an import, or go on with the one that was left."""
        if self._kinds():
            self._view.show_step(self._view.start)
            self._view.start.kind.setFocus()

    def accept(self) -> None:
        """Answer Ctrl+A: go on to the next step."""
        view, shown = self._view, self._view.shown
        steps: Mapping[QWidget, Callable[[], None]] = {
            view.columns: self.judge,
            view.preview: self.ask_to_take,
            view.result: self.leave,
        }
        if shown in steps:
            steps[shown]()
        elif shown is view.start:
            view.start.ask_file(self.choose)

    def choose_file(self) -> None:
        """Ask for a file, where one can be chosen."""
        if self._view.shown is self._view.start:
            self._view.start.ask_file(self.choose)

    def step_back(self) -> bool:
        """Go one step back; nothing that was said or corrected is lost."""
        view = self._view
        if self.list.reason.isVisible():
            self.list.reason.put_away()
            return True
        if view.preview.confirm.isVisible():
            view.preview.confirm.decline.click()
            return True
        before: Mapping[QWidget, QWidget] = {
            view.start: view.list,
            view.columns: view.start,
            view.preview: view.columns
            if self._chosen is not None and self._chosen.sheet is not None
            else view.start,
            view.result: view.list,
        }
        shown = before.get(view.shown)
        if shown is None:
            return False
        view.show_step(shown)
        if shown is view.list:
            view.list.table.setFocus()
        return True

    @property
    def holds_work(self) -> bool:
        """Whether a file is on its way that would be lost."""
        return self._view.shown in {self._view.columns, self._view.preview}

    def leave(self) -> None:
        """Go back to the list, the import done."""
        self._chosen = None
        self._view.show_step(self._view.list)
        self._view.list.table.setFocus()
        self.refresh()

    # From a file to its columns

    def choose(self, path: Path) -> None:
        """Read a file, and show what its columns are taken for; tariffs are judged at once."""
        kind = self._view.start.kind.value()
        if kind is None or self.work.is_busy:
            return
        self._view.show_step(self._view.start)
        self._view.start.show_problem("")
        is_asked = kind in {ImportKind.TARIFFS, ImportKind.DUES} and self._has_staff
        if is_asked and not self._view.start.reason:
            self._view.start.show_reason_missing(self._desk.sentence(FieldMissing("reason")))
            return
        chosen = Chosen(kind, path, reason=self._view.start.reason)
        if kind is ImportKind.TARIFFS:
            self.work.start(
                lambda _progress: self._files.read_tariffs(chosen), self._on_judged, _READING
            )
        else:
            self.work.start(lambda _progress: self._files.read(chosen), self._on_read, _READING)

    def read_again(self, sheet: int, line: int, encoding: str) -> None:
        """Read another sheet of the file, its headings from another line, or other letters."""
        chosen = self._chosen
        if chosen is None or chosen.sheet is None or self.work.is_busy:
            return
        wanted: int | None = line if sheet == chosen.sheet.sheet else None
        self.work.start(
            lambda _progress: self._files.read(chosen, sheet, wanted, encoding),
            self._on_read,
            _READING,
        )

    # From columns to rows

    def judge(self) -> None:
        """Judge the whole file by what its columns mean; the books stay as they are."""
        chosen, view = self._chosen, self._view.columns
        if chosen is None or chosen.sheet is None or self.work.is_busy:
            return
        said = with_days(chosen.sheet, view.said())
        faults = faults_of(said, chosen.sheet, chosen.kind)
        view.show_problems({name: self._desk.sentence(fault) for name, fault in faults.items()})
        if faults:
            return
        wanted = replace(chosen, said=said)
        self.work.start(
            lambda progress: self._files.judge(wanted, progress), self._on_judged, LOOKING
        )

    def correct(self, line: int, cells: object) -> None:
        """Judge a row with other cells, at once; of a short file all rows with it."""
        chosen = self._chosen
        if chosen is None or not isinstance(cells, dict):
            return
        if self.work.is_busy:
            self._written = (line, cells)
            return
        rows = chosen.corrected(line, cells)
        if chosen.is_judged_row_by_row:
            rows = [row for row in rows if row.line == line]
        self.work.start(
            lambda progress: self._files.judge_again(chosen, rows, progress),
            self._on_judged,
            LOOKING,
        )

    def judge_row(self) -> None:
        """Judge the row in use with its cells as they now stand, while it is shown."""
        if self._view.shown is self._view.preview:
            self._view.preview.correct()

    def write_cell(self) -> None:
        """Let the refused cell of the row in use be written anew."""
        if self._view.shown is self._view.preview:
            self._view.preview.write_cell()

    def save_refused(self) -> None:
        """Save the refused rows with their reasons beside the file, while they are shown."""
        chosen, is_shown = self._chosen, self._view.shown is self._view.preview
        if chosen is None or chosen.sheet is None or self.work.is_busy or not is_shown:
            return
        rows = [
            (row.given.texts, self._desk.sentence(row.judged.refusal))
            for row in chosen.rows
            if row.judged.refusal is not None
        ]
        self.work.start(
            lambda _progress: self._documents.write_rejected(chosen.path, chosen.headings, rows),
            self._on_saved,
            N_("Saving the refused rows"),
        )

    # Into the books

    def ask_to_take(self) -> None:
        """Take in what is shown; ask first where rows are refused, changed or being written."""
        chosen, view = self._chosen, self._view.preview
        if chosen is None or self.work.is_busy or not view.can_take:
            return
        if chosen.counts[Fate.REFUSED] or chosen.counts[Fate.CHANGED] or view.is_written_in:
            view.ask_to_take(self.take)
        else:
            self.take()

    def take(self) -> None:
        """Take in what is shown; the books as they then stand decide."""
        chosen = self._chosen
        if chosen is None or self.work.is_busy or not self._view.preview.can_take:
            return
        self.work.start(
            lambda progress: self._files.take(chosen, progress),
            self._on_taken,
            N_("Taking the file in"),
            is_job=True,
        )

    # --- answers ------------------------------------------------------------------------------

    def _on_read(self, chosen: Chosen) -> None:
        self._chosen = chosen
        if chosen.sheet is not None:
            self._view.show_step(self._view.columns)
            self._view.columns.show_sheet(chosen.sheet, chosen.said, chosen.kind)
            _ = self._desk.texts
            self.counted.emit(_("{count} rows", count=len(chosen.sheet.rows)))

    def _on_judged(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._view.preview.show_judged(chosen)
        if self._view.shown is not self._view.preview:
            self._view.show_step(self._view.preview)
            self._view.preview.table.setFocus()
        _ = self._desk.texts
        self.counted.emit(_("{count} rows", count=len(chosen.rows)))

    def _on_saved(self, written: Path | None) -> None:
        _ = self._desk.texts
        if written is not None:
            self._desk.toasts.show(
                _("The refused rows with their reasons are in {path}.", path=written)
            )

    def _on_taken(self, taken: Taken) -> None:
        foreseen = self._chosen.counts[Fate.REFUSED] if self._chosen else 0
        self._view.result.show_taken(taken.taken, taken.rejected, foreseen)
        self._view.show_step(self._view.result)
        if taken.trouble is not None:
            self._desk.show_failure(taken.trouble)
        self.refresh()
        self.changed.emit()

    # --- helpers ------------------------------------------------------------------------------

    def _on_failed(self, error: Exception) -> None:
        if self._view.shown is self._view.start and isinstance(error, Refusal):
            self._view.start.show_problem(self._desk.sentence(error))
        else:
            self._desk.show_failure(error)
        # What was wanted otherwise could not be read so: the choices say what is shown.
        self._view.columns.show_reading()
        self.refresh()

    def _on_ended(self) -> None:
        self._view.preview.show_busy(False)
        if self._written is not None:
            written, self._written = self._written, None
            self.correct(*written)

    def _kinds(self) -> list[ImportKind]:
        return [
            kind for kind in _KINDS_SHOWN if self._desk.may(act_of(kind, has_staff=self._has_staff))
        ]

    def _offer_kinds(self) -> None:
        self._view.start.offer(self._kinds(), asks_reason=self._has_staff)
        self._view.list.new.setVisible(bool(self._kinds()))

    def _connect(self) -> None:
        view = self._view
        self.work.began.connect(lambda: view.preview.show_busy(True))
        self.work.ended.connect(self._on_ended)
        self.work.failed.connect(self._on_failed)
        self.list.changed.connect(self.changed)
        self.list.counted.connect(self.counted)
        view.list.new_requested.connect(self.begin)
        view.list.dropped.connect(self._on_dropped)
        view.start.chosen.connect(self.choose)
        view.columns.accepted.connect(self.judge)
        view.columns.read_again_requested.connect(self.read_again)
        view.preview.accepted.connect(self.ask_to_take)
        view.preview.newcomer_shown.connect(self._on_newcomer_shown)
        view.preview.consumer_requested.connect(self.consumer_requested)
        view.preview.corrected.connect(self.correct)
        view.preview.save_requested.connect(self.save_refused)
        view.result.done_requested.connect(self.leave)
        view.result.consumers_requested.connect(self.consumers_requested)
        view.result.approvals_requested.connect(lambda: self.page_requested.emit("approvals"))
        view.result.folder_requested.connect(self.folder_requested)
        for step in (view.start, view.columns, view.preview):
            step.back_requested.connect(self.step_back)

    def _on_newcomer_shown(self, row: PreviewRow | None) -> None:
        self._alike.forget()
        if row is not None:
            accounts, person = self._books.accounts, _person_of(row.given.cells)
            self._alike.ask(lambda: accounts.lookalikes(person))

    def _on_dropped(self, path: Path) -> None:
        """Begin with a dropped file; a JSON document is one of tariffs."""
        self.begin()
        if path.suffix.lower() == ".json" and ImportKind.TARIFFS in self._kinds():
            self._view.start.kind.show_value(ImportKind.TARIFFS)
        self.choose(path)


def _person_of(cells: Mapping[str, str]) -> Person:
    """Return what a row tells of a person."""
    names = (field.name for field in fields(Person))
    return Person(**{name: cells.get(name, "") for name in names})
