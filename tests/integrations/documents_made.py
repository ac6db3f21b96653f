"""Sheets and receipts for the tests and benchmarks of documents."""

from __future__ import annotations

from datetime import UTC, date, datetime

from domain.billing_sheet import COLUMN_NAMES, BillingSheet, ReadState, SheetColumns
from domain.credit import Status
from domain.money import Money
from domain.office import Office
from domain.recharge import Receipt, ReceiptCopy
from domain.tender import Tender

TEXT_COLUMNS = frozenset(
    {"number", "name", "category", "tariff", "meter_serial", "feeder", "read", "status"}
)
OFFICE = Office(
    code="PAT1",
    name="Patna-1 · Kankarbagh",
    state="BR",
    address="Kankarbagh Main Road, Patna 800020",
    phone="0612-2345678",
)
NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
NAMES = ("Sunita Devi", "रामेश्वर प्रसाद", "Md. Irfan & Sons", "Gurpreet Kaur")
CATEGORIES = ("DS-I", "DS-II", "NDS-I")


def billing_sheet(rows, office=OFFICE, **columns):
    """Return a sheet of that many rows, with some columns given."""
    made = {name: columns.get(name) or _column(name, rows) for name in COLUMN_NAMES}
    return BillingSheet(office, date(2026, 11, 21), NOON, "ramesh", SheetColumns(**made))


def _column(name, rows):
    if name not in TEXT_COLUMNS:
        seed = COLUMN_NAMES.index(name)
        return [(row * 7919 + seed * 104_729) % 20_000_003 - 1_000_000 for row in range(rows)]
    choices = {
        "status": [status.value for status in Status],
        "read": [read.value for read in ReadState],
        "category": CATEGORIES,
        "tariff": [f"br-{category.lower()}-2025" for category in CATEGORIES],
        "name": NAMES,
    }.get(name)
    if choices:
        return [choices[row % len(choices)] for row in range(rows)]
    return [f"{name[:2].upper()}{row:07}" for row in range(rows)]


def receipt(**facts):
    """Return a receipt of ₹1,23,456.78 taken by UPI, with some facts given."""
    return Receipt(
        **{
            "number": "PAT1/02/2026-27/000123",
            "order_id": "0b7c0f6e-4f0e-4d0b-9a52-0a6e1c2f3b4d",
            "consumer_number": "100001",
            "consumer_name": "Sunita Devi",
            "consumer_address": "House 12, Gali 4, Kankarbagh, Patna 800020",
            "meter_serial": "SG10006414",
            "category": "DS-II",
            "amount": Money(1_23_456_78),
            "tender": Tender.UPI,
            "reference": "412345678901",
            "to_arrears": Money(100_00),
            "to_wallet": Money(1_23_356_78),
            "balance_before": Money(-45_10),
            "balance_after": Money(1_23_311_68),
            "days_left": 42,
            "posted_at": NOON,
            "posted_by": "ramesh",
            "counter": 2,
        }
        | facts
    )


def receipt_copy(copy=0, office=OFFICE, **facts):
    """Return the receipt as it goes to paper."""
    return ReceiptCopy(receipt(**facts), office, copy)
