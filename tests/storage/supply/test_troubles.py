"""The AMISP loses, refuses, fails and contradicts: nobody is cut twice, nobody is forgotten."""

from __future__ import annotations

import pytest

from domain import order_steps
from domain.credit import SupplyState
from domain.progress import silent
from domain.supply_order import OrderKind, OrderState, RelayState, RemoteStatus
from tests.fake_amisp import Fault
from tests.storage.conftest import ACTOR
from tests.storage.supplied import A_RULE, CLEARS, HOUR, MINUTE, WORKER, is_on_again


@A_RULE
def test_what_nobody_knows_is_asked_for_and_not_sent_again(office):
    office.amisp.faults.append(Fault.ANSWER_LOST)
    office.job()
    assert office.deliver().unknown == 1
    assert office.run_out().done == 1
    assert len(office.amisp.sent) == 1


@A_RULE
@pytest.mark.parametrize("fault", [Fault.LOST, Fault.FORGOTTEN])
def test_what_the_amisp_never_had_is_judged_and_sent_again_as_it_was(office, fault):
    office.amisp.faults.append(fault)
    office.job()
    office.deliver()
    office.clock.pass_time(MINUTE)

    office.deliver()

    assert len({order.body for _, order in office.amisp.sent}) == 1
    assert office.run_out().done == 1
    assert len(office.amisp.sent) == 2


@A_RULE
def test_what_the_amisp_never_had_dies_when_somebody_paid_meanwhile(office):
    office.amisp.faults.append(Fault.LOST)
    office.job()
    office.deliver()
    office.pay("1001", CLEARS)

    assert is_on_again(office)

    assert office.cut().state is OrderState.CANCELLED
    assert [order.kind for _, order in office.amisp.sent].count(OrderKind.DISCONNECT) == 1


@A_RULE
@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.LATER, Fault.UNAVAILABLE])
def test_what_was_not_taken_waits_and_goes_again(office, fault):
    office.amisp.faults.append(fault)
    office.job()

    first = office.deliver()
    waiting = office.cut()
    office.clock.pass_time(MINUTE)
    office.deliver()

    assert (waiting.state, waiting.sent_at) == (OrderState.WAITING, None)
    assert first.next_at == waiting.next_try_at
    assert office.cut().state is OrderState.ACCEPTED


@A_RULE
def test_an_order_that_is_refused_has_failed_and_waits_for_a_visit(office):
    office.amisp.faults.append(Fault.REFUSED)
    office.job()
    office.deliver()

    [failed] = office.orders(needs_visit=True)
    office.books.supply.settle_visit(failed.id, "meter is gone", ACTOR, is_connected=True)

    assert failed.error == "METER_NOT_FOUND"
    assert office.orders(needs_visit=True) == []


@A_RULE
def test_an_order_waits_out_a_day_without_the_amisp_and_expires_with_its_window(office):
    office.amisp.is_down = True
    office.job()
    assert office.deliver().unavailable

    office.clock.pass_time(3 * HOUR)
    office.amisp.is_down = False
    office.deliver()

    assert (office.cut().state, office.amisp.sent) == (OrderState.EXPIRED, [])


def test_a_relay_that_contradicts_the_status_is_asked_until_it_agrees(cut_off):
    cut_off.pay("1001", CLEARS)
    cut_off.amisp.is_stuck = True
    cut_off.deliver()
    cut_off.run_out()
    doubted = cut_off.reconnection()
    cut_off.clock.pass_time(3 * HOUR)

    late = cut_off.orders(is_late=True)
    visits = cut_off.orders(needs_visit=True)
    cut_off.amisp.relays["M1001"] = RelayState.CONNECTED

    assert (doubted.state, doubted.error) == (OrderState.ACCEPTED, order_steps.CONTRADICTED)
    assert [order.id for order in late] == [order.id for order in visits] == [doubted.id]
    assert is_on_again(cut_off)
    assert [order.id for order in cut_off.orders(is_late=True)] == [doubted.id]


@A_RULE
@pytest.mark.parametrize("status", [RemoteStatus.FAILED, RemoteStatus.EXPIRED])
def test_a_reconnection_that_comes_to_nothing_is_given_again_and_then_visited(cut_off, status):
    cut_off.pay("1001", CLEARS)
    for _ in range(4):
        cut_off.deliver()
        if cut_off.reconnection().is_open:
            cut_off.amisp.fail(cut_off.reconnection().id, status)
        cut_off.clock.pass_time(6 * MINUTE)
        cut_off.deliver()
        cut_off.clock.pass_time(6 * MINUTE)
    cut_off.clock.pass_time(2 * HOUR)
    failed = cut_off.orders(kinds=(OrderKind.RECONNECT,))
    [late] = cut_off.orders(is_late=True)

    cut_off.books.supply.settle_visit(late.id, "switched on by hand", ACTOR, is_connected=True)

    assert [order.remote_status for order in failed] == [status] * 3
    assert late.id == failed[-1].id
    assert cut_off.supply() is SupplyState.CONNECTED
    assert cut_off.books.check(silent) == []


@A_RULE
def test_an_event_is_taken_once_and_an_old_one_changes_nothing(office):
    office.job()
    office.deliver()
    queued = office.amisp.event(office.cut().id)
    office.amisp.run()
    done = office.amisp.event(office.cut().id)
    take = office.books.supply.take_event

    taken = [take(done, WORKER), take(done, WORKER), take(queued, WORKER)]

    assert taken == [True, False, True]
    assert office.cut().state is OrderState.DONE
    assert len(office.orders()) == 1


@A_RULE
@pytest.mark.parametrize(
    "is_wrong_of_cut", [True, False], ids=["the cut ahead", "the reconnection behind"]
)
def test_a_clock_of_the_amisp_that_is_set_right_meanwhile_leaves_nobody_off(
    office, is_wrong_of_cut
):
    office.job()
    office.deliver()
    office.amisp.run()
    if is_wrong_of_cut:
        office.amisp.commands[office.cut().id].executed_at += 3650 * 24 * HOUR
    office.clock.pass_time(MINUTE)
    office.deliver()
    office.pay("1001", CLEARS)
    office.deliver()
    office.amisp.run()
    if not is_wrong_of_cut:
        office.amisp.commands[office.reconnection().id].executed_at -= 30 * 24 * HOUR

    assert is_on_again(office)

    assert len(office.orders(consumer_number="1001", kinds=(OrderKind.RECONNECT,))) == 1
    assert office.books.check(silent) == []
