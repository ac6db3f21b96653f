"""Recharges: what a consumer pays in before using it, and the receipt for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.errors import (
    AmountOutOfRange,
    FieldMissing,
    FieldNotAllowed,
    FieldTooLong,
    ReferenceMissing,
    TenderUnknown,
)
from domain.formats import clean_words
from domain.money import Money
from domain.office import Office

LEAST = Money.rupees(10)
MOST = Money.rupees(200_000)
#: A reference, a remark: long enough for any bank, short enough for a receipt.
MOST_REFERENCE = 64
MOST_ORDER_ID = 128


class Tender(StrEnum):
    """In what form money comes in."""

    CASH = "cash"
    UPI = "upi"
    CARD = "card"
    CHEQUE = "cheque"


#: These leave a trace at a bank, which the receipt has to name.
_WITH_REFERENCE = frozenset({Tender.UPI, Tender.CARD, Tender.CHEQUE})


def needs_reference(tender: Tender) -> bool:
    """Return whether the tender leaves a trace at a bank that the receipt has to name."""
    return tender in _WITH_REFERENCE


def tender_of(text: str) -> Tender:
    """Return the tender that ``text`` names; :class:`TenderUnknown` for any other."""
    try:
        return Tender(text.strip().lower())
    except ValueError:
        raise TenderUnknown(text) from None


@dataclass(frozen=True, slots=True)
class RechargeOrder:
    """A wish to recharge; ``id`` is made once, by whoever asks, and repeated with it.

    The same order twice is posted once. It checks itself when made: an amount out of range,
    or a reference that is missing or too long, is refused.
    """

    id: str
    consumer_number: str
    amount: Money
    tender: Tender
    reference: str = ""

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise FieldMissing("order_id")
        if len(self.id) > MOST_ORDER_ID:
            raise FieldTooLong("order_id", MOST_ORDER_ID)
        if not LEAST <= self.amount <= MOST:
            raise AmountOutOfRange(self.amount, LEAST, MOST)
        if needs_reference(self.tender) and not self.reference.strip():
            raise ReferenceMissing(self.tender.value)
        if len(self.reference) > MOST_REFERENCE:
            raise FieldTooLong("reference", MOST_REFERENCE)
        if not self.id.isprintable():
            raise FieldNotAllowed("order_id", self.id)
        reference = clean_words(self.reference)
        if reference is None:
            raise FieldNotAllowed("reference", self.reference)
        object.__setattr__(self, "reference", reference)


@dataclass(frozen=True, slots=True)
class RechargePreview:
    """What a recharge would do, shown before it is confirmed."""

    consumer_number: str
    amount: Money
    to_arrears: Money
    to_wallet: Money
    balance_before: Money
    balance_after: Money
    days_left: int | None
    status_after: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the consumer takes home: the facts as they stood when the money was taken."""

    number: str
    order_id: str
    consumer_number: str
    consumer_name: str
    consumer_address: str
    meter_serial: str
    category: str
    amount: Money
    tender: Tender
    reference: str
    to_arrears: Money
    to_wallet: Money
    balance_before: Money
    balance_after: Money
    days_left: int | None
    posted_at: datetime
    posted_by: str
    counter: int


@dataclass(frozen=True, slots=True)
class ReceiptCopy:
    """A receipt as it goes to paper; ``copy`` 0 is the original, n is DUPLICATE n."""

    receipt: Receipt
    office: Office
    copy: int
