"""The lists of the page: receipts as they are looked for, cheques by where they are, held ones."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from domain import formats
from domain.cheque import Cheque, ChequeState, HeldCheque
from domain.listing import ReceiptRow
from domain.receipt_query import ReceiptQuery, ReceiptState, typed_as
from domain.tender import Tender
from resources import words
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge, Column, Tone, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, DateField, SearchField, SegmentField
from ui.desk.kit.paged_table import ListTableModel, PagedTableModel
from ui.desk.kit.parts import Card, ElidedLabel, EmptyState
from ui.desk.kit.table import Table
from ui.receipts_words import RECEIPT_STATES, state_of, state_word

#: The text in the code of a receipt is longer than anything one types.
_MOST_SCANNED = 500
_STATE_TONES: Mapping[ReceiptState, tuple[str, Tone]] = {
    ReceiptState.VALID: ("●", "good"),
    ReceiptState.CANCELLED: ("■", "bad"),
    ReceiptState.TRANSFERRED: ("◆", "accent"),
    ReceiptState.DISHONOURED: ("▲", "warning"),
}
_CHEQUE_TONES: Mapping[ChequeState, tuple[str, Tone]] = {
    ChequeState.RECEIVED: ("◐", "warning"),
    ChequeState.DEPOSITED: ("◐", "accent"),
    ChequeState.CLEARED: ("●", "good"),
    ChequeState.DISHONOURED: ("▲", "bad"),
    ChequeState.RETURNED: ("○", "muted"),
}


class Part(StrEnum):
    """Which list is looked at."""

    RECEIPTS = "receipts"
    CHEQUES = "cheques"
    HELD = "held"


def state_badge(undone: str, _: Texts) -> Badge:
    """Return what became of a receipt, as a pill."""
    glyph, tone = _STATE_TONES[state_of(undone)]
    return Badge(glyph, state_word(undone, _), tone)


def cheque_badge(state: ChequeState, _: Texts) -> Badge:
    """Return where a cheque is, as a pill."""
    glyph, tone = _CHEQUE_TONES[state]
    return Badge(glyph, _(words.CHEQUE_STATES[state.value]), tone)


def _prints(row: ReceiptRow, _: Texts) -> str:
    """Return how often a receipt was printed, in few signs."""
    return f"{row.copies}×" if row.copies else "–"  # noqa: RUF001 - never


RECEIPT_COLUMNS = (
    Column("number", N_("Receipt"), lambda row, _: row.number, 202, is_strong=True, keeps_end=True),
    Column(
        "taken",
        N_("Taken"),
        lambda row, _: formats.moment(row.posted_at, _.month_names),
        width=136,
        gives_way=2,
    ),
    Column("consumer", N_("Consumer"), lambda row, _: row.consumer_number, width=84, gives_way=4),
    Column("name", N_("Name"), lambda row, _: row.consumer_name, width=92, stretches=True),
    Column(
        "tender", N_("Tender"), lambda row, _: _(words.TENDERS[row.tender]), width=96, gives_way=1
    ),
    money_column("amount", N_("Amount"), lambda row: row.amount, width=104),
    Column("copies", N_("Prints"), _prints, width=62, is_number=True, gives_way=3),
    Column("state", N_("State"), width=132, badge=lambda row, _: state_badge(row.undone, _)),
)
_CHEQUE_COLUMNS = (
    Column("reference", N_("Cheque"), lambda row, _: row.reference, width=92, is_strong=True),
    Column("bank", N_("Bank"), lambda row, _: row.bank, width=110, stretches=True),
    Column(
        "dated",
        N_("Dated"),
        lambda row, _: formats.day(row.dated, _.month_names),
        width=104,
        is_sortable=True,
        gives_way=2,
    ),
    Column("consumer_number", N_("Consumer"), lambda row, _: row.consumer_number, width=84),
    Column("number", N_("Receipt"), lambda row, _: row.number, width=194, gives_way=1),
    money_column("amount", N_("Amount"), lambda row: row.amount, width=108, is_sortable=True),
    Column("state", N_("State"), width=136, badge=lambda row, _: cheque_badge(row.state, _)),
)
_HELD_COLUMNS = (
    Column(
        "dated",
        N_("Dated"),
        lambda row, _: formats.day(row.dated, _.month_names),
        width=104,
        is_sortable=True,
        is_strong=True,
    ),
    Column("reference", N_("Cheque"), lambda row, _: row.reference, width=92),
    Column("bank", N_("Bank"), lambda row, _: row.bank, width=110, gives_way=1),
    Column("consumer_number", N_("Consumer"), lambda row, _: row.consumer_number, width=84),
    Column("name", N_("Name"), lambda row, _: row.consumer_name, width=104, stretches=True),
    money_column("amount", N_("Amount"), lambda row: row.amount, width=108, is_sortable=True),
)


class ReceiptLists(Card):
    """Shows what was found, and says what the clerk looks for."""

    #: The clerk looks for other receipts: a ReceiptQuery.
    query_requested = Signal(object)
    #: Another list is looked at, or cheques in another state.
    part_requested = Signal()
    #: Another row is in use, the ReceiptRow, Cheque or HeldCheque, or None; one was opened.
    row_changed = Signal(object)
    opened = Signal(object)

    def __init__(self, desk: Desk, model: PagedTableModel) -> None:
        super().__init__()
        theme = desk.theme
        self._texts = desk.texts
        self.parts = SegmentField(look="chip")
        self.search = SearchField(theme)
        self.search.setMaxLength(_MOST_SCANNED)
        self.day = DateField(desk.today, desk.texts)
        self.counter, self.by = ChoiceField(theme), ChoiceField(theme)
        self.tender, self.state = ChoiceField(theme), ChoiceField(theme)
        self.cheque_state = ChoiceField(theme)
        self.model = model
        self.cheques = ListTableModel(
            _CHEQUE_COLUMNS, desk.texts, self, key=lambda row: (row.number, row.line)
        )
        #: What was asked for from elsewhere, until somebody changes it here.
        self._given: ReceiptQuery | None = None
        self.held = ListTableModel(_HELD_COLUMNS, desk.texts, self, key=lambda row: row.id)
        self.empties: list[EmptyState] = []
        self._tables = {
            Part.RECEIPTS: self._table(
                desk,
                "receipts",
                model,
                N_(
                    "Every receipt of the office is found here. None fits:"
                    " take a word away, or a filter."
                ),
            ),
            Part.CHEQUES: self._table(
                desk, "cheques", self.cheques, N_("No cheque or draft is in this state.")
            ),
            Part.HELD: self._table(
                desk,
                "held",
                self.held,
                N_("No cheque waits for its day. The counter keeps post-dated ones here."),
            ),
        }
        self.totals = ElidedLabel("muted")
        self._stack = QStackedWidget()
        self._filters = QWidget()
        self._lay_out()
        self._connect()

    @property
    def part(self) -> Part:
        """Which list is looked at."""
        chosen = self.parts.value()
        return chosen if isinstance(chosen, Part) else Part.RECEIPTS

    @property
    def table(self) -> Table:
        """The table that is seen."""
        return self._tables[self.part]

    @property
    def tables(self) -> Mapping[Part, Table]:
        """The table of each list."""
        return self._tables

    def show_part(self, part: Part) -> None:
        """Look at a list."""
        self.parts.show_value(part)

    def show_cheques_in(self, state: ChequeState) -> None:
        """Look at the cheques that are in one state."""
        self.cheque_state.show_value(state)
        self.show_part(Part.CHEQUES)

    def step_part(self, by: int) -> None:
        """Look at the next list, or the one before."""
        parts = list(Part)
        self.show_part(parts[(parts.index(self.part) + by) % len(parts)])

    def show_keys(self, keys: array[int]) -> None:
        """Show these receipts, in this order."""
        self.model.set_keys(keys)
        self._begin(Part.RECEIPTS)

    def show_totals(self, words: str) -> None:
        """Say at the foot what the receipts come to; nothing while it is added up."""
        self.totals.setText(words)

    def show_cheques(self, cheques: Sequence[Cheque]) -> None:
        """Show these cheques."""
        self.cheques.set_rows(cheques)
        self._begin(Part.CHEQUES)

    def show_held(self, held: Sequence[HeldCheque]) -> None:
        """Show these cheques that wait."""
        self.held.set_rows(held)
        self._begin(Part.HELD)

    def show_choices(self, counters: Sequence[int], takers: Sequence[str], _: Texts) -> None:
        """Offer these counters and clerks to filter by, and every tender and state."""
        counter_words = [(one, _("Counter {counter}", counter=one)) for one in counters]
        self.counter.set_options([(None, _("Every counter")), *counter_words])
        self.by.set_options([("", _("Every clerk")), *((one, one) for one in takers if one)])

    def typed(self) -> str:
        """Return what is looked for; the text of a QR code stands for its receipt."""
        return typed_as(self.search.value())

    def query(self) -> ReceiptQuery:
        """Return what the clerk looks for now."""
        if self._given:
            return self._given
        day = self.day.day()
        return ReceiptQuery(
            text=self.typed(),
            since=day,
            until=day,
            counter=self.counter.value(),
            by=self.by.value() or "",
            tender=self.tender.value() or "",
            state=self.state.value(),
        )

    def look_for(self, number: str) -> None:
        """Look for a receipt by its number, among all."""
        self.show_query(ReceiptQuery(number))

    def show_query(self, query: ReceiptQuery) -> None:
        """Look for exactly what a query asks for, whether the fields can say it or not."""
        self.show_part(Part.RECEIPTS)
        fields = (self.day, self.counter, self.by, self.tender, self.state)
        for field in fields:
            field.blockSignals(True)
        self.search.show_text(query.text)
        self.day.show_value(query.since if query.since == query.until else None)
        for choice, value in (
            (self.counter, query.counter),
            (self.by, query.by),
            (self.tender, query.tender),
            (self.state, query.state),
        ):
            choice.show_value(value)
        for field in fields:
            field.blockSignals(False)
        self._given = None
        self._given = query if self.query() != query else None
        self._name_days()
        self.query_requested.emit(query)

    def start(self) -> None:
        """Put the focus where work begins: the line to search in, or the list."""
        if self.part is Part.RECEIPTS:
            self.search.setFocus()
            self.search.selectAll()
        else:
            self.table.setFocus()

    def start_day(self) -> None:
        """Put the focus where the day of the receipts is typed."""
        self.show_part(Part.RECEIPTS)
        self.day.setFocus()
        self.day.selectAll()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        super().retranslate(_)
        self._texts = _
        self.parts.set_options(
            [
                (Part.RECEIPTS, _("Receipts")),
                (Part.CHEQUES, _("Cheques")),
                (Part.HELD, _("Held cheques")),
            ]
        )
        self._name_fields(_)
        tenders = [(one.value, _(words.TENDERS[one.value])) for one in Tender]
        self.tender.set_options([("", _("Every tender")), *tenders])
        states = [(state, _(word)) for state, word in RECEIPT_STATES.items()]
        self.state.set_options([(None, _("Every state")), *states])
        cheques = [(state, _(words.CHEQUE_STATES[state.value])) for state in ChequeState]
        self.cheque_state.set_options([(None, _("Every state")), *cheques])
        self.day.retranslate(_)
        for empty in self.empties:
            empty.retranslate(_)
        for model in (self.model, self.cheques, self.held):
            model.retranslate(_)

    def _name_fields(self, _: Texts) -> None:
        self.search.setPlaceholderText(_("Receipt, consumer, reference, or a scanned code"))
        self._name_days()
        named = {
            self.parts: _("Which list"),
            self.search: _("Find a receipt"),
            self.day: _("Day"),
            self.counter: _("Counter"),
            self.by: _("Taken by"),
            self.tender: _("Tender"),
            self.state: _("State"),
            self.cheque_state: _("State"),
            self._tables[Part.RECEIPTS]: _("Receipts"),
            self._tables[Part.CHEQUES]: _("Cheques"),
            self._tables[Part.HELD]: _("Held cheques"),
        }
        for widget, name in named.items():
            widget.setAccessibleName(name)

    def _name_days(self) -> None:
        """Say which days are looked at where the field has no day."""
        _, given = self._texts, self._given
        days = _("Every day")
        if given and given.since and given.until:
            first, last = (formats.day(one, _.month_names) for one in (given.since, given.until))
            days = f"{first} – {last}"  # noqa: RUF001 - from one day to another
        self.day.setPlaceholderText(days)
        self.day.setToolTip(days)

    def _table(self, desk: Desk, name: str, model: Any, empty: str) -> Table:
        table = Table(desk.theme, name)
        table.show_model(model)
        self.empties.append(EmptyState(desk.theme, "receipt", empty))
        table.set_empty(self.empties[-1])
        return table

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.parts)
        first.addWidget(self.search, 1)
        first.addWidget(self.cheque_state)
        first.addStretch(0)
        second = QHBoxLayout(self._filters)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(8)
        self.day.setMinimumWidth(96)
        for field in (self.day, self.counter, self.by, self.tender, self.state):
            second.addWidget(field, 1)
        for table in self._tables.values():
            self._stack.addWidget(table)
        self.body.setContentsMargins(12, 12, 12, 8)
        self.body.addLayout(first)
        self.body.addWidget(self._filters)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.totals)
        self._show_part()

    def _connect(self) -> None:
        self.parts.changed.connect(self._on_part_changed)
        self.search.search_requested.connect(lambda _text: self._ask())
        self.search.results_requested.connect(self._tables[Part.RECEIPTS].setFocus)
        self.day.day_changed.connect(lambda _day: self._ask())
        for choice in (self.counter, self.by, self.tender, self.state):
            choice.changed.connect(self._ask)
        self.cheque_state.changed.connect(self.part_requested)
        for table in self._tables.values():
            table.row_changed.connect(self.row_changed)
            table.opened.connect(self.opened)

    def _on_part_changed(self) -> None:
        self._show_part()
        self.part_requested.emit()
        self.row_changed.emit(self.table.current_row())

    def _show_part(self) -> None:
        part = self.part
        self._stack.setCurrentWidget(self._tables[part])
        self._filters.setVisible(part is Part.RECEIPTS)
        self.search.setVisible(part is Part.RECEIPTS)
        self.totals.setVisible(part is Part.RECEIPTS)
        self.cheque_state.setVisible(part is Part.CHEQUES)

    def _begin(self, part: Part) -> None:
        """Bring the first row into use where none is; without rows nothing is shown beside."""
        table = self._tables[part]
        if table.currentIndex().row() < 0:
            table.go_to_place(0)
        if part is self.part and not table.model().rowCount():
            self.row_changed.emit(None)

    def _ask(self) -> None:
        self._given = None
        self._name_days()
        self.query_requested.emit(self.query())


def key_of(row: ReceiptRow | Cheque | HeldCheque | None) -> tuple[str, int]:
    """Return the receipt and the place on it that a row is about; 0: the whole receipt."""
    if isinstance(row, Cheque):
        return row.number, row.line
    if isinstance(row, ReceiptRow):
        return row.number, 0
    return "", 0
