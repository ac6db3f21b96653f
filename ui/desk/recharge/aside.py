"""What is kept in place of a receipt: payments of unknown fate, cheques with a date to come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from domain import formats
from domain.books import Books
from domain.cheque import HeldCheque
from domain.formats import rupees
from domain.payment import Payment
from domain.recharge import RechargeOrder
from domain.tender import TenderLine
from ui.desk.kit.desk import Desk
from ui.desk.kit.reason import ReasonSheet
from ui.desk.recharge.view import RechargeView


class AsideController(QObject):
    """Asks, keeps, and tells that nothing was credited."""

    #: Something was kept: the form is done with it.
    kept = Signal()
    #: It was not: why.
    failed = Signal(object)

    def __init__(self, view: RechargeView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self.sheet = ReasonSheet(view, desk, offers_last=True)

    def retranslate(self) -> None:
        """Set the words of the sheet."""
        self.sheet.retranslate(self._desk.texts)

    def park(self, order: RechargeOrder) -> None:
        """Ask, then put a payment of unknown fate on the recovery list."""
        _ = self._desk.texts
        self.sheet.ask(
            _("Fate unknown: {amount}", amount=rupees(order.amount)),
            _(
                "The payment goes on the recovery list. Nothing is credited and no receipt is given"
                " until the bank's settlement shows it."
            ),
            _("Put on the recovery list"),
            lambda note: self._park(order, note),
            is_needed=False,
        )

    def hold(self, order_id: str, consumer_number: str, line: TenderLine) -> None:
        """Ask, then keep a cheque until its day."""
        _ = self._desk.texts
        day = formats.day(line.dated, _.month_names) if line.dated else ""
        question = _(
            "The cheque is dated {day}. Keep it until then? Nothing is credited before.", day=day
        )
        self._view.ask_to_hold(question, lambda: self._hold(order_id, consumer_number, line))

    def _park(self, order: RechargeOrder, note: str) -> None:
        settling, actor = self._books.settling, self._desk.actor
        self._write(lambda: settling.park(order, note, actor), self._on_parked)

    def _hold(self, order_id: str, consumer_number: str, line: TenderLine) -> None:
        reversals, actor = self._books.reversals, self._desk.actor
        self._write(
            lambda: reversals.hold_cheque(order_id, consumer_number, line, actor), self._on_held
        )

    def _write(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._view.show_busy(True)
        task = self._desk.tasks.write(self, lambda _progress: work())
        for outcome in (task.succeeded, task.failed):
            outcome.connect(lambda _answer: self._view.show_busy(False))
        task.succeeded.connect(done)
        task.failed.connect(self.failed)

    def _on_parked(self, payment: Payment) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(
            _(
                "{amount} of {name} stands on the recovery list. Nothing was credited.",
                amount=rupees(payment.amount),
                name=payment.consumer_name,
            ),
            "warning",
        )
        self.kept.emit()

    def _on_held(self, held: HeldCheque) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(
            _(
                "The cheque {number} of {name} is kept until {day}. Nothing was credited.",
                number=held.reference,
                name=held.consumer_name,
                day=formats.day(held.dated, _.month_names),
            ),
            "warning",
        )
        self.kept.emit()
