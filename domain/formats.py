"""How amounts, energy and days are written: one way out for people, and a strict way in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime

from domain.calendar import IST
from domain.energy import WH_PER_KWH, Energy
from domain.errors import DayAmbiguous, NotADay, NotAnAmount, NotAnEnergy, NotAnInstant
from domain.money import PAISE_PER_RUPEE, Money

W_PER_KW = 1000
#: Joiners are format characters too, but Hindi is not written without them.
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))
_NO_BREAK_SPACE = "\u00a0"
#: What a refusal quotes of a text that may be a whole book.
_QUOTED_CHARACTERS = 80
#: So many digits before the point, in paise or watt-hours, stay inside int64.
_MOST_DIGITS = 15
_WHOLE = r"([0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}|[0-9]+)"
_AMOUNT = re.compile(rf"(-?)₹?{_WHOLE}(?:\.([0-9]{{1,2}}))?")
_THOUSANDTHS = re.compile(rf"{_WHOLE}(?:\.([0-9]{{1,3}}))?")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOCAL_DAY = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{3})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_OUR_DIGITS = str.maketrans("०१२३४५६७८९−", "0123456789-")
#: Compatibility forms that stand for the plain character; ``5²`` must not become 52.
_HARMLESS_FORMS = ("<wide>", "<noBreak>")


def clean_words(text: str) -> str | None:
    """Return words as they are stored: trimmed, each space a plain one; None if they hide any.

    Control and bidi characters hide what a text says; Hindi's joiners do not.
    """
    words = text.replace(_NO_BREAK_SPACE, " ").strip()
    return words if words.translate(_JOINERS).isprintable() else None


def rupees(money: Money) -> str:
    """Return the amount as people write it: ``₹1,23,456.78``, ``-₹45.10``."""
    whole, paise = divmod(abs(money.paise), PAISE_PER_RUPEE)
    sign = "-" if money.paise < 0 else ""
    return f"{sign}₹{grouped(whole)}.{paise:02}"


def units(energy: Energy) -> str:
    """Return the energy in units (kWh), always with three decimals: ``1,234.500``."""
    whole, rest = divmod(abs(energy.wh), WH_PER_KWH)
    sign = "-" if energy.wh < 0 else ""
    return f"{sign}{grouped(whole)}.{rest:03}"


def kilowatts(load_w: int) -> str:
    """Return a load with the decimals that it has and its unit: ``3 kW``, ``1.5 kW``."""
    whole, rest = divmod(load_w, W_PER_KW)
    decimals = f".{rest:03}".rstrip("0") if rest else ""
    return f"{grouped(whole)}{decimals} kW"


def grouped(number: int) -> str:
    """Return a number of things with Indian grouping: ``1,23,456``."""
    digits = str(abs(number))
    # By the last three digits, then by twos.
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        head, pair = head[:-2], head[-2:]
        pairs.insert(0, pair)
    sign = "-" if number < 0 else ""
    return sign + ",".join([*pairs, tail])


def day(written: date, month_names: Sequence[str]) -> str:
    """Return a day for people: ``22 Nov 2026``; ``month_names`` are twelve short names."""
    return f"{written.day} {month_names[written.month - 1]} {written.year}"


def moment(instant: datetime, month_names: Sequence[str]) -> str:
    """Return an aware instant as the clock on the office wall shows it: ``22 Nov 2026 09:58``."""
    local = instant.astimezone(IST)
    return f"{day(local.date(), month_names)} {local:%H:%M}"


def parse_amount(text: str) -> Money:
    """Return the amount that a person or a file wrote, to the paisa; :class:`NotAnAmount`.

    ``500``, ``1,23,456.78``, ``₹500``, ``-45.10`` and Devanagari digits are amounts; exponents,
    underscores, a third decimal and a bare point are not.
    """
    plain = _plain(text)
    match = _AMOUNT.fullmatch(plain)
    if match is None or _is_too_long(match[2]):
        raise NotAnAmount(_quoted(text))
    sign, whole, part = match.groups()
    paise = _fixed(whole, part, decimals=2)
    return Money(-paise if sign else paise)


def parse_energy(text: str) -> Energy:
    """Return kWh with at most three decimals as energy; :class:`NotAnEnergy`, also below zero."""
    return Energy(_thousandths(text))


def parse_load_w(text: str) -> int:
    """Return kW with at most three decimals as whole watts; :class:`NotAnEnergy`."""
    return _thousandths(text)


def parse_day(text: str, *, is_day_first: bool | None = None) -> date:
    """Return the day written as ``2026-11-22`` or ``22/11/2026`` (also with ``-`` or ``.``).

    ``is_day_first`` answers which way round the second kind is written. Unanswered, a text that
    can be read both ways is refused as :class:`DayAmbiguous`; what is no day, as
    :class:`NotADay`.
    """
    plain = _plain(text)
    if _ISO_DAY.fullmatch(plain):
        found = {_day_or_none(*map(int, plain.split("-")))} - {None}
    else:
        found = _local_readings(plain, is_day_first=is_day_first)
    if len(found) > 1:
        raise DayAmbiguous(_quoted(text))
    for only in found:
        if only is not None:
            return only
    raise NotADay(_quoted(text))


def parse_instant(text: str) -> datetime:
    """Return the instant (UTC) written as ``2026-05-02T00:00:00+05:30``; :class:`NotAnInstant`.

    Without an offset it is Indian Standard Time.
    """
    plain = _plain(text)
    if not _INSTANT.fullmatch(plain):
        raise NotAnInstant(_quoted(text))
    try:
        written = datetime.fromisoformat(plain)
        aware = written if written.tzinfo else written.replace(tzinfo=IST)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotAnInstant(_quoted(text)) from None


def _plain(text: str) -> str:
    """Return the text with one kind of digit, minus and space, or as it is if it hides others."""
    if text.isascii():
        return text.strip()
    if any(_is_disguised(character) for character in text[:_QUOTED_CHARACTERS]):
        return text
    return unicodedata.normalize("NFKC", text).strip().translate(_OUR_DIGITS)


def _is_disguised(character: str) -> bool:
    form = unicodedata.decomposition(character)
    return form.startswith("<") and not form.startswith(_HARMLESS_FORMS)


def _quoted(text: str) -> str:
    return text[:_QUOTED_CHARACTERS]


def _fixed(whole: str, part: str | None, *, decimals: int) -> int:
    """Return whole and decimal digits as one integer of the smallest unit."""
    return int(whole.replace(",", "") + (part or "").ljust(decimals, "0"))


def _is_too_long(whole: str) -> bool:
    return len(whole.replace(",", "")) > _MOST_DIGITS


def _thousandths(text: str) -> int:
    plain = _plain(text)
    match = _THOUSANDTHS.fullmatch(plain)
    if match is None or _is_too_long(match[1]):
        raise NotAnEnergy(_quoted(text))
    return _fixed(*match.groups(), decimals=3)


def _local_readings(plain: str, *, is_day_first: bool | None) -> set[date | None]:
    """Return the days that ``22/11/2026`` can mean: none, one or two."""
    match = _LOCAL_DAY.fullmatch(plain)
    if match is None:
        return set()
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day_first = _day_or_none(year, second, first)
    month_first = _day_or_none(year, first, second)
    if is_day_first is None:
        return {day_first, month_first} - {None}
    return {day_first if is_day_first else month_first} - {None}


def _day_or_none(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None
