"""What a dry run found is counted, compared with the present policy, and looked into."""

from datetime import date, datetime

import numpy as np
import pytest

from domain.calendar import IST
from domain.cutting_hours import CuttingHours, Stretch
from domain.money import Money
from domain.policy import NONE, EmergencyCredit, Facts, Policy, PolicyBook, Reason, Terms, decide
from domain.policy_book import DryRun
from domain.policy_findings import Findings, ReasonCount

NOON = datetime(2026, 11, 23, 12, tzinfo=IST)
BALANCES = (-500, 100, -90_000, -20, -30_000)
HELD = (False, False, False, True, True)
OPEN = CuttingHours(windows=(Stretch(10 * 60, 13 * 60),))


def facts():
    rows = len(BALANCES)
    nothing, no_day = np.zeros(rows, np.bool_), np.full(rows, NONE, np.int64)
    return Facts(
        # As the store hands them out: in no order of ids.
        consumer_id=np.array([50, 10, 40, 20, 30], np.int64),
        schedules=["BR-DS2"],
        schedule=np.zeros(rows, np.int64),
        load_w=np.full(rows, 1_000, np.int64),
        balance_paise=np.array(BALANCES, np.int64),
        negative_since_day=np.zeros(rows, np.int64),
        is_off=nothing,
        is_closed=nothing,
        is_held=np.array(HELD, np.bool_),
        converted_day=no_day,
        part_paid_until_day=no_day,
        last_read_day=no_day,
        protected_until_day=no_day,
        has_payment_pending=nothing,
        has_order_open=nothing,
    )


def policy(**fields):
    terms = Terms(**({"emergency": EmergencyCredit(hours=0), "hours": OPEN} | fields))
    return Policy("P", "P", "BR", "test", date(2025, 4, 1), terms)


def run(one, at=NOON):
    found = facts()
    return DryRun(at, one, found, decide(found, PolicyBook((one,)), {}, at))


def test_who_goes_and_whom_each_reason_holds_are_counted_most_first():
    findings = Findings(run(policy(emergency=EmergencyCredit(0, Money(-1_000)))))

    assert findings.run.defaulters == 4
    assert findings.held == 3
    assert findings.counts() == [
        ReasonCount(None, 1),
        ReasonCount(Reason.HELD_BY_HAND, 2),
        ReasonCount(Reason.CREDIT_LIMIT, 2),
    ]


def test_beside_a_draft_stands_the_present_policy_with_reasons_of_its_own():
    findings = Findings(run(policy()), run(policy(emergency=EmergencyCredit(0, Money(-1_000)))))

    assert findings.counts() == [
        ReasonCount(None, 2, 1),
        ReasonCount(Reason.HELD_BY_HAND, 2, 2),
        ReasonCount(Reason.CREDIT_LIMIT, 0, 2),
    ]


def test_who_owes_most_stands_first():
    findings = Findings(run(policy()))

    assert findings.ids(None) == [40, 50]
    assert findings.ids(Reason.HELD_BY_HAND) == [30, 20]
    assert findings.ids(Reason.PROTECTED) == []


def test_of_a_consumer_all_reasons_are_told_whatever_the_order_of_ids():
    findings = Findings(run(policy(emergency=EmergencyCredit(0, Money(-1_000)))))

    found = findings.of([20, 40, 50])

    assert found[20].reasons == (Reason.HELD_BY_HAND, Reason.CREDIT_LIMIT)
    assert found[40].reasons == ()
    assert found[50].reasons == (Reason.CREDIT_LIMIT,)
    assert (found[20].next_at, found[40].next_at) == (None, NOON)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (NOON, NOON),
        (NOON.replace(hour=13), datetime(2026, 11, 24, 10, tzinfo=IST)),
        (NOON.replace(hour=9, minute=59), datetime(2026, 11, 23, 10, tzinfo=IST)),
    ],
)
def test_the_next_window_is_the_open_one_or_the_first_to_come(at, opens):
    assert PolicyBook((policy(),)).next_open(at, {}) == opens


def test_without_a_policy_there_is_no_window():
    assert PolicyBook().next_open(NOON, {}) is None


def test_a_policy_from_the_last_days_of_the_calendar_holds_up_nobody():
    hours = CuttingHours(weekdays=frozenset({0}))  # 9999-12-31 is a Friday

    assert hours.next_open(datetime(9999, 12, 31, 12, tzinfo=IST), {}) is None
    assert hours.next_open(datetime(9999, 12, 26, 12, tzinfo=IST), {}) is not None
