"""Lines of a settlement against receipts and payments in doubt: same amount, once, or a person."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.money import Money
from domain.payment import Payment, PaymentState, SettlementLine, SettlementOutcome
from domain.settlement_matching import (
    Known,
    TenderToSettle,
    match,
    match_waiting,
    names_of_paid,
)

BEGAN = datetime(2026, 11, 22, 4, tzinfo=UTC)


def line(number=2, reference="U1", rupees=500, order="", tender="upi", **fields):
    day = date(2026, 11, 22)
    return SettlementLine(
        number, reference, order, Money.rupees(rupees), Money(0), day, "", tender=tender, **fields
    )


def failed(**fields):
    return line(outcome=SettlementOutcome.FAILED, **fields)


def tender(number="R1", reference="U1", rupees=500, **fields):
    return replace(
        TenderToSettle(number, 1, "o1", "upi", reference, Money.rupees(rupees)), **fields
    )


def payment(id_="o9", reference="U9", rupees=500, state=PaymentState.UNKNOWN):
    amount = Money.rupees(rupees)
    return Payment(id_, "1001", "Asha", "upi", amount, reference, "", 2, BEGAN, "asha", state)


def told(lines, known):
    return [(one.outcome.value, one.receipt or one.payment_id) for one in match(lines, known)]


@pytest.mark.parametrize("names", [("U1", ""), ("bank-7", "o1"), ("BANK-7", "u1")])
def test_a_receipt_is_settled_by_its_reference_or_its_order(names):
    reference, order = names

    assert told([line(reference=reference, order=order)], Known([tender()])) == [("settled", "R1")]


def test_another_amount_differs_and_settles_nothing():
    assert told([line(rupees=499)], Known([tender()])) == [("differs", "R1")]
    assert told([line(reference="U9", rupees=5)], Known((), [payment()])) == [("differs", "o9")]


def test_what_nobody_knows_stays_unknown():
    assert told([line(reference="U2")], Known([tender()], [payment()])) == [("unknown", "")]


@pytest.mark.parametrize("names", [("U9", ""), ("bank-7", "o9"), ("BANK-7", "u9")])
def test_a_payment_in_doubt_is_credited_by_its_reference_or_its_order(names):
    reference, order = names
    known = Known((), [payment()])

    assert told([line(reference=reference, order=order)], known) == [("credited", "o9")]


@pytest.mark.parametrize("state", [PaymentState.FAILED, PaymentState.DISMISSED])
def test_a_payment_that_somebody_decided_waits_for_a_person(state):
    known = Known((), [payment(state=state)])

    assert told([line(reference="U9")], known) == [("differs", "o9")]


def test_the_receipt_of_a_payment_is_settled_whatever_reference_the_clerk_typed():
    known = Known(
        [tender("R9", "TYPED", order_id="o9")], [replace(payment(), state=PaymentState.CREDITED)]
    )

    assert told([line(reference="U9")], known) == [("settled", "R9")]


def test_the_same_reference_on_two_lines_counts_once():
    lines = [line(2), line(3), line(4, rupees=300)]

    assert told(lines, Known([tender()])) == [("settled", "R1"), ("again", "R1"), ("differs", "R1")]


def test_a_second_payment_for_one_order_waits_for_a_person():
    lines = [line(2, "A", order="o1"), line(3, "B", order="o1")]

    assert told(lines, Known([tender()])) == [("settled", "R1"), ("differs", "R1")]


def test_two_payments_of_one_receipt_settle_one_tender_each():
    known = Known([tender(reference="U1"), tender(reference="U2", line=2)])
    lines = [line(2, "U1"), line(3, "U2"), line(4, "U3", order="o1")]

    assert told(lines, known) == [("settled", "R1"), ("settled", "R1"), ("differs", "R1")]


def test_a_line_of_an_earlier_file_comes_again():
    earlier = line(7, file=1, receipt="R1", outcome=SettlementOutcome.SETTLED)
    waiting = line(8, "U2", file=1)
    put_aside = line(9, "U3", file=1, outcome=SettlementOutcome.DECIDED)
    known = Known([tender()], [], [earlier, waiting, put_aside])

    lines = [line(2), line(3, "U2"), line(4, "U3"), line(5, "X", order="o1")]

    assert [one.outcome.value for one in match(lines, known)] == [
        *("again", "again", "again", "differs"),
    ]


def test_a_code_of_a_card_may_come_again_for_another_payment():
    known = Known(
        [tender("R1", "123456", tender="card"), tender("R2", "123456", 700, tender="card")]
    )
    lines = [
        line(2, "123456", 700, tender="card"),
        line(3, "123456", 500, tender="card"),
        line(4, "123456", 500, tender="card"),
    ]

    assert told(lines, known) == [("settled", "R2"), ("settled", "R1"), ("differs", "R1")]


def test_two_payments_of_a_day_with_the_same_code_of_a_card_settle_a_receipt_each():
    receipts = [tender(number, "123456", tender="card") for number in ("R1", "R2")]
    lines = [line(number, "123456", tender="card") for number in (2, 3, 4)]

    matched = match(lines, Known(receipts))

    assert [one.receipt for one in matched] == ["R1", "R2", "R1"]
    assert [one.is_open for one in matched] == [False, False, True]


def test_lines_of_cards_in_an_earlier_file_stand_for_as_many_of_this_one():
    card = line(2, "123456", tender="card", file=1, receipt="R1")
    settled = replace(card, outcome=SettlementOutcome.SETTLED)
    waiting = replace(card, line=3, outcome=SettlementOutcome.DIFFERS)
    known = Known([tender("R1", "123456", tender="card")], [], [settled, waiting])

    lines = [line(number, "123456", tender="card") for number in (2, 3, 4)]

    assert [one.outcome.value for one in match(lines, known)] == ["again", "again", "differs"]


def test_a_line_of_a_card_that_came_again_stands_for_no_payment_of_its_own():
    first = line(2, "123456", tender="card", file=1, receipt="R1")
    settled = replace(first, outcome=SettlementOutcome.SETTLED)
    repeated = replace(first, file=2, outcome=SettlementOutcome.AGAIN)
    known = Known([tender("R1", "123456", tender="card")], [], [settled, repeated])

    lines = [line(number, "123456", tender="card") for number in (2, 3)]

    assert [one.outcome.value for one in match(lines, known)] == ["again", "differs"]


def test_a_line_of_a_card_that_waits_settles_the_receipt_that_came_later():
    first = line(2, "123456", tender="card", file=1, receipt="R1")
    settled = replace(first, outcome=SettlementOutcome.SETTLED)
    receipts = [tender(number, "123456", tender="card") for number in ("R1", "R2")]

    [today, before] = [
        match_waiting(line(3, "123456", tender="card"), Known(known, [], [settled]))
        for known in (receipts, receipts[:1])
    ]

    assert (today.outcome, today.receipt) == (SettlementOutcome.SETTLED, "R2")
    assert (before.outcome, before.receipt) == (SettlementOutcome.DIFFERS, "R1")


def test_what_failed_tells_the_payment_in_doubt_and_the_receipt_that_stands_for_it():
    known = Known([tender()], [payment()])
    lines = [failed(number=2, reference="U9"), failed(number=3), failed(number=4, reference="U5")]

    matched = match(lines, known)

    assert [(one.payment_id, one.receipt) for one in matched] == [("o9", ""), ("", "R1"), ("", "")]
    assert [one.is_open for one in matched] == [False, True, False]


def test_a_payment_that_went_through_in_the_end_did_not_fail():
    lines = [failed(number=2, reference="A", order="o9"), line(3, "B", order="o9")]

    assert told(lines, Known((), [payment()])) == [("failed", ""), ("credited", "o9")]


def test_another_part_of_the_file_may_tell_that_it_went_through():
    first, second = failed(number=2, reference="A", order="o9"), line(3, "B", order="o9")

    assert (
        match([first], Known((), [payment()]), names_of_paid([first, second]))[0].payment_id == ""
    )
    assert match([first], Known((), [payment()]))[0].payment_id == "o9"


def test_one_payment_fails_once():
    lines = [
        failed(number=2, reference="A", order="o9"),
        failed(number=3, reference="B", order="o9"),
    ]

    assert told(lines, Known((), [payment()])) == [("failed", "o9"), ("failed", "")]


def test_what_failed_before_and_went_through_now_is_a_payment():
    earlier = failed(number=7, file=1)

    assert told([line()], Known([tender()], [], [earlier])) == [("settled", "R1")]
    assert told([failed()], Known([tender()], [], [earlier])) == [("again", "")]
