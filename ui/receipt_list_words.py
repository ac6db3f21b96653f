"""A list of receipts in words: its columns, what it was narrowed down to, and it made a sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain import formats
from domain.listing import ReceiptRow
from domain.office import Office
from domain.receipt_query import ReceiptList, ReceiptQuery
from domain.register import Cell, CellKind
from domain.register_sheet import ControlLine, RegisterSheet, SheetColumn
from resources import words
from resources.texts import N_, Texts
from ui.receipts_words import RECEIPT_STATES, state_of


@dataclass(frozen=True, slots=True)
class _ListColumn:
    title: str
    width: int
    cell: Callable[[ReceiptRow], Cell]
    kind: CellKind = CellKind.TEXT
    words: Mapping[str, str] | None = None


_STATES = {state.value: word for state, word in RECEIPT_STATES.items()}
_COLUMNS: Mapping[str, _ListColumn] = {
    "number": _ListColumn(N_("Receipt"), 130, lambda row: row.number),
    "taken": _ListColumn(N_("Taken"), 100, lambda row: row.posted_at, CellKind.MOMENT),
    "consumer": _ListColumn(N_("Consumer"), 60, lambda row: row.consumer_number),
    "name": _ListColumn(N_("Name"), 150, lambda row: row.consumer_name),
    "tender": _ListColumn(N_("Tender"), 80, lambda row: row.tender, CellKind.WORD, words.TENDERS),
    "amount": _ListColumn(N_("Amount"), 80, lambda row: row.amount.paise, CellKind.MONEY),
    "copies": _ListColumn(N_("Prints"), 50, lambda row: row.copies, CellKind.COUNT),
    "state": _ListColumn(
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
    columns = [_COLUMNS[key] for key in keys]
    amount = sum(row.amount.paise for row in found.rows)
    valid = sum(row.amount.paise for row in found.rows if not row.undone)
    money, totals = CellKind.MONEY, found.totals
    return RegisterSheet(
        title=_("Receipts"),
        period=formats.moment(found.made_at, _.month_names),
        choices=choices_of(query, _),
        office=office,
        columns=[_column(key, amount, _) for key in keys],
        rows=[tuple(column.cell(row) for column in columns) for row in found.rows],
        controls=[
            ControlLine(_("Receipts"), len(found.rows), totals.receipts, CellKind.COUNT),
            ControlLine(_("Amount"), amount, totals.amount.paise, money),
            ControlLine(_("Amount of valid receipts"), valid, totals.valid.paise, money),
        ],
        made_at=found.made_at,
        made_by=made_by,
        anchor=found.anchor,
        reason=reason,
    )


def export_subject(query: ReceiptQuery) -> str:
    """Return what the audit log calls a list that leaves as a file, in no language."""
    return "receipts" if query == ReceiptQuery() else "receipts filtered"


def _column(key: str, amount: int, _: Texts) -> SheetColumn:
    known = _COLUMNS[key]
    return SheetColumn(
        title=_(known.title),
        kind=known.kind,
        width=known.width,
        total=amount if key == "amount" else None,
        words={value: _(word) for value, word in (known.words or {}).items()},
    )
