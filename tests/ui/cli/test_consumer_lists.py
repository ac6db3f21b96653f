"""Lists of consumers by command: the same rows and totals on the screen, as JSON and in files."""

from __future__ import annotations

import csv

from openpyxl import load_workbook


def test_a_list_is_told_with_its_totals(desk):
    told = desk.json("consumers", "--text", "1003").json

    assert told["count"] == len(told["consumers"]) == 1
    assert told["consumers"][0]["number"] == "1003"
    assert told["balance"] == told["consumers"][0]["balance"]


def test_filters_and_order_are_those_of_the_desk(desk):
    rows = desk.json("consumers", "--order-by", "number", "--descending").json["consumers"]
    numbers = [row["number"] for row in rows]

    assert numbers == sorted(numbers, reverse=True)
    assert desk.json("consumers", "--balance-below", "-999999").json["count"] == 0
    assert desk.json("consumers", "--status", "closed").json["consumers"] == []


def test_a_file_has_what_the_screen_says(desk, tmp_path):
    shown = desk.json("consumers").json
    excel, text = tmp_path / "all.xlsx", tmp_path / "all.csv"

    assert desk.run("consumers", "--out", str(excel)).code == 0
    assert desk.run("consumers", "--out", str(text)).code == 0

    rows = list(csv.reader(text.read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows[1:]] == [row["number"] for row in shown["consumers"]]
    cover = load_workbook(excel).worksheets[0]
    cells = {row[0].value: row[1].value for row in cover.iter_rows() if row[0].value}
    assert cells["Rows"] == shown["count"]
    assert cells["Anchor of the books"] == shown["anchor"]


def test_a_day_that_has_not_ended_misses_no_read(desk):
    told = desk.run("consumers", "--read-missing-on", "2099-01-01")

    assert told.code == 1
    assert told.out == ""


def test_another_kind_of_file_is_refused(desk, tmp_path):
    assert desk.run("consumers", "--out", str(tmp_path / "all.pdf")).code == 1
