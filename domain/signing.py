"""Signed receipts: what the QR code says, and whether a receipt is a true one.

The code of a signed receipt is one line (here cut in two)::

    BB2?o=PAT1&r=PAT1%2F02%2F2026-27%2F000123&c=100001&a=50000&b=112350
    &t=2026-11-22T09:58%2B05:30&k=<key id>&s=<signature>

``BB2`` is the format; encoded as in a web address follow ``o`` office code, ``r`` receipt number,
``c`` consumer number, ``a`` amount and ``b`` balance after it in paise, ``t`` when it was taken
(Indian time), ``p=1`` on practice receipts, ``k`` the id of the key (the beginning of its SHA-256)
and ``s`` the Ed25519 signature over everything before ``&s=`` in base64url. Anybody who has the
public key can verify it without a line. The older format ``BB1`` ends before ``&k=``: it is not
signed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import quote, unquote

from domain.calendar import IST
from domain.errors import FieldNotAllowed, NotAnInstant
from domain.errors_of_counter import NotAReceiptCode
from domain.formats import parse_instant
from domain.money import Money
from domain.office import Actor, Office
from domain.recharge import Receipt

_SIGNED, _UNSIGNED = "BB2", "BB1"
_SIGNATURE = "&s="
#: No code of a receipt is longer; a longer text is none.
_MOST_CODE = 1_000
_QUOTED = 80
_KEY_DIGITS = 16
_PUBLIC_KEY = re.compile(r"[0-9a-f]{64}")
_PAISE = re.compile(r"-?[0-9]{1,15}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}\+05:30")
#: What a code says, in this order; practice alone may be missing, and the key of ``BB1`` is.
_FACTS = ("o", "r", "c", "a", "b", "t", "p", "k")

#: Tells whether a text was signed: the text, the signature, the public key (hexadecimal).
IsSigned = Callable[[str, str, str], bool]


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

    @property
    def is_signed(self) -> bool:
        """Whether it claims to be signed; whether it is, a key tells."""
        return bool(self.key)


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


def key_id_of(public_key: str) -> str:
    """Return what a public key (hexadecimal) is known by."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:_KEY_DIGITS]


def facts_of(receipt: Receipt, office: Office) -> ReceiptFacts:
    """Return what the code of a receipt says, without key and signature."""
    return ReceiptFacts(
        office=office.code,
        number=receipt.number,
        consumer_number=receipt.consumer_number,
        amount=receipt.amount,
        balance_after=receipt.balance_after,
        posted_at=receipt.posted_at,
        is_practice=office.is_practice,
    )


def unsigned_code(facts: ReceiptFacts) -> str:
    """Return the code of format ``BB1``."""
    return f"{_UNSIGNED}?{_query(facts)}"


def text_to_sign(facts: ReceiptFacts, key_id: str) -> str:
    """Return what is signed of a code of format ``BB2``: everything before the signature."""
    return f"{_SIGNED}?{_query(facts)}&k={key_id}"


def signed_code(text: str, signature: str) -> str:
    """Return the whole code of a text and its signature (base64url)."""
    return f"{text}{_SIGNATURE}{signature}"


def claims_signature(code: str) -> bool:
    """Return whether a code is of the format that is signed; whether it is, a key tells."""
    return code.startswith(f"{_SIGNED}?")


def read_code(code: str) -> tuple[ReceiptFacts, str]:
    """Return what a code says, and of it what was signed; :class:`NotAReceiptCode`.

    Whether the signature is good is not looked at.
    """
    text, _, signature = code.strip().partition(_SIGNATURE)
    form, _, query = text.partition("?")
    is_ours = form == (_SIGNED if signature else _UNSIGNED) and len(code) <= _MOST_CODE
    said = _said(query) if is_ours else {}
    is_whole = said.keys() | {"p"} == {*_FACTS} - (set() if signature else {"k"})
    if not is_whole:
        raise NotAReceiptCode(code.strip()[:_QUOTED])
    try:
        return _facts_said(said, signature), text
    except (NotAnInstant, ValueError):
        raise NotAReceiptCode(code.strip()[:_QUOTED]) from None


def verified(
    code: str,
    keys: Sequence[PublicKey],
    is_signed: IsSigned,
    find: Callable[[str], Receipt | None] | None = None,
) -> Verified:
    """Return the verdict on a code by the keys that are known and, with ``find``, by the books.

    :class:`NotAReceiptCode` for a text that is no code. Only a key of the office that the code
    names counts.
    """
    facts, text = read_code(code)
    receipt = find(facts.number) if find else None
    differing = _differing(facts, receipt) if receipt else ()
    if not facts.is_signed:
        return Verified(Verdict.UNSIGNED, facts, receipt, differing)
    key = next((key for key in keys if (key.id, key.office) == (facts.key, facts.office)), None)
    if key is None:
        return Verified(Verdict.UNKNOWN_KEY, facts)
    if not is_signed(text, facts.signature, key.public_key):
        return Verified(Verdict.CHANGED, facts, receipt, differing)
    if find is None:
        return Verified(Verdict.SIGNED, facts)
    if receipt is None or differing:
        return Verified(Verdict.NOT_IN_BOOKS, facts, receipt, differing)
    return Verified(Verdict.TRUE if receipt.is_valid else Verdict.UNDONE, facts, receipt)


def keys_as_text(keys: Sequence[PublicKey]) -> str:
    """Return public keys as JSON, one a line, to be given to whoever verifies without books."""
    return "".join(
        json.dumps(
            {
                "id": key.id,
                "office": key.office,
                "public_key": key.public_key,
                "made_at": key.made_at.astimezone(IST).isoformat(timespec="seconds"),
                "made_by": key.made_by,
            },
            ensure_ascii=False,
        )
        + "\n"
        for key in keys
    )


def parse_keys(text: str) -> list[PublicKey]:
    """Return the keys that :func:`keys_as_text` wrote; any other line is refused."""
    return [_parsed_key(line) for line in text.splitlines() if line.strip()]


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


def _query(facts: ReceiptFacts) -> str:
    said = {
        "o": facts.office,
        "r": facts.number,
        "c": facts.consumer_number,
        "a": str(facts.amount.paise),
        "b": str(facts.balance_after.paise),
        "t": facts.posted_at.astimezone(IST).isoformat(timespec="minutes"),
    }
    if facts.is_practice:
        said["p"] = "1"
    return "&".join(f"{name}={quote(value, safe=':')}" for name, value in said.items())


def _said(query: str) -> dict[str, str]:
    """Return what a query says by name; nothing when it is not in order or says a thing twice."""
    pairs = [part.partition("=") for part in query.split("&")]
    names = [name for name, _, _ in pairs]
    if names != [name for name in _FACTS if name in names]:
        return {}
    return {name: unquote(value) for name, _, value in pairs}


def _facts_said(said: dict[str, str], signature: str) -> ReceiptFacts:
    if not (_PAISE.fullmatch(said["a"]) and _PAISE.fullmatch(said["b"])):
        raise ValueError
    if not _MOMENT.fullmatch(said["t"]) or said.get("p", "1") != "1":
        raise ValueError
    return ReceiptFacts(
        office=said["o"],
        number=said["r"],
        consumer_number=said["c"],
        amount=Money(int(said["a"])),
        balance_after=Money(int(said["b"])),
        posted_at=parse_instant(said["t"]),
        is_practice="p" in said,
        key=said.get("k", ""),
        signature=signature,
    )


def _differing(facts: ReceiptFacts, receipt: Receipt) -> tuple[str, ...]:
    """Return in what a code differs from the receipt in the books."""
    posted_at = receipt.posted_at.replace(second=0, microsecond=0)
    compared = {
        "consumer": (facts.consumer_number, receipt.consumer_number),
        "amount": (facts.amount, receipt.amount),
        "balance": (facts.balance_after, receipt.balance_after),
        "posted_at": (facts.posted_at, posted_at),
    }
    return tuple(name for name, (said, booked) in compared.items() if said != booked)


def _parsed_key(line: str) -> PublicKey:
    try:
        told: dict[str, Any] = json.loads(line)
        public_key = str(told["public_key"])
        key = PublicKey(
            str(told["id"]),
            str(told["office"]),
            public_key,
            parse_instant(str(told["made_at"])),
            str(told["made_by"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError, NotAnInstant):
        raise FieldNotAllowed("key", line[:_QUOTED]) from None
    # The id is made of the key: a line whose key was exchanged names another one.
    if not _PUBLIC_KEY.fullmatch(public_key) or key.id != key_id_of(public_key):
        raise FieldNotAllowed("key", line[:_QUOTED])
    return key
