"""Scenarios: what could happen, in numbers; each moves the use of a run in one stated direction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

from domain.errors import FieldOutOfRange

_MOST = {
    "degrees_above": 15,
    "outage_hours": 24,
    "growth_percent": 200,
    "starts_after_days": 36_600,
    "lasts_days": 36_600,
}
_MOST_PERCENT = 100


class ScenarioKind(StrEnum):
    """What happens in a run."""

    NORMAL = "normal"
    HEAT_WAVE = "heat_wave"
    VACANCY = "vacancy"
    GROWTH = "growth"
    OUTAGE = "outage"
    THEFT = "theft"
    STUCK_METER = "stuck_meter"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens beside the usual, after ``starts_after_days``, for ``lasts_days`` or to the end.

    ``degrees_above``: warmer than usual, whatever the month. ``vacant_percent``: share of the
    consumers who are away all the time. ``growth_percent``: more use a year on top of the
    profile's. ``outage_hours``: without supply a day. ``theft_percent`` of the consumers hide
    ``hidden_percent`` of their use from the register. ``stuck_percent`` of the registers come to
    a stand, one after the other within ten days, and stay there even after the scenario.
    A number beyond its bounds is refused (:class:`FieldOutOfRange`).
    """

    kind: ScenarioKind = ScenarioKind.NORMAL
    degrees_above: int = 0
    vacant_percent: int = 0
    growth_percent: int = 0
    outage_hours: int = 0
    theft_percent: int = 0
    hidden_percent: int = 0
    stuck_percent: int = 0
    starts_after_days: int = 0
    lasts_days: int | None = field(default=None)

    def __post_init__(self) -> None:
        for name in (item.name for item in fields(self) if item.name != "kind"):
            value, most = getattr(self, name), _MOST.get(name, _MOST_PERCENT)
            if value is not None and not 0 <= value <= most:
                raise FieldOutOfRange(name, str(value), "0", str(most))

    def holds(self, day: date, first: date) -> bool:
        """Return whether it happens on ``day`` of a run that begins on ``first``."""
        past = (day - first).days - self.starts_after_days
        return past >= 0 and (self.lasts_days is None or past < self.lasts_days)


NORMAL = Scenario()

#: One of each kind, as the desk offers them; the strengths are assumptions and may be changed.
SCENARIOS: Mapping[ScenarioKind, Scenario] = {
    ScenarioKind.NORMAL: NORMAL,
    ScenarioKind.HEAT_WAVE: Scenario(ScenarioKind.HEAT_WAVE, degrees_above=6),
    ScenarioKind.VACANCY: Scenario(ScenarioKind.VACANCY, vacant_percent=15),
    ScenarioKind.GROWTH: Scenario(ScenarioKind.GROWTH, growth_percent=20),
    # Prayas eMARC 2018-2020: 17 to 18 hours of supply in rural Kanpur and Gonda.
    ScenarioKind.OUTAGE: Scenario(ScenarioKind.OUTAGE, outage_hours=6),
    ScenarioKind.THEFT: Scenario(ScenarioKind.THEFT, theft_percent=10, hidden_percent=60),
    ScenarioKind.STUCK_METER: Scenario(ScenarioKind.STUCK_METER, stuck_percent=5),
}

#: Whether a scenario raises (1) or lowers (-1) the energy that is registered, against a usual run.
DIRECTION: Mapping[ScenarioKind, int] = {
    ScenarioKind.NORMAL: 0,
    ScenarioKind.HEAT_WAVE: 1,
    ScenarioKind.VACANCY: -1,
    ScenarioKind.GROWTH: 1,
    ScenarioKind.OUTAGE: -1,
    ScenarioKind.THEFT: -1,
    ScenarioKind.STUCK_METER: -1,
}
