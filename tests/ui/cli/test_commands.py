"""The commands of a day's work: what they answer, and the one sentence when they refuse."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

LINES = ("ec", "fuel", "fc", "duty", "rent")


def take(desk, *more, amount="500", order="o1", consumer="1001", tender="cash"):
    return desk.json(
        *("recharge", "--consumer", consumer, "--amount", amount),
        *("--tender", tender, "--order-id", order, *more),
    )


def test_days_are_charged_once_and_the_answer_says_how_many(desk):
    first = desk.json("bill", "--day", "2025-07-02", "--until", "2025-07-03").json["days"]
    again = desk.json("bill", "--day", "2025-07-03").json["days"]

    assert [day["day"] for day in first] == ["2025-07-01", "2025-07-02", "2025-07-03"]
    assert all(day["charged"] == 4 and day["already"] == 0 for day in first)
    assert [(day["charged"], day["already"], day["total"]) for day in again] == [(0, 4, 0)]


def test_a_dry_run_charges_nobody(desk):
    dry = desk.json("bill", "--day", "2025-07-03", "--dry-run").json
    wet = desk.json("bill", "--day", "2025-07-03").json

    assert dry["dry_run"]
    assert dry["days"] == wet["days"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--day", "2025-07-10"),
        ("--day", "2099-01-01"),
        ("--day", "tomorrow"),
        ("--day", "03/04/2025"),
        ("--day", "2025-07-05", "--until", "2025-07-04"),
        ("--day", "2025-07-05", "--until", "2025-07-11"),
    ],
)
def test_a_day_that_cannot_be_charged_is_refused(desk, arguments):
    assert desk.run("bill", *arguments).is_refused_in_one_sentence()
    assert desk.json("charges", "--consumer", "1001", "--month", "2025-07").json["days"] == []


def test_the_lines_of_a_day_add_up_and_so_do_balances(desk):
    desk.run("bill", "--day", "2025-07-07")

    days = desk.json("charges", "--consumer", "1001", "--month", "2025-07").json["days"]

    assert len(days) == 7
    for day in days:
        assert day["total"] == sum(day[line] for line in LINES) - day["subsidy"] - day["rebate"]
        assert day["balance_after"] == day["balance_before"] - day["total"]
    assert days[-1]["balance_after"] == desk.balance("1001")
    assert {day["tariff"] for day in days} == {"AS-DOMA-2023"}


def test_an_explanation_gives_the_same_day_with_its_steps(desk):
    desk.run("bill", "--day", "2025-07-03")
    charged = desk.json("charges", "--consumer", "1001", "--month", "2025-07").json["days"][-1]

    explained = desk.json("explain", "--consumer", "1001", "--day", "2025-07-03").json["days"][0]
    text = desk.run("explain", "--consumer", "1001", "--day", "2025-07-03").out

    assert {name: explained[name] for name in charged} == charged
    assert {line["line"]: line["posted"] for line in explained["lines"]}["ec"] == charged["ec"]
    assert all(line["steps"] and line["sentences"] for line in explained["lines"])
    assert "Fixed charge" in text


def test_a_day_that_is_not_charged_has_no_explanation(desk):
    refused = desk.json("explain", "--consumer", "1001", "--day", "2025-07-03")

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "day_not_charged"


def test_a_recharge_is_posted_once_however_often_it_is_asked_for(desk):
    first, again = take(desk), take(desk)

    receipt = first.json["receipt"]
    assert again.json == first.json
    assert receipt["number"] == "PAT1/00/2025-26/000001"
    assert (receipt["balance_before"], receipt["balance_after"]) == (50_000, 100_000)
    assert receipt["posted_at"] == "2025-07-10T11:30:00+05:30"
    assert desk.balance("1001") == 100_000


def test_another_order_under_the_same_id_is_refused(desk):
    take(desk)

    refused = take(desk, amount="600")

    assert refused.is_refused_in_one_sentence()
    assert refused.error == {
        "code": "order_id_reused",
        "order_id": "o1",
        "message": "The order o1 was posted before with other content; nothing was posted now.",
    }


@pytest.mark.parametrize(
    "amount", ["0", "-5", "1e9", "abc", "", "1000000000", "10.001", "9.99", "200000.01"]
)
def test_an_amount_that_cannot_be_taken_moves_no_money(desk, amount):
    refused = take(desk, amount=amount)

    assert refused.is_refused_in_one_sentence()
    assert desk.balance("1001") == 50_000


def test_an_unknown_consumer_is_refused_by_every_command(desk):
    month = ("--consumer", "9999", "--month", "2025-07")
    day = ("--consumer", "9999", "--day", "2025-07-03")

    refusals = [
        take(desk, consumer="9999"),
        desk.json("balance", "--consumer", "9999"),
        desk.json("ledger", "--consumer", "9999"),
        desk.json("charges", *month),
        desk.json("explain", *day),
    ]

    assert all(refused.is_refused_in_one_sentence() for refused in refusals)
    assert {refused.error["code"] for refused in refusals} == {"consumer_not_found"}


def test_a_payment_by_bank_needs_its_reference_and_a_tender_must_be_known(desk):
    assert take(desk, tender="upi").is_refused_in_one_sentence()
    assert take(desk, tender="gold").is_refused_in_one_sentence()
    assert take(desk, "--reference", "512345678901", tender="upi").code == 0


def test_a_receipt_is_saved_as_the_original_first_and_then_as_a_duplicate(desk):
    number = take(desk).json["receipt"]["number"]
    out = desk.folder / "receipt.pdf"

    original = desk.json("receipt", "--number", number, "--out", out).json["receipt"]
    copy = desk.json("receipt", "--number", number, "--out", out, "--paper", "80mm").json["receipt"]
    hindi = desk.json("receipt", "--number", number, "--out", out, "--language", "hi")

    assert (original["copy"], copy["copy"]) == (0, 1)
    assert hindi.json["receipt"]["copy"] == 2
    assert out.read_bytes().startswith(b"%PDF")


def test_a_receipt_that_could_not_be_written_is_still_the_original(desk):
    number = take(desk).json["receipt"]["number"]

    lost = desk.run("receipt", "--number", number, "--out", desk.folder / "none" / "r.pdf")
    saved = desk.json("receipt", "--number", number, "--out", desk.folder / "r.pdf")

    assert lost.is_refused_in_one_sentence(code=3)
    assert saved.json["receipt"]["copy"] == 0


def test_an_unknown_receipt_is_refused(desk):
    assert desk.run("receipt", "--number", "X", "--out", "x.pdf").is_refused_in_one_sentence()


def test_the_ledger_shows_the_wallet_in_posting_order(desk):
    take(desk)
    desk.run("bill", "--day", "2025-07-02")

    told = desk.json("ledger", "--consumer", "1001").json

    kinds = [row["kind"] for row in told["rows"]]
    assert kinds == ["opening_balance", "recharge", "daily_charge", "daily_charge"]
    assert sum(row["amount"] for row in told["rows"]) == told["balance"]
    assert told["rows"][-1]["balance_after"] == desk.balance("1001")


def test_the_sheet_agrees_with_the_charges(desk):
    take(desk)
    desk.run("bill", "--day", "2025-07-09")
    out = desk.folder / "sheet.xlsx"

    told = desk.json("sheet", "--day", "2025-07-09", "--out", out).json

    rows = list(load_workbook(out).worksheets[1].iter_rows(values_only=True))
    by_number = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    charged = desk.json("charges", "--consumer", "1001", "--month", "2025-07").json["days"][-1]
    assert told["charged"] == 4
    assert round(by_number["1001"]["Charged (₹)"] * 100) == charged["total"]
    assert by_number["1003"]["Name"] == "=1+1"


@pytest.mark.parametrize(
    "day, code",
    [
        ("2025-07-10", "day_in_the_future"),
        ("2025-08-01", "day_in_the_future"),
        ("2025-06-30", "nobody_supplied"),
    ],
)
def test_a_day_that_has_no_sheet_is_refused(desk, day, code):
    out = desk.folder / "sheet.xlsx"

    refused = desk.json("sheet", "--day", day, "--out", out)

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == code
    assert not out.exists()


def test_the_sheet_of_a_day_that_is_open_leaves_the_month_open(desk):
    out = desk.folder / "sheet.xlsx"

    told = desk.json("sheet", "--day", "2025-07-09", "--out", out).json

    rows = list(load_workbook(out).worksheets[1].iter_rows(values_only=True))
    months = [dict(zip(rows[0], row, strict=True))["Month to date (kWh)"] for row in rows[1:5]]
    assert told["charged"] == 0
    assert months == [None] * 4


def test_a_sheet_that_cannot_be_written_is_unavailable(desk):
    out = desk.folder / "none" / "sheet.xlsx"

    assert desk.run("sheet", "--day", "2025-07-09", "--out", out).is_refused_in_one_sentence(code=3)


@pytest.mark.parametrize("month", ["2025-13", "July", "2025", ""])
def test_a_month_that_is_none_is_refused(desk, month):
    refused = desk.run("charges", "--consumer", "1001", "--month", month)

    assert refused.is_refused_in_one_sentence()


def test_text_is_for_people(desk):
    desk.run("bill", "--day", "2025-07-09")
    take(desk)

    said = desk.run("balance", "--consumer", "1001").out
    bill = desk.run("bill", "--day", "2025-07-09").out
    ledger = desk.run("ledger", "--consumer", "1001").out

    assert "Sunita Devi" in said
    assert "₹" in said
    assert "9 Jul 2025" in bill
    assert "Daily charge" in ledger
