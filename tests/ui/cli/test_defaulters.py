"""Those who owe by command: the same rows and sums on the screen, as JSON, and in files."""

from __future__ import annotations

import csv

from openpyxl import load_workbook

from integrations.documents.preview import pages
from tests.integrations.papers import said


def test_those_below_zero_are_told_with_their_sums(desk):
    told = desk.json("defaulters").json

    assert [row["number"] for row in told["consumers"]] == ["1004"]
    assert told["due"] == told["below_zero"]["due"] == told["consumers"][0]["due"] == 45_10
    assert told["bands"][0] == {"name": "up to ₹1,000", "count": 1, "due": 45_10}
    assert told["reasons"]["no_policy"] == 1
    assert told["by_place"] == [
        {"feeder": "F2", "transformer": "D2", "count": 1, "due": 45_10},
    ]


def test_the_screen_says_what_json_says(desk):
    told = desk.run("defaulters").out

    for words in (
        "1004",
        "अनीता कुमारी",
        "45.10",
        "No policy in force",
        "One consumer · due ₹45.10",
    ):
        assert words in told


def test_every_list_can_be_asked_for(desk):
    never = desk.json("defaulters", "--kind", "never-recharged").json
    silent = desk.json("defaulters", "--kind", "non-communicating").json
    calls = desk.run("defaulters", "--kind", "calls")

    assert {row["number"] for row in never["consumers"]} == {"1001", "1002", "1003", "1004"}
    assert silent["count"] == 0
    assert calls.out.splitlines() == ["Nobody's supply is off for more than 24 hours."]


def test_filters_leave_what_they_name(desk):
    assert desk.json("defaulters", "--band", "1").json["count"] == 1
    assert desk.json("defaulters", "--band", "2").json["count"] == 0
    assert desk.json("defaulters", "--feeder", "F1").json["count"] == 0
    assert desk.json("defaulters", "--held-by", "no-policy").json["count"] == 1
    assert desk.json("defaulters", "--free").json["count"] == 0
    standing = desk.json("dashboard").json["statuses"]
    for status in ("emergency", "to-be-disconnected"):
        told = desk.json("defaulters", "--status", status).json
        assert told["count"] == standing[status.replace("-", "_")]["count"]
    assert desk.run("defaulters", "--band", "6").is_refused_in_one_sentence()


def test_files_have_what_the_screen_says_and_the_anchor(desk, tmp_path):
    shown = desk.json("defaulters").json
    excel, text, paper = (tmp_path / f"owing.{ending}" for ending in ("xlsx", "csv", "pdf"))

    for out in (excel, text, paper):
        assert desk.run("defaulters", "--out", out).code == 0

    rows = list(csv.reader(text.read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows[1:2]] == ["1004"]
    cover = load_workbook(excel).worksheets[0]
    cells = {row[0].value: row[1].value for row in cover.iter_rows() if row[0].value}
    assert cells["Rows"] == shown["count"]
    assert cells["Anchor of the books"] == shown["anchor"]
    printed = said(paper.read_bytes())
    assert "45.10" in printed
    assert "Anchor of the books PAT1.1:" in printed
    assert "agrees" in printed


def test_a_part_of_the_list_agrees_with_nothing_that_the_books_say(desk, tmp_path):
    paper, excel = tmp_path / "band.pdf", tmp_path / "band.xlsx"

    for out in (paper, excel):
        assert desk.run("defaulters", "--band", "1", "--out", out).code == 0

    printed = said(paper.read_bytes())
    assert "In all: One consumer · due ₹45.10" in printed
    assert "In the ledger" not in printed
    cover = load_workbook(excel).worksheets[0]
    assert "In the ledger" not in {cell.value for row in cover.iter_rows() for cell in row}


def test_a_list_by_feeder_adds_up_to_the_whole(desk):
    told = desk.run("defaulters", "--by-place").out

    assert "F2" in told
    assert "45.10" in told


def test_notices_are_written_a_page_each(desk, tmp_path):
    out = tmp_path / "notices.pdf"

    told = desk.json("defaulters", "notices", "--out", out).json

    assert (told["count"], told["due"]) == (1, 45_10)
    assert len(pages(out.read_bytes(), 20)) == 1
    assert "1004" in said(out.read_bytes())


def test_without_anybody_who_owes_no_file_is_written(desk, tmp_path):
    out = tmp_path / "notices.pdf"

    told = desk.run("defaulters", "--feeder", "F1", "notices", "--out", out)

    assert told.out.splitlines() == ["Nobody of the list owes anything: no notice is written."]
    assert not out.exists()


def test_notices_are_a_pdf(desk, tmp_path):
    out = tmp_path / "notices.xlsx"

    assert desk.run("defaulters", "notices", "--out", out).is_refused_in_one_sentence()
    assert not out.exists()


def test_what_leaves_is_noted_with_its_reason(staffed, tmp_path):
    out = tmp_path / "owing.xlsx"

    assert staffed.as_("ravi", "defaulters", "--out", out).error["code"] == "field_missing"
    assert staffed.as_("ravi", "defaulters", "--out", out, "--reason", "for the division").code == 0

    (noted,) = staffed.audit("--act", "export")
    assert (noted["subject"], noted["reason"]) == ("defaulters", "for the division")


def test_an_auditor_is_shown_no_address(staffed):
    (row,) = staffed.as_("gopal", "defaulters").json["consumers"]

    assert row["number"] == "1004"
    assert "मकान" not in row["address"]
