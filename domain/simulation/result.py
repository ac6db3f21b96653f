"""What a simulation brought: days and consumers as columns, and the difference of two runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.simulation.habits import RechargeHabit
from domain.simulation.profiles import Profile
from domain.simulation.scenarios import Scenario

#: The lines of a charge in the order of the sheet; ``total_paise`` is their sum.
CHARGE_LINES = (
    "ec_paise",
    "fuel_paise",
    "fc_paise",
    "duty_paise",
    "rent_paise",
    "subsidy_paise",
    "rebate_paise",
    "total_paise",
)
#: In ``first_negative_day``: the balance stayed at zero or above.
NEVER = -1


@dataclass(frozen=True, slots=True)
class SimulationSettings:
    """What was asked for; with the same consumers and tariffs it gives the same result again.

    ``profile`` is the one for all; None: each category had its own.
    """

    first: date
    days: int
    profile: Profile | None
    scenario: Scenario
    seed: int
    habit: RechargeHabit


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedDays:
    """One row a day, int64: sums over all consumers, and the bands (10, 50, 90%) of one consumer.

    ``day`` = days since 1970. ``ran_out``: whose balance went below zero on that day for the first
    time in the run; ``below_zero``: how many stand there at its end; ``unrated``: not charged, for
    want of a tariff.
    """

    day: NDArray[np.int64]
    energy_wh: NDArray[np.int64]
    energy_10_wh: NDArray[np.int64]
    energy_50_wh: NDArray[np.int64]
    energy_90_wh: NDArray[np.int64]
    balance_10_paise: NDArray[np.int64]
    balance_50_paise: NDArray[np.int64]
    balance_90_paise: NDArray[np.int64]
    ran_out: NDArray[np.int64]
    below_zero: NDArray[np.int64]
    unrated: NDArray[np.int64]
    recharged_paise: NDArray[np.int64]
    ec_paise: NDArray[np.int64]
    fuel_paise: NDArray[np.int64]
    fc_paise: NDArray[np.int64]
    duty_paise: NDArray[np.int64]
    rent_paise: NDArray[np.int64]
    subsidy_paise: NDArray[np.int64]
    rebate_paise: NDArray[np.int64]
    total_paise: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.day)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the columns, in their order."""
        return tuple(item.name for item in fields(cls))


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedConsumers:
    """One row a consumer, int64, in the order of the population.

    ``closing_paise`` = opening + recharged - total. ``first_negative_day`` = days since 1970 of
    the first day of the run that ended below zero (:data:`NEVER` without one); for a consumer who
    began there it is the first day, unless a recharge came in on it.
    """

    id: NDArray[np.int64]
    opening_paise: NDArray[np.int64]
    energy_wh: NDArray[np.int64]
    total_paise: NDArray[np.int64]
    recharged_paise: NDArray[np.int64]
    closing_paise: NDArray[np.int64]
    first_negative_day: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.id)


#: The columns of days that add up over a run.
SUMMED = ("energy_wh", "ran_out", "unrated", "recharged_paise", *CHARGE_LINES)


@dataclass(frozen=True, slots=True, eq=False)
class SimulationResult:
    """A run; ``negative_before`` consumers were below zero when it began (not in ``ran_out``)."""

    settings: SimulationSettings
    days: SimulatedDays
    consumers: SimulatedConsumers
    negative_before: int

    def totals(self) -> dict[str, int]:
        """Return the sums over the whole run by column name: energy, lines, recharges, counts."""
        return {name: int(getattr(self.days, name).sum()) for name in SUMMED}


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The second run less the first, on the days that both have.

    ``differences`` hold every column of :class:`SimulatedDays` but ``day``, each int64 and as long
    as ``day``; ``totals`` the sums of those that add up.
    """

    day: NDArray[np.int64]
    differences: Mapping[str, NDArray[np.int64]]
    totals: Mapping[str, int]


def compare(first: SimulationResult, second: SimulationResult) -> Comparison:
    """Return by how much ``second`` differs from ``first``; empty without a common day."""
    day, in_first, in_second = np.intersect1d(
        first.days.day, second.days.day, assume_unique=True, return_indices=True
    )
    differences = {
        name: getattr(second.days, name)[in_second] - getattr(first.days, name)[in_first]
        for name in SimulatedDays.names()
        if name != "day"
    }
    totals = {name: int(differences[name].sum()) for name in SUMMED}
    return Comparison(day, differences, totals)
