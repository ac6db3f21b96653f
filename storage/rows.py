"""Small roads between SQL rows and columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

NONE = -1


def column(values: Iterable[int | None]) -> NDArray[np.int64]:
    """Return an int64 column, NONE where SQL says NULL."""
    return np.array([NONE if value is None else value for value in values], np.int64)


def optional(values: NDArray[np.int64]) -> list[int | None]:
    """Return the values of a column, None where it holds NONE."""
    return [None if value == NONE else value for value in values.tolist()]


def json_list(values: Iterable[int | str]) -> str:
    """Return values as JSON, for ``IN (SELECT value FROM json_each(:values))``."""
    return json.dumps(list(values), ensure_ascii=False)


def insert_many(
    connection: Connection, table: str, columns: Sequence[str], rows: list[Any]
) -> None:
    """Insert a list of tuples by one prepared statement: the bulk road past SQLAlchemy."""
    if rows:
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
            rows,
        )


def take_numbers(connection: Connection, office_id: int, name: str, how_many: int) -> int:
    """Take ``how_many`` running numbers inside the transaction; return the first of them."""
    last: int = connection.execute(
        text(
            "INSERT INTO counter (office_id, name, value) VALUES (:office_id, :name, :count)"
            " ON CONFLICT (office_id, name) DO UPDATE SET value = value + excluded.value"
            " RETURNING value"
        ),
        {"office_id": office_id, "name": name, "count": how_many},
    ).scalar_one()
    return last - how_many + 1
