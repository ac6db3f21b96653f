"""Signed receipts: what the QR code says, and whether a receipt is a true one.

``BB2?o=PAT1&r=PAT1%2F02%2F2026-27%2F000123&c=100001&a=50000&b=112350&t=2026-11-22T09:58%2B05:30&k=<key id>&s=<signature>``:
as format ``BB1`` (office, receipt, consumer, amount and balance after it in paise, Indian time,
``p=1`` for practice), then the id of the key and the Ed25519 signature over everything before
``&s=`` in base64url. Anybody who has the public key can verify it without a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.money import Money
from domain.office import Actor
from domain.recharge import Receipt


class Verdict(StrEnum):
    """What verifying a receipt's code came to."""

    #: Signed by a key of the office, and the books hold the same.
    TRUE = "true"
    #: Signed by a key of the office; no books were there to compare with.
    SIGNED = "signed"
    #: The signature does not fit: something was changed.
    CHANGED = "changed"
    #: It is signed, but the books hold another receipt by this number, or none.
    NOT_IN_BOOKS = "not_in_books"
    #: It is signed and in the books, but was undone since.
    UNDONE = "undone"
    #: Signed with a key that nobody here knows.
    UNKNOWN_KEY = "unknown_key"
    #: An older receipt that was not signed.
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What the code of a receipt says."""

    office: str
    number: str
    consumer_number: str
    amount: Money
    balance_after: Money
    posted_at: datetime
    is_practice: bool
    key: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """A verdict, what the code says, and the receipt in the books where there is one."""

    verdict: Verdict
    facts: ReceiptFacts
    receipt: Receipt | None = None
    differing: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a key that receipts are signed with (hexadecimal)."""

    id: str
    office: str
    public_key: str
    made_at: datetime
    made_by: str


class Signing(Protocol):
    """The office's key and what it proves; every method is whole by itself."""

    def code_of(self, receipt: Receipt, actor: Actor) -> str:
        """Return the signed text of a receipt's QR code; this machine's key is made when needed.

        Without a place that keeps secrets it is the unsigned text of format ``BB1``.
        """

    def verify(self, code: str) -> Verified:
        """Verify a code against the office's keys and books; :class:`NotAReceiptCode`."""

    def public_keys(self) -> list[PublicKey]:
        """Return the office's public keys, to be given to whoever verifies without the books."""
