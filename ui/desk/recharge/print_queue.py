"""Receipts on their way to paper, one after the other; each counts once it has come out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.office import Actor
from domain.printing import PrinterProfile
from domain.recharge import ReceiptCopy
from resources.texts import texts_of_all
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.printing import SystemPrinters, bring_to_paper

_NOT_IN_FILE_NAMES = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class PrintWish:
    """A receipt that is to come out of a printer, as often as its profile says."""

    number: str
    profile: PrinterProfile


class PrintQueue(QObject):
    """Prints posted receipts off the GUI thread; a printer that fails loses none.

    All copies of one wish are one print: the original, or one DUPLICATE.
    """

    #: A receipt came out: its number, which copy it was (0 the original).
    printed = Signal(str, object)
    #: A receipt did not come out, or was not counted: the :class:`PrintWish`, and the error.
    failed = Signal(object, object)

    def __init__(
        self,
        parent: QObject,
        desk: Desk,
        books: Books,
        documents: Documents,
        system: SystemPrinters | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._books, self._documents = desk, books, documents
        self._system = system or SystemPrinters()
        self._wishes: list[PrintWish] = []

    def print_receipt(self, number: str, profile: PrinterProfile) -> None:
        """Have a receipt printed; once, however often it is asked for while it is on its way."""
        if self.is_on_its_way(number):
            return
        self._wishes.append(PrintWish(number, profile))
        if len(self._wishes) == 1:
            self._begin()

    def is_on_its_way(self, number: str) -> bool:
        """Return whether a receipt is being printed, or waits for it."""
        return any(wish.number == number for wish in self._wishes)

    def _begin(self) -> None:
        wish, actor = self._wishes[0], self._desk.actor
        task = self._desk.tasks.read(self, lambda _progress: self._print(wish, actor))
        task.succeeded.connect(lambda copy: self._on_printed(wish, copy))
        task.failed.connect(lambda error: self._on_failed(wish, error))

    def _print(self, wish: PrintWish, actor: Actor) -> int:
        """Bring a receipt to paper and count it (off the GUI thread); return which copy it was.

        Counted in the same breath: whoever signs out meanwhile leaves no print uncounted.
        """
        copy = self._books.receipt(wish.number, actor)
        pdf = self._documents.receipt_pdf(copy, wish.profile.style, texts_of_all())
        bring_to_paper(wish.profile, pdf, file_name_of(copy), self._documents, self._system)
        return self._books.confirm_print(wish.number, actor)

    def _on_printed(self, wish: PrintWish, copy: int) -> None:
        self._go_on()
        self.printed.emit(wish.number, copy)

    def _on_failed(self, wish: PrintWish, error: Exception) -> None:
        self._go_on()
        self.failed.emit(wish, error)

    def _go_on(self) -> None:
        self._wishes.pop(0)
        if self._wishes:
            self._begin()


def file_name_of(copy: ReceiptCopy) -> str:
    """Return what a receipt is called in a folder; a duplicate does not replace the original."""
    number = _NOT_IN_FILE_NAMES.sub("-", copy.receipt.number)
    return f"receipt-{number}-duplicate-{copy.copy}.pdf" if copy.copy else f"receipt-{number}.pdf"
