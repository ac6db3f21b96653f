"""What lies in a drawer after its last shift, and which cheques go on a slip."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.cheque import Cheque, ChequeState
from domain.day_end import DayEnd, Deposited, cheques_on_slip, left_in_drawer
from domain.money import ZERO, Money
from domain.shift import (
    CashCount,
    Closing,
    DrawerMove,
    DrawerMoveKind,
    Shift,
    ShiftFacts,
    report_of,
)

DAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
COUNTED = CashCount.of({500: 10, 100: 4, 10: 6})


def closed_shift(counted=COUNTED):
    closing = Closing(1, AT, "ravi", counted, counted.total, "", "")
    return Shift(1, 2, DAY, AT, "ravi", CashCount.of({100: 4}), closing)


def day_end(shift, *, deposit=None, dropped=0):
    moves = [DrawerMove(1, 1, DrawerMoveKind.DROP, Money.rupees(dropped), "", "", AT, "ravi")]
    facts = ShiftFacts(moves=moves if dropped else ())
    report = report_of(shift, facts, made_at=AT, made_by="ravi")
    closed = deposit and Deposited(AT, "ravi", "D/1", deposit, deposit.total, 0, ZERO, "")
    return DayEnd(2, DAY, (), [report], 0, 0, ZERO, 0, ZERO, closed)


def test_without_a_deposit_the_drawer_holds_what_was_counted():
    assert left_in_drawer(closed_shift(), day_end(closed_shift())) == COUNTED


def test_what_went_to_the_bank_is_no_longer_there():
    end = day_end(closed_shift(), deposit=CashCount.of({500: 10, 10: 6}))

    assert left_in_drawer(closed_shift(), end) == CashCount.of({100: 4})


@pytest.mark.parametrize(
    ("deposit", "dropped", "left"),
    [
        # A slip of other pieces than were counted: the clerk has changed money.
        (CashCount.of({200: 25}), 0, CashCount.of({200: 2, 50: 1, 10: 1})),
        # A part of the slip came out of the safe.
        (CashCount.of({500: 14}), 2000, CashCount.of({200: 2, 50: 1, 10: 1})),
        # More went to the bank than there was.
        (CashCount.of({500: 14}), 0, CashCount()),
    ],
)
def test_where_pieces_cannot_be_told_apart_the_amount_counts(deposit, dropped, left):
    end = day_end(closed_shift(), deposit=deposit, dropped=dropped)

    assert left_in_drawer(closed_shift(), end) == left


def cheque(**other):
    told = Cheque(
        number="P1/02/2026-27/000001",
        line=1,
        tender="cheque",
        amount=Money.rupees(500),
        reference="004512",
        bank="State Bank",
        dated=DAY,
        consumer_number="100001",
        consumer_name="Sunita Devi",
        counter=2,
        taken_on=DAY,
        state=ChequeState.RECEIVED,
        changed_on=DAY,
        changed_by="ravi",
    )
    return replace(told, **other)


def test_the_slip_has_the_cheques_of_that_counter_and_day_that_are_still_here():
    mine = cheque()
    others = [
        cheque(counter=3),
        cheque(taken_on=date(2026, 11, 21)),
        cheque(state=ChequeState.RETURNED),
        cheque(state=ChequeState.CLEARED),
    ]

    assert cheques_on_slip(day_end(closed_shift()), [mine, *others]) == [mine]


def test_a_slip_of_the_past_keeps_its_cheques_whatever_the_bank_did():
    end = day_end(closed_shift(), deposit=CashCount.of({500: 10, 10: 6}))
    went = [
        cheque(state=state, slip="D/1")
        for state in (ChequeState.DEPOSITED, ChequeState.CLEARED, ChequeState.DISHONOURED)
    ]
    others = [
        cheque(state=ChequeState.RETURNED, slip="D/1"),
        cheque(state=ChequeState.DEPOSITED, slip="D/2"),
        cheque(state=ChequeState.RECEIVED),
    ]

    assert cheques_on_slip(end, [*went, *others]) == went
