"""The dashboard's figures: the same as the registers, the strip of the month, the lists of rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.calendar import Month
from domain.consumer import Change, ConsumerQuery
from domain.credit import Status
from domain.dashboard import DayRange, Sums, WaitingFor
from domain.money import ZERO, Money
from domain.progress import silent
from domain.reads import ReadSource
from domain.recharge import RechargeOrder
from domain.register import RegisterKind, RegisterQuery
from domain.tender import Tender
from tests.storage.conftest import ACTOR, START

TODAY = date(2026, 11, 22)
JUNE = DayRange(START, START + timedelta(days=29))


def recharge(books, number, rupees, order, tender=Tender.CASH, **more):
    wish = RechargeOrder.of(order, number, Money.rupees(rupees), tender, **more)
    return books.recharge(wish, ACTOR, although_similar=True)


@pytest.fixture
def charged(books, month_of_reads):
    """Three consumers charged for the June of 2025, and no later day."""
    month_of_reads()
    books.run_days(JUNE.until, ACTOR, silent, first=START)
    return books


def test_a_day_is_what_the_strip_of_the_month_says(charged):
    strip = charged.month(Month.of(START))

    days = charged.dashboard.days(JUNE)

    assert [day.day for day in days] == [state.day for state in strip]
    assert [day.consumers for day in days] == [state.charged for state in strip] == [3] * 30
    assert [day.charged for day in days] == [state.total for state in strip]
    assert [day.without_read for day in days] == [0] * 30


def test_charged_and_energy_are_the_sums_of_every_consumers_days(charged):
    rows = [row for n in ("1001", "1002", "1003") for row in charged.charges(n, *_ends(JUNE))]

    sums = Sums(charged.dashboard.days(JUNE))

    assert sums.charged.paise == sum(row.total_paise for row in rows)
    assert sums.energy.wh == sum(row.energy_wh for row in rows)
    assert sums.charged_days == 30


def test_days_charged_later_are_added_to_what_was_known(books, month_of_reads):
    month_of_reads()
    books.run_days(START, ACTOR, silent, first=START)
    first = books.dashboard.days(JUNE)
    books.run_days(START + timedelta(days=1), ACTOR, silent, first=START)

    again = books.dashboard.days(JUNE)
    earlier = books.dashboard.days(DayRange(START - timedelta(days=40), JUNE.until))

    assert [day.consumers for day in first[:3]] == [3, 0, 0]
    assert [day.consumers for day in again[:3]] == [3, 3, 0]
    assert earlier[40:] == again


def test_the_collection_is_the_control_total_of_its_register(books, form):
    books.take_on([form("1001"), form("1002")], ACTOR)
    wrong = recharge(books, "1001", 500, "a")
    recharge(books, "1002", 300, "b", Tender.UPI, reference="UPI-1")
    moved = recharge(books, "1001", 200, "c")
    books.reversals.cancel(wrong.number, "typed twice", ACTOR)
    books.reversals.transfer(moved.number, "1002", "the neighbour's", ACTOR)

    (day,) = books.dashboard.days(DayRange(TODAY, TODAY))
    register = books.registers.register(RegisterQuery(RegisterKind.COLLECTION, TODAY, TODAY), ACTOR)

    assert register.agrees
    assert day.collected.paise == register.controls[0].register == 500_00
    assert day.collected == books.state().collected_today
    assert (day.receipts, day.cancelled) == (3, 1)
    assert day.receipts - day.cancelled == books.state().receipts_today


def test_before_the_first_day_of_all_there_is_none():
    first = DayRange(date.min, date.min + timedelta(days=3))

    assert first.before() == DayRange(date.min, date.min)
    assert first.trend() == DayRange(date.min, first.until)


def test_days_without_anything_are_there_and_empty(books):
    days = books.dashboard.days(DayRange(TODAY - timedelta(days=6), TODAY))

    assert len(days) == 7
    assert Sums(days).collected == ZERO
    assert Sums(days).charged_days == 0


@pytest.fixture
def every_status(books, form):
    """A consumer or more in each status, and a balance in each band and at its edges."""
    paise = {
        "active": 20_000,
        "low": 19_999,
        "nothing": 0,
        "edge-1": -1,
        "edge-1000": -1_000_00,
        "over-1000": -1_000_01,
        "edge-5000": -5_000_00,
        "edge-10000": -10_000_00,
        "over-10000": -10_000_01,
        "edge-25000": -25_000_00,
        "over-25000": -25_000_01,
        "closed": -5_00,
        "cut": -700_00,
    }
    forms = [
        form(f"20{place:02}", name=name, opening_balance=Money(balance), connected_on=TODAY)
        for place, (name, balance) in enumerate(paise.items())
    ]
    books.take_on(forms, ACTOR)
    states = {"2011": "closed", "2012": "disconnected"}
    changes = [Change(number, TODAY, "supply_state", state) for number, state in states.items()]
    assert not books.change_consumers(changes, ACTOR).refused
    return books


@pytest.mark.parametrize("days_later", [0, 3, 4])
def test_each_status_counts_exactly_the_consumers_that_its_list_finds(
    every_status, clock, days_later
):
    clock.pass_time(timedelta(days=days_later))

    standing = every_status.dashboard.standing()

    for status, group in standing.statuses.items():
        found = every_status.find_consumers(ConsumerQuery(statuses=(status,)))
        rows = every_status.consumer_rows(found).values()
        assert group.count == len(found)
        assert group.balance.paise == sum(row.balance.paise for row in rows)
    assert list(standing.statuses) == list(Status)
    assert standing.consumers == 13
    assert standing.defaulters.count == (8 if days_later == 4 else 0)


def test_each_band_counts_exactly_the_consumers_that_its_list_finds(every_status):
    standing = every_status.dashboard.standing()

    counts = [group.count for _band, group in standing.bands]
    found = [list(every_status.find_consumers(band.query)) for band, _group in standing.bands]

    assert counts == [len(ids) for ids in found] == [4, 2, 1, 2, 1]
    below = every_status.find_consumers(ConsumerQuery(balance_below=ZERO))
    assert sorted(id_ for ids in found for id_ in ids) == sorted(below)
    assert standing.negative.count == len(below)


def test_the_missing_reads_are_those_that_the_list_of_consumers_finds(books, form, read):
    books.take_on([form("1001"), form("1002"), form("1003"), form("1004")], ACTOR)
    given = [read(day, str(100 + day), "M1001") for day in range(3)]
    given += [read(0, "100", "M1002"), read(2, "104", "M1002"), read(0, "100", "M1003")]
    books.take_reads(given, ReadSource.FILE, ACTOR)
    # More than the load can use in the time.
    books.take_reads([read(1, "90000", "M1003")], ReadSource.FILE, ACTOR)
    books.change_consumers([Change("1004", START, "supply_state", "closed")], ACTOR)
    books.run_days(START, ACTOR, silent, first=START)

    charged = books.dashboard.reads(START)
    still_open = books.dashboard.reads(START + timedelta(days=1))

    assert (charged.received, charged.missing, charged.held) == (1, 2, 1)
    # Those of 1001 and 1002 are there before the day is charged.
    assert (still_open.received, still_open.missing) == (2, 1)
    for of_day in (charged, still_open):
        found = books.find_consumers(ConsumerQuery(read_missing_on=of_day.day))
        assert len(found) == of_day.missing


def test_nobodys_read_of_today_is_missing(books, form):
    books.take_on([form("1001")], ACTOR)

    reads = books.dashboard.reads(TODAY)

    assert (reads.expected, reads.missing) == (0, 0)


def test_what_waits_is_counted_as_its_lists_are(books, form, read, clock):
    books.take_on([form("1001"), form("1002")], ACTOR)
    books.take_reads([read(0, "100"), read(1, "90000")], ReadSource.FILE, ACTOR)
    recharge(
        books, "1001", 300, "a", Tender.CHEQUE, reference="123456", bank="SBI Patna", dated=TODAY
    )
    first = recharge(books, "1002", 200, "b")
    books.confirm_print(first.number, ACTOR)

    waiting = books.dashboard.waiting(ACTOR.counter)

    assert waiting == {
        WaitingFor.HELD_READS: len(books.held_reads()),
        WaitingFor.OPEN_DAYS: len(books.counter.open_days()),
        WaitingFor.UNPRINTED: len(books.counter.unprinted(ACTOR.counter)),
        WaitingFor.CHEQUES_IN_HAND: 1,
    }
    elsewhere = books.dashboard.waiting(7)
    assert set(elsewhere) == {WaitingFor.HELD_READS, WaitingFor.CHEQUES_IN_HAND}
    everywhere = books.dashboard.waiting(7, of_all_counters=True)
    assert everywhere[WaitingFor.OPEN_DAYS] == waiting[WaitingFor.OPEN_DAYS]


def test_an_empty_office_has_nothing_to_tell(books):
    standing = books.dashboard.standing()

    assert standing.consumers == 0
    assert {group.count for group in standing.statuses.values()} == {0}
    assert books.dashboard.has_tariffs()


def _ends(days: DayRange) -> tuple[date, date]:
    return days.since, days.until
