"""The general ledger: double entry, one entry per committed batch, never changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.money import Money
from domain.tender import Tender


class EntryKind(StrEnum):
    """Why the ledger moved, and with it a wallet or none."""

    OPENING_BALANCE = "opening_balance"
    DAILY_CHARGE = "daily_charge"
    RECHARGE = "recharge"
    #: A receipt undone as a whole, and one whose money went to another consumer's.
    CANCELLATION = "cancellation"
    TRANSFER = "transfer"
    #: A cheque that the bank did not pay, and what the office charges for it.
    DISHONOUR = "dishonour"
    DISHONOUR_FEE = "dishonour_fee"
    #: A debt from before prepaid, what of it a wallet pays on a day, and its end by a person.
    ARREAR = "arrear"
    ARREAR_INSTALMENT = "arrear_instalment"
    ARREAR_ENDED = "arrear_ended"
    #: Cash of a counter: paid out, short or over, taken to the bank.
    PAY_OUT = "pay_out"
    CASH_DIFFERENCE = "cash_difference"
    DEPOSIT_SLIP = "deposit_slip"
    #: What a bank or gateway has paid to the office's account.
    CHEQUE_CLEARED = "cheque_cleared"
    SETTLEMENT = "settlement"


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
    GATEWAY_CLEARING = "gateway_clearing"
    GATEWAY_FEES = "gateway_fees"
    BANK = "bank"
    SUSPENSE = "suspense"
    ARREARS = "arrears"
    ARREARS_WRITTEN_OFF = "arrears_written_off"
    DEPOSITS = "deposits"
    OTHER_INCOME = "other_income"
    DISHONOUR_FEES = "dishonour_fees"
    PETTY_EXPENSES = "petty_expenses"
    CASH_SHORT_OR_OVER = "cash_short_or_over"
    OPENING_BALANCES = "opening_balances"


#: Where money of each tender goes at first.
ACCOUNT_OF: Mapping[Tender, Account] = {
    Tender.CASH: Account.CASH,
    Tender.UPI: Account.UPI_CLEARING,
    Tender.CARD: Account.CARD_CLEARING,
    Tender.CHEQUE: Account.CHEQUE_CLEARING,
    Tender.DRAFT: Account.CHEQUE_CLEARING,
    Tender.GATEWAY: Account.GATEWAY_CLEARING,
    Tender.TRANSFER: Account.SUSPENSE,
}


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


def moved(amount: Money, *, from_: Account, to: Account) -> tuple[JournalLine, ...]:
    """Return the lines that move an amount from one account to another; below zero, back."""
    return balanced(JournalLine(to, amount.paise), JournalLine(from_, -amount.paise))
