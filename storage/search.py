"""The search index of consumers: beginnings of words in number, name, mobile and meter.

SQLite keeps it in an FTS5 table that carries nothing but the index, PostgreSQL in a table of
words ordered byte by byte, so that the words that begin with something lie in one stretch.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import Connection, text

from storage.dialect import is_server
from storage.rows import insert_many, json_list

#: What FTS5 would read as its own language; everything else is a word.
_NOT_A_WORD = re.compile(r"[^\w\u0900-\u097F]+")
#: Above every character that a word can hold: the end of the words that begin with something.
_END = "\U0010ffff"
#: Accents of Latin letters, which nobody types at a counter; FTS5 drops the same ones.
_ACCENTS = re.compile("[\u0300-\u036f]")


def index_consumers(
    connection: Connection, office_id: int, rows: Sequence[tuple[int, str, str, str, str]]
) -> None:
    """Put consumers (id, number, name, mobile, meter) into the index, replacing what it had."""
    if is_server(connection):
        _index_words(connection, office_id, rows)
        return
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO consumer_search (rowid, number, name, mobile, meter)"
        " VALUES (?, ?, ?, ?, ?)",
        list(rows),
    )


def find_by_words(
    connection: Connection, office_id: int, typed: str, limit: int | None
) -> list[int]:
    """Return the ids of the consumers in whom a word begins with each word typed, in order."""
    words = words_of(typed)
    if not words:
        return []
    parameters: dict[str, int | str] = {"office_id": office_id}
    if is_server(connection):
        sql = _with_all_words(words, parameters)
    else:
        sql = "SELECT rowid FROM consumer_search WHERE consumer_search MATCH :match ORDER BY rowid"
        parameters["match"] = " ".join(f'"{word}"*' for word in words)
    if limit is not None:
        sql += " LIMIT :limit"
        parameters["limit"] = limit
    return list(connection.execute(text(sql), parameters).scalars())


def words_of(typed: str) -> list[str]:
    """Return the words of what somebody typed."""
    return [word for word in _NOT_A_WORD.split(typed.strip()) if word]


def folded(word: str) -> str:
    """Return a word as PostgreSQL's table keeps it: without capitals and accents."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", word.lower()))
    return unicodedata.normalize("NFC", bare)


def _index_words(
    connection: Connection, office_id: int, rows: Sequence[tuple[int, str, str, str, str]]
) -> None:
    connection.execute(
        text(
            "DELETE FROM consumer_word WHERE office_id = :office_id"
            " AND consumer_id IN (SELECT value FROM numbers_in(:consumers) n)"
        ),
        {"office_id": office_id, "consumers": json_list(row[0] for row in rows)},
    )
    insert_many(
        connection,
        "consumer_word",
        ("office_id", "word", "consumer_id"),
        [
            (office_id, word, consumer)
            for consumer, *fields in rows
            for word in sorted({folded(word) for field in fields for word in words_of(field)})
        ],
    )


def _with_all_words(words: Sequence[str], parameters: dict[str, int | str]) -> str:
    """Return the query for PostgreSQL: the first word's stretch, cut by each further one's."""
    stretches = []
    for place, word in enumerate(map(folded, words)):
        parameters |= {f"from{place}": word, f"to{place}": word + _END}
        stretches.append(
            "SELECT consumer_id FROM consumer_word WHERE office_id = :office_id"
            f" AND word >= :from{place} AND word < :to{place}"
        )
    return f"{' INTERSECT '.join(stretches)} ORDER BY consumer_id"
