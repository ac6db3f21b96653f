"""A simulation: the one rating engine, day by day, on a copy of the consumers, never the books."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.calendar import day_number, days_from
from domain.errors import FieldOutOfRange
from domain.progress import Progress, Step
from domain.rating import MonthState, RatedDay, rate_day
from domain.simulation.chance import Chance
from domain.simulation.consumption import Consumption
from domain.simulation.habits import RechargeHabit, Wallets
from domain.simulation.population import Population
from domain.simulation.profiles import Profile, profile_of
from domain.simulation.result import (
    CHARGE_LINES,
    SimulatedConsumers,
    SimulatedDays,
    SimulationResult,
    SimulationSettings,
)
from domain.simulation.scenarios import Scenario
from domain.tariff import TariffBook

MOST_DAYS = 3660
_BAND = (10, 50, 90)


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedDay:
    """One day as it happens, consumer by consumer, in the order of the population (int64)."""

    day: date
    energy_wh: NDArray[np.int64]
    total_paise: NDArray[np.int64]
    recharged_paise: NDArray[np.int64]
    balance_paise: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """The consumers of one category, by their positions in the population."""

    rows: NDArray[np.int64]
    consumption: Consumption


def simulate(  # noqa: PLR0913, PLR0917 - the choices of the page, one by one
    population: Population,
    tariffs: TariffBook,
    first: date,
    days: int,
    profile: Profile | None,
    scenario: Scenario,
    seed: int,
    progress: Progress,
    *,
    habit: RechargeHabit = RechargeHabit.NONE,
    on_day: Callable[[SimulatedDay], None] | None = None,
) -> SimulationResult:
    """Return what ``days`` days from ``first`` on would bring; nothing is written anywhere.

    ``profile`` None: each category its own (:func:`profile_of`). The same arguments give the same
    result, and a consumer's own numbers do not depend on who else is simulated. A consumer whose
    category has no tariff on a day uses energy but is counted as unrated and not charged.
    Reports before each day; :class:`FieldOutOfRange` for fewer than 1 or more than 3,660 days.
    """
    if not 1 <= days <= MOST_DAYS:
        raise FieldOutOfRange("days", str(days), "1", str(MOST_DAYS))
    settings = SimulationSettings(first, days, profile, scenario, seed, habit)
    groups = _groups(population, tariffs, settings)
    wallets = Wallets.of(population, habit, Chance(seed))
    state = population.state_on(first)
    columns = {name: np.zeros(days, np.int64) for name in SimulatedDays.names()}
    energy_wh = np.zeros(len(population), np.int64)
    for index, day in enumerate(days_from(first, first + timedelta(days=days - 1))):
        progress(Step(index, days))
        used_wh = _use_of(groups, day, len(population))
        which = _versions_on(day, population, tariffs)
        if day.day == 1:
            state = MonthState.start(len(population))
        rated = rate_day(day, tariffs.versions, which, used_wh, population.load_w, state)
        state = rated.state
        recharged_paise = wallets.after(day, index, rated.total)
        energy_wh += used_wh
        _note(columns, index, _row(day, used_wh, which, rated, recharged_paise, wallets))
        if on_day is not None:
            balance_paise = wallets.balance_paise.copy()
            on_day(SimulatedDay(day, used_wh, rated.total, recharged_paise, balance_paise))
    progress(Step(days, days))
    return SimulationResult(
        settings=settings,
        days=SimulatedDays(**columns),
        consumers=SimulatedConsumers(
            id=population.id,
            opening_paise=population.balance_paise,
            energy_wh=energy_wh,
            total_paise=wallets.charged_paise,
            recharged_paise=wallets.recharged_paise,
            closing_paise=wallets.balance_paise,
            first_negative_day=wallets.first_negative_day,
        ),
        negative_before=int((population.balance_paise < 0).sum()),
    )


def percentiles(column: NDArray[np.int64]) -> tuple[int, ...]:
    """Return the values below or at which 10, 50 and 90% lie (nearest rank); zeros of nothing."""
    if not len(column):
        return (0,) * len(_BAND)
    ranks = [-(-percent * len(column) // 100) - 1 for percent in _BAND]
    return tuple(np.partition(column, ranks)[ranks].tolist())


def _groups(
    population: Population, tariffs: TariffBook, settings: SimulationSettings
) -> list[_Group]:
    groups = []
    for index, category in enumerate(population.categories):
        rows = np.flatnonzero(population.category == index)
        consumption = Consumption.of(
            ids=population.id[rows],
            load_w=population.load_w[rows],
            mean_wh=population.mean_wh[rows],
            profile=settings.profile or profile_of(_names_of(category, tariffs)),
            scenario=settings.scenario,
            seed=settings.seed,
            first=settings.first,
        )
        groups.append(_Group(rows, consumption))
    return groups


def _names_of(category: str, tariffs: TariffBook) -> str:
    """Return everything that a category is called, which its profile is recognised by."""
    schedule = tariffs.schedule_of(category)
    names = (version.category for version in tariffs.versions if version.schedule == schedule)
    return " ".join((category, *names))


def _use_of(groups: list[_Group], day: date, count: int) -> NDArray[np.int64]:
    """Return what each consumer uses on a day, in Wh."""
    used_wh = np.zeros(count, np.int64)
    for group in groups:
        used_wh[group.rows] = group.consumption.on(day)
    return used_wh


def _versions_on(day: date, population: Population, tariffs: TariffBook) -> NDArray[np.int64]:
    """Return the position of each consumer's tariff version on a day, -1 where none holds."""
    positions = [tariffs.index_on(category, day) for category in population.categories]
    return np.array(positions, np.int64)[population.category]


def _row(  # noqa: PLR0913, PLR0917 - what a day is made of
    day: date,
    used_wh: NDArray[np.int64],
    which: NDArray[np.int64],
    rated: RatedDay,
    recharged_paise: NDArray[np.int64],
    wallets: Wallets,
) -> dict[str, int]:
    """Return one row of :class:`SimulatedDays`."""
    lines = {line: getattr(rated, line.removesuffix("_paise")) for line in CHARGE_LINES}
    return {
        "day": day_number(day),
        "energy_wh": int(used_wh.sum()),
        **_band("energy", "wh", used_wh),
        **_band("balance", "paise", wallets.balance_paise),
        "ran_out": wallets.ran_out,
        "below_zero": int((wallets.balance_paise < 0).sum()),
        "unrated": int((which < 0).sum()),
        "recharged_paise": int(recharged_paise.sum()),
        **{line: int(column.sum()) for line, column in lines.items()},
    }


def _band(name: str, unit: str, values: NDArray[np.int64]) -> dict[str, int]:
    return {
        f"{name}_{percent}_{unit}": value
        for percent, value in zip(_BAND, percentiles(values), strict=True)
    }


def _note(columns: dict[str, NDArray[np.int64]], index: int, row: dict[str, int]) -> None:
    for name, value in row.items():
        columns[name][index] = value
