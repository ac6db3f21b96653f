"""The day book: every posting of the days, by its kind and account; debit is credit."""

from __future__ import annotations

from typing import Any

from domain.calendar import day_of_number
from domain.ledger import Account, EntryKind
from domain.register import Control
from storage.listings.registers.columns import columns
from storage.listings.registers.looking import Found, Look

_OF_DAYS = " WHERE j.office_id = :office_id AND j.business_day BETWEEN :since AND :until"
_LINES = (
    "SELECT j.business_day, j.kind, l.account, count(*) AS entries,"
    " sum(CASE WHEN l.amount_paise > 0 THEN l.amount_paise ELSE 0 END) AS debit,"
    " sum(CASE WHEN l.amount_paise < 0 THEN -l.amount_paise ELSE 0 END) AS credit"
    " FROM journal_entry j"
    " JOIN journal_line l ON l.office_id = j.office_id AND l.entry_seq = j.seq"
)
#: The sub-ledger: the wallet rows of the same postings, each found by its number.
_WALLETS = (
    "SELECT sum(e.amount_paise) FROM journal_entry j THEN JOIN wallet_entry e"
    " ON e.office_id = j.office_id"
    " AND e.posted_seq BETWEEN j.first_posted_seq AND j.last_posted_seq"
)
#: The places of kinds and accounts; whatever a strange hand has put there comes last.
_KINDS = {kind.value: place for place, kind in enumerate(EntryKind)}
_ACCOUNTS = {account.value: place for place, account in enumerate(Account)}
_LAST = len(_KINDS) + len(_ACCOUNTS)


def day_book(look: Look) -> Found:
    """Return a row for each day, kind of posting and account."""
    conditions = _OF_DAYS + look.where(counter="j.counter")
    moved = look.rows(f"{_LINES}{conditions} GROUP BY j.business_day, j.kind, l.account")
    found = sorted(moved, key=_in_order)
    rows = [
        (
            *(day_of_number(row.business_day), row.kind, row.account, row.entries),
            *(int(row.debit), int(row.credit)),
        )
        for row in found
    ]
    debit, credit = sum(int(row.debit) for row in found), sum(int(row.credit) for row in found)
    wallets = sum(int(row.credit - row.debit) for row in found if row.account == Account.WALLETS)
    return Found(
        columns("day", "entry", "account", "entries", "debit", "credit"),
        rows,
        [
            Control("debit_and_credit", debit, credit),
            Control("wallet_rows", look.number(_WALLETS + conditions), wallets),
        ],
    )


def _in_order(row: Any) -> tuple[int, ...]:
    """Put rows in the order of the office, not of the letters: debits before credits."""
    kind, account = _KINDS.get(row.kind, _LAST), _ACCOUNTS.get(row.account, _LAST)
    return row.business_day, kind, row.debit == 0, account
