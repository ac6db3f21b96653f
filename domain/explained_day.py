"""A charged day explained: the month up to it is rated once more, by the one engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

import numpy as np

from domain.calendar import day_number, first_of_month
from domain.explanation import DayExplained, explain_day
from domain.rating import MonthState, rate_day
from domain.tariff import TariffBook


class ChargedDay(Protocol):
    """A charged day as it is stored: what it was rated by; energy in Wh, load and demand in W."""

    @property
    def day(self) -> int: ...
    @property
    def version_id(self) -> str: ...
    @property
    def energy_wh(self) -> int: ...
    @property
    def load_w(self) -> int: ...
    @property
    def demand_w(self) -> int | None: ...
    @property
    def is_connected(self) -> int: ...


def explained_day(
    day: date, rows: Sequence[ChargedDay], book: TariffBook, mtd_wh: int
) -> DayExplained:
    """Rate the month up to the day once more, and explain the day from where it stood.

    ``rows``: the month's charged days up to and with ``day``, oldest first; ``mtd_wh``: the units
    (Wh) that the month began with.
    """
    places = {tariff.id: place for place, tariff in enumerate(book.versions)}
    state = MonthState.start(1, np.array([mtd_wh], np.int64))
    for row in rows[:-1]:
        state = rate_day(
            first_of_month(day) + timedelta(days=row.day - day_number(first_of_month(day))),
            book.versions,
            np.array([places[row.version_id]], np.int64),
            np.array([row.energy_wh], np.int64),
            np.array([row.load_w], np.int64),
            state,
            demand_w=np.array([-1 if row.demand_w is None else row.demand_w], np.int64),
            is_connected=np.array([bool(row.is_connected)]),
        ).state
    last = rows[-1]
    return explain_day(
        day,
        book.versions[places[last.version_id]],
        last.energy_wh,
        last.load_w,
        state,
        demand_w=-1 if last.demand_w is None else last.demand_w,
        is_connected=bool(last.is_connected),
    )
