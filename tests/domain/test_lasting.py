"""How long money lasts: by what each coming day costs on the tariff that holds then."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.arrears import ArrearKind, ArrearPlan, ArrearState, ArrearTerms
from domain.energy import Energy
from domain.forecasting import ComingDay, Forecast, Lasting, handy
from domain.lasting import Standing, coming_costs, days_covered, instalments_of, is_rated
from domain.money import ZERO, Money
from domain.rating import MonthState
from domain.recharge import RechargeLimits
from domain.tariff import TariffBook, parse_tariffs

FIRST = date(2026, 11, 28)
LIMITS = RechargeLimits(Money.rupees(10), Money.rupees(200_000))
TARIFF = {
    "id": "T",
    "state": "X",
    "category": "Domestic",
    "source": "invented",
    "valid_from": "2026-01-01",
    "valid_until": "2027-01-01",
    "energy": [[30, "2"], [None, "5"]],
}
BOOK = TariffBook(parse_tariffs({"tariffs": [TARIFF]})[0])
PLAN = ArrearPlan(
    id=1,
    consumer_number="1",
    amount=Money.rupees(5000),
    rest=Money.rupees(5000),
    terms=ArrearTerms(ArrearKind.DAILY, instalments=300),
    starts_on=FIRST,
    state=ArrearState.LIVE,
    reason="old bill",
    booked_at=datetime(2026, 11, 1, tzinfo=UTC),
    booked_by="asha",
)


def standing(schedule="T", mtd_wh=0, instalments=None):
    state = MonthState.start(1, np.array([mtd_wh]))
    return Standing(FIRST, (schedule,), np.array([1000]), np.array([True]), state, instalments)


def steady(wh, days):
    return np.full((1, days), wh, np.int64)


def forecast(costs, balance=0, today=FIRST, limits=LIMITS, plan=None):
    """Return a forecast whose days cost so many rupees, in the same way with little and much."""
    expected = np.cumsum([100 * rupees for rupees in costs])
    days = tuple(
        ComingDay(FIRST + timedelta(days=place), 1, 1, 1, 0) for place in range(len(costs))
    )
    return Forecast(
        consumer_number="1",
        today=today,
        first_day=FIRST,
        balance=Money.rupees(balance),
        days=days,
        costs=np.stack([expected, expected // 2, expected * 2]) if costs else np.zeros((3, 0)),
        level=Energy(1),
        known_days=90,
        weekday_percent=(100,) * 7,
        season_percent=None,
        limits=limits,
        plan=plan,
    )


def test_days_are_priced_on_the_months_slabs_and_a_new_month_begins_at_the_first():
    costs = coming_costs(steady(10_000, 5), standing(mtd_wh=20_000), BOOK)

    # The 28th still costs Rs 2 a unit, the 29th and 30th Rs 5, December begins anew.
    assert np.diff(costs[0], prepend=0).tolist() == [20_00, 50_00, 50_00, 20_00, 20_00]


def test_it_stops_when_every_row_has_spent_enough():
    costs = coming_costs(steady(10_000, 180), standing(), BOOK, enough=np.array([45_00]))

    assert costs.tolist() == [[20_00, 40_00, 60_00]]


def test_a_day_without_a_tariff_costs_the_instalment_alone():
    instalments = np.full((1, 60), 16_67)

    costs = coming_costs(steady(1_000, 60), standing(instalments=instalments), BOOK)

    assert np.diff(costs[0])[-1] == 16_67
    assert is_rated(standing(), BOOK, FIRST).tolist() == [True]
    assert is_rated(standing("gone"), BOOK, FIRST).tolist() == [False]


def test_of_who_was_not_charged_for_a_month_nothing_is_told():
    assert is_rated(standing(), BOOK, FIRST + timedelta(days=28)).tolist() == [True]
    assert is_rated(standing(), BOOK, FIRST + timedelta(days=29)).tolist() == [False]


def test_a_plan_of_arrears_is_counted_in_until_it_is_paid_off():
    amounts = instalments_of(replace(PLAN, rest=Money.rupees(40)), FIRST, 5)

    assert amounts == [16_67, 16_67, 6_66, 0, 0]


def test_a_plan_begins_on_its_day():
    begins = replace(PLAN, starts_on=FIRST + timedelta(days=2))

    assert instalments_of(begins, FIRST, 4) == [0, 0, 16_67, 16_67]
    assert instalments_of(replace(PLAN, state=ArrearState.SETTLED), FIRST, 2) == [0, 0]
    assert instalments_of(None, FIRST, 2) == [0, 0]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60), st.integers(-100, 20_000))
def test_a_day_is_covered_when_what_it_costs_is_there(costs, amount):
    up_to = np.cumsum([costs], axis=1)

    [days] = days_covered(up_to, np.array([amount])).tolist()

    assert days == sum(amount >= 0 and total <= amount for total in up_to[0].tolist())


def test_a_balance_lasts_to_the_last_day_that_it_pays():
    lasting = forecast([10] * 20, balance=35).lasting()

    assert lasting == Lasting(3, date(2026, 11, 30), date(2026, 11, 28), date(2026, 12, 4))


def test_days_left_count_from_today_when_the_runs_are_behind():
    lasting = forecast([10] * 20, balance=55, today=FIRST + timedelta(days=2)).lasting()

    assert (lasting.days, lasting.until) == (3, date(2026, 12, 2))


@pytest.mark.parametrize("balance", [-5, 0, 9])
def test_a_balance_that_does_not_pay_today_is_no_days(balance):
    lasting = forecast([10] * 20, balance=balance).lasting()

    assert (lasting.days, lasting.until, lasting.earliest) == (0, None, None)


def test_what_lasts_beyond_the_last_day_is_said_to():
    assert forecast([1] * 5, balance=100).lasting().is_longer
    assert not forecast([1] * 5, balance=4).lasting().is_longer


def test_too_little_known_is_unknown():
    nothing = forecast([])

    assert nothing.lasting() is None
    assert nothing.suggested_recharge() is None


def test_a_recharge_is_suggested_that_lasts_as_long():
    asked = forecast([7] * 60, balance=20)

    amount = asked.suggested_recharge(30)

    assert amount == Money.rupees(190)
    assert asked.lasting(asked.with_recharge(amount)).days >= 30


def test_nothing_is_suggested_when_the_balance_lasts():
    assert forecast([7] * 60, balance=500).suggested_recharge(30) == ZERO


def test_a_suggestion_is_an_amount_that_is_taken():
    limits = RechargeLimits(Money.rupees(100), Money.rupees(500), Money.rupees(30))

    assert forecast([1] * 60, limits=limits).suggested_recharge(30) == Money.rupees(120)
    assert forecast([90] * 60, limits=limits).suggested_recharge(30) is None


def test_a_suggestion_pays_the_share_of_the_arrears_too():
    half = replace(PLAN, terms=ArrearTerms(ArrearKind.PERCENT, percent=50_00))
    asked = forecast([10] * 60, plan=half)

    amount = asked.suggested_recharge(30)

    assert asked.with_recharge(amount) >= Money.rupees(300)
    assert amount == Money.rupees(600)


def test_no_recharge_helps_when_all_above_an_amount_goes_to_arrears():
    capped = replace(
        PLAN,
        amount=Money.rupees(1_000_000),
        rest=Money.rupees(1_000_000),
        terms=ArrearTerms(ArrearKind.THRESHOLD, threshold=Money.rupees(100)),
    )

    assert forecast([10] * 60, plan=capped).suggested_recharge(30) is None


@given(st.integers(0, 30_000_000), st.integers(1, 300))
def test_a_handy_amount_is_never_too_little(paise, multiple):
    limits = replace(LIMITS, multiple=Money.rupees(multiple))

    amount = handy(Money(paise), limits)

    assert amount.paise >= max(paise, limits.least.paise)
    assert amount.paise % (100 * multiple) == 0
