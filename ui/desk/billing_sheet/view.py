"""The billing sheet's page: the month's days above, what the day did, the sheet, its totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain import formats
from domain.billing_sheet import BillingSheet, SheetTotal
from domain.calendar import Month
from domain.listing import DayState
from resources.texts import N_, Texts
from ui.desk.billing_sheet.day_strip import DayStrip, day_badge, legend
from ui.desk.billing_sheet.explanation import ExplanationSheet
from ui.desk.billing_sheet.sheet import Part, Selection, SheetQuery, SheetRow
from ui.desk.billing_sheet.tables import SheetModel, total_columns
from ui.desk.kit.fields import ChoiceField, DateField, SearchField, SegmentField
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, ElidedLabel, EmptyState, Label, Pill, scrolling
from ui.desk.kit.printing import ask_printer
from ui.desk.kit.saving import ask_excel_file
from ui.desk.kit.table import Table
from ui.desk.kit.theme import Theme
from ui.desk.kit.words import status_options

_MOST_TOTALS = 6
#: In a low window the rows need the room; the sum over all stays in sight.
_TOTALS_WHEN_LOW = 3
_LOW_PX = 540
_NARROW_PX = 1080
_LEAST_PARTS_PX, _LEAST_SEARCH_PX = 120, 150
#: The lens, the cross and the frame of a line to search in.
_AROUND_HINT_PX = 76
_TOTAL_ROW_PX = 24
#: The margins of the days' card and the gaps between its parts, and between two of the legend.
_AROUND_DAYS_PX, _GAP_OF_LEGEND_PX = 70, 16


class BillingSheetView(QWidget):
    """Shows days, a run and a sheet, and says what the clerk wants; decides nothing."""

    day_requested = Signal(object)
    #: Charge the day in use; charge every open day.
    run_requested = Signal()
    catch_up_requested = Signal()
    #: Another part, status or text to look at.
    query_changed = Signal()
    order_requested = Signal(str, bool)
    #: Enter on a row: the consumer's number.
    consumer_requested = Signal(str)
    explain_requested = Signal()
    export_requested = Signal()
    print_requested = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date], _: Texts) -> None:
        super().__init__()
        self._theme, self._today, self._texts = theme, today, _
        self.strip = DayStrip(theme, today, _)
        self.date = DateField(today, _)
        self.back = Button(theme, icon="chevron-left", look="quiet")
        self.forward = Button(theme, icon="chevron-right", look="quiet")
        self.month = Label("", "heading")
        self._legend = [Label("", "muted") for _badge in legend(_)]
        self.run = Button(theme, N_("Run the day"), icon="play", look="primary", key="Alt+R")
        self.catch_up = Button(theme, N_("Catch up all open days"), icon="clock", key="Alt+U")
        self.day = Label("", "title")
        self.state = Pill()
        self.result = ElidedLabel("muted")
        self.problem = Label("", "problem", wraps=True)
        self.parts = SegmentField(look="chip")
        self.search = SearchField(theme)
        self.status = ChoiceField(theme)
        self.explain = Button(theme, N_("Explain"), icon="info", key="F4")
        self.export = Button(theme, N_("Excel"), icon="file-spreadsheet", key="Alt+E")
        self.print_it = Button(theme, N_("Print"), icon="printer", key="Ctrl+P")
        self.table = Table(theme, "sheet")
        self.model = SheetModel(_, self)
        self.totals = Table(theme, "totals")
        self.totals_model = ListTableModel(total_columns(), _, self, key=lambda row: row.value)
        self._empty = EmptyState(
            theme,
            "file-text",
            N_(
                "What each consumer is charged for the day stands here. Nobody is like that:"
                " choose another part of the day, or clear the search."
            ),
        )
        self._loading = EmptyState(theme, "clock", N_("The sheet of the day is being read …"))
        self._no_sheet = EmptyState(
            theme, "calendar-days", N_("This day has not begun. Its sheet will stand here.")
        )
        self.explanation = ExplanationSheet(self, theme)
        # In a narrow window or a long language the parts scroll, and the page keeps its width.
        self._parts_area = scrolling(self.parts)
        # A bar would take half the height of the chips; keys and wheel bring the others in.
        self._parts_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._parts_area.setMinimumWidth(_LEAST_PARTS_PX)
        self._states: dict[date, DayState] = {}
        self._lay_out()
        self._connect()
        self._fit()

    def offer(self, *, runs: bool, exports: bool) -> None:
        """Offer to run days and to export them, or do not."""
        for button in (self.run, self.catch_up):
            button.setVisible(runs)
        self.export.setVisible(exports)

    # Days

    def show_day(self, day: date) -> None:
        """Bring a day into use."""
        self.strip.show_day(day)
        self.date.show_value(day)
        self._show_day_words()

    def show_states(self, states: Sequence[DayState]) -> None:
        """Show how far the days of the month are."""
        self._states = {state.day: state for state in states}
        self.strip.show_states(states)
        self._show_day_words()

    def show_running(self, is_running: bool) -> None:
        """Offer no second run while one is under way."""
        self.run.setDisabled(is_running)
        self.catch_up.setDisabled(is_running)

    def show_problem(self, sentence: str) -> None:
        """Say why a day cannot be charged; an empty sentence takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_result(self, words: str) -> None:
        """Say what the last run did, already worded."""
        self.result.setText(words)

    def show_parts(self, parts: Sequence[tuple[Part, str]], chosen: Part) -> None:
        """Offer the parts of the day, with their counts."""
        self.parts.blockSignals(True)
        self.parts.set_options(list(parts))
        if parts:
            self.parts.show_value(chosen)
        self.parts.blockSignals(False)
        wanted = self.parts.sizeHint()
        self._parts_area.setFixedHeight(wanted.height() + 2)
        # What they leave is the line's, whose hint is long.
        self._parts_area.setMaximumWidth(max(wanted.width(), _LEAST_PARTS_PX))

    # The sheet

    def show_loading(self) -> None:
        """Show that a sheet is under way, and no other day's rows meanwhile."""
        self._show_empty(self._loading)
        self.model.clear()
        self._show_totals([])

    def show_no_sheet(self) -> None:
        """Show that the day has no sheet."""
        self._show_empty(self._no_sheet)
        self.model.clear()
        self._show_totals([])
        self.show_parts([], Part.ALL)

    def show_selection(self, sheet: BillingSheet, selection: Selection) -> None:
        """Show rows of a sheet and their totals."""
        self._show_empty(self._empty)
        self.model.show_places(sheet.columns, selection.places)
        if self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)
        self._show_totals([*selection.totals, selection.total])

    def chosen_row(self) -> SheetRow | None:
        """Return the row in use, or None."""
        row = self.table.current_row()
        return row if isinstance(row, SheetRow) else None

    def chosen_part(self) -> Part:
        """Return the part of the day that is looked at."""
        return self.parts.value() or Part.ALL

    def chosen_status(self) -> str:
        """Return the status that is looked at, or nothing for all."""
        return str(self.status.value() or "")

    def wanted_text(self) -> str:
        """Return what is searched for."""
        return str(self.search.value())

    def ask_file(self, name: str, accepted: Callable[[Path], None]) -> None:
        """Let the clerk say where the Excel book is to be written."""
        _ = self._texts
        ask_excel_file(self, _("Export the billing sheet"), name, _, accepted)

    def ask_printer(self, accepted: Callable[[QPrinter], None]) -> None:
        """Let the clerk choose a printer."""
        ask_printer(self, self._texts, accepted)

    def start_rows(self) -> None:
        """Put the keys into the rows."""
        self.table.setFocus()
        if self.table.current_row() is None:
            self.table.go_to_place(0)

    def show_query(self, query: SheetQuery) -> None:
        """Show in the fields what is looked for; its part is shown with the parts of the day."""
        self.search.show_text(query.text)
        was_blocked = self.status.blockSignals(True)
        self.status.show_value(query.status)
        self.status.blockSignals(was_blocked)

    def clear_query(self) -> bool:
        """Look at everything again; False when nothing was left out."""
        is_all = not (
            self.wanted_text() or self.chosen_status() or self.chosen_part() is not Part.ALL
        )
        if not is_all:
            self.search.setText("")
            self.status.show_value("")
            self.parts.show_value(Part.ALL)
            self.query_changed.emit()
        return not is_all

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for button in (self.run, self.catch_up, self.explain, self.export, self.print_it):
            button.retranslate(_)
        for part in (self._empty, self._loading, self._no_sheet, self.explanation, self.strip):
            part.retranslate(_)
        self.date.retranslate(_)
        self.model.retranslate(_)
        self.totals_model.retranslate(_)
        self.status.set_options([("", _("Every status")), *status_options(_)])
        self._name_parts(_)
        self._fit_filters()
        for label, badge in zip(self._legend, legend(_), strict=True):
            label.setText(str(badge))
            label.show_tone("" if badge.tone == "muted" else badge.tone)
        self._show_day_words()
        self._fit_legend()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_totals()
        self._fit_legend()
        self._fit_filters()

    def _fit_legend(self) -> None:
        """Leave out at the end what has no room; each day tells its state when it is chosen."""
        days = (self.back, self.month, self.forward, self.date)
        room = self.width() - sum(part.sizeHint().width() for part in days) - _AROUND_DAYS_PX
        for label in self._legend:
            room -= label.sizeHint().width() + _GAP_OF_LEGEND_PX
            label.setVisible(room >= 0)

    def _fit_filters(self) -> None:
        _, is_narrow = self._texts, self.width() < self._theme.px(_NARROW_PX)
        hint = _("Search") if is_narrow else _("Number, name, meter or feeder")
        self.search.setPlaceholderText(hint)
        wanted = self.search.fontMetrics().horizontalAdvance(hint) + _AROUND_HINT_PX
        self.search.setMinimumWidth(max(wanted, self._theme.px(_LEAST_SEARCH_PX)))
        # Their keys stand in the key bar too.
        self.explain.setHidden(is_narrow)
        self.print_it.setHidden(is_narrow)

    def _name_parts(self, _: Texts) -> None:
        self.date.setAccessibleName(_("Day"))
        self.search.setAccessibleName(_("Search in the sheet"))
        self.status.setAccessibleName(_("Status"))
        self.parts.setAccessibleName(_("Part of the day"))
        self.table.setAccessibleName(_("Billing sheet"))
        self.totals.setAccessibleName(_("Totals by status"))
        self.back.setAccessibleName(_("Month before"))
        self.back.setToolTip(_("Month before"))
        self.forward.setAccessibleName(_("Month after"))
        self.forward.setToolTip(_("Month after"))

    def _show_day_words(self) -> None:
        _, day = self._texts, self.strip.day
        month = Month.of(day)
        self.month.setText(f"{_.month_names[month.month - 1]} {month.year}")
        self.day.setText(formats.day(day, _.month_names))
        badge = day_badge(self._states.get(day), day, self._today(), _)
        self.state.show_badge(badge)
        self.run.setText(" " + _("Run {day}", day=self.day.text()) + "   Alt+R")

    def _show_empty(self, shown: EmptyState) -> None:
        for state in (self._empty, self._loading, self._no_sheet):
            state.setParent(self.table.viewport())
            state.hide()
        self.table.set_empty(shown)

    def _show_totals(self, totals: Sequence[SheetTotal]) -> None:
        self.totals_model.set_rows(totals)
        for row in range(len(totals)):
            # A status is longer than a consumer's number: it may take the name's place too.
            self.totals.setSpan(row, 0, 1, 2)
        self._fit_totals()

    def _fit_totals(self) -> None:
        is_low = self.height() < self._theme.px(_LOW_PX)
        most = _TOTALS_WHEN_LOW if is_low else _MOST_TOTALS
        rows = min(max(self.totals_model.rowCount(), 1), most)
        self.totals.setFixedHeight(self._theme.px(_TOTAL_ROW_PX) * rows + 2)
        # The sum over all stays in sight when there are many statuses.
        self.totals.scrollToBottom()

    def _lay_out(self) -> None:
        self.problem.hide()
        self.table.show_model(self.model)
        self.totals.show_model(self.totals_model)
        self.totals.horizontalHeader().hide()
        self.totals.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.totals.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Both as wide as the other, with rows to scroll or without.
        for table in (self.table, self.totals):
            table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.totals.setSelectionMode(Table.SelectionMode.NoSelection)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._days_card())
        column.addLayout(self._result_line())
        column.addWidget(self.problem)
        column.addWidget(self._sheet_card(), 1)

    def _days_card(self) -> Card:
        card = Card()
        card.body.setContentsMargins(14, 6, 14, 10)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.back)
        head.addWidget(self.month)
        head.addWidget(self.forward)
        head.addSpacing(6)
        head.addWidget(self.date)
        head.addSpacing(12)
        for label in self._legend:
            head.addWidget(label)
            head.addSpacing(8)
        head.addStretch(1)
        card.body.addLayout(head)
        card.body.addWidget(self.strip)
        return card

    def _result_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.day)
        row.addWidget(self.state)
        row.addWidget(self.result, 1)
        row.addWidget(self.catch_up)
        row.addWidget(self.run)
        return row

    def _sheet_card(self) -> Card:
        card = Card()
        card.body.setContentsMargins(12, 10, 12, 8)
        filters = QHBoxLayout()
        filters.addWidget(self._parts_area, 5)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.status)
        filters.addWidget(self.explain)
        filters.addWidget(self.export)
        filters.addWidget(self.print_it)
        card.body.addLayout(filters)
        card.body.addWidget(self.table, 1)
        line = Card(look="line")
        card.body.addWidget(line)
        card.body.addWidget(self.totals)
        card.body.setSpacing(6)
        return card

    def _connect(self) -> None:
        self.strip.day_requested.connect(self.day_requested)
        self.strip.opened.connect(self.start_rows)
        self.date.editingFinished.connect(self._on_date_typed)
        self.back.clicked.connect(lambda _checked=False: self.strip.step_month(-1))
        self.forward.clicked.connect(lambda _checked=False: self.strip.step_month(1))
        self.run.clicked.connect(lambda _checked=False: self.run_requested.emit())
        self.catch_up.clicked.connect(lambda _checked=False: self.catch_up_requested.emit())
        self.parts.changed.connect(self._on_part_changed)
        self.status.changed.connect(self.query_changed)
        self.search.search_requested.connect(lambda _text: self.query_changed.emit())
        self.search.results_requested.connect(self.start_rows)
        self.table.sort_requested.connect(self.order_requested)
        self.table.opened.connect(lambda row: self.consumer_requested.emit(row.text_of("number")))
        self.explain.clicked.connect(lambda _checked=False: self.explain_requested.emit())
        self.export.clicked.connect(lambda _checked=False: self.export_requested.emit())
        self.print_it.clicked.connect(lambda _checked=False: self.print_requested.emit())
        bar = self.table.horizontalScrollBar()
        bar.valueChanged.connect(self.totals.horizontalScrollBar().setValue)
        heads = self.table.horizontalHeader()
        heads.sectionResized.connect(
            lambda place, _old, width: self.totals.horizontalHeader().resizeSection(place, width)
        )
        self._theme.changed.connect(self._fit)

    def _on_part_changed(self) -> None:
        if chosen := cast("QWidget | None", self.focusWidget()):
            self._parts_area.ensureWidgetVisible(chosen, 20, 0)
        self.query_changed.emit()

    def _on_date_typed(self) -> None:
        day = self.date.day()
        if day and day != self.strip.day:
            self.day_requested.emit(day)

    def _fit(self) -> None:
        self.date.setFixedWidth(self._theme.px(112))
        self.status.setFixedWidth(self._theme.px(140))
        self.totals.verticalHeader().setDefaultSectionSize(self._theme.px(_TOTAL_ROW_PX))
        self._fit_totals()
        self._fit_filters()
