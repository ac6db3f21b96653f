"""The impact of the draft that is written: looked at in the background, filed, asked for with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, Signal

from domain.books import Books
from domain.consumer import ConsumerRow
from domain.errors import Refusal
from domain.impact import Impact
from domain.progress import Progress
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.export_reason import ExportReason
from ui.desk.kit.opening import open_with_system
from ui.desk.kit.progress_panel import Outcome
from ui.desk.kit.saving import ask_excel_file, ask_file
from ui.desk.kit.tasks import Task
from ui.desk.kit.writing import write_whole
from ui.desk.tariffs.editor_view import EditorView
from ui.impact_words import Making, impact_sheet

Found = tuple[Impact, Mapping[int, ConsumerRow]]


class ImpactController(QObject):
    """Has the impact worked out, one at a time, and knows of which document it is."""

    consumer_requested = Signal(str)

    def __init__(self, editor: EditorView, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__(editor)
        self._editor, self._view = editor, editor.impact
        self._desk, self._books, self._documents = desk, books, documents
        self._document: Mapping[str, Any] = {}
        self._based_on = ""
        self._of: Mapping[str, Any] | None = None
        self._found: Found | None = None
        self._task: Task | None = None
        self.reason = ExportReason(editor, desk)
        self._view.run_requested.connect(self.run)
        self._view.stop_requested.connect(self.stop)
        self._view.export_requested.connect(self.export)
        self._view.print_requested.connect(self.save_paper)
        self._view.consumer_requested.connect(self.consumer_requested)

    def show_document(self, document: Mapping[str, Any], based_on: str) -> None:
        """Look at this document from now on; an impact of another one is out of date."""
        self._document, self._based_on = document, based_on
        self._view.show_stale(self._of is not None and self._of != document)

    def forget(self) -> None:
        """Another draft is written: what was seen before was not of it."""
        self.stop()
        self._of = self._found = None
        self._view.forget()

    def summary(self) -> Mapping[str, Any] | None:
        """Return what was seen of the document as it stands; None when nothing was."""
        if self._found is None or self._of != self._document:
            return None
        return self._found[0].summary()

    def run(self) -> None:
        """Work the impact out, in the job lane."""
        if self._task is not None or not self._editor.isVisible():
            return
        _, books, document = self._desk.texts, self._books, self._document
        months, based_on = self._view.wanted_months, self._based_on

        def work(progress: Progress) -> Found:
            impact = books.drafts.impact(document, months, progress, based_on)
            named = [one.consumer_id for one in (*impact.worst, *impact.best)]
            return impact, books.consumer_rows(named)

        self._editor.show_impact_tab()
        self._view.show_problem("")
        self._view.show_running(True)
        task = self._task = self._desk.tasks.job(self, work)
        self._desk.progress.follow(task, _("Previewing the impact of the draft"))
        task.succeeded.connect(lambda found: self._on_found(document, found))
        task.failed.connect(self._on_failed)
        task.finished.connect(lambda: self._on_ended(task))

    def stop(self) -> None:
        """Stop what is being worked out; what was seen before stays."""
        if self._task is not None:
            self._task.cancel()

    def _on_found(self, document: Mapping[str, Any], found: Found) -> None:
        self._of, self._found = document, found
        self._view.show_impact(*found)
        self._view.show_stale(document != self._document)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self._view.show_problem(self._desk.sentence(error))
        else:
            self._desk.show_failure(error)

    def _on_ended(self, task: Task) -> None:
        if self._task is task:
            self._task = None
            self._view.show_running(False)

    # --- files ------------------------------------------------------------------------------

    def export(self) -> None:
        """Write the impact to an Excel book."""
        _ = self._desk.texts
        self._file(
            lambda name, accepted: ask_excel_file(
                self._view, _("Export the impact"), f"{name}.xlsx", _, accepted
            ),
            is_short=False,
        )

    def save_paper(self) -> None:
        """Write the impact to a PDF for the file."""
        _ = self._desk.texts
        self._file(
            lambda name, accepted: ask_file(
                self._view,
                _("Save the impact as PDF"),
                f"{name}.pdf",
                (_("PDF files (*.pdf)"), "pdf"),
                _,
                accepted,
            ),
            is_short=True,
        )

    def _file(
        self, ask_path: Callable[[str, Callable[[Path], None]], None], *, is_short: bool
    ) -> None:
        found = self._found
        if found is None:
            _ = self._desk.texts
            self._desk.toasts.show(_("Preview the impact first."), "warning")
            return
        place = QStandardPaths.StandardLocation.DocumentsLocation
        name = str(Path(QStandardPaths.writableLocation(place)) / f"impact-{found[0].last}")
        self.reason.ask(
            lambda reason: ask_path(name, lambda path: self.write(path, reason, is_short=is_short))
        )

    def write(self, path: Path, reason: str, *, is_short: bool) -> None:
        """Write what is shown, noted as what it is: data that leaves the office."""
        if self._found is None:
            return
        (impact, names), _ = self._found, self._desk.texts
        books, documents, actor = self._books, self._documents, self._desk.actor

        def work(_progress: Progress) -> None:
            anchor = books.anchor()
            making = Making(
                books.office, books.now(), actor.name, str(anchor) if anchor else "", reason
            )
            sheet = impact_sheet(impact, names, making, _, is_short=is_short)
            # Noted first: what is not permitted, or cannot be noted, does not leave the office.
            books.trust.note_export(f"impact {impact.draft}", len(sheet.rows), reason, actor)
            if is_short:
                write_whole(path, documents.register_pdf(sheet, _))
            else:
                documents.register_xlsx(sheet, path, _)

        task = self._desk.tasks.job(self, work)
        self._desk.progress.follow(
            task, _("Writing {name}", name=path.name), lambda _none: self._written(path)
        )

    def _written(self, path: Path) -> Outcome:
        _ = self._desk.texts
        told = _("The impact is written: {name}.", name=path.name)
        return Outcome(told, _("Open it"), lambda: open_with_system(path))
