"""What is in doubt, seen: two lists, one of them beside what is known of a row, and the sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from domain import formats
from domain.money import Money
from domain.payment import Payment, SettlementLine
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.facts import Facts
from ui.desk.kit.fields import LineField, SegmentField
from ui.desk.kit.form import Form
from ui.desk.kit.list_beside import lay_out_list_beside
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, ConfirmStrip, EmptyState, Label, Pill, scrolling
from ui.desk.kit.saving import ask_present_file
from ui.desk.kit.table import Table
from ui.desk.kit.words import tender_word
from ui.desk.settling.tables import age_badge, line_columns, outcome_badge, payment_columns
from ui.settling_words import note_words

PAYMENTS, LINES = "payments", "lines"
_NONE = "–"  # noqa: RUF001 - nothing is known

#: A row of one of the two lists.
Row = Payment | SettlementLine


class RecoveryView(QWidget):
    """Shows what is in doubt, and says what who decides wants; decides nothing."""

    part_changed = Signal()
    row_changed = Signal(object)
    take_requested = Signal()
    credit_requested = Signal()
    failure_requested = Signal()
    dismissal_requested = Signal()
    leave_requested = Signal()

    def __init__(self, desk: Desk, now: datetime) -> None:
        super().__init__()
        theme, self._texts = desk.theme, desk.texts
        self._row: Row | None = None
        self._may_decide = False
        self.now = now
        self.parts = SegmentField(look="chip")
        self.take = Button(theme, N_("Take settlement file"), icon="landmark", key="Alt+T")
        self.sums = Label("", "muted", wraps=True)
        self.payments_model = ListTableModel(
            payment_columns(lambda: self.now), desk.texts, self, key=lambda row: row.id
        )
        self.lines_model = ListTableModel(
            line_columns(), desk.texts, self, key=lambda row: (row.file, row.line)
        )
        self.payments = Table(theme, "payments_in_doubt")
        self.lines = Table(theme, "settlement_lines")
        self.payments.show_model(self.payments_model)
        self.lines.show_model(self.lines_model)
        self.no_payments = EmptyState(
            theme,
            "circle-check",
            N_("No payment is in doubt. One whose fate nobody knows is kept here from Recharge."),
        )
        self.no_lines = EmptyState(
            theme,
            "landmark",
            N_("No line of a bank's or gateway's file waits for a person."),
        )
        self.payments.set_empty(self.no_payments)
        self.lines.set_empty(self.no_lines)
        self.lists = QStackedWidget()
        self.heading = Label("", "title", wraps=True)
        self.state = Pill()
        self.form = Form()
        self.form.add("consumer", LineField(most=40), N_("Consumer number, to credit"))
        self.form.add("reason", LineField(most=400), N_("Reason"))
        self.problem = Label("", "problem", wraps=True)
        self.problem.hide()
        self.credit = Button(theme, N_("Credit"), icon="check", look="primary", key="Ctrl+A")
        self.fail = Button(theme, N_("It failed"), icon="x", look="danger", key="Alt+X")
        self.dismiss = Button(theme, N_("Put aside"), key="Alt+P")
        self.confirm = ConfirmStrip(theme, is_narrow=True)
        self._facts = Facts()
        self._side = Card()
        self.decision = QWidget()
        self._lay_out()
        self._connect()

    @property
    def row(self) -> Row | None:
        """The payment or line that is shown."""
        return self._row

    @property
    def wants_lines(self) -> bool:
        """Whether the lines are looked at, and not the payments."""
        return bool(self.parts.value() == LINES)

    @property
    def table(self) -> Table:
        """The list that is looked at."""
        return self.lines if self.wants_lines else self.payments

    @property
    def consumer_number(self) -> str | None:
        """The consumer of the payment that is shown; of a line nobody knows it yet."""
        return self._row.consumer_number if isinstance(self._row, Payment) else None

    @property
    def holds_typed(self) -> bool:
        """Whether a reason is typed."""
        return bool(self.form.field("reason").value())

    def show_lists(
        self, payments: Sequence[Payment], lines: Sequence[SettlementLine], now: datetime
    ) -> None:
        """Show what is in doubt, and how many there are of either kind."""
        _, self.now = self._texts, now
        self.parts.blockSignals(True)
        self.parts.set_options(
            [
                (PAYMENTS, _("Payments {count}", count=len(payments))),
                (LINES, _("Lines {count}", count=len(lines))),
            ]
        )
        self.parts.blockSignals(False)
        self.payments_model.set_rows(payments)
        self.lines_model.set_rows(lines)
        self.show_part()

    def show_part(self) -> None:
        """Show the list that was chosen."""
        self.lists.setCurrentWidget(self.table)
        model = self.lines_model if self.wants_lines else self.payments_model
        if model.rows and self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)

    def show_sums(self, unsettled: Mapping[str, Money]) -> None:
        """Say what the clearing accounts hold."""
        _ = self._texts
        told = [
            f"{tender_word(tender, _)} {formats.rupees(held)}" for tender, held in unsettled.items()
        ]
        self.sums.setText(_("Not settled by a bank yet: {sums}", sums=" · ".join(told)))

    def show_row(self, row: Row | None, *, may_decide: bool, consumer: str = "") -> None:
        """Show a payment or line; ``consumer``: whose a line seems to be."""
        if _key(row) != _key(self._row):
            self.form.show_values({"consumer": consumer, "reason": ""})
            self.show_problems({})
            self.confirm.hide()
        self._row, self._may_decide = row, may_decide
        self._side.setVisible(row is not None)
        self._show_words()

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Say under each field what is wrong; what has no field stands at the buttons."""
        known = {name: text for name, text in sentences.items() if name in self.form.names}
        self.form.clear_problems()
        self.form.show_problems(known)
        rest = " ".join(text for name, text in sentences.items() if name not in known)
        self.problem.setText(rest)
        self.problem.setVisible(bool(rest))

    def clear_typed(self) -> None:
        """Take away what was typed: it is done."""
        self.form.show_values({"consumer": "", "reason": ""})

    def start_decision(self) -> None:
        """Put the focus where the decision is typed."""
        if not self.decision.isHidden():
            self.form.start()

    def ask(self, question: str, accept: str, accepted: Callable[[], None]) -> None:
        """Ask before money moves; the texts are already worded."""
        self.confirm.ask(question, accept, self._texts("No, go back"), accepted)

    def ask_file(self, accepted: Callable[[Path], None]) -> None:
        """Let somebody choose the file of a bank or gateway."""
        _ = self._texts
        kinds = (_("Settlement files (*.csv *.xlsx *.txt)"), _("All files (*)"))
        ask_present_file(self, _("Take settlement file"), kinds, _, accepted)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        parts = (self.payments_model, self.lines_model, self.no_payments, self.no_lines, self.form)
        for part in (*parts, self.take, self.credit, self.fail, self.dismiss):
            part.retranslate(_)
        self.parts.setAccessibleName(_("What is in doubt"))
        self.payments.setAccessibleName(_("Payments in doubt"))
        self.lines.setAccessibleName(_("Lines that wait for a person"))
        self._show_words()

    def _show_words(self) -> None:
        _, row = self._texts, self._row
        if row is None:
            return
        self.heading.setText(formats.rupees(row.amount))
        is_payment = isinstance(row, Payment)
        badge = age_badge(row, self.now, _) if isinstance(row, Payment) else outcome_badge(row, _)
        self.state.show_badge(badge)
        can_credit = not is_payment and isinstance(row, SettlementLine) and row.is_paid
        self.decision.setVisible(self._may_decide)
        self.form.show_field("consumer", can_credit)
        self.credit.setVisible(can_credit)
        self.fail.setVisible(is_payment)
        told = _told_payment(row, _) if isinstance(row, Payment) else _told_line(row, _)
        self._facts.show_facts(told)

    def _lay_out(self) -> None:
        for table in (self.payments, self.lines):
            self.lists.addWidget(table)
        self._fill_side()
        lay_out_list_beside(
            self,
            self.lists,
            self._side,
            above=[self.parts, self.take],
            below=[self.sums],
            shares=(11, 8),
            least_side_px=330,
        )

    def _fill_side(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.state)
        buttons = QHBoxLayout()
        buttons.addWidget(self.dismiss)
        buttons.addStretch(1)
        buttons.addWidget(self.fail)
        buttons.addWidget(self.credit)
        decision = QVBoxLayout(self.decision)
        decision.setContentsMargins(0, 0, 0, 0)
        for part in (self.form, self.problem, self.confirm):
            decision.addWidget(part)
        decision.addLayout(buttons)
        self._side.body.addLayout(head)
        self._side.body.addWidget(scrolling(self._facts), 1)
        self._side.body.addWidget(self.decision)
        self._side.hide()

    def _connect(self) -> None:
        self.parts.changed.connect(self.part_changed)
        for table in (self.payments, self.lines):
            table.row_changed.connect(self.row_changed)
            table.opened.connect(lambda _row: self.start_decision())
        self.form.accept_requested.connect(self._on_accept)
        self.form.leave_requested.connect(self.leave_requested)
        self.take.clicked.connect(self.take_requested)
        self.credit.clicked.connect(self.credit_requested)
        self.fail.clicked.connect(self.failure_requested)
        self.dismiss.clicked.connect(self.dismissal_requested)

    def _on_accept(self) -> None:
        """Credit, where it can be; what ends a payment or line has keys of its own."""
        if not self.credit.isHidden():
            self.credit_requested.emit()


def _key(row: Row | None) -> object:
    if row is None:
        return None
    return row.id if isinstance(row, Payment) else (row.file, row.line)


def _told_payment(payment: Payment, _: Texts) -> list[tuple[str, str]]:
    return [
        (_("Consumer"), f"{payment.consumer_number} · {payment.consumer_name}"),
        (_("Tender"), tender_word(payment.tender, _)),
        (_("Reference"), payment.reference),
        (_("Kept at"), formats.moment(payment.began_at, _.month_names)),
        (_("Kept by"), payment.began_by),
        (_("Counter"), str(payment.counter)),
        (_("Note"), payment.note or _NONE),
        (_("Order id"), payment.id),
    ]


def _told_line(line: SettlementLine, _: Texts) -> list[tuple[str, str]]:
    day = formats.day(line.paid_on, _.month_names) if line.paid_on else _NONE
    told = [
        (_("Reference"), line.reference),
        (_("Order id"), line.order_reference or _NONE),
        (_("Paid on"), day),
        (_("Fee"), formats.rupees(line.fee)),
        (_("Status"), line.status or _NONE),
        (_("File and line"), f"{line.file}/{line.line}"),
    ]
    if line.receipt:
        told.append((_("Receipt"), line.receipt))
    if line.payment_id:
        told.append((_("Payment in doubt"), line.payment_id))
    if line.note:
        told.append((_("Note"), note_words(line, _)))
    return told
