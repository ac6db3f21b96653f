"""What stands on the counter's papers, for tests, benchmarks and pictures."""

from __future__ import annotations

from datetime import date, timedelta

from domain.cheque import Cheque, ChequeState
from domain.day_end import DayEnd, Deposited, TenderOfDay
from domain.head import Head, HeadLine
from domain.money import ZERO, Money
from domain.shift import (
    CashCount,
    Closing,
    DrawerMove,
    DrawerMoveKind,
    Shift,
    ShiftFacts,
    Taken,
    report_of,
)
from domain.tender import Tender, TenderLine
from domain.undoing import Undoing
from domain.upi import UpiSlip
from tests.integrations.documents_made import NOON, OFFICE, receipt_copy

DAY = date(2026, 11, 22)


def full_copy(copy=0, office=OFFICE, **facts):
    """Return a receipt with every head, several tenders and change."""
    told = {
        "amount": Money(10_000_00),
        "to_arrears": Money(2_500_00),
        "to_wallet": Money(5_000_00),
        "to_deposit": Money(2_000_00),
        "to_other": Money(500_00),
        "arrears_after": Money(7_500_00),
        "balance_after": Money(4_954_90),
        "tender": "mixed",
        "heads": (
            HeadLine(Head.RECHARGE, Money(6_000_00)),
            HeadLine(Head.ARREARS, Money(1_500_00)),
            HeadLine(Head.DEPOSIT, Money(2_000_00)),
            HeadLine(Head.OTHER, Money(500_00), "Meter testing fee"),
        ),
        "tenders": (
            TenderLine(Tender.CASH, Money(1_000_00), given=Money(1_500_00)),
            TenderLine(Tender.CHEQUE, Money(6_000_00), "004512", "SBI Patna", date(2026, 11, 20)),
            TenderLine(Tender.UPI, Money(3_000_00), "412345678901"),
        ),
    }
    return receipt_copy(copy, office, **(told | facts))


def undoing(kind, line=0, reason="Typed a nought too many", instead=""):
    parts = (Money(6_000_00), Money(6_000_00), ZERO, ZERO, ZERO, ZERO)
    return Undoing(
        *("PAT1/02/2026-27/000123", kind, line, *parts),
        *(reason, "ramesh", "asha", NOON, 2, None, instead),
    )


def slip(**facts):
    return UpiSlip(
        **{
            "office": OFFICE,
            "consumer_number": "100001",
            "consumer_name": "Sunita Devi",
            "address": "bijli.pat1@sbi",
            "payee": "Patna-1 Kankarbagh",
            "reference": "0b7c0f6e4f0e4d0b9a520a6e1c2f3b4d",
            "amount": Money(1_234_50),
            "made_at": NOON,
            "note": "Recharge 100001",
        }
        | facts
    )


def shift_facts(**facts):
    return ShiftFacts(
        **{
            "receipts": 148,
            "taken": {
                "cash": Taken(120, Money(70_455_00)),
                "upi": Taken(21, Money(33_100_50)),
                "cheque": Taken(6, Money(41_000_00)),
            },
            "given_back": {"cash": Taken(2, Money(1_250_00))},
            "heads": {
                "recharge": Taken(140, Money(131_055_50)),
                "arrears": Taken(9, Money(9_500_00)),
                "security_deposit": Taken(2, Money(4_000_00)),
            },
            "moves": (
                DrawerMove(
                    1, 7, DrawerMoveKind.PAY_OUT, Money(350_00), "Raju", "Tea", NOON, "ramesh"
                ),
                DrawerMove(2, 7, DrawerMoveKind.DROP, Money(20_000_00), "", "", NOON, "ramesh"),
            ),
            "first": "PAT1/02/2026-27/000101",
            "last": "PAT1/02/2026-27/000248",
            "duplicates": 4,
        }
        | facts
    )


def report(closing=None, **facts):
    opening = CashCount.of({500: 2, 100: 10, 10: 20})
    shift = Shift(7, 2, DAY, NOON - timedelta(hours=3), "ramesh", opening, closing)
    return report_of(shift, shift_facts(**facts), made_at=NOON, made_by="asha")


def closing(pieces, reason="A torn note", handed_to="sita"):
    return Closing(12, NOON, "ramesh", CashCount.of(pieces), report().expected, reason, handed_to)


ANCHOR = "PAT1.1:48213:9f86d081884c7d65"


def deposited(**facts):
    return Deposited(
        **{
            "closed_at": NOON,
            "closed_by": "asha",
            "slip": "PAT1/DS/2026-27/000031",
            "cash": CashCount.of({500: 137, 200: 1, 100: 1, 50: 1, 5: 1}),
            "amount": Money(68_855_00),
            "cheques": 2,
            "cheques_amount": Money(41_000_00),
            "anchor": ANCHOR,
        }
        | facts
    )


def day_end(closed=None, **facts):
    tenders = [
        TenderOfDay("cash", 120, Money(70_455_00), Money(1_250_00), Money(69_205_00)),
        TenderOfDay("cheque", 2, Money(41_000_00), ZERO, Money(41_000_00)),
    ]
    return DayEnd(
        **{
            "counter": 2,
            "day": DAY,
            "tenders": tenders,
            "shifts": [report(closing({500: 102, 50: 1, 5: 1}))],
            "receipts": 121,
            "cancelled": 3,
            "to_deposit": Money(68_855_00),
            "cheques": 2,
            "cheques_amount": Money(41_000_00),
            "closed": closed,
        }
        | facts
    )


def cheque(number, amount, bank="State Bank of India"):
    return Cheque(
        *(f"PAT1/02/2026-27/{number:06}", 1, "cheque", amount, f"{number:06}", bank),
        *(date(2026, 11, 20), "100001", "Sunita Devi", 2, DAY, ChequeState.DEPOSITED, DAY, "asha"),
    )


CHEQUES = [cheque(4501, Money(11_000_00)), cheque(4502, Money(30_000_00))]
