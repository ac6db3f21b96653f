"""Whatever the tariff, the use and the load: the engine agrees with the plain fractions."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import days_in_month
from domain.explanation import explain_day
from domain.rating import LINES, MonthState, rate_day
from domain.tariff import (
    MAX_DAY_WH,
    MAX_LOAD_W,
    MAX_PERCENT,
    MAX_RUPEES_PER_KW,
    MAX_RUPEES_PER_KWH,
    MAX_RUPEES_PER_MONTH,
    parse_tariffs,
)
from tests.domain import reference
from tests.domain.golden import column, posted_with_split

ONE = 10**4


def decimals(most):
    """Decimal texts from 0 to ``most``, the ends and parts of a paisa often."""
    ends = st.sampled_from([0, 1, most * ONE - 1, most * ONE])
    return (ends | st.integers(0, most * ONE)).map(lambda n: f"{n // ONE}.{n % ONE:04}")


def limits(most):
    steps = st.lists(st.integers(1, 400) | st.integers(1, most), max_size=4, unique=True)
    return steps.map(sorted)


RATES = decimals(MAX_RUPEES_PER_KWH)
PERCENTS = decimals(MAX_PERCENT)


@st.composite
def slabs(draw, rates=RATES, most=3_000_000):
    return [[limit, draw(rates)] for limit in draw(limits(most))] + [[None, draw(rates)]]


@st.composite
def fixed_charges(draw):
    per = draw(st.sampled_from(["kw", "connection", "kw_by_load"]))
    charge = {
        "per": per,
        "basis": draw(st.sampled_from(["30", "calendar", "12/365"])),
        "billable_load": draw(st.sampled_from(["sanctioned", "demand"])),
        "when_disconnected": draw(st.booleans()),
    }
    if per == "kw_by_load":
        return charge | {"bands": draw(slabs(decimals(MAX_RUPEES_PER_KW), 4_000))}
    most = MAX_RUPEES_PER_KW if per == "kw" else MAX_RUPEES_PER_MONTH
    return charge | {"rate": draw(decimals(most))}


LEVIES = RATES.map(lambda rate: {"per_unit": rate}) | PERCENTS.map(lambda part: {"percent": part})
DUTIES = RATES.map(lambda rate: {"per_unit": rate}) | st.builds(
    lambda part, base: {"percent": part, "base": base},
    PERCENTS,
    st.sampled_from(["energy", "energy_and_fixed"]),
)
REBATES = st.builds(
    lambda levy, posted: levy | {"posted": posted}, LEVIES, st.sampled_from(["daily", "month_end"])
)


@st.composite
def cliffs(draw):
    limited = draw(limits(100_000)) or [200]
    tiers = [{"upto": limit, "percent": draw(PERCENTS)} for limit in limited]
    if draw(st.booleans()):
        tiers[-1]["cap"] = draw(decimals(MAX_RUPEES_PER_MONTH))
    if draw(st.booleans()):
        tiers.append({"upto": None, "percent": draw(PERCENTS)})
    return {"kind": "cliff", "tiers": tiers}


@st.composite
def free_units(draw, *, waives_fixed_charge):
    scheme = {"kind": "free_units", "units": draw(st.integers(1, 100_000))}
    scheme["waives_duty"] = draw(st.booleans())
    if waives_fixed_charge and draw(st.booleans()):
        rule = draw(st.sampled_from(["until_exhausted", "unless_exhausted"]))
        scheme["waives_fixed_charge"] = rule
    return scheme


@st.composite
def documents(draw, *, waives_fixed_charge=True):
    """Return the JSON of a tariff that validation lets through."""
    plain = {
        "id": "H",
        "state": "-",
        "category": "made by chance",
        "source": "tests",
        "valid_from": "2000-01-01",
        "energy": draw(slabs()),
    }
    parts = {
        "fixed_charge": fixed_charges(),
        "fuel": LEVIES,
        "duty": DUTIES,
        "rebate": REBATES,
        "meter_rent": decimals(MAX_RUPEES_PER_MONTH).map(lambda rate: {"monthly": rate}),
    }
    plain |= {name: draw(part) for name, part in parts.items() if draw(st.booleans())}
    schemes = [
        st.builds(lambda table: {"kind": "per_unit", "slabs": table}, slabs()),
        free_units(waives_fixed_charge=waives_fixed_charge),
        cliffs(),
    ]
    chosen = [draw(scheme) for scheme in schemes if draw(st.booleans())]
    plain["subsidies"] = draw(st.permutations(chosen))
    if parse_tariffs({"tariffs": [plain]})[1]:  # a subsidy above the rate of a free unit
        plain["subsidies"] = [other for other in plain["subsidies"] if other["kind"] != "per_unit"]
    return plain


USES = st.just(0) | st.integers(0, 40_000) | st.integers(0, MAX_DAY_WH) | st.just(MAX_DAY_WH)
LOADS = st.integers(0, 10_000) | st.integers(0, MAX_LOAD_W) | st.just(MAX_LOAD_W)


@st.composite
def months(draw):
    """Return (first day, days): up to three tariffs and any loads inside one month."""
    first = date(draw(st.sampled_from([2026, 2028])), draw(st.integers(1, 12)), 1)
    tariffs = draw(st.lists(documents(), min_size=1, max_size=3))
    length = days_in_month(first)
    days = [
        reference.Day(
            number=number,
            tariff=tariffs[number * len(tariffs) // (length + 1)],
            use_wh=draw(USES),
            load_w=draw(LOADS),
            demand_w=draw(st.none() | LOADS),
            is_connected=draw(st.booleans()),
        )
        for number in range(1, length + 1)
    ]
    return first, days


def parsed(plain):
    (tariffs, faults) = parse_tariffs({"tariffs": [plain]})
    assert not faults
    return tariffs[0]


def rated(first, day, state):
    return rate_day(
        first.replace(day=day.number),
        [parsed(day.tariff)],
        column(0),
        column(day.use_wh),
        column(day.load_w),
        state,
        demand_w=column(-1 if day.demand_w is None else day.demand_w),
        is_connected=np.array([day.is_connected]),
    )


@settings(max_examples=60, deadline=None)
@given(month=months())
def test_every_day_of_any_month_agrees_with_the_reference(month):
    first, days = month
    state = MonthState.start(1)

    expected = reference.month(first.year, first.month, days)

    for day, line in zip(days, expected, strict=True):
        result = rated(first, day, state)
        assert posted_with_split(result) == line
        state = result.state


@settings(max_examples=30, deadline=None)
@given(month=months())
def test_the_steps_of_any_day_add_up_to_what_it_posts(month):
    first, days = month
    state = MonthState.start(1)

    for day in days:
        result = rated(first, day, state)
        told = explain_day(
            first.replace(day=day.number),
            parsed(day.tariff),
            day.use_wh,
            day.load_w,
            state,
            demand_w=-1 if day.demand_w is None else day.demand_w,
            is_connected=day.is_connected,
        )
        split = posted_with_split(result)
        assert {line.line: line.posted_paise for line in told.lines}.items() <= split.items()
        assert told.total_paise == split["total"]
        state = result.state


def month_of_split(first, plain, uses, load_w):
    """Return the sums of the month's lines, and the state after it."""
    state, sums = MonthState.start(1), dict.fromkeys(LINES, 0)
    for number, use_wh in enumerate(uses, 1):
        result = rated(first, reference.Day(number, plain, use_wh, load_w), state)
        sums = {line: sums[line] + int(getattr(result, line)[0]) for line in LINES}
        state = result.state
    return sums, state.to_bytes()


@settings(max_examples=40, deadline=None)
@given(
    plain=documents(waives_fixed_charge=False),
    first=st.sampled_from([date(2026, 2, 1), date(2028, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]),
    load_w=LOADS,
    data=st.data(),
)
def test_the_days_of_a_month_in_any_split_cost_the_same(plain, first, load_w, data):
    length = days_in_month(first)
    uses = data.draw(st.lists(USES, min_size=length, max_size=length))
    total_wh = min(sum(uses), MAX_DAY_WH)
    cuts = data.draw(st.lists(st.integers(0, total_wh), min_size=length - 1, max_size=length - 1))
    marks = [0, *sorted(cuts), total_wh]
    split = [after - before for before, after in pairwise(marks)]
    in_one_read = [*[0] * (length - 1), total_wh]

    by_days = month_of_split(first, plain, split, load_w)
    at_the_end = month_of_split(first, plain, in_one_read, load_w)

    assert by_days == at_the_end


@settings(max_examples=40, deadline=None)
@given(
    plain=documents(waives_fixed_charge=False),
    uses=st.lists(USES.map(lambda use_wh: use_wh // 31), min_size=20, max_size=20),
    load_w=LOADS,
    first_missing=st.integers(1, 18),
    missing=st.integers(1, 10),
)
def test_a_gap_costs_the_same_as_daily_reads(plain, uses, load_w, first_missing, missing):
    closing = min(first_missing + missing, len(uses) - 1)
    gap = slice(first_missing, closing)
    with_gap = [*uses]
    with_gap[closing] += sum(uses[gap])
    with_gap[gap] = [0] * (closing - first_missing)

    daily = month_of_split(date(2026, 5, 1), plain, uses, load_w)

    assert month_of_split(date(2026, 5, 1), plain, with_gap, load_w) == daily


@settings(max_examples=30, deadline=None)
@given(
    plain=st.lists(documents(), min_size=1, max_size=4),
    rows=st.lists(st.tuples(st.integers(0, 99), USES, LOADS, USES), min_size=1, max_size=12),
    data=st.data(),
)
def test_columns_in_any_order_equal_one_by_one(plain, rows, data):
    tariffs = [parsed(document) for document in plain]
    mixed = data.draw(st.permutations(rows))
    which = column(*(number % len(tariffs) for number, *_ in mixed))
    energy_wh = column(*(use_wh for _, use_wh, _, _ in mixed))
    load_w = column(*(load for _, _, load, _ in mixed))
    state = MonthState.start(len(mixed), column(*(mtd_wh for *_, mtd_wh in mixed)))

    together = rate_day(date(2026, 5, 1), tariffs, which, energy_wh, load_w, state)

    for row in range(len(mixed)):
        one = slice(row, row + 1)
        alone = rate_day(
            date(2026, 5, 1),
            [tariffs[which[row]]],
            column(0),
            energy_wh[one],
            load_w[one],
            state.take(one),
        )
        assert posted_with_split(alone) == posted_with_split(together, row)


@pytest.mark.parametrize("rate", ["0.0001", "3.1234", "6.777", "99.9999"])
def test_rates_with_parts_of_a_paisa_are_exact_over_a_month(rate):
    plain = {
        "id": "P",
        "state": "-",
        "category": "parts of a paisa",
        "source": "tests",
        "valid_from": "2000-01-01",
        "energy": [[None, rate]],
    }

    sums, _ = month_of_split(date(2026, 5, 1), plain, [333] * 31, 1_000)

    assert sums["ec"] == reference.whole_paise(
        reference.slabs([[None, rate]], Fraction(31 * 333, 1000))
    )
