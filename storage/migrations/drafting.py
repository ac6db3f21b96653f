"""Write the newest migration anew from the schema, for as long as no release carries it.

Run: ``python -m storage.migrations.drafting``. A change of a table that an earlier migration made
is put into ``_BY_HAND``.
"""

from __future__ import annotations

from storage.dialect import POSTGRESQL, SQLITE
from storage.migrations.scripts import migration_file, migration_statements
from storage.schema import statements

_BEFORE = ("0001_first", "0002_trust", "0003_counter", "0004_desk")
_NEWEST = "0005_supply"
#: What the newest migration takes away from the tables before it, or does to their rows.
_BY_HAND: dict[str, list[str]] = {
    # Nothing was ever put into it: messages have a table of their own now.
    SQLITE: ["DROP TABLE outbox"],
    POSTGRESQL: ["DROP TABLE outbox"],
}


def main() -> None:
    """Write what the schema has and the migrations before do not make."""
    for database, taken_away in _BY_HAND.items():
        known = {part for name in _BEFORE for part in migration_statements(name, database)}
        new = [statement for statement in statements(database) if statement not in known]
        text = "\n;\n".join([*taken_away, *new]) + "\n;\n"
        migration_file(_NEWEST, database).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
