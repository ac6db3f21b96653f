"""Settlement files: their columns by the usual headings, their rows exactly or not at all."""

from datetime import date

import pytest

from domain.errors import (
    AmountOutOfRange,
    FieldMissing,
    FieldNotAllowed,
    FieldTooLong,
    NotADay,
    NotAnAmount,
)
from domain.errors_of_counter import (
    AmountNotPositive,
    SettlementColumnMissing,
    SettlementColumnsUnknown,
    SettlementStatusUnclear,
)
from domain.errors_of_files import CellInError
from domain.money import Money
from domain.payment import SettlementOutcome
from domain.settlement_columns import columns_for, guessed_columns, key_of
from domain.settlement_rows import amount_told, day_told, read_lines
from domain.settling import SettlementRow, SettlementTable

HEADINGS = ("UTR", "Amount", "Order Id", "Fee", "Date", "Status")
MAPPING = {
    "reference": "UTR",
    "amount": "Amount",
    "order_reference": "Order Id",
    "fee": "Fee",
    "paid_on": "Date",
    "status": "Status",
}


def table(*rows, headings=HEADINGS):
    numbered = [SettlementRow(place, row) for place, row in enumerate(rows, start=2)]
    return SettlementTable("bank.csv", "00", headings, numbered)


def row(utr="412345678901", **cells):
    good = {"utr": utr, "amount": "500", "order": "", "fee": "", "day": "", "status": "SUCCESS"}
    return tuple((good | cells).values())


def refusal_of(**cells):
    lines, [(number, refusal)] = read_lines(table(row(**cells)), MAPPING, "upi")
    assert (lines, number) == ([], 2)
    return refusal


# Columns


@pytest.mark.parametrize(
    ("headings", "guessed"),
    [
        (
            ("Txn Date", "UTR No.", "Order ID", "Txn Amount (₹)", "MDR", "Status"),
            ("UTR No.", "Txn Amount (₹)", "Order ID", "MDR", "Txn Date", "Status"),
        ),
        (
            ("entity_id", "amount", "fee", "settled_at", "order_receipt"),
            ("entity_id", "amount", "order_receipt", "fee", "settled_at", None),
        ),
        (
            ("RRN", "Transaction ID", "Gross Amount", "Net Amount", "Settlement Date"),
            ("RRN", "Gross Amount", None, None, "Settlement Date", None),
        ),
    ],
)
def test_the_usual_headings_say_what_a_column_means(headings, guessed):
    fields = ("reference", "amount", "order_reference", "fee", "paid_on", "status")

    found = guessed_columns(headings)

    assert tuple(found.get(field) for field in fields) == guessed


def test_headings_that_say_nothing_are_asked_for_by_name():
    with pytest.raises(SettlementColumnsUnknown) as asked:
        columns_for(("Spalte", "Betrag"), None)

    assert asked.value.columns == "Spalte, Betrag"


def test_what_is_said_now_comes_before_what_is_remembered_and_that_before_a_guess():
    headings = ("UTR", "RRN", "Amount")
    remembered = {"reference": "rrn", "amount": "AMOUNT"}

    assert columns_for(headings, None)["reference"] == "UTR"
    assert columns_for(headings, remembered) == {"reference": "RRN", "amount": "Amount"}
    assert columns_for(headings, remembered, {"reference": "UTR"})["reference"] == "UTR"


def test_a_column_that_is_not_in_the_file_is_refused_by_name():
    with pytest.raises(SettlementColumnMissing) as missing:
        columns_for(("UTR", "Amount"), None, {"fee": "Charges"})

    assert missing.value.column == "Charges"


def test_files_with_the_same_headings_are_remembered_as_one_however_long_they_are():
    assert key_of(("UTR No.", "Amount")) == key_of(("utr no", "AMOUNT"))
    assert key_of(("UTR",)) != key_of(("RRN",))
    assert len(key_of(["शुल्क" * 60] * 64)) == 64


# Amounts and days


@pytest.mark.parametrize(
    ("text", "paise"),
    [
        ("1,234.50", 123450),
        ("₹ 1,23,456.78", 12345678),
        ("Rs. 500", 50000),
        ("INR 45.1", 4510),
        ("500.0000", 50000),
        ("500.00 Cr", 50000),
        ("500.00CR", 50000),
        ("(500.00)", -50000),
        ("-500", -50000),
        ("500.00 Dr.", -50000),
        ("500-", -50000),
        ("१,२३४.५०", 123450),
        ("'1234.56", 123456),
        ("900719925474099.33", 90071992547409933),
    ],
)
def test_an_amount_is_read_to_the_paisa(text, paise):
    assert amount_told(text) == Money(paise)


@pytest.mark.parametrize("text", ["", "-", "5e3", "1.234,50", "12.345", "500 or so", "=5+5", "½"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(NotAnAmount):
        amount_told(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-05", "05/11/2026", "5-11-2026", "05.11.26", "05-Nov-2026", "5 November, 2026"),
        *("05/11/2026 14:03:22", "2026-11-05 23:59:59", "2026-11-04T20:00:00Z"),
        *("2026-11-05T14:03:22.123+05:30", "05-NOV-26 02.03.22 PM"),
    ],
)
def test_a_date_is_read_with_the_day_first_and_in_india(text):
    assert day_told(text) == date(2026, 11, 5)


@pytest.mark.parametrize("text", ["", "soon", "31/02/2026", "13/13/2026", "5 Foo 2026", "20261105"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(NotADay):
        day_told(text)


# Rows


def test_a_row_becomes_a_line_with_its_number():
    [line], rejected = read_lines(
        table((" 4123 4567 8901 ", "₹1,000.00", "order-1", "-2.36", "22/11/2026 09:00", "OK")),
        MAPPING,
        "upi",
    )

    assert rejected == []
    assert (line.line, line.reference, line.order_reference) == (2, "412345678901", "order-1")
    assert (line.amount, line.fee) == (Money.rupees(1000), Money(236))
    assert (line.paid_on, line.outcome) == (date(2026, 11, 22), SettlementOutcome.UNKNOWN)


@pytest.mark.parametrize("cells", [{"status": "Refunded"}, {"amount": "(500)"}, {"status": "F"}])
def test_what_failed_or_was_given_back_is_no_payment(cells):
    [line], _ = read_lines(table(row(**cells)), MAPPING, "upi")

    assert line.outcome is SettlementOutcome.FAILED
    assert not line.is_paid


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        ({"utr": ""}, FieldMissing),
        ({"utr": "4.12346E+11"}, FieldNotAllowed),
        ({"utr": "x" * 300}, FieldTooLong),
        ({"utr": "123\u202e456"}, FieldNotAllowed),
        ({"utr": "12\n34"}, FieldNotAllowed),
        ({"amount": ""}, FieldMissing),
        ({"amount": "0.00"}, AmountNotPositive),
        ({"amount": "99,99,99,99,999"}, AmountOutOfRange),
        ({"amount": "12.345"}, NotAnAmount),
        ({"fee": "501"}, AmountOutOfRange),
        ({"fee": "free"}, NotAnAmount),
        ({"day": "yesterday"}, NotADay),
        ({"status": "Pending"}, SettlementStatusUnclear),
        ({"order": "o" * 300}, FieldTooLong),
    ],
)
def test_a_row_that_cannot_be_trusted_is_refused_with_the_reason(cells, refusal):
    assert type(refusal_of(**cells)) is refusal


@pytest.mark.parametrize("utr", ["=1+1", "<b>1</b>", "भुगतान-1", "שלום", "😀1", "O'Neil;--"])
def test_a_strange_reference_stays_what_it_is(utr):
    [line], rejected = read_lines(table(row(utr)), MAPPING, "card")

    assert (line.reference, rejected) == (utr, [])


def test_a_row_with_a_fault_is_rejected_and_the_others_are_read():
    faulty = SettlementRow(3, ("", "", "", "", "", ""), CellInError("Amount", "#REF!"))
    good = SettlementRow(2, row())
    sheet = SettlementTable("bank.xlsx", "00", HEADINGS, [good, faulty])

    lines, [(number, refusal)] = read_lines(sheet, MAPPING, "gateway")

    assert [line.line for line in lines] == [2]
    assert (number, refusal.facts) == (3, {"column": "Amount", "value": "#REF!"})


def test_a_mapping_without_amounts_is_refused():
    with pytest.raises(SettlementColumnMissing) as missing:
        read_lines(table(row()), {"reference": "UTR"}, "upi")

    assert missing.value.column == "amount"
