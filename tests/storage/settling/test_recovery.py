"""Payments of unknown fate wait in the recovery list until a file or a person tells."""

from datetime import timedelta

import pytest

from domain.errors import (
    ConsumerNotFound,
    FieldMissing,
    FieldNotAllowed,
    OrderIdReused,
    ReferenceMissing,
)
from domain.errors_of_counter import (
    PaymentDecided,
    PaymentNotFound,
)
from domain.head import Head, HeadLine
from domain.money import Money
from domain.payment import PaymentState
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tender import Tender, TenderLine
from tests.storage.conftest import ACTOR
from tests.storage.settling.sheets import AT_NO_COUNTER, order


def test_a_payment_in_doubt_is_kept_and_credits_nothing(books, settling, clock):
    payment = settling.park(order(), "  showed a screen ", ACTOR)

    assert settling.payments() == [payment]
    assert (payment.id, payment.reference, payment.state) == ("o1", "U1", PaymentState.UNKNOWN)
    assert (payment.consumer_name, payment.note) == ("आशा D'Souza", "showed a screen")
    assert (payment.began_at, payment.began_by, payment.counter) == (clock.now(), "asha", 2)
    assert books.consumer("1001").balance == Money.rupees(1000)
    assert books.check(silent) == []


def test_the_same_order_again_is_the_same_payment_and_another_is_refused(settling, clock):
    first = settling.park(order(), "", ACTOR)
    clock.pass_time(timedelta(hours=1))

    assert settling.park(order(), "said again", ACTOR) == first
    for other in (order(rupees="501"), order(reference="U2"), order(number="1002")):
        with pytest.raises(OrderIdReused):
            settling.park(other, "", ACTOR)


def test_only_what_a_bank_knows_is_kept(settling):
    mixed = RechargeOrder(
        "o1",
        "1001",
        (HeadLine(Head.RECHARGE, Money(300)),),
        (TenderLine(Tender.UPI, Money(100), "A"), TenderLine(Tender.CARD, Money(200), "B")),
    )

    for refused in (order(tender=Tender.CASH), mixed):
        with pytest.raises(FieldNotAllowed):
            settling.park(refused, "", ACTOR)
    with pytest.raises(ConsumerNotFound):
        settling.park(order(number="9"), "", ACTOR)
    with pytest.raises(ReferenceMissing):
        settling.park(order(reference=""), "", ACTOR)
    assert settling.payments(None) == []


def test_payments_are_listed_oldest_first(settling, clock):
    for id_ in ("b", "a", "c"):
        settling.park(order(id_, reference=id_), "", ACTOR)
        clock.pass_time(timedelta(minutes=1))

    assert [payment.id for payment in settling.payments()] == ["b", "a", "c"]


def test_a_payment_that_was_posted_at_a_counter_is_shown_as_credited(books, settling):
    settling.park(order("o1", "U1"), "", ACTOR)
    settling.park(order("o2", "U2"), "", ACTOR)
    settling.park(order("o3", "777777", tender=Tender.CARD), "", ACTOR)
    by_id = books.recharge(order("o1", "TYPED"), AT_NO_COUNTER)
    by_reference = books.recharge(order("else", "U2", rupees="400"), AT_NO_COUNTER)
    books.recharge(order("other", "777777", tender=Tender.CARD, number="1002"), AT_NO_COUNTER)

    assert [payment.id for payment in settling.payments()] == ["o3"]
    credited = settling.payments(PaymentState.CREDITED)
    assert [payment.receipt for payment in credited] == [by_id.number, by_reference.number]
    with pytest.raises(PaymentDecided):
        settling.decide("o1", PaymentState.FAILED, "really?", ACTOR)


@pytest.mark.parametrize("state", [PaymentState.FAILED, PaymentState.DISMISSED])
def test_a_person_decides_with_a_reason_once(books, settling, clock, state):
    settling.park(order(), "", ACTOR)
    with pytest.raises(FieldMissing):
        settling.decide("o1", state, "  ", ACTOR)

    decided = settling.decide("o1", state, "Bank says so", ACTOR)

    assert settling.payments() == []
    assert settling.payments(state) == [decided]
    assert (decided.decision, decided.decided_by) == ("Bank says so", "asha")
    assert decided.decided_at == clock.now()
    with pytest.raises(PaymentDecided):
        settling.decide("o1", PaymentState.DISMISSED, "again", ACTOR)
    assert books.check(silent) == []


def test_nobody_credits_a_payment_by_a_word(settling):
    settling.park(order(), "", ACTOR)

    with pytest.raises(FieldNotAllowed):
        settling.decide("o1", PaymentState.CREDITED, "He showed it to me", ACTOR)
    with pytest.raises(PaymentNotFound):
        settling.decide("none", PaymentState.FAILED, "x", ACTOR)
