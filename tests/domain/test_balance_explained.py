"""A balance explained: opening, movements and closing add up, whatever happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.balance_explained import (
    BalanceDoesNotAddUp,
    Line,
    TurnKind,
    Why,
    explain_balance,
    usual_period,
)
from domain.credit import Status
from domain.ledger import EntryKind
from domain.listing import ChargeRow
from domain.money import ZERO, Money
from domain.tariff import Slab, Tariff
from domain.timeline import TimelineKind, WalletMovement, folded

FIRST = date(2026, 11, 1)
AT = datetime(2026, 11, 30, tzinfo=UTC)
SLABS = Tariff(
    "T-1", "T", "Home", "BR", "", date(2026, 1, 1), None, (Slab(50_000, 5_0000), Slab(None, 6_0000))
)


def charge(day: date, energy_wh: int = 5_000, mtd_wh: int = 0, **more: object) -> ChargeRow:
    """Return a day of energy and a fixed charge."""
    ec, fc = energy_wh // 2, 700
    facts = {
        "subsidy_paise": 0,
        "has_read": True,
        "tariff": "T-1",
        **more,
    }
    total = ec + fc - int(str(facts["subsidy_paise"]))
    return ChargeRow(
        day=day,
        energy_wh=energy_wh,
        mtd_wh=mtd_wh or energy_wh,
        ec_paise=ec,
        fuel_paise=0,
        fc_paise=fc,
        duty_paise=0,
        rent_paise=0,
        rebate_paise=0,
        total_paise=total,
        balance_before_paise=0,
        balance_after_paise=0,
        status=Status.ACTIVE,
        load_w=3_000,
        posted_at=AT,
        **facts,  # type: ignore[arg-type] - as given
    )


def wallet(moves: list[tuple[EntryKind, date, int]]) -> list[WalletMovement]:
    """Return these movements as a wallet has them, newest first."""
    balances = accumulate(amount for _kind, _day, amount in moves)
    rows = [
        WalletMovement(
            seq,
            seq - 1 or None,
            kind,
            AT + timedelta(seconds=seq),
            day,
            Money(paise),
            Money(after),
            "",
            "asha",
        )
        for seq, ((kind, day, paise), after) in enumerate(zip(moves, balances, strict=True), 1)
    ]
    return rows[::-1]


def charged(rows: list[ChargeRow]) -> list[tuple[EntryKind, date, int]]:
    return [(EntryKind.DAILY_CHARGE, row.day, -row.total_paise) for row in rows]


def days(count: int) -> list[ChargeRow]:
    return [charge(FIRST + timedelta(days=at), mtd_wh=5_000 * (at + 1)) for at in range(count)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*EntryKind]).filter(
                lambda kind: (
                    kind
                    in (
                        EntryKind.RECHARGE,
                        EntryKind.CANCELLATION,
                        EntryKind.DISHONOUR_FEE,
                        EntryKind.ARREAR_INSTALMENT,
                        EntryKind.OPENING_BALANCE,
                    )
                )
            ),
            st.integers(-5, 40),
            st.integers(-1_000_000, 1_000_000),
        ),
        max_size=30,
    ),
    st.integers(0, 30),
    st.integers(0, 29),
    st.integers(0, 29),
)
def test_it_adds_up_whatever_happened(
    moved: list[tuple[EntryKind, int, int]], count: int, one: int, other: int
) -> None:
    rows = days(count)
    moves = charged(rows) + [(kind, FIRST + timedelta(days=at), paise) for kind, at, paise in moved]
    first, last = (FIRST + timedelta(days=at) for at in sorted((one, other)))

    told = explain_balance("1001", first, last, wallet(moves), rows, {"T-1": SLABS})

    up_to = sum(paise for _kind, day, paise in moves if day <= last)
    assert told.closing.paise == up_to
    assert told.opening.paise == sum(paise for _kind, day, paise in moves if day < first)
    assert told.present.paise == sum(paise for _kind, _day, paise in moves)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    EntryKind.RECHARGE,
                    EntryKind.DAILY_CHARGE,
                    EntryKind.ARREAR_INSTALMENT,
                    EntryKind.TRANSFER,
                ]
            ),
            st.integers(0, 90),
            st.integers(-99_999, 99_999),
        ),
        max_size=60,
    )
)
def test_folding_loses_no_paisa(moved: list[tuple[EntryKind, int, int]]) -> None:
    movements = wallet([(kind, FIRST + timedelta(days=at), paise) for kind, at, paise in moved])

    rows = [row for unit in folded(movements) for row in unit]

    assert sum((row.amount or ZERO for row in rows), ZERO).paise == sum(p for _k, _d, p in moved)


def test_charges_that_are_not_those_of_the_wallet_are_a_bug() -> None:
    rows = days(3)

    with pytest.raises(BalanceDoesNotAddUp):
        explain_balance("1001", FIRST, AT.date(), wallet(charged(rows)), rows[1:], {})


def test_lines_are_summed_and_a_subsidy_is_taken_off() -> None:
    rows = [charge(FIRST, subsidy_paise=300), charge(FIRST + timedelta(days=1))]

    told = explain_balance("1001", FIRST, AT.date(), wallet(charged(rows)), rows, {})

    assert {line: amount.paise for line, amount in told.charged.lines.items()} == {
        Line.ENERGY: 5_000,
        Line.FIXED: 1_400,
        Line.SUBSIDY: -300,
    }
    assert told.charged.total.paise == 6_100


def test_a_slab_is_passed_on_the_day_after_its_limit_is_met() -> None:
    rows = days(12)

    told = explain_balance("1001", FIRST, AT.date(), wallet(charged(rows)), rows, {"T-1": SLABS})

    [turn] = told.turns
    assert (turn.kind, turn.day, turn.limit_wh) == (TurnKind.SLAB, date(2026, 11, 11), 50_000)


def test_a_day_of_much_use_says_so() -> None:
    rows = days(6)
    rows[3] = charge(rows[3].day, energy_wh=20_000, mtd_wh=35_000)

    told = explain_balance("1001", FIRST, AT.date(), wallet(charged(rows)), rows, {"T-1": SLABS})

    assert (told.dear_days[0].day, told.dear_days[0].why) == (rows[3].day, Why.MUCH_USED)


def test_a_tariff_that_changed_is_told_from_its_first_day() -> None:
    rows = days(3)
    rows[2] = charge(rows[2].day, tariff="T-2")

    told = explain_balance("1001", FIRST, AT.date(), wallet(charged(rows)), rows, {})

    [turn] = told.turns
    assert (turn.kind, turn.day, turn.before, turn.after) == (
        TurnKind.TARIFF,
        rows[2].day,
        "T-1",
        "T-2",
    )


@pytest.mark.parametrize(
    ("paid_days_ago", "first"),
    [([5], 5), ([0, 9], 9), ([1, 9], 9), ([1], 1), ([200], None), ([], None), ([0], None)],
)
def test_the_usual_period_begins_with_the_last_recharge_before_today(
    paid_days_ago: list[int], first: int | None
) -> None:
    today = date(2026, 11, 22)
    moves = [(EntryKind.RECHARGE, today - timedelta(days=ago), 500_00) for ago in paid_days_ago]

    began, last = usual_period(wallet(moves), today)

    expected = date(2026, 11, 1) if first is None else today - timedelta(days=first)
    assert (began, last) == (expected, today)


def test_days_of_another_month_or_after_a_recharge_are_another_stretch() -> None:
    october = [charge(date(2026, 10, day)) for day in (30, 31)]
    november = days(3)
    moves = [*charged(october), *charged(november[:2])]
    moves += [(EntryKind.RECHARGE, november[2].day, 100_00), *charged(november[2:])]

    rows = [row for unit in folded(wallet(moves)) for row in unit]

    assert [(row.kind, row.first, row.last) for row in rows] == [
        (TimelineKind.CHARGES, november[2].day, november[2].day),
        (TimelineKind.RECHARGE, november[2].day, november[2].day),
        (TimelineKind.CHARGES, FIRST, november[1].day),
        (TimelineKind.CHARGES, date(2026, 10, 30), date(2026, 10, 31)),
    ]
