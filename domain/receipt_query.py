"""Which receipts are looked for: by what somebody has in hand, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
