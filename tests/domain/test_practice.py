import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from domain.calendar import billing_day
from domain.errors_of_tariffs import ScheduleNotFound
from domain.money import ZERO
from domain.practice import live, office_of
from domain.practice.people import COMMUNITIES, SHOPS, TOWNS
from domain.progress import Cancelled, silent
from domain.reads import JUMP_FACTOR, closing_day
from domain.tariff import TariffBook, parse_tariffs
from domain.tender import Tender

FIRST = date(2025, 11, 1)
DAYS = 30
SHIPPED = Path(__file__).parents[2] / "resources" / "tariffs" / "examples.json"


@pytest.fixture(scope="module")
def book():
    return TariffBook(parse_tariffs(json.loads(SHIPPED.read_text(encoding="utf-8")))[0])


@pytest.fixture(scope="module")
def life(book):
    return lived(book)


def lived(book, consumers=300, seed=1, first=FIRST, days=DAYS):
    return live(book, consumers=consumers, first=first, days=days, seed=seed, progress=silent)


def test_the_same_seed_is_the_same_life(book, life):
    again = lived(book)

    assert again.consumers == life.consumers
    assert list(again.days()) == list(life.days())


def test_another_seed_is_another_life(book, life):
    assert lived(book, seed=2).consumers[0].name != life.consumers[0].name


def test_a_larger_office_has_the_same_people_first(book, life):
    assert lived(book, consumers=310).consumers[:300] == life.consumers


def test_people_are_many_and_from_several_communities(life):
    first_names = [name for one in COMMUNITIES for name in (*one.men, *one.women)]
    families = {name for one in COMMUNITIES for name in one.families}
    names = {consumer.name for consumer in life.consumers}

    assert len(first_names) >= 60
    assert len(families) >= 40
    assert len(names) > len(life.consumers) // 2
    assert sum(community.weight for community in COMMUNITIES) == 100


def test_every_word_is_spelled_in_english_and_in_hindi():
    words = [locality.name for town in TOWNS.values() for locality in town.localities]
    words += [*(town.name for town in TOWNS.values()), *SHOPS]
    for one in COMMUNITIES:
        words += [*one.men, *one.women, *one.families, *one.womens_names]

    for english, hindi in words:
        assert re.fullmatch(r"[A-Za-z' ]+", english), english
        assert re.fullmatch(r"[\u0900-\u097f ]+", hindi), hindi


def test_a_consumer_is_written_in_the_language_it_reads(life):
    for consumer in life.consumers:
        is_hindi = bool(re.search(r"[\u0900-\u097f]", consumer.name + consumer.address))
        assert is_hindi == (consumer.language == "hi")
        assert "80" in consumer.address


def test_numbers_and_meters_are_unique_and_mobiles_nobodys(life):
    assert len({consumer.number for consumer in life.consumers}) == 300
    assert len({consumer.meter_serial for consumer in life.consumers}) == 300
    assert all(re.fullmatch(r"99990\d{5}", consumer.mobile) for consumer in life.consumers)


def test_every_consumer_is_on_a_schedule_of_bihar_that_holds_all_the_time(book, life):
    schedules = Counter(consumer.category for consumer in life.consumers)

    assert set(schedules) == {"BR-DS1", "BR-DS2", "BR-KJ-2025"}
    assert min(schedules.values()) > 30
    for schedule in schedules:
        assert book.version_on(schedule, FIRST + timedelta(days=DAYS)) is not None


def test_where_bihar_has_no_tariff_the_state_with_most_schedules_stands_in(book):
    life = lived(book, first=date(2026, 10, 1))

    states = {
        book.version_on(consumer.category, date(2026, 10, 1)).state for consumer in life.consumers
    }
    assert states == {"Assam"}


def test_the_office_and_its_consumers_stand_where_their_tariffs_hold(book, life):
    in_assam = lived(book, first=date(2026, 10, 1))

    assert office_of(life, "PRAC1").state == "BR"
    office = office_of(in_assam, "PRAC1")
    assert (office.code, office.state, office.is_practice) == ("PRAC1", "AS", True)
    assert "Guwahati" in office.name
    assert all(
        re.search(r"(Guwahati|गुवाहाटी) 7810\d\d$", consumer.address)
        for consumer in in_assam.consumers
    )


def test_there_is_no_life_without_a_tariff():
    with pytest.raises(ScheduleNotFound):
        lived(TariffBook([]))


def test_consumers_began_before_and_are_billed_from_the_first_day(life):
    assert all(consumer.connected_on < FIRST for consumer in life.consumers)
    assert all(consumer.billed_from == FIRST for consumer in life.consumers)
    assert any(consumer.opening_balance < ZERO for consumer in life.consumers)
    assert any(consumer.load_w == 250 for consumer in life.consumers)


def test_reads_close_their_day_and_some_never_arrive(life):
    days = list(life.days())

    arrived = sum(len(day.reads) for day in days)
    assert 0.95 < arrived / (DAYS * 300) < 0.99
    assert all(closing_day(read.read_at) == day.day for day in days for read in day.reads)
    assert any(read.read_at.minute != 30 for day in days for read in day.reads)
    assert [day.day for day in days] == [FIRST + timedelta(days=past) for past in range(DAYS)]


def test_one_register_stands_one_jumps_and_one_falls_silent(life):
    reads = {consumer.meter_serial: {} for consumer in life.consumers}
    for day in life.days():
        for read in day.reads:
            reads[read.meter_serial][day.day] = read.register.wh

    def of(row):
        return reads[life.consumers[row].meter_serial]

    standing, jumping, silent_days = of(life.stuck), of(life.jumping), of(life.silent)
    assert len(set(list(standing.values())[-15:])) == 1
    a_day_at_most_wh = life.consumers[life.jumping].load_w * 24 * JUMP_FACTOR
    steps = np.diff(list(jumping.values()))
    assert (steps > a_day_at_most_wh).sum() == 1
    assert (steps < 0).sum() == 1
    assert {FIRST + timedelta(days=15 + past) for past in range(5)}.isdisjoint(silent_days)


def test_no_other_register_runs_backwards_or_jumps(life):
    steps_wh = np.diff(life.registers_wh, axis=0)
    ordinary = [row for row in range(300) if row != life.jumping]
    most_wh = np.array([consumer.load_w * 24 * JUMP_FACTOR for consumer in life.consumers])

    assert steps_wh[:, ordinary].min() >= 0
    assert np.all(steps_wh[:, ordinary] <= most_wh[ordinary])


def test_recharges_are_made_at_an_open_counter_in_every_tender(book):
    life = lived(book, days=60)

    wishes = [wish for day in life.days() for wish in day.recharges]
    tenders = {Tender.CASH, Tender.UPI, Tender.CARD, Tender.CHEQUE}
    assert {wish.order.tender for wish in wishes} == tenders
    assert len({wish.order.id for wish in wishes}) == len(wishes) > 100
    assert all(10 <= wish.paid_at.hour < 18 for wish in wishes)
    assert all(
        billing_day(wish.paid_at) == day.day for day in life.days() for wish in day.recharges
    )
    assert [wish.paid_at for wish in wishes] == sorted(wish.paid_at for wish in wishes)


def test_some_are_left_below_zero_for_the_office_to_work_on(book):
    life = lived(book, days=60)

    paid_in = life.recharges_paise.sum(axis=0)
    opening = np.array([consumer.opening_balance.paise for consumer in life.consumers])
    assert np.any((opening < 0) & (paid_in == 0))


def test_an_office_too_small_for_troubles_has_none(book):
    life = lived(book, consumers=2)

    assert (life.stuck, life.jumping, life.silent) == (-1, -1, -1)
    assert sum(len(day.reads) for day in life.days()) > 0


def test_inventing_a_life_can_be_cancelled(book):
    def cancel(step):
        if step.done:
            raise Cancelled

    with pytest.raises(Cancelled):
        live(book, consumers=5, first=FIRST, days=5, seed=1, progress=cancel)
