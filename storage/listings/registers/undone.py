"""What was undone: receipts cancelled or transferred, and cheques that came back."""

from __future__ import annotations

from typing import Any

from domain.calendar import day_of_number, instant_of
from domain.ledger import Account, EntryKind
from domain.register import Control
from storage.listings.registers.collection import MONEY_ACCOUNTS
from storage.listings.registers.columns import columns
from storage.listings.registers.looking import Found, Look

_UNDONE = (
    "SELECT u.*, r.business_day AS taken_day, r.counter AS taken_at, r.posted_by, r.tender,"
    " c.number AS consumer_number, p.name, t.reference, t.bank, t.dated_day"
    " FROM receipt_undone u"
    " JOIN receipt r ON r.office_id = u.office_id AND r.number = u.number"
    " JOIN consumer c ON c.office_id = r.office_id AND c.id = r.consumer_id"
    " LEFT JOIN receipt_party p ON p.office_id = r.office_id AND p.number = r.number"
    " LEFT JOIN receipt_tender t"
    "  ON t.office_id = u.office_id AND t.number = u.number AND t.line = u.line"
    " WHERE u.office_id = :office_id AND u.business_day BETWEEN :since AND :until"
)


def cancellations(look: Look) -> Found:
    """Return the receipts that were cancelled or transferred in the days, with who asked for it."""
    found = _found(look, "u.line = 0")
    rows = [
        (
            *(instant_of(row.undone_at_ms), row.number, row.kind, day_of_number(row.taken_day)),
            *(row.taken_at, row.posted_by, row.consumer_number, row.name, row.tender),
            *(row.amount_paise, row.to_wallet_paise, row.to_arrears_paise, row.to_deposit_paise),
            *(row.to_other_paise, row.asked_by, row.undone_by, row.reason, row.instead),
        )
        for row in found
    ]
    return Found(
        columns(
            *("undone_at", "number", "undone_as", "taken_on", "counter", "by", "consumer", "name"),
            *("tender", "amount", "to_wallet", "to_arrears", "to_deposit", "to_other"),
            *("asked_by", "undone_by", "reason", "instead"),
        ),
        rows,
        [
            _undone_control(look, found, "cancelled", EntryKind.CANCELLATION),
            _undone_control(look, found, "transferred", EntryKind.TRANSFER),
        ],
    )


def dishonours(look: Look) -> Found:
    """Return the cheques that came back in the days, and what the office charged for it."""
    found = _found(look, "u.line > 0")
    rows = [
        (
            *(instant_of(row.undone_at_ms), row.number, row.consumer_number, row.name),
            *(row.reference or "", row.bank or ""),
            None if row.dated_day is None else day_of_number(row.dated_day),
            *(day_of_number(row.taken_day), row.amount_paise, row.to_wallet_paise),
            *(row.to_arrears_paise, row.to_deposit_paise, row.to_other_paise, row.fee_paise),
            *(row.undone_by, row.reason),
        )
        for row in found
    ]
    fees = look.posted({Account.DISHONOUR_FEES}, [EntryKind.DISHONOUR_FEE])
    return Found(
        columns(
            *("undone_at", "number", "consumer", "name", "reference", "bank", "dated", "taken_on"),
            *("amount", "to_wallet", "to_arrears", "to_deposit", "to_other", "fee"),
            *("undone_by", "reason"),
        ),
        rows,
        [
            _undone_control(look, found, "dishonoured", EntryKind.DISHONOUR),
            Control("dishonour_fees", sum(row.fee_paise for row in found), -fees),
        ],
    )


def _found(look: Look, condition: str) -> list[Any]:
    narrowed = look.where(by="u.undone_by")
    return list(
        look.rows(f"{_UNDONE} AND {condition}{narrowed} ORDER BY u.undone_at_ms, u.number, u.line")
    )


def _undone_control(look: Look, found: list[Any], undone_as: str, kind: EntryKind) -> Control:
    """Return what the rows come to, and what the ledger has taken out of the tenders' accounts."""
    amount = sum(row.amount_paise for row in found if row.kind == undone_as)
    return Control(undone_as, amount, -look.posted(MONEY_ACCOUNTS, [kind]))
