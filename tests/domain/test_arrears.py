"""What a plan of arrears takes, to the paisa."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.arrears import (
    MOST_INSTALMENTS,
    ArrearEnding,
    ArrearKind,
    ArrearPlan,
    ArrearState,
    ArrearTerms,
    ArrearWish,
    daily_instalment,
    days_of,
    instalment_paise,
    percent_text,
    share_of_recharge,
)
from domain.errors import AmountOutOfRange, FieldMissing, FieldOutOfRange, FieldTooLong
from domain.money import ZERO, Money

TODAY = date(2026, 11, 22)
AMOUNTS = st.integers(1, 10**9)
BALANCES = st.integers(-(10**9), 10**9).map(Money)
OWED = Money.rupees(5000)


def plan_of(terms, rest=OWED, **fields):
    given = {"state": ArrearState.LIVE} | fields
    return ArrearPlan(
        id=1,
        consumer_number="1001",
        amount=OWED,
        rest=rest,
        terms=terms,
        starts_on=TODAY,
        reason="from the old ledger",
        booked_at=datetime(2026, 11, 22, tzinfo=UTC),
        booked_by="sita",
        **given,
    )


def paid_off(amount, instalments):
    """Return every instalment of a debt, in paise, until nothing is left."""
    taken, rest = [], amount
    while rest:
        taken.append(instalment_paise(amount, rest, instalments, len(taken)))
        rest -= taken[-1]
    return taken


def test_five_thousand_in_300_days_are_299_times_16_67_and_15_67():
    assert paid_off(5000_00, 300) == [16_67] * 299 + [15_67]


def test_a_debt_that_divides_evenly_has_equal_instalments():
    assert paid_off(300_00, 30) == [10_00] * 30


def test_a_debt_of_fewer_paise_than_days_is_paid_a_paisa_a_day():
    assert paid_off(5, 300) == [1] * 5


@given(AMOUNTS, st.integers(1, MOST_INSTALMENTS))
def test_instalments_pay_a_debt_exactly_and_in_time(amount, instalments):
    taken = paid_off(amount, instalments)

    assert sum(taken) == amount
    assert len(taken) == days_of(Money(amount), instalments) <= instalments
    assert min(taken) > 0
    assert len(set(taken[:-1])) <= 1


def test_what_is_paid_by_hand_shortens_a_plan_and_does_not_change_its_instalment():
    terms = ArrearTerms(ArrearKind.DAILY, instalments=300)

    assert daily_instalment(plan_of(terms, rest=Money(100_00))) == Money(16_67)
    assert daily_instalment(plan_of(terms, rest=Money(3_00))) == Money(3_00)
    last = plan_of(terms, rest=Money(15_67), instalments_paid=299)
    assert daily_instalment(last) == Money(15_67)


def test_a_percentage_of_a_recharge_goes_to_the_arrears():
    plan = plan_of(ArrearTerms(ArrearKind.PERCENT, percent=20_00))

    assert share_of_recharge(plan, Money.rupees(500), ZERO) == Money.rupees(100)
    assert share_of_recharge(plan, Money(3), ZERO) == Money(1)


def test_above_a_threshold_a_recharge_goes_to_the_arrears():
    plan = plan_of(ArrearTerms(ArrearKind.THRESHOLD, threshold=Money.rupees(300)))
    recharge = Money.rupees(500)

    assert share_of_recharge(plan, recharge, Money.rupees(-400)) == ZERO
    assert share_of_recharge(plan, recharge, ZERO) == Money.rupees(200)
    assert share_of_recharge(plan, recharge, Money.rupees(900)) == recharge


@pytest.mark.parametrize(
    "terms", [ArrearTerms(ArrearKind.DAILY, instalments=300), ArrearTerms(ArrearKind.BY_HAND)]
)
def test_under_a_daily_plan_or_one_by_hand_a_recharge_is_the_wallet_s(terms):
    assert share_of_recharge(plan_of(terms), Money.rupees(500), ZERO) == ZERO


def test_without_a_live_plan_a_recharge_is_the_wallet_s():
    terms = ArrearTerms(ArrearKind.PERCENT, percent=20_00)
    settled = plan_of(terms, rest=ZERO, state=ArrearState.SETTLED)

    assert share_of_recharge(None, Money.rupees(500), ZERO) == ZERO
    assert share_of_recharge(settled, Money.rupees(500), ZERO) == ZERO


@given(
    st.one_of(
        st.integers(1, 100_00).map(lambda part: ArrearTerms(ArrearKind.PERCENT, percent=part)),
        st.integers(0, 10**9).map(
            lambda paise: ArrearTerms(ArrearKind.THRESHOLD, threshold=Money(paise))
        ),
        st.just(ArrearTerms(ArrearKind.BY_HAND)),
    ),
    AMOUNTS.map(Money),
    AMOUNTS.map(Money),
    BALANCES,
)
def test_a_share_is_never_more_than_the_recharge_or_the_rest(terms, rest, amount, balance):
    share = share_of_recharge(plan_of(terms, rest=rest), amount, balance)

    assert ZERO <= share <= min(amount, rest)
    if terms.kind is ArrearKind.THRESHOLD and share:
        assert balance + amount - share >= min(terms.threshold, balance + amount)


@given(st.integers(0, 10**6), st.lists(AMOUNTS, min_size=1, max_size=6), BALANCES)
def test_above_a_threshold_paying_in_parts_pays_the_same(threshold, parts, balance):
    terms = ArrearTerms(ArrearKind.THRESHOLD, threshold=Money(threshold))
    rest = wallet = None
    for recharges in ([sum(parts)], parts):
        before, (rest, wallet) = (rest, wallet), (OWED, balance)
        for paise in recharges:
            share = share_of_recharge(plan_of(terms, rest=rest), Money(paise), wallet)
            rest, wallet = rest - share, wallet + Money(paise) - share
        assert before in {(None, None), (rest, wallet)}


@pytest.mark.parametrize(
    ("refusal", "terms"),
    [
        (FieldOutOfRange, {"kind": ArrearKind.DAILY}),
        (FieldOutOfRange, {"kind": ArrearKind.DAILY, "instalments": 3651}),
        (FieldOutOfRange, {"kind": ArrearKind.PERCENT}),
        (FieldOutOfRange, {"kind": ArrearKind.PERCENT, "percent": 100_01}),
        (AmountOutOfRange, {"kind": ArrearKind.THRESHOLD, "threshold": Money(-1)}),
    ],
)
def test_terms_that_pay_nothing_or_too_much_are_refused(refusal, terms):
    with pytest.raises(refusal):
        ArrearTerms(**terms)


@pytest.mark.parametrize(
    ("refusal", "fields"),
    [
        (AmountOutOfRange, {"amount": ZERO}),
        (AmountOutOfRange, {"amount": Money(-1)}),
        (AmountOutOfRange, {"amount": Money.rupees(10_000_001)}),
        (FieldMissing, {"reason": " \n"}),
        (FieldTooLong, {"reason": "x" * 201}),
    ],
)
def test_a_wish_checks_itself(refusal, fields):
    whole = {
        "consumer_number": "1001",
        "amount": Money(1),
        "terms": ArrearTerms(ArrearKind.BY_HAND),
        "starts_on": TODAY,
        "reason": "from the old ledger",
    }

    with pytest.raises(refusal):
        ArrearWish(**(whole | fields))
    with pytest.raises(FieldMissing):
        ArrearEnding("1001", "")


def test_a_percentage_is_written_with_the_decimals_that_it_has():
    assert [percent_text(part) for part in (20_00, 12_50, 33_33, 1, -5)] == [
        *("20", "12.5", "33.33", "0.01", "-0.05"),
    ]


def test_what_was_given_back_is_paid_off_by_more_instalments():
    # 30 in 3 instalments; after two of them 4,000 is given back.
    assert instalment_paise(30_00, 4_010_00, 3, 2) == 10_00
    assert instalment_paise(30_00, 10_00, 3, 402) == 10_00
    assert instalment_paise(100_00, 1_33, 300, 299) == 1_33
