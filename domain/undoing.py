"""Undoing: a receipt keeps its number for good; what it posted is reversed, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.money import ZERO, Money


class UndoingKind(StrEnum):
    """What became of a receipt, or of one of its cheques."""

    #: On the same day, by a supervisor.
    CANCELLED = "cancelled"
    #: It was taken for the wrong consumer; another receipt took its place.
    TRANSFERRED = "transferred"
    #: The bank did not pay a cheque of it.
    DISHONOURED = "dishonoured"


@dataclass(frozen=True, slots=True)
class Undoing:
    """What was reversed of a receipt, when, by whom and why.

    ``line``: the tender, counted from 1, of a cheque that came back; 0: the whole receipt. The
    four parts add up to ``amount``. ``instead``: the receipt that a transfer made.
    """

    number: str
    kind: UndoingKind
    line: int
    amount: Money
    to_wallet: Money
    to_arrears: Money
    to_deposit: Money
    to_other: Money
    fee: Money
    reason: str
    asked_by: str
    by: str
    at: datetime
    counter: int
    shift: int | None = None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an amount that go back."""

    wallet: Money
    arrears: Money = ZERO
    deposit: Money = ZERO
    other: Money = ZERO


def parts_of(amount: Money, whole: Parts) -> Parts:
    """Return what goes back of each part of a receipt when ``amount`` of it was not paid.

    The wallet bears it first, for it can be filled again; then arrears, deposit and the rest.
    """
    left, taken = amount, []
    for part in (whole.wallet, whole.arrears, whole.deposit, whole.other):
        taken.append(min(part, left))
        left -= taken[-1]
    return Parts(*taken)
