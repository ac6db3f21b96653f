"""Every column that a register may have: what its cells are, and whether they add up."""

from __future__ import annotations

from domain.register import CellKind, RegisterColumn
from domain.shift import DENOMINATIONS
from domain.tender import Tender

_TEXTS = (
    *("number", "by", "consumer", "name", "reference", "note", "bank", "reason", "asked_by"),
    *("undone_by", "instead", "opened_by", "series"),
)
_WORDS = (
    *("tender", "head", "state", "undone_as", "cheque_state", "arrear_kind", "arrear_state"),
    *("entry", "account", "channel", "gap"),
)
_DAYS = ("day", "taken_on", "dated", "changed_on", "booked_on", "starts_on")
_MOMENTS = ("at", "undone_at", "printed_at", "opened_at", "closed_at")
_SUMS = (
    *("amount", "taken", "undone", "net", "to_wallet", "to_arrears", "to_deposit", "to_other"),
    *("fee", "opening_float", "cash_taken", "given_back", "paid_out", "dropped", "expected"),
    *("counted", "difference", "debit", "credit", "owed_before", "booked", "paid", "ended"),
    *("rest", *(f"of_{tender.value}" for tender in Tender)),
    *(f"of_{head}" for head in ("recharge", "arrears", "security_deposit", "other")),
)
_AMOUNTS = ("balance_after", "receipt_amount")
_COUNTED = ("receipts", "parts", "given_out", "there", "missing")
_NUMBERS = ("entries", "counter", "copy", "z_number", "first", "last", "instalments")

_COLUMNS = {
    **{key: RegisterColumn(key, CellKind.TEXT) for key in _TEXTS},
    **{key: RegisterColumn(key, CellKind.WORD) for key in _WORDS},
    **{key: RegisterColumn(key, CellKind.DAY) for key in _DAYS},
    **{key: RegisterColumn(key, CellKind.MOMENT) for key in _MOMENTS},
    **{key: RegisterColumn(key, CellKind.MONEY, adds_up=True) for key in _SUMS},
    **{key: RegisterColumn(key, CellKind.MONEY) for key in _AMOUNTS},
    **{key: RegisterColumn(key, CellKind.COUNT, adds_up=True) for key in _COUNTED},
    **{key: RegisterColumn(key, CellKind.COUNT) for key in _NUMBERS},
    # Notes and coins.
    **{f"n{d}": RegisterColumn(f"n{d}", CellKind.COUNT, adds_up=True) for d in DENOMINATIONS},
}


def columns(*keys: str) -> list[RegisterColumn]:
    """Return the columns of these names, in this order."""
    return [_COLUMNS[key] for key in keys]


def every_column() -> list[RegisterColumn]:
    """Return all columns that there are, for whoever has to word them."""
    return list(_COLUMNS.values())
