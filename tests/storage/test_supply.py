"""Supply: every gap in which somebody can pay between a decision and a relay, and what follows."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest

from domain import order_steps
from domain.consumer import Change
from domain.credit import SupplyState
from domain.errors_of_supply import (
    DisconnectingStopped,
    JobDecided,
    JobOver,
    NobodyToCut,
    NotInJob,
    OrderEnded,
    ReconnectionDue,
)
from domain.ids import new_id
from domain.lease import DELIVER_ORDERS, Lease
from domain.policy import Reason
from domain.progress import silent
from domain.protection import NewProtection, ProtectionKind, Scope
from domain.safekeeping import Restoring
from domain.services.delivering_orders import ELSEWHERE
from domain.settings import CHEQUE_RECONNECTS
from domain.supply_book import OrderQuery
from domain.supply_job import JobOrder, JobState
from domain.supply_order import OrderKind, OrderReason, OrderState, RelayState, Road
from domain.tender import Tender
from storage.dialect import POSTGRESQL, SQLITE
from storage.making import restore_office
from storage.office import open_office
from tests.fake_amisp import Fault
from tests.storage.conftest import ACTOR, by_hand
from tests.storage.supplied import WORKER, Supplied

#: Nothing but a rule is tried: its statements run on both databases in the tests without this.
A_RULE = pytest.mark.only_on(SQLITE)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CLEARS = 600


@pytest.fixture
def office(books, form, clock):
    """An office with a policy and one consumer who owes Rs 500, at 10:00."""
    made = Supplied(books, form, clock)
    made.owing("1001")
    return made


@pytest.fixture
def cut_off(office):
    """The same, with the consumer cut off by a job."""
    office.job()
    office.deliver()
    office.run_out()
    assert office.supply() is SupplyState.DISCONNECTED
    return office


def is_on_again(office, number="1001"):
    """Whether who has paid ends up with supply, in the books and at the meter."""
    for _ in range(4):
        office.run_out(minutes=6)
    done = office.reconnection(number)
    assert done is None or done.state is OrderState.DONE
    relay = office.amisp.relays.get(f"M{number}", RelayState.CONNECTED)
    return relay is RelayState.CONNECTED and office.supply(number) is SupplyState.CONNECTED


def _pay_once(office, order):
    if order.kind is OrderKind.DISCONNECT:
        office.pay("1001", CLEARS)


# --- jobs -------------------------------------------------------------------------------------


def test_a_job_cuts_whom_the_policy_lets_it_and_the_books_know_it(office):
    job = office.job()
    assert (job.state, job.defaulters, job.eligible) == (JobState.APPROVED, 1, 1)
    assert job.orders == {OrderState.WAITING: 1}
    assert office.cut().expires_at - office.clock.now() == 3 * HOUR

    office.deliver()
    told = office.run_out()

    cut = office.cut()
    assert told.done == 1
    assert (cut.state, cut.relay, cut.is_late) == (OrderState.DONE, RelayState.DISCONNECTED, False)
    assert office.supply() is SupplyState.DISCONNECTED
    assert office.books.reads("1001")[0].register_wh == 200_010
    assert [said.is_ours for said in office.books.supply.exchanges(cut.id)] == [True, True]
    assert office.books.check(silent) == []


def test_a_job_says_who_is_held_by_what_and_who_is_left_out(office):
    office.owing("1002", "1003")
    day = office.books.today()
    protection = NewProtection("p", ProtectionKind.HOSPITAL, Scope.CONSUMER, "1002", "x", day, day)
    office.books.policies.protect(protection, ACTOR)
    supply = office.books.supply

    made = supply.make_job(JobOrder(new_id(), office.clock.now()), ACTOR, silent)
    again = supply.make_job(JobOrder(made.id, office.clock.now()), ACTOR, silent)
    left = supply.leave_out(made.id, ["1003"], "pays on Monday", ACTOR)
    with pytest.raises(NotInJob):
        supply.leave_out(made.id, ["1002"], "is protected anyway", ACTOR)
    supply.take_in(made.id, ["1003"], ACTOR)
    supply.leave_out(made.id, ["1003"], "pays on Monday", ACTOR)
    approved = supply.ask_job(made.id, ACTOR)

    assert again == made
    assert (made.defaulters, made.eligible, dict(made.counts)) == (3, 2, {Reason.PROTECTED: 1})
    assert (left.left_out, approved.orders) == (1, {OrderState.WAITING: 1})
    rows = {row.number: row for row in supply.job_rows(made.id)}
    assert rows["1002"].reasons == (Reason.PROTECTED,)
    assert rows["1003"].left_out == "pays on Monday"
    assert rows["1001"].order_state is OrderState.WAITING
    with pytest.raises(JobDecided):
        supply.drop_job(made.id, "too late", ACTOR)
    assert office.books.check(silent) == []


def test_a_run_takes_no_more_than_the_policy_says_and_who_owes_most_first(books, form, clock):
    office = Supplied(books, form, clock, most_a_run=2)
    for number, rupees in (("1001", "100"), ("1002", "300"), ("1003", "200")):
        office.owing(number, rupees=rupees)

    job = office.job()

    assert (job.eligible, job.beyond, job.orders) == (3, 1, {OrderState.WAITING: 2})
    assert {order.consumer_number for order in office.orders()} == {"1002", "1003"}


def test_in_an_hour_no_more_leave_than_the_policy_says(books, form, clock):
    office = Supplied(books, form, clock, most_an_hour=2)
    office.owing("1001", "1002", "1003")
    office.job()

    first = office.deliver().sent
    office.clock.pass_time(59 * MINUTE)
    second = office.deliver().sent
    office.clock.pass_time(2 * MINUTE)
    third = office.deliver().sent

    assert (first, second, third) == (2, 0, 1)


@A_RULE
def test_a_job_of_nobody_and_one_whose_hours_are_over_are_not_asked_for(office):
    supply = office.books.supply
    made = supply.make_job(JobOrder(new_id(), office.clock.now()), ACTOR, silent)
    office.clock.pass_time(3 * HOUR)
    outside = supply.make_job(JobOrder(new_id(), office.clock.now()), ACTOR, silent)

    assert dict(outside.counts) == {Reason.OUTSIDE_HOURS: 1}
    with pytest.raises(JobOver):
        supply.ask_job(made.id, ACTOR)
    with pytest.raises(NobodyToCut):
        supply.ask_job(outside.id, ACTOR)
    assert supply.drop_job(made.id, "too late", ACTOR).state is JobState.REJECTED


@A_RULE
def test_who_pays_between_the_making_of_a_job_and_its_approval_is_left_alone(office):
    made = office.books.supply.make_job(JobOrder(new_id(), office.clock.now()), ACTOR, silent)
    office.pay("1001", CLEARS)

    job = office.books.supply.ask_job(made.id, ACTOR)

    assert job.orders is None


# --- a recharge in every gap ------------------------------------------------------------------


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


# --- the AMISP misbehaves ---------------------------------------------------------------------


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
def test_a_reconnection_that_fails_is_given_again_and_then_visited(cut_off):
    cut_off.pay("1001", CLEARS)
    for _ in range(4):
        cut_off.deliver()
        if cut_off.reconnection().is_open:
            cut_off.amisp.fail(cut_off.reconnection().id)
        cut_off.clock.pass_time(6 * MINUTE)
        cut_off.deliver()
        cut_off.clock.pass_time(6 * MINUTE)
    cut_off.clock.pass_time(2 * HOUR)
    failed = cut_off.orders(kinds=(OrderKind.RECONNECT,))
    [late] = cut_off.orders(is_late=True)

    cut_off.books.supply.settle_visit(late.id, "switched on by hand", ACTOR, is_connected=True)

    assert [order.state for order in failed] == [OrderState.FAILED] * 3
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


# --- two at once, and one that died -----------------------------------------------------------


@A_RULE
def test_an_order_whose_sender_died_is_asked_for(office):
    office.job()
    with office.books._unit() as unit:  # noqa: SLF001 - a worker that dies leaves this
        order = unit.supply_orders.open_orders()[0]
        left = order_steps.leaving(order, office.amisp.body_of(order), office.clock.now())
        unit.supply_orders.put(left, "order_leaving", "nightly")
        unit.commit()

    again = open_office(office.books.path.parent, office.clock)
    told = again.supply.deliver(office.amisp, WORKER, silent)
    again.close()

    assert told.sent == 1
    assert [order.id for _, order in office.amisp.sent] == [left.id]


@A_RULE
def test_two_workers_never_deliver_at_once(office):
    office.job()
    with office.books._unit() as unit:  # noqa: SLF001 - another worker shows that it lives
        unit.leases.put(Lease.taken(DELIVER_ORDERS, "other", "gita", office.clock.now()))
        unit.commit()

    told = office.deliver()

    assert (told.sent, told.unavailable) == (0, ELSEWHERE)
    office.clock.pass_time(2 * MINUTE)
    assert office.deliver().sent == 1


@pytest.mark.only_on(POSTGRESQL)  # a file has one writer at a time anyway
def test_two_desks_at_once_send_an_order_once_and_lose_no_payment(office):
    office.owing("1002", "1003", "1004")
    office.job()
    desks = [open_office(office.books.path.parent, office.clock) for _ in range(2)]
    workers = [
        Thread(target=desk.supply.deliver, args=(office.amisp, WORKER, silent)) for desk in desks
    ]
    for worker in workers:
        worker.start()
    for number in ("1002", "1004"):
        office.pay(number, CLEARS)
    for worker in workers:
        worker.join(60)
    for desk in desks:
        desk.close()

    sent = [order.id for _, order in office.amisp.sent]
    assert len(sent) == len(set(sent))
    assert is_on_again(office, "1002")
    assert is_on_again(office, "1004")
    assert office.books.check(silent) == []


# --- by hand ----------------------------------------------------------------------------------


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


@A_RULE
def test_a_change_by_a_person_is_no_fault_of_the_books(cut_off):
    cut_off.clock.pass_time(MINUTE)
    day = cut_off.books.today()
    cut_off.books.change_consumer([Change("1001", day, "supply_state", "connected")], ACTOR)

    assert cut_off.books.check(silent) == []


# --- what a check and a restore make of it ----------------------------------------------------


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
