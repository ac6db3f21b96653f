"""Consumption: what many registers count on a day, by profile, scenario and seed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.calendar import day_number
from domain.reads import JUMP_FACTOR
from domain.simulation.chance import Chance, Purpose
from domain.simulation.profiles import Profile
from domain.simulation.scenarios import Scenario

#: The drift of the weather: degrees from usual (one deviation), and what a day hands to the next.
_WEATHER_DEGREES = 2.5
_WEATHER_KEPT = 0.7
_WEATHER_DAYS = 20
#: Who is away is away for a week; whose register comes to a stand does so within these days.
_DAYS_AWAY = 7
_DAYS_TO_STAND = 10
_DAYS_IN_YEAR = 365
_HOURS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Consumption:
    """The use of consumers that share a profile; rows in the order of ``ids``.

    A consumer's day depends on its id, level, load and the seed alone, never on the others.
    """

    ids: NDArray[np.int64]
    load_w: NDArray[np.int64]
    level_wh: NDArray[np.float64]
    stands_from: NDArray[np.int64]
    profile: Profile
    scenario: Scenario
    chance: Chance
    first: date

    @classmethod
    def of(  # noqa: PLR0913 - columns, and what they are seen through
        cls,
        *,
        ids: NDArray[np.int64],
        load_w: NDArray[np.int64],
        mean_wh: NDArray[np.int64],
        profile: Profile,
        scenario: Scenario,
        seed: int,
        first: date,
    ) -> Consumption:
        """Return the use from ``first`` on; ``mean_wh`` (Wh a day, -1 unknown) as of that day."""
        chance = Chance(seed)
        own = mean_wh * (100 / profile.season(first))
        return cls(
            ids=ids,
            load_w=load_w,
            level_wh=np.where(mean_wh >= 0, own, _use_by_load(ids, load_w, profile, chance)),
            stands_from=_first_days_at_a_stand(ids, scenario, chance),
            profile=profile,
            scenario=scenario,
            chance=chance,
            first=first,
        )

    def on(self, day: date) -> NDArray[np.int64]:
        """Return what the registers count on ``day`` in Wh, int64."""
        number = day_number(day)
        own = 1 + self.chance.spread(Purpose.OWN_DAY, self.ids, number) * (
            self.profile.own_percent / 100
        )
        use = self.level_wh * self._shared_factor(day) * own
        use = np.where(self._away(day), use * (self.profile.away_use_percent / 100), use)
        if self.scenario.theft_percent and self.scenario.holds(day, self.first):
            steals = self.chance.below(self.scenario.theft_percent, Purpose.THEFT, self.ids)
            use = np.where(steals, use * (1 - self.scenario.hidden_percent / 100), use)
        use = np.where((day - self.first).days < self.stands_from, use, 0.0)
        # More than this is a jump, which the office would hold.
        most = self.load_w * (_HOURS * JUMP_FACTOR)
        return np.minimum(np.rint(use).astype(np.int64), most)

    def _shared_factor(self, day: date) -> float:
        """Return what all consumers of the profile share on ``day``, 1.0 for the year's mean."""
        profile, scenario = self.profile, self.scenario
        happens = scenario.holds(day, self.first)
        growth_percent = profile.growth_percent * (day - self.first).days / _DAYS_IN_YEAR
        warm = profile.warmth(day) * weather(self.chance, day)
        supplied = 1.0
        if happens:
            grown_for = (day - self.first).days - scenario.starts_after_days + 1
            growth_percent += scenario.growth_percent * grown_for / _DAYS_IN_YEAR
            warm += profile.degree_permille * scenario.degrees_above / 1000
            supplied = (_HOURS - scenario.outage_hours) / _HOURS
        shape = profile.season(day) * profile.weekday(day) / 10_000
        return shape * (1 + warm) * (1 + growth_percent / 100) * supplied

    def _away(self, day: date) -> NDArray[np.bool_]:
        """Return who is away: in weeks of the consumer's own, or as the scenario says."""
        phase = (self.chance.bits(Purpose.AWAY_PHASE, self.ids) % np.uint64(_DAYS_AWAY)).astype(
            np.int64
        )
        week, days_over = divmod(day_number(day), _DAYS_AWAY)
        percent = self.profile.away_percent
        away = np.where(
            phase <= days_over,
            self.chance.below(percent, Purpose.AWAY, self.ids, week),
            self.chance.below(percent, Purpose.AWAY, self.ids, week - 1),
        )
        if self.scenario.vacant_percent and self.scenario.holds(day, self.first):
            away |= self.chance.below(self.scenario.vacant_percent, Purpose.VACANT, self.ids)
        return away


def weather(chance: Chance, day: date) -> float:
    """Return how many degrees ``day`` lies above usual: the same for all, drifting day by day.

    Each day keeps seven tenths of the day before; the same day is as warm in every run of a seed.
    """
    number = day_number(day)
    days = np.arange(number, number - _WEATHER_DAYS, -1, dtype=np.int64)
    drift, weight, squares = 0.0, 1.0, 0.0
    for shock in chance.spread(Purpose.WEATHER, days).tolist():
        drift += weight * shock
        squares += weight * weight
        weight *= _WEATHER_KEPT
    return _WEATHER_DEGREES * drift / math.sqrt(squares)


def _use_by_load(
    ids: NDArray[np.int64], load_w: NDArray[np.int64], profile: Profile, chance: Chance
) -> NDArray[np.float64]:
    """Return the year's mean in Wh a day of consumers known by their load alone."""
    points = np.array(profile.use_wh_per_kw, np.float64)
    place = chance.share(Purpose.SIZE, ids) * (len(points) - 1)
    below = place.astype(np.int64)
    use_wh_per_kw = points[below] + (points[below + 1] - points[below]) * (place - below)
    return use_wh_per_kw * load_w / 1000


def _first_days_at_a_stand(
    ids: NDArray[np.int64], scenario: Scenario, chance: Chance
) -> NDArray[np.int64]:
    """Return for each id after how many days of the run its register stands (or never)."""
    stands = chance.below(scenario.stuck_percent, Purpose.STUCK, ids)
    days = chance.bits(Purpose.STUCK_DAY, ids) % np.uint64(_DAYS_TO_STAND)
    never = np.iinfo(np.int64).max
    return np.where(stands, days.astype(np.int64) + scenario.starts_after_days, never)
