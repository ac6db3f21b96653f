"""Who may be cut: the minute before and after each boundary, in whatever zone a machine is."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import IST, day_number, start_of
from domain.cutting_hours import CuttingHours, Stretch
from domain.money import Money
from domain.policy import (
    NONE,
    SIDES,
    EmergencyCredit,
    Ends,
    Facts,
    Group,
    Policy,
    PolicyBook,
    Reason,
    Side,
    Terms,
    decide,
)
from domain.policy_ends import ends_of

ZONES = ("UTC", "US/Pacific", "Asia/Kolkata")
CHRISTMAS = date(2026, 12, 25)
HOLIDAYS = {CHRISTMAS: "Christmas"}
#: A Monday on which nothing is special.
NOON = datetime(2026, 11, 23, 12, tzinfo=IST)
LONG_AGO = date(2026, 1, 1)
AT_ONCE = EmergencyCredit(hours=0)
MON_TO_SAT = frozenset(range(6))


@contextmanager
def zone_of_machine(name: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


@pytest.fixture(params=ZONES)
def zone(request) -> Iterator[str]:
    with zone_of_machine(request.param):
        yield request.param


def policy_of(terms: Terms, **fields) -> Policy:
    given = {
        "id": "P",
        "title": "P",
        "state": "BR",
        "source": "test",
        "valid_from": date(2025, 4, 1),
        "terms": terms,
    }
    return Policy(**(given | fields))


def terms_of(**fields) -> Terms:
    return Terms(**({"emergency": AT_ONCE, "conversion_grace_days": 0} | fields))


def facts_of(**fields) -> Facts:
    """One consumer, long below zero, whom nothing holds; a field of several values: several."""
    rows = max((len(value) for value in fields.values() if isinstance(value, list)), default=1)

    def column(name: str, usual: int) -> np.ndarray:
        value = fields.get(name, usual)
        values = value if isinstance(value, list) else [value] * rows
        return np.array([day_number(v) if isinstance(v, date) else v for v in values], np.int64)

    def flags(name: str) -> np.ndarray:
        return column(name, 0) == 1

    return Facts(
        consumer_id=np.arange(rows, dtype=np.int64),
        schedules=fields.get("schedules", ("UP-LMV1U",)),
        schedule=column("schedule", 0),
        load_w=column("load_w", 3_000),
        balance_paise=column("balance_paise", -1_000_00),
        negative_since_day=column("negative_since_day", day_number(LONG_AGO)),
        is_off=flags("is_off"),
        is_closed=flags("is_closed"),
        is_held=flags("is_held"),
        converted_day=column("converted_day", NONE),
        part_paid_until_day=column("part_paid_until_day", NONE),
        last_read_day=column("last_read_day", day_number(date(2026, 11, 22))),
        protected_until_day=column("protected_until_day", NONE),
        has_payment_pending=flags("has_payment_pending"),
        has_order_open=flags("has_order_open"),
    )


def ist(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=IST)


def why_not(at: datetime, terms: Terms, **fields) -> tuple[Reason, ...]:
    book = PolicyBook((policy_of(terms),))
    return decide(facts_of(**fields), book, HOLIDAYS, at).reasons_of(0)


def assert_changes(at: str, terms: Terms, before: tuple, after: tuple, **fields) -> None:
    """Assert what holds somebody in the minute before an instant, and at it."""
    instant = ist(at)
    assert why_not(instant - timedelta(minutes=1), terms, **fields) == before
    assert why_not(instant - timedelta(milliseconds=1), terms, **fields) == before
    assert why_not(instant, terms, **fields) == after
    # The same instant, however somebody writes it.
    assert why_not(instant.astimezone(UTC), terms, **fields) == after


# Hours


WINDOW = terms_of(hours=CuttingHours(windows=(Stretch(600, 780),)))
NIGHT = terms_of(hours=CuttingHours(never=(Stretch(18 * 60, 8 * 60),)))
OUTSIDE = (Reason.OUTSIDE_HOURS,)


@pytest.mark.parametrize(
    ("at", "terms", "before", "after"),
    [
        ("2026-11-23 10:00", WINDOW, OUTSIDE, ()),
        ("2026-11-23 13:00", WINDOW, (), OUTSIDE),
        ("2026-12-31 13:00", WINDOW, (), OUTSIDE),
        ("2028-02-29 10:00", WINDOW, OUTSIDE, ()),
        ("2026-11-23 18:00", NIGHT, (), OUTSIDE),
        ("2026-11-24 00:00", NIGHT, OUTSIDE, OUTSIDE),
        ("2026-11-24 08:00", NIGHT, OUTSIDE, ()),
    ],
)
def test_the_window_opens_and_shuts_to_the_minute(zone, at, terms, before, after):
    assert_changes(at, terms, before, after)


SUNDAYS_OFF = terms_of(hours=CuttingHours(weekdays=MON_TO_SAT))
SECOND_SATURDAY = terms_of(hours=CuttingHours(saturdays_off=(2,)))
AT_ANY_HOUR = terms_of(hours=CuttingHours())
NOT_ON_EVES = terms_of(hours=CuttingHours(weekdays=MON_TO_SAT, on_eves=False))
WEEKDAY, SATURDAY = (Reason.WEEKDAY_OFF,), (Reason.SATURDAY_OFF,)
HOLIDAY, EVE = (Reason.HOLIDAY,), (Reason.BEFORE_DAY_OFF,)


@pytest.mark.parametrize(
    ("at", "terms", "before", "after"),
    [
        ("2026-11-22 00:00", SUNDAYS_OFF, (), WEEKDAY),
        ("2026-11-23 00:00", SUNDAYS_OFF, WEEKDAY, ()),
        # Sunday is the last day of May and of January, Monday begins the month.
        ("2026-06-01 00:00", SUNDAYS_OFF, WEEKDAY, ()),
        ("2027-02-01 00:00", SUNDAYS_OFF, WEEKDAY, ()),
        # 1 November 2026 is a Sunday, 1 August 2026 a Saturday.
        ("2026-11-14 00:00", SECOND_SATURDAY, (), SATURDAY),
        ("2026-11-15 00:00", SECOND_SATURDAY, SATURDAY, ()),
        ("2026-11-07 00:00", SECOND_SATURDAY, (), ()),
        ("2026-08-08 00:00", SECOND_SATURDAY, (), SATURDAY),
        ("2026-08-15 00:00", SECOND_SATURDAY, (), ()),
        ("2026-12-25 00:00", AT_ANY_HOUR, (), HOLIDAY),
        ("2026-12-26 00:00", AT_ANY_HOUR, HOLIDAY, ()),
        ("2026-12-24 00:00", NOT_ON_EVES, (), EVE),
        ("2026-12-25 00:00", NOT_ON_EVES, EVE, HOLIDAY),
        ("2026-11-21 00:00", NOT_ON_EVES, (), EVE),
        ("2026-11-22 00:00", NOT_ON_EVES, EVE, WEEKDAY),
    ],
)
def test_a_day_off_is_one_from_midnight_to_midnight_in_india(zone, at, terms, before, after):
    assert_changes(at, terms, before, after)


def test_where_holidays_do_not_count_christmas_is_a_friday():
    terms = terms_of(hours=CuttingHours(on_holidays=True))
    assert why_not(ist("2026-12-25 12:00"), terms) == ()


# Grace, credit, and what else ends


GRACE = (Reason.CONVERSION_GRACE,)


@pytest.mark.parametrize(
    ("converted", "ends"),
    [
        # Thirty days, the first one included: the end of a month, of a year, of February.
        (date(2026, 11, 1), "2026-12-01"),
        (date(2026, 12, 2), "2027-01-01"),
        (date(2028, 1, 31), "2028-03-01"),
        (date(2027, 1, 30), "2027-03-01"),
    ],
)
def test_grace_after_conversion_ends_with_its_last_day(zone, converted, ends):
    terms = terms_of(conversion_grace_days=30)
    assert_changes(f"{ends} 00:00", terms, GRACE, (), converted_day=converted)


EMERGENCY = (Reason.EMERGENCY_CREDIT,)


@pytest.mark.parametrize(
    ("since", "hours", "ends"),
    [
        (date(2026, 11, 20), 72, "2026-11-24 00:00"),
        (date(2026, 11, 27), 72, "2026-12-01 00:00"),
        (date(2026, 12, 28), 72, "2027-01-01 00:00"),
        (date(2028, 2, 26), 72, "2028-03-01 00:00"),
        (date(2027, 2, 25), 72, "2027-03-01 00:00"),
        (date(2028, 2, 28), 24, "2028-03-01 00:00"),
        (date(2026, 11, 20), 36, "2026-11-22 12:00"),
        (date(2026, 11, 20), 0, "2026-11-21 00:00"),
    ],
)
def test_hours_of_emergency_credit_run_from_the_midnight_after(zone, since, hours, ends):
    terms = terms_of(emergency=EmergencyCredit(hours=hours))
    assert_changes(ends, terms, EMERGENCY, (), negative_since_day=since)


@pytest.mark.parametrize(
    ("field", "reason"),
    [("protected_until_day", Reason.PROTECTED), ("part_paid_until_day", Reason.PART_PAID)],
)
@pytest.mark.parametrize(
    ("last", "ends"),
    [
        (date(2026, 11, 30), "2026-12-01"),
        (date(2026, 12, 31), "2027-01-01"),
        (date(2028, 2, 29), "2028-03-01"),
    ],
)
def test_a_protection_holds_to_the_end_of_its_last_day(zone, field, reason, last, ends):
    assert_changes(f"{ends} 00:00", AT_ANY_HOUR, (reason,), (), **{field: last})


def test_nobody_is_cut_on_a_read_that_is_too_old(zone):
    terms = terms_of(most_days_without_read=7)
    read_on = date(2026, 11, 22)
    old = (Reason.NO_ACTUAL_READ,)
    assert_changes("2026-11-30 00:00", terms, (), old, last_read_day=read_on)
    assert why_not(NOON, terms, last_read_day=NONE) == old


def test_a_policy_begins_with_its_first_day(zone):
    terms = terms_of()
    book = PolicyBook((policy_of(terms, valid_from=date(2027, 1, 1)),))
    first = start_of(date(2027, 1, 1))
    before = decide(facts_of(), book, {}, first - timedelta(minutes=1))
    assert before.reasons_of(0) == (Reason.NO_POLICY,)
    assert decide(facts_of(), book, {}, first).reasons_of(0) == ()


def test_the_limit_in_rupees_is_still_covered():
    terms = terms_of(emergency=EmergencyCredit(down_to=Money.rupees(-300)))
    assert why_not(NOON, terms, balance_paise=-300_00) == (Reason.CREDIT_LIMIT,)
    assert why_not(NOON, terms, balance_paise=-300_01) == ()


@pytest.mark.parametrize(
    ("ends", "since", "balance", "reasons"),
    [
        (Ends.FIRST, date(2026, 11, 22), -100_00, EMERGENCY),
        (Ends.FIRST, date(2026, 11, 22), -300_01, ()),
        (Ends.FIRST, LONG_AGO, -100_00, ()),
        (Ends.LAST, date(2026, 11, 22), -100_00, (*EMERGENCY, Reason.CREDIT_LIMIT)),
        (Ends.LAST, date(2026, 11, 22), -300_01, EMERGENCY),
        (Ends.LAST, LONG_AGO, -100_00, (Reason.CREDIT_LIMIT,)),
        (Ends.LAST, LONG_AGO, -300_01, ()),
    ],
)
def test_credit_of_time_and_money_ends_with_the_first_or_the_last(ends, since, balance, reasons):
    credit = EmergencyCredit(hours=72, down_to=Money.rupees(-300), ends=ends)
    told = why_not(
        NOON, terms_of(emergency=credit), negative_since_day=since, balance_paise=balance
    )
    assert told == reasons


# Who is asked about at all, and by which terms


def test_only_whoever_is_connected_and_below_zero_is_a_defaulter():
    facts = facts_of(balance_paise=[-1, 0, -1, -1], is_off=[0, 0, 1, 1], is_closed=[0, 0, 0, 1])
    decided = decide(facts, PolicyBook((policy_of(terms_of()),)), {}, NOON)
    sides = [SIDES[side] for side in decided.side.tolist()]
    assert sides == [Side.DEFAULTER, Side.IN_CREDIT, Side.OFF, Side.CLOSED]
    assert decided.may_be_cut.tolist() == [True, False, False, False]


def test_small_loads_wait_for_thirty_days():
    small = terms_of(emergency=EmergencyCredit(hours=30 * 24))
    group = Group("Small", ("UP-LMV1*",), small, upto_w=2_000)
    facts = facts_of(
        schedules=("UP-LMV1U", "UP-LMV2"),
        schedule=[0, 0, 1],
        load_w=[2_000, 2_001, 1_000],
        negative_since_day=date(2026, 11, 1),
    )
    decided = decide(facts, PolicyBook((policy_of(terms_of(), groups=(group,)),)), {}, NOON)
    assert [decided.reasons_of(row) for row in range(3)] == [EMERGENCY, (), ()]
    assert [decided.groups[place] for place in decided.terms.tolist()] == ["Small", "", ""]


def test_all_reasons_are_told_and_the_first_ones_add_up():
    terms = terms_of(
        emergency=EmergencyCredit(hours=72, down_to=Money.rupees(-5_000)),
        conversion_grace_days=30,
        most_days_without_read=3,
        hours=CuttingHours(windows=(Stretch(600, 660),)),
    )
    facts = facts_of(
        negative_since_day=[date(2026, 11, 22), LONG_AGO, LONG_AGO],
        balance_paise=[-1_00, -9_000_00, 5_00],
        is_held=[1, 0, 1],
        converted_day=[date(2026, 11, 20), NONE, NONE],
        part_paid_until_day=[date(2026, 11, 30), NONE, NONE],
        last_read_day=[NONE, NONE, NONE],
        protected_until_day=[date(2026, 11, 23), NONE, NONE],
        has_payment_pending=[1, 0, 1],
        has_order_open=[1, 1, 1],
    )
    book = PolicyBook((policy_of(terms),))
    decided = decide(facts, book, HOLIDAYS, NOON, is_switched_off=True)
    assert decided.reasons_of(0) == (
        Reason.SWITCHED_OFF,
        Reason.PROTECTED,
        Reason.HELD_BY_HAND,
        Reason.CONVERSION_GRACE,
        Reason.EMERGENCY_CREDIT,
        Reason.CREDIT_LIMIT,
        Reason.PART_PAID,
        Reason.PAYMENT_PENDING,
        Reason.NO_ACTUAL_READ,
        Reason.ORDER_OPEN,
        Reason.OUTSIDE_HOURS,
    )
    assert decided.reasons_of(2) == ()
    assert decided.first_counts() == {Reason.SWITCHED_OFF: 2}
    on = decide(facts, book, HOLIDAYS, NOON)
    assert on.first_counts() == {Reason.PROTECTED: 1, Reason.NO_ACTUAL_READ: 1}
    assert sum(on.first_counts().values()) == int(on.is_defaulter.sum() - on.may_be_cut.sum())
    assert on.counts()[Reason.NO_ACTUAL_READ] == 2


def test_of_two_policies_from_one_day_the_later_taken_holds():
    day = date(2026, 4, 1)
    first, second = (policy_of(terms_of(), id=name, valid_from=day) for name in ("A", "B"))
    assert PolicyBook((first, second)).on(day) is second
    assert PolicyBook((second, first)).on(day) is first
    draft = policy_of(terms_of(), id="C", valid_from=date(2026, 1, 1))
    assert PolicyBook((first, second)).with_draft(draft).on(date(2027, 1, 1)) is draft


# The next instant


def test_the_next_instant_is_rolled_past_every_day_off(zone):
    # The credit ends on Thursday night; Christmas, Saturday's eve of Sunday and Sunday are off.
    terms = terms_of(
        emergency=EmergencyCredit(hours=72),
        hours=CuttingHours(windows=(Stretch(600, 780),), weekdays=MON_TO_SAT, on_eves=False),
    )
    book = PolicyBook((policy_of(terms),))
    facts = facts_of(negative_since_day=date(2026, 12, 21))
    decided = decide(facts, book, HOLIDAYS, ist("2026-12-22 11:00"))
    assert decided.next_of(0) == ist("2026-12-28 10:00")
    ends = ends_of(facts, decided, book, HOLIDAYS)
    assert ends == {Reason.EMERGENCY_CREDIT: ist("2026-12-25 00:00")}


def test_nobody_can_say_when_a_payment_is_credited():
    facts, book = facts_of(has_payment_pending=1), PolicyBook((policy_of(terms_of()),))
    decided = decide(facts, book, {}, NOON)
    assert decided.next_of(0) is None
    assert ends_of(facts, decided, book, {}) == {Reason.PAYMENT_PENDING: None}


MORNINGS = CuttingHours(windows=(Stretch(600, 780),))
DECEMBER = date(2026, 12, 1)
LIMITED = EmergencyCredit(down_to=Money.rupees(-5_000))


@pytest.mark.parametrize(
    "now, then, fields, first, ends",
    [
        # Nothing holds yet, and a policy is to come.
        (None, {}, {}, "2026-12-01 10:00", {Reason.NO_POLICY: "2026-12-01 00:00"}),
        # What a limit in rupees covers for ever, the next policy does not.
        (
            {"emergency": LIMITED},
            {},
            {},
            "2026-12-01 10:00",
            {Reason.CREDIT_LIMIT: "2026-12-01 00:00"},
        ),
        # The next policy gives more days, or fewer.
        (
            {"emergency": EmergencyCredit(hours=10 * 24)},
            {"emergency": EmergencyCredit(hours=30 * 24)},
            {"negative_since_day": date(2026, 11, 20)},
            "2026-12-21 10:00",
            {Reason.EMERGENCY_CREDIT: "2026-12-21 00:00"},
        ),
        (
            {"emergency": EmergencyCredit(hours=30 * 24)},
            {"emergency": EmergencyCredit(hours=10 * 24)},
            {"negative_since_day": date(2026, 11, 20)},
            "2026-12-01 10:00",
            {Reason.EMERGENCY_CREDIT: "2026-12-01 00:00"},
        ),
        # It has other hours: of the first morning nothing is left.
        (
            {},
            {"hours": CuttingHours(windows=(Stretch(660, 960),))},
            {"protected_until_day": date(2026, 11, 30)},
            "2026-12-01 11:00",
            {Reason.PROTECTED: "2026-12-01 00:00"},
        ),
        # It asks for no reads; a read that is missing under both is for nobody to say.
        (
            {"most_days_without_read": 7},
            {},
            {"last_read_day": date(2026, 11, 1)},
            "2026-12-01 10:00",
            {Reason.NO_ACTUAL_READ: "2026-12-01 00:00"},
        ),
        (
            {"most_days_without_read": 7},
            {"most_days_without_read": 9},
            {"last_read_day": date(2026, 11, 1)},
            None,
            {Reason.NO_ACTUAL_READ: None},
        ),
    ],
)
def test_a_policy_to_come_is_regarded(now, then, fields, first, ends):
    to_come = policy_of(terms_of(**({"hours": MORNINGS} | then)), id="Q", valid_from=DECEMBER)
    present = () if now is None else (policy_of(terms_of(**({"hours": MORNINGS} | now))),)
    book, facts = PolicyBook((to_come, *present)), facts_of(**fields)
    decided = decide(facts, book, {}, NOON)
    told = {reason: end and ist(end) for reason, end in ends.items()}
    assert decided.next_of(0) == (first and ist(first))
    assert ends_of(facts, decided, book, {}) == told


def test_a_window_of_a_policy_to_come_is_the_next_one():
    to_come = policy_of(terms_of(hours=MORNINGS), id="Q", valid_from=date(2026, 11, 24))
    never = replace(MORNINGS, weekdays=frozenset((6,)))
    book = PolicyBook((policy_of(terms_of(hours=never)), to_come))
    assert book.next_open(NOON, {}) == ist("2026-11-24 10:00")
    assert PolicyBook((to_come,)).next_open(NOON, {}) == ist("2026-11-24 10:00")


#: Longer than anything of the cases holds.
_LONG = timedelta(days=200)
MINUTES = st.integers(0, 24 * 60 - 1)
STRETCHES = st.tuples(MINUTES, MINUTES).filter(lambda one: one[0] != one[1])
DAYS = st.dates(date(2027, 12, 20), date(2028, 3, 10))
HOURS = st.builds(
    CuttingHours,
    windows=st.lists(STRETCHES, min_size=1, max_size=1).map(
        lambda found: tuple(Stretch(*one) for one in found)
    ),
    never=st.lists(STRETCHES, max_size=2).map(lambda found: tuple(Stretch(*one) for one in found)),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    saturdays_off=st.sampled_from([(), (2,), (2, 4)]),
    on_holidays=st.booleans(),
    on_eves=st.booleans(),
)
CREDITS = st.builds(
    EmergencyCredit,
    hours=st.sampled_from([0, 36, 72, 720]),
    down_to=st.sampled_from([None, Money.rupees(-300)]),
    ends=st.sampled_from(list(Ends)),
)


CASES = st.fixed_dictionaries(
    {
        "hours": HOURS,
        "credit": CREDITS,
        "holidays": st.frozensets(DAYS, max_size=4),
        "at": st.tuples(DAYS, MINUTES),
        "days": st.tuples(*[DAYS] * 4),
        "balance": st.sampled_from([-1, -300_00, -300_01]),
        "between": st.lists(st.floats(0, 1), max_size=6),
        "to_come": st.none() | st.tuples(DAYS, HOURS, CREDITS),
    }
)


@given(case=CASES, zone=st.sampled_from(ZONES))
@settings(max_examples=150, deadline=None)
def test_the_next_instant_is_the_first_at_which_somebody_may_be_cut(case, zone):
    hours, at = case["hours"], case["at"]
    since, converted, paid, protected = case["days"]
    now = start_of(at[0]) + timedelta(minutes=at[1])
    terms = terms_of(hours=hours, emergency=case["credit"], conversion_grace_days=30)
    policies = [policy_of(terms)]
    if case["to_come"] is not None:
        begins, other_hours, other_credit = case["to_come"]
        other = terms_of(hours=other_hours, emergency=other_credit, conversion_grace_days=10)
        policies.append(policy_of(other, id="Q", valid_from=begins))
    book = PolicyBook(tuple(policies))
    facts = facts_of(
        balance_paise=case["balance"],
        negative_since_day=min(since, at[0]),
        converted_day=converted,
        part_paid_until_day=paid,
        protected_until_day=protected,
    )
    named = dict.fromkeys(case["holidays"], "Holiday")

    def lets_go(instant: datetime) -> bool:
        return bool(decide(facts, book, named, instant).may_be_cut[0])

    with zone_of_machine(zone):
        decided = decide(facts, book, named, now)
        first = decided.next_of(0)
        if first is None:
            # A balance within its credit, or hours that leave no minute of any day.
            assert not any(lets_go(now + part * _LONG) for part in (0, *case["between"]))
            return
        assert first >= now
        assert lets_go(first)
        assert lets_go(now) == (first == now)
        for part in case["between"]:
            earlier = now + (first - now) * part
            assert not lets_go(earlier) or earlier >= first
        if first > now:
            assert not lets_go(first - timedelta(milliseconds=1))
            assert not lets_go(max(now, first - timedelta(minutes=1)))


@given(hours=HOURS, at=st.tuples(DAYS, MINUTES))
@settings(max_examples=100, deadline=None)
def test_what_is_open_shuts_when_it_says_so(hours, at):
    now = start_of(at[0]) + timedelta(minutes=at[1])
    if hours.why_not(now, {}) is not None:
        return
    end = hours.closes_at(now)
    assert now < end <= start_of(at[0] + timedelta(days=1))
    assert hours.why_not(end - timedelta(milliseconds=1), {}) is None


def test_columns_decide_as_each_row_alone():
    facts = facts_of(
        balance_paise=[-1_00, -400_00, 100, -1_00],
        negative_since_day=[date(2026, 11, 22), LONG_AGO, LONG_AGO, date(2026, 11, 1)],
        is_held=[0, 1, 0, 0],
    )
    book = PolicyBook((policy_of(terms_of(emergency=EmergencyCredit(hours=72))),))
    together = decide(facts, book, HOLIDAYS, NOON)
    for row in range(len(facts)):
        alone = replace(
            facts,
            **{
                name: getattr(facts, name)[row : row + 1]
                for name in Facts.__slots__
                if name != "schedules"
            },
        )
        decided = decide(alone, book, HOLIDAYS, NOON)
        assert decided.reasons_of(0) == together.reasons_of(row)
        assert decided.next_of(0) == together.next_of(row)
