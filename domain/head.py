"""Heads: what a consumer pays for. Only a recharge, less what goes to arrears, is prepaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong
from domain.errors_of_counter import AmountNotPositive, HeadUnknown
from domain.formats import clean_words
from domain.money import ZERO, Money

MOST_NOTE = 80


class Head(StrEnum):
    """What an amount is paid for. Source: domain page, section 4."""

    RECHARGE = "recharge"
    ARREARS = "arrears"
    DEPOSIT = "security_deposit"
    OTHER = "other"


def head_of(text: str) -> Head:
    """Return the head that ``text`` names; :class:`HeadUnknown` for any other."""
    try:
        return Head(text.strip().lower())
    except ValueError:
        raise HeadUnknown(text) from None


@dataclass(frozen=True, slots=True)
class HeadLine:
    """An amount for one head; what is paid under "other" must be named in ``note``."""

    head: Head
    amount: Money
    note: str = ""

    def __post_init__(self) -> None:
        if self.amount <= ZERO:
            raise AmountNotPositive(self.amount)
        note = clean_words(self.note)
        if note is None:
            raise FieldNotAllowed("note", self.note)
        if len(note) > MOST_NOTE:
            raise FieldTooLong("note", MOST_NOTE)
        if self.head is Head.OTHER and not note:
            raise FieldMissing("note")
        object.__setattr__(self, "note", note)


def refuse_unfit(heads: Sequence[HeadLine]) -> None:
    """Raise when there are no heads, or one of them twice."""
    if not heads:
        raise FieldMissing("head")
    kinds = [line.head for line in heads]
    for kind in kinds:
        if kinds.count(kind) > 1:
            raise FieldNotAllowed("head", kind.value)


def paid_for(heads: Sequence[HeadLine], head: Head) -> Money:
    """Return what is paid for one head."""
    return sum((line.amount for line in heads if line.head is head), ZERO)


def in_order(heads: Sequence[HeadLine]) -> tuple[HeadLine, ...]:
    """Return heads in the order in which they stand on a receipt."""
    return tuple(sorted(heads, key=lambda line: list(Head).index(line.head)))
