"""What happens on the timeline: read page by page, unfolded, and opened at what it tells of."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from domain.alert_book import MessageQuery
from domain.books import Books
from domain.supply_book import OrderQuery
from domain.timeline import TimelineKind, TimelineMark, TimelinePage, TimelineQuery, TimelineRow
from ui.desk.consumers.timeline_view import TimelineTab
from ui.desk.kit.desk import Desk
from ui.desk.kit.places import Place
from ui.desk.kit.tasks import LatestRead

#: Which tab of the consumer's page shows what a row tells of.
_TABS = {
    TimelineKind.CHANGE: "details",
    TimelineKind.BEGINNING: "details",
    TimelineKind.ARREARS: "arrears",
    TimelineKind.INSTALMENTS: "arrears",
    TimelineKind.READ: "reads",
    TimelineKind.OPENING_BALANCE: "ledger",
}
_OF_RECEIPTS = (
    *(TimelineKind.RECHARGE, TimelineKind.UNDONE, TimelineKind.FEE),
    TimelineKind.DOCUMENT,
)


class TimelineController(QObject):
    """Shows one consumer's timeline when it is looked at."""

    #: A receipt is to be shown: its number.
    receipt_requested = Signal(str)
    #: A charged day is to be explained.
    day_requested = Signal(object)
    #: Orders or messages of the consumer are to be shown where they are kept: a Place.
    place_requested = Signal(object)
    #: A tab of the page shows it: its name.
    tab_requested = Signal(str)

    def __init__(self, view: TimelineTab, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._number = ""
        self._query = TimelineQuery()
        self._mark: TimelineMark | None = None
        self._first = LatestRead(desk.tasks, self)
        self._older = LatestRead(desk.tasks, self)
        self._days = LatestRead(desk.tasks, self)
        self._connect()

    def show(self, number: str) -> None:
        """Show a consumer's timeline from the top."""
        if number != self._number:
            self._view.forget()
        self._number, self._query = number, self._view.query
        self._read_first()

    def forget(self) -> None:
        """Want no answer any more."""
        self._number = ""
        for read in (self._first, self._older, self._days):
            read.forget()

    def _connect(self) -> None:
        view = self._view
        self._first.answered.connect(self._on_first)
        self._older.answered.connect(self._on_older)
        self._days.answered.connect(lambda answer: view.show_days(*answer))
        for read in (self._first, self._older, self._days):
            read.failed.connect(self._desk.show_failure)
        view.query_requested.connect(self._on_query)
        view.older_requested.connect(self._read_older)
        view.days_requested.connect(self._read_days)
        view.opened.connect(self._on_opened)

    def _read_first(self) -> None:
        number, query = self._number, self._query
        self._older.forget()
        self._first.ask(lambda: self._books.accounts.timeline(number, query))

    def _read_older(self) -> None:
        number, query, mark = self._number, self._query, self._mark
        if number and mark is not None:
            self._older.ask(lambda: self._books.accounts.timeline(number, query, mark))

    def _read_days(self, stretch: TimelineRow) -> None:
        number = self._number
        self._days.ask(lambda: (stretch, self._books.accounts.stretch(number, stretch)))

    def _on_query(self, query: TimelineQuery) -> None:
        self._query = query
        if self._number:
            self._read_first()

    def _on_first(self, page: TimelinePage) -> None:
        self._mark = page.rest
        self._view.show_rows(page.rows, has_more=page.rest is not None)

    def _on_older(self, page: TimelinePage) -> None:
        self._mark = page.rest
        self._view.add_rows(page.rows, has_more=page.rest is not None)

    def _on_opened(self, row: TimelineRow) -> None:
        if row.kind is TimelineKind.CHARGES and isinstance(row.first, date):
            self.day_requested.emit(row.first)
        elif row.kind in _TABS:
            self.tab_requested.emit(_TABS[row.kind])
        elif row.kind is TimelineKind.COMMAND:
            self.place_requested.emit(Place("supply", OrderQuery(consumer_number=self._number)))
        elif row.kind is TimelineKind.ALERT:
            self.place_requested.emit(Place("alerts", MessageQuery(consumer_number=self._number)))
        elif row.document and row.kind in _OF_RECEIPTS:
            self.receipt_requested.emit(row.document)
