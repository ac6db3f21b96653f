"""The consumers of a practice office: invented people on the shipped schedules, seeded."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import TypeVar

import numpy as np

from domain.consumer import NewConsumer, Phase
from domain.energy import Energy
from domain.errors_of_tariffs import ScheduleNotFound
from domain.money import Money
from domain.practice.people import COMMUNITIES, HOUSE, PATNA, SHOP, SHOPS, TOWNS, Community, Town
from domain.simulation.chance import Chance, Purpose
from domain.simulation.profiles import (
    AGRICULTURE,
    COMMERCIAL,
    KUTIR,
    RURAL,
    URBAN,
    Profile,
    profile_of,
)
from domain.simulation.profiles import SHOP as SHOP_PROFILE
from domain.tariff import TariffBook

_T = TypeVar("_T")

_FIRST_NUMBER = 100_001
#: Mobile numbers 99990 00001 ... : nobody's.
_MOBILES = "99990"
_LANGUAGES = ("hi", "hi", "hi", "en", "en")
_WITH_THREE_PHASES_FROM_W = 5000

#: The kinds of consumers of a town's office in percent, and their sanctioned loads in W.
_KINDS: tuple[tuple[Profile, int, tuple[int, ...]], ...] = (
    (URBAN, 40, (1000, 2000, 2000, 3000, 3000, 4000, 5000)),
    (RURAL, 25, (1000, 1000, 1000, 2000)),
    (KUTIR, 15, (250,)),
    (SHOP_PROFILE, 6, (1000, 2000, 3000)),
    (COMMERCIAL, 10, (2000, 3000, 5000, 8000, 15000)),
    (AGRICULTURE, 4, (2000, 4000, 5500)),
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A schedule that consumers of the office are on."""

    schedule: str
    profile: Profile
    loads_w: tuple[int, ...]


class _Lots:
    """One draw after another for one consumer; the same for a seed and an id, always."""

    def __init__(self, bits: list[int]) -> None:
        self._bits = bits
        self._next = 0

    def below(self, bound: int) -> int:
        """Return a whole number from 0 up to below ``bound``."""
        bits = self._bits[self._next]
        self._next += 1
        return bits % bound

    def of(self, choices: Sequence[_T]) -> _T:
        return choices[self.below(len(choices))]

    def weighted(self, choices: Sequence[_T], weights: Sequence[int]) -> _T:
        bounds = list(accumulate(weights))
        return choices[bisect_right(bounds, self.below(bounds[-1]))]


#: As many draws as a consumer can need.
_DRAWS = 24


def invent(  # noqa: PLR0913 - what an office is made of
    tariffs: TariffBook, *, count: int, first: date, last: date, state: str, seed: int
) -> tuple[Town, list[NewConsumer]]:
    """Return a town, and ``count`` consumers in it who are billed from ``first`` on.

    Their schedules are those of ``state`` that hold on every day to ``last``; without any, those
    of the state that has most. :class:`ScheduleNotFound` when no schedule holds at all.
    """
    chosen, kinds, weights = _kinds(tariffs, first, last, state)
    town = TOWNS.get(chosen, PATNA)
    ids = np.arange(1, count + 1, dtype=np.int64)
    chance = Chance(seed)
    draws = np.stack([chance.bits(Purpose.PRACTICE, ids, draw) for draw in range(_DRAWS)], axis=1)
    return town, [
        _consumer(position, _Lots(bits), kinds, weights, first, town)
        for position, bits in enumerate(draws.tolist())
    ]


def _kinds(
    tariffs: TariffBook, first: date, last: date, state: str
) -> tuple[str, list[_Kind], list[int]]:
    holding = [
        version
        for version in tariffs.versions
        if tariffs.version_on(version.schedule, last) is version
        and tariffs.version_on(version.schedule, first) is not None
    ]
    if not holding:
        raise ScheduleNotFound(state)
    states = [version.state for version in holding]
    chosen = state if state in states else max(sorted(set(states)), key=states.count)
    kinds, weights = [], []
    for profile, weight, loads_w in _KINDS:
        schedules = [
            version.schedule
            for version in holding
            if version.state == chosen
            and profile_of(f"{version.schedule} {version.category}") is profile
        ]
        kinds += [_Kind(schedule, profile, loads_w) for schedule in schedules]
        weights += [-(-weight // len(schedules)) for _ in schedules]
    return chosen, kinds, weights


def _consumer(  # noqa: PLR0913, PLR0917 - all that a consumer follows from
    position: int, lots: _Lots, kinds: list[_Kind], weights: list[int], first: date, town: Town
) -> NewConsumer:
    kind = lots.weighted(kinds, weights)
    language = lots.of(_LANGUAGES)
    load_w = lots.of(kind.loads_w)
    locality = lots.of(town.localities)
    is_shop = kind.profile in (SHOP_PROFILE, COMMERCIAL)
    name, guardian = _shop(lots, language) if is_shop else _person(lots, language)
    number = _FIRST_NUMBER + position
    days_connected = 30 + lots.below(3000)
    return NewConsumer(
        number=str(number),
        name=name,
        category=kind.schedule,
        load_w=load_w,
        meter_serial=f"PR{number + 2_500_000:08}",
        connected_on=first - timedelta(days=days_connected),
        guardian=guardian,
        address=_address(
            lots,
            language,
            SHOP if is_shop else HOUSE,
            (*locality.name, f"{_written(language, town.name)} {locality.pin}"),
        ),
        mobile=f"{_MOBILES}{position + 1:05}" if position < 99_999 else "",  # noqa: PLR2004 - 5 digits
        language=language,
        phase=Phase.THREE if load_w >= _WITH_THREE_PHASES_FROM_W else Phase.SINGLE,
        feeder=f"{locality.code}-F{1 + lots.below(3)}",
        dtr=f"{locality.code}-D{1 + lots.below(24):02}",
        # From 100 rupees owed to 700 rupees a kW in hand, to the paisa.
        opening_balance=Money(lots.below(700_00) * max(load_w, 1000) // 1000 - 100_00),
        billed_from=first,
        # One to three and a half hours of the sanctioned load on each day since.
        initial=Energy(days_connected * load_w * (1000 + lots.below(2500)) // 1000),
    )


def _person(lots: _Lots, language: str) -> tuple[str, str]:
    """Return a name and the guardian's (the father or husband)."""
    community = _community(lots)
    is_woman = lots.below(100) < 35  # noqa: PLR2004 - percent of connections in women's names
    family = lots.of(community.families)
    first_name = lots.of(community.women if is_woman else community.men)
    own_family = lots.of((*community.womens_names, family)) if is_woman else family
    guardian = lots.of([man for man in community.men if man != first_name])
    return _written(language, first_name, own_family), _written(language, guardian, family)


def _shop(lots: _Lots, language: str) -> tuple[str, str]:
    """Return what stands over a shop, and its owner."""
    community = _community(lots)
    family = lots.of(community.families)
    owner = lots.of(community.men)
    return _written(language, family, lots.of(SHOPS)), _written(language, owner, family)


def _community(lots: _Lots) -> Community:
    return lots.weighted(COMMUNITIES, [community.weight for community in COMMUNITIES])


def _address(
    lots: _Lots, language: str, place: tuple[str, str], locality: tuple[str, str, str]
) -> str:
    english, hindi, post = locality
    number = 1 + lots.below(240)
    where = _written(language, (english, hindi))
    return f"{_written(language, place)} {number}, {where}, {post}"


def _written(language: str, *words: tuple[str, str]) -> str:
    return " ".join(word[1 if language == "hi" else 0] for word in words)
