"""How a kind of consumer uses electricity over the year, the week and on warm days: the data.

Where the numbers come from:

- Warm days: Harish and others, "Impact of temperature on electricity demand: Evidence from Delhi
  and Indian states", Energy Policy 2020: above 30 degrees Delhi uses 30% more than at 21 to 24,
  India 11%, and consumers with little money hardly more. Hence 3% a degree for towns, half of it
  for villages, next to nothing for Kutir Jyoti. Cold days answer with less than half of that
  (IEEFA, "The heat of the moment", 2023), hence the months below zero in ``_WARMTH``.
- Months, weekdays, use per kW, absence and growth: assumptions for the plains of north India
  (a hot April to September, a short heating peak, rabi irrigation from November on). They are
  shapes to compare runs by, no forecast; a consumer's own recent use replaces the use per kW.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from domain.calendar import days_in_month

#: How much of a profile's answer to a warm day shows in each month, January first, in percent.
_WARMTH = (-40, -20, 40, 100, 100, 100, 100, 100, 100, 50, 0, -30)


@dataclass(frozen=True, slots=True)
class Profile:
    """The habits of one kind of consumer.

    ``use_wh_per_kw``: mean use a day per kW of sanctioned load, for the consumers at 0, 10, ...
    100% of all, in Wh. ``months`` (January first) and ``weekdays`` (Monday first): percent of the
    mean. ``degree_permille``: more use for a degree above usual. ``own_percent``: how far single
    days lie from that, one standard deviation. ``growth_percent``: more use a year.
    ``away_percent``: share of weeks in which a consumer is away, with ``away_use_percent`` of the
    use going on (a refrigerator, a lamp).
    """

    code: str
    use_wh_per_kw: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    degree_permille: int
    own_percent: int
    growth_percent: int
    away_percent: int
    away_use_percent: int

    def season(self, day: date) -> float:
        """Return the percent of the year's mean on ``day``: straight lines between mid-months."""
        days = days_in_month(day)
        past_middle = (day.day - 0.5 - days / 2) / days
        here = self.months[day.month - 1]
        neighbour = self.months[(day.month - (0 if past_middle >= 0 else 2)) % 12]
        return here + (neighbour - here) * abs(past_middle)

    def weekday(self, day: date) -> int:
        """Return the percent of the week's mean on ``day``."""
        return self.weekdays[day.weekday()]

    def warmth(self, day: date) -> float:
        """Return the share by which use rises for each degree above usual on ``day``."""
        return self.degree_permille * _WARMTH[day.month - 1] / 100_000


_ALL_DAYS_ALIKE = (100, 100, 100, 100, 100, 100, 100)

URBAN = Profile(
    code="domestic_urban",
    use_wh_per_kw=(300, 900, 1300, 1700, 2100, 2500, 2900, 3400, 4100, 5200, 8000),
    months=(78, 70, 78, 106, 126, 136, 132, 126, 116, 92, 68, 72),
    weekdays=(99, 99, 99, 99, 99, 101, 104),
    degree_permille=30,
    own_percent=18,
    growth_percent=5,
    away_percent=3,
    away_use_percent=12,
)
RURAL = Profile(
    code="domestic_rural",
    use_wh_per_kw=(150, 500, 800, 1050, 1300, 1600, 1900, 2300, 2800, 3700, 6000),
    months=(86, 82, 88, 104, 116, 122, 120, 116, 112, 96, 78, 80),
    weekdays=_ALL_DAYS_ALIKE,
    degree_permille=15,
    own_percent=20,
    growth_percent=7,
    away_percent=4,
    away_use_percent=6,
)
KUTIR = Profile(
    code="kutir",
    use_wh_per_kw=(400, 1500, 2200, 2800, 3300, 3800, 4300, 5000, 5900, 7200, 10000),
    months=(92, 90, 94, 102, 108, 112, 110, 108, 106, 98, 90, 90),
    weekdays=_ALL_DAYS_ALIKE,
    degree_permille=5,
    own_percent=22,
    growth_percent=6,
    away_percent=6,
    away_use_percent=2,
)
SHOP = Profile(
    code="shop",
    use_wh_per_kw=(300, 900, 1300, 1700, 2100, 2600, 3100, 3700, 4500, 5800, 9000),
    months=(86, 84, 92, 104, 114, 118, 114, 110, 108, 106, 84, 80),
    weekdays=(104, 104, 104, 104, 104, 106, 74),
    degree_permille=15,
    own_percent=14,
    growth_percent=5,
    away_percent=2,
    away_use_percent=5,
)
COMMERCIAL = Profile(
    code="commercial",
    use_wh_per_kw=(500, 1500, 2200, 2800, 3400, 4000, 4700, 5500, 6600, 8200, 12000),
    months=(76, 74, 86, 108, 124, 130, 126, 122, 116, 98, 70, 70),
    weekdays=(107, 107, 107, 107, 107, 95, 70),
    degree_permille=25,
    own_percent=12,
    growth_percent=4,
    away_percent=1,
    away_use_percent=10,
)
AGRICULTURE = Profile(
    code="agriculture",
    use_wh_per_kw=(0, 600, 1400, 2200, 3000, 3800, 4600, 5400, 6300, 7500, 10000),
    months=(120, 130, 110, 70, 70, 110, 120, 100, 80, 70, 100, 120),
    weekdays=_ALL_DAYS_ALIKE,
    degree_permille=10,
    own_percent=28,
    growth_percent=2,
    away_percent=15,
    away_use_percent=0,
)

PROFILES = (URBAN, RURAL, KUTIR, SHOP, COMMERCIAL, AGRICULTURE)

#: What the published schedules are called, the narrower names first.
_NAMES_OF_CATEGORIES = (
    (r"\b(agri\w*|irrigation|krishi|pump\w*|ias\w*|lmv-?5\w*)", AGRICULTURE),
    (r"\b(kutir|jyoti|kj|jeevan|jd|bpl|lifeline|ds-?0)\b", KUTIR),
    (r"\bshops?\b", SHOP),
    (r"\b(com|commercial|nds\w*|non-domestic|office|lmv-?2\w*)\b", COMMERCIAL),
    (r"\b(rural|gramin|ds-?i|ds-?1|lmv-?1r)\b", RURAL),
)


def profile_of(category: str) -> Profile:
    """Return the profile for a category by the words in its name; a town's home for any other."""
    for names, profile in _NAMES_OF_CATEGORIES:
        if re.search(names, category, re.IGNORECASE):
            return profile
    return URBAN
