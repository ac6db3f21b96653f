"""The Defaulters page: which list, narrowed down to what, its rows, and why one of them is held."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from domain import formats
from domain.defaulters import Defaulter, DefaulterList, DefaulterQuery, ListKind
from domain.money import Money
from resources.texts import N_, Texts
from ui.defaulter_words import NOTHING, TITLES, emergency_words, row_sentences, totals_words
from ui.desk.defaulters.filters import Choices, chosen_of, defaulter_filters, query_of
from ui.desk.defaulters.tables import (
    defaulter_columns,
    place_columns,
    place_rows,
    standing_badge,
)
from ui.desk.kit.desk import Desk
from ui.desk.kit.facts import Facts
from ui.desk.kit.fields import SearchField, SegmentField
from ui.desk.kit.listing.filter_bar import FilterBar
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, ElidedLabel, EmptyState, Label, Pill, scrolling
from ui.desk.kit.table import Table
from ui.policy_words import days_words

_GAP_PX, _LEAST_SIDE_PX = 12, 300
#: Below this width the row's card goes, and what it says of holding stands in a line.
_NARROW_PX = 980


class Part(StrEnum):
    """What of the page is looked at: a list, or the defaulters added up by place."""

    DEFAULTERS = ListKind.DEFAULTERS.value
    NEVER_RECHARGED = ListKind.NEVER_RECHARGED.value
    NON_COMMUNICATING = ListKind.NON_COMMUNICATING.value
    PROTECTED = ListKind.PROTECTED.value
    CALLS = ListKind.CALLS.value
    PLACES = "places"

    @property
    def kind(self) -> ListKind:
        """The list that is read for it."""
        return ListKind.DEFAULTERS if self is Part.PLACES else ListKind(self.value)


class DefaultersView(QWidget):
    """Shows the lists and says what somebody wants to see; decides nothing."""

    #: Another list, or something else of it.
    part_changed = Signal()
    query_changed = Signal()
    #: Enter on a row: the number of the consumer.
    consumer_requested = Signal(str)
    #: Enter on a place: the PlaceRow.
    place_opened = Signal(object)
    notices_requested = Signal()
    job_requested = Signal()
    print_requested = Signal()
    excel_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme, self._texts = desk.theme, desk.texts
        self._theme = theme
        self._choices, self._counts = Choices(), dict[ListKind, int]()
        self._shown: DefaulterList | None = None
        self.parts = SegmentField(look="chip", flows=True)
        self.search = SearchField(theme)
        self.filters = FilterBar(self, desk, defaulter_filters(self._choices))
        self.notices = Button(theme, N_("Notices"), icon="file-text", key="Alt+N")
        self.job = Button(theme, N_("Make a job"), icon="zap", key="Alt+J")
        self.print_it = Button(theme, N_("Print"), icon="printer", key="Ctrl+P")
        self.excel = Button(theme, N_("Excel"), icon="file-spreadsheet", key="Alt+E")
        self.rows_model = ListTableModel(
            defaulter_columns(), desk.texts, self, key=lambda row: row.consumer_id
        )
        self.places_model = ListTableModel(
            place_columns(), desk.texts, self, key=lambda row: (row.feeder, row.dtr)
        )
        self.rows, self.places = Table(theme, "defaulters"), Table(theme, "defaulter_places")
        self.empty = EmptyState(theme, "users", "")
        self.no_places = EmptyState(theme, "users", N_("Nobody's balance is below zero."))
        self.totals = ElidedLabel("strong")
        self.made = ElidedLabel("muted")
        self.why = ElidedLabel("")
        self.side = RowCard(desk)
        self._exports = self._jobs = True
        self._tables = QStackedWidget()
        self._lay_out()
        self._connect()
        self.retranslate(desk.texts)

    # What is asked

    @property
    def part(self) -> Part:
        """What is looked at."""
        return Part(self.parts.value() or Part.DEFAULTERS)

    @property
    def table(self) -> Table:
        """The table that is seen."""
        return self.places if self.part is Part.PLACES else self.rows

    def query(self) -> DefaulterQuery:
        """Return what of the list is looked at."""
        return query_of(self.part.kind, self.filters.chosen, str(self.search.value()))

    def show_query(self, query: DefaulterQuery) -> None:
        """Look at exactly what a query asks for."""
        self.show_part(Part(query.kind.value))
        self.search.show_text(query.text)
        self.filters.show_chosen(chosen_of(query))

    def show_part(self, part: Part) -> None:
        """Choose what is looked at."""
        was_blocked = self.parts.blockSignals(True)
        self.parts.show_value(part)
        self.parts.blockSignals(was_blocked)
        self._show_table()

    def chosen_numbers(self) -> tuple[str, ...]:
        """Return whom somebody has chosen, where it is more than the row in use."""
        places = self.rows.chosen_places()
        if self.part is Part.PLACES or len(places) < len(("one", "another")):
            return ()
        rows = self.rows_model.rows
        return tuple(rows[place].number for place in places)

    @property
    def consumer_number(self) -> str | None:
        """The consumer of the row in use."""
        row = self.table.current_row()
        return row.number if isinstance(row, Defaulter) else None

    # What is shown

    def show_loading(self) -> None:
        """Say that a list is being read, where none of its kind stands yet."""
        if self._shown is None or self._shown.kind is not self.part.kind:
            self.rows_model.set_rows(())
            self.places_model.set_rows(())
            self.empty.text.setText(self._texts("The list is being read …"))
            self.totals.setText("")
            self.made.setText("")
            self.side.show_row(None)

    def show_whole(self, whole: DefaulterList) -> None:
        """Offer what a whole list has to be narrowed down by."""
        self._choices.whole = whole
        self._counts[whole.kind] = len(whole.rows)
        self._name_parts()
        self.filters.retranslate(self._texts)

    def show_list(self, found: DefaulterList) -> None:
        """Show what is left of a list, and what it comes to."""
        self._shown = found
        _ = self._texts
        key, descending = self.rows.sorted_by
        self.rows_model.set_rows(found.rows)
        if key:
            self.rows_model.sort_by(key, descending=descending)
        self.places_model.set_rows(place_rows(found.by_place))
        self._word_empty()
        self.totals.setText(totals_words(found, _))
        at = formats.moment(found.made_at, _.month_names)
        self.made.setText(
            _("As of {moment} · anchor {anchor}", moment=at, anchor=found.anchor or "–")  # noqa: RUF001 - none
        )
        for table in (self.rows, self.places):
            if table.currentIndex().row() < 0:
                table.go_to_place(0)
        self._show_row()

    def offer(self, *, exports: bool, jobs: bool) -> None:
        """Offer to write files and to make jobs, or do not."""
        self._exports, self._jobs = exports, jobs
        self._arrange()

    def start_search(self) -> None:
        """Put the focus into the line, ready to be typed over."""
        self.search.setFocus()
        self.search.selectAll()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        self._name_parts()
        self.parts.setAccessibleName(_("Which list"))
        self.search.setPlaceholderText(_("Number or name"))
        self.search.setAccessibleName(_("Find in the list"))
        self.rows.setAccessibleName(_("Rows of the list"))
        self.places.setAccessibleName(_("Dues by feeder and transformer"))
        parts = (self.filters, self.notices, self.job, self.print_it, self.excel)
        for part in (*parts, self.empty, self.no_places, self.side):
            part.retranslate(_)
        self.rows_model.retranslate(_)
        self.places_model.retranslate(_)
        if self._shown:
            self.show_list(self._shown)

    def _name_parts(self) -> None:
        _ = self._texts
        counts = self._counts
        words = [(Part(kind), _counted(_(one), counts.get(kind))) for kind, one in TITLES.items()]
        was_blocked = self.parts.blockSignals(True)
        self.parts.set_options([*words, (Part.PLACES, _("By feeder"))])
        self.parts.blockSignals(was_blocked)

    def _word_empty(self) -> None:
        _, shown = self._texts, self._shown
        if shown is None:
            return
        is_whole = self._choices.whole is None or not self._choices.whole.rows
        none_fits = _("Nobody of the list fits. Take a filter away.")
        self.empty.text.setText(_(NOTHING[shown.kind]) if is_whole else none_fits)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _show_table(self) -> None:
        self._tables.setCurrentWidget(self.table)
        self._arrange()

    def _arrange(self) -> None:
        """Let what has no room go: its keys stand in the key bar."""
        is_wide, is_of_rows = (
            self.width() >= self._theme.px(_NARROW_PX),
            self.part is not Part.PLACES,
        )
        self.side.setVisible(is_wide and is_of_rows)
        self.why.setVisible(not is_wide and is_of_rows)
        self.print_it.setVisible(is_wide)
        self.excel.setVisible(is_wide and self._exports)
        self.notices.setVisible(self._exports)
        self.job.setVisible(self._jobs)

    def _show_row(self) -> None:
        found = self.rows.current_row()
        row = found if isinstance(found, Defaulter) else None
        self.side.show_row(row)
        self.why.setText(" ".join(row_sentences(row, self._texts)) if row else "")

    def _lay_out(self) -> None:
        for table, model, empty in (
            (self.rows, self.rows_model, self.empty),
            (self.places, self.places_model, self.no_places),
        ):
            table.show_model(model)
            table.set_empty(empty)
            self._tables.addWidget(table)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.search, 1)
        for button in (self.notices, self.job, self.print_it, self.excel):
            above.addWidget(button)
        below.addWidget(self.totals, 3)
        below.addWidget(self.made, 2)
        card = Card()
        card.body.setContentsMargins(_GAP_PX, 10, _GAP_PX, 8)
        card.body.addWidget(self.parts)
        card.body.addLayout(above)
        card.body.addWidget(self.filters)
        card.body.addWidget(self._tables, 1)
        card.body.addWidget(self.why)
        card.body.addLayout(below)
        # Both side by side must not keep the page as wide as they are: the card gives way.
        self.setMinimumWidth(1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(_GAP_PX)
        for part, share in ((card, 3), (self.side, 1)):
            split.addWidget(part)
            split.setStretchFactor(split.indexOf(part), share)
        self.side.setMinimumWidth(_LEAST_SIDE_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)

    def _connect(self) -> None:
        self.parts.changed.connect(self._on_part_changed)
        self.search.search_requested.connect(lambda _text: self.query_changed.emit())
        self.search.results_requested.connect(self._go_to_rows)
        self.filters.changed.connect(self.query_changed)
        self.rows.row_changed.connect(lambda _row: self._show_row())
        self.rows.opened.connect(lambda row: self.consumer_requested.emit(row.number))
        self.places.opened.connect(self.place_opened)
        for button, asked in (
            (self.notices, self.notices_requested),
            (self.job, self.job_requested),
            (self.print_it, self.print_requested),
            (self.excel, self.excel_requested),
        ):
            button.clicked.connect(lambda _checked=False, asked=asked: asked.emit())
        self.side.open_requested.connect(self._on_open_requested)

    def _on_part_changed(self) -> None:
        self._show_table()
        self.part_changed.emit()

    def _go_to_rows(self) -> None:
        self.table.setFocus()

    def _on_open_requested(self) -> None:
        if number := self.consumer_number:
            self.consumer_requested.emit(number)


class RowCard(Card):
    """What is known of the row in use, with every reason that holds it in a sentence."""

    open_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        self._row: Defaulter | None = None
        self.heading = Label("", "heading", wraps=True)
        self.pill = Pill()
        self.why = Label("", wraps=True)
        self.facts = Facts()
        self.open = Button(desk.theme, N_("Open the consumer"), icon="users", key="Enter")
        self.body.setSpacing(8)
        for part in (self.heading, self.pill, self.why):
            self.body.addWidget(part)
        self.body.addWidget(scrolling(self.facts), 1)
        self.body.addWidget(self.open)
        self.open.clicked.connect(lambda _checked=False: self.open_requested.emit())
        self.show_row(None)

    def show_row(self, row: Defaulter | None) -> None:
        """Show one row, or none."""
        self._row = row
        for part in (self.heading, self.pill, self.why, self.facts, self.open):
            part.setVisible(row is not None)
        if row is None:
            return
        _ = self._texts
        self.heading.setText(f"{row.number} · {row.name}")
        badge = standing_badge(row, _)
        self.pill.show_badge(badge)
        self.pill.setVisible(bool(badge.text))
        self.why.setText("\n".join(row_sentences(row, _)))
        self.facts.show_facts(_facts(row, _))

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        super().retranslate(_)
        self._texts = _
        self.open.retranslate(_)
        self.show_row(self._row)


def _facts(row: Defaulter, _: Texts) -> Sequence[tuple[str, str]]:
    names = _.month_names
    since = formats.day(row.since, names) if row.since else ""
    paid = ""
    if row.last_recharge_on and row.last_recharge is not None:
        day = formats.day(row.last_recharge_on, names)
        paid = f"{formats.rupees(row.last_recharge)} · {day}"
    mean = row.mean_daily_paise
    known = [
        (_("Due"), formats.rupees(row.due)),
        (_("Below zero since"), since and f"{since} · {days_words(row.days_negative, _)}"),
        (_("Emergency credit"), emergency_words(row, _)),
        (_("Days off"), "" if row.days_off is None else str(row.days_off)),
        (_("Average a day"), "" if mean is None else formats.rupees(Money(mean))),
        (_("Last recharge"), paid or _("never")),
        (_("Arrears"), formats.rupees(row.arrears) if row.arrears else ""),
        (_("Last read"), formats.day(row.last_read_on, names) if row.last_read_on else _("never")),
        (_("Category"), f"{row.schedule} · {formats.kilowatts(row.load_w)}"),
        (_("Feeder"), " · ".join(part for part in (row.feeder, row.dtr) if part)),
        (_("Mobile"), row.mobile),
        (_("Address"), row.address),
    ]
    return [(name, words) for name, words in known if words]


def _counted(words: str, count: int | None) -> str:
    return words if count is None else f"{words} {formats.grouped(count)}"
