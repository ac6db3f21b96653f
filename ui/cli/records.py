"""Rows of the books as JSON: amounts in paise, energy in Wh, days and instants as ISO text."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from domain.calendar import IST
from domain.consumer import Consumer
from domain.energy import Energy
from domain.explanation import DayExplained
from domain.listing import ChargeRow, DaySummary, LedgerRow, ReadRow
from domain.money import Money
from domain.recharge import Receipt
from resources.texts import Texts
from ui.explaining import lines

_UNIT = "_paise"


def plain(value: object) -> Any:  # noqa: PLR0911 - one return for each kind of value
    """Return a value as JSON knows it."""
    match value:
        case Money():
            return value.paise
        case Energy():
            return value.wh
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(IST).isoformat()
        case date():
            return value.isoformat()
        case Fraction():
            return str(value)
        case dict():
            return {str(name): plain(item) for name, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value if isinstance(value, str | int | None) else str(value)


def of_fields(row: Any) -> dict[str, Any]:
    """Return the fields of a row by name; amounts lose the unit that all amounts have."""
    return {
        field.name.removesuffix(_UNIT): plain(getattr(row, field.name)) for field in fields(row)
    }


def of_charge(row: ChargeRow) -> dict[str, Any]:
    """Return a charge with every line and the balance after it."""
    return of_fields(row)


def of_explained(row: ChargeRow, day: DayExplained, _: Texts) -> dict[str, Any]:
    """Return a charge with the steps behind each line, exact and in words."""
    return of_charge(row) | {
        "mtd_before_wh": day.mtd_before_wh,
        "subsidy_split": day.subsidy_split_paise,
        "lines": [
            {
                "line": line.line,
                "posted": line.posted_paise,
                "exact_before": str(line.before_paise),
                "exact_after": str(line.after_paise),
                "name": worded.name,
                "sentences": list(worded.sentences),
                "steps": [
                    {
                        "kind": type(step).__name__.removesuffix("Step").lower(),
                        **of_fields(step),
                    }
                    for step in line.steps
                ],
            }
            for line, worded in zip(day.lines, lines(day, _), strict=True)
        ],
    }


def of_balance(consumer: Consumer) -> dict[str, Any]:
    """Return how a consumer stands."""
    return {
        "consumer": consumer.number,
        "balance": consumer.balance.paise,
        "status": consumer.status.value,
        "days_left": consumer.days_left,
        "name": consumer.name,
        "category": consumer.category,
        "load_w": consumer.load_w,
        "meter_serial": consumer.meter_serial,
        "supply_state": consumer.supply_state.value,
        "mtd_wh": consumer.month_to_date.wh,
        "mean_daily": consumer.mean_daily_paise,
        "negative_since": plain(consumer.negative_since),
        "emergency_until": plain(consumer.emergency_until),
        "last_charged_on": plain(consumer.last_charged_on),
        "last_recharge_on": plain(consumer.last_recharge_on),
        "last_recharge": plain(consumer.last_recharge),
    }


def of_ledger(row: LedgerRow) -> dict[str, Any]:
    """Return a row of a wallet."""
    return of_fields(row)


def of_read(row: ReadRow) -> dict[str, Any]:
    """Return a read, held or not, with what it was compared to."""
    return {
        "meter": row.meter_serial,
        "consumer": row.consumer_number,
        "name": row.consumer_name,
        "read_at": plain(row.read_at),
        "register_wh": row.register_wh,
        "known_wh": row.known_wh,
        "reason": plain(row.reason),
        "state": row.state.value,
        "source": row.source.value,
    }


def of_day(summary: DaySummary) -> dict[str, Any]:
    """Return what a run did for a day."""
    return {
        "day": summary.day.isoformat(),
        "charged": summary.charged,
        "without_read": summary.without_read,
        "already": summary.already,
        "skipped": dict(summary.skipped),
        "total": summary.total.paise,
    }


def of_receipt(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as it was posted."""
    return {
        "number": receipt.number,
        "order_id": receipt.order_id,
        "consumer": receipt.consumer_number,
        "name": receipt.consumer_name,
        "meter_serial": receipt.meter_serial,
        "category": receipt.category,
        "amount": receipt.amount.paise,
        "tender": receipt.tender,
        "reference": receipt.reference,
        "to_arrears": receipt.to_arrears.paise,
        "to_wallet": receipt.to_wallet.paise,
        "balance_before": receipt.balance_before.paise,
        "balance_after": receipt.balance_after.paise,
        "days_left": receipt.days_left,
        "posted_at": plain(receipt.posted_at),
        "posted_by": receipt.posted_by,
        "counter": receipt.counter,
        "to_deposit": receipt.to_deposit.paise,
        "to_other": receipt.to_other.paise,
        "arrears_after": None if receipt.arrears_after is None else receipt.arrears_after.paise,
        "heads": [
            {"head": line.head.value, "amount": line.amount.paise, "note": line.note}
            for line in receipt.heads
        ],
        "tenders": [
            {
                "tender": line.tender.value,
                "amount": line.amount.paise,
                "reference": line.reference,
                "bank": line.bank,
                "dated": None if line.dated is None else line.dated.isoformat(),
            }
            for line in receipt.tenders
        ],
        "shift": receipt.shift,
        "undone": [of_fields(part) for part in receipt.undone],
    }
