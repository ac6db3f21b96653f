"""A clerk simulates: what is asked for is what runs, the books stay, nonsense is told."""

from datetime import date

import numpy as np
import pytest
from PySide6.QtCore import Qt

from domain import formats
from domain.consumer import ConsumerQuery
from domain.energy import Energy
from domain.money import Money
from domain.progress import silent
from domain.simulation import NORMAL, SCENARIOS, RechargeHabit, ScenarioKind, simulate

ALT = Qt.KeyboardModifier.AltModifier


def balances(books):
    ids = books.find_consumers(ConsumerQuery())
    return {key: row.balance for key, row in books.consumer_rows(ids).items()}


def test_a_run_starts_today_for_thirty_days_and_shows_the_engines_figures(clerk):
    today = clerk.books.today()

    clerk.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    clerk.rest()

    population = clerk.books.simulation_inputs(ConsumerQuery())
    tariffs = clerk.books.tariff_book()
    expected = simulate(population, tariffs, today, 30, None, NORMAL, 1, silent).totals()
    overview = clerk.view.overview
    assert overview.energy.value.whole_text() == formats.units(Energy(expected["energy_wh"]))
    assert overview.charged.value.whole_text() == formats.rupees(Money(expected["total_paise"]))
    assert overview.energy_chart.is_drawn


def test_the_numeric_pad_and_enter_are_enough_to_run(clerk):
    clerk.form.field("days").setFocus()
    clerk.form.field("days").selectAll()
    clerk.qtbot.keyClicks(clerk.form.field("days"), "7")

    for _field in ("days", "profile", "scenario", "habit", "seed"):
        clerk.press(Qt.Key.Key_Return)
    clerk.rest()

    assert clerk.shown.result.settings.days == 7


def test_the_books_are_the_same_after_runs_and_an_export(clerk, tmp_path):
    before, state = balances(clerk.books), clerk.books.state()

    clerk.simulate(days="40", habit=RechargeHabit.TOPS_UP)
    clerk.simulate(days="10", scenario=ScenarioKind.THEFT)
    clerk.press(Qt.Key.Key_E, ALT)
    clerk.save_as(tmp_path / "out.xlsx")

    assert balances(clerk.books) == before
    assert clerk.books.state() == state
    assert clerk.books.check(silent) == []


@pytest.mark.parametrize(
    "name, typed",
    [
        ("days", "0"),
        ("days", "99999"),
        ("days", "ten"),
        ("days", ""),
        ("seed", "abc"),
        ("seed", "-1"),
        ("from_day", "nonsense"),
        ("from_day", "31-2-2027"),
        ("from_day", "1-1-1990"),
        ("from_day", ""),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_field_and_stays_as_typed(clerk, name, typed):
    clerk.type(name, typed)

    clerk.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    clerk.rest()

    assert list(clerk.problems) == [name]
    assert clerk.problems[name].endswith(".")
    # A day that is one is written out when the field is left: 1 Jan 1990.
    assert clerk.form.field(name).text() == typed or clerk.form.field(name).value() is not None
    assert clerk.shown is None
    assert clerk.form.field(name).hasFocus()


def test_all_that_is_wrong_is_told_at_once_and_goes_when_it_is_put_right(clerk):
    clerk.type("days", "0")
    clerk.type("seed", "x")
    clerk.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert set(clerk.problems) == {"days", "seed"}

    clerk.simulate(days="5", seed="3")

    assert clerk.problems == {}
    assert clerk.shown.result.settings.seed == 3


def test_a_search_without_a_word_and_one_without_a_hit_are_told_at_the_search(clerk):
    clerk.simulate(who="search")
    assert clerk.problems == {"search": "Please fill in: search."}

    clerk.simulate(search="nobody is called so")

    assert clerk.problems == {"search": "No consumer is found by this choice."}
    assert clerk.shown is None


@pytest.mark.parametrize("who", ["category", "feeder"])
def test_only_the_consumers_of_a_category_or_feeder_are_simulated(clerk, who):
    clerk.choose("who", who)
    values = clerk.books.categories() if who == "category" else clerk.books.feeders()
    name = {"category": "categories", "feeder": "feeders"}[who]
    found = {
        value: clerk.books.find_consumers(ConsumerQuery(**{name: (value,)})) for value in values
    }
    value = max(found, key=lambda value: len(found[value]))

    clerk.simulate(**{who: value, "days": "3"})

    assert clerk.shown.result.consumers.id.tolist() == list(found[value])


def test_a_scenario_brings_its_numbers_into_the_form_and_they_can_be_changed(clerk):
    clerk.choose("scenario", ScenarioKind.HEAT_WAVE)
    assert clerk.form.field("degrees_above").value() == 6
    assert (
        clerk.form.field("theft_percent").isHidden()
        or not clerk.form.field("theft_percent").isVisible()
    )

    clerk.simulate(degrees_above="9", starts_after_days="2", lasts_days="4", days="10")

    scenario = clerk.shown.result.settings.scenario
    assert (scenario.degrees_above, scenario.starts_after_days, scenario.lasts_days) == (9, 2, 4)


def test_a_scenario_stronger_than_can_be_is_refused_at_its_number(clerk):
    clerk.simulate(scenario=ScenarioKind.THEFT, hidden_percent="101")

    assert list(clerk.problems) == ["hidden_percent"]


def test_every_scenario_and_profile_can_be_run_from_the_page(clerk):
    for kind in SCENARIOS:
        clerk.simulate(scenario=kind, profile="shop", days="2")

        assert clerk.shown.result.settings.scenario.kind == kind
        assert clerk.shown.result.settings.profile.code == "shop"


def test_days_without_a_tariff_are_simulated_and_it_is_said_who_is_not_charged(clerk):
    first = date(2018, 1, 1)

    clerk.simulate(from_day="1-1-2018", days="4")

    assert clerk.shown.result.settings.first == first
    assert np.all(clerk.shown.result.days.unrated == len(clerk.shown.result.consumers))
    assert "have no tariff" in clerk.view.unrated.text()
    assert clerk.view.unrated.isVisible()
    assert clerk.view.overview.charged.value.whole_text() == "₹0.00"


def test_a_long_run_can_be_stopped_and_leaves_what_was_there(clerk):
    clerk.simulate(days="3")
    before = clerk.shown

    clerk.type("days", "3660")
    clerk.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    clerk.qtbot.wait(120)
    assert clerk.view.choices.stop.isVisible()
    assert not clerk.view.choices.run.isEnabled()
    clerk.press(Qt.Key.Key_X, ALT)
    clerk.rest()

    assert clerk.told.startswith("The simulation was stopped.")
    assert clerk.shown is before
    assert clerk.view.choices.run.isEnabled()
    assert clerk.form.field("days").text() == "3660"


def test_f2_goes_to_the_day_from_anywhere(clerk):
    clerk.simulate(days="3")
    clerk.view.tabs.setCurrentIndex(1)
    clerk.view.days.table.setFocus()

    clerk.press(Qt.Key.Key_F2)

    assert clerk.form.field("from_day").hasFocus()
