from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from domain.calendar import days_in_month
from domain.errors import FieldOutOfRange
from domain.exact import PPM, QUARTERS, UNITS_PER_PAISA, Scale
from domain.explanation import CliffStep, FixedStep, PercentStep, SlabStep, explain_day
from domain.rating import LINES, SPLITS, MonthState, Running, rate_day
from domain.tariff import (
    MAX_DAY_WH,
    MAX_LOAD_W,
    MAX_MONTH_WH,
    MAX_PERCENT,
    MAX_RUPEES_PER_KW,
    MAX_RUPEES_PER_KWH,
    MAX_RUPEES_PER_MONTH,
    TariffBook,
    parse_tariffs,
)
from tests.domain import reference
from tests.domain.golden import (
    all_tariffs,
    cases,
    column,
    days_of,
    posted,
    posted_with_split,
    rate_alone,
)

BOOK = TariffBook(all_tariffs())
CASES = cases()
ALL_COLUMNS = (*LINES, *SPLITS)


def tariff(name):
    return next(version for version in BOOK.versions if version.id == name)


def month_of(tariff, day, use_wh, load_w):
    """Rate one consumer from ``day`` on, one use a day; return what each day posts."""
    state, days = MonthState.start(1), []
    for n, energy_wh in enumerate(use_wh):
        rated = rate_day(
            day.replace(day=n + 1), [tariff], column(0), column(energy_wh), column(load_w), state
        )
        state = rated.state
        days.append(posted_with_split(rated))
    return days


def crowd(n, seed=7):
    """Columns of ``n`` consumers on all tariffs, inside a month."""
    chance = np.random.default_rng(seed)
    state = MonthState.start(n, chance.integers(0, 500_000, n))
    columns = (
        chance.integers(-1, len(BOOK.versions), n),
        chance.integers(0, 90_000, n),
        chance.integers(0, 30_000, n),
    )
    return columns, rate_day(date(2026, 2, 27), BOOK.versions, *columns, state).state


def same(one, other):
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ALL_COLUMNS)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_golden_month_comes_out_to_the_paisa(case):
    state = MonthState.start(1)

    for day in days_of(case, BOOK):
        rated = rate_alone(day, state)
        state = MonthState.from_bytes(rated.state.to_bytes())
        assert posted(rated) == day.expected, day.day


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_reference_agrees_with_the_golden_months(case):
    days = days_of(case, BOOK)

    plain = [
        reference.Day(
            number=day.day.day,
            tariff=dict(day.tariff.document),
            use_wh=day.energy_wh,
            load_w=day.load_w,
            demand_w=None if day.demand_w < 0 else day.demand_w,
            is_connected=day.is_connected,
        )
        for day in days
    ]

    rated = reference.month(days[0].day.year, days[0].day.month, plain)
    assert [{line: day[line] for line in LINES} for day in rated] == [day.expected for day in days]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_steps_of_a_golden_day_add_up_to_what_it_posts(case):
    state = MonthState.start(1)

    for day in days_of(case, BOOK):
        told = explain_day(
            day.day,
            day.tariff,
            day.energy_wh,
            day.load_w,
            state,
            demand_w=day.demand_w,
            is_connected=day.is_connected,
        )
        state = rate_alone(day, state).state
        assert {line.line: line.posted_paise for line in told.lines}.items() <= day.expected.items()
        assert told.total_paise == day.expected["total"]


def test_all_golden_months_rated_together_come_out_the_same():
    chosen = [days_of(case, BOOK) for case in CASES if case["month"].endswith(("-02", "-06"))]
    chosen = [days for days in chosen if len(days) == 28]
    versions = list(BOOK.versions)
    state = MonthState.start(len(chosen))

    for today in zip(*chosen, strict=True):
        rated = rate_day(
            today[0].day,
            versions,
            column(*(versions.index(day.tariff) for day in today)),
            column(*(day.energy_wh for day in today)),
            column(*(day.load_w for day in today)),
            state,
            demand_w=column(*(day.demand_w for day in today)),
            is_connected=np.array([day.is_connected for day in today]),
        )
        state = rated.state
        assert [posted(rated, row) for row in range(len(today))] == [day.expected for day in today]


def test_assam_domestic_over_the_slab_limit():
    state = MonthState.start(1, column(115_000))

    rated = rate_day(
        date(2025, 6, 9), [tariff("AS-DOMA-2023")], column(0), column(6_000), column(3_000), state
    )

    assert posted(rated) == {
        "ec": 3550,
        "fuel": 180,
        "fc": 700,
        "duty": 0,
        "rent": 0,
        "subsidy": 375,
        "rebate": 0,
        "total": 4055,
    }


def test_jeevan_dhara_days_differ_by_a_paisa_and_add_up():
    days = month_of(tariff("AS-JD-2023"), date(2025, 6, 1), [1_500] * 30, 500)

    totals = [day["total"] for day in days]
    assert totals[:7] == [720, 718, 720, 719, 719, 719, 720]
    assert sum(totals) == 21_575


def test_bihar_free_units_carry_the_fixed_charge_of_ten_days():
    days = month_of(tariff("BR-DS2-2025F"), date(2025, 9, 1), [12_500] * 30, 3_000)

    assert sum(day["fc"] for day in days) == 24_000
    without_fixed = month_of(
        parse_tariffs({"tariffs": [_without_waiver("BR-DS2-2025F")]})[0][0],
        date(2025, 9, 1),
        [12_500] * 30,
        3_000,
    )
    carried = sum(day["subsidy"] for day in days) - sum(day["subsidy"] for day in without_fixed)
    assert carried == 8_000


def _without_waiver(name):
    plain = dict(tariff(name).document)
    plain["subsidies"] = [
        {field: value for field, value in scheme.items() if field != "waives_fixed_charge"}
        for scheme in plain["subsidies"]
    ]
    return plain


@pytest.mark.parametrize(("units", "total"), [(400_000, 85_000), (401_000, 165_650)])
def test_one_unit_can_cost_the_whole_delhi_subsidy(units, total):
    use_wh = [units // 30 + (n < units % 30) for n in range(30)]

    days = month_of(tariff("DL-DOM-2019"), date(2025, 6, 1), use_wh, 3_000)

    assert sum(day["total"] for day in days) == total


def test_a_cap_with_parts_of_a_paisa_holds_to_the_last_part():
    plain = {
        "id": "CAP",
        "state": "-",
        "category": "capped at 800.1 paise",
        "source": "made for tests",
        "valid_from": "2026-01-01",
        "energy": [[None, "8.009"]],
        "subsidies": [
            {"kind": "cliff", "tiers": [{"upto": None, "percent": "100", "cap": "8.001"}]}
        ],
    }
    ((capped,), _) = parse_tariffs({"tariffs": [plain]})

    (day,) = month_of(capped, date(2026, 6, 1), [1_000], 1_000)

    assert (day["ec"], day["subsidy"]) == (801, 800)


def test_slabs_count_over_the_month_not_over_the_day():
    plain = {
        "id": "MISTAKE",
        "state": "-",
        "category": "the classic mistake",
        "source": "domain page",
        "valid_from": "2026-01-01",
        "energy": [[50, "3.10"], [100, "3.60"], [None, "4.10"]],
    }
    ((parsed,), _) = parse_tariffs({"tariffs": [plain]})

    days = month_of(parsed, date(2026, 6, 1), [10_000] * 30, 1_000)

    assert sum(day["total"] for day in days) == 115_500


def test_columns_equal_one_by_one():
    (which, energy_wh, load_w), state = crowd(300)

    together = rate_day(date(2026, 2, 28), BOOK.versions, which, energy_wh, load_w, state)

    for row in range(len(state)):
        one = slice(row, row + 1)
        alone = rate_day(
            date(2026, 2, 28),
            BOOK.versions,
            which[one],
            energy_wh[one],
            load_w[one],
            state.take(one),
        )
        assert posted_with_split(alone) == posted_with_split(together, row)
        assert alone.state.to_bytes() == together.state.take(one).to_bytes()


def test_neither_order_nor_batch_changes_anything():
    day, n = date(2026, 2, 28), 20_000
    (which, energy_wh, load_w), state = crowd(n)
    order = np.random.default_rng(3).permutation(n)
    batches = np.split(order, [1, 700, 9_000])

    at_once = rate_day(day, BOOK.versions, which, energy_wh, load_w, state)
    apart = [
        rate_day(day, BOOK.versions, which[rows], energy_wh[rows], load_w[rows], state.take(rows))
        for rows in batches
    ]

    for name in ALL_COLUMNS:
        expected = getattr(at_once, name)[order]
        assert np.array_equal(np.concatenate([getattr(one, name) for one in apart]), expected)
    rejoined = MonthState.concatenate([one.state for one in apart])
    assert rejoined.to_bytes() == at_once.state.take(order).to_bytes()


def test_a_consumer_without_a_tariff_is_left_as_it_was():
    state = MonthState.start(1, column(5_000))

    rated = rate_day(
        date(2026, 2, 3), BOOK.versions, column(-1), column(4_000), column(1_000), state
    )

    assert set(posted_with_split(rated).values()) == {0}
    assert rated.state.to_bytes() == state.to_bytes()


def test_nobody_at_all_can_be_rated():
    rated = rate_day(date(2026, 2, 3), [], column(), column(), column(), MonthState.start(0))

    assert len(rated.total) == 0
    assert MonthState.from_bytes(rated.state.to_bytes()).mtd_wh.shape == (0,)


@pytest.mark.parametrize(
    ("energy_wh", "load_w", "demand_w", "mtd_wh", "field"),
    [
        (-1, 0, 0, 0, "energy_wh"),
        (MAX_DAY_WH + 1, 0, 0, 0, "energy_wh"),
        (0, -1, 0, 0, "load_w"),
        (0, MAX_LOAD_W + 1, 0, 0, "load_w"),
        (0, 0, MAX_LOAD_W + 1, 0, "demand_w"),
        (0, 0, -2, 0, "demand_w"),
        (0, 0, 0, MAX_MONTH_WH, "mtd_wh"),
        (0, 0, 0, -1, "mtd_wh"),
    ],
)
def test_beyond_the_bounds_nothing_is_rated(energy_wh, load_w, demand_w, mtd_wh, field):
    with pytest.raises(FieldOutOfRange) as refusal:
        rate_day(
            date(2026, 2, 3),
            BOOK.versions,
            column(0),
            column(energy_wh),
            column(load_w),
            MonthState.start(1, column(mtd_wh)),
            demand_w=column(demand_w),
        )

    assert refusal.value.field == field


def test_a_tariff_that_is_not_there_is_no_tariff():
    with pytest.raises(FieldOutOfRange):
        rate_day(date(2026, 2, 3), [], column(0), column(0), column(0), MonthState.start(1))


@pytest.mark.parametrize("energy", [np.array([1.5]), np.array([1, 2]), np.array(["1"])])
def test_only_columns_of_whole_numbers_are_rated(energy):
    with pytest.raises(TypeError):
        rate_day(date(2026, 2, 3), BOOK.versions, column(0), energy, column(0), MonthState.start(1))


@pytest.mark.parametrize("month", range(1, 13))
def test_the_bounds_of_a_tariff_keep_every_column_inside_int64(month):
    scale, most = Scale.of(date(2028, month, 1)), 2**63 - 1
    rate, per_kw = MAX_RUPEES_PER_KWH * 10**4, MAX_RUPEES_PER_KW * 10**4
    ppm = MAX_PERCENT * 10**4

    energy_units = rate * MAX_MONTH_WH
    fixed_units = max(12 * QUARTERS * MAX_LOAD_W * per_kw, 12 * 1000 * MAX_RUPEES_PER_MONTH * 10**4)
    bill_paise = (energy_units + scale.days * fixed_units) // UNITS_PER_PAISA

    assert max(energy_units, fixed_units) * 2 < most  # a step between two slabs
    assert bill_paise * ppm < most  # a percentage of the month's whole paise
    assert scale.coarse * PPM + 2 * scale.coarse * ppm + 5 * scale.fine < most  # and of the rests
    assert scale.days * MAX_DAY_WH <= MAX_MONTH_WH - MAX_DAY_WH  # every day of a month fits


@pytest.mark.parametrize("month", [1, 2, 4])
def test_the_dearest_tariff_at_the_greatest_use_stays_exact(month):
    plain = {
        "id": "MOST",
        "state": "-",
        "category": "everything at its bound",
        "source": "made for tests",
        "valid_from": "2020-01-01",
        "energy": [[1, "100"], [1000, "0.0001"], [2000, "99.9999"], [None, "100"]],
        "fixed_charge": {
            "per": "kw_by_load",
            "bands": [[1, "0.0001"], [None, "9999.9999"]],
            "basis": "12/365",
            "billable_load": "demand",
        },
        "fuel": {"percent": "99.9999"},
        "duty": {"percent": "100", "base": "energy_and_fixed"},
        "rebate": {"percent": "99.9999", "posted": "month_end"},
        "meter_rent": {"monthly": "999999.9999"},
        "subsidies": [
            {"kind": "cliff", "tiers": [{"upto": None, "percent": "99.9999"}]},
            {"kind": "per_unit", "slabs": [[500, "0.0001"], [None, "99.9999"]]},
        ],
    }
    ((dearest,), _) = parse_tariffs({"tariffs": [plain]})
    length = days_in_month(date(2026, month, 1))
    plain_days = [
        reference.Day(n + 1, plain, MAX_DAY_WH - n, MAX_LOAD_W - 1 - n, MAX_LOAD_W - n)
        for n in range(length)
    ]

    state = MonthState.start(1)
    for expected, day in zip(reference.month(2026, month, plain_days), plain_days, strict=True):
        rated = rate_day(
            date(2026, month, day.number),
            [dearest],
            column(0),
            column(day.use_wh),
            column(day.load_w),
            state,
            demand_w=column(day.demand_w),
        )
        state = rated.state
        assert posted_with_split(rated) == expected


def test_a_state_started_anew_knows_nothing_of_the_month_before():
    _, state = crowd(50)
    begins = np.arange(50) % 2 == 0

    anew = state.started_anew(begins)

    assert anew.take(begins).to_bytes() == MonthState.start(25).to_bytes()
    assert anew.take(~begins).to_bytes() == state.take(~begins).to_bytes()
    assert state.mtd_wh[begins].any()


def test_a_state_comes_back_from_its_blobs():
    _, state = crowd(500)

    blobs = state.to_bytes()
    again = MonthState.from_bytes(blobs)

    assert np.array_equal(again.mtd_wh, state.mtd_wh)
    assert np.array_equal(again.whole_paise, state.whole_paise)
    assert np.array_equal(again.rest, state.rest)
    assert len(MonthState.start(1).to_bytes()[0]) == 16


@pytest.mark.parametrize("blob", [b"", b"abc", b"\1" + bytes(15), b"\xff" * 16, bytes(17)])
def test_a_damaged_blob_is_refused(blob):
    with pytest.raises(ValueError, match="position"):
        MonthState.from_bytes([blob])


def test_a_day_over_a_slab_limit_is_explained_piece_by_piece():
    state = MonthState.start(1, column(115_000))

    told = explain_day(date(2025, 6, 9), tariff("AS-DOMA-2023"), 6_000, 3_000, state)

    lines = {line.line: line for line in told.lines}
    assert lines["ec"].steps == (
        SlabStep(115_000, 120_000, 120_000, Fraction("5.70"), Fraction(2850)),
        SlabStep(120_000, 121_000, 240_000, Fraction("7.00"), Fraction(700)),
    )
    (fixed,) = lines["fc"].steps
    assert isinstance(fixed, FixedStep)
    assert (fixed.monthly_paise, fixed.times, fixed.divisor) == (21_000, 1, 30)
    assert (told.mtd_before_wh, told.mtd_after_wh, told.total_paise) == (115_000, 121_000, 4055)
    assert told.subsidy_split_paise["subsidy_per_unit"] == 375


def test_the_explanation_shows_the_running_value_behind_the_rounding():
    state = rate_day(
        date(2025, 11, 1),
        [tariff("AS-JD-2023")],
        column(0),
        column(1_500),
        column(500),
        MonthState.start(1),
    ).state

    told = explain_day(date(2025, 11, 2), tariff("AS-JD-2023"), 1_500, 500, state)

    energy = told.lines[0]
    assert (energy.before_paise, energy.after_paise) == (Fraction("757.5"), 1515)
    assert (energy.rounded_before_paise, energy.rounded_after_paise) == (758, 1515)
    assert energy.posted_paise == 757


def test_a_lost_cliff_subsidy_is_told():
    cliff = tariff("DL-DOM-2019")
    state = rate_day(
        date(2025, 6, 1),
        [cliff],
        column(0),
        column(400_000),
        column(3_000),
        MonthState.start(1),
    ).state

    told = explain_day(date(2025, 6, 2), cliff, 1_000, 3_000, state)

    (step,) = next(line.steps for line in told.lines if line.line == "subsidy")
    assert isinstance(step, CliffStep)
    assert step.is_passed
    assert step.paid_before_paise == 75_250
    assert step.amount_paise == -75_250


def test_a_percentage_tells_what_it_is_taken_of():
    told = explain_day(
        date(2026, 2, 1), tariff("UP-LMV1U-2022"), 10_000, 2_000, MonthState.start(1)
    )

    (step,) = next(line.steps for line in told.lines if line.line == "rebate")
    base_paise = 5_500 + Fraction(22_000, 28)
    assert step == PercentStep(Fraction(2), "energy_and_fixed", base_paise, base_paise / 50)


def test_running_values_keep_their_numbers_for_good():
    assert [running.name for running in Running][:4] == ["EC", "FUEL", "FC", "DUTY"]
    assert Running.CLIFF_BASE == 11
