"""Supply by hand: the kill switch, back and taken back, by file, and what a check makes of it."""

from __future__ import annotations

import pytest

from domain.consumer import Change
from domain.errors_of_supply import (
    DisconnectingStopped,
    OrderEnded,
    ReconnectionDue,
)
from domain.progress import silent
from domain.safekeeping import Restoring
from domain.services import delivering_orders
from domain.supply_book import OrderQuery
from domain.supply_order import OrderKind, OrderState, Road
from storage.making import restore_office
from tests.storage.conftest import ACTOR, by_hand
from tests.storage.supplied import A_RULE, CLEARS, MINUTE, WORKER


def test_the_kill_switch_lets_nothing_leave_but_supply_comes_back(cut_off):
    cut_off.owing("1002")
    cut_off.job()
    supply = cut_off.books.supply
    supply.stop("riots", ACTOR)
    cut_off.pay("1001", CLEARS)

    cut_off.deliver()
    with pytest.raises(DisconnectingStopped):
        supply.stop("again", ACTOR)
    sent = [order.kind for _, order in cut_off.amisp.sent[1:]]
    supply.resume("calm", ACTOR)
    cut_off.clock.pass_time(2 * MINUTE)
    cut_off.deliver()

    assert sent == [OrderKind.RECONNECT]
    assert supply.standstill() is None
    assert cut_off.cut("1002").state is OrderState.ACCEPTED


@A_RULE
def test_supply_is_ordered_back_by_hand_and_taken_back_before_it_leaves(cut_off):
    supply = cut_off.books.supply

    ordered = supply.reconnect("1001", "court order", ACTOR)
    again = supply.reconnect("1001", "court order", ACTOR)
    cancelled = supply.cancel_order(ordered.id, "wrong number", ACTOR)
    with pytest.raises(OrderEnded):
        supply.cancel_order(ordered.id, "wrong number", ACTOR)
    cut_off.clock.pass_time(MINUTE)
    cut_off.pay("1001", CLEARS)
    with pytest.raises(ReconnectionDue):
        supply.cancel_order(cut_off.reconnection().id, "he can wait", ACTOR)

    assert again.id == ordered.id
    assert (cancelled.state, cancelled.note) == (OrderState.CANCELLED, "wrong number")


def test_orders_travel_by_file_and_come_back_by_file(office):
    office.job()
    [carried] = office.books.supply.write_file(office.amisp, WORKER)
    assert (carried.state, carried.road) == (OrderState.IN_FILE, Road.FILE)
    office.amisp.send(carried)
    office.amisp.run()
    events = [office.amisp.event(carried.id)]

    taken = [office.books.supply.take_file(events, WORKER) for _ in range(2)]

    assert taken == [1, 0]
    assert office.cut().state is OrderState.DONE


def test_a_file_of_acknowledgements_that_was_cut_short_is_taken_again_whole(office, monkeypatch):
    monkeypatch.setattr(delivering_orders, "_TAKEN_AT_ONCE", 1)
    office.owing("1002")
    office.job()
    carried = office.books.supply.write_file(office.amisp, WORKER)
    for order in carried:
        office.amisp.send(order)
    office.amisp.run()
    events = [office.amisp.event(order.id) for order in carried]
    torn = [events[0], None]

    with pytest.raises(AttributeError):
        office.books.supply.take_file(torn, WORKER)
    taken = [office.books.supply.take_file(events, WORKER) for _ in range(2)]

    assert len(carried) == 2
    assert taken == [1, 0]
    assert {office.cut(number).state for number in ("1001", "1002")} == {OrderState.DONE}


@A_RULE
def test_a_change_by_a_person_is_no_fault_of_the_books(cut_off):
    cut_off.clock.pass_time(MINUTE)
    day = cut_off.books.today()
    cut_off.books.change_consumer([Change("1001", day, "supply_state", "connected")], ACTOR)

    assert cut_off.books.check(silent) == []


@A_RULE
def test_a_restored_office_holds_its_open_orders_until_a_person_lets_them_be_asked_for(
    office, tmp_path
):
    office.job()
    made = office.books.safekeeping.back_up(ACTOR, silent).made.path
    office.deliver()
    office.amisp.run()
    restored = restore_office(
        made,
        tmp_path / "restored",
        office.clock,
        silent,
        answering=lambda _books: ACTOR,
        wish=Restoring(),
    )
    supply = restored.supply

    supply.deliver(office.amisp, WORKER, silent)
    [held] = supply.orders(OrderQuery(states=(OrderState.HELD,)))
    released = supply.release_orders([], ACTOR)
    told = supply.deliver(office.amisp, WORKER, silent)

    assert (held.id, released, told.done) == (office.cut().id, 1, 1)
    assert len(office.amisp.sent) == 1
    assert restored.check(silent) == []
    restored.close()


@A_RULE
@pytest.mark.parametrize(
    ("tampering", "code"),
    [
        ("UPDATE supply_job SET state = 'draft'", "cut_without_approval"),
        ("UPDATE supply_job_row SET left_out = 'a friend'", "cut_without_approval"),
        ("UPDATE supply_order SET job_id = 'another'", "cut_without_approval"),
        ("DELETE FROM consumer_version WHERE supply_state <> 'connected'", "supply_differs"),
    ],
)
def test_a_check_tells_of_a_cut_that_nobody_approved_or_the_books_do_not_know(
    cut_off, engine, tampering, code
):
    by_hand(engine, tampering)

    found = {problem.code for problem in cut_off.books.check(silent)}

    assert code in found
