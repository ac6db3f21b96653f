"""What happens when a receipt's code is scanned: verified against the keys and the books."""

from __future__ import annotations

from PySide6.QtCore import QObject

from domain.books import Books
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead
from ui.desk.verifying.view import VerifyingView


class VerifyingController(QObject):
    """Asks the office's signing for a verdict; the last scan wins."""

    def __init__(self, view: VerifyingView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._verified = LatestRead(desk.tasks, self)
        self._verified.answered.connect(view.show_verified)
        self._verified.failed.connect(self._on_failed)
        view.verify_requested.connect(self.verify)

    def verify(self, code: str) -> None:
        """Verify a code; no code: show nothing."""
        if code:
            self._verified.ask(lambda: self._books.signing.verify(code))
        else:
            self._verified.forget()
            self._view.show_nothing()

    def _on_failed(self, error: Exception) -> None:
        self._view.show_problem(self._desk.sentence(error))
