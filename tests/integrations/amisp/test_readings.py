"""Daily reads from an AMISP: page by page, patiently, and as rows of a sheet of reads."""

from __future__ import annotations

import json
from datetime import date

import pytest

from domain.amisp_link import AmispLink, AmispProtocol
from domain.errors_of_files import CellRefused
from domain.errors_of_supply import AmispRefusesOffice, AmispTellsNoReads, AmispUnavailable
from domain.sheet_rows import read_of
from integrations.amisp.by_file import FileAmisp
from integrations.amisp.contract import NotUnderstood
from integrations.amisp.readings import ReadingsTold, read_readings
from integrations.amisp.simulator.mischief import Trick
from tests.integrations.amisp.played import METER, Played

FIRST, LAST = date(2026, 11, 18), date(2026, 11, 20)
READING = {
    "meter": {"scheme": "METER_SERIAL", "value": "M1"},
    "profile": "DAILY",
    "timestamp": "2026-11-19T00:00:00+05:30",
    "validationStatus": "VALID",
    "readings": [{"obis": "1.0.1.8.0.255", "value": "12345.670", "unit": "kWh"}],
}


@pytest.fixture
def played(clock):
    return Played(clock)


def _row(**changes):
    """Return the one row that a reading becomes."""
    told = ReadingsTold()
    told.take_page(json.dumps({"items": [READING | changes], "nextCursor": None}))
    [row] = told.reads().all_rows
    return row


def _register(value, unit="kWh", obis="1.0.1.8.0.255"):
    return {"obis": obis, "value": value, "unit": unit}


def test_the_reads_of_some_days_come_as_rows_of_a_sheet(played):
    told = played.amisp.daily_reads(FIRST, LAST)

    reads = [read_of(row.cells) for row in told.rows]
    assert len(reads) == 2 * 3
    assert {read.meter_serial for read in reads} == {METER, "MT-2"}
    assert reads[0].read_at.isoformat() == "2026-11-18T18:30:00+00:00"
    assert [row.line for row in told.rows] == [1, 2, 3, 4, 5, 6]
    assert told.sha256 == played.amisp.daily_reads(FIRST, LAST).sha256
    assert told.sha256 != played.amisp.daily_reads(FIRST, FIRST).sha256


def test_of_thousands_none_is_left_out_and_what_was_said_stays_short(played):
    played.world.add_meters([f"N{number}" for number in range(1_500)])

    told = played.amisp.daily_reads(FIRST, LAST)

    said = played.amisp.exchanges()
    assert len({(row.cells["meter_serial"], row.cells["read_at"]) for row in told.rows}) == 4_506
    assert [one.what for one in said if not one.is_ours] == ["HTTP 200"] * 5
    assert all(one.body.startswith("sha256 ") for one in said if not one.is_ours)
    assert max(len(one.body) for one in said) < 100


def test_the_amisp_is_waited_for_when_it_asks_for_patience(clock):
    played = Played(clock)
    played.world.add_meters([f"N{number}" for number in range(1_500)])
    played.amisp._calls._sleep = lambda seconds: played.pass_time(seconds=seconds)  # noqa: SLF001 - time that passes while it waits
    played.mischief.play_next(Trick.TOO_MANY, 2)

    assert len(played.amisp.daily_reads(FIRST, FIRST).all_rows) == 1_502


@pytest.mark.parametrize(
    ("trick", "trouble"),
    [
        (Trick.TOO_MANY, AmispUnavailable),
        (Trick.DOWN, AmispUnavailable),
        (Trick.GARBAGE, AmispUnavailable),
        (Trick.BAD_GATEWAY, AmispUnavailable),
        (Trick.UNAUTHORIZED, AmispRefusesOffice),
    ],
)
def test_an_amisp_that_goes_on_misbehaving_gives_no_reads_and_says_why(played, trick, trouble):
    played.mischief.play(trick)

    with pytest.raises(trouble):
        played.amisp.daily_reads(FIRST, LAST)


@pytest.mark.parametrize(
    "page",
    ["", "[]", "{}", '{"items": 5}', '{"items": [], "nextCursor": []}', '{"items": "x"}'],
)
def test_a_page_that_is_none_is_not_understood(page):
    with pytest.raises(NotUnderstood):
        ReadingsTold().take_page(page)


def test_pages_that_lead_round_in_a_circle_are_not_followed():
    told = ReadingsTold()
    told.take_page('{"items": [], "nextCursor": "a"}')
    told.take_page('{"items": [], "nextCursor": "b"}')

    with pytest.raises(NotUnderstood):
        told.take_page('{"items": [], "nextCursor": "a"}')


@pytest.mark.parametrize(
    ("registers", "cells"),
    [
        ([_register("12345.670")], {"kwh_import": "12345.670"}),
        ([_register("12345670", "Wh")], {"kwh_import": "12345.670"}),
        ([_register("5", "Wh")], {"kwh_import": "0.005"}),
        ([_register(12345.67)], {"kwh_import": "12345.67"}),
        ([_register(7)], {"kwh_import": "7"}),
        (
            [_register("1"), _register("2", "kVAh", "1.0.9.8.0.255")],
            {"kwh_import": "1", "kvah_import": "2"},
        ),
        (
            [_register("3", obis="1.0.2.8.0.255"), _register("4", "W", "1.0.1.6.0.255")],
            {"kwh_export": "3", "max_demand_kw": "0.004"},
        ),
        ([_register("1", obis="9.9.9.9.9.9"), 5, None], {}),
    ],
)
def test_registers_are_taken_exactly_and_no_float_is_made(registers, cells):
    row = _row(readings=registers)

    assert row.fault is None
    named = {"meter_serial", "read_at", "quality"}
    assert {name: text for name, text in row.cells.items() if name not in named} == cells


@pytest.mark.parametrize(
    "changes",
    [
        {"profile": "INTERVAL"},
        {"meter": {"scheme": "CONSUMER_NUMBER", "value": "1001"}},
        {"validationStatus": "REJECTED"},
        {"validationStatus": "PERHAPS"},
        {"validationStatus": None},
        {"readings": [_register("1", "MWh")]},
        {"readings": [_register("1", None)]},
    ],
)
def test_what_is_no_read_to_be_believed_is_a_row_with_a_fault(changes):
    row = _row(**changes)

    assert row.fault is not None
    assert row.texts[1] == READING["timestamp"]


@pytest.mark.parametrize("status", ["VALID", "ESTIMATED", "MANUAL", "SUSPECT"])
def test_what_the_amisp_says_of_a_read_is_its_quality(status):
    assert read_of(_row(validationStatus=status).cells).quality == status


@pytest.mark.parametrize("item", [None, 5, "=1+1", [], {}, {"meter": "M1"}, {"readings": {}}])
def test_an_item_that_is_no_reading_is_refused_by_the_import(item):
    told = ReadingsTold()
    told.take_page(json.dumps({"items": [item]}))
    [row] = told.reads().all_rows

    with pytest.raises(CellRefused):
        read_of(row.cells)


def test_a_file_holds_a_reading_a_line_and_bad_lines_are_told_with_their_numbers(tmp_path):
    path = tmp_path / "reads.jsonl"
    lines = [json.dumps(READING), "", "=1+1", json.dumps(READING) + " " * 70_000]
    path.write_text("\r\n".join(lines), encoding="utf-8")

    rows = read_readings(path).all_rows

    assert [row.line for row in rows] == [1, 3, 4]
    assert [row.fault and row.fault.code for row in rows] == [
        None,
        "line_not_json",
        "line_too_long",
    ]


@pytest.mark.parametrize("protocol", [AmispProtocol.IEC61968, AmispProtocol.FILE])
def test_by_other_roads_no_reads_come(clock, protocol):
    is_file = protocol is AmispProtocol.FILE
    amisp = FileAmisp(AmispLink()) if is_file else Played(clock, protocol).amisp

    with pytest.raises(AmispTellsNoReads) as refused:
        amisp.daily_reads(FIRST, LAST)
    assert refused.value.protocol == protocol
