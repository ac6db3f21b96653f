"""What a row of a settlement file says: read exactly, or refused with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from domain.calendar import billing_day
from domain.errors import (
    AmountOutOfRange,
    FieldMissing,
    FieldNotAllowed,
    FieldTooLong,
    NotADay,
    NotAnAmount,
    Refusal,
)
from domain.errors_of_counter import AmountNotPositive, SettlementStatusUnclear
from domain.formats import clean_words, parse_amount, parse_day, parse_instant
from domain.money import ZERO, Money
from domain.payment import SettlementLine, SettlementOutcome
from domain.recharge import MOST_EVER, MOST_ORDER_ID
from domain.settlement_columns import checked_columns
from domain.settling import SettlementTable
from domain.tender import KNOWN_BY_REFERENCE, MOST_REFERENCE, Tender, plain_reference

_MOST_STATUS = 40
_QUOTED = 80
_PAID = frozenset(
    (
        *("success", "successful", "succeeded", "captured", "settled", "paid", "completed", "ok"),
        *("complete", "credit", "credited", "approved", "processed", "payment", "s", "c", "cr"),
        *("txn success", "transaction successful", "sale", "charged", "y", "yes", "00"),
    )
)
_NOT_PAID = frozenset(
    (
        *("failed", "failure", "fail", "declined", "refund", "refunded", "reversed", "reversal"),
        *("rejected", "cancelled", "canceled", "expired", "chargeback", "void", "voided", "f"),
        *("txn failure", "debit", "dr", "d", "returned", "timeout", "timed out", "dropped"),
        *("error", "unsuccessful", "n", "no", "transaction failed"),
    )
)
_CURRENCY = re.compile(r"^(?:₹|rs\.?|inr)\s*|\s*(?:inr|/-)$", re.IGNORECASE)
_CREDIT = re.compile(r"\s*(?<![a-z])cr\.?$", re.IGNORECASE)
_DEBIT = re.compile(r"\s*(?<![a-z])dr\.?$|-$", re.IGNORECASE)
_NEEDLESS_ZEROS = re.compile(r"(\.\d\d)0+$")
#: What Excel makes of a long number on its way through a CSV file: its digits are lost.
_MANGLED = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_KEPT_AS_TEXT = re.compile(r"['`]\w")
_NAMED_DAY = re.compile(r"(\d{1,2})[-/ ]([A-Za-z]{3,9})[-/, ]+(\d{4}|\d{2})")
_SHORT_DAY = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2})")
_ENGLISH_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
)
_CENTURY = 2000
#: The same amounts, days and states stand in many rows: each text is read once.
_TEXTS_KEPT = 4096


def read_lines(
    table: SettlementTable, mapping: Mapping[str, str], tender: str
) -> tuple[list[SettlementLine], list[tuple[int, Refusal]]]:
    """Return the lines of a file that can be read, and the others by number with the reason.

    :class:`SettlementColumnMissing` when the columns say too little. What failed, or was given
    back, comes with its outcome; the others are unknown until they are matched.
    """
    columns = checked_columns(mapping, table.headings)
    places = {field: list(table.headings).index(name) for field, name in columns.items()}
    lines: list[SettlementLine] = []
    rejected: list[tuple[int, Refusal]] = []
    for row in table.rows:
        try:
            if row.fault is not None:
                raise row.fault
            texts = {field: row.texts[place].strip() for field, place in places.items()}
            lines.append(_line(row.line, texts, Tender(tender)))
        except Refusal as refusal:
            rejected.append((row.line, refusal))
    return lines, rejected


@lru_cache(maxsize=_TEXTS_KEPT)
def amount_told(text: str) -> Money:
    """Return an amount as banks write it, below zero in brackets or with Dr; exact to the paisa.

    ``₹1,234.50``, ``Rs. 1234.5000``, ``(500.00)`` and ``500.00 Cr`` are amounts.
    """
    plain = _bare(text)
    is_negative = bool(_DEBIT.search(plain))
    plain = _CREDIT.sub("", _DEBIT.sub("", plain))
    if plain.startswith("(") and plain.endswith(")"):
        is_negative, plain = True, plain[1:-1].strip()
    plain = _NEEDLESS_ZEROS.sub(r"\1", _CURRENCY.sub("", plain).strip())
    try:
        amount = parse_amount(plain)
    except NotAnAmount:
        raise NotAnAmount(text[:_QUOTED]) from None
    return -amount if is_negative else amount


@lru_cache(maxsize=_TEXTS_KEPT)
def day_told(text: str) -> date:
    """Return the day in India of a date or instant as banks write it, the day before the month."""
    plain = _bare(text)
    try:
        if re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", plain):
            return billing_day(parse_instant(re.sub(r"\.\d+", "", plain)))
        if named := _NAMED_DAY.match(plain):
            month = _ENGLISH_MONTHS.index(named[2][:3].lower()) + 1
            return date(_whole_year(named[3]), month, int(named[1]))
        written = plain.split()[0] if plain else ""
        if short := _SHORT_DAY.fullmatch(written):
            return date(_whole_year(short[4]), int(short[3]), int(short[1]))
        return parse_day(written, is_day_first=True)
    except (ValueError, Refusal):
        raise NotADay(text[:_QUOTED]) from None


def _line(number: int, texts: Mapping[str, str], tender: Tender) -> SettlementLine:
    amount = _amount(texts["amount"])
    is_failed = _is_failed(texts.get("status", "")) or amount < ZERO
    return SettlementLine(
        line=number,
        reference=_reference(texts["reference"], tender),
        order_reference=_words("order_reference", texts.get("order_reference", ""), MOST_ORDER_ID),
        amount=amount,
        fee=_fee(texts.get("fee", ""), amount),
        paid_on=day_told(texts["paid_on"]) if texts.get("paid_on") else None,
        status=_words("status", texts.get("status", ""), _MOST_STATUS),
        outcome=SettlementOutcome.FAILED if is_failed else SettlementOutcome.UNKNOWN,
        tender=tender.value,
    )


def _reference(text: str, tender: Tender) -> str:
    plain = _bare(text)
    if _MANGLED.fullmatch(plain):
        raise FieldNotAllowed("reference", text)
    words = _words("reference", plain, MOST_REFERENCE)
    # As a receipt bears it.
    reference = plain_reference(words) if tender in KNOWN_BY_REFERENCE else words
    if not reference:
        raise FieldMissing("reference")
    return reference


def _amount(text: str) -> Money:
    if not text:
        raise FieldMissing("amount")
    amount = amount_told(text)
    if not amount:
        raise AmountNotPositive(amount)
    if not -MOST_EVER <= amount <= MOST_EVER:
        raise AmountOutOfRange(amount, Money(1), MOST_EVER)
    return amount


def _fee(text: str, amount: Money) -> Money:
    """Return what was kept back; some write it below zero."""
    if not text or text == "-":
        return ZERO
    told = amount_told(text)
    fee = max(told, -told)
    if amount > ZERO and fee > amount:
        raise AmountOutOfRange(fee, ZERO, amount)
    return fee


@lru_cache(maxsize=_TEXTS_KEPT)
def _is_failed(text: str) -> bool:
    if not text:
        return False
    plain = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    if plain in _PAID:
        return False
    if plain in _NOT_PAID:
        return True
    raise SettlementStatusUnclear(text[:_QUOTED])


def _words(field: str, text: str, most: int) -> str:
    words = clean_words(_bare(text))
    if words is None:
        raise FieldNotAllowed(field, text[:_QUOTED])
    if len(words) > most:
        raise FieldTooLong(field, most)
    return words


def _bare(text: str) -> str:
    """Return a cell without the mark by which spreadsheets keep digits as they are."""
    plain = text.strip()
    return plain[1:].strip() if _KEPT_AS_TEXT.match(plain) else plain


def _whole_year(text: str) -> int:
    return int(text) if len(text) > 2 else _CENTURY + int(text)  # noqa: PLR2004 - two digits
