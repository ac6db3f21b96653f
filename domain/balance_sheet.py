"""A balance explained in the words of one language, ready for screen and paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """A line of the reckoning; ``is_sum`` where the balance stands, opening and closing."""

    words: str
    detail: str
    amount: str
    is_sum: bool = False
    is_below_zero: bool = False


@dataclass(frozen=True, slots=True)
class DearDayLine:
    """A day that cost much: when, how much was used, what it cost, why."""

    day: date
    words: str
    units: str
    amount: str
    why: str


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """What the page says; the same balance has as many lines and facts in every language."""

    title: str
    facts: Sequence[tuple[str, str]]
    #: The answer in one sentence.
    answer: str
    headings: tuple[str, str, str]
    lines: Sequence[BalanceLine]
    days_title: str
    days_headings: tuple[str, str, str, str]
    days: Sequence[DearDayLine]
    turns_title: str
    turns: Sequence[str]
    #: How to read it, and when it was made.
    foot: Sequence[str]
