"""What happens with a balance that is to be explained: read, shown, printed, kept as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter

from domain.balance_explained import BalanceExplained
from domain.books import Books
from domain.consumer import Consumer
from domain.errors import FieldOutOfRange
from domain.printing import PrintStyle
from resources.texts import texts_of_all
from ui.balance_words import sheet_of
from ui.desk.consumers.balance_view import BalanceView, Stretch
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents, Picture
from ui.desk.kit.printing import (
    SystemPrinters,
    ask_printer,
    bring_to_paper,
    put_on_paper,
    resolution_of,
)
from ui.desk.kit.saving import ask_file
from ui.desk.kit.tasks import LatestRead
from ui.desk.kit.writing import write_whole
from ui.timeline_words import PAPER_BALANCE


@dataclass(frozen=True, slots=True)
class _Told:
    """A balance explained, of whom, and when."""

    balance: BalanceExplained
    consumer: Consumer
    at: datetime


class BalanceController(QObject):
    """Explains the balance of the consumer that is shown, and brings it to paper."""

    #: A day is to be explained: the date.
    day_requested = Signal(object)

    def __init__(
        self,
        view: BalanceView,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None],
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._documents, self._open_file = documents, open_file
        self._system = SystemPrinters()
        self._number = ""
        self._told: _Told | None = None
        self._read = LatestRead(desk.tasks, self)
        self._read.answered.connect(self._on_told)
        self._read.failed.connect(self._on_failed)
        view.period_requested.connect(self._ask)
        view.day_requested.connect(self._on_day)
        view.print_requested.connect(self._print)
        view.save_requested.connect(self._save)

    def show(self, consumer: Consumer) -> None:
        """Explain a consumer's balance since the last recharge."""
        _ = self._desk.texts
        self._number = consumer.number
        self._view.show_language(self._desk.language.code)
        self._view.show_waiting(
            _("Balance of {number} {name}", number=consumer.number, name=consumer.name)
        )
        self._ask(Stretch.SINCE_RECHARGE, None, None)

    def retranslate(self) -> None:
        """Say what is shown in another language."""
        if self._told:
            self._show(self._told)

    def _ask(self, stretch: Stretch, first: date | None, last: date | None) -> None:
        number, books = self._number, self._books

        def read() -> _Told:
            days = _days_of(stretch, first, last, books.today())
            consumer = books.consumer(number)
            if stretch is Stretch.BEGINNING:
                days = (consumer.billed_from - timedelta(days=1), None)
            return _Told(books.accounts.explain_balance(number, *days), consumer, books.now())

        self._read.ask(read)

    def _on_told(self, told: _Told) -> None:
        self._told = told
        self._show(told)

    def _show(self, told: _Told) -> None:
        self._view.show_period(told.balance.first, told.balance.last)
        self._view.show_sheet(sheet_of(told.balance, told.consumer, told.at, self._desk.texts))

    def _on_failed(self, error: Exception) -> None:
        sentence = self._desk.sentence(error)
        if isinstance(error, FieldOutOfRange) and error.field in ("from", "until"):
            self._view.show_field_problem(error.field, sentence)
        else:
            self._view.show_problem(sentence)

    def _on_day(self, day: date) -> None:
        self._view.put_away()
        self.day_requested.emit(day)

    # Paper and files

    def _pdf(self, told: _Told, style: PrintStyle) -> bytes:
        texts = texts_of_all()
        sheets = {
            one: sheet_of(told.balance, told.consumer, told.at, texts[one])
            for one in style.languages
        }
        return self._documents.balance_pdf(sheets, self._books.office, style, texts)

    def _style(self) -> PrintStyle:
        """Return the logo and margins of this desk, on A4 in the languages that are chosen."""
        printer = self._documents.printers.load().for_receipts
        style = printer.style if printer else PrintStyle()
        return PrintStyle(
            languages=self._view.languages,
            logo=style.logo,
            top_mm=style.top_mm,
            left_mm=style.left_mm,
        )

    def _print(self) -> None:
        told = self._told
        if told:
            style = self._style()
            task = self._desk.tasks.read(self, lambda _p: self._bring_to_paper(told, style))
            task.succeeded.connect(lambda is_done: self._on_brought(told, style, is_done))
            task.failed.connect(self._on_not_printed)

    def _bring_to_paper(self, told: _Told, style: PrintStyle) -> bool:
        """Print where this desk prints (off the GUI thread); False: it has no printer set up."""
        printer = self._documents.printers.load().for_receipts
        if printer is None or printer.style.paper is not style.paper:
            return False
        name = _name_of(told)
        bring_to_paper(printer, self._pdf(told, style), name, self._documents, self._system)
        return True

    def _on_brought(self, told: _Told, style: PrintStyle, is_done: bool) -> None:
        if is_done:
            self._on_printed(told)
            return
        _ = self._desk.texts
        ask_printer(self._view, _, lambda printer: self._print_on(told, style, printer))

    def _print_on(self, told: _Told, style: PrintStyle, printer: QPrinter) -> None:
        dpi = resolution_of(printer)
        task = self._desk.tasks.read(
            self, lambda _p: self._documents.pictures(self._pdf(told, style), dpi)
        )
        task.succeeded.connect(lambda pages: self._put_on_paper(told, printer, pages, dpi))
        task.failed.connect(self._on_not_printed)

    def _put_on_paper(
        self, told: _Told, printer: QPrinter, pages: Sequence[Picture], dpi: int
    ) -> None:
        if put_on_paper(printer, pages, dpi):
            self._on_printed(told)
            return
        _ = self._desk.texts
        self._desk.toasts.show(
            _("The printer did not take the page."),
            "bad",
            action=_("Try again"),
            then=self._print,
        )

    def _on_printed(self, told: _Told) -> None:
        _ = self._desk.texts
        self._note(told)
        self._desk.toasts.show(_("The page is printed."))

    def _on_not_printed(self, error: Exception) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(
            self._desk.sentence(error), "bad", action=_("Try again"), then=self._print
        )

    def _save(self) -> None:
        told, _ = self._told, self._desk.texts
        if told:
            style = self._style()
            ask_file(
                self._view,
                _("Save as PDF"),
                _name_of(told),
                (_("PDF documents (*.pdf)"), "pdf"),
                _,
                lambda path: self._save_to(told, style, path),
            )

    def _save_to(self, told: _Told, style: PrintStyle, path: Path) -> None:
        task = self._desk.tasks.read(self, lambda _p: write_whole(path, self._pdf(told, style)))
        task.succeeded.connect(lambda _done: self._on_saved(told, path))
        task.failed.connect(self._desk.show_failure)

    def _on_saved(self, told: _Told, path: Path) -> None:
        _ = self._desk.texts
        self._note(told)
        self._desk.toasts.show(
            _("The page is saved as {name}.", name=path.name),
            action=_("Open it"),
            then=lambda: self._open_file(path),
        )

    def _note(self, told: _Told) -> None:
        """Have it noted that the page was made, in the background."""
        number, actor = told.consumer.number, self._desk.actor
        task = self._desk.tasks.write(
            self,
            lambda _progress: self._books.accounts.note_paper(number, PAPER_BALANCE, actor),
        )
        task.failed.connect(self._desk.show_failure)


def _days_of(
    stretch: Stretch, first: date | None, last: date | None, today: date
) -> tuple[date | None, date | None]:
    """Return the days of a period, None where the books know best."""
    this_month = today.replace(day=1)
    if stretch is Stretch.THIS_MONTH:
        return this_month, None
    if stretch is Stretch.LAST_MONTH:
        end = this_month - timedelta(days=1)
        return end.replace(day=1), end
    return (first, last) if stretch is Stretch.OWN else (None, None)


def _name_of(told: _Told) -> str:
    return f"balance-{told.consumer.number}-{told.balance.last.isoformat()}.pdf"
