"""A policy's document is read strictly: every fault is told, with the way to it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from domain.cutting_hours import CuttingHours, Stretch
from domain.errors_of_policies import PoliciesUnreadable, PolicyRefused
from domain.money import Money
from domain.policy import EmergencyCredit, Ends
from domain.policy_reading import documents_in, policy_of
from domain.practice.people import TOWNS
from resources import locate

LEAST = {
    "id": "BR-2026",
    "title": "Bihar",
    "state": "BR",
    "source": "A notice",
    "valid_from": "2026-04-01",
    "emergency_credit": {"hours": 72},
    "hours": {"windows": [["10:00", "13:00"]]},
}
SHIPPED = sorted(path.name for path in locate("policies").glob("*.json"))


def faults_of(document) -> list[str]:
    with pytest.raises(PolicyRefused) as refused:
        policy_of(document)
    return [fault.field for fault in refused.value.faults]


def without(field: str) -> dict:
    return {name: value for name, value in LEAST.items() if name != field}


def hours(**fields) -> dict:
    return LEAST | {"hours": {"windows": [["10:00", "13:00"]]} | fields}


def test_the_examples_of_the_states_are_policies_with_sources():
    read = {}
    for name in SHIPPED:
        text = locate("policies", name).read_text("utf-8")
        for document in documents_in(name, text):
            policy = policy_of(document)
            read[policy.state] = policy
            assert len(policy.source) > 80
    assert sorted(read) == ["AS", "BR", "ML", "UP", "WB"]
    assert {town.state for town in TOWNS.values()} <= set(read)
    assert read["AS"].terms.emergency == EmergencyCredit(down_to=Money.rupees(-300))
    assert read["BR"].terms.emergency == EmergencyCredit(hours=72)
    assert read["BR"].terms.hours.windows == (Stretch(600, 780),)
    assert read["WB"].terms.emergency == EmergencyCredit(down_to=Money.rupees(-300))
    assert read["ML"].terms.hours.windows == (Stretch(660, 960),)
    up = read["UP"]
    assert up.terms.emergency == EmergencyCredit(hours=72)
    assert up.terms.hours.never == (Stretch(18 * 60, 8 * 60),)
    assert up.terms_of("UP-LMV1U-2022", 2_000).emergency == EmergencyCredit(hours=30 * 24)
    assert up.terms_of("UP-LMV1U-2022", 2_001).emergency == EmergencyCredit(hours=72)
    assert up.terms_of("UP-LMV2", 1_000).emergency == EmergencyCredit(hours=30 * 24)
    assert up.terms_of("UP-LMV2", 1_001).emergency == EmergencyCredit(hours=72)


def test_what_a_document_says_is_what_holds():
    policy = policy_of(
        LEAST
        | {
            "emergency_credit": {"days": 3, "down_to": "-300.50", "ends": "first"},
            "hours": {
                "windows": [["10:00", "13:00"], ["22:00", "00:00"]],
                "never": [["18:00", "08:00"]],
                "weekdays": ["mon", "sun"],
                "saturdays_off": [2, 4],
                "on_holidays": True,
                "on_eves": False,
            },
            "reconnection": {"at_balance": "-10.00", "part_percent": 50, "rest_days": 7},
            "groups": [
                {
                    "name": "Small",
                    "schedules": ["UP-LMV1*"],
                    "upto_kw": "1.5",
                    "hours": {"on_eves": True},
                    "emergency_credit": {"days": 30},
                    "reconnection": {"within_minutes": 60},
                }
            ],
        }
    )

    assert policy.valid_from == date(2026, 4, 1)
    assert policy.terms.emergency == EmergencyCredit(72, Money(-300_50), Ends.FIRST)
    assert policy.terms.hours == CuttingHours(
        windows=(Stretch(600, 780), Stretch(22 * 60, 24 * 60)),
        never=(Stretch(18 * 60, 8 * 60),),
        weekdays=frozenset({0, 6}),
        saturdays_off=(2, 4),
        on_holidays=True,
        on_eves=False,
    )
    assert policy.terms.reconnection.at_balance == Money(-10_00)
    [group] = policy.groups
    # What a group does not say is as for all; its credit is a whole one of its own.
    assert group.upto_w == 1_500
    assert group.terms.emergency == EmergencyCredit(hours=720)
    assert group.terms.hours.on_eves
    assert group.terms.hours.windows == policy.terms.hours.windows
    assert group.terms.reconnection.part_percent == 50
    assert group.terms.reconnection.within_minutes == 60
    assert json.loads(policy.document)["id"] == "BR-2026"


@pytest.mark.parametrize(
    "field", ["id", "title", "state", "source", "valid_from", "emergency_credit", "hours"]
)
def test_what_nobody_may_leave_out(field):
    assert faults_of(without(field)) == [field]


@pytest.mark.parametrize(
    ("document", "way"),
    [
        (LEAST | {"colour": "red"}, "colour"),
        (LEAST | {"id": "two words"}, "id"),
        (LEAST | {"title": "hidden\u202etext"}, "title"),
        (LEAST | {"source": "=1+1\u0000"}, "source"),
        (LEAST | {"title": "x" * 1_001}, "title"),
        (LEAST | {"valid_from": "2026-02-29"}, "valid_from"),
        (LEAST | {"valid_from": "01/04/2026"}, "valid_from"),
        (LEAST | {"emergency_credit": {}}, "emergency_credit"),
        (LEAST | {"emergency_credit": {"days": 1, "hours": 1}}, "emergency_credit"),
        (LEAST | {"emergency_credit": {"days": -1}}, "emergency_credit.days"),
        (LEAST | {"emergency_credit": {"days": "3"}}, "emergency_credit.days"),
        (LEAST | {"emergency_credit": {"days": True}}, "emergency_credit.days"),
        (LEAST | {"emergency_credit": {"down_to": -300}}, "emergency_credit.down_to"),
        (LEAST | {"emergency_credit": {"down_to": "300.00"}}, "emergency_credit.down_to"),
        (LEAST | {"emergency_credit": {"down_to": "--300"}}, "emergency_credit.down_to"),
        (LEAST | {"emergency_credit": {"down_to": "-0.001"}}, "emergency_credit.down_to"),
        (LEAST | {"emergency_credit": {"days": 3, "end": "x"}}, "emergency_credit.end"),
        (LEAST | {"emergency_credit": {"days": 3, "ends": "x"}}, "emergency_credit.ends"),
        (LEAST | {"hours": {}}, "hours.windows"),
        (hours(windows=[]), "hours.windows"),
        (hours(windows=[["10:00"]]), "hours.windows[1]"),
        (hours(windows=[["10:00", "10:00"]]), "hours.windows[1]"),
        (hours(windows=[["10:00", "24:30"]]), "hours.windows[1]"),
        (hours(windows=[["10:00", "11:00"], ["9:00", "9:30"]]), "hours.windows[2]"),
        (hours(windows=[["10:00", "13:00"], ["12:59", "14:00"]]), "hours.windows"),
        (hours(windows=[["22:00", "02:00"], ["01:00", "03:00"]]), "hours.windows"),
        (hours(never=[["09:00", "13:00"]]), "hours"),
        (hours(weekdays=[]), "hours.weekdays"),
        (hours(weekdays=["mon", "mon"]), "hours.weekdays[2]"),
        (hours(weekdays=["Monday"]), "hours.weekdays[1]"),
        (hours(weekdays=["sat"], saturdays_off=[1, 2, 3, 4, 5]), "hours"),
        (hours(saturdays_off=[6]), "hours.saturdays_off[1]"),
        (hours(on_eves="yes"), "hours.on_eves"),
        (hours(on_evenings=True), "hours.on_evenings"),
        (LEAST | {"most_a_run": 2.5}, "most_a_run"),
        (LEAST | {"most_a_run": -1}, "most_a_run"),
        (LEAST | {"reconnection": {"part_percent": 101}}, "reconnection.part_percent"),
        (LEAST | {"reconnection": {"within_minutes": 0}}, "reconnection.within_minutes"),
        (LEAST | {"reconnection": []}, "reconnection"),
        (LEAST | {"alerts": {"percents_left": [30, 30]}}, "alerts.percents_left[2]"),
        (LEAST | {"alerts": {"quiet": ["21:00", "21:00"]}}, "alerts.quiet"),
        (LEAST | {"alerts": {"quiet": ["00:00", "24:00"]}}, "alerts.quiet"),
        (LEAST | {"groups": [{}]}, "groups[1].name"),
        (LEAST | {"groups": [{"name": "A", "schedules": []}]}, "groups[1].schedules"),
        (
            LEAST | {"groups": [{"name": "A", "schedules": ["x"], "upto_kw": 2}]},
            "groups[1].upto_kw",
        ),
        (
            LEAST | {"groups": [{"name": "A", "schedules": ["x"], "most_a_run": 5}]},
            "groups[1].most_a_run",
        ),
        (
            LEAST | {"groups": [{"name": "A", "schedules": ["x"]}] * 2},
            "groups[2].name",
        ),
        (
            LEAST
            | {"groups": [{"name": "A", "schedules": ["x"], "hours": {"windows": ["10:00"]}}]},
            "groups[1].hours.windows[1]",
        ),
    ],
)
def test_a_fault_is_told_with_the_way_to_it(document, way):
    assert faults_of(document) == [way]


def test_all_faults_are_told_at_once():
    document = LEAST | {"id": 7, "colour": 1, "hours": {"windows": [["10", "11"]], "x": 1}}
    assert faults_of(document) == ["id", "hours.windows[1]", "hours.x", "colour"]


@pytest.mark.parametrize("document", [None, [], "policy", 3])
def test_what_is_no_object_is_no_policy(document):
    assert faults_of(document) == [""]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"policies": []}', "{", "[" * 100_000])
def test_a_file_without_policies_is_refused(text):
    with pytest.raises(PoliciesUnreadable):
        documents_in("file.json", text)


def test_a_field_that_stands_twice_is_told():
    text = json.dumps({"policies": [LEAST]}).replace('"state"', '"state": "UP", "state"')
    [document] = documents_in("file.json", text)
    assert faults_of(document) == ["state"]
