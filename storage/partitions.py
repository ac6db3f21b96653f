"""The schema of a state's database: the same tables, spread by office over partitions.

Run: ``python -m storage.partitions 16 | psql "postgresql://owner@server/state"`` in an empty
database, before the first office is made there. The program works on it as on any other: office
is the first column of every key, so a statement touches the one partition that its office is in.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from storage.dialect import POSTGRESQL
from storage.migrate import HEAD, MARK
from storage.schema import statements

_PARTS = 16
#: The list of offices itself: one short row each, whose code is unique in all the database.
_WHOLE = frozenset({"office"})
_TABLE = re.compile(r"CREATE TABLE (\w+) \(")


def partitioned(parts: int) -> list[str]:
    """Return the statements that build the present schema spread over so many partitions."""
    return [part for statement in statements(POSTGRESQL) for part in _spread(statement, parts)] + [
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)",
        f"INSERT INTO alembic_version VALUES ('{HEAD}')",
        f"COMMENT ON TABLE alembic_version IS '{MARK}'",
    ]


def _spread(statement: str, parts: int) -> Iterator[str]:
    table = _TABLE.match(statement)
    if table is None or table[1] in _WHOLE:
        yield statement
        return
    yield f"{statement} PARTITION BY HASH (office_id)"
    for part in range(parts):
        yield (
            f"CREATE TABLE {table[1]}_p{part:02} PARTITION OF {table[1]}"
            f" FOR VALUES WITH (MODULUS {parts}, REMAINDER {part})"
        )


def main(parts: int = _PARTS) -> None:
    """Print the statements as a script that does all or nothing."""
    sys.stdout.write("BEGIN;\n" + "".join(f"{one};\n" for one in partitioned(parts)) + "COMMIT;\n")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
