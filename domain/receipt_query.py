"""Which receipts are looked for: by what somebody has in hand, and what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.errors_of_counter import NotAReceiptCode
from domain.listing import ReceiptRow
from domain.money import Money
from domain.signing import read_code


class ReceiptState(StrEnum):
    """What became of a receipt."""

    VALID = "valid"
    CANCELLED = "cancelled"
    TRANSFERRED = "transferred"
    #: A cheque of it came back.
    DISHONOURED = "dishonoured"


@dataclass(frozen=True, slots=True)
class ReceiptQuery:
    """Which receipts are looked for, newest first; days in India, both included; empty: any.

    ``text``: the beginning of a number (``PAT1/02``), its last part (``123``), a payment's
    reference, or beginnings of the words by which consumers are found.
    """

    text: str = ""
    since: date | None = None
    until: date | None = None
    counter: int | None = None
    by: str = ""
    #: One of its tenders at least.
    tender: str = ""
    state: ReceiptState | None = None


@dataclass(frozen=True, slots=True)
class ReceiptTotals:
    """What the receipts of a list come to; ``valid`` is the part of which nothing was undone."""

    receipts: int
    amount: Money
    valid: Money


@dataclass(frozen=True, slots=True)
class ReceiptList:
    """Every receipt that a query found, as the books stood at one moment: its anchor says where."""

    rows: Sequence[ReceiptRow]
    totals: ReceiptTotals
    made_at: datetime
    anchor: str


def typed_as(text: str) -> str:
    """Return what is looked for by a text: the receipt's number, where it is a QR code's text.

    Whether the code is a true one does not matter for finding; verifying tells.
    """
    try:
        facts, _signed = read_code(text)
    except NotAReceiptCode:
        return text.strip()
    return facts.number
