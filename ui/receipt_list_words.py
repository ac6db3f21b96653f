"""A list of receipts in words: its columns, what it was narrowed down to, and it made a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain import formats
from domain.office import Office
from domain.receipt_query import ReceiptList, ReceiptQuery
from domain.register import CellKind
from domain.register_sheet import ControlLine, RegisterSheet
from resources import words
from resources.texts import N_, Texts
from ui.list_sheets import ListColumn, sheet_of_list
from ui.receipts_words import RECEIPT_STATES, state_of

_STATES = {state.value: word for state, word in RECEIPT_STATES.items()}
_COLUMNS: Mapping[str, ListColumn] = {
    "number": ListColumn(N_("Receipt"), 130, lambda row: row.number),
    "taken": ListColumn(N_("Taken"), 100, lambda row: row.posted_at, CellKind.MOMENT),
    "consumer": ListColumn(N_("Consumer"), 60, lambda row: row.consumer_number),
    "name": ListColumn(N_("Name"), 150, lambda row: row.consumer_name),
    "tender": ListColumn(N_("Tender"), 80, lambda row: row.tender, CellKind.WORD, words.TENDERS),
    "amount": ListColumn(N_("Amount"), 80, lambda row: row.amount.paise, CellKind.MONEY),
    "copies": ListColumn(N_("Prints"), 50, lambda row: row.copies, CellKind.COUNT),
    "state": ListColumn(
        N_("State"), 90, lambda row: state_of(row.undone).value, CellKind.WORD, _STATES
    ),
}


def choices_of(query: ReceiptQuery, _: Texts) -> list[tuple[str, str]]:
    """Return what a list was narrowed down to, each a name and a value."""
    first, last = (
        formats.day(day, _.month_names) if day else "" for day in (query.since, query.until)
    )
    found = [
        (_("Search"), query.text.strip()),
        (_("From"), first),
        (_("Until"), last),
        (_("Counter"), "" if query.counter is None else str(query.counter)),
        (_("Taken by"), query.by),
        (_("Tender"), _(words.TENDERS[query.tender]) if query.tender else ""),
        (_("State"), _(RECEIPT_STATES[query.state]) if query.state else ""),
    ]
    return [(name, value) for name, value in found if value]


def sheet_of(  # noqa: PLR0913 - all that its cover says
    found: ReceiptList,
    query: ReceiptQuery,
    keys: Sequence[str],
    *,
    office: Office,
    made_by: str,
    reason: str,
    _: Texts,
) -> RegisterSheet:
    """Return the list in words with these columns, and its totals beside those of the books."""
    amount = sum(row.amount.paise for row in found.rows)
    valid = sum(row.amount.paise for row in found.rows if not row.undone)
    money, totals = CellKind.MONEY, found.totals
    return sheet_of_list(
        found,
        {key: _COLUMNS[key] for key in keys},
        title=_("Receipts"),
        choices=choices_of(query, _),
        totals={"amount": amount},
        controls=[
            ControlLine(_("Receipts"), len(found.rows), totals.receipts, CellKind.COUNT),
            ControlLine(_("Amount"), amount, totals.amount.paise, money),
            ControlLine(_("Amount of valid receipts"), valid, totals.valid.paise, money),
        ],
        office=office,
        made_by=made_by,
        reason=reason,
        _=_,
    )


def export_subject(query: ReceiptQuery) -> str:
    """Return what the audit log calls a list that leaves as a file, in no language."""
    return "receipts" if query == ReceiptQuery() else "receipts filtered"
