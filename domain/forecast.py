"""Forecast: what consumers will use in the coming days by what they used, and how sure that is.

Columns in, columns out: one consumer is columns of length one. How the numbers below were found,
and what naive rules reach, stands in ``docs/forecast.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from domain.calendar import day_number

Wh = NDArray[np.int64]
Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: In a column of energy: no read told what the day used.
UNKNOWN = -1
#: So many days back a forecast looks: last year's same weeks, and those before them.
HISTORY_DAYS = 400
#: So many out of a hundred run-outs fall between the low and the high use.
LIKELY_PERCENT = 80
#: With fewer known days nothing is foretold.
LEAST_KNOWN_DAYS = 3

_WEEK = 7
#: The level is the mean of these last days, a day counting half as much as the third after it.
_LEVEL_DAYS = 28
_HALF_LIFE_DAYS = 3
#: A day counts at most as so many times the median of two weeks, unless it is not the only one.
_WILD_TIMES = 2.5
_WILD_ALLOWED = 3
_MEDIAN_DAYS = 14
#: Weekdays are compared over twelve weeks, and count as if twenty more of each were usual.
_WEEKDAY_DAYS = 84
_USUAL_DAYS = 20
_MOST_TIMES_USUAL = 3.0
#: The same day of the week a year ago; the mean of so many days round it is its season.
_YEAR_DAYS = 364
_SEASON_DAYS = 15
_SEASON_KNOWN = 9
_SEASON_SHARE = 0.5
_SEASON_COMES_IN_DAYS = 60
_SEASON_MOST = 2.0
_SEASON_TOLD_DAYS = 30
#: How far use comes to lie from what was expected (deviation of its logarithm, squared): what
#: belongs to a single day, what all days share, and what each day ahead adds to a day and a sum.
_DAY_VARIANCE = 0.13
_SHARED_VARIANCE = 0.035
_DAY_DRIFT = 0.005
_SUM_DRIFT = 0.0013
#: The usual deviation counts as much as so many errors of the consumer's own.
_USUAL_ERRORS = 4.0
_MOST_ERROR = 1.5
_ERRORS_OVER_WEEKS = 8
#: An eighth of all cases lies beyond so many deviations on each side: see LIKELY_PERCENT.
_DEVIATIONS = 1.2816


@dataclass(frozen=True, slots=True, eq=False)
class UseHistory:
    """What consumers used, a row each, a column a day up to ``last_day``: int64[n, days].

    :data:`UNKNOWN` where it is not known. Fewer than :data:`HISTORY_DAYS` columns will do.
    """

    last_day: date
    energy_wh: Wh

    @classmethod
    def of_charges(cls, last_day: date, energy_wh: Wh, has_read: Flags) -> UseHistory:
        """Return the use behind charged days: what a late read brought belongs to all its days.

        ``energy_wh``: what was charged, :data:`UNKNOWN` on days without a charge.
        """
        told = np.where(has_read, energy_wh, UNKNOWN)
        columns = np.arange(energy_wh.shape[1])
        # The next day with a read, and the last one before, of every day.
        after = np.where(has_read, columns, len(columns))
        after = np.minimum.accumulate(after[:, ::-1], axis=1)[:, ::-1]
        before = np.maximum.accumulate(np.where(has_read, columns, -1), axis=1)
        before = np.concatenate([np.full((len(told), 1), -1), before[:, :-1]], axis=1)
        # Before the first charge, and across a day without one, nobody knows what was used.
        uncharged = np.maximum.accumulate(np.where(energy_wh < 0, columns, -1), axis=1)
        ends = np.minimum(after, len(columns) - 1)
        is_bridged = (after < len(columns)) & (
            np.take_along_axis(uncharged, ends, axis=1) < columns
        )
        brought = np.take_along_axis(told, ends, axis=1)
        days = after - np.maximum(before, uncharged)
        return cls(last_day, np.where(is_bridged, brought // np.maximum(days, 1), UNKNOWN))

    def __len__(self) -> int:
        return len(self.energy_wh)


@dataclass(frozen=True, slots=True, eq=False)
class UseForecast:
    """What consumers will use, a row each, a column a day from ``first_day`` on: int64[n, days].

    ``low_wh`` and ``high_wh``: between them lies a day, and between their sums from the first
    day on (``sum_low_wh``, ``sum_high_wh``) lies the sum, in 80 of 100 cases. ``level_wh``: the
    use of an ordinary day lately. ``weekday_percent``: int64[n, 7] from Monday on, 100 is usual.
    ``season_percent``: what last year makes of the next 30 days; without ``has_season`` nothing.
    Rows that are not ``is_known`` hold zeros.
    """

    first_day: date
    is_known: Flags
    expected_wh: Wh
    low_wh: Wh
    high_wh: Wh
    sum_low_wh: Wh
    sum_high_wh: Wh
    level_wh: Wh
    weekday_percent: Wh
    season_percent: Wh
    has_season: Flags

    def __len__(self) -> int:
        return len(self.expected_wh)


def forecast_use(history: UseHistory, days: int) -> UseForecast:
    """Return what the ``days`` days after a history will bring."""
    first_day = history.last_day + timedelta(days=1)
    known = _known(history)
    weekday = _weekday_factors(known[:, -_WEEKDAY_DAYS:], first_day)
    flat = known / _of_days(weekday, first_day, range(-HISTORY_DAYS, 0))
    is_known = (~np.isnan(flat[:, -_LEVEL_DAYS:])).sum(axis=1) >= LEAST_KNOWN_DAYS
    level = np.where(is_known, _level(flat), 0.0)
    season, has_season = _season_factors(known, days)
    expected = level[:, None] * season * _of_days(weekday, first_day, range(days))
    spread = _spread(flat)
    ahead = np.arange(1, days + 1)
    of_day = _margin(spread, _DAY_VARIANCE + _SHARED_VARIANCE + _DAY_DRIFT * ahead)
    of_sum = _margin(spread, _DAY_VARIANCE / ahead + _SHARED_VARIANCE + _SUM_DRIFT * ahead)
    sums = np.cumsum(expected, axis=1)
    return UseForecast(
        first_day=first_day,
        is_known=is_known,
        expected_wh=_whole(expected),
        low_wh=_whole(expected / of_day),
        high_wh=_whole(expected * of_day),
        # A sum never falls, however fast its margin grows.
        sum_low_wh=_whole(np.maximum.accumulate(sums / of_sum, axis=1)),
        sum_high_wh=_whole(sums * of_sum),
        level_wh=_whole(level),
        weekday_percent=_whole(100 * weekday),
        season_percent=_whole(100 * season[:, :_SEASON_TOLD_DAYS].mean(axis=1)),
        has_season=has_season,
    )


def _known(history: UseHistory) -> Reals:
    """Return the history as real numbers over exactly HISTORY_DAYS days, nan where unknown."""
    kept = history.energy_wh[:, -HISTORY_DAYS:]
    known = np.full((len(kept), HISTORY_DAYS), np.nan)
    if kept.shape[1]:
        known[:, -kept.shape[1] :] = np.where(kept < 0, np.nan, kept)
    return known


def _weekday_factors(known: Reals, first_day: date) -> Reals:
    """Return how much of its week's mean each weekday brings: float64[n, 7], shrunk towards 1."""
    usual = sliding_window_view(known, _WEEK, axis=1)
    edge = _WEEK // 2
    round_it = np.nan_to_num(usual).sum(axis=2) / np.maximum((~np.isnan(usual)).sum(axis=2), 1)
    times = known[:, edge:-edge] / np.maximum(round_it, 1)
    times = np.minimum(times, _MOST_TIMES_USUAL)
    factors = np.ones((len(known), _WEEK))
    weekdays = (_weekday(first_day) + np.arange(edge - known.shape[1], -edge)) % _WEEK
    for weekday in range(_WEEK):
        its = times[:, weekdays == weekday]
        count = (~np.isnan(its)).sum(axis=1)
        factors[:, weekday] = (np.nan_to_num(its).sum(axis=1) + _USUAL_DAYS) / (count + _USUAL_DAYS)
    even: Reals = factors / factors.mean(axis=1, keepdims=True)
    return even


def _of_days(weekday: Reals, first_day: date, days: range) -> Reals:
    """Return the weekday's factor of days, counted from the first one."""
    return weekday[:, (_weekday(first_day) + np.array(days, np.int64)) % _WEEK]


def _weekday(day: date) -> int:
    """Return the weekday as its place from Monday on."""
    return (day_number(day) + 3) % _WEEK


def _level(flat: Reals) -> Reals:
    """Return what an ordinary day brings by the last days before the end of the columns."""
    recent = flat[:, -_LEVEL_DAYS:]
    recent = np.minimum(recent, _most_believed(recent)[:, None])
    is_known = ~np.isnan(recent)
    weights = is_known * 0.5 ** (np.arange(_LEVEL_DAYS)[::-1] / _HALF_LIFE_DAYS)
    # With nothing known the level is nil; who asks for it looks at what is known as well.
    total = np.maximum(weights.sum(axis=1), np.finfo(np.float64).tiny)
    level: Reals = (np.nan_to_num(recent) * weights).sum(axis=1) / total
    return level


def _most_believed(recent: Reals) -> Reals:
    """Return up to which use a day is believed: one wild day moves nothing, the third does."""
    filled = np.sort(np.nan_to_num(recent), axis=1)
    return np.maximum(_WILD_TIMES * _median(recent[:, -_MEDIAN_DAYS:]), filled[:, -_WILD_ALLOWED])


def _median(known: Reals) -> Reals:
    """Return the median of what is known in each row, 0 where nothing is."""
    ordered = np.sort(known, axis=1)
    count = (~np.isnan(known)).sum(axis=1)
    rows = np.arange(len(known))
    low, high = (
        ordered[rows, np.maximum(count - 1, 0) // 2],
        ordered[rows, count // 2 % known.shape[1]],
    )
    return np.where(count > 0, np.nan_to_num((low + high) / 2), 0.0)


def _season_factors(known: Reals, days: int) -> tuple[Reals, Flags]:
    """Return what last year makes of each coming day, 1 where it tells nothing, and where it does.

    Last year is believed by half at most, and the less the nearer the day: of tomorrow this
    week knows more.
    """
    edge = _SEASON_DAYS // 2
    places = HISTORY_DAYS - _YEAR_DAYS + np.arange(days) % _YEAR_DAYS
    ends = np.minimum(places + edge + 1, HISTORY_DAYS)
    then, is_then_known = _means(known, places - edge, ends)
    start = HISTORY_DAYS - _YEAR_DAYS
    before, is_known = _means(known, np.array([start - 2 * edge]), np.array([start]))
    # A tenth of the usual on both sides: next to nothing last year is no measure.
    times = (then + before / 10) / np.maximum(before * 1.1, 1)
    share = _SEASON_SHARE * (1 - np.exp(-np.arange(1, days + 1) / _SEASON_COMES_IN_DAYS))
    tempered = np.clip(times, 1 / _SEASON_MOST, _SEASON_MOST) ** share
    return np.where(is_known & is_then_known, tempered, 1.0), is_known[:, 0]


def _means(known: Reals, starts: Wh, ends: Wh) -> tuple[Reals, Flags]:
    """Return the means of stretches of each row, and whether enough of them is known."""
    margin = ((0, 0), (1, 0))
    sums = np.pad(np.cumsum(np.nan_to_num(known), axis=1), margin)
    counts = np.pad(np.cumsum(~np.isnan(known), axis=1), margin)
    count = counts[:, ends] - counts[:, starts]
    return (sums[:, ends] - sums[:, starts]) / np.maximum(count, 1), count >= _SEASON_KNOWN


def _spread(flat: Reals) -> Reals:
    """Return how wide each one's errors were of late, 1 for the usual width.

    The weeks behind are foretold by what came before each, as if it were the present.
    """
    squares = np.full(len(flat), _USUAL_ERRORS)
    count = np.full(len(flat), _USUAL_ERRORS)
    usual = _DAY_VARIANCE / _WEEK + _SHARED_VARIANCE + _SUM_DRIFT * _WEEK
    for week in range(1, _ERRORS_OVER_WEEKS + 1):
        end = HISTORY_DAYS - week * _WEEK
        came = flat[:, end : end + _WEEK]
        before = flat[:, end - _LEVEL_DAYS : end]
        is_known = (~np.isnan(came)).all(axis=1) & ~np.isnan(before[:, -_MEDIAN_DAYS:]).any(axis=1)
        expected = np.maximum(_level(before), 1)
        error = np.log(np.maximum(np.nan_to_num(came).mean(axis=1), 1) / expected)
        error = np.clip(error, -_MOST_ERROR, _MOST_ERROR)
        squares += np.where(is_known, error**2 / usual, 0)
        count += is_known
    spread: Reals = np.sqrt(squares / count)
    return spread


def _margin(spread: Reals, variance: NDArray[np.floating[Any]]) -> Reals:
    """Return how many times more or less than expected a use may well be: float64[n, days]."""
    times: Reals = np.exp(_DEVIATIONS * spread[:, None] * np.sqrt(variance))
    return times


def _whole(values: Reals) -> Wh:
    return np.rint(values).astype(np.int64)
