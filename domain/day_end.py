"""The end of a counter's day: receipts = cash + cheques + UPI + card = ledger, then it is closed.

Counter 0 (the command line) and gateway money have lines of their own; closing counter 0 books
what has come in so far and locks nobody out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.cheque import Cheque, ChequeState
from domain.errors_of_counter import DayDoesNotAgree
from domain.ledger import ACCOUNT_OF
from domain.money import ZERO, Money
from domain.shift import (
    DENOMINATIONS,
    NO_CASH,
    CashCount,
    Shift,
    ShiftReport,
    Taken,
    to_deposit,
)
from domain.tender import Tender

#: The counter without a drawer: commands, gateways, transfers.
WITHOUT_DRAWER = 0

#: What a day compares with the ledger, each the tenders of one account.
TENDERS_OF_DAY: Mapping[str, tuple[Tender, ...]] = {
    "cash": (Tender.CASH,),
    "cheque": (Tender.CHEQUE, Tender.DRAFT),
    "upi": (Tender.UPI,),
    "card": (Tender.CARD,),
    "gateway": (Tender.GATEWAY,),
    "transfer": (Tender.TRANSFER,),
}


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

    @property
    def is_cash(self) -> bool:
        return self.tender == Tender.CASH


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


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What happened at a counter on a day, as the store adds it up.

    ``taken`` and ``given_back`` by tender (:class:`domain.tender.Tender` values), ``ledger`` by
    account (:class:`domain.ledger.Account` values): what receipts and their cancellations moved.
    """

    receipts: int
    cancelled: int
    taken: Mapping[str, Taken]
    given_back: Mapping[str, Taken]
    ledger: Mapping[str, Money]
    #: Cheques and drafts of the day that the office has still in its hands.
    waiting: Taken
    #: Cash of the day that went to the bank on earlier slips.
    on_slips: Money
    closed: Deposited | None = None
    #: How many receipts there were when it was last closed.
    closed_receipts: int = 0


def day_end_of(counter: int, day: date, shifts: Sequence[ShiftReport], facts: DayFacts) -> DayEnd:
    """Work out how a counter's day stands, or how it was closed.

    What is deposited is what the closed shifts have brought in. Counter 0 has no drawer: it is the
    cash that stands on none of its slips yet. Money that came in there after a closing opens its
    day again, for the next part of it.
    """
    tenders = _compared(facts)
    closed = facts.closed
    if counter == WITHOUT_DRAWER:
        cash = sum((line.taken - line.given_back for line in tenders if line.is_cash), ZERO)
        deposit = cash - facts.on_slips
        closed = closed if facts.receipts == facts.closed_receipts else None
    else:
        deposit = to_deposit([report for report in shifts if not report.shift.is_open])
    return DayEnd(
        counter=counter,
        day=day,
        tenders=tenders,
        shifts=shifts,
        receipts=facts.receipts,
        cancelled=facts.cancelled,
        to_deposit=deposit,
        cheques=closed.cheques if closed else facts.waiting.count,
        cheques_amount=closed.cheques_amount if closed else facts.waiting.amount,
        closed=closed,
    )


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
    return [
        cheque
        for cheque in cheques
        if (cheque.counter, cheque.taken_on) == (end.counter, end.day)
        and _is_on_slip(cheque, end.closed)
    ]


def _is_on_slip(cheque: Cheque, closed: Deposited | None) -> bool:
    if closed is None:
        return cheque.state is ChequeState.RECEIVED
    return cheque.slip == closed.slip and cheque.state is not ChequeState.RETURNED


def _compared(facts: DayFacts) -> list[TenderOfDay]:
    """Set receipts and ledger beside each other, tender by tender, where anything moved."""
    lines = []
    for name, tenders in TENDERS_OF_DAY.items():
        taken, back = _sum(facts.taken, tenders), _sum(facts.given_back, tenders)
        account = ACCOUNT_OF[tenders[0]].value
        if taken.count or back.count or account in facts.ledger:
            ledger = facts.ledger.get(account, ZERO)
            lines.append(TenderOfDay(name, taken.count, taken.amount, back.amount, ledger))
    return lines


def _sum(taken: Mapping[str, Taken], tenders: Sequence[Tender]) -> Taken:
    """Add up some tenders."""
    parts = [taken[tender.value] for tender in tenders if tender.value in taken]
    return Taken(sum(part.count for part in parts), sum((part.amount for part in parts), ZERO))


def _by_denomination(count: CashCount) -> dict[int, int]:
    return {denomination: count.number_of(denomination) for denomination in DENOMINATIONS}
