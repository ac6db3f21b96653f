"""The whole schema as SQL text: what the migrations of each database lead to."""

from __future__ import annotations

from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from storage.dialect import POSTGRESQL, SQLITE
from storage.tables import books, counter, desk, messages, people, supply, trust
from storage.tables.base import (
    FINAL_TABLES,
    FORGOTTEN_AS,
    final_row_triggers,
    forgettable_row_triggers,
    metadata,
)

#: Found by the beginnings of words, and by parts of numbers; the rows carry nothing but the index,
#: and that only says who: in which order the words stand nobody asks.
_SEARCH_OF_SQLITE = [
    (
        "CREATE VIRTUAL TABLE consumer_search USING fts5("
        "words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6', "
        "tokenize='ascii')"
    ),
    (
        "CREATE VIRTUAL TABLE consumer_part USING fts5("
        "parts, content='', contentless_delete=1, detail=none, tokenize='ascii')"
    ),
]
#: The same as words in byte order: those that begin with something lie beside each other.
_SEARCH_OF_POSTGRESQL = [
    (
        "CREATE TABLE consumer_word (\n"
        "\toffice_id BIGINT NOT NULL, \n"
        '\tword TEXT COLLATE "C" NOT NULL, \n'
        "\tconsumer_id BIGINT NOT NULL, \n"
        "\tPRIMARY KEY (office_id, word, consumer_id)\n)"
    ),
    "CREATE INDEX consumer_word_by_consumer ON consumer_word (office_id, consumer_id)",
    (
        "CREATE TABLE consumer_part (\n"
        "\toffice_id BIGINT NOT NULL, \n"
        "\tconsumer_id BIGINT NOT NULL, \n"
        "\tparts TEXT[] NOT NULL, \n"
        "\tPRIMARY KEY (office_id, consumer_id)\n)"
    ),
    # Without a list of what is still to be put in, which every search would have to read.
    "CREATE INDEX consumer_part_by_part ON consumer_part USING gin (parts) WITH (fastupdate = off)",
]
#: What a trigger of PostgreSQL calls; the code is that of every broken constraint.
_REFUSAL = (
    "CREATE FUNCTION a_row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$\n"
    "BEGIN\n"
    "\tRAISE EXCEPTION 'a row of % is final', TG_TABLE_NAME"
    " USING ERRCODE = 'integrity_constraint_violation';\n"
    "END\n$$"
)

_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's omission
_MODULES = (people, books, counter, trust, desk, supply, messages)  # imported for their tables


def statements(database: str = SQLITE) -> list[str]:
    """Return the statements that build the present schema in an empty database."""
    if database == POSTGRESQL:
        return [
            *_tables(_POSTGRESQL),
            _REFUSAL,
            *_guards_of_postgresql(),
            *_SEARCH_OF_POSTGRESQL,
        ]
    return [*_tables(sqlite.dialect()), *_guards_of_sqlite(), *_SEARCH_OF_SQLITE]


def _tables(dialect: Dialect) -> list[str]:
    built = []
    for table in metadata.sorted_tables:
        built.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        built += [
            str(CreateIndex(index).compile(dialect=dialect)).strip()
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        ]
    return built


def _guards_of_sqlite() -> list[str]:
    built = []
    for name in FINAL_TABLES:
        built += final_row_triggers(name)
    for name in FORGOTTEN_AS:
        built += forgettable_row_triggers(name)
    return built


def _guards_of_postgresql() -> list[str]:
    """Return the triggers; PostgreSQL can also empty a table at once, past those of its rows."""
    built = []
    for name in FINAL_TABLES:
        built += [_guard(name, verb) for verb in ("UPDATE", "DELETE", "TRUNCATE")]
    for name, forgotten in FORGOTTEN_AS.items():
        only_forgets = f"WHEN (NOT (NEW.{forgotten})) "
        built.append(_guard(name, "UPDATE", only_forgets, called="only_forgets"))
        built += [_guard(name, verb) for verb in ("DELETE", "TRUNCATE")]
    return built


def _guard(table: str, verb: str, condition: str = "", *, called: str = "") -> str:
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    return (
        f"CREATE TRIGGER {table}_{called or f'is_final_on_{verb.lower()}'} BEFORE {verb} ON {table}"
        f" FOR EACH {each} {condition}EXECUTE FUNCTION a_row_is_final()"
    )
