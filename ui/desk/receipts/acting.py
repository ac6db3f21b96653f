"""What is done with receipts and cheques afterwards: asked on a sheet, done in the write lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.consumer import Consumer, ConsumerQuery, ConsumerRow
from domain.errors import ConsumerNotFound, FieldMissing, Refusal
from domain.formats import rupees
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead
from ui.desk.receipts.controller import ReceiptsController
from ui.desk.receipts.view import ReceiptsView
from ui.desk.recharge.picker import MOST_FOUND

#: The field of the sheet that a refusal is about, where it does not say so itself.
_FIELD_OF: Mapping[type[Exception], str] = {ConsumerNotFound: "to"}


class ActingController(QObject):
    """Asks what an act takes, has it done, and keeps what was typed when it is refused."""

    #: Something was undone, settled or asked for: the books have changed.
    done = Signal()

    def __init__(
        self, view: ReceiptsView, desk: Desk, books: Books, receipts: ReceiptsController
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._receipts = view, desk, receipts
        self._books, self._reversals = books, books.reversals
        self._found, self._chosen = LatestRead(desk.tasks, self), LatestRead(desk.tasks, self)
        self._found.answered.connect(view.sheet.picker.show_found)
        self._found.failed.connect(desk.show_failure)
        self._chosen.answered.connect(view.sheet.show_consumer)
        self._chosen.failed.connect(self._on_refused)
        self._connect()

    def cancel(self) -> None:
        """Cancel the receipt that is shown, or ask somebody to; with the reason."""
        receipt, possible = self._view.detail.receipt, self._view.detail.possible
        if receipt is None:
            return
        if not (possible.cancel or possible.asks_cancellation):
            self._tell_why(self._receipts.why_no_cancellation(receipt))
            return
        _, number, actor = self._desk.texts, receipt.number, self._desk.actor
        amount = rupees(receipt.amount)
        if possible.cancel:
            question = _(
                "{amount} go back to the consumer. The number stays, the receipt is void.",
                amount=amount,
            )
            self._ask(
                _("Cancel receipt {number}", number=number),
                question,
                _("Cancel the receipt"),
                {"reason": ""},
                lambda values: self._reversals.cancel(number, values["reason"], actor),
                _(
                    "Receipt {number} is cancelled; {amount} went back.",
                    number=number,
                    amount=amount,
                ),
            )
            return
        self._ask(
            _("Ask to cancel receipt {number}", number=number),
            _("A supervisor decides, who did not take the money. Say why it is wrong."),
            _("Ask for it"),
            {"reason": ""},
            lambda values: self._reversals.ask_cancellation(number, values["reason"], actor),
            _("The cancellation of {number} waits for a supervisor.", number=number),
        )

    def transfer(self) -> None:
        """Post the money of the receipt that is shown to another consumer, or ask for it."""
        shown, possible = self._view.detail.shown, self._view.detail.possible
        if shown is None:
            return
        receipt = shown.copy.receipt
        if not (possible.transfer or possible.asks_transfer):
            self._tell_why(self._receipts.why_no_transfer(shown))
            return
        _, number, actor = self._desk.texts, receipt.number, self._desk.actor
        act = self._reversals.transfer if possible.transfer else self._reversals.ask_transfer
        told = (
            _("The money of {number} went to the other consumer.", number=number)
            if possible.transfer
            else _("The transfer of {number} waits for another person.", number=number)
        )
        self._ask(
            _("{number} to another consumer", number=number),
            _(
                "{amount} of {name} were taken for the wrong consumer. Find the right one.",
                amount=rupees(receipt.amount),
                name=receipt.consumer_name,
            ),
            _("Transfer") if possible.transfer else _("Ask for it"),
            {"to": "", "reason": ""},
            lambda values: act(number, values["to"], values["reason"], actor),
            told,
        )

    def clear(self) -> None:
        """Note that the bank has paid the cheque in use."""
        cheque = self._receipts.cheque_to_settle()
        if cheque is None or not self._view.detail.possible.settle:
            return
        _, actor = self._desk.texts, self._desk.actor
        self._ask(
            _("The bank paid cheque {reference}", reference=cheque.reference),
            _("{amount} are in the office's account.", amount=rupees(cheque.amount)),
            _("Bank paid"),
            {"on": self._desk.today()},
            lambda values: self._reversals.clear(cheque.number, cheque.line, values["on"], actor),
            _("Cheque {reference} is cleared.", reference=cheque.reference),
        )

    def dishonour(self) -> None:
        """Reverse the cheque in use, which came back."""
        cheque = self._receipts.cheque_to_settle()
        if cheque is None or not self._view.detail.possible.settle:
            return
        _, actor = self._desk.texts, self._desk.actor
        self._ask(
            _("Cheque {reference} came back", reference=cheque.reference),
            _(
                "{amount} are taken from the consumer again. Without an amount the office's own fee"
                " is charged.",
                amount=rupees(cheque.amount),
            ),
            _("Reverse it"),
            {"fee": None, "reason": ""},
            lambda values: self._reversals.dishonour(
                cheque.number, cheque.line, values["reason"], values["fee"], actor
            ),
            _("Cheque {reference} is reversed.", reference=cheque.reference),
        )

    def allow(self) -> None:
        """Let cheques of the consumer be taken again."""
        receipt = self._view.detail.receipt
        if receipt is None or not self._view.detail.possible.allow:
            return
        _, actor, number = self._desk.texts, self._desk.actor, receipt.consumer_number
        self._ask(
            _("Allow cheques again"),
            _("Cheques of consumer {number} are taken from now on.", number=number),
            _("Allow cheques again"),
            {"reason": ""},
            lambda values: self._reversals.lift_bar(number, values["reason"], actor),
            _("Cheques of consumer {number} are taken again.", number=number),
        )

    def take(self) -> None:
        """Post the held cheque that is shown, whose day has come."""
        held = self._view.detail.held
        if held is None or not self._view.detail.possible.take:
            return
        _, actor = self._desk.texts, self._desk.actor
        self._do(
            lambda: self._reversals.take_held(held.id, actor),
            _("Cheque {reference} is taken as a receipt.", reference=held.reference),
        )

    def give_back(self) -> None:
        """Give the held cheque that is shown back to the consumer."""
        held = self._view.detail.held
        if held is None or not self._view.detail.possible.give_back:
            return
        _, actor = self._desk.texts, self._desk.actor
        self._ask(
            _("Give cheque {reference} back", reference=held.reference),
            _("Nothing was credited for it."),
            _("Give it back"),
            {"reason": ""},
            lambda values: self._reversals.return_held(held.id, values["reason"], actor),
            _("Cheque {reference} went back.", reference=held.reference),
        )

    def _connect(self) -> None:
        detail, sheet = self._view.detail, self._view.sheet
        detail.cancel_requested.connect(self.cancel)
        detail.transfer_requested.connect(self.transfer)
        detail.clear_requested.connect(self.clear)
        detail.dishonour_requested.connect(self.dishonour)
        detail.allow_requested.connect(self.allow)
        detail.take_requested.connect(self.take)
        detail.give_back_requested.connect(self.give_back)
        sheet.search_requested.connect(self._on_search_requested)
        sheet.entered.connect(self._on_entered)

    def _ask(  # noqa: PLR0913, PLR0917 - what is asked, what it takes, and what it does
        self,
        heading: str,
        question: str,
        accept: str,
        values: Mapping[str, Any],
        act: Callable[[Mapping[str, Any]], Any],
        told: str,
    ) -> None:
        def accepted(typed: Mapping[str, Any], refusals: Mapping[str, Refusal]) -> None:
            self._accept(dict(typed), dict(refusals), set(values), act, told)

        self._view.sheet.ask(heading, question, accept, values, accepted)

    def _accept(
        self,
        typed: dict[str, Any],
        refusals: dict[str, Refusal],
        names: set[str],
        act: Callable[[Mapping[str, Any]], Any],
        told: str,
    ) -> None:
        consumer = self._view.sheet.consumer
        if "to" in names:
            typed["to"] = consumer.number if consumer else ""
        for name in ("to", "on", "reason"):
            if name in names and name not in refusals and not typed.get(name):
                refusals[name] = FieldMissing("consumer" if name == "to" else name)
        if refusals:
            self._view.sheet.show_problems(
                {name: self._desk.sentence(one) for name, one in refusals.items()}
            )
            return
        self._view.sheet.show_problems({})
        self._do(lambda: act(typed), told)

    def _do(self, work: Callable[[], Any], told: str) -> None:
        self._view.sheet.show_busy(True)
        task = self._desk.tasks.write(self, lambda _progress: work())
        task.succeeded.connect(lambda _result: self._on_done(told))
        task.failed.connect(self._on_refused)
        task.finished.connect(lambda: self._view.sheet.show_busy(False))

    def _on_done(self, told: str) -> None:
        if not self._view.sheet.isHidden():
            self._view.sheet.put_away()
        self._desk.toasts.show(told)
        self.done.emit()

    def _on_refused(self, error: Exception) -> None:
        sheet = self._view.sheet
        if sheet.isHidden():
            self._desk.show_failure(error)
            return
        field = _FIELD_OF.get(type(error), str(getattr(error, "field", "")))
        sheet.show_problems({field: self._desk.sentence(error)})

    def _tell_why(self, why: Refusal | None) -> None:
        if why is not None:
            self._desk.toasts.show(self._desk.sentence(why), "warning")

    # The right consumer of a transfer

    def _on_search_requested(self, text: str) -> None:
        self._found.ask(lambda: self._find(text))

    def _find(self, text: str) -> list[ConsumerRow]:
        return self._rows(ConsumerQuery(text))

    def _rows(self, query: ConsumerQuery) -> list[ConsumerRow]:
        ids = self._books.find_consumers(query, MOST_FOUND)
        rows = self._books.consumer_rows(ids)
        return [rows[key] for key in ids if key in rows]

    def _on_entered(self, text: str) -> None:
        self._chosen.ask(lambda: self._consumer(text))

    def _consumer(self, text: str) -> Consumer:
        """Return the consumer of this number, or the only one that fits."""
        try:
            return self._books.consumer(text)
        except ConsumerNotFound:
            found = self._rows(ConsumerQuery(text, is_literal=True))
            if len(found) != 1:
                raise
            return self._books.consumer(found[0].number)
