"""Jobs: who is to be cut, who is held by what, and how many a run and an hour take."""

from __future__ import annotations

import pytest

from domain.credit import SupplyState
from domain.errors_of_imports import ConsumerHasOrders
from domain.errors_of_supply import (
    JobDecided,
    JobOver,
    NobodyToCut,
    NotInJob,
)
from domain.ids import new_id
from domain.policy import Reason
from domain.progress import silent
from domain.protection import NewProtection, ProtectionKind, Scope
from domain.supply_job import JobOrder, JobState
from domain.supply_order import OrderState, RelayState
from tests.storage.conftest import ACTOR
from tests.storage.supplied import A_RULE, CLEARS, HOUR, MINUTE, Supplied
from tests.storage.test_imports import CONSUMERS, consumers, take, undo


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
    supply = office.books.supply
    made = supply.make_job(JobOrder(new_id(), office.clock.now()), ACTOR, silent)
    before = supply.job_rows(made.id)
    without = supply.leave_out(made.id, ["1002"], "pays on Monday", ACTOR)
    reviewed = supply.job_rows(made.id)
    supply.take_in(made.id, ["1002"], ACTOR)

    job = supply.ask_job(made.id, ACTOR)

    going = [(row.number, row.is_to_be_cut, row.is_beyond) for row in before]
    assert going == [("1002", True, False), ("1003", True, False), ("1001", False, True)]
    assert [row.number for row in reviewed if row.is_to_be_cut] == ["1003", "1001"]
    assert (made.going, without.going, without.beyond) == (2, 2, 0)
    assert (job.eligible, job.beyond, job.orders) == (3, 1, {OrderState.WAITING: 2})
    assert {order.consumer_number for order in office.orders()} == {"1002", "1003"}
    assert [row.number for row in supply.job_rows(job.id) if row.is_beyond] == ["1001"]


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
    [row] = office.books.supply.job_rows(job.id)
    assert (row.order_state, row.is_decided) == (None, True)


@A_RULE
def test_who_is_to_be_cut_is_not_withdrawn_with_the_import_that_brought_them(books, clock, form):
    office = Supplied(books, form, clock)
    brought = take(books, CONSUMERS, consumers("1001", "1002", opening_balance="-500"))
    clock.pass_time(5 * 24 * HOUR)
    supply = books.supply
    made = supply.make_job(JobOrder(new_id(), clock.now()), ACTOR, silent)
    supply.leave_out(made.id, ["1002"], "pays on Monday", ACTOR)
    supply.ask_job(made.id, ACTOR)

    undone = undo(books, brought)

    assert [(row.subject, type(row.refusal)) for row in undone.kept] == [
        ("1001", ConsumerHasOrders)
    ]
    assert undone.taken_back == 1
    assert office.deliver().sent == 1
    assert books.check(silent) == []
