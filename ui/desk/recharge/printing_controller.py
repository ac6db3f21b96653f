"""What happens to a receipt after the money is taken: looked at, printed, saved, and counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter

from domain.books import Books
from domain.errors import Refusal
from domain.office import Actor
from domain.printing import DeskPrinters, Paper, PrinterProfile, PrintStyle
from domain.recharge import ReceiptCopy
from resources.texts import texts_of_all
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents, Picture
from ui.desk.kit.printing import (
    LANGUAGES_OF,
    SystemPrinters,
    language_of,
    put_on_paper,
    resolution_of,
)
from ui.desk.kit.tasks import LatestRead
from ui.desk.kit.writing import write_whole
from ui.desk.recharge.print_queue import PrintQueue, PrintWish
from ui.desk.recharge.receipt_panel import PREVIEW_DPI
from ui.desk.recharge.view import RechargeView

_LANGUAGE_KEY, _PAPER_KEY = "receipt/language", "receipt/paper"


class Memory(Protocol):
    """What remembers how the clerk likes things; Qt's settings."""

    def value(self, arg__1: str, defaultValue: Any = ..., /) -> Any: ...  # noqa: N803 - Qt's name

    def setValue(self, key: str, value: Any, /) -> None: ...  # noqa: N802 - Qt's name


@dataclass(frozen=True, slots=True)
class MadeReceipt:
    """A receipt as it goes out now: its facts, its file, its pages at a resolution."""

    copy: ReceiptCopy
    pdf: bytes
    pictures: Sequence[Picture]


class PrintingController(QObject):
    """Shows a receipt and brings it to paper; only a print or a save that was done is counted.

    A receipt that was just posted goes to the desk's printer for receipts without a question; a
    desk that has none asks for a printer, as the system does it.
    """

    #: A receipt was printed or saved: its number, which copy it was (0 the original).
    printed = Signal(str, object)
    #: A receipt did not come out of its printer: its number.
    not_printed = Signal(str)

    def __init__(  # noqa: PLR0913, PLR0917 - what a page is made of
        self,
        view: RechargeView,
        desk: Desk,
        books: Books,
        documents: Documents,
        memory: Memory,
        open_file: Callable[[Path], None],
        system: SystemPrinters | None = None,
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books, self._documents = view, desk, books, documents
        self._memory, self._open_file = memory, open_file
        self._number = ""
        self._is_printing = False
        self._printers = DeskPrinters()
        self._printer: PrinterProfile | None = None
        self._style = _remembered(memory, desk.language.code)
        self._queue = PrintQueue(self, desk, books, documents, system)
        self._made = LatestRead(desk.tasks, self)
        self._loaded = LatestRead(desk.tasks, self)
        self._connect()
        self.load_printers()

    @property
    def number(self) -> str:
        """The number of the receipt that is shown, or nothing."""
        return self._number

    def load_printers(self) -> None:
        """Read again which printers this desk has: they may have been changed."""
        self._loaded.ask(self._documents.printers.load)

    def retranslate(self) -> None:
        """Show the chosen printer and style in the words that stand there now."""
        self._show_choices()

    def show_receipt(self, number: str) -> None:
        """Show a receipt as it would be printed now; looking at it is no print."""
        self._number = number
        self._printer = self._printers.for_receipts
        self._take_style_of_printer()
        self._show_choices()
        self._view.show_receipt_waiting(number)
        self._ask()

    def leave(self) -> bool:
        """Put the receipt away; False when none is shown."""
        was_shown = bool(self._number)
        self._number = ""
        self._made.forget()
        self._view.show_receipt_list()
        return was_shown

    def print_posted(self, number: str) -> bool:
        """Print a receipt that was just posted; False where the desk has to ask for a printer."""
        profile = self._printers.for_receipts
        if profile is None:
            return False
        self._queue.print_receipt(number, profile)
        return True

    def print_again(self, number: str) -> None:
        """Print a receipt of the list once more: a DUPLICATE, where it was printed before."""
        if not self.print_posted(number):
            self.show_receipt(number)
            self.print_receipt()

    def print_receipt(self) -> None:
        """Print the receipt that is shown, on the chosen printer or on one that is asked for."""
        number = self._number
        if not number or self._is_printing:
            return
        if self._printer is None:
            self._view.ask_printer(lambda printer: self._on_printer_chosen(number, printer))
            return
        try:
            profile = self._printer.styled(self._style.paper, self._style.languages)
        except Refusal as refusal:
            self._desk.show_failure(refusal)
        else:
            self._queue.print_receipt(number, profile)

    def save_receipt(self) -> None:
        """Let the clerk choose a file for the receipt that is shown."""
        if self._number:
            number = self._number
            name = f"receipt-{number.replace('/', '-')}.pdf"
            self._view.ask_file(name, lambda path: self._on_file_chosen(number, path))

    def _connect(self) -> None:
        view, panel = self._view, self._view.receipt
        self._made.answered.connect(self._on_made)
        self._made.failed.connect(self._on_not_made)
        self._loaded.answered.connect(self._on_loaded)
        self._loaded.failed.connect(self._desk.show_failure)
        self._queue.printed.connect(self._on_printed)
        self._queue.failed.connect(self._on_queue_failed)
        view.receipt_requested.connect(self.show_receipt)
        view.receipt_left.connect(self.leave)
        view.style_requested.connect(self._on_style_requested)
        view.print_requested.connect(self.print_receipt)
        view.save_requested.connect(self.save_receipt)
        panel.printer_requested.connect(self._on_printer_requested)

    # Looking

    def _ask(self) -> None:
        number, style, actor = self._number, self._style, self._desk.actor
        self._made.ask(lambda: self._make(number, style, PREVIEW_DPI, actor))

    def _make(self, number: str, style: PrintStyle, dpi: int, actor: Actor) -> MadeReceipt:
        """Make a receipt from the books as they are now (off the GUI thread)."""
        copy = self._books.receipt(number, actor)
        pdf = self._documents.receipt_pdf(copy, style, texts_of_all())
        return MadeReceipt(copy, pdf, self._documents.pictures(pdf, dpi))

    def _on_made(self, made: MadeReceipt) -> None:
        self._view.show_receipt(made.copy, made.pictures)

    def _on_not_made(self, error: Exception) -> None:
        self.leave()
        self._desk.show_failure(error)

    def _on_loaded(self, printers: DeskPrinters) -> None:
        self._printers = printers
        if self._printer is not None:
            self._printer = self._known(self._printer)
        self._show_choices()

    def _on_style_requested(self, language: str, paper: str) -> None:
        self._style = replace(self._style, languages=LANGUAGES_OF[language], paper=Paper(paper))
        if self._printer is None:
            self._memory.setValue(_LANGUAGE_KEY, language)
            self._memory.setValue(_PAPER_KEY, paper)
        if self._number:
            self._ask()

    def _on_printer_requested(self, name: str) -> None:
        self._printer = self._printers.named(name) if name else None
        self._take_style_of_printer()
        self._show_choices()
        if self._number:
            self._ask()

    def _take_style_of_printer(self) -> None:
        """Show the receipt as the printer has it, or as it was last chosen for none."""
        remembered = _remembered(self._memory, self._desk.language.code)
        self._style = self._printer.style if self._printer else remembered

    def _show_choices(self) -> None:
        panel, style = self._view.receipt, self._style
        chosen = self._printer.name if self._printer else ""
        panel.show_printers(self._printers.names, chosen)
        panel.show_style(language_of(style.languages), style.paper)

    # Paper

    def _on_queue_failed(self, wish: PrintWish, error: Exception) -> None:
        _ = self._desk.texts
        sentence = self._desk.sentence(error)
        number = wish.number.rsplit("/", maxsplit=1)[-1]
        self._desk.toasts.show(
            _("Receipt {number} is posted, but not printed. {why}", number=number, why=sentence),
            "bad",
            action=_("Print again"),
            then=lambda: self._print_again(wish),
        )
        self.not_printed.emit(wish.number)

    def _print_again(self, wish: PrintWish) -> None:
        """Print in the same languages on the same printer, as that is set up by now."""
        known = self._known(wish.profile)
        if known is None:
            self.print_again(wish.number)
        else:
            profile = known.styled(known.style.paper, wish.profile.style.languages)
            self._queue.print_receipt(wish.number, profile)

    def _known(self, profile: PrinterProfile) -> PrinterProfile | None:
        """Return a printer as the desk has it now; None where it was removed."""
        names = self._printers.names
        return self._printers.named(profile.name) if profile.name in names else None

    def _on_printer_chosen(self, number: str, printer: QPrinter) -> None:
        self._is_printing = True
        style, dpi, actor = self._style, resolution_of(printer), self._desk.actor
        task = self._desk.tasks.read(self, lambda _progress: self._make(number, style, dpi, actor))
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
        was_shown = number == self._number
        self._finish(number, copy)
        if copy:
            text = _("DUPLICATE {copy} of {number} printed.", copy=copy, number=number)
        else:
            text = _("Receipt {number} printed.", number=number)
        # What was posted tells more than that its receipt came out, which the list says.
        if was_shown or copy:
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
            made = self._make(number, style, PREVIEW_DPI, actor)
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


def _remembered(memory: Memory, language: str) -> PrintStyle:
    """Return the style last chosen; what is no language or paper any more counts as none."""
    chosen = str(memory.value(_LANGUAGE_KEY, language))
    paper = str(memory.value(_PAPER_KEY, Paper.A4.value))
    return PrintStyle(
        Paper(paper) if paper in set(Paper) else Paper.A4,
        LANGUAGES_OF.get(chosen, (language,)),
    )
