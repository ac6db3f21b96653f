"""A relay that moves after its order has ended: it is asked for, seen, listed and mended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import order_steps
from domain.credit import SupplyState
from domain.progress import silent
from domain.supply_order import OrderState, RelayState
from tests.fake_amisp import Fault
from tests.storage.conftest import ACTOR
from tests.storage.supplied import A_RULE, CLEARS, HOUR, MINUTE, is_on_again


@pytest.fixture
def called_off(office):
    """The order of somebody who has paid is cancelled by the AMISP, and supply is on."""
    office.amisp.faults.append(Fault.ANSWER_LOST)
    office.job()
    office.deliver()
    office.pay("1001", CLEARS)
    for _ in range(3):
        office.clock.pass_time(MINUTE)
        office.deliver()
    office.run_out()
    assert office.cut().state is OrderState.CANCELLED
    assert office.reconnection().state is OrderState.DONE
    return office


def _relay(office):
    return office.amisp.relays["M1001"]


def test_a_cut_after_its_order_was_cancelled_is_seen_by_asking_and_undone(called_off):
    called_off.clock.pass_time(20 * HOUR)
    called_off.deliver()
    called_off.amisp.carry_out(called_off.amisp.commands[called_off.cut().id])
    assert _relay(called_off) is RelayState.DISCONNECTED
    back = called_off.reconnection().id

    called_off.clock.pass_time(HOUR)
    told = called_off.deliver()

    assert (called_off.cut().state, called_off.cut().is_late) == (OrderState.CANCELLED, True)
    assert [order.id for order in called_off.orders(was_late_cut=True)] == [called_off.cut().id]
    assert called_off.reconnection().id != back
    assert told.sent == 1
    assert is_on_again(called_off)
    assert called_off.books.check(silent) == []


@A_RULE
def test_a_cut_after_its_window_of_somebody_who_still_owes_is_listed_and_left_to_a_person(office):
    office.job()
    office.deliver()
    office.clock.pass_time(4 * HOUR)
    office.amisp.run()
    office.deliver()
    assert office.cut().state is OrderState.EXPIRED
    office.amisp.run(is_late=True)
    office.clock.pass_time(HOUR)

    office.deliver()

    assert [order.id for order in office.orders(was_late_cut=True)] == [office.cut().id]
    assert office.supply() is SupplyState.DISCONNECTED
    assert office.reconnection() is None
    office.books.supply.reconnect("1001", "cut outside the hours", ACTOR)
    assert is_on_again(office)


@A_RULE
def test_what_has_ended_is_asked_for_beside_the_rest_and_not_for_ever(called_off):
    called_off.owing("1002")
    called_off.clock.pass_time(timedelta(days=1))
    called_off.job()
    told = called_off.deliver()
    assert told.sent == 1
    asked = [said.what for said in called_off.books.supply.exchanges(called_off.cut().id)]

    called_off.clock.pass_time(order_steps.WATCHED_FOR)
    called_off.deliver()
    called_off.clock.pass_time(order_steps.WATCHED_FOR)
    called_off.deliver()

    assert called_off.cut().next_try_at is None
    again = called_off.books.supply.exchanges(called_off.cut().id)
    assert len(again) == len(asked) + 1


@A_RULE
def test_an_amisp_that_is_away_is_asked_again_for_what_has_ended(called_off):
    called_off.amisp.is_down = True
    called_off.clock.pass_time(HOUR)
    assert called_off.deliver().unavailable
    called_off.amisp.is_down = False
    called_off.amisp.carry_out(called_off.amisp.commands[called_off.cut().id])

    called_off.clock.pass_time(2 * HOUR)
    called_off.deliver()

    assert called_off.cut().is_late
    assert is_on_again(called_off)


def test_a_reconnection_that_was_given_up_and_moves_the_relay_late_needs_no_visit(office):
    office.job()
    office.deliver()
    office.run_out()
    office.pay("1001", CLEARS)
    for _ in range(3):
        office.deliver()
        office.amisp.fail(office.reconnection().id)
        office.clock.pass_time(6 * MINUTE)
        office.deliver()
        office.clock.pass_time(6 * MINUTE)
    office.clock.pass_time(2 * HOUR)
    before = [len(office.orders(is_late=True)), len(office.orders(needs_visit=True))]
    office.amisp.carry_out(office.amisp.commands[office.reconnection().id])

    office.deliver()

    assert before == [1, 1]
    assert office.supply() is SupplyState.CONNECTED
    assert [order.id for order in office.orders(is_late=True)] == [office.reconnection().id]
    assert office.orders(needs_visit=True) == []
    assert office.books.check(silent) == []
