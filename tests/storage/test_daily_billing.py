import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.calendar import Month, days_from, end_of
from domain.consumer import Change
from domain.energy import Energy
from domain.errors import DayInTheFuture
from domain.money import Money
from domain.progress import Cancelled, silent
from domain.reads import Read, ReadSource
from tests.storage.conftest import ACTOR, DATA, START
from tests.storage.test_imports import CONSUMERS, consumers, take, undo

JUNE = Month(2025, 6)
CASES = [
    case
    for name in ("golden-months.json", "golden-edges.json")
    for case in json.loads((Path(DATA) / name).read_text(encoding="utf-8"))["cases"]
]


def changes_of(case, first):
    fields = {"category": case["tariff_from_day"], "load_kw": case["load_w_from_day"]}
    for field, steps in fields.items():
        for day, value in steps[1:]:
            text = value if field == "category" else f"{value / 1000:.3f}"
            yield Change("1001", first + timedelta(days=day - 1), field, text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_golden_month_comes_out_of_the_books_to_the_paisa(case, books, form, clock):
    month = Month.parse(case["month"])
    books.create_consumer(
        form(
            category=case["tariff_from_day"][0][1],
            load_w=case["load_w_from_day"][0][1],
            connected_on=month.first,
            initial=Energy(1_000_000),
        ),
        ACTOR,
    )
    for change in changes_of(case, month.first):
        books.change_consumer([change], ACTOR)
    register, reads = 1_000_000, []
    for day, used in zip(days_from(month.first, month.last), case["use_wh"], strict=True):
        register += used or 0
        if used is not None:
            reads.append(Read("M1001", end_of(day), Energy(register)))
    if month.last >= books.today():
        clock.set_to(end_of(month.last) + timedelta(hours=1))
    outcome = books.take_reads(reads, ReadSource.FILE, ACTOR)
    assert not outcome.refused
    for row in books.held_reads():  # a case may use more than a plausible day
        books.release_read(row.meter_serial, row.read_at, "golden case", ACTOR)

    books.run_days(month.last, ACTOR, silent)

    lines = ("ec", "fuel", "fc", "duty", "rent", "subsidy", "rebate", "total")
    posted = [
        {line: getattr(row, f"{line}_paise") for line in lines}
        for row in books.charges("1001", month.first, month.last)
    ]
    assert posted == case["expected_paise"]
    assert books.check(silent) == []


def test_everybody_is_charged_once(books, month_of_reads):
    month_of_reads(consumers=3)

    first = books.run_days(JUNE.last, ACTOR, silent)
    again = books.run_days(JUNE.last, ACTOR, silent)

    assert [day.charged for day in first] == [3] * 30
    assert [(day.charged, day.already) for day in again] == [(0, 3)]
    assert books.check(silent) == []


def test_a_cancelled_run_is_finished_by_running_it_again(books, month_of_reads):
    month_of_reads(consumers=3)

    def cancel_on_the_tenth_day(step):
        if step.done >= step.total // 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        books.run_days(JUNE.last, ACTOR, cancel_on_the_tenth_day)
    half = len(books.charges("1001", JUNE.first, JUNE.last))
    books.run_days(JUNE.last, ACTOR, silent)

    assert 0 < half < 30
    assert len(books.charges("1001", JUNE.first, JUNE.last)) == 30
    assert books.check(silent) == []


def test_a_day_that_has_not_ended_is_refused(books):
    with pytest.raises(DayInTheFuture):
        books.run_days(books.today(), ACTOR, silent)


def test_the_next_read_carries_the_energy_of_days_without_one(books, form, read):
    books.take_on([form()], ACTOR)
    books.take_reads([read(0, "100"), read(1, "105"), read(4, "120")], ReadSource.FILE, ACTOR)

    [*_, last] = books.run_days(START + timedelta(days=3), ACTOR, silent)

    charges = books.charges("1001", START, START + timedelta(days=3))
    assert [row.energy_wh for row in charges] == [5000, 0, 0, 15000]
    assert [row.has_read for row in charges] == [True, False, False, True]
    assert last.without_read == 0
    strip = books.month(JUNE)[:5]
    assert [(day.charged, day.missing) for day in strip] == [(1, 0), (1, 1), (1, 1), (1, 0), (0, 0)]
    assert [day.total.paise for day in strip[:4]] == [row.total_paise for row in charges]


def test_a_day_waits_for_nobody_who_was_taken_back_with_an_import(books, month_of_reads):
    month_of_reads(consumers=1)
    undo(books, take(books, CONSUMERS, consumers("2001", "2002", connected_on=START.isoformat())))

    [first] = books.run_days(START, ACTOR, silent)
    [again] = books.run_days(START, ACTOR, silent, first=START)

    assert (first.charged, first.already) == (1, 0)
    assert (again.charged, again.already) == (0, 1)
    assert books.month(JUNE)[0].expected == 1


def test_the_first_read_at_or_after_the_start_is_the_baseline(books, form, read):
    books.take_on([form()], ACTOR)
    books.take_reads([read(2, "500"), read(3, "507.5")], ReadSource.FILE, ACTOR)

    books.run_days(START + timedelta(days=2), ACTOR, silent)

    charges = books.charges("1001", START, START + timedelta(days=2))
    assert [row.energy_wh for row in charges] == [0, 0, 7500]
    assert [row.has_read for row in charges] == [False, True, True]
    assert [day.missing for day in books.month(JUNE)[:3]] == [1, 0, 0]


def test_a_multiplied_register_counts_as_often(books, form, read):
    books.take_on([form(meter_factor=20_000, load_w=100_000)], ACTOR)
    books.take_reads([read(0, "100"), read(1, "101.5")], ReadSource.FILE, ACTOR)

    books.run_days(START, ACTOR, silent)

    assert books.charges("1001", START, START)[0].energy_wh == 30_000


def test_a_replaced_meter_is_charged_on_both_sides_of_the_change(books, form, read):
    books.take_on([form()], ACTOR)
    books.change_consumer(
        [Change("1001", START + timedelta(days=1), "meter_serial", "NEW1")], ACTOR
    )
    noon = end_of(START) + timedelta(hours=12)
    books.take_reads(
        [
            read(0, "100"),
            read(1, "105"),
            read(2, "108", at=noon),
            read(2, "7", "NEW1", at=noon),
            read(2, "9.5", "NEW1"),
        ],
        ReadSource.FILE,
        ACTOR,
    )

    books.run_days(START + timedelta(days=1), ACTOR, silent)

    charges = books.charges("1001", START, START + timedelta(days=1))
    assert [row.energy_wh for row in charges] == [5000, 3000 + 2500]
    assert books.check(silent) == []


def test_a_day_without_a_tariff_waits_and_holds_back_the_days_after_it(books, form):
    books.take_on([form(category="BR-KJ-2025", connected_on=date(2026, 3, 30))], ACTOR)

    days = books.run_days(date(2026, 4, 2), ACTOR, silent)

    assert [(day.charged, day.skipped) for day in days] == [
        (1, {}),
        (1, {}),
        (0, {"no_tariff": 1}),
        (0, {"earlier_day_open": 1}),
    ]


def test_a_disconnected_consumer_is_charged_the_fixed_charge(books, form):
    books.take_on([form()], ACTOR)
    books.change_consumer([Change("1001", START, "supply_state", "disconnected")], ACTOR)

    books.run_days(START, ACTOR, silent)

    [row] = books.charges("1001", START, START)
    assert (row.fc_paise, row.total_paise) == (700, 700)
    assert row.status == "disconnected"


def test_the_sheet_agrees_with_charges_and_ledger(books, month_of_reads):
    month_of_reads(consumers=3)
    books.run_days(JUNE.last, ACTOR, silent)

    sheet = books.billing_sheet(JUNE.last, "asha")

    [charge] = books.charges("1001", JUNE.last, JUNE.last)
    assert sheet.columns.total_paise[0] == charge.total_paise
    assert sheet.columns.closing_paise[0] == charge.balance_after_paise
    assert sheet.columns.opening_paise[0] == charge.balance_before_paise
    assert books.ledger("1001")[0].amount == Money(-charge.total_paise)
    assert {total.consumers for total in sheet.totals_by("category")} == {3}


def test_closed_days_pass_without_a_charge_and_a_reopened_supply_is_charged_again(books, form):
    books.take_on([form()], ACTOR)
    books.change_consumers(
        [
            Change("1001", date(2025, 6, 29), "supply_state", "closed"),
            Change("1001", date(2025, 7, 3), "supply_state", "connected"),
        ],
        ACTOR,
    )

    days = books.run_days(date(2025, 7, 4), ACTOR, silent, first=START)

    charged = [row.day for row in books.charges("1001", START, date(2025, 7, 4))]
    assert charged == [
        *days_from(START, date(2025, 6, 28)),
        date(2025, 7, 3),
        date(2025, 7, 4),
    ]
    assert days[28].skipped == {"supply_closed": 1}
    assert books.charges("1001", date(2025, 7, 3), date(2025, 7, 3))[0].mtd_wh == 0
    assert books.check(silent) == []


def test_a_run_does_not_walk_through_years_because_of_one_who_waits(books, form):
    books.take_on([form(category="BR-KJ-2025", connected_on=date(1995, 1, 1)), form("1002")], ACTOR)

    days = books.run_days(START, ACTOR, silent)

    assert [(day.day, day.charged) for day in days] == [(date(1995, 1, 1), 0), (START, 1)]


def test_an_impossible_use_stops_one_consumer_and_not_the_office(books, form, read, engine):
    books.take_on([form(), form("1002")], ACTOR)
    books.take_reads([read(0, "100"), read(1, "105")], ReadSource.FILE, ACTOR)
    with engine.begin() as connection:  # a register that nothing let in
        connection.exec_driver_sql(
            "UPDATE meter_read SET cumulative_wh = 1 WHERE closing_day = 20240"
        )
        connection.exec_driver_sql(
            "UPDATE meter_read SET cumulative_wh = 0 WHERE register_wh = 105000"
        )

    [day] = books.run_days(START, ACTOR, silent)

    assert (day.charged, day.skipped) == (1, {"use_impossible": 1})


def test_a_meter_handed_on_is_charged_to_one_consumer_a_day(books, form, read):
    books.take_on([form(), form("1002")], ACTOR)
    handed_on = START + timedelta(days=1)
    books.change_consumer([Change("1001", handed_on, "meter_serial", "NEW1")], ACTOR)
    books.change_consumer([Change("1002", handed_on, "meter_serial", "M1001")], ACTOR)
    books.take_reads([read(0, "100"), read(1, "105"), read(2, "112")], ReadSource.FILE, ACTOR)

    books.run_days(handed_on, ACTOR, silent)

    used = {
        number: [row.energy_wh for row in books.charges(number, START, handed_on)]
        for number in ("1001", "1002")
    }
    assert used == {"1001": [5000, 0], "1002": [0, 7000]}
