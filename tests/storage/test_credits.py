"""The status follows the office's policy of the day: in lists, sums, sheets and accounts."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from domain.calendar import start_of
from domain.consumer import Change, ConsumerQuery
from domain.credit import Credits, Status, credits_on, emergency_until, has_credit
from domain.defaulters import DefaulterQuery
from domain.money import ZERO, Money
from domain.policy import EmergencyCredit, Ends, Reason
from domain.policy_reading import policy_of
from domain.progress import silent
from tests.storage.conftest import ACTOR

LEAST = {
    "id": "P",
    "title": "P",
    "state": "AS",
    "source": "test",
    "valid_from": "2025-04-01",
    "hours": {"windows": [["00:00", "24:00"]]},
    "conversion_grace_days": 0,
}
TIME = LEAST | {"emergency_credit": {"days": 5}}
MONEY = LEAST | {"emergency_credit": {"down_to": "-300.00"}}
FIRST = LEAST | {"emergency_credit": {"days": 5, "down_to": "-300.00", "ends": "first"}}
LAST = LEAST | {"emergency_credit": {"days": 5, "down_to": "-300.00", "ends": "last"}}
GROUPED = TIME | {
    "groups": [
        {
            "name": "Small",
            "schedules": ["AS-DOM*"],
            "upto_kw": "1.5",
            "emergency_credit": {"days": 30},
        },
        {"name": "Shops", "schedules": ["AS-COM*"], "emergency_credit": {"down_to": "-300.00"}},
    ]
}
NONE = LEAST | {"emergency_credit": {"days": 0}}


@pytest.fixture
def owing(books, form):
    """Consumers of each kind below zero since 5, 6 and 40 days, and some who do not owe."""
    number = 1000
    today = books.today()
    for back in (0, 5, 6, 40):
        forms = []
        for category, load_w in (
            ("AS-DOMA-2023", 1_500),
            ("AS-DOMA-2023", 1_600),
            ("AS-COM-2023", 900),
        ):
            for rupees in (-300, -301, 100, 500):
                number += 1
                forms.append(
                    form(
                        str(number),
                        category=category,
                        load_w=load_w,
                        opening_balance=Money.rupees(rupees),
                        connected_on=today - timedelta(days=back),
                    )
                )
        assert books.take_on(forms, ACTOR).accepted == len(forms)
    books.change_consumer([Change("1001", today, "supply_state", "disconnected")], ACTOR)
    return books


@pytest.mark.parametrize("document", [None, TIME, MONEY, FIRST, LAST, GROUPED, NONE], ids=range(7))
def test_lists_sums_and_single_consumers_tell_the_same_status(owing, document):
    if document is not None:
        owing.policies.ask(document, "", ACTOR)
    everybody = owing.find_consumers(ConsumerQuery())
    rows = owing.consumer_rows(everybody)
    told = {row.number: row.status for row in rows.values()}

    assert len(told) == 48
    assert {number: owing.consumer(number).status for number in list(told)[::5]} == {
        number: told[number] for number in list(told)[::5]
    }
    for status in Status:
        listed = owing.find_consumers(ConsumerQuery(statuses=(status,)))
        assert {rows[one].number for one in listed} == {
            number for number, of in told.items() if of is status
        }
        assert owing.consumer_totals(ConsumerQuery(statuses=(status,))).consumers == len(listed)
    standing = owing.dashboard.standing()
    counted = {status: group.count for status, group in standing.statuses.items() if group.count}
    assert counted == Counter(told.values())
    for status in Status:
        listed = owing.defaulters.list(DefaulterQuery(statuses=(status,)), silent)
        below = {one for one, row in rows.items() if row.balance < ZERO and row.status is status}
        assert {row.consumer_id for row in listed.rows} == below


def test_who_has_credit_is_held_by_the_rule_as_well(owing):
    """The status of a day is what the rule says of its first instant."""
    owing.policies.ask(GROUPED, "", ACTOR)
    rows = owing.consumer_rows(owing.find_consumers(ConsumerQuery()))
    run = owing.policies.dry_run(start_of(owing.today()), silent)
    credit = {Reason.EMERGENCY_CREDIT, Reason.CREDIT_LIMIT}
    for place, id_ in enumerate(run.facts.consumer_id.tolist()):
        if rows[id_].status in {Status.EMERGENCY, Status.TO_BE_DISCONNECTED}:
            has = bool(credit & set(run.decisions.reasons_of(place)))
            assert has is (rows[id_].status is Status.EMERGENCY)


def test_the_last_day_of_credit_is_that_of_the_group(owing):
    owing.policies.ask(GROUPED, "", ACTOR)
    today = owing.today()
    ends = {number: owing.consumer(number).emergency_until for number in ("1002", "1006", "1010")}
    assert ends == {
        "1002": today + timedelta(days=30),
        "1006": today + timedelta(days=5),
        # In rupees, whatever the day.
        "1010": None,
    }


def test_a_day_is_judged_by_its_own_policy(books, form):
    books.create_consumer(form("1001", opening_balance=Money.rupees(-100)), ACTOR)
    books.run_days(date(2025, 6, 10), ACTOR, silent)
    days = (date(2025, 6, 1), date(2025, 6, 10))
    default = [row.status for row in books.charges("1001", *days)]
    books.policies.ask(TIME | {"valid_from": "2025-06-06"}, "", ACTOR)

    told = [row.status for row in books.charges("1001", *days)]
    emergency, due = Status.EMERGENCY, Status.TO_BE_DISCONNECTED
    assert default == [emergency] * 4 + [due] * 6
    assert told == [emergency] * 4 + [due] + [emergency] + [due] * 4
    for day, status in ((5, due), (6, emergency), (7, due)):
        sheet = books.billing_sheet(date(2025, 6, day), "asha")
        assert list(sheet.columns.status) == [status.value]


def test_a_payment_that_leaves_less_owed_is_told_by_the_policy(owing):
    owing.policies.ask(MONEY, "", ACTOR)
    assert owing.consumer("1002").status is Status.TO_BE_DISCONNECTED
    assert owing.consumer("1003").status is Status.LOW


CREDITS = [
    EmergencyCredit(hours=0),
    EmergencyCredit(hours=36),
    EmergencyCredit(hours=72),
    EmergencyCredit(down_to=Money(-300_00)),
    EmergencyCredit(72, Money(-300_00), Ends.FIRST),
    EmergencyCredit(72, Money(-300_00), Ends.LAST),
]


@pytest.mark.parametrize("credit", CREDITS)
@pytest.mark.parametrize("balance", [Money(-300_00), Money(-300_01)])
def test_credit_that_time_ends_ends_on_the_day_told(credit, balance):
    since = date(2028, 2, 27)
    last = emergency_until(balance, since, credit)
    covered = [
        day
        for day in (since + timedelta(days=ahead) for ahead in range(10))
        if has_credit(balance, since, day, credit)
    ]
    if last is not None:
        assert covered[-1] == last
    else:
        # In rupees: for as long as the balance stays, or not at all any more.
        assert len(covered) in {0, 4, 10} if credit.hours else len(covered) in {0, 10}


def test_groups_with_the_same_credit_need_no_looking_up():
    policy = policy_of(TIME | {"groups": [{"name": "A", "schedules": ["X*"]}]})
    assert credits_on(date(2026, 1, 1), policy) == Credits(EmergencyCredit(hours=120))
    assert credits_on(date(2026, 1, 1), None) == Credits(EmergencyCredit(hours=72))
