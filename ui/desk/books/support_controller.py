"""What happens when support needs help to help: a bundle is made, for somebody to look into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from ui.desk.books.view import BooksView
from ui.desk.books.watch import OfficeWatch
from ui.desk.kit.documents import Documents
from ui.desk.kit.progress_panel import Outcome
from ui.desk.kit.saving import ask_file


class SupportController(QObject):
    """Asks where to, and makes the bundle off the GUI thread."""

    def __init__(
        self,
        view: BooksView,
        watch: OfficeWatch,
        documents: Documents,
        open_file: Callable[[Path], None],
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, watch.desk, watch.books
        self._documents, self._open_file = documents, open_file
        view.support.bundle_requested.connect(self.make)

    def make(self) -> None:
        """Let somebody choose a file for the bundle."""
        _ = self._desk.texts
        name = f"support-{self._books.office.code}-{self._desk.today().isoformat()}.zip"
        kind = (_("Zip files (*.zip)"), "zip")
        ask_file(self._view, _("Make a support bundle"), name, kind, _, self._write)

    def _write(self, path: Path) -> None:
        _, books, actor = self._desk.texts, self._books, self._desk.actor
        pack = self._documents.support_bundle
        task = self._desk.tasks.job(
            self, lambda _progress: pack(books.support_facts(actor), path, books.now(), _)
        )
        title = _("Writing {name}", name=path.name)
        self._desk.progress.follow(task, title, lambda _written: self._written(path))

    def _written(self, path: Path) -> Outcome:
        _ = self._desk.texts
        told = _(
            "The support bundle is made: {name}. Look into it before you send it.", name=path.name
        )
        return Outcome(told, _("Open the folder"), lambda: self._open_file(path.parent))
