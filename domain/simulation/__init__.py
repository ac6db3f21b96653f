"""Simulation: many consumers over many days, seeded and repeatable, on a copy of the books."""

from domain.simulation.habits import RechargeHabit
from domain.simulation.population import UNKNOWN, Population
from domain.simulation.profiles import PROFILES, Profile, profile_of
from domain.simulation.result import (
    CHARGE_LINES,
    NEVER,
    Comparison,
    SimulatedConsumers,
    SimulatedDays,
    SimulationResult,
    SimulationSettings,
    compare,
)
from domain.simulation.running import MOST_DAYS, SimulatedDay, simulate
from domain.simulation.scenarios import DIRECTION, NORMAL, SCENARIOS, Scenario, ScenarioKind

__all__ = [
    "CHARGE_LINES",
    "DIRECTION",
    "MOST_DAYS",
    "NEVER",
    "NORMAL",
    "PROFILES",
    "SCENARIOS",
    "UNKNOWN",
    "Comparison",
    "Population",
    "Profile",
    "RechargeHabit",
    "Scenario",
    "ScenarioKind",
    "SimulatedConsumers",
    "SimulatedDay",
    "SimulatedDays",
    "SimulationResult",
    "SimulationSettings",
    "compare",
    "profile_of",
    "simulate",
]
