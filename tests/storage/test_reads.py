from datetime import timedelta

import pytest

from domain.calendar import end_of
from domain.energy import Energy
from domain.errors import (
    DayIsCharged,
    FieldMissing,
    MeterNotFound,
    ReadAlreadyPassed,
    ReadInTheFuture,
    ReadNotHeld,
)
from domain.progress import silent
from domain.reads import HoldReason, ReadSource, closing_day
from tests.storage.conftest import ACTOR, START


@pytest.fixture
def take(books, form):
    books.take_on([form()], ACTOR)

    def take(*reads):
        return books.take_reads(reads, ReadSource.FILE, ACTOR)

    return take


def test_a_read_at_midnight_closes_the_day_before_even_a_quarter_of_an_hour_late():
    midnight = end_of(START)

    assert closing_day(midnight) == START
    assert closing_day(midnight + timedelta(minutes=15)) == START
    assert closing_day(midnight + timedelta(minutes=16)) == START + timedelta(days=1)


def test_the_same_value_again_is_ignored(take, read):
    take(read(0, "100"), read(1, "105"))

    again = take(read(0, "100"), read(1, "105"))

    assert (again.accepted, again.unchanged) == (0, 2)


def test_another_value_for_a_known_instant_is_held(books, take, read):
    take(read(0, "100"), read(1, "105"))

    outcome = take(read(1, "106"))

    assert outcome.held == 1
    [held] = books.held_reads()
    assert (held.reason, held.register_wh, held.known_wh) == ("contradicts", 106_000, 105_000)


@pytest.mark.parametrize("kwh, reason", [("99", HoldReason.BACKWARDS), ("250", HoldReason.JUMP)])
def test_a_read_that_cannot_be_is_held_and_charges_nothing(books, take, read, kwh, reason):
    outcome = take(read(0, "100"), read(1, kwh))

    books.run_days(START, ACTOR, silent)

    assert outcome.held == 1
    assert books.held_reads()[0].reason == reason
    assert books.charges("1001", START, START)[0].energy_wh == 0


def test_a_plausible_roll_over_is_taken(books, take, read):
    outcome = take(read(0, "99998.5"), read(1, "4"), read(2, "9"))

    books.run_days(START + timedelta(days=1), ACTOR, silent)

    assert outcome.held == 0
    charges = books.charges("1001", START, START + timedelta(days=1))
    assert [row.energy_wh for row in charges] == [5500, 5000]


def test_a_released_jump_is_charged_on_the_first_open_day(books, take, read):
    take(read(0, "100"), read(1, "300"))
    books.run_days(START, ACTOR, silent)

    books.release_read("M1001", end_of(START), "a wedding, checked on the spot", ACTOR)
    books.run_days(START + timedelta(days=1), ACTOR, silent)

    charges = books.charges("1001", START, START + timedelta(days=1))
    assert [row.energy_wh for row in charges] == [0, 200_000]
    assert books.held_reads() == []


def test_a_release_needs_a_note_and_a_held_read(books, take, read):
    take(read(0, "100"), read(1, "300"))

    with pytest.raises(FieldMissing):
        books.release_read("M1001", end_of(START), "  ", ACTOR)
    with pytest.raises(ReadNotHeld):
        books.release_read("M1001", end_of(START) + timedelta(days=1), "note", ACTOR)


def test_a_read_of_a_charged_day_is_refused(books, take, read):
    take(read(0, "100"))
    books.run_days(START, ACTOR, silent)

    outcome = take(read(1, "105"))

    assert isinstance(outcome.refused[0], DayIsCharged)
    assert books.charges("1001", START, START)[0].energy_wh == 0


def test_an_unknown_meter_and_a_read_from_the_future_are_refused(clock, take, read):
    outcome = take(read(1, "105", "NOBODYS"), read(1, "105", at=clock.now() + timedelta(minutes=1)))

    assert isinstance(outcome.refused[0], MeterNotFound)
    assert isinstance(outcome.refused[1], ReadInTheFuture)


def test_the_initial_register_is_a_read_like_any_other(books, form, read):
    books.take_on(
        [form("1001", initial=Energy.kwh(1000)), form("1002", initial=Energy.kwh(1000))], ACTOR
    )

    outcome = books.take_reads([read(1, "900"), read(1, "99000", "M1002")], ReadSource.FILE, ACTOR)

    assert outcome.held == 2
    assert {row.reason for row in books.held_reads()} == {"backwards", "jump"}


def test_a_read_between_two_others_is_held_when_the_later_one_becomes_a_jump(take, read, books):
    take(read(3, "5000"))

    outcome = take(read(1, "10"), read(2, "20"))

    assert outcome.held == 2
    assert {row.reason for row in books.held_reads()} == {"jump"}


def test_a_read_that_a_charged_one_has_passed_is_dismissed_not_released(books, take, read):
    take(read(0, "100"), read(1, "300"))
    take(read(3, "120"))
    books.run_days(START + timedelta(days=2), ACTOR, silent)

    with pytest.raises(ReadAlreadyPassed):
        books.release_read("M1001", end_of(START), "late", ACTOR)
    books.dismiss_read("M1001", end_of(START), "a typing error", ACTOR)

    assert books.held_reads() == []
    books.run_days(START + timedelta(days=4), ACTOR, silent)
    charges = books.charges("1001", START, START + timedelta(days=4))
    assert [row.energy_wh for row in charges] == [0, 0, 20_000, 0, 0]
    assert books.check(silent) == []


def test_another_value_of_a_charged_read_is_not_released(books, take, read):
    take(read(0, "100"), read(1, "112"))
    books.run_days(START, ACTOR, silent)
    with_other = [row for row in [take(read(1, "110"))] if row.held or row.refused]

    assert with_other  # held or refused, and never charged
    for row in books.held_reads():
        with pytest.raises(ReadAlreadyPassed):
            books.release_read(row.meter_serial, row.read_at, "note", ACTOR)
