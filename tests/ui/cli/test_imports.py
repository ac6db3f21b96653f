"""Imports by command line: good rows go in, bad ones come back with a reason each."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

import main
from tests.ui.cli.conftest import CONSUMER_HEADER

GOOD = "M1,2025-07-09T00:00:00+05:30,1060.000"


def counts(ran):
    told = ran.json
    names = ("accepted", "changed", "unchanged", "held", "rejected")
    return tuple(told[name] for name in names)


def rejected_rows(ran):
    with Path(ran.json["rejected_file"]).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_good_rows_go_in_and_bad_ones_come_back_with_their_reason(desk):
    reads = desk.reads(
        GOOD,
        "M1,2025-07-10T00:00:00+05:30,12x",
        "NOBODY,2025-07-09T00:00:00+05:30,10",
        "M2,yesterday,10",
        "M2,2025-07-09T00:00:00+05:30,2070.5,extra",
        "M2,2025-08-09T00:00:00+05:30,2070.5",
        ",2025-07-09T00:00:00+05:30,2070.5",
    )

    ran = desk.json("import", "reads", reads)

    assert ran.code == 0
    assert counts(ran) == (1, 0, 0, 0, 6)
    header, *rows = rejected_rows(ran)
    assert header == ["meter_serial", "read_at", "kwh_import", "reason"]
    assert [row[0] for row in rows] == ["M1", "NOBODY", "M2", "M2", "M2", ""]
    assert "“12x” is not a number" in rows[0][-1]
    assert rows[1][-1] == "No consumer has the meter NOBODY."
    assert all(row[-1].endswith(".") for row in rows)
    assert ran.json["rejected_file"].endswith("reads.rejected.csv")


def test_the_file_of_rejected_rows_can_be_corrected_and_imported(desk):
    ran = desk.json("import", "reads", desk.reads("M1,2025-07-09T00:00:00+05:30,1o60"))
    bad = desk.folder / "reads.rejected.csv"
    bad.write_text(bad.read_text("utf-8-sig").replace("1o60,", "1060,", 1), encoding="utf-8")

    again = desk.json("import", "reads", bad)

    assert ran.code == 1
    assert counts(again) == (1, 0, 0, 0, 0)
    assert again.json["rejected_file"] is None


def test_nothing_good_is_exit_code_one_and_one_sentence(desk):
    ran = desk.run("import", "reads", desk.reads("NOBODY,2025-07-09T00:00:00+05:30,10"))

    assert ran.is_refused_in_one_sentence()
    assert "No consumer has the meter NOBODY." in ran.out


def test_the_same_read_again_is_unchanged_and_another_value_is_held(desk):
    desk.json("import", "reads", desk.reads(GOOD))

    again = desk.json("import", "reads", desk.reads(GOOD, GOOD.replace("1060", "1061")))

    assert counts(again) == (0, 0, 1, 1, 0)
    held = desk.json("reads", "held").json["reads"]
    assert [(read["meter"], read["reason"]) for read in held] == [("M1", "contradicts")]


def test_a_register_that_runs_backwards_is_held_and_released_with_a_note(desk):
    held = desk.json("import", "reads", desk.reads("M1,2025-07-09T00:00:00+05:30,900"))
    waiting = desk.json("reads", "held").json["reads"][0]

    without = desk.run(
        "reads", "release", "--meter", "M1", "--at", waiting["read_at"], "--note", ""
    )
    done = desk.json(
        "reads", "release", "--meter", "M1", "--at", waiting["read_at"], "--note", "new register"
    )

    assert counts(held) == (0, 0, 0, 1, 0)
    assert (waiting["register_wh"], waiting["reason"]) == (900_000, "backwards")
    assert without.is_refused_in_one_sentence()
    assert done.code == 0
    assert desk.json("reads", "held").json["reads"] == []


def test_a_read_that_does_not_wait_cannot_be_released(desk):
    refused = desk.run(
        "reads", "release", "--meter", "M1", "--at", "2025-07-02T00:00", "--note", "why not"
    )

    assert refused.is_refused_in_one_sentence()


def test_a_read_before_the_last_charged_day_is_refused(desk):
    desk.run("bill", "--day", "2025-07-05")

    ran = desk.json("import", "reads", desk.reads("M1,2025-07-03T12:00:00+05:30,1012"))

    assert ran.code == 1
    assert ran.json["rejections"][0]["code"] == "day_is_charged"


def test_a_dry_run_says_the_same_and_changes_nothing(desk):
    reads = desk.reads(GOOD, "M1,2025-07-10T00:00:00+05:30,12x")

    dry = desk.json("import", "reads", reads, "--dry-run")
    wet = desk.json("import", "reads", reads)

    assert counts(dry) == counts(wet) == (1, 0, 0, 0, 1)
    assert dry.json["rejected_file"] is None


def test_a_known_consumer_gets_new_contact_details_but_no_rated_ones(desk):
    row = "1001,Sunita Devi,Ramesh,House 12,{},,hi,AS-DOMA-2023,{},1,M1,1,F1,D1,2025-07-01,500"

    contact = desk.json("import", "consumers", desk.consumers(row.format("9999011111", "3")))
    same = desk.json("import", "consumers", desk.consumers(row.format("9999011111", "3")))
    rated = desk.json("import", "consumers", desk.consumers(row.format("9999011111", "4")))

    assert counts(contact) == (0, 1, 0, 0, 0)
    assert counts(same) == (0, 0, 1, 0, 0)
    assert rated.json["rejections"][0]["code"] == "use_changes"


def test_two_rows_of_one_consumer_are_taken_once_or_the_second_is_rejected(desk):
    row = "2001,Asha,,,,,hi,AS-DOMA-2023,1,1,M21,1,,,2025-07-01,0"

    ran = desk.json("import", "consumers", desk.consumers(row, row, row.replace("Asha", "Usha")))

    assert counts(ran) == (1, 0, 1, 0, 1)
    assert ran.json["rejections"][0]["code"] == "row_twice"
    assert "Line 2" in ran.json["rejections"][0]["message"]


@pytest.mark.parametrize(
    "row, code",
    [
        ("2001,,,,,,hi,AS-DOMA-2023,1,1,M21,1,,,2025-07-01,0", "field_missing"),
        ("2001,Asha,,,,,hi,NO-SUCH,1,1,M21,1,,,2025-07-01,0", "schedule_not_found"),
        ("2001,Asha,,,,,hi,AS-DOMA-2023,1,1,M1,1,,,2025-07-01,0", "meter_taken"),
        ("2001,Asha,,,12,,hi,AS-DOMA-2023,1,1,M21,1,,,2025-07-01,0", "field_not_allowed"),
        ("2001,Asha,,,,,hi,AS-DOMA-2023,-1,1,M21,1,,,2025-07-01,0", "cell_refused"),
        ("2001,Asha,,,,,hi,AS-DOMA-2023,1,2,M21,1,,,2025-07-01,0", "cell_refused"),
        ("2001,Asha,,,,,hi,AS-DOMA-2023,1,1,M21,1,,,03/04/2025,0", "cell_refused"),
        ("2001,Asha,,,,,hi,AS-DOMA-2023,1,1,M21,1,,,2025-07-01,1e9", "cell_refused"),
    ],
)
def test_a_consumer_that_cannot_be_is_rejected_with_its_reason(desk, row, code):
    ran = desk.json("import", "consumers", desk.consumers(row))

    assert ran.code == 1
    assert ran.json["rejections"][0]["code"] == code
    assert desk.json("balance", "--consumer", "2001").code == 1


def test_changes_are_dated_and_not_before_the_last_charged_day(desk):
    desk.run("bill", "--day", "2025-07-05")
    changes = desk.file(
        "changes.csv",
        "number,effective_on,field,value",
        "1001,2025-07-08,load_kw,4",
        "1001,2025-07-08,load_kw,4",
        "1002,2025-07-03,load_kw,6",
        "1003,2025-07-08,name,Gita",
        "1003,2025-07-08,colour,red",
        "9999,2025-07-08,name,Nobody",
    )

    ran = desk.json("import", "changes", changes)

    assert counts(ran) == (0, 2, 1, 0, 3)
    codes = [rejection["code"] for rejection in ran.json["rejections"]]
    assert codes == ["day_is_charged", "field_unknown", "consumer_not_found"]


def test_tariffs_go_in_once_and_faulty_ones_come_back(desk):
    known = json.loads(main.locate("tariffs", "examples.json").read_text("utf-8"))["tariffs"][0]
    gap = {**known, "id": "GAP-1", "energy": [[100, "3.00"]]}
    good = {**known, "id": "NEW-1"}
    other = {**known, "source": "somewhere else"}
    file = desk.folder / "tariffs.json"
    file.write_text(json.dumps({"tariffs": [known, gap, good, other]}), encoding="utf-8")

    twice = desk.json("import", "tariffs", file)
    file.write_text(json.dumps({"tariffs": [known, gap, good]}), encoding="utf-8")
    ran = desk.json("import", "tariffs", file)

    assert twice.json["rejected"] >= 2
    assert ran.code == 0
    assert ran.json["rejected"] == 1
    assert "there is a gap" in ran.json["rejections"][0]["message"]
    assert rejected_rows(ran)[1][0] == "GAP-1"


def test_a_tariff_that_is_known_with_other_content_is_rejected(desk):
    known = json.loads(main.locate("tariffs", "examples.json").read_text("utf-8"))["tariffs"][0]
    file = desk.folder / "tariffs.json"
    file.write_text(json.dumps({"tariffs": [{**known, "source": "elsewhere"}]}), encoding="utf-8")

    ran = desk.json("import", "tariffs", file)

    assert ran.code == 1
    assert ran.json["rejections"][0]["code"] == "tariff_known"


def test_a_dry_run_takes_no_tariff(desk):
    known = json.loads(main.locate("tariffs", "examples.json").read_text("utf-8"))["tariffs"][0]
    file = desk.folder / "tariffs.json"
    file.write_text(json.dumps({"tariffs": [{**known, "id": "NEW-1"}]}), encoding="utf-8")

    dry = [desk.json("import", "tariffs", file, "--dry-run") for _again in range(2)]

    assert [counts(ran) for ran in dry] == [(1, 0, 0, 0, 0)] * 2


@pytest.mark.parametrize("text", ["[", "no json", '{"tariffs": []}', "{}", "[1]", '"x"'])
def test_a_file_that_holds_no_tariffs_is_refused(desk, text):
    assert desk.run("import", "tariffs", desk.file("t.json", text)).is_refused_in_one_sentence()


# Files that cannot be read


def book(path, *rows):
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


def test_an_excel_book_with_dates_as_text_and_formulas_is_taken_row_by_row(desk):
    path = book(
        desk.folder / "reads.xlsx",
        ["meter_serial", "read_at", "kwh_import"],
        ["M1", "2025-07-09T00:00:00+05:30", 1060.25],
        ["M2", "2025-07-09T00:00:00+05:30", "=1000+1070"],
        ["M3", "09.07.2025", 3070],
    )

    ran = desk.json("import", "reads", path)

    assert ran.code == 0
    assert counts(ran) == (1, 0, 0, 0, 2)
    codes = {rejection["code"] for rejection in ran.json["rejections"]}
    assert codes == {"formula_without_value", "cell_refused"}


def unreadable(desk, kind):
    path = desk.folder / f"{kind}.csv"
    match kind:
        case "missing":
            pass
        case "folder":
            path.mkdir()
        case "empty":
            path.write_bytes(b"")
        case "only-a-header":
            path.write_text("meter_serial,read_at,kwh_import\n")
        case "wrong-header":
            path.write_text("meter,at,kwh\nM1,2025-07-09T00:00:00+05:30,1060\n")
        case "unknown-column":
            path.write_text("meter_serial,read_at,kwh_import,colour\nM1,2025-07-09,1060,red\n")
        case "not-utf-8":
            path.write_bytes(b"meter_serial,read_at,kwh_import\nM\xff\xfe,x,1\n")
        case "fifty-megabytes":
            with path.open("wb") as file:
                file.write(b"meter_serial,read_at,kwh_import\n")
                file.truncate(50 * 1024 * 1024)
        case "zip-bomb":
            return zip_bomb(desk.folder / "bomb.xlsx")
    return path


def zip_bomb(path):
    from zipfile import ZIP_DEFLATED, ZipFile  # noqa: PLC0415 - only here

    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(100):
                sheet.write(b" " * 1024 * 1024)
    return path


@pytest.mark.parametrize(
    "kind",
    [
        *("missing", "folder", "empty", "only-a-header", "wrong-header", "unknown-column"),
        *("not-utf-8", "fifty-megabytes", "zip-bomb"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(desk, kind):
    path = unreadable(desk, kind)

    ran = desk.json("import", "reads", path)

    assert ran.is_refused_in_one_sentence()
    assert set(ran.json) == {"error"}
    assert not list(desk.folder.glob("*.rejected.csv"))


def new_consumers(desk, *rows):
    path = desk.folder / "new.csv"
    path.write_text("\n".join([CONSUMER_HEADER, *rows]) + "\n", encoding="utf-8")
    return path


NEW = "2001,Geeta,,House 1,9999000009,,hi,AS-DOMA-2023,3,1,M2001,1,F1,D1,2025-07-01,100"


def test_an_import_is_listed_and_taken_back(desk):
    path = new_consumers(desk, NEW)
    taken = desk.json("import", "consumers", path)

    [listed] = [
        one for one in desk.json("imports").json["imports"] if one["id"] == taken.json["import"]
    ]
    undone = desk.json("imports", "undo", taken.json["import"], "--reason", "the wrong list")

    assert (listed["id"], listed["file"], listed["state"]) == (
        *(taken.json["import"], "new.csv", "done"),
    )
    assert (undone.code, undone.json["taken_back"], undone.json["kept"]) == (0, 1, [])
    assert undone.json["import"]["state"] == "undone"
    assert desk.json("check").json["problems"] == []
    assert desk.json("import", "consumers", path).json["accepted"] == 1


def test_a_dry_run_of_taking_back_changes_nothing(desk):
    taken = desk.json("import", "consumers", new_consumers(desk, NEW))

    told = desk.json("imports", "undo", taken.json["import"], "--reason", "x", "--dry-run")

    assert (told.json["taken_back"], told.json["dry_run"]) == (1, True)
    assert {one["state"] for one in desk.json("imports").json["imports"]} == {"done"}


def test_the_same_file_again_is_told(desk):
    path = new_consumers(desk, NEW)
    first = desk.json("import", "consumers", path)

    again = desk.json("import", "consumers", path)

    assert again.json["taken_before"] == first.json["import"]
    assert again.json["unchanged"] == 1


def test_dues_are_taken_in_with_their_plans(desk):
    path = desk.folder / "dues.csv"
    path.write_text(
        "number,amount,plan,term,remark\n1001,5000,daily,300,old ledger\n9999,1,by_hand,,x\n"
    )

    ran = desk.json("import", "dues", path)

    assert counts(ran) == (1, 0, 0, 0, 1)
    assert "dues" in {one["kind"] for one in desk.json("imports").json["imports"]}
