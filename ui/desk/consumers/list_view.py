"""The list of consumers: a line to search in, filters, and a long table."""

from __future__ import annotations

from array import array
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from domain import formats
from domain.consumer import ConsumerQuery, ConsumerRow
from domain.register import CellKind
from resources.texts import N_, Texts
from ui.desk.consumers.filters import Choices, chosen_of, consumer_filters, query_of
from ui.desk.kit.columns import Badge, Column, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import SearchField
from ui.desk.kit.listing.column_sheet import ColumnSheet
from ui.desk.kit.listing.copying import RowCopies
from ui.desk.kit.listing.filter_bar import FilterBar
from ui.desk.kit.paged_table import PagedTableModel
from ui.desk.kit.parts import Button, Card, ElidedLabel, EmptyState
from ui.desk.kit.table import Table
from ui.desk.kit.words import status_badge


def _badge(row: ConsumerRow, _: Texts) -> Badge:
    return status_badge(row.status, _, row.emergency_until)


def _days_left(row: ConsumerRow, _: Texts) -> str:
    return "–" if row.days_left is None else str(row.days_left)  # noqa: RUF001 - none known


COLUMNS = (
    Column("number", N_("Number"), lambda row, _: row.number, width=78, is_sortable=True),
    Column("name", N_("Name"), lambda row, _: row.name, width=96, is_sortable=True, stretches=True),
    Column("category", N_("Category"), lambda row, _: row.category, width=124, gives_way=2),
    Column(
        "load",
        N_("Load"),
        lambda row, _: formats.kilowatts(row.load_w),
        width=78,
        is_number=True,
        is_sortable=True,
        gives_way=3,
    ),
    Column("feeder", N_("Feeder"), lambda row, _: row.feeder, width=84, gives_way=1),
    money_column("balance", N_("Balance"), lambda row: row.balance, width=116, is_sortable=True),
    Column(
        "days_left",
        N_("Days left, about"),
        _days_left,
        width=118,
        is_number=True,
        gives_way=4,
        value=lambda row: row.days_left,
        kind=CellKind.COUNT,
    ),
    Column("status", N_("Status"), width=182, badge=_badge),
    Column("mobile", N_("Mobile"), lambda row, _: row.mobile, width=104, is_extra=True),
    Column("meter", N_("Meter"), lambda row, _: row.meter_serial, width=112, is_extra=True),
)


class ConsumerListView(Card):
    """Shows what was found, and says what the clerk looks for."""

    #: The clerk looks for other consumers, or in another order: a ConsumerQuery.
    query_requested = Signal(object)
    #: The clerk opened a consumer: the row.
    opened = Signal(object)
    #: Another consumer is in use: the row or None.
    row_changed = Signal(object)
    new_requested = Signal()

    def __init__(self, desk: Desk, model: PagedTableModel) -> None:
        super().__init__()
        theme = desk.theme
        self._desk = desk
        self._order = ("number", False)
        self._offers_new = True
        self._choices = Choices()
        self.model = model
        self.search = SearchField(theme)
        self.filters = FilterBar(self, desk, consumer_filters(self._choices, desk.today))
        self.new = Button(theme, N_("New consumer"), icon="user-plus", key="Alt+C")
        self.table = Table(theme, "consumers")
        self.table.show_model(model)
        self.table.show_order("number", descending=False)
        self.columns = ColumnSheet(self, desk, self.table)
        self.copies = RowCopies(self.table, desk)
        self.totals = ElidedLabel("muted")
        self.empty = EmptyState(
            theme, "users", N_("No consumer fits. Take a word away, or change a filter.")
        )
        self.nobody = EmptyState(
            theme,
            "users",
            N_(
                "Everybody who takes power from this office will stand here. Take the first"
                " consumer on, or a file of them under Imports."
            ),
            N_("New consumer"),
        )
        self._show_empty(self.empty)
        self._lay_out()
        self._connect()

    def show_keys(self, keys: array[int], *, begins_at_first: bool = True) -> None:
        """Show these consumers, in this order; the row in use stays, or the first comes to be."""
        self.model.set_keys(keys)
        if begins_at_first and self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)

    @property
    def id_in_use(self) -> int | None:
        """Who stands in the row in use, also while the row is still under way."""
        place = self.table.currentIndex().row()
        return self.model.key_at(place) if place >= 0 else None

    def show_choices(self, choices: Choices) -> None:
        """Offer these categories, feeders and tags to filter by."""
        self._choices.categories = choices.categories
        self._choices.feeders = choices.feeders
        self._choices.tags = choices.tags
        self._choices.imports = choices.imports
        # A chip may have come before the words of what it stands for.
        self.filters.retranslate(self._desk.texts)

    def show_office(self, consumers: int) -> None:
        """Say in an empty list whether nobody fits, or nobody is in the office yet."""
        self.nobody.action.setVisible(self._offers_new)
        self._show_empty(self.empty if consumers else self.nobody)

    def show_totals(self, words: str) -> None:
        """Say at the foot what the list comes to; nothing while it is added up."""
        self.totals.setText(words)

    def show_narrow(self, is_narrow: bool) -> None:
        """Leave the button for a new consumer out while one lies open beside the list."""
        self.new.setHidden(is_narrow or not self._offers_new)

    def offer_new(self, is_offered: bool) -> None:
        """Offer the form for a new consumer, or do not."""
        self._offers_new = is_offered
        self.new.setHidden(not is_offered)

    def start_search(self) -> None:
        """Put the focus into the line, ready to be typed over."""
        self.search.setFocus()
        self.search.selectAll()

    def query(self) -> ConsumerQuery:
        """Return what the clerk looks for now."""
        key, descending = self._order
        return replace(
            query_of(self.filters.chosen),
            text=self.search.value(),
            order_by=key,
            descending=descending,
        )

    def show_query(self, query: ConsumerQuery) -> None:
        """Look for exactly what a query asks for."""
        self._order = (query.order_by, query.descending)
        self.table.show_order(query.order_by, descending=query.descending)
        self.search.show_text(query.text)
        self.filters.show_chosen(chosen_of(query))
        self._ask()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        super().retranslate(_)
        self.search.setPlaceholderText(_("Number, name, mobile or meter"))
        self.search.setAccessibleName(_("Find a consumer"))
        self.table.setAccessibleName(_("Consumers"))
        for part in (self.filters, self.columns, self.new, self.empty, self.nobody):
            part.retranslate(_)
        self.model.retranslate(_)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self.new)
        self.body.setContentsMargins(12, 12, 12, 8)
        self.body.addLayout(row)
        self.body.addWidget(self.filters)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.totals)

    def _connect(self) -> None:
        self.search.search_requested.connect(lambda _text: self._ask())
        self.search.results_requested.connect(self.table.setFocus)
        self.filters.changed.connect(self._ask)
        self.table.sort_requested.connect(self._on_sort_requested)
        self.table.opened.connect(self.opened)
        self.table.row_changed.connect(self.row_changed)
        self.new.clicked.connect(self.new_requested)
        self.nobody.action_requested.connect(self.new_requested)

    def _show_empty(self, shown: EmptyState) -> None:
        for state in (self.empty, self.nobody):
            state.setParent(self.table.viewport())
            state.hide()
        self.table.set_empty(shown)

    def _on_sort_requested(self, key: str, descending: bool) -> None:
        self._order = (key, descending)
        self._ask()

    def _ask(self) -> None:
        self.query_requested.emit(self.query())
