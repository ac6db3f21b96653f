"""What a clerk asks a simulation for: a frozen order, made of the fields of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from domain.consumer import ConsumerQuery
from domain.errors import FieldMissing, FieldOutOfRange, Refusal
from domain.simulation import (
    MOST_DAYS,
    PROFILES,
    SCENARIOS,
    Profile,
    RechargeHabit,
    Scenario,
    ScenarioKind,
)

LEAST_SEED, MOST_SEED = 0, 999_999_999
LEAST_DAYS = 1
#: A run begins inside these days; what lies outside them is a slip of the finger.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


class Who(StrEnum):
    """Which consumers are simulated."""

    ALL = "all"
    CATEGORY = "category"
    FEEDER = "feeder"
    SEARCH = "search"


#: The numbers of each scenario that can be changed, in their order, and the most of each.
STRENGTHS: Mapping[ScenarioKind, tuple[str, ...]] = {
    ScenarioKind.NORMAL: (),
    ScenarioKind.HEAT_WAVE: ("degrees_above",),
    ScenarioKind.VACANCY: ("vacant_percent",),
    ScenarioKind.GROWTH: ("growth_percent",),
    ScenarioKind.OUTAGE: ("outage_hours",),
    ScenarioKind.THEFT: ("theft_percent", "hidden_percent"),
    ScenarioKind.STUCK_METER: ("stuck_percent",),
}
MOST_OF_STRENGTH: Mapping[str, int] = {
    "degrees_above": 15,
    "vacant_percent": 100,
    "growth_percent": 200,
    "outage_hours": 24,
    "theft_percent": 100,
    "hidden_percent": 100,
    "stuck_percent": 100,
    "starts_after_days": MOST_DAYS,
    "lasts_days": MOST_DAYS,
}
#: When a scenario happens; asked of every scenario but the usual one.
WHEN = ("starts_after_days", "lasts_days")


@dataclass(frozen=True, slots=True)
class Choices:
    """One order: whom, from when, how long, and what happens. ``profile`` None: each its own."""

    who: Who
    query: ConsumerQuery
    first: date
    days: int
    profile: Profile | None
    scenario: Scenario
    habit: RechargeHabit
    seed: int


class ChoicesRefused(Exception):
    """Some fields hold what cannot be simulated: the refusal of each, by its name."""

    def __init__(self, refusals: Mapping[str, Refusal]) -> None:
        super().__init__(", ".join(refusals))
        self.refusals = refusals


def fields_of(who: Who, kind: ScenarioKind) -> tuple[str, ...]:
    """Return the fields that an order of this sort asks for, in the order of the form."""
    whom = () if who is Who.ALL else (str(who),)
    happens = () if kind is ScenarioKind.NORMAL else (*STRENGTHS[kind], *WHEN)
    return ("who", *whom, "from_day", "days", "profile", "scenario", *happens, "habit", "seed")


def choices_of(values: Mapping[str, Any]) -> Choices:
    """Return the order that the fields make; :class:`ChoicesRefused` names every bad one.

    A value is what its field handed out, or the refusal that the field raised.
    """
    refusals = {name: value for name, value in values.items() if isinstance(value, Refusal)}
    for name, value in values.items():
        if value in (None, "") and name not in ("profile", "lasts_days"):
            refusals[name] = FieldMissing(name)
    if "from_day" not in refusals:
        _refuse_far_days(values["from_day"], refusals)
    if refusals:
        raise ChoicesRefused(refusals)
    who, kind = Who(values["who"]), ScenarioKind(values["scenario"])
    return Choices(
        who=who,
        query=_query(who, values),
        first=values["from_day"],
        days=values["days"],
        profile=_profile(values["profile"]),
        scenario=_scenario(kind, values),
        habit=RechargeHabit(values["habit"]),
        seed=values["seed"],
    )


def last_day(choices: Choices) -> date:
    """Return the last day that is simulated."""
    return choices.first + timedelta(days=choices.days - 1)


def _refuse_far_days(first: date, refusals: dict[str, Refusal]) -> None:
    if not EARLIEST <= first <= LATEST:
        refusals["from_day"] = FieldOutOfRange(
            "from_day", first.isoformat(), EARLIEST.isoformat(), LATEST.isoformat()
        )


def _query(who: Who, values: Mapping[str, Any]) -> ConsumerQuery:
    match who:
        case Who.ALL:
            return ConsumerQuery()
        case Who.SEARCH:
            return ConsumerQuery(text=values[who])
        case Who.CATEGORY:
            return ConsumerQuery(categories=(values[who],))
        case Who.FEEDER:
            return ConsumerQuery(feeders=(values[who],))


def _profile(code: str | None) -> Profile | None:
    return next((profile for profile in PROFILES if profile.code == code), None)


def _scenario(kind: ScenarioKind, values: Mapping[str, Any]) -> Scenario:
    """Return the scenario of this kind with the numbers typed."""
    names = (*STRENGTHS[kind], *WHEN) if kind is not ScenarioKind.NORMAL else ()
    return replace(SCENARIOS[kind], **{name: values[name] for name in names})
