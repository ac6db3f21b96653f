"""What a consumer's fields may hold: one rule a field, for forms, imports and changes alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from domain.consumer import CONTACT_FIELDS, DATED_FIELDS, NewConsumer, Phase
from domain.consumption import FACTOR_ONE
from domain.credit import SupplyState
from domain.errors import (
    FieldMissing,
    FieldNotAllowed,
    FieldOutOfRange,
    FieldTooLong,
    FieldUnknown,
    Refusal,
)
from domain.formats import clean_words, kilowatts, parse_energy, parse_load_w
from domain.tariff import MAX_LOAD_W

MOST_NAME = 120
MOST_ADDRESS = 300
MOST_NUMBER = 32
MOST_WORD = 64
MAX_FACTOR = 100_000 * FACTOR_ONE
EARLIEST = date(1990, 1, 1)
#: The most and the least that an opening balance may be: a crore of rupees.
MOST_OPENING_PAISE = 10**9

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_.-]*")
_MOBILE = re.compile(r"(\+91)?[0-9]{10}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LANGUAGES = ("en", "hi")


def checked_value(field: str, value: str) -> str:
    """Return the value of a field as it is to be stored; refuse what the field cannot hold.

    ``load_kw`` comes back as kilowatts with three decimals, ``meter_factor`` in thousandths.
    """
    check = _CHECKS.get(field)
    if check is None:
        raise FieldUnknown(field)
    return check(field, value.strip())


def faults_of(form: NewConsumer) -> dict[str, Refusal]:
    """Return the refusal of each field of a new consumer that cannot be as it is, by name."""
    faults: dict[str, Refusal] = {}
    texts = ("number", "category", "meter_serial", "feeder", "dtr", *CONTACT_FIELDS)
    for field in texts:
        try:
            checked_value(field, getattr(form, field))
        except Refusal as refusal:
            faults[field] = refusal
    for field, check in _FORM_CHECKS.items():
        refusal_or_none = check(form)
        if refusal_or_none is not None:
            faults[field] = refusal_or_none
    return faults


def _words(most: int, *, needed: bool = False) -> Callable[[str, str], str]:
    def check(field: str, value: str) -> str:
        if not value and needed:
            raise FieldMissing(field)
        if len(value) > most:
            raise FieldTooLong(field, most)
        words = clean_words(value)
        if words is None:
            raise FieldNotAllowed(field, value)
        return words

    return check


def _matching(pattern: re.Pattern[str], most: int, *, needed: bool) -> Callable[[str, str], str]:
    words = _words(most, needed=needed)

    def check(field: str, value: str) -> str:
        value = words(field, value)
        if value and not pattern.fullmatch(value):
            raise FieldNotAllowed(field, value)
        return value

    return check


def _one_of(*allowed: str) -> Callable[[str, str], str]:
    def check(field: str, value: str) -> str:
        if value not in allowed:
            raise FieldNotAllowed(field, value)
        return value

    return check


def _load(field: str, value: str) -> str:
    if not value:
        raise FieldMissing(field)
    load_w = parse_load_w(value)
    if not 0 < load_w <= MAX_LOAD_W:
        raise FieldOutOfRange(field, value, kilowatts(1), kilowatts(MAX_LOAD_W))
    return f"{load_w // 1000}.{load_w % 1000:03}"


def _factor(field: str, value: str) -> str:
    thousandths = parse_energy(value or "1").wh
    if not 0 < thousandths <= MAX_FACTOR:
        raise FieldOutOfRange(field, value, "0.001", str(MAX_FACTOR // FACTOR_ONE))
    return str(thousandths)


_CHECKS: dict[str, Callable[[str, str], str]] = {
    "number": _matching(_NUMBER, MOST_NUMBER, needed=True),
    "name": _words(MOST_NAME, needed=True),
    "guardian": _words(MOST_NAME),
    "address": _words(MOST_ADDRESS),
    "mobile": _matching(_MOBILE, MOST_WORD, needed=False),
    "email": _matching(_EMAIL, MOST_NAME, needed=False),
    "language": _one_of(*LANGUAGES),
    "category": _words(MOST_WORD, needed=True),
    "load_kw": _load,
    "phase": _one_of(*(phase.value for phase in Phase)),
    "meter_serial": _matching(_NUMBER, MOST_NUMBER, needed=True),
    "meter_factor": _factor,
    "feeder": _words(MOST_WORD),
    "dtr": _words(MOST_WORD),
    "supply_state": _one_of(*(state.value for state in SupplyState)),
}
#: The fields that a change may name.
CHANGEABLE = (*DATED_FIELDS, *CONTACT_FIELDS)


def _load_fault(form: NewConsumer) -> Refusal | None:
    if 0 < form.load_w <= MAX_LOAD_W:
        return None
    return FieldOutOfRange("load_kw", kilowatts(form.load_w), kilowatts(1), kilowatts(MAX_LOAD_W))


def _factor_fault(form: NewConsumer) -> Refusal | None:
    if 0 < form.meter_factor <= MAX_FACTOR:
        return None
    whole, rest = divmod(form.meter_factor, FACTOR_ONE)
    shown = f"{whole}.{rest:03}"
    return FieldOutOfRange("meter_factor", shown, "0.001", str(MAX_FACTOR // FACTOR_ONE))


def _connected_fault(form: NewConsumer) -> Refusal | None:
    if form.connected_on >= EARLIEST:
        return None
    return FieldNotAllowed("connected_on", form.connected_on.isoformat())


def _billed_from_fault(form: NewConsumer) -> Refusal | None:
    if form.billed_from is None or form.billed_from >= form.connected_on:
        return None
    return FieldNotAllowed("billed_from", form.billed_from.isoformat())


def _month_to_date_fault(form: NewConsumer) -> Refusal | None:
    start = form.billed_from or form.connected_on
    if form.month_to_date.wh and start.day == 1:
        return FieldNotAllowed("mtd_kwh", str(form.month_to_date.wh))
    return None


def _opening_fault(form: NewConsumer) -> Refusal | None:
    if abs(form.opening_balance.paise) <= MOST_OPENING_PAISE:
        return None
    return FieldNotAllowed("opening_balance", str(form.opening_balance.paise))


_FORM_CHECKS: dict[str, Callable[[NewConsumer], Refusal | None]] = {
    "load_kw": _load_fault,
    "meter_factor": _factor_fault,
    "connected_on": _connected_fault,
    "billed_from": _billed_from_fault,
    "mtd_kwh": _month_to_date_fault,
    "opening_balance": _opening_fault,
}
