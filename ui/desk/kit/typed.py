"""What clerks type: amounts as sums, days as short as they like; read strictly, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from domain.errors import NotADay, NotAnAmount
from domain.formats import parse_amount, parse_day
from domain.money import ZERO, Money

_OUR_DIGITS = str.maketrans("०१२३४५६७८९−", "0123456789-")
_SHIFT = re.compile(r"[+-]\d{1,4}")
_PARTS = re.compile(r"(\d{1,2})(?:[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?)?")
_NAMED = re.compile(r"(\d{1,2}) (\S+) (\d{4})")
_CENTURY = 2000


def amount_of(text: str) -> Money | None:
    """Return the amount typed, a sum of amounts (``500+50``), or None when nothing is.

    Raises :class:`NotAnAmount`.
    """
    if not text.strip():
        return None
    total = ZERO
    for term in text.split("+"):
        if not term.strip():
            raise NotAnAmount(text[:80])
        total += parse_amount(term)
    return total


def day_of(
    text: str, today: date, month_names: Sequence[str] = (), *, shifts_from: date | None = None
) -> date | None:
    """Return the day typed, or None when nothing is; raises :class:`NotADay`.

    ``5`` is the fifth of this month, ``5-2`` and ``22/11`` days of this year, ``22-11-26`` any
    day, ``t`` today, ``y`` yesterday; ``+1`` and ``-3`` count from ``shifts_from`` (today).
    Also ``2026-11-22`` and ``22 Nov 2026``.
    """
    plain = text.strip().translate(_OUR_DIGITS).lower()
    if not plain:
        return None
    if plain in ("t", "y"):
        return today - timedelta(days=plain == "y")
    try:
        if _SHIFT.fullmatch(plain):
            return (shifts_from or today) + timedelta(days=int(plain))
        if match := _PARTS.fullmatch(plain):
            return _from_parts(match, today)
        if match := _NAMED.fullmatch(plain):
            return _from_names(match, month_names)
    except (ValueError, OverflowError):
        raise NotADay(text[:80]) from None
    return parse_day(text, is_day_first=True)


def _from_parts(match: re.Match[str], today: date) -> date:
    day, month, year = match.groups()
    full_year = int(year) if year else today.year
    if full_year < 100:  # noqa: PLR2004 - two digits
        full_year += _CENTURY
    return date(full_year, int(month) if month else today.month, int(day))


def _from_names(match: re.Match[str], month_names: Sequence[str]) -> date:
    lowered = [name.lower() for name in month_names]
    return date(int(match[3]), lowered.index(match[2]) + 1, int(match[1]))
