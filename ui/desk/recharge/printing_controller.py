"""What happens to a receipt after the money is taken: looked at, printed, saved, and counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter

from domain.books import Books
from domain.printing import Paper, PrintStyle
from domain.recharge import ReceiptCopy
from resources.texts import LANGUAGES, texts_of_all
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents, Picture
from ui.desk.kit.printing import put_on_paper, resolution_of
from ui.desk.kit.tasks import LatestRead
from ui.desk.kit.writing import write_whole
from ui.desk.recharge.receipt_panel import PREVIEW_DPI
from ui.desk.recharge.view import RechargeView

PAPERS = ("a4", "80mm")
_LANGUAGE_KEY, _PAPER_KEY = "receipt/language", "receipt/paper"


class Memory(Protocol):
    """What remembers how the clerk likes things; Qt's settings."""

    def value(self, arg__1: str, defaultValue: Any = ..., /) -> Any: ...  # noqa: N803 - Qt's name

    def setValue(self, key: str, value: Any, /) -> None: ...  # noqa: N802 - Qt's name


@dataclass(frozen=True, slots=True)
class Style:
    """How receipts are made: ``en`` or ``hi``, ``a4`` or ``80mm``."""

    language: str
    paper: str


@dataclass(frozen=True, slots=True)
class MadeReceipt:
    """A receipt as it goes out now: its facts, its file, its pages at a resolution."""

    copy: ReceiptCopy
    pdf: bytes
    pictures: Sequence[Picture]


class PrintingController(QObject):
    """Shows a receipt and brings it to paper; only a print or a save that was done is counted."""

    #: A receipt was printed or saved: its number, which copy it was (0 the original).
    printed = Signal(str, object)

    def __init__(  # noqa: PLR0913, PLR0917 - what a page is made of
        self,
        view: RechargeView,
        desk: Desk,
        books: Books,
        documents: Documents,
        memory: Memory,
        open_file: Callable[[Path], None],
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books, self._documents = view, desk, books, documents
        self._memory, self._open_file = memory, open_file
        self._number = ""
        self._is_printing = False
        self._style = _remembered(memory, desk.language.code)
        self._made = LatestRead(desk.tasks, self)
        self._made.answered.connect(self._on_made)
        self._made.failed.connect(self._on_not_made)
        view.receipt_requested.connect(self.show_receipt)
        view.receipt_left.connect(self.leave)
        view.style_requested.connect(self._on_style_requested)
        view.print_requested.connect(self.print_receipt)
        view.save_requested.connect(self.save_receipt)

    @property
    def number(self) -> str:
        """The number of the receipt that is shown, or nothing."""
        return self._number

    def retranslate(self) -> None:
        """Show the chosen style in the words that stand there now."""
        self._view.receipt.show_style(self._style.language, self._style.paper)

    def show_receipt(self, number: str) -> None:
        """Show a receipt as it would be printed now; looking at it is no print."""
        self._number = number
        self._view.show_receipt_waiting(number)
        self._ask()

    def leave(self) -> bool:
        """Put the receipt away; False when none is shown."""
        was_shown = bool(self._number)
        self._number = ""
        self._made.forget()
        self._view.show_receipt_list()
        return was_shown

    def print_receipt(self) -> None:
        """Let the clerk choose a printer for the receipt that is shown."""
        if self._number and not self._is_printing:
            number = self._number
            self._view.ask_printer(lambda printer: self._on_printer_chosen(number, printer))

    def save_receipt(self) -> None:
        """Let the clerk choose a file for the receipt that is shown."""
        if self._number:
            number = self._number
            name = f"receipt-{number.replace('/', '-')}.pdf"
            self._view.ask_file(name, lambda path: self._on_file_chosen(number, path))

    # Looking

    def _ask(self) -> None:
        number, style = self._number, self._style
        self._made.ask(lambda: self._make(number, style, PREVIEW_DPI))

    def _make(self, number: str, style: Style, dpi: int) -> MadeReceipt:
        """Make a receipt from the books as they are now (off the GUI thread)."""
        copy = self._books.receipt(number)
        look = PrintStyle(Paper(style.paper), (style.language,))
        pdf = self._documents.receipt_pdf(copy, look, texts_of_all())
        return MadeReceipt(copy, pdf, self._documents.pictures(pdf, dpi))

    def _on_made(self, made: MadeReceipt) -> None:
        self._view.show_receipt(made.copy, made.pictures)

    def _on_not_made(self, error: Exception) -> None:
        self.leave()
        self._desk.show_failure(error)

    def _on_style_requested(self, language: str, paper: str) -> None:
        self._style = Style(language, paper)
        self._memory.setValue(_LANGUAGE_KEY, language)
        self._memory.setValue(_PAPER_KEY, paper)
        if self._number:
            self._ask()

    # Paper

    def _on_printer_chosen(self, number: str, printer: QPrinter) -> None:
        self._is_printing = True
        style, dpi = self._style, resolution_of(printer)
        task = self._desk.tasks.read(self, lambda _progress: self._make(number, style, dpi))
        task.succeeded.connect(lambda made: self._put_on_paper(printer, made, dpi))
        task.failed.connect(self._on_not_printed)

    def _put_on_paper(self, printer: QPrinter, made: MadeReceipt, dpi: int) -> None:
        if put_on_paper(printer, made.pictures, dpi):
            self._confirm(made.copy.receipt.number)
            return
        self._is_printing = False
        _ = self._desk.texts
        self._desk.toasts.show(
            _("The printer did not take the receipt. It does not count as printed."),
            "bad",
            action=_("Try again"),
            then=self.print_receipt,
        )

    def _confirm(self, number: str) -> None:
        actor = self._desk.actor
        task = self._desk.tasks.write(
            self, lambda _progress: self._books.confirm_print(number, actor)
        )
        task.succeeded.connect(lambda copy: self._on_printed(number, copy))
        task.failed.connect(self._on_not_printed)

    def _on_printed(self, number: str, copy: int) -> None:
        _ = self._desk.texts
        self._finish(number, copy)
        if copy:
            text = _("DUPLICATE {copy} of {number} printed.", copy=copy, number=number)
        else:
            text = _("Receipt {number} printed.", number=number)
        self._desk.toasts.show(text)

    def _on_not_printed(self, error: Exception) -> None:
        self._is_printing = False
        self._desk.show_failure(error)

    def _finish(self, number: str, copy: int) -> None:
        self._is_printing = False
        if number == self._number:
            self.leave()
        self.printed.emit(number, copy)

    # Files

    def _on_file_chosen(self, number: str, path: Path) -> None:
        style, actor = self._style, self._desk.actor

        def save() -> int:
            made = self._make(number, style, PREVIEW_DPI)
            write_whole(path, made.pdf)
            return self._books.confirm_print(number, actor)

        task = self._desk.tasks.write(self, lambda _progress: save())
        task.succeeded.connect(lambda copy: self._on_saved(number, copy, path))
        task.failed.connect(self._on_not_printed)

    def _on_saved(self, number: str, copy: int, path: Path) -> None:
        _ = self._desk.texts
        self._finish(number, copy)
        self._desk.toasts.show(
            _("Receipt saved as {name}.", name=path.name),
            action=_("Open it"),
            then=lambda: self._open_file(path),
        )


def _remembered(memory: Memory, language: str) -> Style:
    """Return the style last chosen; what is no language or paper any more counts as none."""
    chosen = str(memory.value(_LANGUAGE_KEY, language))
    paper = str(memory.value(_PAPER_KEY, PAPERS[0]))
    return Style(
        chosen if chosen in LANGUAGES else language, paper if paper in PAPERS else PAPERS[0]
    )
