"""Rows of sheets become forms, to the paisa and the watt-hour, or say which cell is wrong."""

from datetime import UTC, date, datetime

import pytest

from domain.consumer import Change, Phase
from domain.consumer_checks import checked_value, faults_of
from domain.energy import Energy
from domain.errors_of_files import CellRefused
from domain.money import Money
from domain.sheet_rows import change_of, new_consumer_of, read_of

CONSUMER = {
    "number": "1001",
    "name": "Sunita Devi",
    "category": "BR-DS2",
    "load_kw": "2.5",
    "phase": "3",
    "meter_serial": "M1",
    "meter_factor": "1.5",
    "connected_on": "2025-07-01",
    "opening_balance": "-1,23,456.78",
    "initial_kwh": "12.345",
}


def test_a_consumer_is_read_with_its_units():
    form = new_consumer_of(CONSUMER)

    assert (form.load_w, form.meter_factor, form.phase) == (2500, 1500, Phase.THREE)
    assert form.opening_balance == Money(-1_23_456_78)
    assert form.initial == Energy(12_345)
    assert form.connected_on == date(2025, 7, 1)
    assert form.billed_from is None


def test_a_name_keeps_its_joiners_and_gets_plain_spaces():
    form = new_consumer_of(CONSUMER | {"name": " क्\u200dष\u00a0देवी"})

    assert form.name == "क्\u200dष देवी"
    assert faults_of(form) == {}
    assert checked_value("address", "मकान\u00a09 \u200c") == "मकान 9 \u200c"
    assert list(faults_of(new_consumer_of(CONSUMER | {"name": "\u202eivaD"}))) == ["name"]


def test_empty_cells_are_the_usual():
    form = new_consumer_of(
        CONSUMER | {"phase": "", "meter_factor": "", "opening_balance": " ", "language": ""}
    )

    assert (form.phase, form.meter_factor, form.language) == (Phase.SINGLE, 1000, "hi")
    assert form.opening_balance == Money(0)


@pytest.mark.parametrize(
    "column, text",
    [
        ("load_kw", ""),
        ("load_kw", "two"),
        ("load_kw", "1.2345"),
        ("phase", "2"),
        ("meter_factor", "-1"),
        ("connected_on", "03/04/2025"),
        ("opening_balance", "1e9"),
        ("initial_kwh", "12,5"),
    ],
)
def test_a_bad_cell_is_named(column, text):
    with pytest.raises(CellRefused) as refused:
        new_consumer_of(CONSUMER | {column: text})

    assert refused.value.column == column


def test_a_read_without_an_offset_is_indian_time():
    with_offset = {"meter_serial": "M1", "read_at": "2025-06-02T00:00:00+05:30"}
    without = with_offset | {"read_at": "2025-06-02T00:00:00"}

    reads = [read_of(cells | {"kwh_import": "1013.445"}) for cells in (with_offset, without)]

    assert reads[0] == reads[1]
    assert reads[0].read_at == datetime(2025, 6, 1, 18, 30, tzinfo=UTC)
    assert reads[0].register == Energy(1_013_445)


@pytest.mark.parametrize(
    "column, text",
    [
        ("meter_serial", ""),
        ("read_at", "2025-06-02"),
        ("kwh_import", "-3"),
        ("kwh_import", "1.2345"),
        ("max_demand_kw", "x"),
        ("quality", "q" * 65),
    ],
)
def test_a_bad_cell_of_a_read_is_named(column, text):
    cells = {"meter_serial": "M1", "read_at": "2025-06-02T00:00", "kwh_import": "5"}

    with pytest.raises(CellRefused) as refused:
        read_of(cells | {column: text})

    assert refused.value.column == column


def test_a_change_keeps_its_value_as_written():
    cells = {"number": "1001", "effective_on": "2025-07-08", "field": "load_kw", "value": " 4 "}

    assert change_of(cells) == Change("1001", date(2025, 7, 8), "load_kw", "4")
