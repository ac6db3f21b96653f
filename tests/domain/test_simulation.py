from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from domain.calendar import Month, day_number
from domain.errors import FieldOutOfRange
from domain.progress import Cancelled, silent
from domain.rating import MonthState, rate_day
from domain.simulation import (
    CHARGE_LINES,
    DIRECTION,
    NEVER,
    NORMAL,
    PROFILES,
    SCENARIOS,
    Population,
    RechargeHabit,
    Scenario,
    ScenarioKind,
    compare,
    profile_of,
    simulate,
)
from domain.simulation.chance import Chance, Purpose
from domain.simulation.consumption import Consumption, weather
from domain.simulation.profiles import COMMERCIAL, KUTIR, RURAL, SHOP, URBAN
from domain.simulation.running import percentiles
from domain.tariff import TariffBook, parse_tariffs

FIRST = date(2025, 9, 1)
MANY = 600
BOOK = TariffBook(
    parse_tariffs(
        {
            "tariffs": [
                {
                    "id": "TOWN",
                    "state": "Bihar",
                    "category": "DS-II urban domestic",
                    "source": "made up for tests",
                    "valid_from": "2025-01-01",
                    "energy": [[100, "7.42"], [None, "8.95"]],
                    "fixed_charge": {"per": "kw", "rate": "80", "basis": "30"},
                    "duty": {"percent": "6", "base": "energy"},
                    "subsidies": [
                        {"kind": "per_unit", "slabs": [[100, "3.30"], [None, "3.43"]]},
                        {"kind": "free_units", "units": 125},
                    ],
                },
                {
                    "id": "VILLAGE",
                    "state": "Bihar",
                    "category": "DS-I rural domestic",
                    "source": "made up for tests",
                    "valid_from": "2025-01-01",
                    "valid_until": "2025-09-11",
                    "energy": [[None, "7.42"]],
                    "fixed_charge": {"per": "kw", "rate": "40", "basis": "calendar"},
                    "rebate": {"per_unit": "0.25"},
                },
            ]
        }
    )[0]
)


def people(count=MANY, category=("TOWN",), **columns):
    ids = np.arange(1, count + 1)
    return Population.of(
        **{
            "ids": ids,
            "category": [category[row % len(category)] for row in range(count)],
            "load_w": 1000 + ids % 3 * 1000,
            "balance_paise": ids % 50 * 20_00,
            **columns,
        }
    )


def run(population=None, days=20, **choices):
    choices = {
        "first": FIRST,
        "profile": None,
        "scenario": NORMAL,
        "seed": 7,
        "progress": silent,
        **choices,
    }
    return simulate(people() if population is None else population, BOOK, days=days, **choices)


def same(one, other):
    return all(
        np.array_equal(getattr(one, item.name), getattr(other, item.name)) for item in fields(one)
    )


def uses(count=MANY, day=FIRST, mean_wh=-1, **choices):
    consumption = Consumption.of(
        ids=np.arange(1, count + 1),
        load_w=np.full(count, 2000),
        mean_wh=np.full(count, mean_wh),
        **{"profile": URBAN, "scenario": NORMAL, "seed": 7, "first": FIRST, **choices},
    )
    return consumption.on(day)


# Seeded and repeatable


def test_the_same_seed_gives_the_same_run():
    one, again = run(seed=7), run(seed=7)

    assert same(one.days, again.days)
    assert same(one.consumers, again.consumers)


def test_another_seed_gives_another_run():
    assert run(seed=7).totals()["energy_wh"] != run(seed=8).totals()["energy_wh"]


def test_neither_batch_nor_order_changes_what_a_consumer_gets():
    everybody = people(category=("TOWN", "VILLAGE", "UNHEARD"))
    some = np.array([500, 3, 77, 240, 4])

    among_all = run(everybody, habit=RechargeHabit.TOPS_UP).consumers
    among_some = run(everybody.take(some), habit=RechargeHabit.TOPS_UP).consumers

    for item in fields(among_all):
        expected = getattr(among_all, item.name)[some]
        assert np.array_equal(getattr(among_some, item.name), expected), item.name


def test_a_single_consumer_uses_the_same_as_in_a_crowd():
    crowd = [uses(day=FIRST + timedelta(days=past))[0] for past in range(40)]
    alone = [uses(day=FIRST + timedelta(days=past), count=1)[0] for past in range(40)]

    assert crowd == alone


def test_the_numbers_of_a_seed_are_these_on_every_machine():
    ids = np.array([1, 2, 10**12])

    bits = Chance(7).bits(Purpose.OWN_DAY, ids, 20_000)
    used_wh = uses(count=3, day=date(2026, 1, 26))

    assert bits.tolist() == [7169342495121506014, 4717701423931029060, 16291144149834659503]
    assert used_wh.tolist() == [6954, 6355, 9237]


def test_chance_is_even_and_near_normal():
    ids = np.arange(100_000)

    share = Chance(1).share(Purpose.SIZE, ids)
    spread = Chance(1).spread(Purpose.OWN_DAY, ids)

    assert abs(share.mean() - 0.5) < 0.005
    assert np.histogram(share, 10, (0, 1))[0].min() > 9_600
    assert abs(spread.mean()) < 0.02
    assert abs(spread.std() - 1) < 0.02
    assert np.abs(spread).max() < 3.5


# Profiles


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.code)
def test_months_and_weekdays_of_a_profile_are_shares_of_its_mean(profile):
    assert len(profile.months) == 12
    assert sum(profile.months) == 1200
    assert len(profile.weekdays) == 7
    assert sum(profile.weekdays) == 700
    assert list(profile.use_wh_per_kw) == sorted(profile.use_wh_per_kw)
    assert len(profile.use_wh_per_kw) == 11


@pytest.mark.parametrize(
    ("category", "profile"),
    [
        ("BR-DS1 DS-I rural domestic, 125 free units", "domestic_rural"),
        ("BR-DS2 DS-II urban domestic", "domestic_urban"),
        ("BR-KJ-2025 Kutir Jyoti (DS-0)", "kutir"),
        ("AS-JD-2023 LT-I Jeevan Dhara", "kutir"),
        ("AS-COM-2023 LT-IV Commercial", "commercial"),
        ("UP-LMV1R-2022", "domestic_rural"),
        ("UP-LMV1U-2022", "domestic_urban"),
        ("NDS-I shops", "shop"),
        ("IAS-I private tube wells, agriculture", "agriculture"),
        ("anything", "domestic_urban"),
    ],
)
def test_a_category_is_recognised_by_its_name(category, profile):
    assert profile_of(category).code == profile


def test_june_uses_more_than_february_and_no_day_leaps_from_the_day_before():
    year = [URBAN.season(date(2025, 1, 1) + timedelta(days=past)) for past in range(365)]

    assert URBAN.season(date(2025, 6, 15)) > 1.8 * URBAN.season(date(2025, 2, 14))
    assert max(abs(after - before) for before, after in pairwise(year)) < 1.5


def test_an_office_uses_less_on_sunday_and_a_home_more():
    saturday, sunday = date(2025, 9, 6), date(2025, 9, 7)

    assert COMMERCIAL.weekday(sunday) < COMMERCIAL.weekday(saturday)
    assert URBAN.weekday(sunday) > URBAN.weekday(saturday)


def test_the_weather_drifts_and_belongs_to_the_day_whenever_a_run_begins():
    days = [weather(Chance(7), FIRST + timedelta(days=past)) for past in range(400)]

    correlation = np.corrcoef(days[:-1], days[1:])[0, 1]
    assert 0.5 < correlation < 0.9
    assert 1.5 < np.std(days) < 3.5


def test_a_warm_day_moves_a_town_more_than_a_lamp():
    hot = replace(SCENARIOS[ScenarioKind.HEAT_WAVE], degrees_above=10)

    def rise(profile):
        usual = uses(profile=profile).sum()
        return int(uses(profile=profile, scenario=hot).sum() - usual) / int(usual)

    assert rise(URBAN) > rise(SHOP) > rise(KUTIR) > 0


def test_known_use_stands_in_for_the_use_by_load():
    known = [uses(mean_wh=4000, day=FIRST + timedelta(days=past)).mean() for past in range(14)]

    assert abs(np.mean(known) - 4000) < 400
    assert uses(mean_wh=0).sum() == 0


def test_use_grows_from_year_to_year():
    a_year_later = FIRST + timedelta(days=364)

    growth = uses(profile=RURAL, day=a_year_later, mean_wh=5000, count=20_000).sum()
    usual = uses(
        profile=replace(RURAL, growth_percent=0), day=a_year_later, mean_wh=5000, count=20_000
    ).sum()

    assert growth / usual == pytest.approx(1 + 0.07 * 364 / 365, abs=0.001)


def test_somebody_is_away_for_a_week_at_a_time():
    days = np.array([uses(profile=KUTIR, day=FIRST + timedelta(days=past)) for past in range(70)])
    at_home = np.median(days, axis=0)

    is_away = days < at_home * 0.1
    lengths = [
        len(spell)
        for row in is_away.T
        for spell in "".join("x" if away else " " for away in row).split()
    ]

    assert 0.02 < is_away.mean() < 0.12
    assert np.median(lengths) == 7


def test_nobody_uses_what_the_office_would_hold_as_a_jump():
    used_wh = uses(mean_wh=10_000_000)

    assert used_wh.max() == 2000 * 24 * 2
    assert used_wh.dtype == np.int64


# Scenarios


@pytest.mark.parametrize("kind", [kind for kind in ScenarioKind if kind != "normal"])
def test_a_scenario_moves_the_energy_and_the_revenue_in_its_stated_direction(kind):
    usual, happening = run(), run(scenario=SCENARIOS[kind])

    moved = compare(usual, happening)

    assert np.sign(moved.totals["energy_wh"]) == DIRECTION[kind]
    assert np.sign(moved.totals["ec_paise"]) == DIRECTION[kind]
    assert np.sign(moved.totals["total_paise"]) == DIRECTION[kind]
    assert moved.totals["ran_out"] * DIRECTION[kind] >= 0
    assert abs(moved.totals["energy_wh"]) > usual.totals()["energy_wh"] // 250
    assert not np.any(moved.differences["energy_wh"] * DIRECTION[kind] < 0)


def test_every_kind_of_scenario_is_offered_and_has_a_direction():
    assert set(SCENARIOS) == set(DIRECTION) == set(ScenarioKind)
    assert all(scenario.kind is kind for kind, scenario in SCENARIOS.items())


def test_six_hours_without_supply_take_a_quarter_of_the_use():
    usual = run().totals()["energy_wh"]

    without = run(scenario=SCENARIOS[ScenarioKind.OUTAGE]).totals()["energy_wh"]

    assert without / usual == pytest.approx(0.75, abs=0.001)


def test_a_day_without_supply_uses_nothing_but_still_costs_the_fixed_charge():
    dark = run(scenario=Scenario(ScenarioKind.OUTAGE, outage_hours=24)).totals()

    assert dark["energy_wh"] == dark["ec_paise"] == 0
    assert dark["fc_paise"] == run().totals()["fc_paise"]


def test_a_heat_wave_ends_when_it_ends():
    wave = replace(SCENARIOS[ScenarioKind.HEAT_WAVE], starts_after_days=5, lasts_days=4)

    moved = compare(run(), run(scenario=wave)).differences["energy_wh"]

    assert np.flatnonzero(moved).tolist() == [5, 6, 7, 8]


def test_thieves_hide_a_part_of_their_use_and_the_others_none():
    theft = Scenario(ScenarioKind.THEFT, theft_percent=10, hidden_percent=60)

    honest, registered = (
        uses(count=5000, mean_wh=9000),
        uses(count=5000, mean_wh=9000, scenario=theft),
    )

    steals = registered < honest
    assert 0.08 < steals.mean() < 0.12
    assert registered[steals].sum() / honest[steals].sum() == pytest.approx(0.4, abs=0.001)


def test_a_stuck_register_stands_from_a_day_on_and_stays_there():
    stuck = Scenario(ScenarioKind.STUCK_METER, stuck_percent=10, starts_after_days=3, lasts_days=1)

    days = np.array(
        [
            uses(mean_wh=9000, scenario=stuck, day=FIRST + timedelta(days=past), count=2000)
            for past in range(20)
        ]
    )

    stands = days[-1] == 0
    assert 0.08 < stands.mean() < 0.12
    assert np.all(days[:3] > 0)
    assert np.all(np.diff((days == 0).astype(int), axis=0) >= 0)


def test_more_of_a_scenario_takes_in_those_whom_less_of_it_took():
    ids = np.arange(1000)

    few = Chance(7).below(5, Purpose.VACANT, ids)
    many = Chance(7).below(20, Purpose.VACANT, ids)

    assert np.all(many[few])


@pytest.mark.parametrize(
    ("field", "value"),
    [("outage_hours", 25), ("theft_percent", 101), ("degrees_above", -1), ("lasts_days", -3)],
)
def test_a_scenario_beyond_its_bounds_is_refused(field, value):
    with pytest.raises(FieldOutOfRange) as refused:
        Scenario(**{field: value})

    assert refused.value.field == field
    assert refused.value.value == str(value)


# The rated run


def test_a_consumer_is_charged_what_the_rating_engine_charges():
    days = []
    result = run(people(3), days=45, on_day=days.append)

    state, total_paise = MonthState.start(1), 0
    for lived in days:
        if lived.day.day == 1:
            state = MonthState.start(1)
        rated = rate_day(
            lived.day,
            BOOK.versions[:1],
            np.array([0]),
            lived.energy_wh[1:2],
            np.array([3000]),
            state,
        )
        state = rated.state
        total_paise += int(rated.total[0])
    assert len(days) == 45
    assert result.consumers.total_paise[1] == total_paise


def test_lines_add_up_to_totals_and_days_to_consumers():
    result = run(people(category=("TOWN", "VILLAGE")), days=35)

    days, totals = result.days, result.totals()
    ec, fuel, fc, duty, rent, subsidy, rebate, total = (
        getattr(days, line) for line in CHARGE_LINES
    )
    assert np.array_equal(total, ec + fuel + fc + duty + rent - subsidy - rebate)
    assert totals["total_paise"] == result.consumers.total_paise.sum()
    assert totals["energy_wh"] == result.consumers.energy_wh.sum()
    assert totals["rebate_paise"] > 0
    assert totals["subsidy_paise"] > 0


def test_a_balance_closes_at_opening_and_recharges_less_charges():
    consumers = run(days=30, habit=RechargeHabit.TOPS_UP).consumers

    expected = consumers.opening_paise + consumers.recharged_paise - consumers.total_paise
    assert np.array_equal(consumers.closing_paise, expected)
    assert consumers.recharged_paise.sum() > 0


def test_without_recharges_balances_run_down_and_run_out_once():
    result = run(days=40)

    days, consumers = result.days, result.consumers
    ran_out = consumers.first_negative_day != NEVER
    assert days.ran_out.sum() == ran_out.sum() > 0
    assert np.array_equal(ran_out, consumers.closing_paise < 0)
    assert days.below_zero[-1] == ran_out.sum()
    assert np.all(np.diff(days.balance_50_paise) <= 0)
    first_on = day_number(FIRST) + 3
    assert days.ran_out[3] == (consumers.first_negative_day == first_on).sum()


def test_who_was_below_zero_before_does_not_run_out():
    owing = run(people(balance_paise=np.full(MANY, -1_00)), days=5)

    assert owing.negative_before == MANY
    assert owing.days.ran_out.sum() == 0
    assert np.all(owing.days.below_zero == MANY)
    assert np.all(owing.consumers.first_negative_day == day_number(FIRST))


def test_who_tops_up_lasts_longer_and_some_are_careless():
    none, tops_up = run(days=60), run(days=60, habit=RechargeHabit.TOPS_UP)

    assert 0 < tops_up.days.below_zero[-1] < none.days.below_zero[-1] // 2
    assert none.totals()["recharged_paise"] == 0
    assert np.all(tops_up.consumers.recharged_paise % 100_00 == 0)
    assert none.totals()["total_paise"] == tops_up.totals()["total_paise"]


def test_a_category_without_a_tariff_is_counted_and_not_charged():
    result = run(people(category=("TOWN", "VILLAGE", "UNHEARD")), days=12)

    assert result.days.unrated.tolist() == [200] * 10 + [400] * 2
    unheard = result.consumers.total_paise[2::3]
    assert np.all(unheard == 0)
    assert result.consumers.energy_wh[2::3].min() > 0


def test_a_run_goes_on_where_the_month_stands():
    middle = date(2025, 9, 16)
    passed = people(mtd_wh=np.full(MANY, 200_000), month=Month(2025, 9))
    stale = replace(passed, month=Month(2025, 8))

    costs = [
        run(population, days=1, first=middle).totals()["total_paise"]
        for population in (passed, stale, people())
    ]

    assert costs[0] > costs[1] == costs[2]


def test_a_month_begun_in_the_books_ends_in_the_run_to_the_paisa():
    everybody, steady, days = people(50), replace(URBAN, growth_percent=0), []
    whole = run(everybody, days=30, profile=steady, on_day=days.append)
    state = MonthState.start(50)
    for lived in days[:10]:
        which, load_w = np.zeros(50, np.int64), everybody.load_w
        state = rate_day(lived.day, BOOK.versions, which, lived.energy_wh, load_w, state).state

    begun = replace(everybody, state=state, mtd_wh=state.mtd_wh, month=Month(2025, 9))
    rest = run(begun, first=FIRST + timedelta(days=10), days=20, profile=steady)

    for line in CHARGE_LINES:
        assert np.array_equal(getattr(rest.days, line), getattr(whole.days, line)[10:]), line


def test_the_population_is_left_as_it_was():
    population = people()
    before = [population.balance_paise.copy(), population.mtd_wh.copy(), population.mean_wh.copy()]

    run(population, habit=RechargeHabit.TOPS_UP)

    after = [population.balance_paise, population.mtd_wh, population.mean_wh]
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


def test_bands_are_values_of_real_consumers():
    assert percentiles(np.arange(1, 101)) == (10, 50, 90)
    assert percentiles(np.array([5])) == (5, 5, 5)
    assert percentiles(np.array([], np.int64)) == (0, 0, 0)


def test_nobody_costs_nothing():
    assert set(run(people(0), days=3).totals().values()) == {0}


def test_a_run_reports_each_day_and_can_be_cancelled():
    steps = []

    def cancel_on_the_third_day(step):
        steps.append((step.done, step.total))
        if step.done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        run(progress=cancel_on_the_third_day)

    assert steps == [(0, 20), (1, 20), (2, 20)]


@pytest.mark.parametrize("days", [0, 3661])
def test_a_run_of_no_day_or_of_too_many_is_refused(days):
    with pytest.raises(FieldOutOfRange):
        run(days=days)


def test_the_result_says_how_to_get_it_again():
    heat = SCENARIOS[ScenarioKind.HEAT_WAVE]

    settings = run(scenario=heat, seed=3, profile=SHOP).settings

    assert (settings.first, settings.days, settings.seed) == (FIRST, 20, 3)
    assert (settings.profile, settings.scenario) == (SHOP, heat)


def test_columns_of_unequal_length_are_a_mistake():
    with pytest.raises(ValueError, match="equally long"):
        people(10, load_w=[1000])


# Comparing


def test_a_run_differs_from_itself_by_nothing():
    result = run()

    assert not any(column.any() for column in compare(result, result).differences.values())


def test_two_runs_are_compared_on_the_days_they_share():
    one, later = run(days=10), run(days=10, first=FIRST + timedelta(days=6))

    shared = compare(one, later)

    assert shared.day.tolist() == [day_number(FIRST) + past for past in (6, 7, 8, 9)]
    expected = later.days.energy_wh[:4] - one.days.energy_wh[6:]
    assert np.array_equal(shared.differences["energy_wh"], expected)
    assert shared.totals["energy_wh"] == expected.sum()


def test_two_runs_without_a_common_day_compare_as_empty():
    apart = compare(run(days=2), run(days=2, first=date(2026, 1, 1)))

    assert len(apart.day) == 0
    assert set(apart.totals.values()) == {0}
