"""Undoing a receipt: what it posted is reversed by another posting, once; the receipt stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from domain.calendar import billing_day, day_number, milliseconds
from domain.consumer import Consumer
from domain.ledger import Account, EntryKind, JournalLine, balanced
from domain.office import Actor, Office
from domain.recharge import Receipt
from domain.tender import KNOWN_BY_REFERENCE, Tender
from domain.undoing import Undoing, UndoingKind
from storage.repositories.arrears import SqlArrears
from storage.repositories.moving import WalletMove, move_wallets
from storage.repositories.posting import Posted, Posting, post
from storage.repositories.sealed import add_sealed

#: As what the ledger moves.
ENTRY_OF = {
    UndoingKind.CANCELLED: EntryKind.CANCELLATION,
    UndoingKind.TRANSFERRED: EntryKind.TRANSFER,
    UndoingKind.DISHONOURED: EntryKind.DISHONOUR,
}
#: Where the money of a receipt goes that is not handed back: another receipt takes it from
#: suspense, and what the bank did not pay is no longer expected from it.
_MONEY_OF = {
    UndoingKind.TRANSFERRED: Account.SUSPENSE,
    UndoingKind.DISHONOURED: Account.CHEQUE_CLEARING,
}
_MOVED = "UPDATE reference_taken SET number = :instead"


def undo(  # noqa: PLR0913, PLR0917 - in which books, what of which receipt, of whom, by whom
    connection: Connection,
    office: Office,
    receipt: Receipt,
    undoing: Undoing,
    consumer: Consumer,
    actor: Actor,
) -> None:
    """Reverse what ``undoing`` says in wallet, arrears and ledger; let go of references."""
    # It is the counter that gives back, or none, whose books move: not the one of who says so.
    actor = replace(actor, counter=undoing.counter)
    day = billing_day(undoing.at)
    posted_seq, entry_seq = _place_of(connection, office, receipt.number)
    posted = post(
        connection,
        office,
        Posting(
            business_date=day,
            kind=ENTRY_OF[undoing.kind],
            document=receipt.number,
            wallet_rows=1,
            lines=_lines(connection, office, undoing, entry_seq),
            core={**_told(undoing, consumer), "reverses_posting": posted_seq},
            at=undoing.at,
            actor=actor,
            reverses=entry_seq,
        ),
    )
    move = WalletMove(consumer.id, -undoing.to_wallet, reverses=posted_seq)
    move_wallets(connection, office, ENTRY_OF[undoing.kind], day, posted, [move])
    if undoing.fee:
        _charge_fee(connection, office, undoing, consumer, actor)
    if undoing.to_arrears:
        _give_back_arrears(connection, office, undoing, day, posted)
    _add_row(connection, office, undoing, posted)
    _let_go_of_references(connection, office, undoing)


def _place_of(connection: Connection, office: Office, number: str) -> tuple[int, int]:
    """Return the wallet row and the entry that a receipt posted."""
    row = connection.execute(
        text(
            "SELECT r.posted_seq, e.entry_seq FROM receipt r JOIN wallet_entry e"
            "  ON e.office_id = r.office_id AND e.posted_seq = r.posted_seq"
            " WHERE r.office_id = :office_id AND r.number = :number"
        ),
        {"office_id": office.id, "number": number},
    ).one()
    return row.posted_seq, row.entry_seq


def _lines(
    connection: Connection, office: Office, undoing: Undoing, entry_seq: int
) -> tuple[JournalLine, ...]:
    """Return the lines of the reversal; those of a cancellation are exactly the opposite."""
    if undoing.kind is UndoingKind.CANCELLED:
        rows = connection.execute(
            text(
                "SELECT account, amount_paise FROM journal_line"
                " WHERE office_id = :office_id AND entry_seq = :entry_seq"
            ),
            {"office_id": office.id, "entry_seq": entry_seq},
        )
        return balanced(*(JournalLine(Account(row.account), -row.amount_paise) for row in rows))
    return balanced(
        JournalLine(Account.WALLETS, undoing.to_wallet.paise),
        JournalLine(Account.ARREARS, undoing.to_arrears.paise),
        JournalLine(Account.DEPOSITS, undoing.to_deposit.paise),
        JournalLine(Account.OTHER_INCOME, undoing.to_other.paise),
        JournalLine(_MONEY_OF[undoing.kind], -undoing.amount.paise),
    )


def _told(undoing: Undoing, consumer: Consumer) -> dict[str, Any]:
    """Return what the event tells; why it was done stands in the row, under its seal."""
    return {
        "consumer": consumer.id,
        "amount_paise": -undoing.to_wallet.paise,
        "line": undoing.line,
        "undone_paise": undoing.amount.paise,
        "to_arrears_paise": undoing.to_arrears.paise,
        "to_deposit_paise": undoing.to_deposit.paise,
        "to_other_paise": undoing.to_other.paise,
        "fee_paise": undoing.fee.paise,
        "asked_by": undoing.asked_by,
        "shift": undoing.shift,
        "instead": undoing.instead,
    }


def _charge_fee(
    connection: Connection, office: Office, undoing: Undoing, consumer: Consumer, actor: Actor
) -> None:
    day = billing_day(undoing.at)
    posted = post(
        connection,
        office,
        Posting(
            business_date=day,
            kind=EntryKind.DISHONOUR_FEE,
            document=undoing.number,
            wallet_rows=1,
            lines=balanced(
                JournalLine(Account.WALLETS, undoing.fee.paise),
                JournalLine(Account.DISHONOUR_FEES, -undoing.fee.paise),
            ),
            core={
                "consumer": consumer.id,
                "amount_paise": -undoing.fee.paise,
                "line": undoing.line,
            },
            at=undoing.at,
            actor=actor,
        ),
    )
    move = WalletMove(consumer.id, -undoing.fee)
    move_wallets(connection, office, EntryKind.DISHONOUR_FEE, day, posted, [move])


def _give_back_arrears(
    connection: Connection, office: Office, undoing: Undoing, day: date, posted: Posted
) -> None:
    arrears = SqlArrears(connection, office)
    plan = arrears.plan_paid_by(undoing.number)
    assert plan is not None  # noqa: S101 - the receipt paid some of it
    kind = undoing.kind.value
    arrears.move(plan, undoing.to_arrears, kind, day, undoing.number, posted.entry_seq)


def _add_row(connection: Connection, office: Office, undoing: Undoing, posted: Posted) -> None:
    row = {
        "number": undoing.number,
        "line": undoing.line,
        "kind": undoing.kind.value,
        "amount_paise": undoing.amount.paise,
        "to_wallet_paise": undoing.to_wallet.paise,
        "to_arrears_paise": undoing.to_arrears.paise,
        "to_deposit_paise": undoing.to_deposit.paise,
        "to_other_paise": undoing.to_other.paise,
        "fee_paise": undoing.fee.paise,
        "reason": undoing.reason,
        "asked_by": undoing.asked_by,
        "undone_by": undoing.by,
        "counter": undoing.counter,
        "shift_id": undoing.shift,
        "instead": undoing.instead,
        "business_day": day_number(billing_day(undoing.at)),
        "undone_at_ms": milliseconds(undoing.at),
        "entry_seq": posted.entry_seq,
    }
    add_sealed(connection, office, "receipt_undone", {"receipt_undone": [row]}, by=undoing.by)


def _let_go_of_references(connection: Connection, office: Office, undoing: Undoing) -> None:
    """Free the payments of a cancelled receipt; those of a transferred one go with its money."""
    if undoing.kind is UndoingKind.DISHONOURED:
        return
    is_cancelled = undoing.kind is UndoingKind.CANCELLED
    change = "DELETE FROM reference_taken" if is_cancelled else _MOVED
    for line in _first_tenders(connection, office, undoing.number):
        if line.tender in KNOWN_BY_REFERENCE:
            connection.execute(
                text(
                    f"{change} WHERE office_id = :office_id AND tender = :tender"
                    # On receipts from before there were tenders it stands as it was typed.
                    " AND reference = upper(replace(:reference, ' ', '')) AND number = :number"
                ),
                {
                    "office_id": office.id,
                    "tender": line.tender,
                    "reference": line.reference,
                    "number": undoing.number,
                }
                | ({} if is_cancelled else {"instead": undoing.instead}),
            )


def _first_tenders(connection: Connection, office: Office, number: str) -> Sequence[Any]:
    """Return in what the money of a receipt came in, however often it was transferred since."""
    while True:
        tenders = connection.execute(
            text(
                "SELECT tender, reference FROM receipt_tender"
                " WHERE office_id = :office_id AND number = :number"
            ),
            {"office_id": office.id, "number": number},
        ).all()
        if [line.tender for line in tenders] != [Tender.TRANSFER]:
            return tenders
        number = tenders[0].reference
