"""Printing a receipt of the list once more, on the desk's own printer where there is one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.printing import DeskPrinters
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.printing import SystemPrinters
from ui.desk.kit.tasks import LatestRead
from ui.desk.receipts.view import ReceiptsView
from ui.desk.recharge.print_queue import PrintQueue, PrintWish


class DuplicatingController(QObject):
    """Prints without a question; a desk without a printer shows the receipt, and asks there."""

    #: A receipt came out of the printer: what the list says of it has changed.
    printed = Signal()
    #: The desk has no printer for receipts: the number.
    preview_requested = Signal(str)

    def __init__(
        self,
        view: ReceiptsView,
        desk: Desk,
        books: Books,
        documents: Documents,
        system: SystemPrinters | None = None,
    ) -> None:
        super().__init__(view)
        self._desk, self._documents = desk, documents
        self._number = ""
        self._queue = PrintQueue(self, desk, books, documents, system)
        self._loaded = LatestRead(desk.tasks, self)
        self._loaded.answered.connect(self._on_loaded)
        self._loaded.failed.connect(desk.show_failure)
        self._queue.printed.connect(self._on_printed)
        self._queue.failed.connect(self._on_failed)

    def print_again(self, number: str) -> None:
        """Print a receipt: the original, or DUPLICATE n where it was printed before."""
        self._number = number
        # The printers may have been changed since this page was opened.
        self._loaded.ask(self._documents.printers.load)

    def _on_loaded(self, printers: DeskPrinters) -> None:
        if printers.for_receipts is None:
            self.preview_requested.emit(self._number)
        else:
            self._queue.print_receipt(self._number, printers.for_receipts)

    def _on_printed(self, number: str, copy: int) -> None:
        _ = self._desk.texts
        if copy:
            told = _("DUPLICATE {copy} of {number} printed.", copy=copy, number=number)
        else:
            told = _("Receipt {number} printed.", number=number)
        self._desk.toasts.show(told)
        self.printed.emit()

    def _on_failed(self, wish: PrintWish, error: Exception) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(
            self._desk.sentence(error),
            "bad",
            action=_("Print again"),
            then=lambda: self._queue.print_receipt(wish.number, wish.profile),
        )
