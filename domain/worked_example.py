"""A worked example: what a month of so many units costs by a tariff, by the engine itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from domain.rating import LINES, MonthState, rate_day
from domain.tariff import Tariff

#: A month of thirty days, so that both bases of a fixed charge come to the same.
_FIRST = date(2025, 4, 1)
DAYS = 30


def month_of(tariff: Tariff, energy_wh: int, load_w: int) -> Mapping[str, int]:
    """Return every line of a month of thirty even days, in paise, by its name.

    ``FieldOutOfRange`` for more than anybody can use.
    """
    sums = dict.fromkeys(LINES, 0)
    state = MonthState.start(1)
    tariffs, which = (tariff,), np.zeros(1, np.int64)
    load = np.array([load_w], np.int64)
    for number in range(DAYS):
        used_wh = energy_wh * (number + 1) // DAYS - energy_wh * number // DAYS
        day = _FIRST + timedelta(days=number)
        rated = rate_day(day, tariffs, which, np.array([used_wh], np.int64), load, state)
        state = rated.state
        for line in LINES:
            sums[line] += int(getattr(rated, line)[0])
    return sums
