"""A receipt is cancelled on its day, by two persons, and its money goes back where it came from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.approval import ApprovalState
from domain.arrears import ArrearKind, ArrearTerms, ArrearWish
from domain.calendar import end_of, start_of
from domain.errors import (
    FieldMissing,
    FieldNotAllowed,
    FieldTooLong,
    ReceiptNotFound,
)
from domain.errors_of_counter import (
    ChequeSettled,
    CounterDayClosed,
    DrawerTooEmpty,
    NoShift,
    NotOfToday,
    OwnReceipt,
    ReceiptUndone,
    ReferenceUsed,
)
from domain.errors_of_trust import NotAllowed
from domain.ledger import EntryKind
from domain.money import ZERO
from domain.office import Actor, Channel
from domain.progress import silent
from domain.shift import NO_CASH, CashCount
from domain.undoing import UndoingKind
from tests.storage.conftest import ACTOR, START
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


def test_a_cancelled_receipt_keeps_its_number_and_is_reversed_once(office, engine):
    before = account_totals(engine)
    receipt = office.recharge(cash("a"), ACTOR)

    cancelled = office.reversals.cancel(receipt.number, WHY, ACTOR)

    assert cancelled.number == receipt.number
    assert not cancelled.is_valid
    (undoing,) = cancelled.undone
    assert (undoing.kind, undoing.amount, undoing.reason) == (
        UndoingKind.CANCELLED,
        rupees(500),
        WHY,
    )
    assert office.consumer("1001").balance == rupees(1000)
    assert account_totals(engine) == before
    reversal, original, *_ = office.ledger("1001")
    assert (reversal.kind, reversal.amount) == (EntryKind.CANCELLATION, rupees(-500))
    assert (reversal.document, original.document) == (receipt.number, receipt.number)
    assert office.check(silent) == []


def test_the_next_receipt_takes_the_next_number(office):
    first = office.recharge(cash("a"), ACTOR)
    office.reversals.cancel(first.number, WHY, ACTOR)

    second = office.recharge(cash("b"), ACTOR)

    assert (first.number[-6:], second.number[-6:]) == ("000001", "000002")
    assert office.check(silent) == []


def test_a_receipt_is_cancelled_once(office):
    receipt = office.recharge(cash("a"), ACTOR)
    office.reversals.cancel(receipt.number, WHY, ACTOR)

    with pytest.raises(ReceiptUndone) as told:
        office.reversals.cancel(receipt.number, WHY, ACTOR)

    assert told.value.facts == {"number": receipt.number, "kind": "cancelled"}
    assert office.consumer("1001").balance == rupees(1000)


def test_two_desks_that_cancel_at_once_reverse_it_once(office):
    receipt = office.recharge(cash("a"), ACTOR)

    def cancel(_):
        try:
            return office.reversals.cancel(receipt.number, WHY, ACTOR)
        except ReceiptUndone:
            return None

    with ThreadPoolExecutor(8) as desks:
        done = [one for one in desks.map(cancel, range(8)) if one is not None]

    assert len(done) == 1
    assert office.consumer("1001").balance == rupees(1000)
    assert office.check(silent) == []


def test_a_receipt_is_cancelled_on_its_own_day_only(office, clock):
    clock.set_to(end_of(TODAY) - timedelta(seconds=1))
    last = office.recharge(cash("a"), ACTOR)
    clock.set_to(start_of(TODAY + timedelta(days=1)))

    with pytest.raises(NotOfToday) as told:
        office.reversals.cancel(last.number, WHY, ACTOR)

    assert told.value.facts == {"number": last.number, "day": TODAY}


def test_cash_goes_back_out_of_the_open_shift_also_when_another_one_took_it(office):
    receipt = office.recharge(cash("a"), ACTOR)
    first = office.counter.shift(2)
    office.counter.close_shift(first.id, CashCount.of({500: 5}), "", "ravi", ACTOR)

    with pytest.raises(NoShift):
        office.reversals.cancel(receipt.number, WHY, ACTOR)
    second = office.counter.open_shift(CashCount.of({500: 1}), RAVI)
    office.reversals.cancel(receipt.number, WHY, MEENA)

    (undoing,) = office.receipt(receipt.number).receipt.undone
    assert (undoing.shift, undoing.counter) == (second.id, 2)
    report = office.counter.report(second.id, RAVI)
    assert (report.cash_given_back, report.expected) == (rupees(500), ZERO)
    assert office.counter.report(first.id, RAVI).expected == rupees(2500)
    assert office.check(silent) == []


def test_an_empty_drawer_gives_nothing_back(office):
    receipt = office.recharge(cash("a"), ACTOR)
    first = office.counter.shift(2)
    office.counter.close_shift(first.id, CashCount.of({500: 5}), "", "", ACTOR)
    office.counter.open_shift(NO_CASH, ACTOR)

    with pytest.raises(DrawerTooEmpty) as told:
        office.reversals.cancel(receipt.number, WHY, ACTOR)

    assert told.value.facts == {"amount": rupees(500), "in_drawer": ZERO}


def test_what_counter_0_has_taken_goes_back_from_there(office):
    receipt = office.recharge(cash("a"), replace(ACTOR, counter=0))

    office.reversals.cancel(receipt.number, WHY, ACTOR)

    (undoing,) = office.receipt(receipt.number).receipt.undone
    assert (undoing.counter, undoing.shift) == (0, None)
    assert office.counter.report(office.counter.shift(2).id, ACTOR).expected == rupees(2000)
    assert office.check(silent) == []


def test_money_without_cash_needs_no_shift_to_go_back(office):
    receipt = office.recharge(upi("a", "UTR1"), ACTOR)
    shift = office.counter.shift(2)
    office.counter.close_shift(shift.id, CashCount.of({500: 4}), "", "", ACTOR)

    office.reversals.cancel(receipt.number, WHY, ACTOR)

    assert office.receipt(receipt.number).receipt.undone[0].shift is None
    assert office.check(silent) == []


def test_no_receipt_of_a_closed_day_is_cancelled(office):
    receipt = office.recharge(upi("a", "UTR1"), ACTOR)
    shift = office.counter.shift(2)
    office.counter.close_shift(shift.id, CashCount.of({500: 4}), "", "", ACTOR)
    office.counter.close_day(2, TODAY, NO_CASH, ACTOR)

    with pytest.raises(CounterDayClosed):
        office.reversals.cancel(receipt.number, WHY, ACTOR)
    with pytest.raises(CounterDayClosed):
        office.reversals.ask_cancellation(receipt.number, WHY, ACTOR)

    assert office.check(silent) == []


def test_a_receipt_of_many_heads_and_tenders_goes_back_whole(office, engine):
    before = account_totals(engine)
    receipt = office.recharge(mixed(), ACTOR)

    cancelled = office.reversals.cancel(receipt.number, WHY, ACTOR)

    (undoing,) = cancelled.undone
    assert (undoing.to_wallet, undoing.to_deposit, undoing.to_other) == (
        rupees(600),
        rupees(200),
        rupees(100),
    )
    assert account_totals(engine) == before
    assert [cheque.state.value for cheque in office.reversals.cheques()] == ["returned"]
    report = office.counter.report(office.counter.shift(2).id, ACTOR)
    assert (report.collected, report.expected) == (ZERO, rupees(2000))
    assert office.check(silent) == []


def test_the_reference_of_a_cancelled_receipt_may_be_taken_again(office):
    receipt = office.recharge(upi("a", "UTR 12"), ACTOR)
    with pytest.raises(ReferenceUsed):
        office.recharge(upi("b", "utr12", amount=600), ACTOR)

    office.reversals.cancel(receipt.number, WHY, ACTOR)

    again = office.recharge(upi("c", "utr12"), ACTOR)
    with pytest.raises(ReferenceUsed) as told:
        office.recharge(upi("d", "UTR12", amount=700), ACTOR)
    assert told.value.receipt == again.number
    assert office.check(silent) == []


def test_arrears_that_a_receipt_paid_are_owed_again(office):
    wish = ArrearWish(
        "1001", rupees(5000), ArrearTerms(ArrearKind.PERCENT, percent=2000), TODAY, "Old bill"
    )
    office.arrears.plan(wish, ACTOR)
    receipt = office.recharge(cash("a"), ACTOR)
    assert (receipt.to_arrears, receipt.to_wallet) == (rupees(100), rupees(400))

    office.reversals.cancel(receipt.number, WHY, ACTOR)

    assert office.arrears.live_of("1001").rest == rupees(5000)
    assert office.consumer("1001").balance == rupees(1000)
    assert office.check(silent) == []


def test_a_quick_check_goes_on_behind_a_cancellation(office):
    first = office.recharge(upi("a", "UTR1"), ACTOR)
    assert office.check(silent, actor=ACTOR) == []

    office.reversals.cancel(first.number, WHY, ACTOR)
    second = office.recharge(upi("b", "UTR1"), ACTOR)
    office.reversals.transfer(second.number, "1002", "Wrong", ACTOR)

    assert office.check(silent, quick=True, actor=ACTOR) == []
    assert office.check(silent) == []


def test_a_balance_falls_below_zero_when_what_filled_it_goes_back(books, form):
    books.create_consumer(form(opening_balance=rupees(-200)), ACTOR)
    at_zero = replace(ACTOR, counter=0)
    receipt = books.recharge(cash("a"), at_zero)
    assert books.consumer("1001").negative_since is None

    books.reversals.cancel(receipt.number, WHY, at_zero)

    consumer = books.consumer("1001")
    assert (consumer.balance, consumer.negative_since) == (rupees(-200), START)
    assert books.check(silent) == []


def test_a_receipt_is_cancelled_while_a_daily_run_goes_on(books, month_of_reads):
    month_of_reads(consumers=20, days=30)
    at_zero = replace(ACTOR, counter=0)
    receipts = [books.recharge(cash(f"a{n}", number=str(1001 + n)), at_zero) for n in range(10)]

    with ThreadPoolExecutor(2) as desks:
        run = desks.submit(books.run_days, date(2025, 6, 30), ACTOR, silent)
        for receipt in receipts:
            books.reversals.cancel(receipt.number, WHY, at_zero)
        run.result()

    assert books.check(silent) == []


@pytest.mark.parametrize(
    ("reason", "refusal"),
    [
        ("", FieldMissing),
        (" \n", FieldMissing),
        ("x" * 300, FieldTooLong),
        ("wrong\nname", FieldNotAllowed),
        ("\u202eevil", FieldNotAllowed),
    ],
)
def test_a_reason_that_says_nothing_or_hides_something_is_refused(office, reason, refusal):
    receipt = office.recharge(cash("a"), ACTOR)

    with pytest.raises(refusal):
        office.reversals.cancel(receipt.number, reason, ACTOR)

    assert office.receipt(receipt.number).receipt.is_valid


@pytest.mark.parametrize(
    "reason", ["<b>=1+1</b>", "'; DROP TABLE receipt; --", "राशि ग़लत — D'Souza 🙂", "@SUM(A1)"]
)
def test_a_reason_is_kept_as_it_was_written(office, reason):
    receipt = office.recharge(cash("a"), ACTOR)

    office.reversals.cancel(receipt.number, reason, ACTOR)

    assert office.receipt(receipt.number).receipt.undone[0].reason == reason
    assert office.check(silent) == []


def test_a_receipt_that_does_not_exist_is_not_cancelled(office):
    with pytest.raises(ReceiptNotFound):
        office.reversals.cancel("PAT1/02/2026-27/999999", WHY, ACTOR)


# Who may


def test_a_clerk_asks_and_a_supervisor_cancels(staffed):
    receipt = staffed.recharge(cash("a"), RAVI)
    with pytest.raises(NotAllowed):
        staffed.reversals.cancel(receipt.number, WHY, RAVI)

    asked = staffed.reversals.ask_cancellation(receipt.number, WHY, RAVI)
    assert staffed.receipt(receipt.number).receipt.is_valid
    decided = approve(staffed, asked, MEENA)

    assert decided.state is ApprovalState.APPROVED
    (undoing,) = staffed.receipt(receipt.number).receipt.undone
    assert (undoing.asked_by, undoing.by, undoing.reason) == ("ravi", "meena", WHY)
    assert staffed.check(silent) == []


def test_nobody_cancels_what_they_took_themselves(staffed):
    shift = staffed.counter.shift(2)
    staffed.counter.close_shift(shift.id, CashCount.of({500: 4}), "", "", RAVI)
    staffed.counter.open_shift(NO_CASH, MEENA)
    receipt = staffed.recharge(cash("a"), MEENA)

    with pytest.raises(OwnReceipt):
        staffed.reversals.cancel(receipt.number, WHY, MEENA)
    asked = staffed.reversals.ask_cancellation(receipt.number, WHY, RAVI)
    with pytest.raises(OwnReceipt):
        approve(staffed, asked, MEENA)

    assert staffed.receipt(receipt.number).receipt.is_valid
    approve(staffed, asked, ANIL)
    assert not staffed.receipt(receipt.number).receipt.is_valid


def test_a_request_that_is_approved_after_midnight_cancels_nothing(staffed, clock):
    clock.set_to(end_of(TODAY) - timedelta(minutes=1))
    receipt = staffed.recharge(cash("a"), RAVI)
    asked = staffed.reversals.ask_cancellation(receipt.number, WHY, RAVI)
    clock.set_to(end_of(TODAY))

    with pytest.raises(NotOfToday):
        approve(staffed, asked, MEENA)

    assert staffed.trust.approval(asked.id).state is ApprovalState.WAITING
    assert staffed.receipt(receipt.number).receipt.is_valid


def test_an_auditor_neither_cancels_nor_asks(staffed):
    receipt = staffed.recharge(cash("a"), RAVI)
    audit = Actor("audit", Channel.DESK)

    for act in (staffed.reversals.cancel, staffed.reversals.ask_cancellation):
        with pytest.raises(NotAllowed):
            act(receipt.number, WHY, audit)


def test_a_cheque_at_the_bank_is_not_given_back_over_the_counter(office):
    receipt = office.recharge(mixed(), ACTOR)
    office.reversals.clear(receipt.number, 3, TODAY, ACTOR)

    with pytest.raises(ChequeSettled):
        office.reversals.cancel(receipt.number, WHY, ACTOR)
    new = office.reversals.transfer(receipt.number, "1002", "Wrong", ACTOR)

    assert new.to_wallet == rupees(600)
    assert office.check(silent) == []
