"""From what stands in the form to the heads and tenders of an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.errors import FieldMissing, FieldOutOfRange
from domain.formats import rupees
from domain.head import Head, HeadLine
from domain.money import ZERO, Money
from domain.tender import Tender, TenderLine

#: By field of the form; an amount of nothing counts as none there.
_HEADS = {"arrears": Head.ARREARS, "deposit": Head.DEPOSIT, "other": Head.OTHER}
_SMALLEST = Money(1)


def heads_of(values: Mapping[str, Any]) -> tuple[HeadLine, ...]:
    """Return what is paid for; raises what is wrong with it."""
    more = tuple(
        HeadLine(head, values[name], values.get("note") or "" if head is Head.OTHER else "")
        for name, head in _HEADS.items()
        if values.get(name)
    )
    recharge: Money | None = values.get("amount")
    if recharge is None and not more:
        raise FieldMissing("amount")
    if recharge is None or (more and not recharge):
        return more
    return (HeadLine(Head.RECHARGE, recharge), *more)


def line_of(values: Mapping[str, Any], left: Money) -> TenderLine:
    """Return the tender that is typed, at most what is left to pay; raises what is wrong."""
    part: Money | None = values.get("part")
    amount = left if part is None else part
    if part is not None and not _SMALLEST <= part <= left:
        raise FieldOutOfRange("part", rupees(part), rupees(_SMALLEST), rupees(left))
    return TenderLine(
        Tender(values["tender"]),
        amount,
        values.get("reference") or "",
        values.get("bank") or "",
        values.get("dated"),
        values.get("given"),
    )


def total_of(heads: Sequence[HeadLine]) -> Money:
    """Return what is paid in all."""
    return sum((line.amount for line in heads), ZERO)


def left_of(heads: Sequence[HeadLine], lines: Sequence[TenderLine]) -> Money:
    """Return what the tenders so far leave to pay, below zero when they are too much."""
    return total_of(heads) - sum((line.amount for line in lines), ZERO)


def next_tender(lines: Sequence[TenderLine]) -> Tender:
    """Return the tender that likely comes next: cash, which stands on a receipt once."""
    is_cash_there = any(line.tender is Tender.CASH for line in lines)
    return Tender.UPI if is_cash_there else Tender.CASH
