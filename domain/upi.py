"""UPI codes: what a payer's telephone reads to pay an exact amount to the office's address.

A code asks for money and confirms nothing: what was paid is known from the bank alone.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong
from domain.errors_of_counter import AmountNotPositive
from domain.formats import clean_words
from domain.money import PAISE_PER_RUPEE, ZERO, Money
from domain.office import Office

#: Source: NPCI, UPI Linking Specifications 1.6, section 1.2.
MOST_REFERENCE = 35
MOST_NOTE = 50
MOST_NAME = 99
_ADDRESS = re.compile(r"[A-Za-z0-9._-]{2,64}@[A-Za-z][A-Za-z0-9.-]{1,63}")
_REFERENCE = re.compile(r"[A-Za-z0-9_-]+")


def upi_code(address: str, name: str, reference: str, amount: Money, note: str = "") -> str:
    """Return the text of a UPI code: ``upi://pay?pa=...&pn=...&tr=...&am=500.00&cu=INR&tn=...``.

    Payee's address and name, the payment's reference (letters, digits, ``-`` and ``_``), an
    amount above zero and a note for the payer; each is refused when no bank would take it.
    """
    if amount <= ZERO:
        raise AmountNotPositive(amount)
    rupees, paise = divmod(amount.paise, PAISE_PER_RUPEE)
    asked = {
        "pa": _checked_address(address),
        "pn": _checked_words("upi_name", name, MOST_NAME),
        "tr": _checked_reference(reference),
        "am": f"{rupees}.{paise:02}",
        "cu": "INR",
        "tn": _checked_words("note", note, MOST_NOTE) if note.strip() else "",
    }
    return "upi://pay?" + "&".join(
        f"{key}={quote(value, safe='@')}" for key, value in asked.items() if value
    )


def reference_of(order_id: str) -> str:
    """Return the reference under which the payment of an order is known: always the same one."""
    plain = order_id.replace("-", "") if len(order_id) > MOST_REFERENCE else order_id
    if len(plain) <= MOST_REFERENCE and _REFERENCE.fullmatch(plain):
        return plain
    return hashlib.sha256(order_id.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class UpiSlip:
    """A request to pay an exact amount by UPI, as it is shown and handed over: no receipt.

    It checks itself when made; ``code`` is what the telephone reads.
    """

    office: Office
    consumer_number: str
    consumer_name: str
    address: str
    payee: str
    reference: str
    amount: Money
    made_at: datetime
    note: str = ""

    def __post_init__(self) -> None:
        self.code  # noqa: B018 - what no bank would take is refused here

    @property
    def code(self) -> str:
        """The text of the code."""
        return upi_code(self.address, self.payee, self.reference, self.amount, self.note)


def refuse_unfit_payee(address: str, name: str) -> None:
    """Raise when no bank would send money to this address, or under this name."""
    _checked_address(address)
    _checked_words("upi_name", name, MOST_NAME)


def _checked_address(text: str) -> str:
    address = text.strip()
    if not address:
        raise FieldMissing("upi_address")
    if not _ADDRESS.fullmatch(address):
        raise FieldNotAllowed("upi_address", text)
    return address


def _checked_reference(text: str) -> str:
    if not text:
        raise FieldMissing("reference")
    if not _REFERENCE.fullmatch(text):
        raise FieldNotAllowed("reference", text)
    if len(text) > MOST_REFERENCE:
        raise FieldTooLong("reference", MOST_REFERENCE)
    return text


def _checked_words(field: str, text: str, most: int) -> str:
    words = clean_words(text)
    if words is None:
        raise FieldNotAllowed(field, text)
    if not words:
        raise FieldMissing(field)
    if len(words) > most:
        raise FieldTooLong(field, most)
    return words
