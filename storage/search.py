"""The search index of consumers: beginnings of words in number, name, mobile and meter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection

#: What FTS5 would read as its own language; everything else is a word.
_NOT_A_WORD = re.compile(r"[^\w\u0900-\u097F]+")


def index_consumers(connection: Connection, rows: Sequence[tuple[int, str, str, str, str]]) -> None:
    """Put consumers (id, number, name, mobile, meter) into the index, replacing what it had."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO consumer_search (rowid, number, name, mobile, meter)"
        " VALUES (?, ?, ?, ?, ?)",
        list(rows),
    )


def match_of(typed: str) -> str:
    """Return the FTS5 query for what somebody typed: every word, as the beginning of one."""
    words = [word for word in _NOT_A_WORD.split(typed.strip()) if word]
    return " ".join(f'"{word}"*' for word in words)
