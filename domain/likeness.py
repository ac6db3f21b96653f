"""Likeness: who of the consumers may be one person, told by what they have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.sounding import plain, sound_of

#: What a telephone number has in India, whatever stands before it.
MOBILE_DIGITS = 10
#: From so much on two consumers look like one.
_ENOUGH = 50
#: Of the words of two addresses so many parts in a hundred have to be the same.
_SAME_WORDS_PERCENT = 60
_LEAST_WORDS = 2
#: More of them help nobody.
_MOST_TOLD = 20
_NOT_A_WORD = re.compile(r"[^\w\u0900-\u097f]+")


class InCommon(StrEnum):
    """What two consumers have in common."""

    METER = "meter"
    MOBILE = "mobile"
    EMAIL = "email"
    NAME = "name"
    NAME_ALIKE = "name_alike"
    GUARDIAN = "guardian"
    ADDRESS = "address"


#: A mobile, an address of mail or a meter is enough; a name needs whose daughter or where. Families
#: share telephones, so that a name beside it makes it likelier.
_WEIGHTS = {
    InCommon.METER: 60,
    InCommon.MOBILE: 50,
    InCommon.EMAIL: 50,
    InCommon.NAME: 30,
    InCommon.NAME_ALIKE: 25,
    InCommon.GUARDIAN: 25,
    InCommon.ADDRESS: 25,
}


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody: typed in a form, a row of a sheet, or a consumer."""

    number: str = ""
    name: str = ""
    guardian: str = ""
    address: str = ""
    mobile: str = ""
    email: str = ""
    meter_serial: str = ""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A consumer who may be the person, with why; the weightier the likelier."""

    number: str
    name: str
    reasons: tuple[InCommon, ...]

    @property
    def weight(self) -> int:
        return sum(_WEIGHTS[reason] for reason in self.reasons)


def lookalikes(person: Person, others: Iterable[tuple[Person, Sequence[str]]]) -> list[Lookalike]:
    """Return who of the others may be the person, the likeliest first.

    Each of the others comes with the meters that it has now or had before.
    """
    found = [
        Lookalike(other.number, other.name, _common(person, other, meters))
        for other, meters in others
        if other.number != person.number
    ]
    likely = [one for one in found if one.weight >= _ENOUGH]
    return sorted(likely, key=lambda one: (-one.weight, one.number))[:_MOST_TOLD]


def mobile_digits(typed: str) -> str:
    """Return the ten digits of a telephone number, nothing when there are fewer."""
    digits = "".join(c for c in plain(typed) if c.isdigit())
    return digits[-MOBILE_DIGITS:] if len(digits) >= MOBILE_DIGITS else ""


def words_of_name(name: str) -> list[str]:
    """Return the words of a name or an address without capitals, accents and repeated spaces."""
    return [word for word in _NOT_A_WORD.split(plain(name)) if word]


def _common(person: Person, other: Person, meters: Sequence[str]) -> tuple[InCommon, ...]:
    mobile, email = mobile_digits(person.mobile), person.email.strip().casefold()
    holds = {
        InCommon.METER: bool(person.meter_serial) and person.meter_serial in meters,
        InCommon.MOBILE: bool(mobile) and mobile == mobile_digits(other.mobile),
        InCommon.EMAIL: bool(email) and email == other.email.strip().casefold(),
        InCommon.NAME: _is_same(person.name, other.name),
        InCommon.NAME_ALIKE: not _is_same(person.name, other.name)
        and _sounds_alike(person.name, other.name),
        InCommon.GUARDIAN: _sounds_alike(person.guardian, other.guardian),
        InCommon.ADDRESS: _is_one_place(person.address, other.address),
    }
    return tuple(reason for reason, does_hold in holds.items() if does_hold)


def _is_same(one: str, other: str) -> bool:
    words = words_of_name(one)
    return bool(words) and words == words_of_name(other)


def _sounds_alike(one: str, other: str) -> bool:
    words, others = words_of_name(one), words_of_name(other)
    if not words or len(words) != len(others):
        return False
    return all(map(_is_one_word, words, others))


def _is_one_word(one: str, other: str) -> bool:
    return one == other or (bool(sound_of(one)) and sound_of(one) == sound_of(other))


def _is_one_place(one: str, other: str) -> bool:
    words, others = set(words_of_name(one)), set(words_of_name(other))
    if min(len(words), len(others)) < _LEAST_WORDS:
        return False
    return 100 * len(words & others) >= _SAME_WORDS_PERCENT * len(words | others)
