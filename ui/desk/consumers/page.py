"""The Consumers page, tied together for the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from typing_extensions import override

from domain.books import Books
from domain.consumer import Consumer, ConsumerQuery, ConsumerRow
from domain.formats import grouped
from domain.money import Money
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.consumers.account_controller import AccountController
from ui.desk.consumers.arrears_controller import ArrearsController
from ui.desk.consumers.controller import (
    ConsumerController,
    ConsumerListController,
    NewConsumerController,
)
from ui.desk.consumers.exporting import exported
from ui.desk.consumers.list_view import COLUMNS
from ui.desk.consumers.overview_controller import OverviewController
from ui.desk.consumers.view import ConsumersView
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.listing.exporting import ListExport
from ui.desk.kit.listing.kept import KeptColumns, KeptFilters
from ui.desk.kit.opening import open_with_system
from ui.desk.kit.page import Page
from ui.desk.kit.paged_table import PagedTableModel
from ui.desk.kit.places import Opened, Place

#: So long a row must be in use before its consumer is read: keys held down skip over many.
_SETTLES_MS = 120
_ONCE = Qt.ConnectionType.SingleShotConnection


class ConsumersPage(Page):
    """Finds consumers, shows one, takes one on, changes one."""

    key = "consumers"
    icon = "users"

    def __init__(
        self,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None] = open_with_system,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._row: ConsumerRow | None = None
        #: In which row the list stood when a consumer was opened who need not be in it.
        self._left_at: int | None = None
        self._shown: Consumer | None = None
        self._counts = (0, 0)
        model = PagedTableModel(COLUMNS, books.consumer_rows, desk.tasks, desk.texts)
        self.view = self.widget = ConsumersView(desk, model)
        model.setParent(self.view)
        self.list = ConsumerListController(self.view, desk, books)
        self.consumer = ConsumerController(self.view, desk, books)
        self.overview = OverviewController(self.view.consumer, desk, books)
        self.arrears = ArrearsController(self.view, desk, books)
        self.new = NewConsumerController(self.view, desk, books)
        self.account = AccountController(self.view, desk, books, documents, open_file)
        self.view.new.form.show_empty()
        self.view.list.offer_new(desk.may(Act.ADD_CONSUMER))
        self._settled = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        self._settled.timeout.connect(self._follow_row)
        listed = self.view.list
        self.kept_filters = KeptFilters(listed.filters, desk, books.preferences, self.key)
        self.kept_columns = KeptColumns(listed.table, desk, books.preferences, self.key)
        self.export = ListExport(listed, desk, books, documents, open_file)
        self.actions = (
            Action(
                "new_consumer",
                N_("New consumer"),
                self.open_new,
                ("Alt+C",),
                "user-plus",
                everywhere=True,
                needs=Act.ADD_CONSUMER,
            ),
            Action(
                "change",
                N_("Change"),
                self._change,
                ("Alt+A",),
                "pencil",
                needs=Act.CHANGE_CONSUMER,
            ),
            Action("filter", N_("Filter"), listed.filters.open_menu, ("Alt+F",), "funnel"),
            Action(
                "columns",
                N_("Columns"),
                listed.columns.choose,
                ("Alt+V",),
                "settings",
                in_bar=False,
            ),
            Action(
                "consumers.export",
                N_("Export"),
                lambda: self.export.ask(exported(self.view.list, desk, books)),
                ("Alt+E",),
                "file-spreadsheet",
                needs=Act.EXPORT,
            ),
            Action("arrears", N_("Arrears"), self._open_arrears, ("Alt+M",), "history"),
            *self._account_actions(),
            Action(
                "next_tab",
                N_("Next tab"),
                lambda: self._step_tab(1),
                ("Ctrl+PgDown",),
                in_bar=False,
            ),
            Action(
                "previous_tab",
                N_("Tab before"),
                lambda: self._step_tab(-1),
                ("Ctrl+PgUp",),
                in_bar=False,
            ),
        )
        self._connect()
        self.list.start()
        self.kept_filters.start()
        self.kept_columns.start()

    @override
    def title(self, _: Texts) -> str:
        return _("Consumers")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.list.load_choices()
        self.list.retranslate()
        self.export.retranslate()
        self._tell_count()

    @override
    def refresh(self) -> None:
        self.list.refresh()
        self.consumer.refresh()

    @override
    def enter(self) -> None:
        if self.view.side.isHidden():
            self.view.list.start_search()

    @override
    def find(self) -> None:
        if self.view.is_wide:
            self.view.close_side()
        self.view.list.start_search()

    @override
    def selected_consumer(self) -> str | None:
        if self.view.is_consumer_open and self.consumer.number:
            return self.consumer.number
        return self._row.number if self._row else None

    @override
    def show_consumer(self, number: str) -> None:
        self._settled.stop()
        self._left_at = self.view.list.id_in_use
        self.consumer.show(number)
        self.view.open_consumer()

    @override
    def here(self) -> Place:
        if self.view.is_consumer_open and self.consumer.number:
            return Place(self.key, self.consumer.number, self._named())
        is_new = not self.view.side.isHidden()
        words = self._desk.texts("New consumer") if is_new else ""
        return Place(self.key, self.view.list.query(), words)

    @override
    def show_place(self, what: object) -> None:
        if isinstance(what, str):
            self.show_consumer(what)
        elif what is Opened.NEW_CONSUMER:
            self.open_new()
        elif isinstance(what, ConsumerQuery):
            if not self.view.side.isHidden():
                self.view.close_side()
            if what != self.view.list.query():
                self.view.list.show_query(what)

    @override
    def holds_typed(self) -> bool:
        view = self.view
        is_typed = view.new.form.is_touched or view.consumer.details.holds_typed
        return is_typed or view.arrear_sheet.holds_typed or self.account.holds_typed

    @override
    def step_back(self) -> bool:
        return self.export.step_back() or self.view.step_back()

    def open_new(self) -> None:
        """Bring up the form for a new consumer, from whichever page."""
        self.wanted.emit()
        self.view.open_new()
        self.moved.emit()

    def _connect(self) -> None:
        view = self.view
        view.list.row_changed.connect(self._on_row_changed)
        view.list.opened.connect(self._on_opened)
        view.list.new_requested.connect(self.open_new)
        view.consumer.recharge_requested.connect(self.recharge_requested)
        view.closed.connect(self._on_closed)
        view.consumer.details.form.leave_requested.connect(self.step_back)
        view.closed.connect(self.moved)
        self.list.found.connect(self._on_found)
        self.consumer.shown.connect(self._on_shown)
        self.consumer.shown.connect(self.overview.show)
        self.overview.recharge_requested.connect(self._recharge)
        self.consumer.changed.connect(self.books_changed)
        self.arrears.changed.connect(self.books_changed)
        self.consumer.shown.connect(self.account.show)
        self.account.changed.connect(self.books_changed)
        self.account.consumer_requested.connect(self.show_consumer)
        self.account.receipt_requested.connect(self.receipt_requested)
        self.account.place_requested.connect(self.place_requested)
        self.new.created.connect(self._on_created)

    def _on_row_changed(self, row: Any) -> None:
        self._row = row
        if row is None or row.id == self._left_at:
            # Its row has come by now; nobody has gone to it.
            return
        self._left_at = None
        if self.view.is_consumer_open and row.number != self.consumer.number:
            self._settled.start()

    def _follow_row(self) -> None:
        if self._row and self.view.is_consumer_open:
            self.consumer.show(self._row.number)

    def _on_opened(self, row: ConsumerRow) -> None:
        if self.view.is_consumer_open and self.consumer.number == row.number:
            self.view.show_wide(True)
            self.view.consumer.tabs.setFocus()
        else:
            self.show_consumer(row.number)

    def _on_shown(self, consumer: Consumer) -> None:
        """Let the list stand where the consumer is, when it is in it."""
        self._shown = consumer
        self.moved.emit()
        self._stand_at_shown()

    def _stand_at_shown(self) -> None:
        shown, is_open = self._shown, self.view.is_consumer_open
        if shown is None or not is_open or shown.number != self.consumer.number:
            return
        if self._row is None or self._row.number != shown.number:
            self.view.list.table.go_to(shown.id)

    def _on_closed(self) -> None:
        self.consumer.forget()
        self.overview.forget()
        self.account.forget()

    def _recharge(self, number: str, amount: Money) -> None:
        self.place_requested.emit(Place("recharge", (number, amount)))

    def _on_created(self, consumer: Consumer) -> None:
        self.show_consumer(consumer.number)
        self.books_changed.emit()

    def _change(self) -> None:
        number = self.selected_consumer()
        if number:
            self.show_consumer(number)
            self.view.consumer.show_tab("details")
            self.view.consumer.details.form.form.start()

    def _open_arrears(self) -> None:
        number = self.selected_consumer()
        if number:
            self.show_consumer(number)
            self.view.consumer.show_tab("arrears")
            self.view.consumer.arrears.start()

    def _account_actions(self) -> list[Action]:
        """Return what can be done with the account of the consumer in use."""
        account = self.account
        return [
            Action(
                "timeline",
                N_("Timeline"),
                lambda: self._with_consumer(account.open_timeline),
                ("Alt+T",),
                "clock",
            ),
            Action(
                "note",
                N_("Note"),
                lambda: self._with_consumer(account.noting.start_note),
                ("Alt+N",),
                "pencil",
                needs=Act.NOTE_CONSUMER,
            ),
            Action(
                "tag",
                N_("Tag"),
                lambda: self._with_consumer(account.noting.start_tag),
                ("Alt+J",),
                "plus",
                in_bar=False,
                needs=Act.NOTE_CONSUMER,
            ),
            Action(
                "explain_balance",
                N_("Explain balance"),
                lambda: self._with_consumer(account.explain_balance),
                ("Alt+B",),
                "info",
            ),
            Action(
                "lookalike",
                N_("Who looks alike"),
                account.open_lookalike,
                ("Alt+U",),
                "users",
                in_bar=False,
            ),
            Action(
                "timeline_date",
                N_("Timeline up to a day"),
                lambda: self._with_consumer(account.open_date),
                ("F2",),
                "calendar-days",
                in_bar=False,
            ),
        ]

    def _with_consumer(self, do: Callable[[], None]) -> None:
        """Do something with the consumer in use, as soon as it is shown."""
        number = self.selected_consumer()
        shown = self.view.consumer.consumer
        if number is None:
            return
        if self.view.is_consumer_open and shown and shown.number == number:
            do()
            return
        self.consumer.shown.connect(lambda _consumer: do(), _ONCE)
        self.show_consumer(number)

    def _step_tab(self, by: int) -> None:
        if self.view.is_consumer_open:
            self.view.consumer.step_tab(by)

    def _on_found(self, shown: int, total: int) -> None:
        self._counts = (shown, total)
        if self.view.list.id_in_use is None:
            self._stand_at_shown()
        self._tell_count()
        self.moved.emit()

    def _named(self) -> str:
        """Return the consumer in words; the name is known as soon as the page is read."""
        shown, number = self._shown, self.consumer.number
        return f"{number} {shown.name}" if shown and shown.number == number else number

    def _tell_count(self) -> None:
        _ = self._desk.texts
        shown, total = self._counts
        self.counted.emit(_("{shown} of {total}", shown=grouped(shown), total=grouped(total)))
