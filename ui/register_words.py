"""Registers in words: their names, headings and control totals, and a register made a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain import formats
from domain.register import GroupBy, Register, RegisterColumn, RegisterKind, RegisterQuery
from domain.register_sheet import ControlLine, RegisterSheet, SheetColumn
from domain.shift import DENOMINATIONS
from resources import words
from resources.texts import N_, Texts
from ui.audit_words import CHANNELS

TITLES: Mapping[RegisterKind, str] = {
    RegisterKind.COLLECTION: N_("Collection"),
    RegisterKind.CASH_CLOSING: N_("Cash closing"),
    RegisterKind.DAY_BOOK: N_("Day book"),
    RegisterKind.CHEQUES: N_("Cheques and drafts"),
    RegisterKind.DUPLICATES: N_("Duplicate receipts"),
    RegisterKind.CANCELLATIONS: N_("Cancelled and transferred receipts"),
    RegisterKind.DISHONOURS: N_("Dishonoured cheques"),
    RegisterKind.ARREAR_PLANS: N_("Plans of arrears"),
    RegisterKind.RECEIPTS_OF_CONSUMER: N_("Receipts of a consumer"),
    RegisterKind.SERIES: N_("Series of receipt numbers"),
}

GROUPS: Mapping[GroupBy, str] = {
    GroupBy.RECEIPT: N_("Each receipt"),
    GroupBy.DAY: N_("By day"),
    GroupBy.COUNTER: N_("By counter"),
    GroupBy.CLERK: N_("By clerk"),
    GroupBy.TENDER: N_("By tender"),
    GroupBy.HEAD: N_("By head"),
}

#: Why a register has no row, and what to do.
NOTHING: Mapping[RegisterKind, str] = {
    RegisterKind.COLLECTION: N_("Nothing was taken in these days. Widen them, or clear a filter."),
    RegisterKind.CASH_CLOSING: N_("No shift was opened in these days. Choose other days."),
    RegisterKind.DAY_BOOK: N_("Nothing was posted in these days. Choose other days."),
    RegisterKind.CHEQUES: N_("No cheque was taken in these days. Widen them, or clear a filter."),
    RegisterKind.DUPLICATES: N_("No receipt was printed a second time in these days."),
    RegisterKind.CANCELLATIONS: N_("No receipt was cancelled or transferred in these days."),
    RegisterKind.DISHONOURS: N_("No cheque came back in these days."),
    RegisterKind.ARREAR_PLANS: N_("Nobody owed anything from before in these days."),
    RegisterKind.RECEIPTS_OF_CONSUMER: N_(
        "This consumer paid nothing in these days. Widen them with Alt+F2."
    ),
    RegisterKind.SERIES: N_("No receipt was given a number in these years."),
}

ACCOUNTS: Mapping[str, str] = {
    "wallets": N_("Wallets of consumers"),
    "energy": N_("Energy charges"),
    "fixed": N_("Fixed charges"),
    "fuel": N_("Fuel surcharge"),
    "duty_payable": N_("Duty payable"),
    "rent": N_("Meter rent"),
    "subsidy_receivable": N_("Subsidy receivable"),
    "rebate": N_("Rebate"),
    "cash": N_("Cash"),
    "cheque_clearing": N_("Cheques and drafts"),
    "upi_clearing": N_("UPI"),
    "card_clearing": N_("Cards"),
    "gateway_clearing": N_("Gateway"),
    "gateway_fees": N_("Gateway fees"),
    "bank": N_("Bank"),
    "suspense": N_("Suspense (transfers)"),
    "arrears": N_("Arrears"),
    "arrears_written_off": N_("Arrears written off"),
    "deposits": N_("Security deposits"),
    "other_income": N_("Other income"),
    "dishonour_fees": N_("Dishonour fees"),
    "petty_expenses": N_("Petty expenses"),
    "cash_short_or_over": N_("Cash short or over"),
    "opening_balances": N_("Opening balances"),
}

#: What is compared with the ledger; by account where the name is one.
CONTROLS: Mapping[str, str] = {
    **ACCOUNTS,
    "collected": N_("Collected in all"),
    "cash_collected": N_("Cash collected"),
    "cash_deposited": N_("Cash of closed days, taken to the bank"),
    "short_or_over": N_("Cash short or over"),
    "paid_out": N_("Paid out"),
    "debit_and_credit": N_("Debit and credit"),
    "wallet_rows": N_("Rows of the wallets"),
    "cheques_taken": N_("Cheques and drafts taken"),
    "cheques_open": N_("All that banks have still to pay"),
    "printed_again": N_("Receipts printed again, each once"),
    "cancelled": N_("Cancelled"),
    "transferred": N_("Transferred"),
    "dishonoured": N_("Dishonoured"),
    "arrears_at_the_end": N_("Arrears at the end of the days"),
    "arrears_now": N_("Arrears now"),
    "to_wallet": N_("Recharges in the wallet"),
    "taken_back": N_("Taken back from the wallet"),
    "numbers_given_out": N_("Numbers given out"),
    "receipts_posted": N_("Receipts posted"),
}

_GAPS: Mapping[str, str] = {
    "series": N_("Series"),
    "gap": N_("GAP: receipts are missing"),
    "lost": N_("Lost with the old machine, never given out again"),
}


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """How a column is called, how wide it is beside the others, and how many lines it may take."""

    title: str
    width: int
    lines: int = 1
    words: Mapping[str, str] = field(default_factory=dict)


_MONEY_WIDTH = 66
COLUMNS: Mapping[str, ColumnWords] = {
    # what it is of
    "at": ColumnWords(N_("When"), 82),
    "number": ColumnWords(N_("Receipt no."), 108),
    "counter": ColumnWords(N_("Counter"), 44),
    "by": ColumnWords(N_("Clerk"), 56),
    "consumer": ColumnWords(N_("Consumer"), 60),
    "name": ColumnWords(N_("Name"), 110, lines=2),
    "reference": ColumnWords(N_("Reference"), 88, lines=2),
    "note": ColumnWords(N_("For what"), 100, lines=2),
    "bank": ColumnWords(N_("Bank"), 80, lines=2),
    "reason": ColumnWords(N_("Reason"), 110, lines=3),
    "asked_by": ColumnWords(N_("Asked by"), 56),
    "undone_by": ColumnWords(N_("Done by"), 56),
    "instead": ColumnWords(N_("Receipt instead"), 108),
    "opened_by": ColumnWords(N_("Clerk"), 52),
    "series": ColumnWords(N_("Series"), 120),
    # words of the program
    "tender": ColumnWords(N_("Tender"), 60, words=words.TENDERS),
    "head": ColumnWords(N_("Head"), 80, words=words.HEADS),
    "state": ColumnWords(N_("State"), 82, words=words.UNDONE),
    "undone_as": ColumnWords(N_("What became of it"), 82, words=words.UNDONE),
    "cheque_state": ColumnWords(N_("State"), 70, words=words.CHEQUE_STATES),
    "arrear_kind": ColumnWords(N_("Plan"), 100, lines=2, words=words.ARREAR_KINDS),
    "arrear_state": ColumnWords(N_("State"), 54, words=words.ARREAR_STATES),
    "entry": ColumnWords(N_("Posting"), 130, words=words.ENTRIES),
    "account": ColumnWords(N_("Account"), 150, words=ACCOUNTS),
    "channel": ColumnWords(
        N_("From where"), 74, words={channel.value: text for channel, text in CHANNELS.items()}
    ),
    "gap": ColumnWords(N_("What"), 240, words=_GAPS),
    # days and moments
    "day": ColumnWords(N_("Day"), 62),
    "taken_on": ColumnWords(N_("Taken on"), 62),
    "dated": ColumnWords(N_("Dated"), 62),
    "changed_on": ColumnWords(N_("In this state since"), 62),
    "booked_on": ColumnWords(N_("Booked on"), 62),
    "starts_on": ColumnWords(N_("Begins on"), 62),
    "undone_at": ColumnWords(N_("When"), 82),
    "printed_at": ColumnWords(N_("Printed at"), 82),
    "opened_at": ColumnWords(N_("Opened at"), 82),
    "closed_at": ColumnWords(N_("Closed at"), 82),
    # amounts
    "amount": ColumnWords(N_("Amount"), _MONEY_WIDTH),
    "taken": ColumnWords(N_("Received"), _MONEY_WIDTH),
    "undone": ColumnWords(N_("Undone"), _MONEY_WIDTH),
    "net": ColumnWords(N_("Collected"), _MONEY_WIDTH + 6),
    "to_wallet": ColumnWords(N_("To wallet"), _MONEY_WIDTH),
    "to_arrears": ColumnWords(N_("To arrears"), _MONEY_WIDTH),
    "to_deposit": ColumnWords(N_("To deposit"), _MONEY_WIDTH),
    "to_other": ColumnWords(N_("To other"), _MONEY_WIDTH),
    "fee": ColumnWords(N_("Fee"), _MONEY_WIDTH),
    "opening_float": ColumnWords(N_("Float"), 58),
    "cash_taken": ColumnWords(N_("Cash taken"), 62),
    "given_back": ColumnWords(N_("Given back"), 58),
    "paid_out": ColumnWords(N_("Paid out"), 56),
    "dropped": ColumnWords(N_("Into the safe"), 58),
    "expected": ColumnWords(N_("Expected"), 62),
    "counted": ColumnWords(N_("Counted"), 62),
    "difference": ColumnWords(N_("Short (-) or over"), 58),
    "debit": ColumnWords(N_("Debit"), _MONEY_WIDTH + 14),
    "credit": ColumnWords(N_("Credit"), _MONEY_WIDTH + 14),
    "owed_before": ColumnWords(N_("Owed before"), _MONEY_WIDTH),
    "booked": ColumnWords(N_("Booked or given back"), _MONEY_WIDTH),
    "paid": ColumnWords(N_("Paid off"), _MONEY_WIDTH),
    "ended": ColumnWords(N_("Written off"), _MONEY_WIDTH),
    "rest": ColumnWords(N_("Still owed"), _MONEY_WIDTH),
    "balance_after": ColumnWords(N_("Balance after"), _MONEY_WIDTH),
    "receipt_amount": ColumnWords(N_("Amount"), _MONEY_WIDTH),
    **{f"of_{name}": ColumnWords(text, _MONEY_WIDTH) for name, text in words.TENDERS.items()},
    **{f"of_{name}": ColumnWords(text, _MONEY_WIDTH) for name, text in words.HEADS.items()},
    # numbers of things
    "receipts": ColumnWords(N_("Receipts"), 50),
    "parts": ColumnWords(N_("How many"), 50),
    "entries": ColumnWords(N_("Postings"), 54),
    "given_out": ColumnWords(N_("Given out"), 70),
    "there": ColumnWords(N_("Receipts there"), 70),
    "missing": ColumnWords(N_("Missing"), 60),
    "copy": ColumnWords(N_("Duplicate"), 54),
    "z_number": ColumnWords(N_("Z no."), 34),
    "first": ColumnWords(N_("From number"), 70),
    "last": ColumnWords(N_("To number"), 70),
    "instalments": ColumnWords(N_("Instalments"), 58),
    **{f"n{rupees}": ColumnWords(f"₹{rupees}", 30) for rupees in DENOMINATIONS},
}


def period_of(query: RegisterQuery, _: Texts) -> str:
    """Return the days of a register: one, or the first and the last."""
    names = _.month_names
    since, until = formats.day(query.since, names), formats.day(query.until, names)
    if query.since == query.until:
        return since
    return _("{since} to {until}", since=since, until=until)


def choices_of(query: RegisterQuery, _: Texts) -> list[tuple[str, str]]:
    """Return what a register was narrowed down to, each a name and a value."""
    asked = [
        (_("Consumer"), query.consumer_number),
        (_("Counter"), "" if query.counter is None else str(query.counter)),
        (_("Clerk"), query.by),
        (_("Tender"), _(words.TENDERS[query.tender]) if query.tender else ""),
        (_("Head"), _(words.HEADS[query.head]) if query.head else ""),
        (_("Added up"), _(GROUPS[GroupBy(query.group_by)]) if query.group_by else ""),
    ]
    return [(name, value) for name, value in asked if value]


def sheet_of(register: Register, _: Texts, reason: str = "") -> RegisterSheet:
    """Return a register in words, ready for paper or a file."""
    return RegisterSheet(
        title=_(TITLES[register.query.kind]),
        period=period_of(register.query, _),
        choices=choices_of(register.query, _),
        office=register.office,
        columns=[column_of(column, _, register.totals) for column in register.columns],
        rows=register.rows,
        controls=controls_of(register, _),
        made_at=register.made_at,
        made_by=register.made_by,
        anchor=register.anchor,
        reason=reason,
    )


def column_of(column: RegisterColumn, _: Texts, totals: Mapping[str, int]) -> SheetColumn:
    """Return a column in words, with what it adds up to."""
    known = COLUMNS[column.key]
    return SheetColumn(
        title=_(known.title),
        kind=column.kind,
        width=known.width,
        total=totals.get(column.key),
        words={code: _(text) for code, text in known.words.items()},
        lines=known.lines,
    )


def controls_of(register: Register, _: Texts) -> list[ControlLine]:
    """Return the control totals in words."""
    return [
        ControlLine(_(CONTROLS[line.key]), line.register, line.ledger, line.kind)
        for line in register.controls
    ]


def export_subject(query: RegisterQuery) -> str:
    """Return what the audit log calls a register that leaves as a file, in no language."""
    days = f"{query.since.isoformat()}/{query.until.isoformat()}"
    return " ".join(part for part in ("register", query.kind, query.consumer_number, days) if part)
