"""Which column of a settlement file means what: guessed by the usual headings, else asked once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

from domain.errors_of_counter import SettlementColumnMissing, SettlementColumnsUnknown
from domain.settling import NEEDED_FIELDS, SETTLEMENT_FIELDS

#: As banks and gateways in India head their columns, the surest first; in plain small letters.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "reference": (
        *("utr", "utr no", "utr number", "rrn", "rrn no", "rrn number", "bank rrn", "upi rrn"),
        *("bank reference", "bank reference no", "bank reference number", "bank ref no"),
        *("customer ref no", "cust ref no", "upi ref no", "upi reference no", "payment utr"),
        *("upi transaction id", "payment id", "entity id", "gateway payment id"),
        *("transaction id", "txn id", "txnid", "transaction reference", "transaction ref no"),
        *("transaction reference number", "txn ref no", "txn reference", "approval code"),
        *("auth code", "reference", "reference no", "reference number", "ref no", "ref number"),
        *("chq ref no", "chq ref number", "cheque reference number"),
    ),
    "amount": (
        *("transaction amount", "txn amount", "payment amount", "gross amount", "amount"),
        *("amount inr", "amount rs", "amount in rs", "txn amt", "credit amount", "deposit amt"),
        *("deposit amount", "gross", "credit", "deposit", "deposits"),
    ),
    "order_reference": (
        *("order id", "order no", "order number", "order reference", "order receipt"),
        *("merchant order id", "merchant txn id", "merchant transaction id", "merchant ref no"),
        *("merchant reference", "merchant reference number", "tr", "receipt", "receipt no"),
        *("bill number", "invoice no"),
    ),
    "fee": (
        *("total fee", "total fees", "total charges", "fee", "fees", "fee inr", "charges"),
        *("mdr", "mdr amount", "commission", "msf", "msf amount", "service charge"),
        *("processing fee", "gateway fee", "fee inclusive of tax"),
    ),
    "paid_on": (
        *("transaction date", "txn date", "transaction date time", "transaction time"),
        *("txn date time", "payment date", "paid on", "created at", "value date", "date"),
        *("settlement date", "settled on", "settled at", "settled date"),
    ),
    "status": (
        *("status", "transaction status", "txn status", "payment status", "settlement status"),
        *("response", "result"),
    ),
}
_LONGEST_KEY = 600


def plain_heading(heading: str) -> str:
    """Return a heading in small letters and digits: ``Txn. Amount (₹)`` is ``txn amount``."""
    return " ".join(re.findall(r"[^\W_]+", heading.casefold()))


def key_of(headings: Sequence[str]) -> str:
    """Return by what the columns of such files are remembered: their headings, in order."""
    key = json.dumps([plain_heading(heading) for heading in headings], ensure_ascii=False)
    if len(key) <= _LONGEST_KEY:
        return key
    # A server's index takes no longer ones.
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def guessed_columns(headings: Sequence[str]) -> dict[str, str]:
    """Return which field is in which column, as far as the usual headings say so."""
    plain = {plain_heading(heading): heading for heading in reversed(headings)}
    guessed: dict[str, str] = {}
    for field in SETTLEMENT_FIELDS:
        named = (plain[usual] for usual in _USUAL[field] if usual in plain)
        found = next((heading for heading in named if heading not in guessed.values()), None)
        if found is not None:
            guessed[field] = found
    return guessed


def columns_for(
    headings: Sequence[str],
    remembered: Mapping[str, str] | None,
    said: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return which field is in which column: as said now, as remembered, or as guessed.

    :class:`SettlementColumnsUnknown` when neither tells where the needed fields are.
    """
    if said:
        return checked_columns({**guessed_columns(headings), **said}, headings)
    if remembered is not None:
        same = {plain_heading(heading): heading for heading in reversed(headings)}
        named = {field: same.get(plain_heading(name), name) for field, name in remembered.items()}
        return checked_columns(named, headings)
    guessed = guessed_columns(headings)
    if any(field not in guessed for field in NEEDED_FIELDS):
        raise SettlementColumnsUnknown(", ".join(headings))
    return guessed


def checked_columns(mapping: Mapping[str, str], headings: Sequence[str]) -> dict[str, str]:
    """Return a mapping that says enough; :class:`SettlementColumnMissing` for what it lacks."""
    columns = {field: mapping[field] for field in SETTLEMENT_FIELDS if mapping.get(field)}
    for field in NEEDED_FIELDS:
        if field not in columns:
            raise SettlementColumnMissing(field)
    for heading in columns.values():
        if heading not in headings:
            raise SettlementColumnMissing(heading)
    return columns
