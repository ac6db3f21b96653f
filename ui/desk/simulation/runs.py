"""Runs that were made, the last few of them, and the rows that tables show of one or of two."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.calendar import day_of_number
from domain.consumer import ConsumerRow
from domain.energy import Energy
from domain.money import Money, half_up
from domain.simulation import CHARGE_LINES, NEVER, SimulatedDays, SimulationResult, compare
from ui.desk.simulation.choices import Choices

RUNS_KEPT = 6
#: Lines that are taken off, so they are shown and added below zero.
TAKEN_OFF = ("subsidy_paise", "rebate_paise")
#: What a consumer table can be ordered by without asking the books.
SIMULATED_ORDERS = (
    "energy_wh",
    "opening_paise",
    "recharged_paise",
    "total_paise",
    "closing_paise",
    "first_negative_day",
)
#: The days of two runs can be compared by these.
MEASURES = ("energy_wh", "total_paise", "recharged_paise", "below_zero", "balance_50_paise")


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One run: its number at this desk today, what was asked for, and what came of it."""

    number: int
    choices: Choices
    result: SimulationResult
    _sorter: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sorter", np.argsort(self.result.consumers.id, kind="stable"))

    def ids(self) -> array[int]:
        """Return the consumers in the order they were simulated in: by their numbers."""
        return _keys(self.result.consumers.id)

    def ordered(self, key: str, *, descending: bool) -> array[int]:
        """Return the consumers by one of :data:`SIMULATED_ORDERS`; equal ones keep their order.

        Who never runs out stands last among the days of running out.
        """
        values = getattr(self.result.consumers, key)
        if key == "first_negative_day":
            never = np.iinfo(np.int64).min if descending else np.iinfo(np.int64).max
            values = np.where(values == NEVER, never, values)
        # ~ and not minus: the lowest int64 has no counterpart above zero.
        places = np.argsort(~values if descending else values, kind="stable")
        return _keys(self.result.consumers.id[places])

    def in_order_of(self, ids: Sequence[int]) -> array[int]:
        """Return the run's consumers in the order of ``ids``; those that ``ids`` lack are last."""
        wanted = np.asarray(ids, np.int64)
        own = self.result.consumers.id
        known = wanted[np.isin(wanted, own)]
        return _keys(np.concatenate((known, own[~np.isin(own, known)])))

    def consumers(self, rows: Mapping[int, ConsumerRow]) -> dict[int, SimulatedConsumer]:
        """Return what the run brought for these consumers, by id."""
        consumers = self.result.consumers
        wanted = np.fromiter(rows, np.int64, len(rows))
        places = self._sorter[np.searchsorted(consumers.id, wanted, sorter=self._sorter)]
        return {
            identity: SimulatedConsumer.of(rows[identity], self.result, place)
            for identity, place in zip(wanted.tolist(), places.tolist(), strict=True)
        }


@dataclass(frozen=True, slots=True)
class SimulatedConsumer:
    """One consumer of a run, as a table shows it; ``runs_out_on`` None: not in the run."""

    number: str
    name: str
    category: str
    energy: Energy
    opening: Money
    recharged: Money
    charged: Money
    closing: Money
    runs_out_on: date | None

    @classmethod
    def of(cls, row: ConsumerRow, result: SimulationResult, place: int) -> SimulatedConsumer:
        """Return the row at a place of the result."""
        columns = result.consumers
        day = int(columns.first_negative_day[place])
        return cls(
            number=row.number,
            name=row.name,
            category=row.category,
            energy=Energy(int(columns.energy_wh[place])),
            opening=Money(int(columns.opening_paise[place])),
            recharged=Money(int(columns.recharged_paise[place])),
            charged=Money(int(columns.total_paise[place])),
            closing=Money(int(columns.closing_paise[place])),
            runs_out_on=None if day == NEVER else day_of_number(day),
        )


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the revenue; ``permille`` of the charges before subsidy and rebate."""

    line: str
    amount: Money
    permille: int | None


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of a run, or by how much a day differs; ``..._50`` of the middle consumer."""

    day: date
    energy: Energy
    energy_50: Energy
    charged: Money
    recharged: Money
    balance_50: Money
    ran_out: int
    below_zero: int


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line in two runs, on the days that both have; ``what`` is a column of the days."""

    what: str
    first: int
    second: int

    @property
    def difference(self) -> int:
        return self.second - self.first

    @property
    def permille(self) -> int | None:
        """The difference in thousandths of the first, or None where that is zero."""
        return half_up(1000 * self.difference, abs(self.first)) if self.first else None


class LastRuns:
    """The last runs made at this desk, the newest first; they are in memory alone."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._made = 0

    def add(self, choices: Choices, result: SimulationResult) -> Run:
        """Keep a run under the next number; the oldest goes when there are too many."""
        self._made += 1
        run = Run(self._made, choices, result)
        self._runs = [run, *self._runs][:RUNS_KEPT]
        return run

    def all(self) -> Sequence[Run]:
        """Return the runs, the newest first."""
        return tuple(self._runs)

    def find(self, number: int | None) -> Run | None:
        """Return the run of this number, or None."""
        return next((run for run in self._runs if run.number == number), None)


def line_rows(result: SimulationResult) -> list[LineRow]:
    """Return the revenue line by line, the sum last; subsidy and rebate below zero."""
    totals = result.totals()
    amounts = [(name, _signed(name, totals[name])) for name in CHARGE_LINES]
    gross = totals["total_paise"] + sum(totals[name] for name in TAKEN_OFF)
    return [
        LineRow(name, Money(paise), half_up(1000 * paise, gross) if gross > 0 else None)
        for name, paise in amounts
    ]


def day_rows(days: SimulatedDays) -> list[DayRow]:
    """Return the days of a run as rows."""
    columns = {name: getattr(days, name) for name in SimulatedDays.names() if name != "day"}
    return _day_rows(days.day, columns)


def difference_rows(first: Run, second: Run) -> list[DayRow]:
    """Return by how much the second run differs on each day that both have."""
    comparison = compare(first.result, second.result)
    return _day_rows(comparison.day, comparison.differences)


def compared_lines(first: Run, second: Run) -> list[ComparedLine]:
    """Return energy, lines, recharges and how many run out, of both runs on their common days."""
    comparison = compare(first.result, second.result)
    days = first.result.days
    common = np.isin(days.day, comparison.day)
    rows = []
    for name in ("energy_wh", *CHARGE_LINES, "recharged_paise", "ran_out"):
        here = _signed(name, int(getattr(days, name)[common].sum()))
        rows.append(ComparedLine(name, here, here + _signed(name, comparison.totals[name])))
    return rows


def common_days(first: Run, second: Run, measure: str) -> tuple[list[int], list[int], list[int]]:
    """Return the days that both runs have, and the values of one measure in each."""
    day, in_first, in_second = np.intersect1d(
        first.result.days.day, second.result.days.day, assume_unique=True, return_indices=True
    )
    values = [
        getattr(run.result.days, measure)[places].tolist()
        for run, places in ((first, in_first), (second, in_second))
    ]
    return day.tolist(), values[0], values[1]


def _signed(name: str, value: int) -> int:
    return -value if name in TAKEN_OFF else value


def _day_rows(day: NDArray[np.int64], columns: Mapping[str, NDArray[np.int64]]) -> list[DayRow]:
    lists = {name: column.tolist() for name, column in columns.items()}
    return [
        DayRow(
            day=day_of_number(number),
            energy=Energy(lists["energy_wh"][place]),
            energy_50=Energy(lists["energy_50_wh"][place]),
            charged=Money(lists["total_paise"][place]),
            recharged=Money(lists["recharged_paise"][place]),
            balance_50=Money(lists["balance_50_paise"][place]),
            ran_out=lists["ran_out"][place],
            below_zero=lists["below_zero"][place],
        )
        for place, number in enumerate(day.tolist())
    ]


def _keys(ids: NDArray[np.int64]) -> array[int]:
    keys = array("q")
    keys.frombytes(np.ascontiguousarray(ids, np.int64).tobytes())
    return keys
