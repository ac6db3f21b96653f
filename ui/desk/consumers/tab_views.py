"""The consumer's tabs that only show: overview with its chart, charges, ledger, reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from domain import formats
from domain.calendar import Month
from domain.energy import Energy
from domain.explanation import DayExplained
from domain.ledger import EntryKind
from domain.listing import ChargeRow, LedgerRow, ReadRow, ReceiptRow
from domain.money import Money
from domain.reads import ReadState
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.kit.chart import Axis, Chart, Drawing, Series
from ui.desk.kit.columns import Column, amount_text, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import LineField
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, EmptyState, Label, hairline, scrolling
from ui.desk.kit.table import Table
from ui.desk.kit.words import (
    entry_word,
    hold_reason_words,
    read_badge,
    read_source_word,
    tender_word,
)
from ui.explaining import lines, summary


def _paise(key: str, title: str, *, width: int = 92) -> Column:
    return money_column(key, title, lambda row: Money(getattr(row, f"{key}_paise")), width=width)


def _day(row: Any, _: Texts) -> str:
    return formats.day(row.day, _.month_names)


def _moment(row: Any, _: Texts) -> str:
    return formats.moment(row.posted_at, _.month_names)


def _reason(row: ReadRow, _: Texts) -> str:
    parts = [hold_reason_words(row.reason, _), row.note]
    return " · ".join(part for part in parts if part)


def _document(row: LedgerRow) -> str:
    """Return the receipt of a recharge; the run behind a charge has a number for programs only."""
    return row.document if row.kind is EntryKind.RECHARGE else ""


RECEIPT_COLUMNS = (
    Column("posted_at", N_("Taken"), _moment, width=136),
    Column("number", N_("Receipt"), lambda row, _: row.number, stretches=True, keeps_end=True),
    Column("tender", N_("Tender"), lambda row, _: tender_word(row.tender, _), width=72),
    money_column("amount", N_("Amount"), lambda row: row.amount, width=104),
)
CHARGE_COLUMNS = (
    Column("day", N_("Day"), _day, width=92, is_sortable=True, stretches=True),
    Column(
        "energy_wh",
        N_("Units"),
        lambda row, _: formats.units(Energy(row.energy_wh)) if row.has_read else _("no read"),
        width=78,
        is_number=True,
        is_sortable=True,
        tone=lambda row: "" if row.has_read else "warning",
    ),
    Column(
        "mtd_wh",
        N_("Since the 1st"),
        lambda row, _: formats.units(Energy(row.mtd_wh)),
        width=100,
        is_number=True,
        gives_way=1,
    ),
    _paise("ec", N_("Energy"), width=84),
    _paise("fuel", N_("Fuel"), width=72),
    _paise("fc", N_("Fixed"), width=72),
    _paise("duty", N_("Duty"), width=72),
    _paise("rent", N_("Rent"), width=66),
    _paise("subsidy", N_("Subsidy"), width=80),
    _paise("rebate", N_("Rebate"), width=72),
    _paise("total", N_("Total")),
    _paise("balance_after", N_("Balance"), width=108),
)
#: Lines that many tariffs lack: without a figure in the month they are left out.
LEFT_OUT_IF_NIL = ("fuel", "duty", "rent", "subsidy", "rebate")
LEDGER_COLUMNS = (
    Column(
        "business_date",
        N_("Day"),
        lambda row, _: formats.day(row.business_date, _.month_names),
        width=92,
    ),
    Column("kind", N_("Entry"), lambda row, _: entry_word(row.kind, _), width=112),
    Column(
        "document",
        N_("Document"),
        lambda row, _: _document(row),
        width=130,
        stretches=True,
        keeps_end=True,
    ),
    money_column("amount", N_("Amount"), lambda row: row.amount, width=100),
    money_column("balance_after", N_("Balance"), lambda row: row.balance_after, width=106),
    Column("posted_at", N_("Posted"), _moment, width=136, gives_way=1),
    Column("posted_by", N_("By"), lambda row, _: row.posted_by, width=90, gives_way=2),
)
READ_COLUMNS = (
    Column(
        "read_at",
        N_("Read at"),
        lambda row, _: formats.moment(row.read_at, _.month_names),
        width=136,
    ),
    Column(
        "register_wh",
        N_("Register (kWh)"),
        lambda row, _: formats.units(Energy(row.register_wh)),
        width=116,
        is_number=True,
    ),
    Column(
        "energy_wh",
        N_("Units"),
        lambda row, _: "" if row.energy_wh is None else formats.units(Energy(row.energy_wh)),
        width=78,
        is_number=True,
    ),
    Column("state", N_("State"), width=112, badge=lambda row, _: read_badge(row.state, _)),
    Column("reason", N_("Why held, note"), _reason, width=120, stretches=True),
    Column(
        "source",
        N_("Source"),
        lambda row, _: read_source_word(row.source, _),
        width=84,
        gives_way=1,
    ),
)


class OverviewTab(QWidget):
    """The use of each day with the line of the balance, and the last recharges."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._charges: Sequence[ChargeRow] = ()
        self.chart = Chart(desk.theme, desk.tasks)
        self._heading = Label(N_("Use per day and balance"), "heading")
        self._recharges = Label(N_("Last recharges"), "heading")
        self._model = ListTableModel(RECEIPT_COLUMNS, desk.texts, self)
        self.receipts = Table(desk.theme, "last-recharges")
        self.receipts.show_model(self._model)
        self._empty = EmptyState(desk.theme, "receipt", N_("No recharge yet. F5 takes one."))
        self.receipts.set_empty(self._empty)
        self.receipts.setMinimumHeight(110)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 10, 0, 0)
        for widget in (self._heading, self.chart, self._recharges, self.receipts):
            column.addWidget(widget)
        column.setStretch(1, 3)
        column.setStretch(3, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def show_days(self, charges: Sequence[ChargeRow], _: Texts) -> None:
        """Draw these days, oldest first."""
        self._charges = charges
        self.chart.show_drawing(_drawing(charges, _))

    def show_receipts(self, rows: Sequence[ReceiptRow]) -> None:
        """Show these recharges, newest first."""
        self._model.set_rows(rows)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self._heading, self._recharges, self._model, self._empty):
            part.retranslate(_)
        self.chart.setAccessibleName(_("Use per day and balance"))
        self.receipts.setAccessibleName(_("Last recharges"))
        if self._charges:
            self.show_days(self._charges, _)


class ChargesTab(QWidget):
    """The days of a month with every line; Enter explains one."""

    #: The clerk wants another month: a Month.
    month_requested = Signal(object)
    #: The clerk wants a day explained: the ChargeRow.
    explanation_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._month = Month.of(desk.today())
        self._explained: DayExplained | None = None
        theme = desk.theme
        self.previous = Button(theme, icon="chevron-left", look="quiet")
        self.next = Button(theme, icon="chevron-right", look="quiet")
        self.month = Label("", "strong")
        self.totals = Label("", "muted")
        self._model = ListTableModel(CHARGE_COLUMNS, desk.texts, self, key=lambda row: row.day)
        self.table = Table(theme, "charges")
        self.table.show_model(self._model)
        self._empty = EmptyState(theme, "calendar-days", N_("No day of this month is charged."))
        self.table.set_empty(self._empty)
        self.explanation = ExplanationView(desk)
        self.explanation.hide()
        self._lay_out()
        self._connect()

    def show_month(self, month: Month, rows: Sequence[ChargeRow], _: Texts) -> None:
        """Show the days of a month, with their sums."""
        self._month = month
        self._model.set_rows(rows)
        for key in LEFT_OUT_IF_NIL:
            is_used = any(getattr(row, f"{key}_paise") for row in rows)
            self.table.show_column(key, is_used)
        self._show_sums(_)

    def show_explanation(self, explained: DayExplained, _: Texts) -> None:
        """Explain a day below the table."""
        self.explanation.show_day(explained, _)
        if self.explanation.isHidden():
            self.explanation.show()
            height = self._split.height()
            self._split.setSizes([height * 40 // 100, height * 60 // 100])
        # The row that is explained must not lie under its explanation.
        QTimer.singleShot(0, self.table, lambda: self.table.scrollTo(self.table.currentIndex()))

    def step_back(self) -> bool:
        """Put the explanation away; False when there is none."""
        was_open = not self.explanation.isHidden()
        self.explanation.hide()
        return was_open

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._model.retranslate(_)
        self._empty.retranslate(_)
        self.previous.setAccessibleName(_("Month before"))
        self.next.setAccessibleName(_("Month after"))
        self.table.setAccessibleName(_("Charges by day"))
        self.explanation.retranslate(_)
        self._show_sums(_)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {int(Qt.Key.Key_PageUp): -1, int(Qt.Key.Key_PageDown): 1}
        if event.key() in steps:
            self._step(steps[event.key()])
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for widget in (self.previous, self.month, self.next):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.totals)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.addWidget(self.table)
        self._split.addWidget(self.explanation)
        self._split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addLayout(head)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        self.table.opened.connect(self.explanation_requested)
        self.table.row_changed.connect(self._on_row_changed)
        self.explanation.close_requested.connect(self.step_back)

    def _step(self, by: int) -> None:
        edge = self._month.first - timedelta(days=1)
        if by > 0:
            edge = self._month.last + timedelta(days=1)
        self.month_requested.emit(Month.of(edge))

    def _on_row_changed(self, row: ChargeRow | None) -> None:
        if row and not self.explanation.isHidden():
            self.explanation_requested.emit(row)

    def _show_sums(self, _: Texts) -> None:
        name = formats.day(self._month.first, _.month_names).split(" ", 1)[1]
        self.month.setText(name)
        rows = self._model.rows
        self.totals.setText(
            _(
                "{days} days · {units} units · {total}",
                days=len(rows),
                units=formats.units(Energy(sum(row.energy_wh for row in rows))),
                total=formats.rupees(Money(sum(row.total_paise for row in rows))),
            )
        )


class ExplanationView(Card):
    """One day explained: each line of the bill with its sentences."""

    close_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("Why this amount"), look="soft")
        self._explained: DayExplained | None = None
        self.close_it = Button(desk.theme, icon="x", look="quiet")
        self.close_it.clicked.connect(self.close_requested)
        self.head.addWidget(self.close_it)
        self.summary = Label("", "muted", wraps=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._list.setContentsMargins(0, 0, 8, 0)
        content = QWidget()
        content.setLayout(self._list)
        self.body.addWidget(self.summary)
        self.body.addWidget(scrolling(content), 1)
        self.setMinimumHeight(120)

    def show_day(self, explained: DayExplained, _: Texts) -> None:
        """Explain this day."""
        self._explained = explained
        day = formats.day(explained.day, _.month_names)
        total = formats.rupees(Money(explained.total_paise))
        self.title.setText(_("Why {day} costs {total}", day=day, total=total))
        self.summary.setText(summary(explained, _))
        while (item := self._list.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for line in lines(explained, _):
            self._list.addWidget(_explained_line(line.name, line.amount, line.sentences))
            self._list.addWidget(hairline())
        self._list.addStretch(1)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        super().retranslate(_)
        self.close_it.setAccessibleName(_("Close"))
        if self._explained:
            self.show_day(self._explained, _)

    def text(self) -> str:
        """Return all that is said, a line each."""
        labels = self.findChildren(Label)
        return "\n".join(label.text() for label in labels if label.text())


class LedgerTab(QWidget):
    """Every row of the wallet, newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._model = ListTableModel(
            LEDGER_COLUMNS, desk.texts, self, key=lambda row: row.posted_seq
        )
        self.table = Table(desk.theme, "ledger")
        self.table.show_model(self._model)
        self._empty = EmptyState(desk.theme, "book-open", N_("Nothing is posted yet."))
        self.table.set_empty(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.table)

    def show_rows(self, rows: Sequence[LedgerRow]) -> None:
        """Show these rows, newest first."""
        self._model.set_rows(rows)

    @property
    def rows(self) -> Sequence[LedgerRow]:
        """What is shown."""
        return self._model.rows

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._model.retranslate(_)
        self._empty.retranslate(_)
        self.table.setAccessibleName(_("Ledger"))


class ReadsTab(QWidget):
    """The reads of the meter; a held one is released, or put aside, with a note."""

    #: The clerk wants a held read to count: the ReadRow, the note.
    release_requested = Signal(object, str)
    #: The clerk wants a held read put aside for good: the ReadRow, the note.
    dismiss_requested = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._may_decide = desk.may(Act.DECIDE_READ)
        self._model = ListTableModel(READ_COLUMNS, desk.texts, self, key=lambda row: row.read_at)
        self.table = Table(desk.theme, "reads")
        self.table.show_model(self._model)
        self._empty = EmptyState(desk.theme, "gauge", N_("No read has arrived yet."))
        self.table.set_empty(self._empty)
        self.note = LineField()
        self.release = Button(desk.theme, N_("Release"), icon="check", look="primary")
        self.dismiss = Button(desk.theme, N_("Dismiss"), icon="x")
        self.problem = Label("", "problem", wraps=True)
        self._texts = desk.texts
        self._words = Label("", "strong", wraps=True)
        self._strip = Card(look="soft")
        self._lay_out()
        self._connect()

    def show_rows(self, rows: Sequence[ReadRow]) -> None:
        """Show these reads, newest first."""
        self._model.set_rows(rows)
        self._on_row_changed(self.table.current_row())

    def show_problem(self, sentence: str) -> None:
        """Say why a read was not released or put aside; the note stays."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_released(self) -> None:
        """Clear the note: it is in the books."""
        self.note.clear()
        self.show_problem("")

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self._model, self._empty, self.release, self.dismiss):
            part.retranslate(_)
        self._on_row_changed(self.table.current_row())
        self.table.setAccessibleName(_("Reads"))
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("Note: what was checked, and by whom"))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        row.addWidget(self.release)
        row.addWidget(self.dismiss)
        self._strip.body.addWidget(self._words)
        self._strip.body.addLayout(row)
        self._strip.body.addWidget(self.problem)
        self._strip.hide()
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._strip)

    def _connect(self) -> None:
        self.table.row_changed.connect(self._on_row_changed)
        self.table.opened.connect(lambda _row: self.note.setFocus())
        self.release.clicked.connect(self._ask)
        self.dismiss.clicked.connect(self._ask_to_dismiss)
        self.note.returnPressed.connect(self._ask)

    def _on_row_changed(self, row: object) -> None:
        is_held = isinstance(row, ReadRow) and row.state is ReadState.HELD
        self._strip.setVisible(is_held and self._may_decide)
        if isinstance(row, ReadRow) and is_held:
            _ = self._texts
            reason = hold_reason_words(row.reason, _)
            self._words.setText(
                _("Held: {reason}. Release or dismiss it with a note.", reason=reason)
            )
        self.show_problem("")

    def _ask(self) -> None:
        row = self.table.current_row()
        if isinstance(row, ReadRow):
            self.release_requested.emit(row, self.note.value())

    def _ask_to_dismiss(self) -> None:
        row = self.table.current_row()
        if isinstance(row, ReadRow):
            self.dismiss_requested.emit(row, self.note.value())


def _drawing(charges: Sequence[ChargeRow], _: Texts) -> Drawing:
    labels = [_short(row.day, _) for row in charges]
    use = Series(
        "bars",
        _("Use"),
        [row.energy_wh for row in charges],
        lambda wh: _("{units} units", units=formats.units(Energy(wh))),
    )
    balance = Series(
        "line",
        _("Balance"),
        [row.balance_after_paise for row in charges],
        lambda paise: formats.rupees(Money(paise)),
        token="warning",  # noqa: S106 - a colour
        on_right=True,
    )
    return Drawing(labels, [use, balance], Axis("kWh", 1000), Axis("₹", 100))


def _short(day: date, _: Texts) -> str:
    return formats.day(day, _.month_names).rsplit(" ", 1)[0]


def _explained_line(name: str, amount: Money, sentences: Sequence[str]) -> QWidget:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 4, 0, 4)
    column.setSpacing(1)
    head = QHBoxLayout()
    title, figure = Label("", "strong"), Label("", "strong")
    title.setText(name)
    figure.setText(amount_text(amount))
    head.addWidget(title, 1)
    head.addWidget(figure)
    column.addLayout(head)
    for sentence in sentences:
        words = Label("", "muted", wraps=True)
        words.setText(sentence)
        column.addWidget(words)
    return widget
