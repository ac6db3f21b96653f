"""The shifts of all counters on a day: read for whoever answers for them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.shift import ShiftReport
from ui.desk.counter.counters_view import CountersView, ShiftRow
from ui.desk.counter.words import named
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead


class CountersController(QObject):
    """Reads the shifts of one day; only looks."""

    #: The line of the key bar, worded.
    counted = Signal(str)

    def __init__(self, view: CountersView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._day: date | None = None
        self._read_last = LatestRead(desk.tasks, self)
        self._read_last.answered.connect(self._on_read)
        self._read_last.failed.connect(desk.show_failure)
        view.day_requested.connect(self.show_day)

    def refresh(self) -> None:
        """Read the shifts of the day again; without a choice of the clerk, today's."""
        day = self._day or self._desk.today()
        self._read_last.ask(lambda: self._read(day))

    def show_day(self, day: date) -> None:
        """Look at the shifts of a day; today's stay today's tomorrow."""
        self._day = None if day == self._desk.today() else day
        self.refresh()

    def _read(self, day: date) -> tuple[date, list[ShiftRow]]:
        counter, actor = self._books.counter, self._desk.actor
        names = {member.user_name: member.name for member in self._books.trust.staff()}
        reports: list[ShiftReport] = []
        for number in dict.fromkeys(shift.counter for shift in counter.shifts(day)):
            reports += counter.day_end(number, day, actor).shifts
        return day, [ShiftRow(one, named(one.shift.opened_by, names)) for one in reports]

    def _on_read(self, answer: tuple[date, list[ShiftRow]]) -> None:
        day, rows = answer
        self._view.show_rows(day, rows)
        _ = self._desk.texts
        self.counted.emit(_("Shifts: {count}", count=len(rows)))
