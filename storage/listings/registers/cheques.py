"""Cheques and drafts: those taken in the days, and where each of them is now."""

from __future__ import annotations

from domain.calendar import day_of_number
from domain.ledger import Account, EntryKind
from domain.register import Control
from storage.listings.registers.columns import columns
from storage.listings.registers.looking import Found, Look

_CHEQUES = (
    "SELECT r.business_day, r.number, r.counter, r.posted_by, c.number AS consumer_number, p.name,"
    " t.tender, t.reference, t.bank, t.dated_day, t.amount_paise, q.state, q.changed_day"
    " FROM receipt r"
    " JOIN receipt_tender t ON t.office_id = r.office_id AND t.number = r.number"
    "  AND t.tender IN ('cheque', 'draft')"
    " JOIN consumer c ON c.office_id = r.office_id AND c.id = r.consumer_id"
    " LEFT JOIN receipt_party p ON p.office_id = r.office_id AND p.number = r.number"
    " LEFT JOIN cheque q ON q.office_id = t.office_id AND q.number = t.number AND q.line = t.line"
    " WHERE r.office_id = :office_id AND r.business_day BETWEEN :since AND :until"
)
#: All that a bank has still to pay, of whatever day.
_OPEN = (
    "SELECT sum(t.amount_paise) FROM cheque q JOIN receipt_tender t"
    "  ON t.office_id = q.office_id AND t.number = q.number AND t.line = q.line"
    " WHERE q.office_id = :office_id AND q.state IN ('received', 'deposited')"
)


def cheques(look: Look) -> Found:
    """Return the cheques of the days; all open ones are what the clearing account holds."""
    narrowed = look.where(counter="r.counter", by="r.posted_by")
    rows = [
        (
            *(day_of_number(row.business_day), row.number, row.counter, row.posted_by),
            *(row.consumer_number, row.name, row.tender, row.reference, row.bank),
            None if row.dated_day is None else day_of_number(row.dated_day),
            *(row.amount_paise, row.state or ""),
            None if row.changed_day is None else day_of_number(row.changed_day),
        )
        for row in look.rows(f"{_CHEQUES}{narrowed} ORDER BY r.posted_seq, t.line")
    ]
    clearing = Account.CHEQUE_CLEARING
    taken = Control(
        "cheques_taken",
        sum(row[10] for row in rows),
        look.posted({clearing}, [EntryKind.RECHARGE]),
    )
    # Nobody knows of the open ones alone which counter they are of.
    is_open = Control("cheques_open", look.number(_OPEN), look.balance(clearing))
    return Found(
        columns(
            *("taken_on", "number", "counter", "by", "consumer", "name", "tender", "reference"),
            *("bank", "dated", "amount", "cheque_state", "changed_on"),
        ),
        rows,
        [taken] if look.is_narrowed else [taken, is_open],
    )
