"""Reports of shifts and days on paper: shown as they will be printed, printed, kept as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter

from domain.books import Books
from domain.day_end import DayEnd, cheques_on_slip
from domain.printing import PrintStyle
from domain.shift import Shift, ShiftReport
from resources.texts import texts_of_all
from ui.desk.counter.report_sheet import PREVIEW_DPI, ReportSheet
from ui.desk.counter.words import counter_words
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents, Picture
from ui.desk.kit.printing import ask_printer, put_on_paper, resolution_of
from ui.desk.kit.saving import ask_file
from ui.desk.kit.tasks import LatestRead
from ui.desk.kit.writing import write_whole


@dataclass(frozen=True, slots=True)
class _Made:
    """A report as it goes out: its file and its pages at a resolution."""

    pdf: bytes
    pictures: Sequence[Picture]


class ReportController(QObject):
    """Makes reports off the GUI thread, and brings them to paper or into a file."""

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
        self._make: Callable[[], bytes] | None = None
        self._name = ""
        self._shown = LatestRead(desk.tasks, self)
        self._shown.answered.connect(lambda made: sheet.show_pages(made.pictures))
        self._shown.failed.connect(self._on_not_made)
        sheet.print_requested.connect(self.print_report)
        sheet.save_requested.connect(self.save_report)

    def show_shift(self, shift: Shift) -> None:
        """Show the X or Z report of a shift; the look is noted."""
        actor = self._desk.actor
        self._show(
            _heading_of(shift, self._desk),
            _name_of(shift.counter, shift.day, "z" if shift.closing else "x"),
            lambda: self._shift_pdf(self._books.counter.report(shift.id, actor)),
        )

    def show_day(self, end: DayEnd) -> None:
        """Show the report of a day, with its deposit slip."""
        _ = self._desk.texts
        self._show(
            _("Report of the day · {counter}", counter=counter_words(end.counter, _)),
            _name_of(end.counter, end.day, "day"),
            lambda: self._day_pdf(end),
        )

    def print_report(self) -> None:
        """Let the clerk choose a printer for the report that is shown."""
        if self._make and not self._sheet.isHidden():
            make = self._make
            ask_printer(self._sheet, self._desk.texts, lambda printer: self._print(make, printer))

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

    def _show(self, heading: str, name: str, make: Callable[[], bytes]) -> None:
        self._make, self._name = make, name
        self._sheet.show_waiting(heading)
        self._shown.ask(lambda: self._made(make, PREVIEW_DPI))

    def _made(self, make: Callable[[], bytes], dpi: int) -> _Made:
        """Make the report from the books as they are now (off the GUI thread)."""
        pdf = make()
        return _Made(pdf, self._documents.pictures(pdf, dpi))

    def _on_not_made(self, error: Exception) -> None:
        self._sheet.put_away()
        self._desk.show_failure(error)

    def _print(self, make: Callable[[], bytes], printer: QPrinter) -> None:
        dpi = resolution_of(printer)
        task = self._desk.tasks.read(self, lambda _p: self._made(make, dpi))
        task.succeeded.connect(lambda made: self._put_on_paper(printer, made, dpi))
        task.failed.connect(self._desk.show_failure)

    def _put_on_paper(self, printer: QPrinter, made: _Made, dpi: int) -> None:
        _ = self._desk.texts
        if put_on_paper(printer, made.pictures, dpi):
            self._sheet.put_away()
            self._desk.toasts.show(_("The report is printed."))
            return
        self._desk.toasts.show(
            _("The printer did not take the report."),
            "bad",
            action=_("Try again"),
            then=self.print_report,
        )

    def _save(self, make: Callable[[], bytes], path: Path) -> None:
        task = self._desk.tasks.read(self, lambda _p: write_whole(path, make()))
        task.succeeded.connect(lambda _done: self._on_saved(path))
        task.failed.connect(self._desk.show_failure)

    def _on_saved(self, path: Path) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(
            _("Report saved as {name}.", name=path.name),
            action=_("Open it"),
            then=lambda: self._open_file(path),
        )

    def _shift_pdf(self, report: ShiftReport) -> bytes:
        return self._documents.shift_report_pdf(
            report, self._books.office, self._style(), texts_of_all()
        )

    def _day_pdf(self, end: DayEnd) -> bytes:
        cheques = cheques_on_slip(end, self._books.reversals.cheques())
        return self._documents.day_end_pdf(
            end, self._books.office, cheques, self._style(), texts_of_all()
        )

    def _style(self) -> PrintStyle:
        return PrintStyle(languages=(self._desk.language.code,))


def _heading_of(shift: Shift, desk: Desk) -> str:
    _ = desk.texts
    counter = counter_words(shift.counter, _)
    if shift.closing is None:
        return _("X report · {counter}", counter=counter)
    return _("Z report {number} · {counter}", number=shift.closing.number, counter=counter)


def _name_of(counter: int, day: date, kind: str) -> str:
    return f"{kind}-report-{counter}-{day.isoformat()}.pdf"
