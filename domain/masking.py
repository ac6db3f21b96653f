"""Masking: who need not see telephone numbers and addresses is shown where they are, not what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.consumer import Consumer, ConsumerRow, HistoryRow
from domain.recharge import Receipt, ReceiptCopy
from domain.staff import SEES_PEOPLE, Role

_SHOWN, _MASK = 2, "•"
_MASKED_FIELDS = ("guardian", "address", "mobile", "email")


def sees_people(role: Role | None) -> bool:
    """Return whether somebody's work needs telephone numbers and addresses; no staff: yes."""
    return role is None or role in SEES_PEOPLE


def masked(text: str) -> str:
    """Return a telephone number, address or the like with all but its end hidden."""
    if not text:
        return ""
    shown = text[-_SHOWN:] if len(text) > 2 * _SHOWN else ""
    return _MASK * (len(text) - len(shown)) + shown


def masked_values(values: Mapping[str, str]) -> dict[str, str]:
    """Return fields by name, those that are nobody else's business masked."""
    return {
        name: masked(value) if name in _MASKED_FIELDS else value for name, value in values.items()
    }


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


def masked_history(row: HistoryRow) -> HistoryRow:
    """Return a recorded state of a consumer without where they live."""
    return replace(row, values=masked_values(row.values))


def masked_copy(copy: ReceiptCopy) -> ReceiptCopy:
    """Return a receipt without its consumer's address."""
    return replace(copy, receipt=masked_receipt(copy.receipt))


def masked_receipt(receipt: Receipt) -> Receipt:
    """Return the facts of a receipt without its consumer's address."""
    return replace(receipt, consumer_address=masked(receipt.consumer_address))
