"""A list leaves as a file: read at one moment, noted with a reason, in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from domain.books import Books
from domain.formats import grouped
from domain.progress import Progress
from domain.register_sheet import RegisterSheet
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.export_reason import ExportReason
from ui.desk.kit.progress_panel import Outcome
from ui.desk.kit.saving import ask_file, ask_list_file
from ui.desk.kit.writing import write_whole

#: How many rows, and what puts them into their file.
Ready = tuple[int, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Exported:
    """What is to leave: what the audit log calls it, and how it is read, given the reason."""

    name: str
    subject: str
    read: Callable[[str, Progress], RegisterSheet]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document that is to leave: what the audit log calls it, and how it is made.

    ``make`` is given the reason and returns how many it is about, and what draws the PDF.
    ``nothing``: what is said (worded) where it is about none, instead of writing it.
    """

    name: str
    subject: str
    make: Callable[[str, Progress], tuple[int, Callable[[], bytes]]]
    nothing: str = ""


class ListExport(QObject):
    """Asks why and where to, and writes a list: an Excel book, a CSV file, or a PDF."""

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None],
    ) -> None:
        super().__init__(host)
        self._host, self._desk, self._books = host, desk, books
        self._documents, self._open_file = documents, open_file
        self.reason = ExportReason(host, desk)

    def ask(self, exported: Exported) -> None:
        """Ask for the reason and the file, and then write."""
        _ = self._desk.texts
        self.reason.ask(
            lambda reason: ask_list_file(
                self._host,
                _("Export the list"),
                self._file_name(exported.name, "xlsx"),
                _,
                lambda path: self.write(exported, reason, path),
            )
        )

    def ask_pdf(self, exported: Exported) -> None:
        """Ask for the reason and the file, and then write the list as a PDF."""
        _, documents = self._desk.texts, self._documents

        def make(reason: str, progress: Progress) -> tuple[int, Callable[[], bytes]]:
            sheet = exported.read(reason, progress)
            return len(sheet.rows), lambda: documents.register_pdf(sheet, _)

        self.ask_document(Drawn(exported.name, exported.subject, make))

    def ask_document(self, drawn: Drawn) -> None:
        """Ask for the reason and the file, and then write a document about those of the list."""
        _ = self._desk.texts
        kind = (_("PDF documents (*.pdf)"), "pdf")
        self.reason.ask(
            lambda reason: ask_file(
                self._host,
                _("Save as PDF"),
                self._file_name(drawn.name, "pdf"),
                kind,
                _,
                lambda path: self._draw(drawn, reason, path),
            )
        )

    def write(self, exported: Exported, reason: str, path: Path) -> None:
        """Write the list to a file; the progress panel tells how it goes, and opens it."""
        _, documents = self._desk.texts, self._documents

        def work(progress: Progress) -> Ready:
            sheet = exported.read(reason, progress)
            return len(sheet.rows), lambda: documents.list_file(sheet, path, _)

        self._write(exported.subject, reason, path, work)

    def step_back(self) -> bool:
        """Put the question away; False when none is asked."""
        return self.reason.step_back()

    def retranslate(self) -> None:
        """Set every word."""
        self.reason.retranslate(self._desk.texts)

    def _draw(self, drawn: Drawn, reason: str, path: Path) -> None:
        def work(progress: Progress) -> Ready:
            count, draw = drawn.make(reason, progress)
            return count, lambda: write_whole(path, draw())

        self._write(drawn.subject, reason, path, work, drawn.nothing)

    def _write(
        self,
        subject: str,
        reason: str,
        path: Path,
        work: Callable[[Progress], Ready],
        nothing: str = "",
    ) -> None:
        _, actor, trust = self._desk.texts, self._desk.actor, self._books.trust

        def noted(progress: Progress) -> int:
            count, put = work(progress)
            # Noted first: what is not permitted, or cannot be noted, does not leave the office.
            trust.note_export(subject, count, reason, actor)
            if count or not nothing:
                put()
            return count

        task = self._desk.tasks.job(self, noted)
        title = _("Writing {name}", name=path.name)
        self._desk.progress.follow(task, title, lambda count: self._written(path, count, nothing))

    def _file_name(self, name: str, ending: str) -> str:
        return f"{name}-{self._desk.today().isoformat()}.{ending}"

    def _written(self, path: Path, count: int, nothing: str) -> Outcome:
        if nothing and not count:
            return Outcome(nothing)
        _ = self._desk.texts
        told = _("Written to {path}. Rows: {count}.", path=path.name, count=grouped(count))
        return Outcome(told, _("Open it"), lambda: self._open_file(path))
