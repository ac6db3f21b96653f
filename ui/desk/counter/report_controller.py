"""Reports of shifts and days on paper: shown as they will be printed, printed, kept as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter

from domain.books import Books
from domain.cheque import Cheque
from domain.day_end import DayEnd, cheques_on_slip
from domain.printing import PrinterProfile, PrintStyle
from domain.shift import Shift, ShiftReport
from resources.texts import texts_of_all
from ui.desk.counter.report_sheet import PREVIEW_DPI, ReportSheet
from ui.desk.counter.words import counter_words
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

#: Makes a report in a style; what it tells of is read before.
Make = Callable[[PrintStyle], bytes]


@dataclass(frozen=True, slots=True)
class _Made:
    """A report as it goes out: what makes it again, and its pages at a resolution."""

    make: Make
    pictures: Sequence[Picture]


class ReportController(QObject):
    """Makes reports off the GUI thread, and brings them to paper or into a file.

    They go where this desk prints its receipts; where that is nowhere, the clerk is asked.
    """

    def __init__(
        self,
        sheet: ReportSheet,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None],
    ) -> None:
        super().__init__(sheet)
        self._sheet, self._desk, self._books = sheet, desk, books
        self._documents, self._open_file = documents, open_file
        self._system = SystemPrinters()
        self._make: Make | None = None
        self._name = ""
        self._shown = LatestRead(desk.tasks, self)
        self._shown.answered.connect(self._on_made)
        self._shown.failed.connect(self._on_not_made)
        sheet.print_requested.connect(self.print_report)
        sheet.save_requested.connect(self.save_report)

    def show_shift(self, shift: Shift) -> None:
        """Show the X or Z report of a shift; the look is noted, once."""
        actor = self._desk.actor

        def read() -> Make:
            report = self._books.counter.report(shift.id, actor)
            return lambda style: self._shift_pdf(report, style)

        name = _name_of(shift.counter, shift.day, "z" if shift.closing else "x")
        self._show(_heading_of(shift, self._desk), name, read)

    def show_day(self, end: DayEnd) -> None:
        """Show the report of a day, with its deposit slip."""
        _ = self._desk.texts

        def read() -> Make:
            cheques = cheques_on_slip(end, self._books.reversals.cheques())
            return lambda style: self._day_pdf(end, cheques, style)

        heading = _("Report of the day · {counter}", counter=counter_words(end.counter, _))
        self._show(heading, _name_of(end.counter, end.day, "day"), read)

    def print_report(self) -> None:
        """Print the report that is shown."""
        if self._make and not self._sheet.isHidden():
            make, name = self._make, self._name
            task = self._desk.tasks.read(self, lambda _p: self._bring_to_paper(make, name))
            task.succeeded.connect(lambda is_done: self._on_brought(make, is_done))
            task.failed.connect(self._on_not_printed)

    def save_report(self) -> None:
        """Let the clerk choose a file for the report that is shown."""
        if self._make and not self._sheet.isHidden():
            make, _ = self._make, self._desk.texts
            ask_file(
                self._sheet,
                _("Save as PDF"),
                self._name,
                (_("PDF documents (*.pdf)"), "pdf"),
                _,
                lambda path: self._save(make, path),
            )

    def _show(self, heading: str, name: str, read: Callable[[], Make]) -> None:
        self._make, self._name = None, name
        self._sheet.show_waiting(heading)
        self._shown.ask(lambda: self._made(read(), PREVIEW_DPI))

    def _made(self, make: Make, dpi: int) -> _Made:
        """Make a report and draw its pages (off the GUI thread)."""
        pdf = make(self._style(self._printer()))
        return _Made(make, self._documents.pictures(pdf, dpi))

    def _on_made(self, made: _Made) -> None:
        self._make = made.make
        self._sheet.show_pages(made.pictures)

    def _printer(self) -> PrinterProfile | None:
        return self._documents.printers.load().for_receipts

    def _style(self, printer: PrinterProfile | None) -> PrintStyle:
        return printer.style if printer else PrintStyle(languages=(self._desk.language.code,))

    def _bring_to_paper(self, make: Make, name: str) -> bool:
        """Print where this desk prints (off the GUI thread); False: it has no printer set up."""
        printer = self._printer()
        if printer is None:
            return False
        pdf = make(self._style(printer))
        bring_to_paper(printer, pdf, name, self._documents, self._system)
        return True

    def _on_brought(self, make: Make, is_done: bool) -> None:
        if is_done:
            self._on_printed()
        else:
            _ = self._desk.texts
            ask_printer(self._sheet, _, lambda printer: self._print(make, printer))

    def _on_printed(self) -> None:
        _ = self._desk.texts
        self._sheet.put_away()
        self._desk.toasts.show(_("The report is printed."))

    def _on_not_printed(self, error: Exception) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(
            self._desk.sentence(error), "bad", action=_("Try again"), then=self.print_report
        )

    def _on_not_made(self, error: Exception) -> None:
        self._sheet.put_away()
        self._desk.show_failure(error)

    def _print(self, make: Make, printer: QPrinter) -> None:
        dpi = resolution_of(printer)
        task = self._desk.tasks.read(self, lambda _p: self._made(make, dpi))
        task.succeeded.connect(lambda made: self._put_on_paper(printer, made, dpi))
        task.failed.connect(self._on_not_printed)

    def _put_on_paper(self, printer: QPrinter, made: _Made, dpi: int) -> None:
        if put_on_paper(printer, made.pictures, dpi):
            self._on_printed()
            return
        _ = self._desk.texts
        self._desk.toasts.show(
            _("The printer did not take the report."),
            "bad",
            action=_("Try again"),
            then=self.print_report,
        )

    def _save(self, make: Make, path: Path) -> None:
        def save() -> None:
            write_whole(path, make(self._style(self._printer())))

        task = self._desk.tasks.read(self, lambda _p: save())
        task.succeeded.connect(lambda _done: self._on_saved(path))
        task.failed.connect(self._desk.show_failure)

    def _on_saved(self, path: Path) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(
            _("Report saved as {name}.", name=path.name),
            action=_("Open it"),
            then=lambda: self._open_file(path),
        )

    def _shift_pdf(self, report: ShiftReport, style: PrintStyle) -> bytes:
        office = self._books.office
        return self._documents.shift_report_pdf(report, office, style, texts_of_all())

    def _day_pdf(self, end: DayEnd, cheques: Sequence[Cheque], style: PrintStyle) -> bytes:
        return self._documents.day_end_pdf(end, self._books.office, cheques, style, texts_of_all())


def _heading_of(shift: Shift, desk: Desk) -> str:
    _ = desk.texts
    counter = counter_words(shift.counter, _)
    if shift.closing is None:
        return _("X report · {counter}", counter=counter)
    return _("Z report {number} · {counter}", number=shift.closing.number, counter=counter)


def _name_of(counter: int, day: date, kind: str) -> str:
    return f"{kind}-report-{counter}-{day.isoformat()}.pdf"
