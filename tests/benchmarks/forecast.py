"""How well the coming days are foretold: on real reads, from every day on, beside naive rules.

Run by hand: ``python -m tests.benchmarks.forecast``. The reads stand beside the repository where it
is worked on; the figures go into ``docs/forecast.md``.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.calendar import IST, day_number
from domain.forecast import HISTORY_DAYS, UNKNOWN, UseHistory, forecast_use
from domain.lasting import Standing, coming_costs, days_covered
from domain.rating import MonthState, rate_day
from domain.tariff import TariffBook, parse_tariff_text

DATA = Path(__file__).parents[3] / "shared" / "data"
TARIFFS = Path(__file__).parents[2] / "resources" / "tariffs" / "examples.json"
DAYS_AHEAD = 30
#: The reads are so many days older than the tariffs; weekdays stay what they are.
_DAYS_LATER = 12 * 364
_TOLD = (1, 3, 7, 14, 21, 30)
#: Balances, as so many times what a day has cost in the mean of the last thirty.
_DAYS_PAID_FOR = (5, 10, 20)
#: A run-out is asked for on every third day: a year of rating for each takes its time.
_RUN_OUT_EVERY = 3
_LOAD_W = 4_000
_LEAST_DAYS_BEFORE = 28

Columns = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Origins:
    """Days on which somebody asks for a forecast, a row each: what was known, and what came."""

    meter: Columns
    #: The first day that is foretold.
    day: Columns
    known_wh: Columns
    came_wh: Columns


def main() -> int:
    if not DATA.is_dir():
        print(f"There are no reads in {DATA.name}: nothing was measured.")
        return 3
    daily = daily_energies(DATA / "daily-register-reads.csv")
    print(f"daily-register-reads.csv: {len(daily)} meters, {daily.shape[1]} days")
    origins = origins_of(daily, DAYS_AHEAD, _LEAST_DAYS_BEFORE)
    _tell_energy(origins)
    has_year = (origins.known_wh[:, 22:36] != UNKNOWN).all(axis=1)
    print(f"of them with last year known ({has_year.sum()}):")
    _tell_energy(_only(origins, has_year))
    for schedule in ("UP-LMV1U-2022", "DL-DOM-2019"):
        _tell_run_out(daily, schedule)
    half_hours = half_hour_energies(DATA / "half-hour-load-profile-2013-07.csv")
    print(f"half-hour-load-profile-2013-07.csv: {len(half_hours)} meters, one month each")
    _tell_energy(origins_of(half_hours, 14, 14))
    return 0


def daily_energies(path: Path) -> Columns:
    """Return the use of each meter and day from a file of registers, UNKNOWN where it has none."""
    registers: dict[str, dict[int, int]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            read_at = datetime.fromisoformat(row["read_at"]).astimezone(IST)
            registers[row["meter_serial"]][day_number(read_at.date())] = _wh(row["kwh_import"])
    days = {day for reads in registers.values() for day in reads}
    first, last = min(days), max(days)
    energy_wh = np.zeros((len(registers), last - first), np.int64)
    has_read = np.zeros(energy_wh.shape, np.bool_)
    for meter, reads in enumerate(registers.values()):
        ordered = sorted(reads)
        energy_wh[meter, : ordered[0] - first] = UNKNOWN
        energy_wh[meter, ordered[-1] - first :] = UNKNOWN
        for before, day in pairwise(ordered):
            energy_wh[meter, day - first - 1] = reads[day] - reads[before]
            has_read[meter, day - first - 1] = True
    return UseHistory.of_charges(_day(last - 1), energy_wh, has_read).energy_wh


def half_hour_energies(path: Path) -> Columns:
    """Return the use of each meter and day from a file of half-hours."""
    energies: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            begins = datetime.fromisoformat(row["interval_start"]).astimezone(IST)
            energies[row["meter_serial"]][day_number(begins.date())] += _wh(row["kwh_import"])
    days = sorted({day for energy in energies.values() for day in energy})
    return np.array([[energy[day] for day in days] for energy in energies.values()], np.int64)


def origins_of(energy_wh: Columns, days: int, least: int) -> Origins:
    """Return every day after ``least`` known ones that ``days`` known ones follow."""
    found = []
    for meter, used_wh in enumerate(energy_wh):
        for day in range(least, len(used_wh) - days + 1):
            if (used_wh[day - least : day + days] != UNKNOWN).all():
                known = np.full(HISTORY_DAYS, UNKNOWN, np.int64)
                kept = used_wh[max(day - HISTORY_DAYS, 0) : day]
                known[HISTORY_DAYS - len(kept) :] = kept
                found.append((meter, day, known, used_wh[day : day + days]))
    meters, days_of, known_wh, came_wh = zip(*found, strict=True)
    return Origins(*(np.array(part) for part in (meters, days_of, known_wh, came_wh)))


def foretold(origins: Origins, days: int) -> Mapping[str, Columns]:
    """Return what ours and the naive rules expect of each day, by rule."""
    known = origins.known_wh
    week = known[:, -7:]
    months = np.where(known[:, -30:] == UNKNOWN, np.nan, known[:, -30:])
    flat = {
        "mean of the last 7": week.mean(axis=1),
        "mean of the last 30": np.nanmean(months, axis=1),
        "the last day": known[:, -1],
    }
    return {
        "forecast": forecasts(origins, days)["expected_wh"],
        **{name: np.repeat(mean[:, None], days, 1) for name, mean in flat.items()},
        "same weekday last week": week[:, np.arange(days) % 7],
    }


def forecasts(origins: Origins, days: int) -> Mapping[str, Columns]:
    """Return the columns of our forecast; its weekdays follow the day of each origin."""
    names = ("expected_wh", "low_wh", "high_wh", "sum_low_wh", "sum_high_wh")
    columns = {name: np.zeros((len(origins.day), days), np.int64) for name in names}
    for weekday in range(7):
        rows = np.flatnonzero(origins.day % 7 == weekday)
        if len(rows):
            use = forecast_use(_history(origins, rows), days)
            for name in names:
                columns[name][rows] = getattr(use, name)
    return columns


def share_inside(low: Columns, came: Columns, high: Columns) -> NDArray[np.float64]:
    """Return the share of cases that came between two edges, by day."""
    share: NDArray[np.float64] = ((low <= came) & (came <= high)).mean(axis=0)
    return share


def _history(origins: Origins, rows: Columns) -> UseHistory:
    return UseHistory(_day(int(origins.day[rows[0]]) - 1), origins.known_wh[rows])


def _only(origins: Origins, rows: NDArray[np.bool_]) -> Origins:
    return Origins(
        origins.meter[rows], origins.day[rows], origins.known_wh[rows], origins.came_wh[rows]
    )


def _tell_energy(origins: Origins) -> None:
    came = origins.came_wh
    days = came.shape[1]
    told = [day - 1 for day in _TOLD if day <= days]
    heads = " ".join(f"{f'day {day + 1}':>7}" for day in told)
    sums = " ".join(f"{f'sum {day + 1}':>7}" for day in told)
    print(f"{len(came):,} forecasts; MAE of a day in units, then error of the sum in %")
    print(f"{'':24}{heads} | {sums}")
    for name, expected in foretold(origins, days).items():
        of_day = np.abs(expected - came).mean(axis=0) / 1000
        so_far = came.cumsum(axis=1)
        of_sum = np.abs(expected.cumsum(axis=1) - so_far).sum(axis=0) / so_far.sum(axis=0) * 100
        each = np.abs(expected.cumsum(axis=1) - so_far) / np.maximum(so_far, 100) * 100
        print(
            f"{name:24}"
            + " ".join(f"{of_day[day]:7.2f}" for day in told)
            + " | "
            + " ".join(f"{of_sum[day]:7.1f}" for day in told)
            + " | MAPE (median) "
            + " ".join(f"{np.median(each[:, day]):5.1f}" for day in told)
        )
    ours = forecasts(origins, days)
    of_day = share_inside(ours["low_wh"], came, ours["high_wh"])
    of_sum = share_inside(ours["sum_low_wh"], came.cumsum(axis=1), ours["sum_high_wh"])
    print(
        f"{'inside the band, %':24}"
        + " ".join(f"{100 * of_day[day]:7.0f}" for day in told)
        + " | "
        + " ".join(f"{100 * of_sum[day]:7.0f}" for day in told)
    )


def _tell_run_out(daily: Columns, schedule: str) -> None:
    """Tell how far off the day is on which a balance runs out, by rule."""
    tariffs, _faults = parse_tariff_text(TARIFFS.read_text(encoding="utf-8"))
    book = TariffBook(tariffs)
    states, totals = _charged(daily, schedule, book)
    errors: dict[str, list[Columns]] = defaultdict(list)
    inside, count = 0, 0
    days = 2 * DAYS_AHEAD
    for day in range(_LEAST_DAYS_BEFORE + 2, daily.shape[1] - days, _RUN_OUT_EVERY):
        rows = np.flatnonzero((daily[:, day - 30 : day + days] != UNKNOWN).all(axis=1))
        if not len(rows):
            continue
        standing = _standing(rows, schedule, _day(day), states[day])
        mean = totals[rows, day - 30 : day].sum(axis=1) // 30
        came = coming_costs(daily[rows, day : day + days], standing, book)
        origin = _origin(daily, rows, day)
        use = forecast_use(_history(origin, np.arange(len(rows))), days)
        costs = {
            name: coming_costs(np.rint(expected).astype(np.int64), standing, book)
            for name, expected in foretold(origin, days).items()
        }
        little, much = (
            coming_costs(np.diff(sums, axis=1, prepend=0), standing, book)
            for sums in (use.sum_low_wh, use.sum_high_wh)
        )
        for times in _DAYS_PAID_FOR:
            balance = mean * times
            true = days_covered(came, balance)
            errors["30-day mean of the totals"].append(times - true)
            for name, cost in costs.items():
                errors[name].append(days_covered(cost, balance) - true)
            inside += int(
                (
                    (days_covered(much, balance) <= true) & (true <= days_covered(little, balance))
                ).sum()
            )
            count += len(rows)
    print(f"run-out date on {schedule}, {count:,} balances of {_DAYS_PAID_FOR} days' mean cost:")
    for name, parts in errors.items():
        off = np.abs(np.concatenate(parts))
        print(
            f"{name:26} {off.mean():5.2f} days off in the mean,"
            f" {100 * (off <= 1).mean():3.0f}% within a day,"
            f" {100 * (off <= 3).mean():3.0f}% within 3"
        )
    print(f"{'inside the interval':26} {100 * inside / count:.0f}%")


def _charged(daily: Columns, schedule: str, book: TariffBook) -> tuple[list[MonthState], Columns]:
    """Return where the month stands before each day, and what each day costs each meter."""
    state, states = MonthState.start(len(daily)), []
    totals = np.zeros(daily.shape, np.int64)
    for place in range(daily.shape[1]):
        day = _day(place)
        if day.day == 1:
            state = MonthState.start(len(daily))
        states.append(state)
        which = np.full(len(daily), book.index_on(schedule, day))
        load_w = np.full(len(daily), _LOAD_W)
        used_wh = np.maximum(daily[:, place], 0)
        rated = rate_day(day, book.versions, which, used_wh, load_w, state)
        state, totals[:, place] = rated.state, rated.total
    return states, totals


def _standing(rows: Columns, schedule: str, first_day: date, state: MonthState) -> Standing:
    return Standing(
        first_day,
        (schedule,) * len(rows),
        np.full(len(rows), _LOAD_W),
        np.ones(len(rows), np.bool_),
        state.take(rows),
    )


def _origin(daily: Columns, rows: Columns, day: int) -> Origins:
    known = np.full((len(rows), HISTORY_DAYS), UNKNOWN, np.int64)
    kept = daily[rows, max(day - HISTORY_DAYS, 0) : day]
    known[:, HISTORY_DAYS - kept.shape[1] :] = kept
    return Origins(rows, np.full(len(rows), day), known, daily[rows, day:])


def _day(place: int) -> date:
    """Return the day of a column, in the years of the tariffs; weekdays follow each other."""
    return date(2012, 2, 12) + timedelta(days=_DAYS_LATER + place)


def _wh(kwh: str) -> int:
    whole, _point, rest = kwh.partition(".")
    return int(whole) * 1000 + int(f"{rest:0<3}"[:3])


if __name__ == "__main__":
    sys.exit(main())
