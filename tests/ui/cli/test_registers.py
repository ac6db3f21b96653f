"""Registers by command line: on the screen, as JSON, and as files that agree with the ledger."""

from __future__ import annotations

import csv

import pypdfium2
import pytest
from openpyxl import load_workbook

from domain.register import RegisterKind
from storage.engine import open_engine
from tests.storage.conftest import by_hand
from ui.cli.registers import KINDS

RECHARGE = ("recharge", "--consumer", "1003", "--tender", "cash", "--amount")
FIRST = "PAT1/00/2025-26/000001"


@pytest.fixture
def worked(desk):
    """An office in which two payments were taken today, 10 July 2025."""
    for number, amount in enumerate(("500", "250.50")):
        assert desk.run(*RECHARGE, amount, "--order-id", f"o{number}").code == 0
    return desk


def test_a_collection_is_told_with_its_control_total(worked):
    told = worked.run("register", "collection")

    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[0] == "Collection, 10 Jul 2025"
    assert sum(FIRST in line for line in lines) == 1
    assert any(line.startswith("Total") and line.rstrip().endswith("0.00") for line in lines)
    assert "register ₹750.50, ledger ₹750.50: agrees" in told.out


def test_json_has_paise_codes_and_iso_days(worked):
    told = worked.json("register", "collection", "--tender", "cash").json

    assert told["register"] == "collection"
    assert (told["from"], told["until"]) == ("2025-07-10", "2025-07-10")
    assert [row["taken"] for row in told["rows"]] == [50000, 25050]
    assert told["rows"][0]["tender"] == "cash"
    assert told["rows"][0]["at"] == "2025-07-10T11:30:00+05:30"
    assert told["totals"] == {"taken": 75050, "undone": 0}
    assert told["controls"] == [
        {"name": "cash", "register": 75050, "ledger": 75050, "agrees": True}
    ]
    assert told["agrees"] is True


def test_a_long_collection_is_added_up_by_day(worked):
    told = worked.json("register", "collection", "--from", "2025-06-01").json

    assert [(row["day"], row["net"]) for row in told["rows"]] == [("2025-07-10", 75050)]


@pytest.mark.parametrize("group", ["receipt", "day", "counter", "clerk", "tender", "head"])
def test_a_collection_is_added_up_by_whatever_is_asked(worked, group):
    told = worked.json("register", "collection", "--group-by", group).json

    assert told["totals"]["taken"] == 75050
    assert told["agrees"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_register_can_be_asked_for(worked, kind):
    of_whom = ("--consumer", "1003") if kind == "receipts-of-consumer" else ()

    told = worked.json("register", kind, *of_whom)

    assert told.code == 0
    assert told.json["register"] == KINDS[kind] == RegisterKind(told.json["register"])
    assert told.json["agrees"]


def test_an_excel_book_a_csv_file_and_a_pdf_have_the_same_rows(worked, tmp_path):
    excel, text, paper = (tmp_path / f"book.{ending}" for ending in ("xlsx", "csv", "pdf"))

    for out in (excel, text, paper):
        told = worked.json("register", "collection", "--out", out)
        assert told.code == 0
        assert (told.json["count"], told.json["rows"]) == (2, [])

    rows = load_workbook(excel).worksheets[1]
    assert [rows.cell(row, 9).value for row in (2, 3, 4)] == [500, 250.5, 750.5]
    assert rows["F2"].value == "=1+1"
    with text.open(encoding="utf-8-sig", newline="") as file:
        assert [row[8] for row in csv.reader(file)] == ["Received", "500.00", "250.50"]
    page = pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_range()
    assert FIRST in page
    assert "₹750.50" in page


def test_a_control_total_that_differs_ends_with_exit_code_1(worked):
    engine = open_engine(worked.office / "office.db")
    by_hand(engine, f"UPDATE receipt_tender SET amount_paise = 1 WHERE number = '{FIRST}'")
    engine.dispose()

    told = worked.json("register", "collection")

    assert told.is_refused_in_one_sentence()
    assert told.json["agrees"] is False
    assert "₹250.51" in told.err
    assert "₹750.50" in told.err


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("collection", "--from", "2025-07-10", "--until", "2025-07-09"), "period_reversed"),
        (("collection", "--from", "tomorrow"), "not_a_day"),
        (("collection", "--tender", "gold"), "field_not_allowed"),
        (("collection", "--tender", "cash", "--head", "recharge"), "field_not_allowed"),
        (("collection", "--head", "gift"), "head_unknown"),
        (("day-book", "--by", "asha"), "field_not_allowed"),
        (("collection", "--counter", "100"), "field_out_of_range"),
        (("receipts-of-consumer",), "field_missing"),
        (("receipts-of-consumer", "--consumer", "9999"), "consumer_not_found"),
        (("collection", "--out", "book.doc"), "field_not_allowed"),
    ],
)
def test_what_has_no_answer_is_refused_in_one_sentence(worked, asked, code):
    told = worked.json("register", *asked)

    assert told.is_refused_in_one_sentence()
    assert told.error["code"] == code


def test_where_there_is_staff_a_file_needs_a_reason_and_is_noted(staffed, tmp_path):
    out = tmp_path / "book.xlsx"

    refused = staffed.as_("gopal", "register", "day-book", "--out", out)
    written = staffed.as_("gopal", "register", "day-book", "--out", out, "--reason", "Audit")

    assert refused.is_refused_in_one_sentence()
    assert written.code == 0
    [noted] = staffed.audit("--act", "export")
    assert (noted["by"], noted["subject"], noted["reason"]) == (
        *("gopal", "register day_book 2025-07-10/2025-07-10", "Audit"),
    )


def test_an_auditor_sees_the_names_that_every_list_shows(staffed):
    staffed.as_("ravi", *RECHARGE, "500", "--order-id", "o1")

    told = staffed.as_("gopal", "register", "collection").json

    assert [row["name"] for row in told["rows"]] == ["=1+1"]


def test_a_machine_account_sees_no_register(staffed):
    told = staffed.as_("nightly", "register", "collection")

    assert told.is_refused_in_one_sentence()
    assert told.error["code"] == "not_allowed"
