"""The words of a simulation: scenarios, profiles, habits, lines, and what a run is called."""

from __future__ import annotations

from collections.abc import Iterable

from domain import formats
from domain.simulation import Profile, RechargeHabit, Scenario, ScenarioKind
from resources.texts import N_, Texts
from ui.desk.simulation.choices import STRENGTHS, Choices, Who, last_day

WHO = {
    Who.ALL: N_("All consumers"),
    Who.CATEGORY: N_("A category"),
    Who.FEEDER: N_("A feeder"),
    Who.SEARCH: N_("A search"),
}
SCENARIO = {
    ScenarioKind.NORMAL: N_("As usual"),
    ScenarioKind.HEAT_WAVE: N_("Heat wave"),
    ScenarioKind.VACANCY: N_("Many are away"),
    ScenarioKind.GROWTH: N_("Use grows"),
    ScenarioKind.OUTAGE: N_("Power cuts"),
    ScenarioKind.THEFT: N_("Theft"),
    ScenarioKind.STUCK_METER: N_("Stuck meters"),
}
PROFILE = {
    "domestic_urban": N_("Home in town"),
    "domestic_rural": N_("Home in a village"),
    "kutir": N_("Kutir Jyoti"),
    "shop": N_("Shop"),
    "commercial": N_("Business"),
    "agriculture": N_("Agriculture"),
}
HABIT = {
    RechargeHabit.NONE: N_("Nobody recharges"),
    RechargeHabit.TOPS_UP: N_("They recharge when low"),
}
#: Labels of the numbers of a scenario, with their units.
STRENGTH = {
    "degrees_above": N_("Degrees above usual (°C)"),
    "vacant_percent": N_("Consumers away (%)"),
    "growth_percent": N_("More use a year (%)"),
    "outage_hours": N_("Hours without supply a day"),
    "theft_percent": N_("Consumers who steal (%)"),
    "hidden_percent": N_("Use they hide (%)"),
    "stuck_percent": N_("Meters that get stuck (%)"),
    "starts_after_days": N_("Begins after (days)"),
    "lasts_days": N_("Lasts (days)"),
}
LINE = {
    "ec_paise": N_("Energy charge"),
    "fuel_paise": N_("Fuel surcharge"),
    "fc_paise": N_("Fixed charge"),
    "duty_paise": N_("Duty"),
    "rent_paise": N_("Meter rent"),
    "subsidy_paise": N_("Subsidy"),
    "rebate_paise": N_("Rebate"),
    "total_paise": N_("Charged"),
}


def profile_word(profile: Profile | None, _: Texts) -> str:
    """Return what a profile is called."""
    return _("Each category's own") if profile is None else _(PROFILE[profile.code])


def who_words(choices: Choices, _: Texts) -> str:
    """Return whom a run is about."""
    query = choices.query
    chosen = ", ".join((*query.categories, *query.feeders))
    return chosen or (f"“{query.text}”" if query.text else _(WHO[Who.ALL]))


def run_title(number: int, choices: Choices, _: Texts) -> str:
    """Return what a run is called in a list: number, scenario, days, whom."""
    return _(
        "Run {number} · {scenario} · {days} days from {day} · {who}",
        number=number,
        scenario=_(SCENARIO[choices.scenario.kind]),
        days=choices.days,
        day=formats.day(choices.first, _.month_names),
        who=who_words(choices, _),
    )


def choices_in_words(choices: Choices, _: Texts) -> list[tuple[str, str]]:
    """Return what a run was asked for, as labels and words, for a document."""
    names = _.month_names
    return [
        (_("Consumers chosen"), who_words(choices, _)),
        (_("From day"), formats.day(choices.first, names)),
        (_("Until"), formats.day(last_day(choices), names)),
        (_("Number of days"), str(choices.days)),
        (_("Profile"), profile_word(choices.profile, _)),
        (_("Scenario"), _(SCENARIO[choices.scenario.kind])),
        *_strengths(choices.scenario, _),
        (_("Recharges"), _(HABIT[choices.habit])),
        (_("Seed"), str(choices.seed)),
    ]


def _strengths(scenario: Scenario, _: Texts) -> Iterable[tuple[str, str]]:
    if scenario.kind is ScenarioKind.NORMAL:
        return
    for name in (*STRENGTHS[scenario.kind], "starts_after_days"):
        yield _(STRENGTH[name]), str(getattr(scenario, name))
    days = scenario.lasts_days
    duration = STRENGTH["lasts_days"]
    yield _(duration), _("to the end") if days is None else str(days)
