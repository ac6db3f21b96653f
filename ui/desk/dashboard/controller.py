"""What happens on the dashboard: each answer is read by itself, and the cheap ones come first."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from domain.books import Books
from domain.dashboard import DayFigures, DayRange, Standing, Sums, WaitingFor
from domain.errors import Refusal
from domain.listing import ReadRow
from domain.safekeeping import SafetyState
from domain.staff import Act
from ui.dashboard_words import days_words
from ui.desk.dashboard import places
from ui.desk.dashboard.rows_view import Rows
from ui.desk.dashboard.showing import Compared, Figures, stretch_of
from ui.desk.dashboard.view import DashboardView
from ui.desk.kit.desk import Desk
from ui.desk.kit.places import Place
from ui.desk.kit.tasks import LatestRead

#: While the page is shown it looks again after so long: other counters work as well.
_LOOKS_AGAIN_MS = 60_000
#: Reading how everybody stands takes at most one part in so many of the time.
_RESTS_FOR = 20
_LEAST_REST_S = 5.0


class DashboardController(QObject):
    """Reads what the tiles show and leads to the rows behind them."""

    #: The clerk goes to rows: a Place.
    place_requested = Signal(object)
    #: A row of a consumer was opened: the number.
    consumer_requested = Signal(str)
    #: Which days are looked at, worded.
    counted = Signal(str)

    def __init__(self, view: DashboardView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self.figures = Figures(view, desk)
        self._days: DayRange | None = None
        self._is_stale = True
        self._read_at = 0.0
        self._stood_at, self._stood_for = 0.0, 0.0
        self._again = QTimer(self, interval=_LOOKS_AGAIN_MS)
        self._stand_soon = QTimer(self, singleShot=True)
        self._sums_read = self._reading(self._on_sums)
        self._trend_read = self._reading(self._on_trend)
        self._reads_read = self._reading(self.figures.show_reads)
        self._standing_read = self._reading(self._on_standing)
        self._waiting_read = self._reading(self.figures.show_waiting)
        self._safety_read = self._reading(self._on_safety)
        self._held_read = self._reading(view.rows.show_reads)
        self._connect()

    @property
    def days(self) -> DayRange | None:
        """The days that are looked at."""
        return self._days

    def enter(self) -> None:
        """Read what is shown, where that is not of just now."""
        if self._is_stale or time.monotonic() - self._read_at > _LOOKS_AGAIN_MS / 1000:
            self.look()

    def refresh(self) -> None:
        """Read again what is shown, now or when the page is shown next."""
        self._is_stale = True
        if self._view.isVisible():
            self.look()

    def look(self) -> None:
        """Read everything of the days that are chosen."""
        self._view.range.follow_today()
        try:
            days = self._view.range.days()
        except Refusal as refusal:
            self._view.range.show_problem(self._desk.sentence(refusal))
            return
        self._view.range.show_problem("")
        self._is_stale, self._read_at = False, time.monotonic()
        if days != self._days:
            self._days = days
            self.figures.forget_days()
        self._tell_days()
        self._ask(days)
        if self._view.shows_rows and self._view.rows.rows is Rows.HELD_READS:
            self._held_read.ask(self._books.held_reads)

    def show_rows(self, rows: Rows | None) -> None:
        """Show days or held reads in place of the tiles, or the tiles."""
        if rows is None:
            self._view.show_tiles()
        else:
            self._view.show_rows(rows)
            self._show_days()
            if rows is Rows.HELD_READS:
                self._held_read.ask(self._books.held_reads)

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self._tell_days()
        self.figures.retranslate()

    def _reading(self, answered: Callable[[Any], None]) -> LatestRead:
        latest = LatestRead(self._desk.tasks, self)
        latest.answered.connect(answered)
        latest.failed.connect(self._on_failed)
        return latest

    def _connect(self) -> None:
        view = self._view
        view.range.changed.connect(self.look)
        view.tile_requested.connect(self._open_tile)
        view.statuses.requested.connect(lambda one: self._go(places.place_of_status(one)))
        view.bands.requested.connect(lambda band: self._go(places.place_of_band(band)))
        view.bands.all_requested.connect(lambda: self._go(places.place_of_all_negative()))
        view.waiting.requested.connect(self._open_waiting)
        view.rows.opened.connect(self._open_row)
        self._stand_soon.timeout.connect(self._ask_standing)
        self._again.timeout.connect(self._look_again)
        self._again.start()

    # Reading

    def _ask(self, days: DayRange) -> None:
        board, ended = self._books.dashboard, days.ended(self._desk.today())
        asked = (days, days.before(), ended, ended.before())
        counter, of_all = self._desk.actor.counter, self._desk.may(Act.SEE_AUDIT)
        self._sums_read.ask(lambda: Compared(*(Sums(board.days(each)) for each in asked)))
        self._waiting_read.ask(lambda: board.waiting(counter, of_all_counters=of_all))
        self._safety_read.ask(lambda: (self._books.safekeeping.state(), self._books.now()))
        self._reads_read.ask(lambda: board.reads(ended.until))
        self._ask_standing()

    def _ask_standing(self) -> None:
        """Read how everybody stands; what takes long is not asked for all the time."""
        rest = max(_LEAST_REST_S, self._stood_for * _RESTS_FOR)
        waits = self._stood_at + rest - time.monotonic()
        if self._stood_at and waits > 0:
            self._stand_soon.start(int(waits * 1000) + 1)
            return
        self._stood_at = time.monotonic()
        board = self._books.dashboard
        self._standing_read.ask(lambda: _timed(lambda: (board.standing(), board.has_tariffs())))

    def _look_again(self) -> None:
        if self._view.isVisible():
            self.look()

    def _on_sums(self, compared: Compared) -> None:
        self.figures.show_sums(compared)
        self._show_days()
        if self._days:
            board, trend = self._books.dashboard, self._days.trend()
            # After the figures: of a long stretch it takes a moment.
            self._trend_read.ask(lambda: board.days(trend))

    def _on_trend(self, days: Sequence[DayFigures]) -> None:
        self.figures.show_trend(days)

    def _on_standing(self, answer: tuple[float, tuple[Standing, bool]]) -> None:
        self._stood_for, (standing, has_tariffs) = answer
        self._view.beginning.show_steps(has_tariffs=has_tariffs)
        if not standing.consumers:
            self._view.show_beginning()
        elif self._view.shows_beginning:
            self._view.show_tiles()
        self.figures.show_standing(standing)

    def _on_safety(self, answer: tuple[SafetyState, datetime]) -> None:
        self.figures.show_safety(*answer)

    def _on_failed(self, error: Exception) -> None:
        self._is_stale = True
        self._desk.show_failure(error)

    def _tell_days(self) -> None:
        if self._days:
            self.counted.emit(days_words(self._days, self._desk.texts))

    def _show_days(self) -> None:
        """List the days whose charges the tiles add up."""
        if compared := self.figures.compared:
            charged = compared.charged
            self._view.rows.show_days(charged.days, stretch_of(charged))

    # Opening

    def _open_tile(self, name: str) -> None:
        place = self._place_of(name)
        if place is not None:
            self._go(place)

    def _open_waiting(self, kind: WaitingFor) -> None:
        self._go(places.place_of_waiting(kind, self._desk.today()))

    def _place_of(self, name: str) -> Place | None:
        """Return where a tile leads; nowhere while its figure is on its way."""
        compared, reads = self.figures.compared, self.figures.reads
        if name == "backup":
            return places.place_of_backup()
        if name == "defaulters":
            return places.place_of_defaulters()
        if name == "reads":
            return places.place_of_missing_reads(reads.day) if reads else None
        if compared is None:
            return None
        if name == "collected":
            return places.place_of_collection(stretch_of(compared.taken))
        return places.place_of_charges(stretch_of(compared.charged))

    def _open_row(self, row: DayFigures | ReadRow) -> None:
        if isinstance(row, DayFigures):
            self._go(places.place_of_charges(DayRange(row.day, row.day)))
        else:
            self.consumer_requested.emit(row.consumer_number)

    def _go(self, place: Place) -> None:
        self.place_requested.emit(place)


def _timed(ask: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long an answer took, in seconds, and the answer."""
    begun = time.monotonic()
    answer = ask()
    return time.monotonic() - begun, answer
