"""Cheques and drafts: credited when taken, subject to the bank's paying them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.errors_of_counter import ChequePostDated, ChequeStale
from domain.money import Money
from domain.tender import INSTRUMENTS, TenderLine

#: A bank pays a cheque for three months from its date. Source: Reserve Bank of India,
#: DBOD.AML BC.No.47/14.01.001/2011-12.
STALE_AFTER_DAYS = 90


class ChequeState(StrEnum):
    """Where a cheque is."""

    #: In the office's hands.
    RECEIVED = "received"
    #: On a deposit slip.
    DEPOSITED = "deposited"
    CLEARED = "cleared"
    DISHONOURED = "dishonoured"
    #: Its receipt was cancelled and it went back to the consumer.
    RETURNED = "returned"


#: From here a bank still decides.
OPEN_STATES = frozenset({ChequeState.RECEIVED, ChequeState.DEPOSITED})


@dataclass(frozen=True, slots=True)
class Cheque:
    """A cheque or draft on a receipt; ``line`` is its place among the tenders, from 1."""

    number: str
    line: int
    tender: str
    amount: Money
    reference: str
    bank: str
    dated: date
    consumer_number: str
    consumer_name: str
    counter: int
    taken_on: date
    state: ChequeState
    changed_on: date
    changed_by: str
    #: The deposit slip on which it went to the bank.
    slip: str = ""


@dataclass(frozen=True, slots=True)
class HeldCheque:
    """A post-dated cheque that waits for its day; nothing is credited before."""

    id: str
    consumer_number: str
    consumer_name: str
    amount: Money
    reference: str
    bank: str
    dated: date
    kept_on: date
    kept_by: str
    #: Empty while it waits; then the receipt it became, or that it went back.
    receipt: str = ""
    is_returned: bool = False


@dataclass(frozen=True, slots=True)
class ChequeBar:
    """Why, and up to and with which day, no cheque of a consumer is taken."""

    consumer_number: str
    receipt: str
    since: date
    until: date
    reason: str


def refuse_unpayable(tenders: tuple[TenderLine, ...], today: date) -> None:
    """Raise when a cheque or draft bears a date to come, or is older than banks pay."""
    for line in tenders:
        if line.tender not in INSTRUMENTS or line.dated is None:
            continue
        if line.dated > today:
            raise ChequePostDated(line.dated, today)
        if today - line.dated > timedelta(days=STALE_AFTER_DAYS):
            raise ChequeStale(line.dated, STALE_AFTER_DAYS)
