"""Whether the database itself is whole: asked of SQLite, which is a file that anything may harm."""

from __future__ import annotations

from storage.checking.sight import Findings, Sight
from storage.dialect import is_server

#: In a larger file the pages alone take longer than somebody who opens the desk waits.
_MOST_AT_START_BYTES = 512 * 1024 * 1024


def compare_pages(sight: Sight, found: Findings, *, is_whole: bool) -> None:
    """Tell a file whose pages do not fit together; a server watches over its own.

    A check that is not whole passes a large file by: every row that it reads is looked at anyway.
    """
    if is_server(sight.connection):
        return
    if not is_whole and _size_of(sight) > _MOST_AT_START_BYTES:
        return
    detail = str(sight.value("PRAGMA quick_check(1)"))
    if detail != "ok":
        found.tell("database_damaged", detail=detail)


def _size_of(sight: Sight) -> int:
    return int(sight.value("PRAGMA page_count")) * int(sight.value("PRAGMA page_size"))
