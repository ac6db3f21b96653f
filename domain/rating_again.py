"""Rating again: charged days are rated once more, in order, and must come out as they did.

Every consumer's position in the month is carried along, so that the days add up to the month's and
the last position must be the one that the books hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from domain.calendar import day_number, day_of_number
from domain.errors import FieldOutOfRange
from domain.exact import Column
from domain.rating import LINES, SPLITS, MonthState, rate_day
from domain.tariff import Tariff

Places = NDArray[np.intp]
Flags = NDArray[np.bool_]


class RatingAgain:
    """The positions of all consumers, by their places, as the charged days lead on."""

    def __init__(self) -> None:
        self._state = MonthState.start(0)
        #: The month that each consumer's state belongs to, as the number of its first day.
        self._month = np.empty(0, np.int64)

    def take_on(self, initial_mtd_wh: Column, billed_from_day: Column) -> None:
        """Add consumers at the next places: what the month counted before, and the first day."""
        begun = MonthState.start(len(initial_mtd_wh), initial_mtd_wh)
        self._state = MonthState.concatenate([self._state, begun])
        months = np.array([_month_of(day) for day in billed_from_day.tolist()], np.int64)
        self._month = np.concatenate([self._month, months])

    def differs(
        self,
        day: int,
        places: Places,
        tariffs: Sequence[Tariff],
        which: Column,
        charged: Mapping[str, Column],
    ) -> Flags:
        """Tell the rows of a day's charge that the engine does not give, and move on by it.

        ``charged``: the columns of the charge by name, lines and schemes in paise. Rows that no
        engine could have given, for a number beyond all bounds, all count as different.
        """
        self._begin_month(places, _month_of(day))
        try:
            rated = rate_day(
                day_of_number(day),
                tariffs,
                which,
                charged["energy_wh"],
                charged["load_w"],
                self._state.take(places),
                demand_w=charged["demand_w"],
                is_connected=charged["is_connected"].astype(np.bool_),
            )
        except FieldOutOfRange:
            return np.ones(len(places), np.bool_)
        differs: Flags = (rated.state.mtd_wh != charged["mtd_wh"]) | (which < 0)
        for name in (*LINES, *SPLITS):
            differs |= getattr(rated, name) != charged[f"{name}_paise"]
        self._put(places, rated.state)
        return differs

    def positions(self, places: Places, last_days: Column) -> list[bytes]:
        """Return where consumers stand after their last days, charged or passed over."""
        months = [_month_of(day) for day in last_days.tolist()]
        for month in sorted(set(months)):
            self._begin_month(places[np.array(months) == month], month)
        return self._state.take(places).to_bytes()

    def _begin_month(self, places: Places, month: int) -> None:
        is_new = self._month[places] != month
        if is_new.any():
            begun = self._state.take(places[is_new])
            self._put(places[is_new], begun.started_anew(np.ones(len(begun), np.bool_)))
            self._month[places] = month

    def _put(self, places: Places, state: MonthState) -> None:
        self._state.mtd_wh[places] = state.mtd_wh
        self._state.whole_paise[:, places] = state.whole_paise
        self._state.rest[:, places] = state.rest


def _month_of(day: int) -> int:
    return day_number(day_of_number(day).replace(day=1))
