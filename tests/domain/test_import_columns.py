"""Columns are recognised by usual headings in two languages, by contents, or said by a person."""

from __future__ import annotations

import pytest

from domain.errors import FieldMissing
from domain.errors_of_imports import ColumnNeeded, ColumnTwice, DatesAmbiguous
from domain.import_columns import ColumnsSaid, faults_of, normalised, recognised, rows_of
from domain.import_sheet import ImportRow, ImportSheet
from domain.importing import ImportFile, ImportKind

CONSUMERS, READS, DUES = ImportKind.CONSUMERS, ImportKind.READS, ImportKind.DUES


def sheet(headings: str, *rows: str) -> ImportSheet:
    given = [ImportRow(line, tuple(row.split("|"))) for line, row in enumerate(rows, start=2)]
    return ImportSheet(ImportFile("a.csv", "0"), tuple(headings.split("|")), given, 1)


@pytest.mark.parametrize(
    ("headings", "kind", "expected"),
    [
        (
            "CA No|Consumer Name|Mobile No.|Meter Sl No|Sanctioned Load (kW)|Tariff|Date of Supply",
            CONSUMERS,
            "number name mobile meter_serial load_kw category connected_on",
        ),
        (
            "K No|नाम|मोबाइल नंबर|मीटर संख्या|स्वीकृत भार|श्रेणी|कनेक्शन तिथि",
            CONSUMERS,
            "number name mobile meter_serial load_kw category connected_on",
        ),
        (
            "Cons No|Cons. Name|Sanc. Load (kW)|Conn. Date",
            CONSUMERS,
            "number name load_kw connected_on",
        ),
        ("उपभोक्ता संख्या|बकाया राशि|योजना", DUES, "number amount plan"),
        ("METER_NO|Reading Date|Reading (kWh)", READS, "meter_serial read_at kwh_import"),
        ("read-at|kWh Import|MSN", READS, "read_at kwh_import meter_serial"),
    ],
)
def test_usual_headings_are_recognised(headings: str, kind: ImportKind, expected: str) -> None:
    found = recognised(sheet(headings, "|".join("x" for _ in headings.split("|"))), kind)

    named = {heading: name for name, heading in found.columns.items()}
    assert [named.get(heading) for heading in headings.split("|")] == expected.split()


def test_the_program_s_own_headings_are_recognised() -> None:
    headings = "number|name|guardian|address|mobile|email|language|category|load_kw|phase"
    found = recognised(sheet(headings, "|".join("x" * 10)), CONSUMERS)

    assert found.columns == {name: name for name in headings.split("|")}


def test_contents_tell_where_headings_say_nothing() -> None:
    given = sheet("#1|#2|#3", "1001|9876543210|a@b.in", "1002|8876543210|c@d.in")

    assert recognised(given, CONSUMERS).columns == {"mobile": "#2", "email": "#3"}


def test_one_date_tells_how_all_are_written() -> None:
    given = sheet("Meter No|Reading Date|Reading", "M1|03/04/2026|1", "M1|22/04/2026|2")

    said = recognised(given, READS)

    assert said.is_day_first is True
    cells = [row.cells["read_at"] for row in rows_of(given, said)]
    assert cells == ["2026-04-03T00:00:00", "2026-04-22T00:00:00"]


def test_dates_that_leave_it_open_are_asked_for() -> None:
    given = sheet("Meter No|Reading Date|Reading", "M1|03/04/2026|1")
    said = recognised(given, READS)

    [(field, fault)] = faults_of(said, given, READS).items()
    assert (field, type(fault)) == ("", DatesAmbiguous)
    assert not faults_of(ColumnsSaid(said.columns, {}, is_day_first=False), given, READS)


def test_what_is_needed_and_said_twice_is_named() -> None:
    given = sheet("Meter No|Reading", "M1|1")
    said = recognised(given, READS)
    twice = ColumnsSaid({**said.columns, "read_at": "Reading"})
    empty = ColumnsSaid({"meter_serial": "Meter No"}, {"read_at": ""})

    faults = [faults_of(one, given, READS) for one in (said, twice, empty)]

    assert [{name: type(fault) for name, fault in each.items()} for each in faults] == [
        {"read_at": ColumnNeeded},
        {"read_at": ColumnTwice, "kwh_import": ColumnTwice},
        {"read_at": FieldMissing, "kwh_import": ColumnNeeded},
    ]


def test_a_constant_stands_in_every_row() -> None:
    given = sheet("CA No|Name", "1001|Sunita", "1002|Manoj")
    said = ColumnsSaid({"number": "CA No", "name": "Name"}, {"category": "DS-I"})

    assert [row.cells["category"] for row in rows_of(given, said)] == ["DS-I", "DS-I"]


def test_what_was_remembered_fits_headings_written_otherwise() -> None:
    said = ColumnsSaid({"number": "CA No"}, {"phase": "1"}, is_day_first=True)

    again = ColumnsSaid.of(said.told(), ["Name", "ca_no."])

    assert again == ColumnsSaid({"number": "ca_no."}, {"phase": "1"}, is_day_first=True)


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("load_kw", "3 kW", "3"),
        ("phase", "Three Phase", "3"),
        ("language", "Hindi", "hi"),
        ("mobile", "98765 43210", "9876543210"),
        ("connected_on", "05-Nov-2026", "2026-11-05"),
        ("connected_on", "22.11.26", "2026-11-22"),
        ("connected_on", "soon", "soon"),
        ("read_at", "22-11-2026 6:15", "2026-11-22T06:15:00"),
        ("plan", "By hand", "by_hand"),
        ("name", "=1+1", "=1+1"),
    ],
)
def test_cells_are_written_as_the_books_read_them(field: str, text: str, expected: str) -> None:
    assert normalised(field, text, is_day_first=True) == expected
