"""The whole schema as SQL text: what a first migration of SQLite consists of."""

from __future__ import annotations

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from storage.tables import books, people, trust
from storage.tables.base import (
    FINAL_TABLES,
    FORGOTTEN_AS,
    final_row_triggers,
    forgettable_row_triggers,
    metadata,
)

#: Found by the beginnings of words; the rows carry nothing but the index.
SEARCH = (
    "CREATE VIRTUAL TABLE consumer_search USING fts5("
    "number, name, mobile, meter, content='', contentless_delete=1, prefix='1 2 3 4 5 6', "
    "tokenize=\"unicode61 categories 'L* N* Co M*'\")"
)

_MODULES = (people, books, trust)  # imported for their tables


def statements() -> list[str]:
    """Return the statements that build the present schema on an empty SQLite database."""
    dialect = sqlite.dialect()
    built = []
    for table in metadata.sorted_tables:
        built.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        built += [
            str(CreateIndex(index).compile(dialect=dialect)).strip()
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        ]
    for name in FINAL_TABLES:
        built += final_row_triggers(name)
    for name in FORGOTTEN_AS:
        built += forgettable_row_triggers(name)
    return [*built, SEARCH]
