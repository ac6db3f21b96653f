"""A payment in every gap between a decision and a relay, and what follows from it."""

from __future__ import annotations

import pytest

from domain import order_steps
from domain.policy import Reason
from domain.progress import silent
from domain.settings import CHEQUE_RECONNECTS
from domain.supply_order import OrderKind, OrderReason, OrderState
from domain.tender import Tender
from tests.fake_amisp import Fault
from tests.storage.conftest import ACTOR
from tests.storage.supplied import A_RULE, CLEARS, HOUR, MINUTE, WORKER, is_on_again


def _pay_once(office, order):
    if order.kind is OrderKind.DISCONNECT:
        office.pay("1001", CLEARS)


@A_RULE
def test_a_payment_before_dispatch_lets_nothing_leave(office):
    office.job()

    office.pay("1001", CLEARS)
    told = office.deliver()

    assert (told.sent, office.amisp.sent) == (0, [])
    assert (office.cut().state, office.cut().error) == (OrderState.CANCELLED, order_steps.PAID)
    assert office.reconnection() is None
    assert office.books.check(silent) == []


@pytest.mark.parametrize("gap", ["before_send", "after_send"])
def test_a_payment_while_the_order_leaves_calls_it_off_and_brings_supply_back(office, gap):
    office.job()
    setattr(office.amisp, gap, lambda order: _pay_once(office, order))

    office.deliver()

    back = office.reconnection()
    assert office.cut().unwanted_at == office.clock.now()
    assert (back.is_urgent, back.reason) == (True, OrderReason.RECHARGE)
    assert back.due_at == office.clock.now() + 2 * HOUR
    assert is_on_again(office)
    assert office.books.check(silent) == []


@A_RULE
def test_a_payment_after_the_cut_brings_supply_back_before_anything_else(cut_off):
    cut_off.owing("1002")
    cut_off.job()
    cut_off.pay("1001", CLEARS)

    cut_off.deliver()

    kinds = [(order.consumer_number, order.kind) for _, order in cut_off.amisp.sent[-2:]]
    assert kinds == [("1001", OrderKind.RECONNECT), ("1002", OrderKind.DISCONNECT)]
    assert cut_off.reconnection().answers == cut_off.cut().id
    assert is_on_again(cut_off)
    assert cut_off.books.check(silent) == []


@A_RULE
def test_a_cut_that_is_carried_out_although_somebody_paid_is_listed_and_undone(office):
    office.job()
    office.deliver()
    office.pay("1001", CLEARS)
    office.amisp.carry_out(office.amisp.commands[office.cut().id])

    assert is_on_again(office)

    assert office.cut().is_late
    assert [order.id for order in office.orders(was_late_cut=True)] == [office.cut().id]


def test_a_cut_that_comes_after_its_order_had_ended_is_seen_and_undone(office):
    office.amisp.faults.append(Fault.ANSWER_LOST)
    office.job()
    office.deliver()
    office.pay("1001", CLEARS)
    for _ in range(3):
        office.clock.pass_time(MINUTE)
        office.deliver()
    assert office.cut().state is OrderState.CANCELLED

    office.amisp.run(is_late=True)
    is_new = office.books.supply.take_event(office.amisp.event(office.cut().id), WORKER)

    assert is_new
    assert (office.cut().state, office.cut().is_late) == (OrderState.CANCELLED, True)
    assert is_on_again(office)
    assert office.books.check(silent) == []


def test_part_of_the_dues_brings_supply_back_once(cut_off):
    cut_off.pay("1001", 100)
    assert cut_off.reconnection() is None

    cut_off.pay("1001", 150)

    assert is_on_again(cut_off)
    held = cut_off.books.policies.standing("1001", cut_off.clock.now()).reasons
    assert Reason.PART_PAID in held


def test_a_cheque_keeps_supply_on_and_brings_it_back_when_the_bank_has_paid(cut_off):
    today = cut_off.books.today()
    paid = cut_off.pay("1001", CLEARS, Tender.CHEQUE, reference="123456", bank="SBI", dated=today)
    assert cut_off.reconnection() is None

    cut_off.books.reversals.clear(paid.number, 1, today, ACTOR)

    assert is_on_again(cut_off)


def test_part_of_the_dues_that_is_taken_back_gives_no_time_for_the_rest(cut_off):
    paid = cut_off.pay("1001", 250)
    cut_off.books.reversals.cancel(paid.number, "wrong consumer", ACTOR)
    assert cut_off.reconnection().state is OrderState.CANCELLED
    cut_off.clock.pass_time(MINUTE)

    cut_off.pay("1001", 250)

    assert is_on_again(cut_off)


@A_RULE
@pytest.mark.parametrize(
    ("paid", "comes_back"), [("249.99", False), ("250", True), ("499.99", True)]
)
def test_half_of_the_dues_is_half_to_the_paisa(cut_off, paid, comes_back):
    cut_off.pay("1001", paid)

    assert (cut_off.reconnection() is not None) is comes_back


@A_RULE
def test_a_cheque_brings_supply_back_at_once_where_the_office_has_it_so(cut_off):
    cut_off.books.safekeeping.change_setting(CHEQUE_RECONNECTS.name, "yes", ACTOR)

    today = cut_off.books.today()
    cut_off.pay("1001", CLEARS, Tender.CHEQUE, reference="123456", bank="SBI", dated=today)

    assert cut_off.reconnection().state is OrderState.WAITING


@A_RULE
def test_a_reconnection_that_has_not_left_goes_with_the_payment_that_is_undone(cut_off):
    paid = cut_off.pay("1001", CLEARS)

    cut_off.books.reversals.cancel(paid.number, "wrong consumer", ACTOR)

    back = cut_off.reconnection()
    assert (back.state, back.error) == (OrderState.CANCELLED, order_steps.PAYMENT_UNDONE)
