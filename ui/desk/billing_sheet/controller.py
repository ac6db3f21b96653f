"""What happens on the billing sheet's page: days walked, runs started, sheets read and exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtPrintSupport import QPrinter

from domain import formats
from domain.books import Books
from domain.calendar import Month
from domain.explanation import DayExplained
from domain.listing import DayState, DaySummary
from domain.services.daily_billing import (
    EARLIER_DAY_OPEN,
    NO_TARIFF,
    SUPPLY_CLOSED,
    USE_IMPOSSIBLE,
)
from resources.texts import N_, Texts
from ui import journal
from ui.desk.billing_sheet.printing import PrintedSheet, SheetPrint
from ui.desk.billing_sheet.sheet import Part, ReadySheet, Selection, SheetQuery, SheetRow
from ui.desk.billing_sheet.view import BillingSheetView
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.export_reason import ExportReason
from ui.desk.kit.progress_panel import Outcome
from ui.desk.kit.tasks import LatestRead, Task
from ui.explaining import lines, summary

#: A clerk who walks over days reads the sheet where she stops.
_BREATH_MS = 150

_PART_WORDS: Mapping[Part, str] = {
    Part.ALL: N_("All {count}"),
    Part.CHARGED: N_("Charged {count}"),
    Part.NO_READ: N_("No read {count}"),
    Part.HELD: N_("Read held {count}"),
    Part.NOT_CHARGED: N_("Not charged {count}"),
    Part.ALREADY: N_("Already {count}"),
    Part.NO_TARIFF: N_("No tariff {count}"),
    Part.SUPPLY_CLOSED: N_("Supply ended {count}"),
    Part.EARLIER_DAY_OPEN: N_("Earlier day open {count}"),
    Part.USE_IMPOSSIBLE: N_("Impossible use {count}"),
}
_PARTS_OF_A_SHEET = (Part.ALL, Part.CHARGED, Part.NO_READ, Part.HELD, Part.NOT_CHARGED)
_PART_OF_REASON = {
    NO_TARIFF: Part.NO_TARIFF,
    SUPPLY_CLOSED: Part.SUPPLY_CLOSED,
    EARLIER_DAY_OPEN: Part.EARLIER_DAY_OPEN,
    USE_IMPOSSIBLE: Part.USE_IMPOSSIBLE,
}


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did, over all its days."""

    days: int
    charged: int
    without_read: int
    already: int
    skipped: Mapping[str, int]

    @classmethod
    def of(cls, summaries: Sequence[DaySummary]) -> RunResult:
        """Return the sums over the days of a run."""
        skipped: dict[str, int] = {}
        for day in summaries:
            for reason, count in day.skipped.items():
                skipped[reason] = skipped.get(reason, 0) + count
        return cls(
            days=len(summaries),
            charged=sum(day.charged for day in summaries),
            without_read=sum(day.without_read for day in summaries),
            already=sum(day.already for day in summaries),
            skipped=skipped,
        )


class BillingSheetController(QObject):
    """Reads days and sheets off the GUI thread, runs days as jobs, and shows how it went."""

    #: A run charged something, or may have: the books have changed.
    ran = Signal()
    #: Another day is looked at, or something else of it.
    moved = Signal()
    #: Somebody wants to see this day of the sheet: a date.
    day_wanted = Signal(object)
    #: How many rows are shown of how many, worded.
    counted = Signal(str)

    def __init__(
        self,
        view: BillingSheetView,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None],
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books, self._documents = view, desk, books, documents
        self._open_file = open_file
        self._day = desk.today() - timedelta(days=1)
        self._query = SheetQuery()
        self._ready: ReadySheet | None = None
        self._selection: Selection | None = None
        self._run: Task | None = None
        self._results: dict[date, DaySummary] = {}
        self._result: RunResult | None = None
        self._is_stale = True
        self._exported: Path | None = None
        self.reason = ExportReason(view, desk)
        self._month_read = LatestRead(desk.tasks, self)
        self._sheet_read = LatestRead(desk.tasks, self)
        self._selected = LatestRead(desk.tasks, self)
        self._explained = LatestRead(desk.tasks, self)
        self._breath = QTimer(self, singleShot=True, interval=_BREATH_MS)
        self._refresh_soon = QTimer(self, singleShot=True, interval=0)
        self._connect()
        view.show_day(self._day)

    @property
    def day(self) -> date:
        """The day in use."""
        return self._day

    @property
    def sheet_is_shown(self) -> bool:
        """Whether the rows of the day in use stand there."""
        return self._selection is not None

    @property
    def is_running(self) -> bool:
        """Whether a run is under way."""
        return self._run is not None

    def enter(self) -> None:
        """Read what changed while another page was shown."""
        if self._is_stale:
            self.refresh()

    def refresh(self) -> None:
        """Read month and sheet again, now or when the page is shown next."""
        self._is_stale = True
        # What is on the screen stays there, but is neither exported nor printed any more.
        self._ready, self._selection = None, None
        # Window and page may both ask for it; a long sheet is read once.
        self._refresh_soon.start()

    def _refresh(self) -> None:
        if self._view.isVisible():
            self._is_stale = False
            self._ask_month()
            self._ask_sheet()

    def show_day(self, day: date) -> None:
        """Go to a day; its sheet is read when the clerk stays there."""
        is_other_month = Month.of(day) != Month.of(self._day)
        self._day = day
        self._ready, self._selection = None, None
        for question in (self._sheet_read, self._selected):
            question.forget()
        self._view.show_problem("")
        self._view.show_day(day)
        self._view.show_loading()
        if is_other_month:
            self._ask_month()
        self._breath.start()
        self.moved.emit()

    @property
    def query(self) -> SheetQuery:
        """What of the day is looked at."""
        return self._query

    def show_day_with(self, day: date, query: SheetQuery) -> None:
        """Go to a day and look at what a query asks for."""
        self._query = query
        self._view.show_query(query)
        self.show_day(day)

    def run_day(self) -> None:
        """Charge the day in use, and every open one before it."""
        day = formats.day(self._day, self._desk.texts.month_names)
        self._start(self._day, self._day, self._desk.texts("Charging {day}", day=day))

    def catch_up(self) -> None:
        """Charge every open day up to yesterday."""
        _ = self._desk.texts
        self._start(self._desk.today() - timedelta(days=1), None, _("Charging all open days"))

    def explain(self) -> None:
        """Explain the charge of the row in use."""
        row = self._view.chosen_row()
        if row is None:
            return
        number, day = row.text_of("number"), self._day
        self._explained.ask(lambda: (row, self._books.explain(number, day)))

    def export(self) -> None:
        """Let the clerk choose a file for the sheet of the day in use."""
        if self._ready is None:
            self._tell_waiting()
            return
        office = self._books.office.code
        name = f"billing-sheet-{office}-{self._day.isoformat()}.xlsx"
        ready = self._ready
        self.reason.ask(
            lambda reason: self._view.ask_file(
                name, lambda path: self._export_to(ready, path, reason)
            )
        )

    def print_sheet(self) -> None:
        """Print the rows that are looked at, with their totals."""
        if self._ready is None or self._selection is None:
            self._tell_waiting()
            return
        printed = PrintedSheet(self._ready.sheet, self._selection)
        self._view.ask_printer(lambda printer: self._print_on(printer, printed))

    def show_export_folder(self) -> None:
        """Show where the last export lies."""
        if self._exported:
            self._open_file(self._exported.parent)

    def chosen_consumer(self) -> str | None:
        """Return the number of the consumer in use."""
        row = self._view.chosen_row()
        return row.text_of("number") if row else None

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self.reason.retranslate(self._desk.texts)
        self._show_parts()
        self._show_result()
        self._count()

    def _connect(self) -> None:
        view = self._view
        view.day_requested.connect(self.show_day)
        view.run_requested.connect(self.run_day)
        view.catch_up_requested.connect(self.catch_up)
        view.query_changed.connect(self._on_query_changed)
        view.order_requested.connect(self._on_order_requested)
        view.explain_requested.connect(self.explain)
        view.export_requested.connect(self.export)
        view.print_requested.connect(self.print_sheet)
        self._breath.timeout.connect(self._ask_sheet)
        self._refresh_soon.timeout.connect(self._refresh)
        self._month_read.answered.connect(view.show_states)
        self._sheet_read.answered.connect(self._on_sheet)
        self._selected.answered.connect(self._on_selected)
        self._explained.answered.connect(self._on_explained)
        for question in (self._month_read, self._sheet_read, self._selected, self._explained):
            question.failed.connect(self._desk.show_failure)

    # Days and sheets

    def _ask_month(self) -> None:
        month = Month.of(self._day)
        self._month_read.ask(lambda: self._month(month))

    def _month(self, month: Month) -> list[DayState]:
        return self._books.month(month)

    def _ask_sheet(self) -> None:
        self._breath.stop()
        if self._day > self._desk.today():
            self._view.show_no_sheet()
            self.counted.emit("")
            return
        day, maker = self._day, self._desk.actor.name
        if self._selection is None:
            self._view.show_loading()
        self._sheet_read.ask(lambda: ReadySheet.of(self._books.billing_sheet(day, maker)))

    def _on_sheet(self, ready: ReadySheet) -> None:
        self._ready = ready
        if not self._query_fits():
            self._query = replace(self._query, part=Part.ALL)
        self._show_parts()
        self._select()

    def _select(self) -> None:
        if self._ready:
            ready, query = self._ready, self._query
            self._selected.ask(lambda: ready.select(query))

    def _on_selected(self, selection: Selection) -> None:
        if self._ready:
            self._selection = selection
            self._view.show_selection(self._ready.sheet, selection)
            self._count()

    def _on_query_changed(self) -> None:
        view = self._view
        self._query = replace(
            self._query,
            part=view.chosen_part(),
            status=view.chosen_status(),
            text=view.wanted_text(),
        )
        self._select()
        self.moved.emit()

    def _on_order_requested(self, column: str, descending: bool) -> None:
        self._query = replace(self._query, order_by=column, descending=descending)
        self._select()
        self.moved.emit()

    def _count(self) -> None:
        if self._ready and self._selection:
            _ = self._desk.texts
            shown, all_rows = self._selection.total.consumers, len(self._ready.sheet.columns)
            self.counted.emit(_("{shown} of {all}", shown=f"{shown:,}", all=f"{all_rows:,}"))

    # Parts

    def _parts(self) -> list[tuple[Part, int]]:
        """Return the parts of the day with their counts: of its run just now, or of its sheet."""
        if self._ready is None:
            return []
        counts = self._ready.counts
        result = self._results.get(self._day)
        if result is None:
            return [
                (part, counts[part])
                for part in _PARTS_OF_A_SHEET
                if counts[part] or part in (Part.ALL, Part.CHARGED)
            ]
        parts = [
            (Part.ALL, counts[Part.ALL]),
            (Part.CHARGED, result.charged),
            (Part.NO_READ, counts[Part.NO_READ]),
            (Part.ALREADY, result.already),
            (Part.HELD, counts[Part.HELD]),
        ]
        parts += [
            (_PART_OF_REASON.get(reason, Part.NOT_CHARGED), count)
            for reason, count in result.skipped.items()
        ]
        return [(part, count) for part, count in parts if count or part is Part.CHARGED]

    def _query_fits(self) -> bool:
        return self._query.part in {part for part, _count in self._parts()}

    def _show_parts(self) -> None:
        _ = self._desk.texts
        worded = [(part, _(_PART_WORDS[part], count=f"{count:,}")) for part, count in self._parts()]
        self._view.show_parts(worded, self._query.part)

    # Runs

    def _start(self, until: date, first: date | None, title: str) -> None:
        if self._run:
            return
        self._view.show_problem("")
        books, actor = self._books, self._desk.actor
        task = self._desk.tasks.job(
            self, lambda progress: books.run_days(until, actor, progress, first=first)
        )
        self._run = task
        self._view.show_running(True)
        self._desk.progress.follow(task, title, lambda days: self._run_told(days, until))
        task.succeeded.connect(self._on_ran)
        task.cancelled.connect(self._on_cancelled)
        task.failed.connect(self._on_run_failed)

    def _on_ran(self, summaries: Sequence[DaySummary]) -> None:
        self._end_run()
        self._results = {day.day: day for day in summaries}
        self._result = RunResult.of(summaries)
        journal.told("run of days", days=self._result.days, charged=self._result.charged)
        self._show_result()
        self._tell_books_changed()

    def _run_told(self, summaries: Sequence[DaySummary], until: date) -> Outcome:
        _ = self._desk.texts
        told = _result_words(RunResult.of(summaries), _)
        return Outcome(told, _("Show the day"), lambda: self.day_wanted.emit(until))

    def _on_cancelled(self) -> None:
        _ = self._desk.texts
        self._end_run()
        self._results, self._result = {}, None
        self._show_result()
        self._desk.toasts.show(
            _("Stopped. What is charged stays charged; the rest is charged by running again."),
            "warning",
            action=_("Go on"),
            then=self.catch_up,
        )
        self._tell_books_changed()

    def _on_run_failed(self, error: Exception) -> None:
        self._end_run()
        self._view.show_problem(self._desk.sentence(error))
        self._tell_books_changed()

    def _end_run(self) -> None:
        self._run = None
        self._view.show_running(False)

    def _tell_books_changed(self) -> None:
        self.ran.emit()

    def _show_result(self) -> None:
        words = _result_words(self._result, self._desk.texts) if self._result else ""
        self._view.show_result(words)

    # Explanation and export

    def _on_explained(self, answer: tuple[SheetRow, DayExplained]) -> None:
        _ = self._desk.texts
        row, explained = answer
        day = formats.day(explained.day, _.month_names)
        heading = f"{row.text_of('name')} · {row.text_of('number')} · {day}"
        self._view.explanation.show_lines(heading, summary(explained, _), lines(explained, _))

    def _export_to(self, ready: ReadySheet, path: Path, reason: str) -> None:
        _, actor, sheet = self._desk.texts, self._desk.actor, ready.sheet
        subject = f"billing sheet {self._day.isoformat()}"

        def write() -> None:
            # Noted first: what is not permitted, or cannot be noted, does not leave the office.
            self._books.trust.note_export(subject, len(sheet.columns), reason, actor)
            self._documents.billing_sheet_xlsx(sheet, path, _)

        task = self._desk.tasks.job(self, lambda _progress: write())
        title = _("Writing {name}", name=path.name)
        self._desk.progress.follow(task, title, lambda _written: self._exported_to(path))

    def _exported_to(self, path: Path) -> Outcome:
        _ = self._desk.texts
        self._exported = path
        told = _("The sheet is written: {name}.", name=path.name)
        return Outcome(told, _("Open it"), lambda: self._open_file(path))

    def _print_on(self, printer: QPrinter, printed: PrintedSheet) -> None:
        task = SheetPrint(printer, printed, self._desk.texts, self)
        task.finished.connect(self._on_printed)
        task.finished.connect(task.deleteLater)
        task.start()

    def _on_printed(self, is_taken: bool) -> None:
        _ = self._desk.texts
        if is_taken:
            self._desk.toasts.show(_("The sheet went to the printer."))
            return
        self._desk.toasts.show(
            _("The printer did not take the sheet."),
            "bad",
            action=_("Try again"),
            then=self.print_sheet,
        )

    def _tell_waiting(self) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(_("The sheet of the day is still being read."), "warning")


def _result_words(result: RunResult, _: Texts) -> str:
    """Return what a run did, in one line."""
    parts = [
        _("charged {count}", count=f"{result.charged:,}"),
        _("no read {count}", count=f"{result.without_read:,}"),
        _("already {count}", count=f"{result.already:,}"),
    ]
    for reason, count in result.skipped.items():
        part = _PART_OF_REASON.get(reason, Part.NOT_CHARGED)
        parts.append(_(_PART_WORDS[part], count=f"{count:,}"))
    days = _("One day run") if result.days == 1 else _("{days} days run", days=result.days)
    return f"{days}: {' · '.join(parts)}"
