"""The general ledger: double entry, one entry per committed batch, never changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EntryKind(StrEnum):
    """Why a wallet moved."""

    OPENING_BALANCE = "opening_balance"
    DAILY_CHARGE = "daily_charge"
    RECHARGE = "recharge"


class Account(StrEnum):
    """The accounts that the office starts with (domain page, section 3)."""

    WALLETS = "wallets"
    ENERGY = "energy"
    FIXED = "fixed"
    FUEL = "fuel"
    DUTY_PAYABLE = "duty_payable"
    RENT = "rent"
    SUBSIDY_RECEIVABLE = "subsidy_receivable"
    REBATE = "rebate"
    CASH = "cash"
    CHEQUE_CLEARING = "cheque_clearing"
    UPI_CLEARING = "upi_clearing"
    CARD_CLEARING = "card_clearing"
    ARREARS = "arrears"
    OPENING_BALANCES = "opening_balances"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One side of an entry: a debit above zero, a credit below; paise."""

    account: Account
    amount_paise: int


@dataclass(frozen=True, slots=True)
class EntryDoesNotBalance(Exception):
    """Debits and credits of an entry differ; nothing may be posted."""

    lines: tuple[JournalLine, ...]


def balanced(*lines: JournalLine) -> tuple[JournalLine, ...]:
    """Return the lines that move something; they add up to zero or it is a bug."""
    moved = tuple(line for line in lines if line.amount_paise)
    if sum(line.amount_paise for line in moved):
        raise EntryDoesNotBalance(moved)
    return moved
