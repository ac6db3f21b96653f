"""Tariffs by command line: by schedule and date, one in full, and the impact of a draft."""

from __future__ import annotations

import json

import pypdfium2
import pytest
from openpyxl import load_workbook

from resources import locate

DRAFT = next(
    tariff
    for tariff in json.loads(locate("tariffs", "examples.json").read_text("utf-8"))["tariffs"]
    if tariff["id"] == "AS-DOMA-2023"
) | {"id": "AS-DOMA-2026", "schedule": "AS-DOMA-2023", "valid_from": "2026-12-01"}


@pytest.fixture
def charged(desk):
    """The office with the first nine days of July 2025 charged."""
    assert desk.run("bill", "--day", "2025-07-01", "--until", "2025-07-09").code == 0
    return desk


def draft_in(desk, **fields):
    path = desk.folder / "draft.json"
    path.write_text(json.dumps({"tariffs": [DRAFT | fields]}), "utf-8")
    return path


def test_schedules_are_told_by_date(desk):
    told = desk.json("tariffs").json["schedules"]

    bihar = next(one for one in told if one["schedule"] == "BR-DS2")
    assert [(one["id"], one["standing"]) for one in bihar["versions"]] == [
        ("BR-DS2-2025", "today"),
        ("BR-DS2-2025F", "coming"),
        (None, "gap"),
    ]
    assert "Holds today" in desk.run("tariffs").out


def test_one_version_is_told_in_full(desk):
    told = desk.run("tariffs", "show", "BR-DS2-2025F")

    assert "the first 125 units of a month" in told.out
    assert desk.json("tariffs", "show", "BR-DS2").json["tariff"]["id"] == "BR-DS2-2025"
    assert desk.run("tariffs", "show", "BR-DS9").is_refused_in_one_sentence()


def test_the_impact_of_a_draft_is_told_to_the_paisa(charged):
    path = draft_in(charged, fixed_charge={"per": "kw", "rate": "100", "basis": "30"})

    told = charged.json("tariffs", "impact", "--draft", str(path), "--months", "1").json

    assert (told["from"], told["until"]) == ("2025-07-01", "2025-07-09")
    assert (told["consumers"], told["consumer_days"], told["unequal_days"]) == (1, 9, 0)
    # Nine days of 30 rupees more for each of 3 kW.
    total = next(line for line in told["lines"] if line["line"] == "total")
    assert total["change"] == 9 * 3 * 100
    assert total["now"] == told["charged"]
    assert told["worst"][0]["consumer"] == "1001"
    assert "Paying more" in charged.run("tariffs", "impact", "--draft", str(path)).out


def test_the_impact_is_filed_as_a_book_and_on_paper(charged):
    path = draft_in(charged, fixed_charge={"per": "kw", "rate": "100", "basis": "30"})
    book, paper = charged.folder / "impact.xlsx", charged.folder / "impact.pdf"

    for out in (book, paper):
        ran = charged.run("tariffs", "impact", "--draft", str(path), "--out", str(out))
        assert ran.code == 0, ran.err

    rows = list(load_workbook(book).worksheets[1].iter_rows(values_only=True))
    [paid] = [row for row in rows if row[1] == "To be paid"]
    assert round(paid[6] * 100) == 2700
    assert len(pypdfium2.PdfDocument(paper)) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--months", "0"),
        ("--months", "13"),
        ("--months", "=1+1"),
        ("--out", "impact.exe"),
    ],
)
def test_bad_options_are_refused_in_a_sentence(charged, arguments):
    path = draft_in(charged)

    ran = charged.run("tariffs", "impact", "--draft", str(path), *arguments)

    assert ran.is_refused_in_one_sentence()


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        '{"tariffs": []}',
        '{"tariffs": [{"id": "<b>x</b>"}]}',
        json.dumps({"tariffs": [DRAFT | {"peak_hours": "18-22"}]}),
        json.dumps({"tariffs": [DRAFT | {"valid_from": "2025-07-05"}]}),
    ],
)
def test_a_draft_that_cannot_be_charged_by_is_refused_in_a_sentence(charged, text):
    path = charged.folder / "draft.json"
    path.write_text(text, "utf-8")

    assert charged.run("tariffs", "impact", "--draft", str(path)).is_refused_in_one_sentence()


def test_a_new_schedule_is_previewed_in_the_place_of_another(charged):
    path = draft_in(charged, id="AS-NEW", schedule="AS-NEW")

    refused = charged.run("tariffs", "impact", "--draft", str(path))
    assert refused.is_refused_in_one_sentence()

    instead = ("--instead-of", "AS-DOMA-2023")
    told = charged.json("tariffs", "impact", "--draft", str(path), *instead).json
    assert (told["schedule"], told["consumers"]) == ("AS-DOMA-2023", 1)
