"""The end of the day: receipts against the ledger, tender by tender, and the cash for the bank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.day_end import DayEnd, Deposited, OpenDay
from domain.money import ZERO, Money
from domain.shift import DENOMINATIONS, CashCount, ShiftReport
from resources.texts import N_, Texts
from ui.desk.counter.cash_grid import CashGrid
from ui.desk.counter.lines import Cell, Lines
from ui.desk.counter.words import (
    agreement_badge,
    counter_words,
    day_badge,
    difference_badge,
    end_badge,
    shift_badge,
    tender_place,
    time_words,
)
from ui.desk.kit.columns import Column, amount_text, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import DateField, WholeNumberField
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import (
    Button,
    Card,
    ConfirmStrip,
    ElidedLabel,
    EmptyState,
    Label,
    Pill,
    hairline,
)
from ui.desk.kit.table import ROW_PX, Table
from ui.desk.kit.theme import set_look
from ui.desk.kit.words import tender_word

_MOST_COUNTER = 99
_FEWEST_ROWS, _MOST_ROWS = 2, 3
_STANDS_SHARE, _SLIP_SHARE = 13, 8


class DayEndView(QWidget):
    """Shows one counter's day among those that are open; decides nothing."""

    #: A day is to be looked at: counter, day.
    day_requested = Signal(object, object)
    close_requested = Signal()
    report_requested = Signal()
    leave_requested = Signal()

    def __init__(self, desk: Desk, *, sees_all: bool) -> None:
        super().__init__()
        self._desk, self._texts, self._sees_all = desk, desk.texts, sees_all
        self._end: DayEnd | None = None
        self._can_close = self._is_listing = False
        self._name_of: Callable[[str], str] = str
        self.day = DateField(desk.today, desk.texts)
        self.counter = WholeNumberField(0, _MOST_COUNTER)
        self.model = ListTableModel(
            _columns(), desk.texts, self, key=lambda row: (row.counter, row.day)
        )
        self.table = Table(desk.theme, "open_days")
        self.table.show_model(self.model)
        self.empty = EmptyState(
            desk.theme, "check", N_("Every day on which money moved is closed.")
        )
        self.table.set_empty(self.empty)
        self.heading = Label("", "title")
        self.state = Pill()
        self.why_not = Label("", "strong", wraps=True)
        self.tenders = Lines(numbers={1, 2, 3, 4})
        self.shifts = Lines(numbers={2, 3}, stretches=0)
        self.problem = Label("", "problem", wraps=True)
        self.problem.hide()
        self.confirm = ConfirmStrip(desk.theme, is_narrow=True)
        self.report = Button(desk.theme, N_("Report"), icon="file-text", key="Alt+R")
        self.close_it = Button(
            desk.theme, N_("Close the day"), icon="check", look="primary", key="Ctrl+A"
        )
        self.grid = CashGrid(N_("On the slip"))
        self.wanted = Lines(numbers={1})
        self.slip = Lines(numbers={1, 2})
        self.anchor = ElidedLabel("muted")
        self._labels = [Label(N_("Counter"), "label"), Label(N_("Day"), "label")]
        self._titles = [Label(N_("Shifts"), "heading")]
        self._stands, self._slip_card = Card(), Card(N_("Deposit slip"))
        self._lay_out()
        self._connect()
        self._show_end()

    @property
    def end(self) -> DayEnd | None:
        """The day that is shown."""
        return self._end

    def show_days(self, days: Sequence[OpenDay], shown: tuple[int, date] | None) -> None:
        """List the days that are open; ``shown`` is looked at: counter, day."""
        # The list chooses a row by itself when it is filled: that is no wish of the clerk.
        self._is_listing = True
        self.model.set_rows(days)
        self.table.go_to(shown)
        self._is_listing = False
        rows = min(max(len(days), _FEWEST_ROWS), _MOST_ROWS) + 1
        self.table.setFixedHeight(self._desk.theme.px(ROW_PX) * rows + 2)

    def show_end(
        self, end: DayEnd | None, name_of: Callable[[str], str], *, can_close: bool, why_not: str
    ) -> None:
        """Show a counter's day; ``why_not``: what keeps who is here from closing it."""
        is_other = end is None or self._end is None or _key(end) != _key(self._end)
        had_deposit = self._end.to_deposit if self._end else None
        self._end, self._can_close, self._name_of = end, can_close, name_of
        self.why_not.setText(why_not)
        self.why_not.setVisible(bool(why_not))
        if end is not None and (is_other or had_deposit != end.to_deposit):
            self.grid.show_count(CashCount.in_fewest(end.to_deposit))
        if is_other:
            self.show_problem("")
        self._show_end()

    def show_problem(self, sentence: str) -> None:
        """Say why the day is not closed."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def start(self) -> None:
        """Put the focus into the list of open days, if what is shown is one of them."""
        # A list without a row in use takes its first one as soon as it has the focus.
        is_listed = self.table.current_row() is not None or self._end is None
        (self.table if is_listed else self.report).setFocus()

    def start_day(self) -> None:
        """Put the focus where a day is typed."""
        self.day.setFocus()
        self.day.selectAll()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for label in (*self._labels, *self._titles):
            label.retranslate(_)
        for part in (self.day, self.model, self.empty, self._slip_card, self.grid):
            part.retranslate(_)
        for button in (self.report, self.close_it):
            button.retranslate(_)
        self.day.setAccessibleName(_("Day"))
        self.counter.setAccessibleName(_("Counter"))
        self.table.setAccessibleName(_("Days that are not closed"))
        self._show_end()

    def _show_end(self) -> None:
        end = self._end
        self._stands.setVisible(end is not None)
        self._slip_card.setVisible(end is not None)
        if end is None:
            return
        _ = self._texts
        day = formats.day(end.day, _.month_names)
        self.heading.setText(f"{counter_words(end.counter, _)} · {day}")
        self.state.show_badge(end_badge(end, _))
        self._show_tenders(end, _)
        self._show_shifts(end, _)
        closed = end.closed
        self.close_it.setVisible(closed is None and self._can_close)
        self.grid.setVisible(closed is None)
        self.slip.setVisible(closed is not None)
        self.anchor.setVisible(closed is not None)
        self.grid.setEnabled(self._can_close)
        if closed is None:
            self._show_wanted(end, _)
        else:
            self._show_slip(closed, _)

    def _show_tenders(self, end: DayEnd, _: Texts) -> None:
        heads = (
            *(_("Tender"), _("Receipts"), _("Received"), _("Given back"), _("Ledger")),
            "",
        )
        lines = [
            (
                *(tender_word(line.tender, _), f"{line.receipts:,}"),
                *(_amount(line.taken), _amount(line.given_back), _amount(line.ledger)),
                agreement_badge(line, _),
            )
            for line in sorted(end.tenders, key=lambda line: tender_place(line.tender))
        ]
        taken = sum((line.taken for line in end.tenders), ZERO)
        back = sum((line.given_back for line in end.tenders), ZERO)
        total = (
            *(_("All tenders"), f"{end.receipts:,}", _amount(taken), _amount(back)),
            *(_amount(end.ledger), ""),
        )
        self.tenders.show_lines(heads, [*lines, total], last_is_sum=True)

    def _show_shifts(self, end: DayEnd, _: Texts) -> None:
        has_shifts = bool(end.shifts)
        self._titles[0].setVisible(has_shifts)
        self.shifts.setVisible(has_shifts)
        heads = (_("Who"), _("Time"), _("Expected cash"), _("Counted"), "")
        self.shifts.show_lines(heads, [self._shift_line(report, _) for report in end.shifts])

    def _shift_line(self, report: ShiftReport, _: Texts) -> tuple[Cell, ...]:
        closing = report.shift.closing
        until = time_words(closing.at) if closing else "…"
        return (
            self._name_of(report.shift.opened_by),
            f"{time_words(report.shift.opened_at)} – {until}",  # noqa: RUF001 - from, until
            formats.rupees(report.expected),
            formats.rupees(closing.counted.total) if closing else "-",
            shift_badge(report.shift, _),
        )

    def _show_wanted(self, end: DayEnd, _: Texts) -> None:
        count = self.grid.count()
        on_slip = count.total if count else ZERO
        # There are no coins for paise.
        difference = on_slip - CashCount.in_fewest(end.to_deposit).total
        badge = difference_badge(difference, _)
        self.wanted.show_lines(
            (),
            [
                (_("To be deposited"), formats.rupees(end.to_deposit)),
                *self._cheque_lines(end, _),
                (_("Notes and coins"), badge if count else "-"),
            ],
        )

    def _show_slip(self, closed: Deposited, _: Texts) -> None:
        end = self._end
        self.wanted.show_lines(
            (),
            [
                (_("Slip"), closed.slip or "-"),
                (_("Deposited"), formats.rupees(closed.amount)),
                *(self._cheque_lines(end, _) if end else ()),
                (_("Closed"), formats.moment(closed.closed_at, _.month_names)),
                (_("By"), self._name_of(closed.closed_by)),
            ],
        )
        pieces = [
            (f"₹{denomination}", f"{number:,}", formats.rupees(Money.rupees(denomination * number)))
            for denomination in DENOMINATIONS
            if (number := closed.cash.number_of(denomination))
        ]
        total = (_("Notes and coins"), "", formats.rupees(closed.cash.total))
        self.slip.show_lines((), [*pieces, total], last_is_sum=True)
        self.anchor.setText(_("Anchor {anchor}", anchor=closed.anchor))

    @staticmethod
    def _cheque_lines(end: DayEnd, _: Texts) -> list[tuple[str, str]]:
        count, amount = end.cheques, end.cheques_amount
        if end.closed is not None:
            count, amount = end.closed.cheques, end.closed.cheques_amount
        if not count:
            return []
        return [(_("Cheques ({count})", count=count), formats.rupees(amount))]

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._days_card())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._stands, _STANDS_SHARE)
        row.addWidget(self._slip_card, _SLIP_SHARE)
        column.addLayout(row, 1)
        self._fill_stands()
        self._fill_slip()

    def _days_card(self) -> QWidget:
        card = Card()
        card.body.setContentsMargins(12, 10, 12, 8)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.table, 1)
        asked = QVBoxLayout()
        asked.setSpacing(3)
        fields = (self.counter, self.day) if self._sees_all else (self.day,)
        labels = self._labels if self._sees_all else self._labels[1:]
        for label, field in zip(labels, fields, strict=True):
            field.setFixedWidth(self._desk.theme.px(130))
            asked.addWidget(label)
            asked.addWidget(field)
        asked.addStretch(1)
        row.addLayout(asked)
        card.body.addLayout(row)
        return card

    def _fill_stands(self) -> None:
        head, buttons = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.state)
        set_look(self.close_it, size="big")
        buttons.addWidget(self.report)
        buttons.addWidget(self.close_it, 1)
        self._stands.body.addLayout(head)
        for part in (self.tenders, *self._titles, self.shifts):
            self._stands.body.addWidget(part)
        self._stands.body.addStretch(1)
        for part in (self.why_not, self.problem, self.confirm):
            self._stands.body.addWidget(part)
        self._stands.body.addLayout(buttons)

    def _fill_slip(self) -> None:
        for part in (self.wanted, hairline(), self.grid, self.slip):
            self._slip_card.body.addWidget(part)
        self._slip_card.body.addStretch(1)
        self.anchor.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._slip_card.body.addWidget(self.anchor)

    def _connect(self) -> None:
        self.table.row_changed.connect(self._on_row_changed)
        self.table.opened.connect(lambda _row: self.grid.start())
        self.day.returnPressed.connect(self._ask_day)
        self.counter.returnPressed.connect(self.start_day)
        self.grid.count_changed.connect(self._on_count_changed)
        self.grid.finished.connect(self.close_it.setFocus)
        self.grid.leave_requested.connect(self.leave_requested)
        self.report.clicked.connect(lambda _checked=False: self.report_requested.emit())
        self.close_it.clicked.connect(lambda _checked=False: self.close_requested.emit())

    def _on_row_changed(self, row: object) -> None:
        if isinstance(row, OpenDay) and not self._is_listing:
            self.day_requested.emit(row.counter, row.day)

    def _on_count_changed(self, _count: object) -> None:
        if self._end is not None and self._end.closed is None:
            self._show_wanted(self._end, self._texts)

    def _ask_day(self) -> None:
        day = self.day.day()
        if day is not None:
            self.day_requested.emit(self._typed_counter(), day)

    def _typed_counter(self) -> int | None:
        text = self.counter.text().strip()
        return int(text) if self._sees_all and text.isascii() and text.isdigit() else None


def _columns() -> list[Column]:
    return [
        Column(
            "day",
            N_("Day"),
            lambda row, _: formats.day(row.day, _.month_names),
            100,
            is_sortable=True,
            is_strong=True,
        ),
        Column(
            "counter",
            N_("Counter"),
            lambda row, _: counter_words(row.counter, _),
            150,
            is_sortable=True,
            stretches=True,
        ),
        Column("receipts", N_("Receipts"), lambda row, _: f"{row.receipts:,}", 80, is_number=True),
        money_column("collected", N_("Collected"), lambda row: row.collected, width=124),
        Column("state", N_("State"), width=130, badge=day_badge),
    ]


def _key(end: DayEnd) -> tuple[int, date]:
    return (end.counter, end.day)


def _amount(amount: Money) -> str:
    return amount_text(amount) if amount else "-"
