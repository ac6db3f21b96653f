"""The registers' page: which one, of which days and what, its rows, and what the ledger says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain import formats
from domain.calendar import first_of_month
from domain.errors import FieldMissing
from domain.head import Head
from domain.register import (
    FILTERS,
    GroupBy,
    Register,
    RegisterKind,
    RegisterQuery,
    usual_grouping,
)
from domain.register_sheet import ControlLine
from domain.tender import Tender
from resources import words
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge
from ui.desk.kit.fields import ChoiceField, DateField, LineField, SegmentField, WholeNumberField
from ui.desk.kit.parts import Button, Card, EmptyState, Label, Pill, scrolling
from ui.desk.kit.theme import Theme
from ui.desk.registers.rows import RegisterRows
from ui.register_words import GROUPS, NOTHING, TITLES, controls_of

_MOST_COUNTER = 99
#: Below this width the buttons go: their keys stand in the key bar.
_NARROW_PX = 1080
_KIND_PX, _NARROW_KIND_PX = 250, 190
_GAP_PX = 8


class Period(StrEnum):
    """Which days are looked at."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    MONTH = "month"
    OTHER = "other"


_PERIODS = {
    Period.TODAY: N_("Today"),
    Period.YESTERDAY: N_("Yesterday"),
    Period.MONTH: N_("This month"),
    Period.OTHER: N_("Other days"),
}


class RegistersView(QWidget):
    """Shows a register and says what somebody wants to see; decides nothing."""

    #: Another register, other days, another filter.
    query_changed = Signal()
    print_requested = Signal()
    pdf_requested = Signal()
    excel_requested = Signal()
    #: Enter on a row that has a consumer: the number.
    consumer_requested = Signal(str)

    def __init__(self, theme: Theme, today: Callable[[], date], _: Texts) -> None:
        super().__init__()
        self._theme, self._today, self._texts = theme, today, _
        self._register: Register | None = None
        self._rows: dict[tuple[str, ...], RegisterRows] = {}
        self._group_is_chosen, self._exports = False, True
        self.kind = ChoiceField(theme)
        self.period = SegmentField(look="chip")
        self.since, self.until = DateField(today, _), DateField(today, _)
        self.counter = WholeNumberField(0, _MOST_COUNTER)
        self.counter.setObjectName("counter")
        self.by = LineField(most=32)
        self.tender, self.head = ChoiceField(theme), ChoiceField(theme)
        self.group = ChoiceField(theme)
        self.consumer = LineField(most=24)
        self.print_it = Button(theme, N_("Print"), icon="printer", key="Ctrl+P")
        self.pdf = Button(theme, N_("PDF"), icon="file-text", key="Ctrl+S")
        self.excel = Button(theme, N_("Excel"), icon="file-spreadsheet", key="Alt+E")
        self.problem = Label("", "problem", wraps=True)
        self._empty = EmptyState(theme, "book-open", "")
        # In a narrow window or a long language the periods scroll, and the page keeps its width.
        self._periods = scrolling(self.period)
        self._periods.setMinimumWidth(120)
        self._stack = QStackedLayout()
        self.judgement = Pill()
        self.controls = Label("", "muted", wraps=True)
        self._lay_out()
        self._connect()
        self._fit()
        self.show_period(Period.TODAY)

    # What is asked

    def query(self) -> RegisterQuery:
        """Return what is looked for; a refusal where something typed is none of its kind."""
        kind = self.chosen_kind()
        since, until = self.since.value(), self.until.value()
        if since is None or until is None:
            raise FieldMissing("days")
        known = FILTERS[kind]
        group = self.group.value() if "group_by" in known else GroupBy.RECEIPT
        return RegisterQuery(
            kind,
            since,
            until,
            counter=self.counter.value() if "counter" in known else None,
            by=str(self.by.value()) if "by" in known else "",
            tender=str(self.tender.value() or "") if "tender" in known else "",
            head=str(self.head.value() or "") if "head" in known else "",
            consumer_number=str(self.consumer.value()) if "consumer_number" in known else "",
            group_by=group or GroupBy.RECEIPT,
        )

    def chosen_kind(self) -> RegisterKind:
        """Return which register is looked at."""
        return RegisterKind(self.kind.value() or RegisterKind.COLLECTION)

    def show_kind(self, kind: RegisterKind) -> None:
        """Choose a register."""
        self.kind.show_value(kind)
        self._show_filters()

    def show_query(self, query: RegisterQuery) -> None:
        """Choose a register, its days and what of it is looked at."""
        self._set_silently(self.kind, query.kind)
        self._group_is_chosen = True
        wanted = (
            (self.since, query.since),
            (self.until, query.until),
            (self.counter, query.counter),
            (self.by, query.by),
            (self.consumer, query.consumer_number),
        )
        for field, value in wanted:
            was_blocked = field.blockSignals(True)
            field.show_value(value)
            field.blockSignals(was_blocked)
        for choice, chosen in (
            (self.tender, query.tender),
            (self.head, query.head),
            (self.group, query.group_by),
        ):
            self._set_silently(choice, chosen)
        self._show_filters()
        self._show_period_of_days()

    def words_of(self, query: RegisterQuery) -> str:
        """Return which register of which days a query asks for."""
        _ = self._texts
        days = [formats.day(day, _.month_names) for day in (query.since, query.until)]
        named = " – ".join(dict.fromkeys(days))  # noqa: RUF001 - from one day to another
        return f"{_(TITLES[query.kind])}, {named}"

    def show_period(self, period: Period) -> None:
        """Put the days of a period into their fields."""
        today = self._today()
        days = {
            Period.TODAY: (today, today),
            Period.YESTERDAY: (today - timedelta(days=1),) * 2,
            Period.MONTH: (first_of_month(today), today),
        }
        if period in days:
            for field, day in zip((self.since, self.until), days[period], strict=True):
                was_blocked = field.blockSignals(True)
                field.show_value(day)
                field.blockSignals(was_blocked)
        self._show_period_of_days()
        self._show_usual_group()

    def clear_filters(self) -> bool:
        """Look at everything again; False when nothing was left out."""
        fields = (self.counter, self.by, self.consumer)
        choices = (self.tender, self.head)
        is_clear = not any(field.text() for field in fields) and not any(
            choice.value() for choice in choices
        )
        if is_clear:
            return False
        for field in fields:
            field.setText("")
        self._set_silently(self.tender, "")
        self._set_silently(self.head, "")
        self.query_changed.emit()
        return True

    # What is shown

    def show_loading(self) -> None:
        """Show that a register is under way, where none of its kind stands yet."""
        self.show_problem("")
        if self._register is None or self._register.query.kind is not self.chosen_kind():
            self._say(self._texts("The register is being read …"))

    def show_register(self, register: Register) -> None:
        """Show a register with its sums and control totals."""
        self._register = register
        self.show_problem("")
        if register.rows:
            rows = self._rows_for(register)
            rows.show_register(register, self._texts)
            self._stack.setCurrentWidget(rows)
        else:
            self._say(self._texts(NOTHING[register.query.kind]))
        self._show_controls(register)

    def show_wish(self, sentence: str) -> None:
        """Say what is wanted before there can be a register."""
        self._register = None
        self.show_problem("")
        self._say(sentence)

    def show_problem(self, sentence: str) -> None:
        """Say why there is no register; an empty sentence takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def offer(self, *, exports: bool) -> None:
        """Offer to write files, or do not."""
        self._exports = exports
        self._show_buttons()

    def rows(self) -> RegisterRows | None:
        """Return the rows that are shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, RegisterRows) else None

    def selected_consumer(self) -> str | None:
        """Return the number of the consumer of the row in use."""
        rows = self.rows()
        return rows.selected_consumer() if rows else None

    def start(self) -> None:
        """Put the focus where work begins."""
        self.kind.setFocus()

    def start_rows(self) -> None:
        """Put the keys into the rows."""
        if rows := self.rows():
            rows.table.setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        self._set_options(self.kind, [(kind, _(title)) for kind, title in TITLES.items()])
        self.period.set_options([(period, _(text)) for period, text in _PERIODS.items()])
        self._periods.setFixedHeight(self.period.sizeHint().height() + 2)
        self._show_period_of_days()
        tenders = [(tender.value, _(words.TENDERS[tender])) for tender in Tender]
        self._set_options(self.tender, [("", _("Every tender")), *tenders])
        heads = [(head.value, _(words.HEADS[head])) for head in Head]
        self._set_options(self.head, [("", _("Every head")), *heads])
        self._set_options(self.group, [(group, _(text)) for group, text in GROUPS.items()])
        for part in (self.since, self.until, self.print_it, self.pdf, self.excel):
            part.retranslate(_)
        for rows in self._rows.values():
            rows.retranslate(_)
        self._name_fields(_)
        self._show_filters()
        if self._register:
            self.show_register(self._register)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_buttons()

    def _name_fields(self, _: Texts) -> None:
        names = {
            self.kind: _("Which register"),
            self.period: _("Days"),
            self.since: _("From day"),
            self.until: _("Until day"),
            self.counter: _("Counter"),
            self.by: _("Clerk"),
            self.tender: _("Tender"),
            self.head: _("Head"),
            self.group: _("Added up"),
            self.consumer: _("Consumer number"),
        }
        for field, name in names.items():
            field.setAccessibleName(name)
        for line in (self.counter, self.by, self.consumer):
            line.setPlaceholderText(names[line])

    def _show_controls(self, register: Register) -> None:
        _ = self._texts
        lines = controls_of(register, _)
        wrong = [line for line in lines if not line.agrees]
        self.judgement.setVisible(bool(lines))
        if wrong:
            self.judgement.show_badge(Badge("▲", _("Differs from the ledger"), "bad"))
        else:
            self.judgement.show_badge(Badge("●", _("Agrees with the ledger"), "good"))
        self.controls.show_tone("bad" if wrong else "")
        self.controls.setText(" · ".join(_told(line, _) for line in wrong or lines))

    def _say(self, sentence: str) -> None:
        self._empty.text.setText(sentence)
        self._stack.setCurrentWidget(self._empty)
        self.judgement.hide()
        self.controls.setText("")

    def _rows_for(self, register: Register) -> RegisterRows:
        """Return the table for the columns of a register, made when it is first wanted."""
        is_of_one_day = register.query.since == register.query.until
        keys = (str(is_of_one_day), *(column.key for column in register.columns))
        if keys not in self._rows:
            rows = RegisterRows(
                register.columns, self._theme, self._texts, is_of_one_day=is_of_one_day
            )
            rows.retranslate(self._texts)
            rows.consumer_requested.connect(self.consumer_requested)
            self._stack.addWidget(rows)
            self._rows[keys] = rows
        return self._rows[keys]

    def _show_filters(self) -> None:
        known = FILTERS[self.chosen_kind()]
        for name, field in self._filters().items():
            field.setVisible(name in known)
        self._show_buttons()
        self._show_usual_group()

    def _filters(self) -> dict[str, QWidget]:
        return {
            "consumer_number": self.consumer,
            "counter": self.counter,
            "by": self.by,
            "tender": self.tender,
            "head": self.head,
            "group_by": self.group,
        }

    def _show_usual_group(self) -> None:
        """Add a long collection up by day, until somebody has chosen otherwise."""
        since, until = self.since.day(), self.until.day()
        if since and until and not self._group_is_chosen:
            self._set_silently(self.group, usual_grouping(self.chosen_kind(), since, until))

    def _show_period_of_days(self) -> None:
        """Mark the period that the days are."""
        today, days = self._today(), (self.since.day(), self.until.day())
        yesterday = today - timedelta(days=1)
        period = Period.OTHER
        if days == (today, today):
            period = Period.TODAY
        elif days == (yesterday, yesterday):
            period = Period.YESTERDAY
        elif days == (first_of_month(today), today):
            period = Period.MONTH
        if self.period.value() is not None:
            was_blocked = self.period.blockSignals(True)
            self.period.show_value(period)
            self.period.blockSignals(was_blocked)

    def _set_options(self, field: ChoiceField, options: Sequence[tuple[object, str]]) -> None:
        was_blocked = field.blockSignals(True)
        field.set_options(list(options))
        field.blockSignals(was_blocked)

    def _set_silently(self, field: ChoiceField, value: object) -> None:
        was_blocked = field.blockSignals(True)
        field.show_value(value)
        field.blockSignals(was_blocked)

    def _lay_out(self) -> None:
        self.problem.hide()
        card = Card()
        card.body.setContentsMargins(12, 10, 12, 8)
        card.body.addLayout(self._days_row())
        filters = self._row(*self._filters().values())
        for button in (self.print_it, self.pdf, self.excel):
            filters.addWidget(button)
        card.body.addLayout(filters)
        card.body.addWidget(self.problem)
        card.body.addLayout(self._stack, 1)
        # Not before: a stack without a place shows its first page as a window of its own.
        self._stack.addWidget(self._empty)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.judgement)
        foot.addWidget(self.controls, 1)
        card.body.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def _days_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.kind)
        row.addWidget(self._periods, 1)
        row.addWidget(self.since)
        row.addWidget(self.until)
        return row

    def _row(self, *parts: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(_GAP_PX)
        for part in parts:
            row.addWidget(part)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.kind.changed.connect(self._on_kind_changed)
        self.period.changed.connect(self._on_period_changed)
        for day in (self.since, self.until):
            day.editingFinished.connect(self._on_days_typed)
        for line in (self.counter, self.by, self.consumer):
            line.editingFinished.connect(self.query_changed)
        self.tender.changed.connect(self._on_tender_chosen)
        self.head.changed.connect(self._on_head_chosen)
        self.group.changed.connect(self._on_group_chosen)
        for button, asked in (
            (self.print_it, self.print_requested),
            (self.pdf, self.pdf_requested),
            (self.excel, self.excel_requested),
        ):
            button.clicked.connect(asked)
        self._theme.changed.connect(self._fit)

    def _on_kind_changed(self) -> None:
        self._group_is_chosen = False
        self._show_filters()
        self.query_changed.emit()

    def _on_period_changed(self) -> None:
        if chosen := cast("QWidget | None", self.focusWidget()):
            self._periods.ensureWidgetVisible(chosen, 20, 0)
        if self.period.value() is Period.OTHER:
            self.since.setFocus()
            self.since.selectAll()
            return
        self.show_period(self.period.value())
        self.query_changed.emit()

    def _on_days_typed(self) -> None:
        self._show_period_of_days()
        self._show_usual_group()
        self.query_changed.emit()

    # No tender of a receipt pays for one of its heads: of two such choices the newer one holds.

    def _on_tender_chosen(self) -> None:
        if self.tender.value():
            self._set_silently(self.head, "")
            self._drop_group(GroupBy.HEAD)
        self.query_changed.emit()

    def _on_head_chosen(self) -> None:
        if self.head.value():
            self._set_silently(self.tender, "")
            self._drop_group(GroupBy.TENDER)
        self.query_changed.emit()

    def _on_group_chosen(self) -> None:
        self._group_is_chosen = True
        if self.group.value() == GroupBy.HEAD:
            self._set_silently(self.tender, "")
        elif self.group.value() == GroupBy.TENDER:
            self._set_silently(self.head, "")
        self.query_changed.emit()

    def _drop_group(self, unfit: GroupBy) -> None:
        if self.group.value() == unfit:
            self._set_silently(self.group, GroupBy.RECEIPT)

    def _show_buttons(self) -> None:
        is_wide = self.width() >= self._theme.px(_NARROW_PX)
        self.kind.setFixedWidth(self._theme.px(_KIND_PX if is_wide else _NARROW_KIND_PX))
        is_roomy = is_wide or self._fit_beside_filters()
        self.print_it.setVisible(is_roomy)
        for button in (self.pdf, self.excel):
            button.setVisible(is_roomy and self._exports)

    def _fit_beside_filters(self) -> bool:
        """Return whether the buttons have room where a register has few filters."""
        known = FILTERS[self.chosen_kind()]
        fixed = self._filters().items()
        filters = [field.maximumWidth() for name, field in fixed if name in known]
        buttons = [one.sizeHint().width() for one in (self.print_it, self.pdf, self.excel)]
        widths = [*filters, *buttons]
        return sum(widths) + _GAP_PX * (len(widths) + 3) <= self.width()

    def _fit(self) -> None:
        px = self._theme.px
        for day in (self.since, self.until):
            day.setFixedWidth(px(100))
        self.counter.setFixedWidth(px(84))
        self.by.setFixedWidth(px(110))
        self.consumer.setFixedWidth(px(150))
        for choice in (self.tender, self.head, self.group):
            choice.setFixedWidth(px(140))


def _told(line: ControlLine, _: Texts) -> str:
    """Return a control total in a line: one figure where both agree, and else both."""
    if line.agrees:
        return f"{line.words} {line.figure(line.ledger)}"
    return _(
        "{what}: register {register}, ledger {ledger}",
        what=line.words,
        register=line.figure(line.register),
        ledger=line.figure(line.ledger),
    )
