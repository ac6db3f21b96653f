"""What the rows of a list come to, at its foot."""

from __future__ import annotations

from domain import formats
from domain.consumer import ConsumerTotals
from domain.formats import grouped
from domain.receipt_query import ReceiptTotals
from resources.texts import Texts


def totals_words(totals: ConsumerTotals, _: Texts) -> str:
    """Return how many consumers a list has, and what their balances come to."""
    told = _(
        "{count} consumers · balances {balance}",
        count=grouped(totals.consumers),
        balance=formats.rupees(totals.balance),
    )
    if totals.consumers == 1:
        told = _("One consumer · balance {balance}", balance=formats.rupees(totals.balance))
    if totals.negative:
        told = _(
            "{told} · of it below zero {negative}",
            told=told,
            negative=formats.rupees(totals.negative),
        )
    return told


def receipt_totals_words(totals: ReceiptTotals, _: Texts) -> str:
    """Return how many receipts a list has, and what they come to."""
    told = _(
        "Receipts: {count} · {amount}",
        count=grouped(totals.receipts),
        amount=formats.rupees(totals.amount),
    )
    if totals.valid == totals.amount:
        return told
    return _("{told} · of it valid {valid}", told=told, valid=formats.rupees(totals.valid))
