"""Cheques after they were taken: paid, come back, barred, or kept until their day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.arrears import ArrearKind, ArrearTerms, ArrearWish
from domain.cheque import ChequeState
from domain.consumer import Change
from domain.errors import (
    AmountOutOfRange,
    ConsumerIsClosed,
    DayInTheFuture,
    FieldMissing,
    FieldNotAllowed,
    FieldOutOfRange,
    FieldTooLong,
    OrderIdReused,
)
from domain.errors_of_counter import (
    ChequePostDated,
    ChequesBarred,
    ChequeSettled,
    ChequeStale,
    HeldChequeEnded,
    HeldChequeNotFound,
    NoShift,
    NoSuchInstrument,
    NotBarred,
    NotPostDated,
    ReceiptUndone,
)
from domain.head import Head, HeadLine
from domain.ledger import EntryKind
from domain.money import ZERO, Money
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.shift import NO_CASH, CashCount
from domain.tender import Tender, TenderLine
from domain.undoing import UndoingKind
from tests.storage.conftest import ACTOR

TODAY = date(2026, 11, 22)
BOUNCED = "Funds insufficient"


def rupees(amount: int | str) -> Money:
    return Money.rupees(amount)


def cheque(id_="a", amount=500, number="1001", reference="004511", dated=TODAY):
    return RechargeOrder.of(
        id_, number, rupees(amount), Tender.CHEQUE, reference, "SBI Patna", dated
    )


def post_dated(days=10, amount=500):
    return TenderLine(
        Tender.CHEQUE, rupees(amount), "900100", "PNB Gaya", TODAY + timedelta(days=days)
    )


def totals(engine):
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT account, sum(amount_paise) FROM journal_line GROUP BY account"
        ).all()
    return {account: int(total) for account, total in rows if total}


def states(office):
    return [(one.number, one.line, one.state.value) for one in office.reversals.cheques()]


@pytest.fixture
def office(books, form):
    books.take_on([form("1001"), form("1002")], ACTOR)
    return books


@pytest.fixture
def holding(office):
    """The office, which keeps post-dated cheques."""
    office.safekeeping.change_setting("cheque.hold_post_dated", "yes", ACTOR)
    return office


# Paid


def test_a_cheque_is_received_until_the_bank_has_paid_it(office, engine):
    receipt = office.recharge(cheque(), ACTOR)
    (taken,) = office.reversals.cheques((ChequeState.RECEIVED,))
    assert (taken.number, taken.line, taken.amount) == (receipt.number, 1, rupees(500))
    assert (taken.reference, taken.bank, taken.dated) == ("004511", "SBI Patna", TODAY)
    before = totals(engine)

    cleared = office.reversals.clear(receipt.number, 1, TODAY, ACTOR)

    assert (cleared.state, cleared.changed_on) == (ChequeState.CLEARED, TODAY)
    assert office.reversals.cheques((ChequeState.RECEIVED, ChequeState.DEPOSITED)) == []
    after = totals(engine)
    assert after["bank"] == 50_000
    assert (before["cheque_clearing"], after.get("cheque_clearing", 0)) == (50_000, 0)
    assert office.consumer("1001").balance == rupees(1500)
    assert office.check(silent) == []


def test_a_bank_pays_on_a_day_between_the_cheque_was_taken_and_today(office, clock):
    receipt = office.recharge(cheque(), ACTOR)
    clock.pass_time(timedelta(days=3))

    with pytest.raises(FieldOutOfRange):
        office.reversals.clear(receipt.number, 1, TODAY - timedelta(days=1), ACTOR)
    with pytest.raises(DayInTheFuture):
        office.reversals.clear(receipt.number, 1, TODAY + timedelta(days=4), ACTOR)
    cleared = office.reversals.clear(receipt.number, 1, TODAY + timedelta(days=2), ACTOR)

    assert cleared.changed_on == TODAY + timedelta(days=2)
    assert office.check(silent) == []


def test_what_is_no_cheque_is_not_cleared(office):
    receipt = office.recharge(RechargeOrder.of("a", "1001", rupees(500)), ACTOR)

    for line in (0, 1, 2):
        with pytest.raises(NoSuchInstrument):
            office.reversals.clear(receipt.number, line, TODAY, ACTOR)


def test_a_cheque_is_settled_once(office):
    paid = office.recharge(cheque("a"), ACTOR).number
    bounced = office.recharge(cheque("b", number="1002"), ACTOR).number
    office.reversals.clear(paid, 1, TODAY, ACTOR)
    office.reversals.dishonour(bounced, 1, BOUNCED, None, ACTOR)

    for number in (paid, bounced):
        with pytest.raises(ChequeSettled):
            office.reversals.clear(number, 1, TODAY, ACTOR)
        with pytest.raises(ChequeSettled):
            office.reversals.dishonour(number, 1, BOUNCED, None, ACTOR)
    assert states(office) == [(bounced, 1, "dishonoured"), (paid, 1, "cleared")]


# Come back


def test_a_dishonoured_cheque_is_reversed_and_costs_the_fee(office, engine, clock):
    before = totals(engine)
    receipt = office.recharge(cheque(), ACTOR)
    clock.pass_time(timedelta(days=4))

    returned = office.reversals.dishonour(receipt.number, 1, BOUNCED, None, ACTOR)

    (undoing,) = returned.undone
    assert (undoing.kind, undoing.line, undoing.amount, undoing.fee, undoing.reason) == (
        UndoingKind.DISHONOURED,
        1,
        rupees(500),
        rupees(250),
        BOUNCED,
    )
    assert office.consumer("1001").balance == rupees(750)
    fee, reversal, *_ = office.ledger("1001")
    assert (fee.kind, fee.amount) == (EntryKind.DISHONOUR_FEE, rupees(-250))
    assert (reversal.kind, reversal.amount) == (EntryKind.DISHONOUR, rupees(-500))
    after = totals(engine)
    assert after["dishonour_fees"] == -25_000
    assert after["wallets"] == before["wallets"] + 25_000
    assert "cheque_clearing" not in after
    assert office.check(silent) == []


def test_the_fee_may_be_another_one_or_none(office):
    first = office.recharge(cheque("a"), ACTOR).number
    second = office.recharge(cheque("b", number="1002"), ACTOR).number

    office.reversals.dishonour(first, 1, BOUNCED, rupees("99.50"), ACTOR)
    office.reversals.dishonour(second, 1, BOUNCED, ZERO, ACTOR)

    assert office.consumer("1001").balance == rupees("900.50")
    assert office.consumer("1002").balance == rupees(1000)
    assert office.check(silent) == []


def test_a_fee_that_no_office_takes_is_refused(office):
    number = office.recharge(cheque(), ACTOR).number

    for fee in (rupees(-1), rupees(100_001)):
        with pytest.raises(FieldOutOfRange):
            office.reversals.dishonour(number, 1, BOUNCED, fee, ACTOR)
    assert office.receipt(number).receipt.is_valid


def test_of_a_mixed_receipt_only_the_cheque_goes_back_and_the_wallet_bears_it_first(office):
    wish = ArrearWish("1001", rupees(600), ArrearTerms(ArrearKind.BY_HAND), TODAY, "Old bill")
    office.arrears.plan(wish, ACTOR)
    order = RechargeOrder(
        "a",
        "1001",
        (
            HeadLine(Head.RECHARGE, rupees(300)),
            HeadLine(Head.ARREARS, rupees(600)),
            HeadLine(Head.DEPOSIT, rupees(100)),
        ),
        (
            TenderLine(Tender.CHEQUE, rupees(200), "1", "SBI", TODAY),
            TenderLine(Tender.CASH, rupees(100)),
            TenderLine(Tender.CHEQUE, rupees(700), "2", "PNB", TODAY),
        ),
    )
    number = office.recharge(order, ACTOR).number
    assert office.arrears.live_of("1001") is None

    office.reversals.dishonour(number, 1, BOUNCED, ZERO, ACTOR)
    assert office.consumer("1001").balance == rupees(1100)
    assert office.arrears.live_of("1001") is None
    receipt = office.reversals.dishonour(number, 3, BOUNCED, ZERO, ACTOR)

    parts = [(one.to_wallet, one.to_arrears, one.to_deposit) for one in receipt.undone]
    assert parts == [
        (rupees(200), ZERO, ZERO),
        (rupees(100), rupees(600), ZERO),
    ]
    assert office.consumer("1001").balance == rupees(1000)
    assert office.arrears.live_of("1001").rest == rupees(600)
    assert office.check(silent) == []


def test_a_receipt_of_which_a_cheque_came_back_is_not_cancelled_as_well(office):
    number = office.recharge(cheque(), ACTOR).number
    office.reversals.dishonour(number, 1, BOUNCED, None, ACTOR)

    with pytest.raises(ReceiptUndone):
        office.reversals.cancel(number, "Again", ACTOR)
    with pytest.raises(ReceiptUndone):
        office.reversals.transfer(number, "1002", "Again", ACTOR)


def test_no_reason_no_dishonour(office):
    number = office.recharge(cheque(), ACTOR).number

    with pytest.raises(FieldMissing):
        office.reversals.dishonour(number, 1, "  ", None, ACTOR)


# Barred


def test_whose_cheque_came_back_pays_by_another_tender_for_a_year(office, clock):
    number = office.recharge(cheque("a"), ACTOR).number
    office.reversals.dishonour(number, 1, BOUNCED, None, ACTOR)

    with pytest.raises(ChequesBarred) as told:
        office.recharge(cheque("b", reference="2"), ACTOR)
    assert told.value.until == TODAY + timedelta(days=365)
    office.recharge(RechargeOrder.of("c", "1001", rupees(300)), ACTOR)
    office.recharge(cheque("d", number="1002"), ACTOR)
    bar = office.reversals.bar_of("1001")
    assert (bar.receipt, bar.reason) == (number, BOUNCED)

    office.counter.close_shift(office.counter.shift(2).id, _counted(office), "", "", ACTOR)
    clock.pass_time(timedelta(days=366))
    office.counter.open_shift(NO_CASH, ACTOR)
    office.recharge(cheque("e", reference="3", dated=TODAY + timedelta(days=366)), ACTOR)
    assert office.check(silent) == []


def test_a_bar_is_lifted_with_a_reason(office):
    number = office.recharge(cheque("a"), ACTOR).number
    office.reversals.dishonour(number, 1, BOUNCED, None, ACTOR)

    with pytest.raises(FieldMissing):
        office.reversals.lift_bar("1001", "", ACTOR)
    office.reversals.lift_bar("1001", "The bank was wrong", ACTOR)

    assert office.reversals.bar_of("1001") is None
    office.recharge(cheque("b", reference="2"), ACTOR)
    with pytest.raises(NotBarred):
        office.reversals.lift_bar("1001", "Again", ACTOR)
    assert office.check(silent) == []


def test_a_bar_of_the_same_day_holds_again_after_it_was_lifted(office):
    first = office.recharge(cheque("a"), ACTOR).number
    second = office.recharge(cheque("b", reference="2", amount=600), ACTOR).number
    office.reversals.dishonour(first, 1, BOUNCED, None, ACTOR)
    office.reversals.lift_bar("1001", "A mistake of ours", ACTOR)

    office.reversals.dishonour(second, 1, "Account closed", None, ACTOR)

    assert office.reversals.bar_of("1001").receipt == second
    assert office.check(silent) == []


def test_an_office_may_bar_nobody(office):
    office.safekeeping.change_setting("cheque.barred_days", "0", ACTOR)
    number = office.recharge(cheque("a"), ACTOR).number

    office.reversals.dishonour(number, 1, BOUNCED, None, ACTOR)

    office.recharge(cheque("b", reference="2"), ACTOR)
    assert office.reversals.bar_of("1001") is None


# Dates


def test_a_cheque_of_another_day_is_refused_when_it_cannot_be_paid(office):
    with pytest.raises(ChequePostDated):
        office.recharge(cheque(dated=TODAY + timedelta(days=1)), ACTOR)
    with pytest.raises(ChequeStale):
        office.recharge(cheque(dated=TODAY - timedelta(days=91)), ACTOR)
    office.recharge(cheque(dated=TODAY - timedelta(days=90)), ACTOR)


def test_a_post_dated_cheque_is_kept_only_where_the_office_does(office):
    with pytest.raises(ChequePostDated):
        office.reversals.hold_cheque("h1", "1001", post_dated(), ACTOR)


def test_a_held_cheque_credits_nothing_before_its_day_and_becomes_one_receipt(holding, clock):
    held = holding.reversals.hold_cheque("h1", "1001", post_dated(), ACTOR)
    assert holding.reversals.held_cheques() == [held]
    assert holding.consumer("1001").balance == rupees(1000)
    with pytest.raises(ChequePostDated):
        holding.reversals.take_held("h1", ACTOR)

    holding.counter.close_shift(holding.counter.shift(2).id, NO_CASH, "", "", ACTOR)
    clock.pass_time(timedelta(days=10))
    with pytest.raises(NoShift):
        holding.reversals.take_held("h1", ACTOR)
    holding.counter.open_shift(NO_CASH, ACTOR)
    receipt = holding.reversals.take_held("h1", ACTOR)
    again = holding.reversals.take_held("h1", ACTOR)

    assert again == receipt
    assert (receipt.counter, receipt.amount) == (2, rupees(500))
    assert (receipt.tenders[0].bank, receipt.tenders[0].dated) == (
        "PNB Gaya",
        TODAY + timedelta(days=10),
    )
    assert holding.reversals.held_cheques() == []
    assert holding.consumer("1001").balance == rupees(1500)
    assert holding.check(silent) == []


def test_the_same_cheque_asked_for_twice_is_held_once(holding):
    first = holding.reversals.hold_cheque("h1", "1001", post_dated(), ACTOR)

    assert holding.reversals.hold_cheque("h1", "1001", post_dated(), ACTOR) == first
    for other in (post_dated(days=11), post_dated(amount=501)):
        with pytest.raises(OrderIdReused):
            holding.reversals.hold_cheque("h1", "1001", other, ACTOR)
    with pytest.raises(OrderIdReused):
        holding.reversals.hold_cheque("h1", "1002", post_dated(), ACTOR)
    assert len(holding.reversals.held_cheques()) == 1
    assert holding.check(silent) == []


def test_a_held_cheque_goes_back_with_a_reason_and_is_taken_no_more(holding, clock):
    holding.reversals.hold_cheque("h1", "1001", post_dated(), ACTOR)

    holding.reversals.return_held("h1", "Paid in cash instead", ACTOR)
    clock.pass_time(timedelta(days=10))

    assert holding.reversals.held_cheques() == []
    with pytest.raises(HeldChequeEnded):
        holding.reversals.take_held("h1", ACTOR)
    with pytest.raises(HeldChequeEnded):
        holding.reversals.return_held("h1", "Again", ACTOR)
    assert holding.check(silent) == []


def test_what_is_not_kept_back(holding):
    keep = holding.reversals.hold_cheque
    today = TenderLine(Tender.CHEQUE, rupees(500), "1", "SBI", TODAY)
    with pytest.raises(NotPostDated):
        keep("h1", "1001", today, ACTOR)
    with pytest.raises(FieldNotAllowed):
        keep("h1", "1001", TenderLine(Tender.CASH, rupees(500)), ACTOR)
    with pytest.raises(AmountOutOfRange):
        keep("h1", "1001", post_dated(amount=1), ACTOR)
    with pytest.raises(FieldMissing):
        keep(" ", "1001", post_dated(), ACTOR)
    with pytest.raises(FieldTooLong):
        keep("h" * 101, "1001", post_dated(), ACTOR)
    with pytest.raises(FieldNotAllowed):
        keep("h\n1", "1001", post_dated(), ACTOR)
    with pytest.raises(HeldChequeNotFound):
        holding.reversals.take_held("unknown", ACTOR)
    number = holding.recharge(cheque(), ACTOR).number
    holding.reversals.dishonour(number, 1, BOUNCED, None, ACTOR)
    with pytest.raises(ChequesBarred):
        keep("h1", "1001", post_dated(), ACTOR)
    assert holding.reversals.held_cheques() == []


def test_nothing_is_kept_for_a_supply_that_has_ended(holding, form):
    holding.change_consumer([Change("1001", TODAY, "supply_state", "closed")], ACTOR)

    with pytest.raises(ConsumerIsClosed):
        holding.reversals.hold_cheque("h1", "1001", post_dated(), ACTOR)


def _counted(office):
    return CashCount.in_fewest(office.counter.cash_in_drawer(2))
