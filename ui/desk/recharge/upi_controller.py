"""The UPI code beside the form: made anew whenever amount or consumer change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from domain.books import Books
from domain.consumer import Consumer
from domain.errors import Refusal
from domain.money import Money
from domain.upi import UpiSlip, reference_of
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead
from ui.desk.recharge.view import RechargeView
from ui.desk.recharge.ways import Ways

#: The rows of a QR code, 1 for dark.
CodeModules = Callable[[str], Sequence[bytes]]


class UpiController(QObject):
    """Shows the code of what is to be paid; an office without an address has none."""

    def __init__(
        self, view: RechargeView, desk: Desk, books: Books, code_modules: CodeModules
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._code_modules = code_modules
        self._asked: UpiSlip | None = None
        self._drawn = LatestRead(desk.tasks, self)
        self._drawn.answered.connect(self._on_drawn)
        self._drawn.failed.connect(desk.show_failure)

    def show(self, ways: Ways | None, consumer: Consumer, amount: Money, order_id: str) -> None:
        """Show the code by which a consumer pays exactly this for an order."""
        if ways is None or not ways.upi_address:
            self.hide()
            return
        try:
            slip = UpiSlip(
                self._books.office,
                consumer.number,
                consumer.name,
                ways.upi_address,
                ways.upi_name,
                reference_of(order_id),
                amount,
                self._books.now(),
            )
        except Refusal as refusal:
            self.hide()
            self._view.form.show_note("tender", self._desk.sentence(refusal), "bad")
            return
        if self._asked is None or self._asked.code != slip.code:
            self._asked = slip
            self._drawn.ask(lambda: (slip, self._code_modules(slip.code)))

    def hide(self) -> None:
        """Show none."""
        self._asked = None
        self._drawn.forget()
        self._view.show_no_upi()

    def _on_drawn(self, answer: tuple[UpiSlip, Sequence[bytes]]) -> None:
        self._view.show_upi(*answer)
