"""A receipt is transferred to whose the money is; the old number points to the new one."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from domain.arrears import ArrearKind, ArrearTerms, ArrearWish
from domain.errors import (
    ConsumerNotFound,
)
from domain.errors_of_counter import (
    ChequeNotPaidYet,
    MadeByTransfer,
    ReceiptUndone,
    ReferenceUsed,
    SameConsumer,
)
from domain.errors_of_trust import ApprovalNeeded, MakerIsChecker
from domain.head import Head, HeadLine
from domain.money import ZERO
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.shift import NO_CASH, CashCount
from domain.tender import Tender, TenderLine
from tests.storage.conftest import ACTOR
from tests.storage.undoing.receipts import (
    ANIL,
    MEENA,
    RAVI,
    TODAY,
    WHY,
    account_totals,
    approve,
    cash,
    mixed,
    rupees,
    upi,
)


def test_a_transfer_reverses_and_posts_anew_and_the_old_number_points_to_the_new(office, engine):
    receipt = office.recharge(cash("a"), ACTOR)
    taken = account_totals(engine)

    new = office.reversals.transfer(receipt.number, "1002", "Read out 1002", ACTOR)

    assert (new.consumer_number, new.amount, new.counter) == ("1002", rupees(500), 0)
    assert (new.tender, new.reference) == ("transfer", receipt.number)
    old = office.receipt(receipt.number).receipt
    assert [(one.kind.value, one.instead) for one in old.undone] == [("transferred", new.number)]
    assert office.consumer("1001").balance == rupees(1000)
    assert office.consumer("1002").balance == rupees(1500)
    assert account_totals(engine) == taken
    report = office.counter.report(office.counter.shift(2).id, ACTOR)
    assert report.expected == rupees(2500)
    assert office.check(silent) == []


def test_a_receipt_of_a_closed_day_is_transferred_on_a_later_one(office, clock):
    receipt = office.recharge(upi("a", "UTR1"), ACTOR)
    shift = office.counter.shift(2)
    office.counter.close_shift(shift.id, CashCount.of({500: 4}), "", "", ACTOR)
    office.counter.close_day(2, TODAY, NO_CASH, ACTOR)
    clock.pass_time(timedelta(days=5))

    office.reversals.transfer(receipt.number, "1002", "Read out 1002", ACTOR)

    assert office.consumer("1002").balance == rupees(1500)
    assert office.check(silent) == []


def test_a_reference_goes_with_the_money_from_transfer_to_transfer(office, form):
    office.create_consumer(form("1003"), ACTOR)
    receipt = office.recharge(upi("a", "UTR1"), ACTOR)
    once = office.reversals.transfer(receipt.number, "1002", "Wrong", ACTOR)

    twice = office.reversals.transfer(once.number, "1003", "Wrong again", ACTOR)

    with pytest.raises(ReferenceUsed) as told:
        office.recharge(upi("b", "UTR1", amount=600), ACTOR)
    assert told.value.receipt == twice.number
    assert [office.consumer(n).balance for n in ("1001", "1002", "1003")] == [
        rupees(1000),
        rupees(1000),
        rupees(1500),
    ]
    assert office.check(silent) == []


def test_heads_go_with_the_money_and_arrears_that_are_not_owed_fill_the_wallet(office):
    wish = ArrearWish("1001", rupees(300), ArrearTerms(ArrearKind.BY_HAND), TODAY, "Old bill")
    office.arrears.plan(wish, ACTOR)
    heads = (
        HeadLine(Head.RECHARGE, rupees(100)),
        HeadLine(Head.ARREARS, rupees(300)),
        HeadLine(Head.OTHER, rupees(50), "Form"),
    )
    order = RechargeOrder("a", "1001", heads, (TenderLine(Tender.CASH, rupees(450)),))
    receipt = office.recharge(order, ACTOR)

    new = office.reversals.transfer(receipt.number, "1002", "Wrong", ACTOR)

    assert (new.to_wallet, new.to_arrears, new.to_other) == (rupees(400), ZERO, rupees(50))
    assert office.arrears.live_of("1001").rest == rupees(300)
    assert office.check(silent) == []


def test_a_transfer_takes_two_persons(staffed):
    receipt = staffed.recharge(cash("a"), RAVI)
    with pytest.raises(ApprovalNeeded):
        staffed.reversals.transfer(receipt.number, "1002", "Wrong", MEENA)
    asked = staffed.reversals.ask_transfer(receipt.number, "1002", "Wrong", MEENA)
    assert json.loads(staffed.trust.approval(asked.id).content)["to"] == "1002"

    with pytest.raises(MakerIsChecker):
        approve(staffed, asked, MEENA)
    approve(staffed, asked, ANIL)

    (undoing,) = staffed.receipt(receipt.number).receipt.undone
    assert (undoing.asked_by, undoing.by) == ("meena", "anil")
    assert staffed.consumer("1002").balance == rupees(1500)
    assert staffed.check(silent) == []


def test_what_cannot_be_transferred_is_refused(office):
    receipt = office.recharge(cash("a"), ACTOR)
    with_cheque = office.recharge(mixed(), ACTOR)

    with pytest.raises(SameConsumer):
        office.reversals.transfer(receipt.number, "1001", "Wrong", ACTOR)
    with pytest.raises(ConsumerNotFound):
        office.reversals.transfer(receipt.number, "9999", "Wrong", ACTOR)
    with pytest.raises(ChequeNotPaidYet):
        office.reversals.transfer(with_cheque.number, "1002", "Wrong", ACTOR)
    office.reversals.cancel(receipt.number, WHY, ACTOR)
    with pytest.raises(ReceiptUndone):
        office.reversals.transfer(receipt.number, "1002", "Wrong", ACTOR)


def test_a_receipt_made_by_a_transfer_is_not_cancelled_but_transferred_back(office):
    receipt = office.recharge(cash("a"), ACTOR)
    new = office.reversals.transfer(receipt.number, "1002", "Wrong", ACTOR)

    with pytest.raises(MadeByTransfer):
        office.reversals.cancel(new.number, WHY, ACTOR)
    office.reversals.transfer(new.number, "1001", "It was right", ACTOR)

    assert office.consumer("1001").balance == rupees(1500)
    assert office.check(silent) == []
