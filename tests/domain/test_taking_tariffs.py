"""Tariffs of a document are judged against those that days were charged by."""

import json
from pathlib import Path

import pytest

from domain.errors_of_tariffs import (
    TariffFieldTwice,
    TariffKnown,
    TariffSlabsGap,
    TariffVersionsOverlap,
)
from domain.services.taking_tariffs import judge_tariffs

EXAMPLES = Path(__file__).parents[1] / "data" / "example-tariffs.json"


@pytest.fixture
def tariff():
    return json.loads(EXAMPLES.read_text(encoding="utf-8"))["tariffs"][0]


def judged(*tariffs, known=()):
    return judge_tariffs(json.dumps({"tariffs": tariffs}), known)


def test_a_tariff_is_new_once_and_then_unchanged(tariff):
    first = judged(tariff)
    again = judged(tariff, known=first.new)

    assert [one.id for one in first.new] == [tariff["id"]]
    assert (again.new, [one.id for one in again.unchanged]) == ([], [tariff["id"]])
    assert [*first.faults, *again.faults] == []


def test_a_known_tariff_with_other_content_is_a_fault(tariff):
    known = judged(tariff).new

    again = judged({**tariff, "source": "elsewhere"}, known=known)

    assert (again.new, again.unchanged) == ([], [])
    assert [type(fault) for fault in again.faults] == [TariffKnown]


def test_a_faulty_tariff_does_not_keep_a_good_one_out(tariff):
    faulty = {**tariff, "id": "GAP", "energy": [[100, "3.00"]]}

    found = judged(faulty, tariff)

    assert [one.id for one in found.new] == [tariff["id"]]
    assert [type(fault) for fault in found.faults] == [TariffSlabsGap]


def test_a_version_may_not_hold_on_the_days_of_a_known_one(tariff):
    known = judged({**tariff, "schedule": "S"}).new

    found = judged({**tariff, "id": "LATER", "schedule": "S"}, known=known)

    assert found.new == []
    assert [type(fault) for fault in found.faults] == [TariffVersionsOverlap]


def test_a_field_that_stands_twice_is_a_fault_of_its_tariff_alone(tariff):
    good = json.dumps(tariff)
    twice = json.dumps({**tariff, "id": "TWICE"})[:-1] + ', "category": "other"}'

    found = judge_tariffs(f'{{"tariffs": [{good}, {twice}]}}', [])

    assert [one.id for one in found.new] == [tariff["id"]]
    assert [(type(fault), fault.field) for fault in found.faults] == [
        (TariffFieldTwice, "category")
    ]


def test_two_lists_of_tariffs_are_a_fault_of_the_file(tariff):
    one = json.dumps([tariff])

    found = judge_tariffs(f'{{"tariffs": [], "tariffs": {one}}}', [])

    assert found.new == []
    assert [(type(fault), fault.field) for fault in found.faults] == [(TariffFieldTwice, "tariffs")]


def test_what_is_no_json_is_a_value_error():
    with pytest.raises(ValueError, match="Expecting"):
        judge_tariffs("[", [])
