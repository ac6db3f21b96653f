"""One run of an office at a time; a run that died keeps nobody waiting for long."""

from datetime import timedelta

import pytest

from domain.calendar import Month
from domain.errors_of_trust import RunGoingOn
from domain.lease import LASTS, RUN, Lease, held_on
from domain.office import Actor, Channel, Office
from domain.posting_time import MOST_SKEW
from domain.progress import Cancelled, silent
from tests.storage.conftest import ACTOR, START

GITA = Actor("gita", Channel.COMMAND_LINE)
JUNE = Month(2025, 6)


@pytest.fixture
def take_lease(books):
    """Take the lease of a run as a process does that dies before it ends it."""

    def take(holder="a dead one"):
        with books._unit() as unit:  # noqa: SLF001 - a run that dies leaves no more than this
            unit.leases.put(Lease.taken(RUN, holder, "asha", books.now()))
            unit.commit()

    return take


def lease_of(books):
    with books._unit() as unit:  # noqa: SLF001 - what is stored
        return unit.leases.find(RUN)


def test_a_second_run_is_refused_and_told_who_runs_since_when(books, month_of_reads, take_lease):
    month_of_reads(consumers=1, days=2)
    take_lease()

    with pytest.raises(RunGoingOn) as refused:
        books.run_days(START, GITA, silent)

    assert (refused.value.by, refused.value.since) == ("asha", books.now())
    assert books.charges("1001", START, START) == []


def test_a_run_that_died_keeps_others_waiting_for_a_minute(
    books, month_of_reads, take_lease, clock
):
    month_of_reads(consumers=1, days=2)
    take_lease()
    clock.pass_time(LASTS)

    [day] = books.run_days(START, GITA, silent)

    assert day.charged == 1
    assert lease_of(books) is None


def test_a_lease_is_shown_anew_with_every_batch(books, month_of_reads, clock):
    month_of_reads(consumers=1, days=30)
    reaches = []

    def a_batch_takes_ten_seconds(step):
        if step.done == step.total:
            return
        clock.pass_time(timedelta(seconds=10))
        reaches.append(lease_of(books).expires_at - books.now())

    books.run_days(JUNE.last, ACTOR, a_batch_takes_ten_seconds)

    assert len(reaches) >= 30
    assert min(reaches) > timedelta(0)


def test_a_run_that_was_taken_for_dead_is_refused_its_next_batch(books, month_of_reads, clock):
    month_of_reads(consumers=1, days=30)
    half = JUNE.first + timedelta(days=14)
    taken_over = []

    def sleep_for_too_long(step):
        if step.done == 15 and not taken_over:
            clock.pass_time(LASTS + timedelta(seconds=1))
            with books._unit() as unit:  # noqa: SLF001 - another one comes by
                found = unit.leases.find(RUN)
                wanted = Lease.taken(RUN, "another", "gita", books.now())
                unit.leases.put(held_on(wanted, found, books.now()))
                unit.commit()
            taken_over.append(found)

    with pytest.raises(RunGoingOn) as refused:
        books.run_days(JUNE.last, ACTOR, sleep_for_too_long)

    assert refused.value.by == "gita"
    assert len(books.charges("1001", JUNE.first, JUNE.last)) == (half - JUNE.first).days + 1
    assert lease_of(books).holder == "another"


def test_a_cancelled_run_lets_others_run_at_once(books, month_of_reads):
    month_of_reads(consumers=1, days=2)

    def cancel(_step):
        raise Cancelled

    with pytest.raises(Cancelled):
        books.run_days(START, ACTOR, cancel)

    assert [day.charged for day in books.run_days(START, GITA, silent)] == [1]


def test_a_clock_that_was_far_ahead_keeps_nobody_waiting(books, month_of_reads, take_lease, clock):
    month_of_reads(consumers=1, days=2)
    clock.pass_time(timedelta(days=1))
    take_lease()
    clock.pass_time(-timedelta(days=1))

    assert [day.charged for day in books.run_days(START, GITA, silent)] == [1]


def test_a_lease_written_by_a_clock_a_little_ahead_holds(clock):
    now = clock.now()
    found = Lease.taken(RUN, "one", "asha", now + MOST_SKEW)

    with pytest.raises(RunGoingOn):
        held_on(Lease.taken(RUN, "two", "gita", now), found, now)


def test_offices_of_one_database_run_beside_each_other(make_office, take_lease, clock, database):
    if database == "sqlite":
        pytest.skip("a file holds one office")
    take_lease()
    beside = make_office(Office("GAY1", "Gaya-1"))

    assert beside.run_days(START, GITA, silent)[0].charged == 0
    beside.close()
