"""A whole list leaves as a file: read at one moment, noted with a reason, in the background."""

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
from ui.desk.kit.saving import ask_list_file


@dataclass(frozen=True, slots=True)
class Exported:
    """What is to leave: what the audit log calls it, and how it is read, given the reason."""

    name: str
    subject: str
    read: Callable[[str, Progress], RegisterSheet]


class ListExport(QObject):
    """Asks why and where to, and writes a list as an Excel book or a CSV file."""

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
                f"{exported.name}-{self._desk.today().isoformat()}.xlsx",
                _,
                lambda path: self.write(exported, reason, path),
            )
        )

    def write(self, exported: Exported, reason: str, path: Path) -> None:
        """Write the list to a file; the progress panel tells how it goes, and opens it."""
        _, actor = self._desk.texts, self._desk.actor

        def work(progress: Progress) -> int:
            sheet = exported.read(reason, progress)
            # Noted first: what is not permitted, or cannot be noted, does not leave the office.
            self._books.trust.note_export(exported.subject, len(sheet.rows), reason, actor)
            self._documents.list_file(sheet, path, _)
            return len(sheet.rows)

        task = self._desk.tasks.job(self, work)
        title = _("Writing {name}", name=path.name)
        self._desk.progress.follow(task, title, lambda count: self._written(path, count))

    def step_back(self) -> bool:
        """Put the question away; False when none is asked."""
        return self.reason.step_back()

    def retranslate(self) -> None:
        """Set every word."""
        self.reason.retranslate(self._desk.texts)

    def _written(self, path: Path, count: int) -> Outcome:
        _ = self._desk.texts
        told = _("Written to {path}. Rows: {count}.", path=path.name, count=grouped(count))
        return Outcome(told, _("Open it"), lambda: self._open_file(path))
