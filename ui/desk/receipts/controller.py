"""What the Receipts page finds and shows; the latest question wins."""

from __future__ import annotations

from array import array
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from domain.approval import ApprovalState
from domain.books import Books
from domain.calendar import billing_day
from domain.cheque import OPEN_STATES, Cheque, HeldCheque
from domain.energy import Energy
from domain.errors import Refusal
from domain.errors_of_counter import (
    ChequeNotPaidYet,
    MadeByTransfer,
    NotOfToday,
    ReceiptUndone,
)
from domain.formats import units
from domain.listing import ReceiptRow
from domain.receipt_query import ReceiptQuery, ReceiptTotals
from domain.recharge import Receipt
from domain.staff import Act
from domain.tender import Tender
from ui.desk.kit.desk import Desk
from ui.desk.kit.listing.totals import receipt_totals_words
from ui.desk.kit.tasks import LatestRead
from ui.desk.receipts.detail_view import Possible, ShownReceipt
from ui.desk.receipts.list_view import Part, key_of
from ui.desk.receipts.view import ReceiptsView

#: So long a row must be in use before its receipt is read: keys held down skip over many.
_SETTLES_MS = 120
_UNDOING = frozenset({Act.CANCEL_RECEIPT, Act.TRANSFER_RECEIPT})


class ReceiptsController(QObject):
    """Reads the lists and the receipt in use."""

    #: What the list counts, worded.
    counted = Signal(str)

    def __init__(self, view: ReceiptsView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._row: ReceiptRow | Cheque | HeldCheque | None = None
        self._count = 0
        self._come_to: ReceiptTotals | None = None
        self._totals = LatestRead(desk.tasks, self)
        self._search, self._choices = LatestRead(desk.tasks, self), LatestRead(desk.tasks, self)
        self._cheques, self._held = LatestRead(desk.tasks, self), LatestRead(desk.tasks, self)
        self._detail = LatestRead(desk.tasks, self)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        self._settled.timeout.connect(self._read_detail)
        self._connect()

    @property
    def row(self) -> ReceiptRow | Cheque | HeldCheque | None:
        """The row in use."""
        return self._row

    def refresh(self) -> None:
        """Read again what is shown: the books have changed."""
        self._view.list.model.refresh()
        self._choices.ask(lambda: (self._books.reversals.counters(), self._takers()))
        self.load_part()
        self._read_detail()

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self._choices.ask(lambda: (self._books.reversals.counters(), self._takers()))
        self._tell_count()
        self._tell_totals()

    def load_part(self) -> None:
        """Read the list that is looked at."""
        lists, reversals = self._view.list, self._books.reversals
        if lists.part is Part.CHEQUES:
            state = lists.cheque_state.value()
            self._cheques.ask(lambda: reversals.cheques(() if state is None else (state,)))
        elif lists.part is Part.HELD:
            self._held.ask(reversals.held_cheques)
        else:
            self._ask(lists.query())

    def why_no_cancellation(self, receipt: Receipt) -> Refusal | None:
        """Return why a receipt cannot be cancelled by anybody; None: it can."""
        day = billing_day(receipt.posted_at)
        if receipt.undone:
            return ReceiptUndone(receipt.number, receipt.undone[-1].kind.value)
        if day != self._desk.today():
            return NotOfToday(receipt.number, day)
        if any(line.tender is Tender.TRANSFER for line in receipt.tenders):
            return MadeByTransfer(receipt.number)
        return None

    def why_no_transfer(self, shown: ShownReceipt) -> Refusal | None:
        """Return why a receipt cannot be transferred by anybody; None: it can."""
        receipt = shown.copy.receipt
        if receipt.undone:
            return ReceiptUndone(receipt.number, receipt.undone[-1].kind.value)
        if any(one.state in OPEN_STATES for one in shown.cheques):
            return ChequeNotPaidYet(receipt.number)
        return None

    def cheque_to_settle(self) -> Cheque | None:
        """Return the cheque that the bank has still to pay: the one in use, or the first."""
        shown = self._view.detail.shown
        if shown is None:
            return None
        _number, line = key_of(self._row)
        still_open = [one for one in shown.cheques if one.state in OPEN_STATES]
        return next((one for one in still_open if line in {0, one.line}), None)

    def _connect(self) -> None:
        lists = self._view.list
        lists.query_requested.connect(self._ask)
        lists.part_requested.connect(self.load_part)
        lists.row_changed.connect(self._on_row_changed)
        lists.model.failed.connect(self._desk.show_failure)
        shows = (
            (self._search, self._on_found),
            (self._totals, self._on_totals),
            (self._choices, self._on_choices),
            (self._cheques, self._on_cheques),
            (self._held, self._on_held),
            (self._detail, self._on_detail),
        )
        for read, show in shows:
            read.answered.connect(show)
            read.failed.connect(self._desk.show_failure)

    def _takers(self) -> list[str]:
        return self._books.reversals.takers()

    def _ask(self, query: ReceiptQuery) -> None:
        self._come_to = None
        self._tell_totals()
        self._search.ask(lambda: self._books.reversals.find_receipts(query))
        self._totals.ask(lambda: self._books.reversals.receipt_totals(query))

    def _on_totals(self, totals: ReceiptTotals) -> None:
        self._come_to = totals
        self._tell_totals()

    def _tell_totals(self) -> None:
        totals, _ = self._come_to, self._desk.texts
        self._view.list.show_totals(receipt_totals_words(totals, _) if totals else "")

    def _on_found(self, ids: array[int]) -> None:
        lists = self._view.list
        if ids != lists.model.keys:
            lists.show_keys(ids)
        self._show_count(len(ids))

    def _on_choices(self, choices: tuple[list[int], list[str]]) -> None:
        self._view.list.show_choices(*choices, self._desk.texts)

    def _on_cheques(self, cheques: list[Cheque]) -> None:
        self._view.list.show_cheques(cheques)
        self._show_count(len(cheques))

    def _on_held(self, held: list[HeldCheque]) -> None:
        self._view.list.show_held(held)
        self._show_count(len(held))

    def _show_count(self, count: int) -> None:
        self._count = count
        self._tell_count()

    def _tell_count(self) -> None:
        _ = self._desk.texts
        count = units(Energy(self._count * 1000)).removesuffix(".000")
        self.counted.emit(_("{count} found", count=count))

    def _on_row_changed(self, row: Any) -> None:
        self._row = row if isinstance(row, ReceiptRow | Cheque | HeldCheque) else None
        if self._row is None:
            self._detail.forget()
            self._view.detail.show_nothing()
        else:
            self._settled.start()

    def _read_detail(self) -> None:
        row = self._row
        if isinstance(row, HeldCheque):
            self._detail.forget()
            self._show_held(row)
            return
        number, _line = key_of(row)
        if number:
            self._detail.ask(lambda: self._read(number))

    def _read(self, number: str) -> ShownReceipt:
        reversals, now = self._books.reversals, self._books.now()
        copy = self._books.receipt(number)
        cheques = reversals.cheques_of(number)
        bar = reversals.bar_of(copy.receipt.consumer_number) if cheques else None
        waiting = [
            one
            for one in self._books.trust.approvals()
            if one.act in _UNDOING
            and one.subject == number
            and one.state_at(now) is ApprovalState.WAITING
        ]
        return ShownReceipt(copy, cheques, bar, waiting)

    def _on_detail(self, shown: ShownReceipt) -> None:
        number, line = key_of(self._row)
        if shown.copy.receipt.number == number:
            self._view.detail.show_receipt(shown, self._possible(shown, line))

    def _show_held(self, held: HeldCheque) -> None:
        desk = self._desk
        is_due = held.dated <= desk.today()
        possible = Possible(
            take=is_due and desk.may(Act.RECHARGE), give_back=desk.may(Act.HOLD_CHEQUE)
        )
        self._view.detail.show_held(held, possible)

    def _possible(self, shown: ShownReceipt, line: int) -> Possible:
        desk, receipt = self._desk, shown.copy.receipt
        can_be_cancelled = self.why_no_cancellation(receipt) is None
        is_own = desk.role is not None and receipt.posted_by == desk.actor.name
        cancels = can_be_cancelled and desk.may(Act.CANCEL_RECEIPT) and not is_own
        is_open = any(one.state in OPEN_STATES and line in {0, one.line} for one in shown.cheques)
        moves = self.why_no_transfer(shown) is None
        return Possible(
            print_it=desk.may(Act.PRINT_RECEIPT),
            cancel=cancels,
            asks_cancellation=(can_be_cancelled and not cancels and desk.may(Act.ASK_CANCELLATION)),
            transfer=moves and desk.role is None,
            asks_transfer=moves and desk.role is not None and desk.may(Act.ASK_TRANSFER),
            settle=is_open and desk.may(Act.SETTLE_CHEQUE),
            allow=shown.bar is not None and desk.may(Act.LIFT_CHEQUE_BAR),
        )
