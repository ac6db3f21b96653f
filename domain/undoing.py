"""Undoing: a receipt keeps its number for good; what it posted is reversed, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong
from domain.formats import clean_words
from domain.money import ZERO, Money

#: Why something was undone: a line on paper.
MOST_REASON = 200


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

    def without(self, undone: Sequence[Undoing]) -> Parts:
        """Return what is left of them after some of a receipt was undone."""
        return Parts(
            wallet=self.wallet - sum((one.to_wallet for one in undone), ZERO),
            arrears=self.arrears - sum((one.to_arrears for one in undone), ZERO),
            deposit=self.deposit - sum((one.to_deposit for one in undone), ZERO),
            other=self.other - sum((one.to_other for one in undone), ZERO),
        )


def parts_of(amount: Money, whole: Parts) -> Parts:
    """Return what goes back of each part of a receipt when ``amount`` of it was not paid.

    The wallet bears it first, for it can be filled again; then arrears, deposit and the rest.
    """
    left, taken = amount, []
    for part in (whole.wallet, whole.arrears, whole.deposit, whole.other):
        taken.append(min(part, left))
        left -= taken[-1]
    return Parts(*taken)


def checked_reason(text: str) -> str:
    """Return why something is undone, as it is kept; refuse none, a hidden or an endless one."""
    reason = clean_words(text)
    if reason is None:
        raise FieldNotAllowed("reason", text)
    if not reason:
        raise FieldMissing("reason")
    if len(reason) > MOST_REASON:
        raise FieldTooLong("reason", MOST_REASON)
    return reason
