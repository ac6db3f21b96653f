"""What happens on the Disconnection page: jobs and orders are read and shown, live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from domain.books import Books
from domain.formats import grouped
from domain.staff import Act
from domain.supply_book import OrderQuery, Standstill
from domain.supply_job import Job, JobRow, JobState
from domain.supply_order import OPEN_STATES, Exchange, OrderState, SupplyOrder
from ui.desk.kit.desk import Desk
from ui.desk.supply.job_card import JobPart
from ui.desk.supply.view import SupplyPart, SupplyView

#: How things stand is seen after so long at the latest: while the page is looked at, and not.
_LIVE_MS, _SELDOM_MS = 3_000, 60_000
_BY_FILE = OrderQuery(states=(OrderState.IN_FILE,))
_QUERIES = {
    SupplyPart.OPEN: OrderQuery(states=OPEN_STATES),
    SupplyPart.LATE: OrderQuery(is_late=True),
    SupplyPart.VISITS: OrderQuery(needs_visit=True),
    SupplyPart.BY_FILE: _BY_FILE,
    SupplyPart.LATE_CUTS: OrderQuery(was_late_cut=True),
    SupplyPart.ALL: OrderQuery(),
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was read at once."""

    jobs: Sequence[Job]
    orders: Sequence[SupplyOrder]
    part: SupplyPart
    late: int
    visits: int
    open: int
    by_file: int
    late_cuts: int
    standstill: Standstill | None
    now: datetime


class SupplyController(QObject):
    """Reads jobs and orders, and shows them."""

    counted = Signal(str)
    #: So many orders wait for a person who goes there, or are late.
    waiting_changed = Signal(object)
    #: The page stands at another place than before.
    moved = Signal()
    #: Disconnecting is stopped (a Standstill), or goes on (None).
    standstill_changed = Signal(object)
    consumer_requested = Signal(str)

    def __init__(self, view: SupplyView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._supply = books.supply
        self._query: OrderQuery | None = None
        self._job: Job | None = None
        #: What is to be shown once the list has it: a job just made, or one that a link names.
        self._sought = ""
        self._rows: Sequence[JobRow] = ()
        self._opens: JobPart | None = None
        self._order: SupplyOrder | None = None
        self._exchanges: Sequence[Exchange] = ()
        self._listed = desk.reading(self, self._on_listed)
        self._rows_read = desk.reading(self, self._on_rows)
        self._story = desk.reading(self, self._on_story)
        self._connect()
        self._timer = QTimer(self, interval=_LIVE_MS)
        self._timer.timeout.connect(self._on_timer)
        self._since_ms = 0
        self._timer.start()
        self.refresh()

    @property
    def job(self) -> Job | None:
        """The job in use."""
        return self._job

    @property
    def order(self) -> SupplyOrder | None:
        """The order in use."""
        return self._order

    @property
    def query(self) -> OrderQuery | None:
        """Which orders are shown, where another page or a job asked for them."""
        return self._query

    def refresh(self) -> None:
        """Read again what is looked at."""
        part = self._view.part
        query = self._query or _QUERIES.get(part)
        self._since_ms = 0
        self._listed.ask(lambda: self._seen(part, query))

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        if self._opens is not None and self._job is not None:
            self._view.show_rows(self._job, self._opens, self._rows)
        self._show_side()

    def show_query(self, query: OrderQuery) -> None:
        """Show exactly the orders that a query finds."""
        named = [part for part, one in _QUERIES.items() if one == query]
        self._query = None if named else query
        self._leave_rows()
        self._choose_part(named[0] if named else SupplyPart.ALL)

    def show_part(self, part: SupplyPart) -> None:
        """Show a part of the page."""
        self._query = None
        self._leave_rows()
        self._choose_part(part)

    def show_job(self, id_: str) -> None:
        """Show one job beside the list of all."""
        self._sought = id_
        self.show_part(SupplyPart.JOBS)
        self._go_to_sought()

    def open_part(self, what: object) -> None:
        """Show exactly whom a line of the job counts: people, or orders in a state."""
        job = self._job
        if job is None:
            return
        if isinstance(what, OrderState):
            self.show_query(OrderQuery(states=(what,), job_id=job.id))
            return
        self._opens = what  # type: ignore[assignment] # the card hands out parts of a job
        self._read_rows(job)

    def leave_rows(self) -> bool:
        """Show the jobs again; False where they are shown."""
        if self._opens is None:
            return False
        self._leave_rows()
        self._view.jobs.setFocus()
        return True

    def reread_job(self, job: Job) -> None:
        """Show a job that was just changed, and whom it finds now."""
        self._job = job
        self._show_side()
        if self._opens is not None:
            self._read_rows(job)
        self.refresh()

    def _connect(self) -> None:
        view = self._view
        view.part_changed.connect(self._on_part_changed)
        view.row_changed.connect(self._on_row_changed)
        view.opened.connect(self._on_opened)
        view.rows_left.connect(self.leave_rows)
        view.job_card.part_requested.connect(self.open_part)
        view.order_card.consumer_requested.connect(self.consumer_requested)

    def _seen(self, part: SupplyPart, query: OrderQuery | None) -> _Seen:
        supply = self._supply
        orders = supply.orders(query) if query is not None else []
        counts = supply.counts()
        return _Seen(
            jobs=supply.jobs(),
            orders=orders,
            part=part,
            late=len(supply.orders(_QUERIES[SupplyPart.LATE])),
            visits=len(supply.orders(_QUERIES[SupplyPart.VISITS])),
            open=sum(counts.get(state, 0) for state in OPEN_STATES),
            by_file=counts.get(OrderState.IN_FILE, 0),
            late_cuts=len(supply.orders(_QUERIES[SupplyPart.LATE_CUTS])),
            standstill=supply.standstill(),
            now=self._books.now(),
        )

    def _on_listed(self, seen: _Seen) -> None:
        view = self._view
        view.show_counts(
            {
                SupplyPart.JOBS: len(seen.jobs),
                SupplyPart.OPEN: seen.open,
                SupplyPart.LATE: seen.late,
                SupplyPart.VISITS: seen.visits,
                SupplyPart.BY_FILE: seen.by_file,
                SupplyPart.LATE_CUTS: seen.late_cuts,
            }
        )
        self.standstill_changed.emit(seen.standstill)
        self.waiting_changed.emit(seen.late + seen.visits)
        view.show_jobs(seen.jobs, seen.now)
        self._go_to_sought()
        if seen.part is not view.part:
            return
        if seen.part is not SupplyPart.JOBS:
            view.show_orders(seen.orders, seen.now)
        self._tell_count(len(view.table.rows))
        self._on_row_changed(view.table.current_row())
        if not len(view.table.rows):
            self._on_row_changed(None)

    def _go_to_sought(self) -> None:
        if self._sought and self._view.jobs.go_to(self._sought):
            self._sought = ""

    def _on_timer(self) -> None:
        self._since_ms += _LIVE_MS
        if self._view.isVisible() or self._since_ms >= _SELDOM_MS:
            self.refresh()

    def _on_part_changed(self) -> None:
        self._query = None
        self._leave_rows()
        self._view.show_part()
        self.refresh()
        self.moved.emit()

    def _choose_part(self, part: SupplyPart) -> None:
        if self._view.part is part:
            self._view.show_part()
            self.refresh()
            self.moved.emit()
        else:
            query, view = self._query, self._view
            view.parts.show_value(part)
            if query is not None:
                self._query = query
                self.refresh()

    def _leave_rows(self) -> None:
        self._opens, self._rows = None, ()
        self._rows_read.forget()
        self._view.leave_rows()

    def _read_rows(self, job: Job) -> None:
        self._rows_read.ask(lambda: (job, self._supply.job_rows(job.id)))

    def _on_rows(self, answer: tuple[Job, Sequence[JobRow]]) -> None:
        job, self._rows = answer
        if self._opens is None:
            return
        self._view.show_rows(job, self._opens, self._rows)
        self._view.rows.setFocus()
        self._tell_count(len(self._view.rows.rows))
        self._show_side()

    def _on_row_changed(self, row: object) -> None:
        is_of_orders = self._view.part is not SupplyPart.JOBS
        if is_of_orders and not isinstance(row, Job | JobRow):
            self._use_order(row if isinstance(row, SupplyOrder) else None)
        elif not is_of_orders and (isinstance(row, Job) or (row is None and self._opens is None)):
            self._job = row if isinstance(row, Job) else None
            self._show_side()

    def _use_order(self, order: SupplyOrder | None) -> None:
        if order is None or self._order is None or order.id != self._order.id:
            self._exchanges = ()
        self._order = order
        self._show_side()
        if order is not None:
            self._story.ask(lambda: (order.id, self._supply.exchanges(order.id)))

    def _on_story(self, answer: tuple[str, Sequence[Exchange]]) -> None:
        id_, exchanges = answer
        if self._order is not None and self._order.id == id_:
            self._exchanges = exchanges
            self._show_side()

    def _show_side(self) -> None:
        may, job = self._desk.may, self._job
        may_make = may(Act.MAKE_JOB)
        may_review = may_make and job is not None and job.state is JobState.DRAFT
        self._view.show_job(job, may_make=may_make, may_review=may_review)
        allowed = (may(Act.RECONNECT), may(Act.CANCEL_ORDER), may(Act.SETTLE_VISIT))
        self._view.show_order(self._order, self._exchanges, may=allowed)

    def _on_opened(self, row: object) -> None:
        if isinstance(row, Job):
            self._view.job_card.start()
        elif isinstance(row, JobRow):
            self.consumer_requested.emit(row.number)
        elif isinstance(row, SupplyOrder):
            self.consumer_requested.emit(row.consumer_number)

    def _tell_count(self, shown: int) -> None:
        self.counted.emit(self._desk.texts("{count} rows", count=grouped(shown)))
