"""What the coming days will bring: by level, weekday and season, and how sure that is."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.forecast import HISTORY_DAYS, UNKNOWN, UseHistory, forecast_use
from tests.benchmarks.forecast import (
    DATA,
    daily_energies,
    forecasts,
    foretold,
    origins_of,
    share_inside,
)

#: A Sunday.
LAST = date(2026, 11, 22)
SUNDAY = 6


def history(*rows, last=LAST):
    return UseHistory(last, np.array(rows, np.int64))


def expected(*rows, days=30):
    return forecast_use(history(*rows), days).expected_wh


def of_days(use):
    """Return the history in which each day used what ``use`` says of it."""
    days = [LAST - timedelta(days=back) for back in range(HISTORY_DAYS - 1, -1, -1)]
    return [use(day) for day in days]


def invented(households, days, seed=5):
    """Households with a weekday and a season of their own, and noise upon it."""
    chance = np.random.default_rng(seed)
    day = np.arange(days)
    level = chance.uniform(3_000, 15_000, (households, 1))
    sundays = np.where(day % 7 == 0, chance.uniform(1.0, 1.6, (households, 1)), 1.0)
    season = 1 + 0.3 * np.sin(2 * np.pi * day / 365)
    noise = np.exp(chance.normal(0, 0.25, (households, days)))
    return np.rint(level * sundays * season * noise).astype(np.int64)


def test_a_steady_use_goes_on():
    forecast = forecast_use(history([5_000] * HISTORY_DAYS), 30)

    assert forecast.expected_wh.tolist() == [[5_000] * 30]
    assert forecast.level_wh.tolist() == [5_000]
    assert forecast.weekday_percent.tolist() == [[100] * 7]
    assert forecast.first_day == date(2026, 11, 23)


def test_sundays_that_use_more_are_expected_to():
    use = of_days(lambda day: 9_000 if day.weekday() == SUNDAY else 5_000)

    forecast = forecast_use(history(use), 14)

    sundays = forecast.expected_wh[0, [6, 13]]
    others = np.delete(forecast.expected_wh[0], [6, 13])
    assert (sundays > others.max() * 1.2).all()
    assert sundays.max() < 9_000


def test_two_weeks_do_not_make_a_weekday():
    use = of_days(lambda day: 9_000 if day.weekday() == SUNDAY else 5_000)

    of_twelve = forecast_use(history(use), 1).weekday_percent[0, SUNDAY]
    of_two = forecast_use(history(use[-14:]), 1).weekday_percent[0, SUNDAY]

    assert 100 < of_two < of_twelve


def test_one_wild_day_moves_the_level_little():
    calm, wild = [5_000] * 60, [5_000] * 60
    wild[-2] = 80_000

    assert expected(wild)[0, 0] < 1.4 * expected(calm)[0, 0]


def test_a_rise_that_lasts_is_followed():
    risen = [5_000] * 60 + [10_000] * 10

    assert expected(risen)[0, 0] > 8_500


def test_last_year_tells_the_season():
    summer = [4_000] * 40 + [8_000] * 330 + [4_000] * 30

    rising = forecast_use(history(summer), 60)
    unknown = forecast_use(history(summer[-100:]), 60)

    assert rising.season_percent[0] > 105
    assert rising.expected_wh[0, -1] > rising.expected_wh[0, 0]
    assert rising.has_season.tolist() == [True]
    assert unknown.has_season.tolist() == [False]
    assert unknown.season_percent.tolist() == [100]


def test_too_few_days_foretell_nothing():
    forecast = forecast_use(history([UNKNOWN] * 5 + [4_000] * 2, [UNKNOWN] * 4 + [4_000] * 3), 10)

    assert forecast.is_known.tolist() == [False, True]
    assert not forecast.expected_wh[0].any()


def test_nothing_known_at_all_is_no_trouble():
    assert forecast_use(UseHistory(LAST, np.zeros((2, 0), np.int64)), 5).is_known.sum() == 0
    assert forecast_use(UseHistory(LAST, np.zeros((0, 9), np.int64)), 5).expected_wh.shape == (0, 5)


def test_what_a_late_read_brought_belongs_to_all_its_days():
    charged = np.array([[4_000, 0, 0, 12_000, 0, UNKNOWN, 5_000, 0]])
    has_read = np.array([[True, False, False, True, False, False, True, False]])

    known = UseHistory.of_charges(LAST, charged, has_read).energy_wh

    assert known.tolist() == [[4_000, 4_000, 4_000, 4_000, UNKNOWN, UNKNOWN, 5_000, UNKNOWN]]


def test_who_uses_evenly_is_foretold_more_narrowly():
    chance = np.random.default_rng(1)
    even = [5_000] * 120
    uneven = np.rint(5_000 * np.exp(chance.normal(0, 0.8, 120))).astype(int).tolist()

    forecast = forecast_use(history(even, uneven), 30)

    width = forecast.sum_high_wh[:, -1] / forecast.sum_low_wh[:, -1]
    assert width[0] < width[1]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(UNKNOWN, 3_000_000), min_size=1, max_size=HISTORY_DAYS + 20),
    st.integers(1, 60),
)
def test_every_forecast_lies_inside_its_band(use, days):
    forecast = forecast_use(history(use), days)

    assert (forecast.low_wh <= forecast.expected_wh).all()
    assert (forecast.expected_wh <= forecast.high_wh).all()
    assert (forecast.low_wh >= 0).all()
    assert (np.diff(forecast.sum_low_wh, axis=1, prepend=0) >= 0).all()
    assert (np.diff(forecast.sum_high_wh, axis=1, prepend=0) >= 0).all()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(UNKNOWN, 90_000), min_size=40, max_size=40), st.integers(0, 3))
def test_a_consumer_is_foretold_alone_as_among_others(use, place):
    others = invented(4, 40).tolist()
    among = [*others[:place], use, *others[place:]]

    alone = forecast_use(history(use), 20)
    together = forecast_use(history(*among), 20)

    assert alone.expected_wh[0].tolist() == together.expected_wh[place].tolist()
    assert alone.sum_high_wh[0].tolist() == together.sum_high_wh[place].tolist()


def error_of_sums(origins):
    came = origins.came_wh.sum(axis=1)
    return {
        name: np.abs(wh.sum(axis=1) - came).sum() / came.sum()
        for name, wh in foretold(origins, origins.came_wh.shape[1]).items()
    }


def test_invented_households_are_foretold_better_than_by_naive_rules():
    origins = origins_of(invented(40, 430), days=30, least=400)

    errors = error_of_sums(origins)

    assert errors["forecast"] < errors["mean of the last 30"]
    assert errors["forecast"] < errors["mean of the last 7"]
    assert errors["forecast"] < errors["same weekday last week"]
    assert errors["forecast"] < errors["the last day"]


def test_the_band_holds_about_as_much_as_it_promises():
    origins = origins_of(invented(40, 430), days=30, least=400)
    ours = forecasts(origins, 30)

    inside = share_inside(ours["low_wh"], origins.came_wh, ours["high_wh"])

    assert 0.65 < inside.mean() < 0.97


@pytest.mark.skipif(not DATA.is_dir(), reason="the real reads stand beside the repository")
def test_real_households_are_foretold_better_than_by_naive_rules():
    origins = origins_of(
        daily_energies(DATA / "daily-register-reads.csv")[:, :400], days=30, least=28
    )
    ours = forecasts(origins, 30)

    errors = error_of_sums(origins)
    sums = origins.came_wh.cumsum(axis=1)
    inside = share_inside(ours["sum_low_wh"], sums, ours["sum_high_wh"])

    assert errors["forecast"] < min(error for name, error in errors.items() if name != "forecast")
    assert 0.7 < inside.mean() < 0.92
