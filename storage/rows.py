"""Small roads between SQL rows and columns, the same for both databases."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from storage.dialect import Listed, for_driver_of, in_lists_of, is_server
from storage.tables.base import metadata

NONE = -1
_STRETCH = 2_000


def column(values: Iterable[int | None]) -> NDArray[np.int64]:
    """Return an int64 column, NONE where SQL says NULL."""
    return np.array([NONE if value is None else value for value in values], np.int64)


def optional(values: NDArray[np.int64]) -> list[int | None]:
    """Return the values of a column, None where it holds NONE."""
    return [None if value == NONE else value for value in values.tolist()]


def json_list(values: Iterable[int | str]) -> Listed:
    """Return values for ``IN (SELECT value FROM numbers_in(:values) n)``, or ``words_in``."""
    return Listed.of(values)


def driver_rows(connection: Connection, sql: str, parameters: Mapping[str, Any]) -> list[Any]:
    """Return the driver's own rows: SQLAlchemy's would cost a third of a run."""
    cursor = connection.connection.cursor()
    try:
        dialect = connection.dialect.name
        cursor.execute(for_driver_of(dialect, sql), in_lists_of(dialect, parameters))
        return list(cursor.fetchall())
    finally:
        cursor.close()


def driver_numbers(connection: Connection, sql: str, parameters: Mapping[str, Any]) -> array[int]:
    """Return the first column of all rows, a stretch at a time.

    A million rows at once would be looked through by the collector of rubbish, and while it does
    no other thread moves, not that of the window either.
    """
    cursor = connection.connection.cursor()
    try:
        dialect = connection.dialect.name
        cursor.execute(for_driver_of(dialect, sql), in_lists_of(dialect, parameters))
        numbers = array("q")
        while rows := cursor.fetchmany(_STRETCH):
            numbers.extend([row[0] for row in rows])
        return numbers
    finally:
        cursor.close()


def insert_many(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Any]
) -> None:
    """Insert a list of tuples by the bulk road past SQLAlchemy."""
    if not rows:
        return
    named = ", ".join(_quoted(columns))
    if is_server(connection):
        cursor = connection.connection.cursor()
        with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.close()
        return
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {table} ({named}) VALUES ({marks})", list(rows))


def update_many(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    key: Sequence[str],
    rows: Sequence[Any],
) -> None:
    """Set ``columns`` in one row for each tuple, which ends with the values of its ``key``."""
    if not rows:
        return
    if is_server(connection):
        _update_from_columns(connection, table, columns, key, rows)
        return
    new = ", ".join(f"{name} = ?" for name in _quoted(columns))
    same = " AND ".join(f"{name} = ?" for name in _quoted(key))
    connection.exec_driver_sql(f"UPDATE {table} SET {new} WHERE {same}", list(rows))


def take_numbers(connection: Connection, office_id: int, name: str, how_many: int) -> int:
    """Take ``how_many`` running numbers inside the transaction; return the first of them."""
    last: int = connection.execute(
        text(
            "INSERT INTO counter (office_id, name, value) VALUES (:office_id, :name, :count)"
            " ON CONFLICT (office_id, name) DO UPDATE SET value = counter.value + excluded.value"
            " RETURNING value"
        ),
        {"office_id": office_id, "name": name, "count": how_many},
    ).scalar_one()
    return last - how_many + 1


def _update_from_columns(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    key: Sequence[str],
    rows: Sequence[Any],
) -> None:
    """Update by one statement that gets each column as an array."""
    names = [*columns, *key]
    types = {name: _type_of(connection, table, name) for name in names}
    arrays = ", ".join(f"%s::{types[name]}[]" for name in names)
    new = ", ".join(f"{name} = given.{name}" for name in _quoted(columns))
    same = " AND ".join(f"{table}.{name} = given.{name}" for name in _quoted(key))
    connection.exec_driver_sql(
        f"UPDATE {table} SET {new} FROM unnest({arrays}) AS given ({', '.join(_quoted(names))})"
        f" WHERE {same}",
        tuple(list(values) for values in zip(*rows, strict=True)),
    )


def _type_of(connection: Connection, table: str, name: str) -> str:
    declared = metadata.tables[table].c[name].type.compile(dialect=connection.dialect)
    return declared.partition(" COLLATE")[0]  # the order of a text is the table's business


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]
