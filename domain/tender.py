"""Tenders: in what form money comes in, and what each of them must say to be taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.errors import (
    FieldMissing,
    FieldNotAllowed,
    FieldTooLong,
    ReferenceMissing,
    TenderUnknown,
)
from domain.errors_of_counter import AmountNotPositive, GivenTooLittle, TooManyTenders
from domain.formats import clean_words
from domain.money import ZERO, Money

#: A reference, a remark: long enough for any bank, short enough for a receipt.
MOST_REFERENCE = 64
MOST_BANK = 60
#: So many tenders may stand on one receipt.
MOST_TENDERS = 8


class Tender(StrEnum):
    """In what form money comes in."""

    CASH = "cash"
    UPI = "upi"
    CARD = "card"
    CHEQUE = "cheque"
    #: A demand draft: the bank has the money already, but it is collected like a cheque.
    DRAFT = "draft"
    #: Money that a payment gateway has taken for the office.
    GATEWAY = "gateway"
    #: Money that stood on another receipt, taken for the wrong consumer.
    TRANSFER = "transfer"


#: What a list says of a receipt with several tenders; no line of one is ever this.
MIXED = "mixed"

#: What is handed over at a counter; the others are made by the program.
AT_THE_COUNTER = (Tender.CASH, Tender.UPI, Tender.CARD, Tender.CHEQUE, Tender.DRAFT)
#: Paper that a bank has still to pay.
INSTRUMENTS = frozenset({Tender.CHEQUE, Tender.DRAFT})
#: These leave a trace at a bank, which the receipt has to name.
_WITH_REFERENCE = frozenset({*Tender} - {Tender.CASH})
#: A payment of these is known by its reference alone, which is never taken twice.
KNOWN_BY_REFERENCE = frozenset({Tender.UPI, Tender.GATEWAY})


def needs_reference(tender: Tender) -> bool:
    """Return whether the tender leaves a trace at a bank that the receipt has to name."""
    return tender in _WITH_REFERENCE


def plain_reference(text: str) -> str:
    """Return a payment's reference in the one way in which it is kept: it is known by it alone.

    Read out in groups, or typed with the digits of Hindi, it is still the same payment.
    """
    if text.isascii():
        return text.replace(" ", "").upper()
    capitals = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper())
    kept = (sign for sign in capitals if not sign.isspace() and unicodedata.category(sign) != "Cf")
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in kept)


def tender_of(text: str) -> Tender:
    """Return the tender of the counter that ``text`` names; :class:`TenderUnknown` otherwise."""
    try:
        tender = Tender(text.strip().lower())
    except ValueError:
        raise TenderUnknown(text) from None
    if tender not in AT_THE_COUNTER:
        raise TenderUnknown(text)
    return tender


@dataclass(frozen=True, slots=True)
class TenderLine:
    """An amount in one form; it checks itself when made.

    ``reference``: the transaction's or the instrument's number. ``bank`` and ``dated`` are those
    of a cheque or draft. ``given``: the cash handed over, where it was more than the amount.
    """

    tender: Tender
    amount: Money
    reference: str = ""
    bank: str = ""
    dated: date | None = None
    given: Money | None = None

    def __post_init__(self) -> None:
        if self.amount <= ZERO:
            raise AmountNotPositive(self.amount)
        object.__setattr__(self, "reference", self._checked_reference())
        bank = clean_words(self.bank)
        if bank is None:
            raise FieldNotAllowed("bank", self.bank)
        if len(bank) > MOST_BANK:
            raise FieldTooLong("bank", MOST_BANK)
        object.__setattr__(self, "bank", bank)
        if self.tender in INSTRUMENTS:
            self._refuse_incomplete_instrument()
        elif bank or self.dated:
            raise FieldNotAllowed("bank" if bank else "dated", bank or str(self.dated))
        if self.given is not None and self.tender is not Tender.CASH:
            raise FieldNotAllowed("given", str(self.given.paise))
        if self.given is not None and self.given < self.amount:
            raise GivenTooLittle(self.given, self.amount)

    @property
    def change(self) -> Money:
        """The cash that goes back over the counter."""
        return ZERO if self.given is None else self.given - self.amount

    def _checked_reference(self) -> str:
        reference = clean_words(self.reference)
        if reference is None:
            raise FieldNotAllowed("reference", self.reference)
        if self.tender in KNOWN_BY_REFERENCE:
            reference = plain_reference(reference)
        if needs_reference(self.tender) and not reference:
            raise ReferenceMissing(self.tender.value)
        if len(reference) > MOST_REFERENCE:
            raise FieldTooLong("reference", MOST_REFERENCE)
        return reference

    def _refuse_incomplete_instrument(self) -> None:
        if not self.bank:
            raise FieldMissing("bank")
        if self.dated is None:
            raise FieldMissing("dated")


def refuse_unfit(tenders: Sequence[TenderLine]) -> None:
    """Raise when there are no tenders, too many, two lines of cash, or one payment twice."""
    if not tenders:
        raise FieldMissing("tender")
    if len(tenders) > MOST_TENDERS:
        raise TooManyTenders(MOST_TENDERS)
    if sum(line.tender is Tender.CASH for line in tenders) > 1:
        raise FieldNotAllowed("tender", Tender.CASH.value)
    payments = [line.reference for line in tenders if line.tender in KNOWN_BY_REFERENCE]
    for reference in payments:
        if payments.count(reference) > 1:
            raise FieldNotAllowed("reference", reference)


def tendered_as(tenders: Sequence[TenderLine]) -> str:
    """Return the one tender of a receipt, or that it has several."""
    kinds = {line.tender for line in tenders}
    return kinds.pop().value if len(kinds) == 1 else MIXED
