"""A policy typed into a form is the document that it came of, and a fault knows its field."""

from datetime import date

import pytest

from domain.errors_of_policies import PolicyRefused
from domain.policy_form import (
    Place,
    TypedPolicy,
    document_of,
    place_of,
    successor_of,
    typed_of,
)
from domain.policy_reading import policy_of

DOCUMENT = {
    "id": "UP-2025",
    "title": "Uttar Pradesh 2025",
    "state": "UP",
    "source": "UPERC, 2025",
    "valid_from": "2025-04-01",
    "emergency_credit": {"days": 3, "down_to": "-300.00", "ends": "first"},
    "hours": {
        "windows": [["10:00", "13:00"], ["15:00", "16:30"]],
        "never": [["18:00", "08:00"]],
        "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat"],
        "saturdays_off": [2],
        "on_holidays": False,
        "on_eves": True,
    },
    "conversion_grace_days": 30,
    "most_days_without_read": 7,
    "reconnection": {
        "at_balance": "0.00",
        "part_percent": 50,
        "rest_days": 7,
        "within_minutes": 120,
    },
    "alerts": {
        "percents_left": [30, 10, 0],
        "days_left": [3],
        "month_percent": 75,
        "subsidy_units_left": 10,
        "hours_before_cut": 24,
        "quiet": ["21:00", "08:00"],
    },
    "most_a_run": 500,
    "most_an_hour": 200,
    "groups": [
        {
            "name": "Small loads",
            "schedules": ["UP-LMV1*", "UP-LMV2*"],
            "upto_kw": "2",
            "emergency_credit": {"days": 30},
            "hours": {"never": [], "on_eves": False},
        }
    ],
}


def test_a_document_goes_through_the_form_unchanged():
    assert document_of(typed_of(DOCUMENT)) == DOCUMENT


def test_times_are_taken_as_clerks_type_them():
    texts = {"hours.windows": "9-13, 14.30 to 16:00"}

    document = document_of(TypedPolicy(texts))

    assert document["hours"]["windows"] == [["09:00", "13:00"], ["14:30", "16:00"]]


@pytest.mark.parametrize(
    ("way", "typed"),
    [
        ("emergency_credit.time", "three"),
        ("emergency_credit.down_to", "300"),
        ("hours.windows", "10:00"),
        ("hours.windows", "25-26"),
        ("hours.never", "<b>night</b>"),
        ("hours.saturdays_off", "2, 9"),
        ("conversion_grace_days", "-1"),
        ("reconnection.part_percent", "150"),
        ("alerts.percents_left", "30, =1+1"),
        ("alerts.quiet", "रात"),
        ("most_a_run", "9" * 40),
        ("valid_from", "someday"),
        ("title", ""),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(way, typed):
    texts = typed_of(DOCUMENT).texts

    with pytest.raises(PolicyRefused) as refused:
        policy_of(document_of(TypedPolicy({**texts, way: typed})))

    assert {place_of(fault.field) for fault in refused.value.faults} == {Place(way)}


def test_a_fault_of_a_group_is_at_the_groups_field():
    typed = typed_of(DOCUMENT)
    group = {**typed.groups[0], "hours.never": "always"}

    with pytest.raises(PolicyRefused) as refused:
        policy_of(document_of(TypedPolicy(typed.texts, [group])))

    assert [place_of(fault.field) for fault in refused.value.faults] == [Place("hours.never", 0)]


def test_a_version_after_another_has_its_own_id_and_begins_today():
    typed = successor_of(DOCUMENT, date(2026, 11, 23), ["UP-2025", "UP-2025-2"])

    assert (typed.texts["id"], typed.texts["valid_from"]) == ("UP-2025-3", "2026-11-23")
    assert document_of(typed)["groups"] == DOCUMENT["groups"]
