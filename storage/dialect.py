"""The seam between SQLite and PostgreSQL: all SQL is written once, in a few words of the house.

Where the two databases differ, a statement uses a word that neither knows, and every statement
that goes to a driver passes through :func:`in_words_of`:

``numbers_in(:list) n``, ``words_in(:list) w``
    a list handed over by :func:`storage.rows.json_list` as a table with the column ``value``;
    the alias is obligatory. SQLite gets it as JSON, PostgreSQL as an array, whose length its
    planner sees: of JSON it believes that it always has a hundred rows, and reads whole tables.
``number_at(column, 'place.in.it')``
    a whole number out of a column that holds JSON; NULL where there is none.
``THEN JOIN``
    a join that is to be done after what stands before it: an order for SQLite, whose planner
    guesses wrong without statistics, and a plain join for PostgreSQL, whose planner has them.

What is more than a word (bulk insert, bulk update, the driver's own rows) stands in
:mod:`storage.rows`, the search in :mod:`storage.search`, the turn of a writer in
:mod:`storage.engine`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event

SQLITE, POSTGRESQL = "sqlite", "postgresql"

#: A parameter as the house writes it (``:name``), or as a driver does (``?``, ``%(name)s``).
_LIST = re.compile(r"\b(numbers|words)_in\(([^()]*(?:\(\w+\)s(?:::\w+)?)?)\)")
_THEN_JOIN = re.compile(r"\bTHEN JOIN\b")
_NUMBER_AT = re.compile(r"\bnumber_at\(([\w.]+), '([\w.]+)'\)")
#: ``:name``, but not the second half of ``::`` nor a time of the day in quotes.
_NAMED = re.compile(r"(?<![:\w]):([a-z_]\w*)")
_LISTED_BY_POSTGRESQL = {
    "numbers": "(SELECT value FROM unnest(CAST({} AS bigint[])) AS listed (value))",
    "words": "(SELECT value FROM unnest(CAST({} AS text[])) AS listed (value))",
}


class Listed(str):
    """A list as JSON, which is what SQLite takes, with the values, which PostgreSQL does."""

    __slots__ = ("values",)
    values: list[int | str]

    @classmethod
    def of(cls, values: Iterable[int | str]) -> Listed:
        listed = list(values)
        made = cls(json.dumps(listed, ensure_ascii=False))
        made.values = listed
        return made


def is_server(connection: Connection | Engine) -> bool:
    """Whether the database is a PostgreSQL server, and not a SQLite file."""
    return connection.dialect.name == POSTGRESQL


def speak_words_of_the_house(engine: Engine) -> None:
    """Let every statement of the engine be written in the words of the house."""
    name = engine.dialect.name

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _translate(
        _connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, _many: bool
    ) -> tuple[str, Any]:
        return in_words_of(name, sql), in_lists_of(name, parameters)


@lru_cache(maxsize=1024)
def in_words_of(dialect: str, sql: str) -> str:
    """Return a statement in the words of a database."""
    if dialect == SQLITE:
        sql = _NUMBER_AT.sub(r"json_extract(\1, '$.\2')", sql)
        return _THEN_JOIN.sub("CROSS JOIN", _LIST.sub(r"json_each(\2)", sql))
    sql = _NUMBER_AT.sub(_number_at_by_postgresql, sql)
    sql = _LIST.sub(lambda found: _LISTED_BY_POSTGRESQL[found[1]].format(found[2]), sql)
    return _THEN_JOIN.sub("JOIN", sql)


def _number_at_by_postgresql(found: re.Match[str]) -> str:
    place = found[2].replace(".", ",")
    return f"CAST(CAST({found[1]} AS json) #>> '{{{place}}}' AS bigint)"


def in_lists_of(dialect: str, parameters: Any) -> Any:
    """Return the parameters of a statement with its lists as a database takes them."""
    if dialect == SQLITE or not isinstance(parameters, Mapping):
        return parameters
    return {
        name: value.values if isinstance(value, Listed) else value
        for name, value in parameters.items()
    }


@lru_cache(maxsize=256)
def for_driver_of(dialect: str, sql: str) -> str:
    """Return a statement with ``:name`` parameters as the driver itself takes it."""
    sql = in_words_of(dialect, sql)
    if dialect == SQLITE:
        return sql
    return _NAMED.sub(r"%(\1)s", sql.replace("%", "%%"))
