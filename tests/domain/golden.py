"""Golden months: cases worked out exactly elsewhere, replayed day by day through the engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from domain.calendar import Month, days_from
from domain.rating import LINES, SPLITS, MonthState, RatedDay, rate_day
from domain.tariff import Tariff, TariffBook, parse_tariffs

DATA = Path(__file__).parents[1] / "data"
GOLDEN = ("golden-months.json", "golden-edges.json", "golden-switches.json")


def column(*values):
    return np.array(values, np.int64)


def read(name: str) -> dict:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def all_tariffs() -> list[Tariff]:
    """The example tariffs and those made for the cases; none has a fault."""
    tariffs = []
    for name in ("example-tariffs.json", "golden-edges.json", "golden-switches.json"):
        parsed, faults = parse_tariffs({"tariffs": read(name)["tariffs"]}, tariffs)
        assert not faults
        tariffs += parsed
    return tariffs


@dataclass(frozen=True)
class DayOfCase:
    day: date
    tariff: Tariff
    energy_wh: int
    load_w: int
    demand_w: int
    is_connected: bool
    expected: dict[str, int]


def cases() -> list[dict]:
    return [case for name in GOLDEN for case in read(name)["cases"]]


def days_of(case: dict, book: TariffBook) -> list[DayOfCase]:
    month = Month.parse(case["month"])
    demand = case.get("demand_w") or [-1] * len(case["use_wh"])
    connected = case.get("is_connected") or [True] * len(case["use_wh"])
    return [
        DayOfCase(
            day=day,
            tariff=_tariff_on(case, book, day),
            energy_wh=case["use_wh"][n] or 0,
            load_w=_from_day(case["load_w_from_day"], day),
            demand_w=-1 if demand[n] is None else demand[n],
            is_connected=connected[n],
            expected=case["expected_paise"][n],
        )
        for n, day in enumerate(days_from(month.first, month.last))
    ]


def rate_alone(day: DayOfCase, state: MonthState) -> RatedDay:
    return rate_day(
        day.day,
        [day.tariff],
        column(0),
        column(day.energy_wh),
        column(day.load_w),
        state,
        demand_w=column(day.demand_w),
        is_connected=np.array([day.is_connected]),
    )


def posted(rated: RatedDay, row: int = 0, names=LINES) -> dict[str, int]:
    return {name: int(getattr(rated, name)[row]) for name in names}


def posted_with_split(rated: RatedDay, row: int = 0) -> dict[str, int]:
    return posted(rated, row, (*LINES, *SPLITS))


def _tariff_on(case: dict, book: TariffBook, day: date) -> Tariff:
    name = _from_day(case["tariff_from_day"], day)
    tariff = next((version for version in book.versions if version.id == name), None)
    assert tariff is not None, name
    return tariff


def _from_day(steps: list, day: date):
    return [value for first, value in steps if first <= day.day][-1]
