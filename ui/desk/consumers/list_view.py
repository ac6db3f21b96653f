"""The list of consumers: a line to search in, filters, and a long table."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from domain import formats
from domain.consumer import ConsumerQuery, ConsumerRow
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge, Column, money_column
from ui.desk.kit.fields import ChoiceField, SearchField
from ui.desk.kit.paged_table import PagedTableModel
from ui.desk.kit.parts import Button, Card, EmptyState
from ui.desk.kit.table import Table
from ui.desk.kit.theme import Theme
from ui.desk.kit.words import status_badge, status_options


def _badge(row: ConsumerRow, _: Texts) -> Badge:
    return status_badge(row.status, _, row.emergency_until)


def _days_left(row: ConsumerRow, _: Texts) -> str:
    return "–" if row.days_left is None else str(row.days_left)  # noqa: RUF001 - none known


COLUMNS = (
    Column("number", N_("Number"), lambda row, _: row.number, width=78, is_sortable=True),
    Column(
        "name", N_("Name"), lambda row, _: row.name, width=104, is_sortable=True, stretches=True
    ),
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
    money_column("balance", N_("Balance"), lambda row: row.balance, width=108, is_sortable=True),
    Column("days_left", N_("Days left"), _days_left, width=82, is_number=True, gives_way=4),
    Column("status", N_("Status"), width=182, badge=_badge),
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

    def __init__(self, theme: Theme, model: PagedTableModel) -> None:
        super().__init__()
        self._order = ("number", False)
        self._offers_new = True
        self.model = model
        self.search = SearchField(theme)
        self.status = ChoiceField(theme)
        self.category = ChoiceField(theme)
        self.feeder = ChoiceField(theme)
        self.new = Button(theme, N_("New consumer"), icon="user-plus", key="Alt+C")
        self.table = Table(theme, "consumers")
        self.table.show_model(model)
        self.table.show_order("number", descending=False)
        self.empty = EmptyState(
            theme, "users", N_("No consumer fits. Take a word away, or change a filter.")
        )
        self.table.set_empty(self.empty)
        self._lay_out()
        self._connect()

    def show_keys(self, keys: array[int]) -> None:
        """Show these consumers, in this order."""
        self.model.set_keys(keys)
        if self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)

    def show_choices(self, categories: Sequence[str], feeders: Sequence[str], _: Texts) -> None:
        """Offer these categories and feeders to filter by."""
        self.status.set_options([(None, _("Every status")), *status_options(_)])
        self.category.set_options([("", _("Every category")), *((one, one) for one in categories)])
        self.feeder.set_options([("", _("Every feeder")), *((one, one) for one in feeders)])

    def show_narrow(self, is_narrow: bool) -> None:
        """Leave the less needed filters out while a consumer lies open beside the list."""
        for widget in (self.category, self.feeder):
            widget.setHidden(is_narrow)
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
        return ConsumerQuery(
            text=self.search.value(),
            statuses=tuple(filter(None, [self.status.value()])),
            categories=tuple(filter(None, [self.category.value()])),
            feeders=tuple(filter(None, [self.feeder.value()])),
            order_by=key,
            descending=descending,
        )

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        super().retranslate(_)
        self.search.setPlaceholderText(_("Number, name, mobile or meter"))
        self.search.setAccessibleName(_("Find a consumer"))
        self.status.setAccessibleName(_("Status"))
        self.category.setAccessibleName(_("Category"))
        self.feeder.setAccessibleName(_("Feeder"))
        self.table.setAccessibleName(_("Consumers"))
        self.new.retranslate(_)
        self.empty.retranslate(_)
        self.model.retranslate(_)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 3)
        for choice in (self.status, self.category, self.feeder):
            row.addWidget(choice, 1)
        row.addWidget(self.new)
        self.body.setContentsMargins(12, 12, 12, 8)
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.search.search_requested.connect(lambda _text: self._ask())
        self.search.results_requested.connect(self.table.setFocus)
        for choice in (self.status, self.category, self.feeder):
            choice.changed.connect(self._ask)
        self.table.sort_requested.connect(self._on_sort_requested)
        self.table.opened.connect(self.opened)
        self.table.row_changed.connect(self.row_changed)
        self.new.clicked.connect(self.new_requested)

    def _on_sort_requested(self, key: str, descending: bool) -> None:
        self._order = (key, descending)
        self._ask()

    def _ask(self) -> None:
        self.query_requested.emit(self.query())
