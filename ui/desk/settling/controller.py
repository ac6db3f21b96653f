"""What happens on the Recovery page: what is in doubt is read, and decided with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from domain.books import Books
from domain.consumer import Consumer
from domain.errors import ConsumerNotFound, FieldMissing
from domain.formats import rupees
from domain.money import Money
from domain.payment import Payment, PaymentState, SettlementLine
from domain.recharge import Receipt
from domain.staff import Act
from resources.texts import N_
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead
from ui.desk.settling.view import RecoveryView

#: What others keep or take, and how old it is, is seen after so long at the latest.
_EVERY_MS = 60_000
_FIELD_OF: dict[type[Exception], str] = {ConsumerNotFound: "consumer"}

_TOLD: dict[PaymentState, str] = {
    PaymentState.FAILED: N_("The payment of {amount} failed."),
    PaymentState.DISMISSED: N_("The payment of {amount} is put aside."),
}


@dataclass(frozen=True, slots=True)
class _InDoubt:
    """What was read at once."""

    payments: list[Payment]
    lines: list[SettlementLine]
    unsettled: Mapping[str, Money]
    now: datetime


class RecoveryController(QObject):
    """Reads what is in doubt, and has decisions carried out in the write lane."""

    #: The books have changed.
    decided = Signal()
    #: So many things wait for a decision of who is here.
    waiting_changed = Signal(object)
    counted = Signal(str)

    def __init__(self, view: RecoveryView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._settling = books.settling
        self._in_doubt = _InDoubt([], [], {}, books.now())
        self._is_busy = False
        self._listed = LatestRead(desk.tasks, self)
        self._listed.answered.connect(self._on_listed)
        self._listed.failed.connect(desk.show_failure)
        view.part_changed.connect(self._on_part_changed)
        view.row_changed.connect(self._on_row_changed)
        view.credit_requested.connect(self.credit)
        view.failure_requested.connect(self.fail)
        view.dismissal_requested.connect(self.dismiss)
        timer = QTimer(self, interval=_EVERY_MS)
        timer.timeout.connect(self.refresh)
        timer.start()
        self.refresh()

    def refresh(self) -> None:
        """Read again what is in doubt."""
        self._listed.ask(self._read)

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self._show()

    def credit(self) -> None:
        """Ask whether the line that is shown is to be posted to the consumer who was typed."""
        line = self._view.row
        if not isinstance(line, SettlementLine) or not line.is_paid or not self._may_decide():
            return
        number, reason = self._typed("consumer"), self._typed("reason")
        if self._lacks(consumer=number, reason=reason):
            return
        self._begin()
        task = self._desk.tasks.read(self, lambda _progress: self._books.consumer(number))
        task.succeeded.connect(lambda consumer: self._ask_to_credit(line, consumer, reason))
        task.failed.connect(self._on_refused)
        task.finished.connect(self._on_finished)

    def fail(self) -> None:
        """Say that the payment that is shown failed."""
        payment = self._view.row
        if isinstance(payment, Payment):
            self._end_payment(payment, PaymentState.FAILED)

    def dismiss(self) -> None:
        """Put aside the payment or line that is shown."""
        row = self._view.row
        if isinstance(row, Payment):
            self._end_payment(row, PaymentState.DISMISSED)
        elif row is not None:
            self._end_line(row)

    def _end_payment(self, payment: Payment, state: PaymentState) -> None:
        reason, actor, _ = self._typed("reason"), self._desk.actor, self._desk.texts
        if not self._may_decide() or self._lacks(reason=reason):
            return
        self._write(
            lambda: self._settling.decide(payment.id, state, reason, actor),
            lambda _decided: _(_TOLD[state], amount=rupees(payment.amount)),
        )

    def _end_line(self, line: SettlementLine) -> None:
        reason, actor, _ = self._typed("reason"), self._desk.actor, self._desk.texts
        if not self._may_decide() or self._lacks(reason=reason):
            return
        self._write(
            lambda: self._settling.dismiss_line(line.file, line.line, reason, actor),
            lambda _decided: _("Line {line} of file {file} is put aside.", **_place(line)),
        )

    def _ask_to_credit(self, line: SettlementLine, consumer: Consumer, reason: str) -> None:
        _ = self._desk.texts
        question = _(
            "Credit {amount} to {number}, {name}? A receipt is posted and settled at once.",
            amount=rupees(line.amount),
            number=consumer.number,
            name=consumer.name,
        )
        self._view.ask(question, _("Credit"), lambda: self._credit(line, consumer.number, reason))

    def _credit(self, line: SettlementLine, number: str, reason: str) -> None:
        _, actor = self._desk.texts, self._desk.actor

        def told(receipt: Receipt) -> str:
            return _(
                "{amount} are settled for consumer {consumer} by receipt {number}.",
                amount=rupees(receipt.amount),
                consumer=receipt.consumer_number,
                number=receipt.number,
            )

        self._write(
            lambda: self._settling.credit_line(line.file, line.line, number, reason, actor), told
        )

    def _write(self, work: Callable[[], Any], told: Callable[[Any], str]) -> None:
        if self._is_busy:
            return
        self._begin()
        task = self._desk.tasks.write(self, lambda _progress: work())
        task.succeeded.connect(lambda answer: self._on_decided(told(answer)))
        task.failed.connect(self._on_refused)
        task.finished.connect(self._on_finished)

    def _begin(self) -> None:
        self._is_busy = True
        self._view.show_problems({})

    def _on_decided(self, told: str) -> None:
        self._view.clear_typed()
        self._view.table.setFocus()
        self._desk.toasts.show(told)
        self.decided.emit()
        self.refresh()

    def _on_refused(self, error: Exception) -> None:
        field = _FIELD_OF.get(type(error), str(getattr(error, "field", "")))
        self._view.show_problems({field: self._desk.sentence(error)})

    def _on_finished(self) -> None:
        self._is_busy = False

    def _read(self) -> _InDoubt:
        return _InDoubt(
            self._settling.payments(),
            self._settling.lines(is_open=True),
            self._settling.unsettled(),
            self._books.now(),
        )

    def _on_listed(self, answer: _InDoubt) -> None:
        self._in_doubt = answer
        self._show()
        waiting = len(answer.payments) + len(answer.lines)
        self.waiting_changed.emit(waiting if self._may_decide() else 0)

    def _show(self) -> None:
        known = self._in_doubt
        self._view.show_lists(known.payments, known.lines, known.now)
        self._view.show_sums(known.unsettled)
        self._on_part_changed()

    def _on_part_changed(self) -> None:
        _ = self._desk.texts
        self._view.show_part()
        self._on_row_changed(self._view.table.current_row())
        rows = self._in_doubt.lines if self._view.wants_lines else self._in_doubt.payments
        total = sum((row.amount.paise for row in rows), 0)
        told = _("Rows: {count}, {amount}", count=len(rows), amount=rupees(Money(total)))
        self.counted.emit(told)

    def _on_row_changed(self, row: Any) -> None:
        shown = row if isinstance(row, Payment | SettlementLine) else None
        is_of_part = isinstance(shown, SettlementLine) == self._view.wants_lines
        if shown is not None and not is_of_part:
            return
        self._view.show_row(shown, may_decide=self._may_decide(), consumer=self._whose(shown))

    def _whose(self, row: Payment | SettlementLine | None) -> str:
        """Return the consumer of the payment in doubt that a line seems to be."""
        if not isinstance(row, SettlementLine) or not row.payment_id:
            return ""
        payments = self._in_doubt.payments
        found = (one.consumer_number for one in payments if one.id == row.payment_id)
        return next(found, "")

    def _may_decide(self) -> bool:
        return self._desk.may(Act.DECIDE_PAYMENT)

    def _typed(self, name: str) -> str:
        return str(self._view.form.field(name).value())

    def _lacks(self, **needed: str) -> bool:
        """Tell which fields are empty."""
        problems = {
            name: self._desk.sentence(FieldMissing(name))
            for name, value in needed.items()
            if not value
        }
        self._view.show_problems(problems)
        return bool(problems)


def _place(line: SettlementLine) -> dict[str, int]:
    return {"file": line.file, "line": line.line}
