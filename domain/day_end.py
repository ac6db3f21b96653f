"""The end of a counter's day: receipts = cash + cheques + UPI + card = ledger, then it is closed.

Counter 0 (the command line) and gateway money have lines of their own; closing counter 0 books
what has come in so far and locks nobody out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.cheque import Cheque, ChequeState
from domain.errors_of_counter import DayDoesNotAgree
from domain.money import ZERO, Money
from domain.shift import DENOMINATIONS, NO_CASH, CashCount, Shift, ShiftReport

#: The counter without a drawer: commands, gateways, transfers.
WITHOUT_DRAWER = 0


@dataclass(frozen=True, slots=True)
class TenderOfDay:
    """One tender of a day: what the receipts say, what was undone, what the ledger says."""

    tender: str
    receipts: int
    taken: Money
    given_back: Money
    ledger: Money

    @property
    def agrees(self) -> bool:
        return self.taken - self.given_back == self.ledger


@dataclass(frozen=True, slots=True)
class Deposited:
    """That a counter's day was closed, and what was taken to the bank."""

    closed_at: datetime
    closed_by: str
    slip: str
    cash: CashCount
    #: Paise beside whole notes and coins make no slip wrong: what was to be deposited.
    amount: Money
    cheques: int
    cheques_amount: Money
    #: Where the books stood then: ``PAT1.1:1234:9f86d081884c7d65``.
    anchor: str


@dataclass(frozen=True, slots=True)
class DayEnd:
    """A counter's day, closed or about to be."""

    counter: int
    day: date
    tenders: Sequence[TenderOfDay]
    shifts: Sequence[ShiftReport]
    receipts: int
    cancelled: int
    to_deposit: Money
    #: Cheques and drafts taken on the day and still with the office.
    cheques: int
    cheques_amount: Money
    closed: Deposited | None = None
    cash: CashCount = NO_CASH

    @property
    def collected(self) -> Money:
        return sum((line.taken - line.given_back for line in self.tenders), ZERO)

    @property
    def ledger(self) -> Money:
        return sum((line.ledger for line in self.tenders), ZERO)

    @property
    def agrees(self) -> bool:
        """Whether receipts and ledger are the same, tender by tender."""
        return all(line.agrees for line in self.tenders)

    def refuse_unless_agreed(self) -> None:
        """Raise :class:`DayDoesNotAgree` for the first tender that differs."""
        for line in self.tenders:
            if not line.agrees:
                raise DayDoesNotAgree(
                    self.counter, self.day, line.taken - line.given_back, line.ledger
                )


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A counter's day on which money moved and that nobody has closed yet."""

    counter: int
    day: date
    receipts: int
    collected: Money
    has_open_shift: bool


def left_in_drawer(last: Shift, end: DayEnd) -> CashCount:
    """Return what should lie in a drawer since its last shift, for the next one's float.

    It is what that shift counted, less what the day's slip took to the bank. Where the pieces of
    both cannot be told apart, it is the amount in the fewest pieces.
    """
    counted = last.closing.counted if last.closing else NO_CASH
    if end.closed is None:
        return counted
    dropped = sum((report.dropped for report in end.shifts), ZERO)
    left = {
        denomination: number - end.closed.cash.number_of(denomination)
        for denomination, number in _by_denomination(counted).items()
    }
    if not dropped and min(left.values()) >= 0:
        return CashCount.of(left)
    return CashCount.in_fewest(max(counted.total + dropped - end.closed.cash.total, ZERO))


def cheques_on_slip(end: DayEnd, cheques: Sequence[Cheque]) -> list[Cheque]:
    """Return the cheques and drafts of a counter's day that go, or went, to the bank."""
    kept = [
        cheque
        for cheque in cheques
        if (cheque.counter, cheque.taken_on) == (end.counter, end.day)
        and cheque.state is not ChequeState.RETURNED
    ]
    if end.closed is None:
        return [cheque for cheque in kept if cheque.state is ChequeState.RECEIVED]
    return kept


def _by_denomination(count: CashCount) -> dict[int, int]:
    return {denomination: count.number_of(denomination) for denomination in DENOMINATIONS}
