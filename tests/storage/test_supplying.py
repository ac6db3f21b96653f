from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.consumer import Change, ConsumerQuery
from domain.credit import Status
from domain.energy import Energy
from domain.errors import (
    ConsumerFieldsRefused,
    ConsumerNumberTaken,
    DayIsCharged,
    MeterTaken,
    UseChanges,
)
from domain.money import Money
from domain.progress import silent
from tests.storage.conftest import ACTOR, START


def found(books, **query):
    ids = books.find_consumers(ConsumerQuery(**query))
    rows = books.consumer_rows(ids)
    return [rows[consumer].number for consumer in ids]


def test_a_new_consumer_is_found_with_everything_he_came_with(books, form):
    created = books.create_consumer(
        form(name="आशा D'Souza", mobile="9999012345", feeder="F1", dtr="T7"), ACTOR
    )

    assert created == books.consumer("1001")
    assert (created.name, created.balance) == ("आशा D'Souza", Money.rupees(1000))
    assert created.status is Status.ACTIVE


def test_every_field_that_cannot_be_is_refused_at_once(books, form):
    books.create_consumer(form(), ACTOR)

    with pytest.raises(ConsumerFieldsRefused) as refused:
        books.create_consumer(
            form(
                name="",
                load_w=0,
                mobile="12",
                category="nothing",
                month_to_date=Energy.kwh(5),
                opening_balance=Money(10**12),
            ),
            ACTOR,
        )

    assert set(refused.value.refusals) == {
        *("number", "name", "load_kw", "mobile", "category", "meter_serial"),
        *("mtd_kwh", "opening_balance"),
    }


def test_an_import_adds_updates_contact_and_refuses_rated_changes(books, form):
    books.take_on([form(), form("1002")], ACTOR)

    outcome = books.take_on(
        [
            form(),
            replace(form("1002"), mobile="9999000001"),
            form("1001", load_w=5000),
            form("1003"),
            form("1003", meter_serial="M9"),
            form("1004", meter_serial="M1001"),
        ],
        ACTOR,
    )

    assert (outcome.accepted, outcome.changed, outcome.unchanged) == (1, 1, 1)
    kinds = {place: type(refusal) for place, refusal in outcome.refused.items()}
    assert kinds == {2: UseChanges, 4: ConsumerNumberTaken, 5: MeterTaken}
    assert books.consumer("1002").mobile == "9999000001"
    assert found(books, text="9999000") == ["1002"]


def test_a_change_holds_from_its_day_on_and_the_history_keeps_both(books, form):
    books.create_consumer(form(), ACTOR)
    day = START + timedelta(days=10)

    books.change_consumer([Change("1001", day, "load_kw", "5")], ACTOR)
    books.run_days(day, ACTOR, silent)

    charges = books.charges("1001", START, day)
    assert [row.load_w for row in charges[-2:]] == [3000, 5000]
    loads = [row.values["load_kw"] for row in books.history("1001") if "load_kw" in row.values]
    assert loads == ["5 kW", "3 kW"]


def test_a_change_before_the_last_charged_day_is_refused(books, form):
    books.create_consumer(form(), ACTOR)
    books.run_days(START, ACTOR, silent)

    with pytest.raises(ConsumerFieldsRefused) as refused:
        books.change_consumer([Change("1001", START, "load_kw", "5")], ACTOR)

    assert isinstance(refused.value.refusals["load_kw"], DayIsCharged)


def test_a_correction_for_the_same_day_wins_by_being_recorded_later(books, form):
    books.create_consumer(form(), ACTOR)
    day = START + timedelta(days=1)

    books.change_consumer([Change("1001", day, "load_kw", "5")], ACTOR)
    books.change_consumer([Change("1001", day, "load_kw", "4")], ACTOR)
    books.run_days(day, ACTOR, silent)

    assert books.charges("1001", day, day)[0].load_w == 4000


def test_search_finds_by_the_beginnings_of_any_word(books, form):
    books.take_on(
        [
            form("1001", name="रामेश्वर प्रसाद", mobile="9999011111"),
            form("1002", name="Sunita Devi"),
            form("1003", name="R. O'Neil <b>"),
        ],
        ACTOR,
    )

    assert found(books, text="प्रसा") == ["1001"]
    assert found(books, text="dev sun") == ["1002"]
    assert found(books, text="o'ne") == ["1003"]
    assert found(books, text="99990") == ["1001"]
    assert found(books, text="m1002") == ["1002"]
    assert found(books, text='"*') == []
    assert found(books, text="") == ["1001", "1002", "1003"]


def test_filters_by_status_agree_with_the_rule(books, form):
    forms = [
        form(str(1001 + place), opening_balance=Money(paise), connected_on=first)
        for place, (paise, first) in enumerate(
            [
                (50_000, date(2026, 11, 20)),
                (19_999, date(2026, 11, 20)),
                (20_000, date(2026, 11, 20)),
                (-1, date(2026, 11, 19)),
                (-1, date(2026, 11, 18)),
                (0, date(2026, 11, 20)),
            ]
        )
    ]
    books.take_on(forms, ACTOR)
    books.change_consumer(
        [Change("1001", date(2026, 11, 22), "supply_state", "disconnected")], ACTOR
    )

    by_status = {status: found(books, statuses=(status,)) for status in Status}

    assert by_status == {
        Status.ACTIVE: ["1003"],
        Status.LOW: ["1002", "1006"],
        Status.EMERGENCY: ["1004"],
        Status.TO_BE_DISCONNECTED: ["1005"],
        Status.DISCONNECTED: ["1001"],
        Status.HELD: [],
        Status.CLOSED: [],
    }
    for status, numbers in by_status.items():
        assert {books.consumer(number).status for number in numbers} <= {status}


def test_lists_are_ordered_as_asked(books, form):
    books.take_on([form("1001", load_w=9000), form("1002", load_w=1000, name="Aaa")], ACTOR)

    assert found(books, order_by="load") == ["1002", "1001"]
    assert found(books, order_by="name") == ["1002", "1001"]
    assert found(books, order_by="number", descending=True) == ["1002", "1001"]


def test_an_earlier_change_recorded_later_lives_on_in_the_versions_after_it(books, form):
    books.create_consumer(form(), ACTOR)
    first, second = START + timedelta(days=4), START + timedelta(days=9)

    books.change_consumers(
        [
            Change("1001", second, "load_kw", "6"),
            Change("1001", first, "category", "AS-DOMB-2023"),
            Change("1001", first, "load_kw", "4"),
        ],
        ACTOR,
    )
    books.change_consumer([Change("1001", START, "feeder", "F9")], ACTOR)
    books.run_days(second, ACTOR, silent)

    charges = {row.day: row for row in books.charges("1001", START, second)}
    assert [(charges[day].tariff, charges[day].load_w) for day in (START, first, second)] == [
        ("AS-DOMA-2023", 3000),
        ("AS-DOMB-2023", 4000),
        ("AS-DOMB-2023", 6000),
    ]
    assert books.consumer("1001").feeder == "F9"


def test_one_meter_never_hangs_at_two_consumers(books, form):
    books.take_on([form(), form("1002")], ACTOR)
    leaves = START + timedelta(days=9)
    books.change_consumer([Change("1001", leaves, "meter_serial", "NEW1")], ACTOR)

    with pytest.raises(ConsumerFieldsRefused) as refused:
        books.change_consumer(
            [Change("1002", leaves - timedelta(days=5), "meter_serial", "M1001")], ACTOR
        )
    books.change_consumer([Change("1002", leaves, "meter_serial", "M1001")], ACTOR)

    assert isinstance(refused.value.refusals["meter_serial"], MeterTaken)
    assert books.consumer("1002").meter_serial == "M1001"


def test_an_import_refuses_what_a_known_consumer_did_not_begin_with(books, form):
    books.take_on([form()], ACTOR)

    outcome = books.take_on(
        [
            form(opening_balance=Money.rupees(999)),
            form(connected_on=START + timedelta(days=1)),
            form(initial=Energy.kwh(7)),
        ],
        ACTOR,
    )

    fields = [refusal.facts["field"] for refusal in outcome.refused.values()]
    assert fields == ["opening_balance", "connected_on", "initial_kwh"]
