"""Masking: who need not see telephone numbers and addresses is shown where they are, not what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from domain.consumer import Consumer, ConsumerRow, HistoryRow
from domain.consumer_notes import ConsumerNote
from domain.defaulters import Defaulter
from domain.message import Message
from domain.recharge import Receipt, ReceiptCopy
from domain.staff import SEES_PEOPLE, Role
from domain.timeline import TimelinePage, TimelineRow

_SHOWN, _MASK = 2, "•"
_MASKED_FIELDS = ("guardian", "address", "mobile", "email")
#: What people wrote themselves, whatever stands in it.
_WORDS = ("note", "words")
#: Telephone numbers are written in groups, which people part as they like.
_LONG_NUMBER = re.compile(r"\d(?:[ .\u00a0\u2011\u2013-]?\d){5,}")
_AMOUNT = re.compile(r"\d{1,7}\.\d\d")


def sees_people(role: Role | None) -> bool:
    """Return whether somebody's work needs telephone numbers and addresses; no staff: yes."""
    return role is None or role in SEES_PEOPLE


def masked(text: str) -> str:
    """Return a telephone number, address or the like with all but its end hidden."""
    if not text:
        return ""
    shown = text[-_SHOWN:] if len(text) > 2 * _SHOWN else ""
    return _MASK * (len(text) - len(shown)) + shown


def masked_words(words: str) -> str:
    """Return what somebody wrote with the telephone numbers in it hidden."""
    return _LONG_NUMBER.sub(lambda found: _masked_number(found[0]), words)


def _masked_number(number: str) -> str:
    return number if _AMOUNT.fullmatch(number) else masked(number)


def masked_values(values: Mapping[str, str]) -> dict[str, str]:
    """Return fields by name, those that are nobody else's business masked."""
    return {name: _masked_value(name, value) for name, value in values.items()}


def _masked_value(name: str, value: str) -> str:
    if name in _MASKED_FIELDS:
        return masked(value)
    return masked_words(value) if name in _WORDS else value


def masked_consumer(consumer: Consumer) -> Consumer:
    """Return a consumer as somebody sees it who need not know where they live."""
    return replace(
        consumer,
        guardian=masked(consumer.guardian),
        address=masked(consumer.address),
        mobile=masked(consumer.mobile),
        email=masked(consumer.email),
    )


def masked_row(row: ConsumerRow) -> ConsumerRow:
    """Return a row of a list of consumers without their telephone number."""
    return replace(row, mobile=masked(row.mobile))


def masked_defaulter(row: Defaulter) -> Defaulter:
    """Return a row of the defaulter list without where its consumer lives and is reached."""
    return replace(
        row,
        mobile=masked(row.mobile),
        address=masked(row.address),
        proof=masked_words(row.proof),
    )


def masked_message(message: Message) -> Message:
    """Return a message without where it goes."""
    return replace(
        message,
        address=masked(message.address),
        text=masked_words(message.text),
        error=masked_words(message.error),
    )


def masked_history(row: HistoryRow) -> HistoryRow:
    """Return a recorded state of a consumer without where they live."""
    return replace(row, values=masked_values(row.values))


def masked_copy(copy: ReceiptCopy) -> ReceiptCopy:
    """Return a receipt without its consumer's address."""
    return replace(copy, receipt=masked_receipt(copy.receipt))


def masked_receipt(receipt: Receipt) -> Receipt:
    """Return the facts of a receipt without its consumer's address."""
    return replace(receipt, consumer_address=masked(receipt.consumer_address))


def masked_note(note: ConsumerNote) -> ConsumerNote:
    """Return a note without the telephone numbers in it."""
    return replace(note, words=masked_words(note.words))


def masked_page(page: TimelinePage) -> TimelinePage:
    """Return a stretch of a timeline without where its consumer lives."""
    return replace(page, rows=tuple(map(_masked_timeline_row, page.rows)))


def _masked_timeline_row(row: TimelineRow) -> TimelineRow:
    return replace(
        row,
        facts=masked_values(row.facts),
        before=masked_values(row.before),
        after=masked_values(row.after),
    )
