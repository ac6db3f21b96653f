"""The list of receipts as it leaves for a file: as it is narrowed down, in the columns seen."""

from __future__ import annotations

from domain.books import Books
from domain.progress import Progress
from domain.register_sheet import RegisterSheet
from ui.desk.kit.desk import Desk
from ui.desk.kit.listing.exporting import Exported
from ui.desk.receipts.list_view import Part, ReceiptLists
from ui.receipt_list_words import export_subject, sheet_of


def exported(lists: ReceiptLists, desk: Desk, books: Books) -> Exported:
    """Return the list as it stands now, to be read again at one moment."""
    _, query = desk.texts, lists.query()
    keys = [column.key for column in lists.tables[Part.RECEIPTS].wanted_columns()]

    def read(reason: str, progress: Progress) -> RegisterSheet:
        return sheet_of(
            books.reversals.receipt_list(query, progress),
            query,
            keys,
            office=books.office,
            made_by=desk.actor.name,
            reason=reason,
            _=_,
        )

    return Exported("receipts", export_subject(query), read)
