"""What all tables share: their metadata, whole-number columns, and how a final row is guarded."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects import postgresql, sqlite

metadata = MetaData()

#: Every number is a whole one; STRICT tables of SQLite call it INTEGER.
Whole = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
Bytes = LargeBinary().with_variant(sqlite.BLOB(), "sqlite")
#: Text is ordered byte by byte on both databases, whatever language a server speaks.
Words = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

#: Tables whose rows are final: a correction is a new row.
FINAL_TABLES = (
    "wallet_entry",
    "daily_charge",
    "charge_line",
    "receipt",
    "receipt_print",
    "journal_entry",
    "journal_line",
    "event",
    "consumer_version",
    "tariff_version",
    "tariff_end",
    "audit_entry",
    "series_lost",
    "archive_made",
    "receipt_tender",
    "receipt_head",
    "receipt_undone",
    "print_waived",
    "drawer_count",
    "drawer_move",
    "day_end",
    "arrear_entry",
    "settlement_file",
    "signing_key",
    "policy_version",
    "part_payment",
    "supply_exchange",
    "amisp_event",
)

#: Tables that hold what a person can be forgotten by: how a row looks that was forgotten, the
#: only change that it may see.
FORGOTTEN_AS = {
    "contact_version": "name = ''",
    "receipt_party": "name = ''",
    "audit_detail": "erased_at_ms IS NOT NULL",
}


def whole(name: str, *arguments: Any, optional: bool = False, key: bool = False) -> Column[int]:
    """Return a column of whole numbers, NOT NULL unless ``optional``."""
    return Column(name, Whole, *arguments, nullable=optional, primary_key=key, autoincrement=False)


def text(name: str, *arguments: Any, optional: bool = False, key: bool = False) -> Column[str]:
    """Return a column of text, NOT NULL unless ``optional``."""
    return Column(name, Words, *arguments, nullable=optional, primary_key=key)


def table(name: str, *parts: Any) -> Table:
    """Return a STRICT table stored in the order of its primary key."""
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=False)


def final_row_triggers(name: str) -> list[str]:
    """Return the statements of SQLite that make the rows of a table final."""
    return [
        f"CREATE TRIGGER {name}_is_final_on_{verb.lower()} BEFORE {verb} ON {name} "
        f"BEGIN SELECT RAISE(ABORT, 'a row of {name} is final'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def forgettable_row_triggers(name: str) -> list[str]:
    """Return the statements of SQLite by which the rows of a table are final until forgotten."""
    refusal = f"BEGIN SELECT RAISE(ABORT, 'a row of {name} is final'); END"
    changed = f"CREATE TRIGGER {name}_only_forgets BEFORE UPDATE ON {name}"
    return [
        f"{changed} WHEN NOT (NEW.{FORGOTTEN_AS[name]}) {refusal}",
        f"CREATE TRIGGER {name}_is_final_on_delete BEFORE DELETE ON {name} {refusal}",
    ]
