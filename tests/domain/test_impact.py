"""What is told of an impact: bars, bands, the middle; a schedule through time; places of faults."""

import json
from datetime import date

import numpy as np
import pytest

from domain.impact import bars_of
from domain.tariff import parse_tariffs
from domain.tariff_form import Place, place_of, typed_of
from domain.tariff_timeline import Standing, timeline
from domain.worked_example import month_of
from resources import locate

EXAMPLES = {
    tariff["id"]: tariff
    for tariff in json.loads(locate("tariffs", "examples.json").read_text("utf-8"))["tariffs"]
}


def tariffs_of(*documents):
    return parse_tariffs({"tariffs": list(documents)})[0]


def faults_of(document):
    return parse_tariffs({"tariffs": [document]})[1]


def test_every_consumer_stands_in_one_bar_and_no_change_has_its_own():
    change = np.array([-100_000, -150, -1, 0, 0, 1, 200, 201, 9_999_999], np.int64)

    bars = bars_of(change)

    assert sum(bar.consumers for bar in bars) == len(change)
    [same] = [bar for bar in bars if bar.above_paise == bar.upto_paise == 0]
    assert same.consumers == 2
    # A lonely extreme makes no hundred empty bars: the side beyond the last one is open.
    assert (bars[0].above_paise, bars[-1].upto_paise) == (-100_000, None)
    limits = [bar.upto_paise for bar in bars[:-1]]
    assert limits == sorted(limits)


def test_a_limit_belongs_to_the_lower_bar():
    bars = bars_of(np.array([100, 101, 600], np.int64))

    assert [(bar.above_paise, bar.upto_paise, bar.consumers) for bar in bars[:3]] == [
        (0, 0, 0),
        (0, 100, 1),
        (100, 200, 1),
    ]


@pytest.mark.parametrize("change", [[0], [5], [-5], [-(10**12)], [10**12, 0]])
def test_any_changes_have_bars(change):
    assert sum(bar.consumers for bar in bars_of(np.array(change, np.int64))) == len(change)


def test_a_schedule_is_told_through_time_with_its_gaps():
    first = EXAMPLES["BR-DS1-2025"] | {"valid_until": "2025-07-01"}
    versions = tariffs_of(first, EXAMPLES["BR-DS1-2025F"])

    stretches = timeline(versions, date(2025, 9, 1))

    assert [(one.first.isoformat(), one.standing) for one in stretches] == [
        ("2025-04-01", Standing.PAST),
        ("2025-07-01", Standing.GAP),
        ("2025-08-01", Standing.TODAY),
        ("2026-04-01", Standing.GAP),
    ]
    assert timeline(versions, date(2025, 5, 1))[2].standing is Standing.COMING


def test_a_worked_month_is_the_published_one():
    [delhi] = tariffs_of(EXAMPLES["DL-DOM-2019"])

    # Domain page, section 1: Delhi 3 kW.
    assert month_of(delhi, 400_000, 3_000)["total"] == 85_000
    assert month_of(delhi, 401_000, 3_000)["total"] == 165_650


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"energy": [["x", "5"], [None, "6"]]}, Place("energy", 0, 0)),
        ({"energy": [[100, "x"], [None, "6"]]}, Place("energy", 0, 1)),
        ({"energy": [[100, "5"], [90, "6"], [None, "7"]]}, Place("energy", 1, 0)),
        ({"fixed_charge": {"per": "kw", "rate": "x", "basis": "30"}}, Place("fixed_charge.rate")),
        ({"fuel": {"per_unit": "999"}}, Place("fuel.per_unit")),
        ({"valid_from": "soon"}, Place("valid_from")),
        (
            {"subsidies": [{"kind": "cliff", "tiers": [{"upto": 5, "percent": "x"}]}]},
            Place("subsidies[1].tiers", 0, 1),
        ),
        ({"subsidies": [{"kind": "free_units", "units": "x"}]}, Place("subsidies[1].units")),
    ],
)
def test_a_fault_is_told_at_its_field_or_cell(change, place):
    document = EXAMPLES["AS-DOMA-2023"] | change

    [fault] = faults_of(document)

    assert place_of(fault, typed_of(document)) == place
