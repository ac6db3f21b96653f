"""After the fact, as pages and commands use it: receipts undone, cheques cleared or come back."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from domain.approval import Approval
from domain.cheque import Cheque, ChequeBar, ChequeState, HeldCheque
from domain.listing import ReceiptRow
from domain.money import Money
from domain.office import Actor
from domain.progress import Progress
from domain.receipt_query import ReceiptList, ReceiptQuery, ReceiptTotals
from domain.recharge import Receipt
from domain.tender import TenderLine


class Reversals(Protocol):
    """What happens to receipts and cheques afterwards; every method is whole by itself."""

    def find_receipts(self, query: ReceiptQuery, limit: int | None = None) -> array[int]:
        """Return the ids of the receipts that a query asks for, newest first."""

    def receipt_totals(self, query: ReceiptQuery) -> ReceiptTotals:
        """Return what the receipts that a query asks for come to."""

    def receipt_list(self, query: ReceiptQuery, progress: Progress) -> ReceiptList:
        """Return every receipt that a query asks for, newest first, as of one moment."""

    def receipts_named(self, typed: str, limit: int) -> list[ReceiptRow]:
        """Return the newest receipts by the beginning of a number, its figures or a reference.

        For whoever types: it never takes longer than a keystroke.
        """

    def receipt_rows(self, ids: Sequence[int]) -> Mapping[int, ReceiptRow]: ...

    def counters(self) -> list[int]:
        """Return the counters at which receipts were taken."""

    def takers(self) -> list[str]:
        """Return who has taken receipts."""

    def cancel(self, number: str, reason: str, actor: Actor) -> Receipt:
        """Cancel a receipt of today; never one's own where the office has staff."""

    def ask_cancellation(self, number: str, reason: str, actor: Actor) -> Approval:
        """Ask a supervisor to cancel a receipt."""

    def ask_transfer(self, number: str, to: str, reason: str, actor: Actor) -> Approval:
        """Ask that a receipt be undone and its money be posted to another consumer."""

    def transfer(self, number: str, to: str, reason: str, actor: Actor) -> Receipt:
        """Transfer at once, in an office without staff; return the new receipt."""

    def cheques(self, states: Sequence[ChequeState] = (), limit: int = 2_000) -> list[Cheque]:
        """Return cheques and drafts, newest first; without states: all."""

    def cheques_of(self, number: str) -> list[Cheque]:
        """Return the cheques and drafts of a receipt, by their place on it."""

    def clear(self, number: str, line: int, on: date, actor: Actor) -> Cheque:
        """Post that the bank has paid a cheque."""

    def dishonour(
        self, number: str, line: int, reason: str, fee: Money | None, actor: Actor
    ) -> Receipt:
        """Reverse a cheque that came back, charge the fee (None: the office's), bar cheques."""

    def bar_of(self, consumer_number: str) -> ChequeBar | None:
        """Return why no cheque of a consumer is taken today."""

    def lift_bar(self, consumer_number: str, reason: str, actor: Actor) -> None: ...

    def hold_cheque(
        self, id_: str, consumer_number: str, line: TenderLine, actor: Actor
    ) -> HeldCheque:
        """Keep a post-dated cheque until its day; the same id again is the same cheque."""

    def held_cheques(self) -> list[HeldCheque]: ...

    def take_held(self, id_: str, actor: Actor) -> Receipt:
        """Post a held cheque whose day has come, at the actor's counter."""

    def return_held(self, id_: str, reason: str, actor: Actor) -> None: ...
