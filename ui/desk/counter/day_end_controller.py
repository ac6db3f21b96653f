"""What happens at the end of a counter's day: looked at, compared, closed with its slip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QObject, Signal

from domain import formats
from domain.books import Books
from domain.day_end import WITHOUT_DRAWER, DayEnd, OpenDay
from domain.errors import Refusal
from domain.errors_of_counter import DayDoesNotAgree, ShiftsStillOpen
from domain.shift import CashCount
from domain.staff import Act
from resources.texts import N_
from ui.desk.counter.day_end_view import DayEndView
from ui.desk.counter.words import counter_words, named
from ui.desk.kit.desk import Desk
from ui.desk.kit.sight import bring_into_sight
from ui.desk.kit.tasks import LatestRead

_LOCKED = N_(
    "Close {counter} for {day} with {amount} to the bank? Nothing more is taken there on this day."
)
_NEVER_LOCKED = N_("Close {counter} for {day} with {amount} to the bank?")


@dataclass(frozen=True, slots=True)
class DaysSeen:
    """The days that are open, and the one that is looked at."""

    today: date
    days: list[OpenDay] = field(default_factory=list)
    end: DayEnd | None = None
    names: Mapping[str, str] = field(default_factory=dict)


class DayEndController(QObject):
    """Reads days, and has one closed in the write lane."""

    #: A day was closed: its :class:`DayEnd`. The books have changed.
    closed = Signal(object)
    #: The report of a day is wanted: its :class:`DayEnd`.
    report_wanted = Signal(object)
    #: So many days wait to be closed, before today's.
    waiting_changed = Signal(object)

    def __init__(self, view: DayEndView, desk: Desk, books: Books, *, sees_all: bool) -> None:
        super().__init__(view)
        self._view, self._desk, self._books, self._sees_all = view, desk, books, sees_all
        self._counter = books.counter
        self._wanted: tuple[int, date] | None = None
        self._seen: DaysSeen | None = None
        self._is_busy = False
        self._read_last = LatestRead(desk.tasks, self)
        self._read_last.answered.connect(self._on_seen)
        self._read_last.failed.connect(desk.show_failure)
        view.day_requested.connect(self._on_day_requested)
        view.close_requested.connect(self.close_day)
        view.report_requested.connect(self.show_report)

    def refresh(self) -> None:
        """Read again what is shown: money may have moved."""
        wanted = self._wanted
        self._read_last.ask(lambda: self._read(wanted))

    def show_day(self, counter: int, day: date) -> None:
        """Look at a counter's day."""
        self._wanted = (counter, day)
        self.refresh()

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        if self._seen:
            self._show(self._seen)

    def show_report(self) -> None:
        """Ask for the report of the day that is shown."""
        if self._view.end:
            self.report_wanted.emit(self._view.end)

    def close_day(self) -> None:
        """Close the day that is shown, once it is confirmed."""
        end = self._view.end
        if self._is_busy or end is None or end.closed is not None or not self._may_close(end):
            return
        self._view.show_problem("")
        try:
            deposit = self._view.grid.value()
        except Refusal as refusal:
            self._view.grid.show_problem(self._desk.sentence(refusal))
            return
        _ = self._desk.texts
        question = _(
            _NEVER_LOCKED if end.counter == WITHOUT_DRAWER else _LOCKED,
            counter=counter_words(end.counter, _),
            day=formats.day(end.day, _.month_names),
            amount=formats.rupees(end.to_deposit),
        )
        self._view.confirm.ask_gravely(
            question, _("Close the day"), _("No, go back"), lambda: self._close(end, deposit)
        )
        bring_into_sight(self._view.confirm)

    def _close(self, end: DayEnd, deposit: CashCount) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        actor = self._desk.actor
        task = self._desk.tasks.write(
            self, lambda _p: self._counter.close_day(end.counter, end.day, deposit, actor)
        )
        task.succeeded.connect(self._on_closed)
        task.failed.connect(self._on_not_closed)
        task.finished.connect(self._on_finished)

    def _on_closed(self, end: DayEnd) -> None:
        _ = self._desk.texts
        self._wanted = (end.counter, end.day)
        self._desk.toasts.show(
            _(
                "{counter} is closed for {day}.",
                counter=counter_words(end.counter, _),
                day=formats.day(end.day, _.month_names),
            )
        )
        self.closed.emit(end)

    def _on_not_closed(self, error: Exception) -> None:
        self._view.show_problem(self._desk.sentence(error))

    def _on_finished(self) -> None:
        self._is_busy = False
        self.refresh()

    def _on_day_requested(self, counter: int | None, day: date) -> None:
        own = self._desk.actor.counter
        self.show_day(own if counter is None or not self._sees_all else counter, day)

    def _read(self, wanted: tuple[int, date] | None) -> DaysSeen:
        """Read the open days, and the one that is wanted or comes first (off the GUI thread)."""
        own, today = self._desk.actor.counter, self._books.today()
        names = {member.user_name: member.name for member in self._books.trust.staff()}
        days = [day for day in self._counter.open_days() if self._sees_all or day.counter == own]
        if wanted is None and days:
            wanted = _first_of(days, own)
        if wanted is None:
            return DaysSeen(today, names=names)
        end = self._counter.day_end(*wanted, self._desk.actor)
        return DaysSeen(today, days, end, names)

    def _on_seen(self, seen: DaysSeen) -> None:
        self._seen = seen
        self._show(seen)
        mine = [day for day in seen.days if day.day < seen.today and self._may(day.counter)]
        self.waiting_changed.emit(len(mine))

    def _show(self, seen: DaysSeen) -> None:
        end = seen.end
        if end and self._wanted is None:
            self._wanted = (end.counter, end.day)
        self._view.show_days(seen.days, (end.counter, end.day) if end else None)
        why_not = self._why_not(end) if end else ""
        self._view.show_end(
            end,
            lambda user: named(user, seen.names),
            can_close=bool(end and end.closed is None and self._may_close(end) and not why_not),
            why_not=why_not,
        )

    def _why_not(self, end: DayEnd) -> str:
        """Return what keeps the day open, or nothing."""
        _ = self._desk.texts
        if end.closed is not None:
            return ""
        still_open = [report.shift for report in end.shifts if report.shift.is_open]
        if still_open:
            by = still_open[0].opened_by
            return self._desk.sentence(ShiftsStillOpen(end.counter, end.day, by))
        for line in end.tenders:
            if not line.agrees:
                taken = line.taken - line.given_back
                error = DayDoesNotAgree(end.counter, end.day, taken, line.ledger)
                return self._desk.sentence(error)
        if not end.receipts and not end.shifts:
            return _("No money moved here on this day: there is nothing to close.")
        if not self._may(end.counter):
            return _("A supervisor closes this day.")
        return ""

    def _may_close(self, end: DayEnd) -> bool:
        return self._may(end.counter)

    def _may(self, counter: int) -> bool:
        is_own = counter == self._desk.actor.counter and counter != WITHOUT_DRAWER
        return self._desk.may(Act.CLOSE_DAY if is_own else Act.CLOSE_OTHER_COUNTER)


def _first_of(days: list[OpenDay], own: int) -> tuple[int, date]:
    """Return the own oldest day, or else the oldest of all."""
    mine = [day for day in days if day.counter == own]
    first = (mine or days)[0]
    return (first.counter, first.day)
