"""What happens on the Imports page: the list, and the steps from a file to rows in the books."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from domain.books import Books
from domain.errors import FieldMissing, Refusal
from domain.errors_of_files import FileNotWritten, FileReason, FileUnreadable
from domain.errors_of_imports import FileChanged
from domain.errors_of_tariffs import TariffsUnreadable
from domain.import_columns import (
    ColumnsSaid,
    faults_of,
    known_count,
    recognised,
    rows_of,
    with_days,
)
from domain.import_sheet import ImportSheet
from domain.importing import (
    BatchState,
    Fate,
    GivenRow,
    ImportBatch,
    ImportFile,
    ImportKind,
    ImportTaken,
    ImportUndone,
    RowJudged,
)
from domain.likeness import Person
from domain.progress import Progress
from domain.services.sheet_kinds import act_of
from domain.settlement_columns import key_of
from domain.staff import Act
from ui.desk.importing.chosen import Chosen, PreviewRow
from ui.desk.importing.columns_view import ColumnsView
from ui.desk.importing.list_view import ImportsListView
from ui.desk.importing.preview_view import PreviewView
from ui.desk.importing.result_view import ResultView
from ui.desk.importing.start_view import StartView
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.reason import ReasonSheet
from ui.desk.kit.tasks import LatestRead, Task

#: Who remembers what columns mean: the office, so that everybody's files are read the same way.
_OFFICE = ""
_KINDS_SHOWN = (
    ImportKind.CONSUMERS,
    ImportKind.READS,
    ImportKind.TARIFFS,
    ImportKind.DUES,
    ImportKind.CHANGES,
)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was taken in, where the refused rows are, and why they could not be written."""

    taken: ImportTaken
    rejected: Path | None
    trouble: FileNotWritten | None = None


class ImportingSteps(QStackedWidget):
    """The steps of the page, one at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.list = ImportsListView(desk)
        self.start = StartView(desk)
        self.columns = ColumnsView(desk)
        self.preview = PreviewView(desk)
        self.result = ResultView(desk)
        self.views: Sequence[Any] = (
            *(self.list, self.start, self.columns, self.preview),
            self.result,
        )
        for view in self.views:
            self.addWidget(view)

    @property
    def shown(self) -> QWidget:
        """The step that is shown."""
        return self.currentWidget() or self.list

    def show_step(self, view: QWidget) -> None:
        """Bring a step up."""
        self.setCurrentWidget(view)


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
        self._imports, self._documents = books.imports, documents
        self._chosen: Chosen | None = None
        #: Which import is to be shown as soon as the list has come.
        self._wanted = ""
        self._is_busy = False
        #: What was corrected while something else was on its way: the line, and its cells.
        self._written: tuple[int, dict[str, str]] | None = None
        self._has_staff = desk.role is not None
        self.reason = ReasonSheet(view, desk)
        self._listed = LatestRead(desk.tasks, self)
        self._listed.answered.connect(self._on_listed)
        self._listed.failed.connect(desk.show_failure)
        self._alike = LatestRead(desk.tasks, self)
        self._alike.answered.connect(view.preview.likeness.show_found)
        self._alike.failed.connect(desk.show_failure)
        self._connect()
        self._offer_kinds()
        self.refresh()

    # The list

    def refresh(self) -> None:
        """Read the imports again."""
        self._listed.ask(self._imports.batches)

    def retranslate(self) -> None:
        """Set the words of all steps."""
        for view in self._view.views:
            view.retranslate(self._desk.texts)
        self.reason.retranslate(self._desk.texts)

    def begin(self) -> None:
        """Begin an import, or go on with the one that was left."""
        if self._kinds():
            self._view.show_step(self._view.start)
            self._view.start.kind.setFocus()

    def show_import(self, import_id: str) -> None:
        """Show an import in the list; a file on its way is not left for it."""
        if self.holds_work:
            return
        self._wanted = import_id
        self._view.show_step(self._view.list)
        self.refresh()

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
        if self.reason.isVisible():
            self.reason.put_away()
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
        if kind is None or self._is_busy:
            return
        self._view.show_step(self._view.start)
        self._view.start.show_problem("")
        is_asked = kind in {ImportKind.TARIFFS, ImportKind.DUES} and self._has_staff
        if is_asked and not self._view.start.reason:
            self._view.start.show_reason_missing(self._desk.sentence(FieldMissing("reason")))
            return
        chosen = Chosen(kind, path, reason=self._view.start.reason)
        if kind is ImportKind.TARIFFS:
            self._work(lambda _progress: self._read_tariffs(chosen), self._on_judged, "reading")
        else:
            self._work(lambda _progress: self._read(chosen), self._on_read, "reading")

    def read_again(self, sheet: int, line: int, encoding: str) -> None:
        """Read another sheet of the file, its headings from another line, or other letters."""
        chosen = self._chosen
        if chosen is None or chosen.sheet is None or self._is_busy:
            return
        wanted: int | None = line if sheet == chosen.sheet.sheet else None
        self._work(
            lambda _progress: self._read(chosen, sheet, wanted, encoding), self._on_read, "reading"
        )

    # From columns to rows

    def judge(self) -> None:
        """Judge the whole file by what its columns mean; the books stay as they are."""
        chosen, view = self._chosen, self._view.columns
        if chosen is None or chosen.sheet is None or self._is_busy:
            return
        said = with_days(chosen.sheet, view.said())
        faults = faults_of(said, chosen.sheet, chosen.kind)
        view.show_problems({name: self._desk.sentence(fault) for name, fault in faults.items()})
        if faults:
            return
        wanted = replace(chosen, said=said)
        self._work(lambda progress: self._judged(wanted, progress), self._on_judged, "judging")

    def correct(self, line: int, cells: object) -> None:
        """Judge a row with other cells, at once; of a short file all rows with it."""
        chosen = self._chosen
        if chosen is None or not isinstance(cells, dict):
            return
        if self._is_busy:
            self._written = (line, cells)
            return
        rows = chosen.corrected(line, cells)
        if chosen.is_judged_row_by_row:
            rows = [row for row in rows if row.line == line]
        self._work(
            lambda progress: self._judged_again(chosen, rows, progress), self._on_judged, "judging"
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
        if chosen is None or chosen.sheet is None or self._is_busy or not is_shown:
            return
        rows = [
            (row.given.texts, self._desk.sentence(row.judged.refusal))
            for row in chosen.rows
            if row.judged.refusal is not None
        ]
        self._work(
            lambda _progress: self._documents.write_rejected(chosen.path, chosen.headings, rows),
            self._on_saved,
            "saving",
        )

    # Into the books

    def ask_to_take(self) -> None:
        """Take in what is shown; ask first where rows are refused, changed or being written."""
        chosen, view = self._chosen, self._view.preview
        if chosen is None or self._is_busy or not view.can_take:
            return
        if chosen.counts[Fate.REFUSED] or chosen.counts[Fate.CHANGED] or view.is_written_in:
            view.ask_to_take(self.take)
        else:
            self.take()

    def take(self) -> None:
        """Take in what is shown; the books as they then stand decide."""
        chosen = self._chosen
        if chosen is None or self._is_busy or not self._view.preview.can_take:
            return
        self._work(
            lambda progress: self._take(chosen, progress), self._on_taken, "taking", is_job=True
        )

    # And back

    def ask_undo(self) -> None:
        """Look what taking the shown import back would do, and ask for the reason."""
        batch = self._view.list.batch
        may = self._desk.may(Act.UNDO_IMPORT)
        is_list = self._view.shown is self._view.list
        if batch is None or not may or self._is_busy or not is_list:
            return
        if batch.state is BatchState.UNDONE:
            return
        self._work(
            lambda progress: self._imports.undoing(batch.id, progress), self._on_undoing, "judging"
        )

    def undo(self, batch: ImportBatch, reason: str) -> None:
        """Take an import back."""
        self._work(
            lambda progress: self._imports.undo(batch.id, reason, self._desk.actor, progress),
            self._on_undone,
            "undoing",
            is_job=True,
        )

    # --- off the GUI thread -------------------------------------------------------------------

    def _read(
        self, chosen: Chosen, sheet: int = 0, line: int | None = None, encoding: str = ""
    ) -> Chosen:
        found: ImportSheet = self._documents.read_import(
            chosen.path, known_count(chosen.kind), sheet, line, encoding
        )
        said = recognised(found, chosen.kind)
        remembered = self._books.preferences.get(_OFFICE, _name_of(found, chosen.kind))
        if isinstance(remembered, dict):
            said = with_days(found, ColumnsSaid.of(remembered, found.headings))
        before = self._imports.taken_before(chosen.kind, found.file.sha256)
        return replace(chosen, sheet=found, said=said, file=found.file, before=before)

    def _read_tariffs(self, chosen: Chosen) -> Chosen:
        text = self._documents.read_text(chosen.path)
        file = ImportFile(chosen.path.name, sha256(text.encode()).hexdigest())
        try:
            judged = self._imports.judge_tariffs(text)
        except ValueError as error:
            raise TariffsUnreadable(chosen.path.name, str(error)) from error
        if not judged:
            raise FileUnreadable(chosen.path.name, FileReason.EMPTY)
        rows = [PreviewRow(GivenRow(row.line, {}), row) for row in judged]
        before = self._imports.taken_before(chosen.kind, file.sha256)
        return replace(chosen, text=text, file=file, rows=rows, before=before)

    def _judged(self, chosen: Chosen, progress: Progress) -> Chosen:
        if chosen.sheet is None:
            return chosen
        told = chosen.said.told()
        self._books.preferences.put(_OFFICE, _name_of(chosen.sheet, chosen.kind), told)
        return self._judged_rows(chosen, rows_of(chosen.sheet, chosen.said), progress)

    def _judged_rows(self, chosen: Chosen, rows: Sequence[GivenRow], progress: Progress) -> Chosen:
        judged = self._imports.judge(chosen.kind, rows, progress, chosen.reason)
        shown = [PreviewRow(row, found) for row, found in zip(rows, judged, strict=True)]
        return replace(chosen, rows=shown)

    def _judged_again(self, chosen: Chosen, rows: Sequence[GivenRow], progress: Progress) -> Chosen:
        if len(rows) == len(chosen.rows):
            return self._judged_rows(chosen, rows, progress)
        found: list[RowJudged] = self._imports.judge(chosen.kind, rows, progress, chosen.reason)
        return chosen.with_row(PreviewRow(rows[0], found[0]))

    def _take(self, chosen: Chosen, progress: Progress) -> _Taken:
        if chosen.kind is ImportKind.TARIFFS:
            self._refuse_changed_text(chosen)
            taken = self._imports.take_tariffs(
                chosen.file, chosen.text, self._desk.actor, reason=chosen.reason
            )
            return _Taken(taken, None)
        if self._documents.sha256_of(chosen.path) != chosen.file.sha256:
            raise FileChanged(chosen.path.name)
        rows = [row.given for row in chosen.rows]
        taken = self._imports.take(
            chosen.kind, chosen.file, rows, self._desk.actor, progress, reason=chosen.reason
        )
        refused = [(one.texts, self._desk.sentence(one.refusal)) for one in taken.tally.rejections]
        try:
            written = self._documents.write_rejected(chosen.path, chosen.headings, refused)
        except FileNotWritten as trouble:
            # The file is taken in all the same.
            return _Taken(taken, None, trouble)
        return _Taken(taken, written)

    def _refuse_changed_text(self, chosen: Chosen) -> None:
        if self._documents.read_text(chosen.path) != chosen.text:
            raise FileChanged(chosen.path.name)

    # --- answers ------------------------------------------------------------------------------

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

    def _on_taken(self, taken: _Taken) -> None:
        foreseen = self._chosen.counts[Fate.REFUSED] if self._chosen else 0
        self._view.result.show_taken(taken.taken, taken.rejected, foreseen)
        self._view.show_step(self._view.result)
        if taken.trouble is not None:
            self._desk.show_failure(taken.trouble)
        self.refresh()
        self.changed.emit()

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

    # --- helpers ------------------------------------------------------------------------------

    def _work(
        self,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        what: str,
        *,
        is_job: bool = False,
    ) -> None:
        """Do one thing off the GUI thread, with the buttons held still."""
        self._is_busy = True
        self._view.preview.show_busy(True)
        start = self._desk.tasks.job if is_job else self._desk.tasks.read
        task: Task = start(self, work)
        task.succeeded.connect(lambda result: self._on_done(done, result))
        task.failed.connect(self._on_failed)
        task.finished.connect(self._on_finished)
        self._desk.progress.follow(task, self._title(what))

    def _on_done(self, done: Callable[[Any], None], result: Any) -> None:
        # What comes next may ask for more work at once.
        self._is_busy = False
        done(result)

    def _title(self, what: str) -> str:
        _ = self._desk.texts
        titles = {
            "reading": _("Reading the file"),
            "judging": _("Looking at the rows"),
            "saving": _("Saving the refused rows"),
            "taking": _("Taking the file in"),
            "undoing": _("Taking the import back"),
        }
        return titles[what]

    def _on_failed(self, error: Exception) -> None:
        if self._view.shown is self._view.start and isinstance(error, Refusal):
            self._view.start.show_problem(self._desk.sentence(error))
        else:
            self._desk.show_failure(error)
        # What was wanted otherwise could not be read so: the choices say what is shown.
        self._view.columns.show_reading()
        self.refresh()

    def _on_finished(self) -> None:
        self._is_busy = False
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
        view.list.new_requested.connect(self.begin)
        view.list.row_changed.connect(self._on_row_changed)
        view.list.undo_requested.connect(self.ask_undo)
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


def _name_of(sheet: ImportSheet, kind: ImportKind) -> str:
    """Return under which name the columns of such files are remembered."""
    key = sha256(key_of(sheet.headings).encode("utf-8", "surrogatepass")).hexdigest()
    return f"import.{kind.value}.{key[:32]}"
