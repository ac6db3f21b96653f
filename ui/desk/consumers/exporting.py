"""The list of consumers as it leaves for a file: as it is narrowed down, in the columns seen."""

from __future__ import annotations

from domain.books import Books
from domain.progress import Progress
from domain.register_sheet import RegisterSheet
from ui.consumer_list_words import export_subject, sheet_of
from ui.desk.consumers.list_view import ConsumerListView
from ui.desk.kit.desk import Desk
from ui.desk.kit.listing.exporting import Exported


def exported(listed: ConsumerListView, desk: Desk, books: Books) -> Exported:
    """Return the list as it stands now, to be read again at one moment."""
    _, query = desk.texts, listed.query()
    keys = [column.key for column in listed.table.wanted_columns()]

    def read(reason: str, progress: Progress) -> RegisterSheet:
        return sheet_of(
            books.consumer_list(query, progress),
            query,
            keys,
            office=books.office,
            made_by=desk.actor.name,
            reason=reason,
            _=_,
        )

    return Exported("consumers", export_subject(query), read)
