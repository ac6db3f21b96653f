"""Vouching: rows that no posting describes stand in the event stream by their seals.

A *seal* is how many rows were written and the sum (modulo 2^256) of their SHA-256, so that it can
be added up over events and rows in any order; of few rows each one's *mark*, the beginning of its
hash, is told as well, by which a changed row is named. What a person can be forgotten by is no part
of a hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from domain.office import Office
from storage.chain import append_event
from storage.rows import driver_rows

#: The kind of the events that vouch for rows.
ROWS = "rows"
_MODULUS = 1 << 256
_MARK_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Seal:
    """How many rows, and the sum of their hashes; removed rows count below zero."""

    count: int = 0
    total: int = 0

    def __add__(self, other: Seal) -> Seal:
        return Seal(self.count + other.count, (self.total + other.total) % _MODULUS)

    def __neg__(self) -> Seal:
        return Seal(-self.count, -self.total % _MODULUS)

    def told(self) -> list[int | str]:
        """Return the seal as it stands in an event."""
        return [self.count, f"{self.total:064x}"]

    @classmethod
    def of_event(cls, told: Sequence[Any]) -> Seal:
        """Return the seal that :meth:`told` wrote."""
        return cls(int(told[0]), int(told[1], 16))


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A table whose rows are vouched for: the columns that count, and those that name a row.

    ``parted_by``: the column by whose value the rows are sealed apart.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    parted_by: str | None = None

    def hash_of(self, row: Sequence[Any]) -> bytes:
        """Return the SHA-256 of a row as JSON: its table, then its values as ``columns`` lie."""
        values = [str(value) if value.__class__ is int else _word(value) for value in row]
        return hashlib.sha256(f'["{self.name}",{",".join(values)}]'.encode()).digest()

    def name_of(self, row: Sequence[Any]) -> str:
        """Return what a row is known by: ``PAT1/02/2026-27/000123/0``."""
        return "/".join(str(row[self.columns.index(part)]) for part in self.key)

    def part_of(self, row: Sequence[Any]) -> int:
        """Return the part in which a row is sealed, 0 where the table is one."""
        return 0 if self.parted_by is None else int(row[self.columns.index(self.parted_by)])

    def sealed(self, rows: Iterable[Sequence[Any]]) -> dict[int, Seal]:
        """Return the seals of rows, by part."""
        counts: dict[int, int] = {}
        totals: dict[int, int] = {}
        for row in rows:
            part = self.part_of(row)
            counts[part] = counts.get(part, 0) + 1
            totals[part] = totals.get(part, 0) + int.from_bytes(self.hash_of(row), "big")
        return {part: Seal(count, totals[part] % _MODULUS) for part, count in counts.items()}


@lru_cache(maxsize=4096)
def _word(value: str | None) -> str:
    """Return a text, or nothing, as JSON; most of them come again and again."""
    return json.dumps(value, ensure_ascii=False)


SEALED = {
    table.name: table
    for table in (
        SealedTable(
            "consumer",
            (
                *("id", "number", "connected_day", "billed_from_day"),
                *("initial_wh", "initial_mtd_wh", "opening_paise"),
            ),
            ("id",),
        ),
        SealedTable(
            "consumer_version",
            (
                *("consumer_id", "effective_day", "version_seq", "recorded_at_ms", "recorded_by"),
                *("channel", "schedule", "load_w", "phase", "meter_id", "meter_factor", "feeder"),
                *("dtr", "supply_state", "is_held", "owner_office_id"),
            ),
            ("consumer_id", "version_seq"),
        ),
        SealedTable(
            "contact_version",
            ("consumer_id", "version_seq", "recorded_at_ms", "recorded_by", "channel"),
            ("consumer_id", "version_seq"),
        ),
        SealedTable("meter", ("id", "serial"), ("id",)),
        SealedTable(
            "tariff_version",
            (
                *("id", "version_id", "schedule", "valid_from_day", "valid_until_day", "document"),
                *("sha256", "recorded_at_ms", "recorded_by"),
            ),
            ("version_id",),
        ),
        SealedTable(
            "tariff_end",
            ("tariff_id", "recorded_at_ms", "valid_until_day", "recorded_by"),
            ("tariff_id", "recorded_at_ms"),
        ),
        SealedTable(
            "receipt_print",
            ("number", "copy", "printed_at_ms", "printed_by", "channel"),
            ("number", "copy"),
        ),
        SealedTable(
            "series_lost",
            (
                *("counter", "financial_year", "incarnation", "first_number", "last_number"),
                *("recorded_at_ms", "recorded_by"),
            ),
            ("counter", "financial_year", "incarnation"),
        ),
        SealedTable(
            "archive_made",
            ("until_day", "path", "sha256", "charges", "reads", "made_at_ms", "made_by"),
            ("until_day",),
        ),
        SealedTable(
            "backup_made",
            (
                *("at_ms", "path", "kind", "size_bytes", "sha256", "stream", "event_seq"),
                "took_ms",
            ),
            ("at_ms",),
        ),
        SealedTable("drill", ("at_ms", "path", "is_good", "facts", "took_ms"), ("at_ms",)),
        SealedTable(
            "staff",
            (
                *("user_name", "role", "counter", "password_hash", "is_active"),
                *("created_at_ms", "created_by"),
            ),
            ("user_name",),
        ),
        SealedTable("recovery", ("words_hash", "made_at_ms", "made_by"), ("made_by",)),
        SealedTable(
            "approval",
            (
                *("id", "act", "subject", "content", "reason", "requested_by", "channel"),
                *("requested_at_ms", "expires_at_ms", "state", "decided_by", "decided_at_ms"),
                "note",
            ),
            ("id",),
        ),
        SealedTable(
            "receipt_undone",
            (
                *("number", "line", "kind", "amount_paise", "to_wallet_paise"),
                *("to_arrears_paise", "to_deposit_paise", "to_other_paise", "fee_paise"),
                *("reason", "asked_by", "undone_by", "counter", "shift_id", "instead"),
                *("business_day", "undone_at_ms", "entry_seq"),
            ),
            ("number", "line"),
        ),
        SealedTable("print_waived", ("number", "waived_at_ms", "waived_by"), ("number",)),
        SealedTable(
            "shift",
            (
                *("id", "counter", "business_day", "opened_at_ms", "opened_by", "closed_at_ms"),
                *("closed_by", "z_number", "expected_paise", "reason", "handed_to"),
            ),
            ("id",),
        ),
        SealedTable(
            "drawer_count",
            ("shift_id", "occasion", "denomination", "pieces"),
            ("shift_id", "occasion", "denomination"),
        ),
        SealedTable(
            "drawer_move",
            (
                *("id", "shift_id", "kind", "amount_paise", "payee", "reason", "moved_at_ms"),
                *("moved_by", "entry_seq"),
            ),
            ("id",),
        ),
        SealedTable(
            "day_end",
            (
                *("counter", "business_day", "part", "slip", "receipts", "collected_paise"),
                *("deposit_paise", "denominations", "cheques", "cheques_paise", "anchor"),
                *("closed_at_ms", "closed_by", "entry_seq"),
            ),
            ("counter", "business_day", "part"),
        ),
        SealedTable(
            "cheque",
            ("number", "line", "state", "slip", "changed_day", "changed_at_ms", "changed_by"),
            ("number", "line"),
        ),
        SealedTable(
            "cheque_bar",
            (
                *("consumer_id", "since_day", "until_day", "number", "reason", "barred_by"),
                *("lifted_at_ms", "lifted_by"),
            ),
            ("consumer_id", "since_day"),
        ),
        SealedTable(
            "cheque_held",
            (
                *("id", "consumer_id", "amount_paise", "reference", "bank", "dated_day"),
                *("kept_at_ms", "kept_by", "state", "number"),
            ),
            ("id",),
        ),
        # What is left of a debt, and whether it is settled, follows from what moved it.
        SealedTable(
            "arrear",
            (
                *("id", "consumer_id", "amount_paise", "kind", "instalments", "percent"),
                *("threshold_paise", "starts_day", "reason", "booked_at_ms", "booked_by"),
                "entry_seq",
            ),
            ("id",),
        ),
        SealedTable(
            "arrear_entry",
            (
                *("arrear_id", "seq", "kind", "business_day", "amount_paise"),
                *("rest_after_paise", "document", "entry_seq"),
            ),
            ("arrear_id", "seq"),
        ),
        SealedTable(
            "payment",
            (
                *("id", "consumer_id", "tender", "amount_paise", "heads", "reference", "note"),
                *("counter", "began_at_ms", "began_by", "state", "number", "decision"),
                *("decided_at_ms", "decided_by"),
            ),
            ("id",),
        ),
        SealedTable(
            "settlement_file",
            (
                *("id", "name", "sha256", "tender", "lines", "taken_at_ms", "taken_by"),
                "entry_seq",
            ),
            ("id",),
        ),
        SealedTable(
            "settlement_line",
            (
                *("file_id", "line", "reference", "order_reference", "amount_paise", "fee_paise"),
                *("paid_day", "status", "outcome", "number", "payment_id", "note"),
                *("decided_at_ms", "decided_by"),
            ),
            ("file_id", "line"),
        ),
        SealedTable(
            "sheet_mapping",
            ("purpose", "headings", "columns", "mapped_at_ms", "mapped_by"),
            ("purpose", "headings"),
        ),
        SealedTable(
            "consumer_withdrawn",
            (
                *("consumer_id", "number", "meter_serial", "batch_id", "withdrawn_at_ms"),
                "withdrawn_by",
            ),
            ("consumer_id",),
        ),
        SealedTable(
            "policy_version",
            (
                *("seq", "id", "valid_from_day", "document", "sha256", "recorded_at_ms"),
                "recorded_by",
            ),
            ("id", "seq"),
        ),
        SealedTable("holiday", ("day", "name", "source", "changed_at_ms", "changed_by"), ("day",)),
        # The proof, and why it was taken back, may speak of a person.
        SealedTable(
            "protection",
            (
                *("id", "kind", "scope", "consumer_id", "whom", "first_day", "last_day"),
                *("recorded_at_ms", "recorded_by", "ended_day", "ended_by"),
            ),
            ("id",),
        ),
        SealedTable(
            "standstill",
            ("began_at_ms", "began_by", "reason", "ended_at_ms", "ended_by", "end_reason"),
            ("began_at_ms",),
        ),
        SealedTable(
            "part_payment",
            ("consumer_id", "granted_at_ms", "dues_paise", "paid_paise", "until_day", "receipt"),
            ("consumer_id", "granted_at_ms"),
        ),
        SealedTable(
            "supply_job",
            (
                *("id", "at_ms", "until_ms", "policy", "state", "reason", "made_at_ms", "made_by"),
                *("channel", "defaulters", "eligible", "beyond", "approval_id", "decided_at_ms"),
                "decided_by",
            ),
            ("id",),
        ),
        SealedTable(
            "supply_job_row",
            (
                *("job_id", "consumer_id", "balance_paise", "negative_since_day", "reasons"),
                *("next_ms", "left_out"),
            ),
            ("job_id", "consumer_id"),
        ),
        SealedTable(
            "supply_order",
            (
                *("id", "kind", "reason", "is_urgent", "consumer_id", "meter_id", "requested_by"),
                *("channel", "made_at_ms", "not_before_ms", "expires_at_ms", "state", "job_id"),
                *("answers", "balance_paise", "unwanted_at_ms", "due_at_ms", "road", "body"),
                *("remote_id", "remote_status", "relay", "sent_at_ms", "executed_at_ms"),
                *("ended_at_ms", "is_late", "said_wh", "said_at_ms", "error", "note"),
            ),
            ("id",),
        ),
        SealedTable(
            "supply_exchange",
            ("id", "order_id", "at_ms", "is_ours", "road", "what", "status", "body", "took_ms"),
            ("id",),
        ),
        SealedTable(
            "amisp_event",
            ("event_id", "kind", "order_id", "received_at_ms", "outcome"),
            ("event_id",),
        ),
        SealedTable(
            "message_template",
            (
                *("alert", "medium", "language", "text", "variables", "subject", "template_id"),
                *("header", "entity_id", "changed_at_ms", "changed_by"),
            ),
            ("alert", "medium", "language"),
        ),
        SealedTable("signing_key", ("id", "public_key", "made_at_ms", "made_by"), ("id",)),
        SealedTable(
            "meter_read",
            (
                *(
                    "closing_day",
                    "meter_id",
                    "read_at_ms",
                    "revision",
                    "register_wh",
                    "cumulative_wh",
                ),
                *("max_demand_w", "apparent_vah", "exported_wh", "quality", "source", "state"),
                *("reason", "known_wh", "note", "recorded_at_ms", "recorded_by"),
            ),
            ("closing_day", "meter_id", "read_at_ms", "revision"),
            parted_by="closing_day",
        ),
    )
}
#: These are too many for a mark each: reads (a charge names the one that it consumed), the
#: instalments of a day, the lines of a settlement file, the rows of a job.
_UNMARKED = frozenset({"meter_read", "arrear_entry", "settlement_line", "supply_job_row"})


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as they are written: their columns, in any order, and a tuple each."""

    table: str
    columns: Sequence[str]
    tuples: Sequence[Sequence[Any]]
    #: Whether they are as they were, and are so no longer.
    is_removed: bool = False

    def in_order(self) -> list[tuple[Any, ...]]:
        """Return the values that count, in the order of the sealed columns; None where unset."""
        places = [
            self.columns.index(name) if name in self.columns else None
            for name in SEALED[self.table].columns
        ]
        return [
            tuple(None if place is None else row[place] for place in places) for row in self.tuples
        ]


def vouch(
    connection: Connection, office: Office, act: str, *, by: str, written: Sequence[Rows]
) -> None:
    """Add the event that vouches for rows, inside the transaction that writes them."""
    seals: dict[str, dict[int, Seal]] = {}
    marks: dict[str, dict[str, str]] = {}
    for rows in written:
        table, tuples = SEALED[rows.table], rows.in_order()
        parts = seals.setdefault(rows.table, {})
        for part, seal in table.sealed(tuples).items():
            parts[part] = parts.get(part, Seal()) + (-seal if rows.is_removed else seal)
        if rows.table not in _UNMARKED and tuples:
            marks.setdefault(rows.table, {}).update(marks_of(table, tuples))
    told = {
        name: {str(part): seal.told() for part, seal in parts.items()}
        for name, parts in seals.items()
        if parts
    }
    if told:
        core = {"kind": ROWS, "act": act, "by": by, "seals": told, "marks": marks}
        append_event(connection, office.id, office.stream, core)


@contextmanager
def vouching_for(  # noqa: PLR0913 - whose rows, which, and what is done to them
    connection: Connection,
    office: Office,
    table: str,
    condition: str = "",
    *,
    act: str,
    by: str = "",
    **parameters: Any,
) -> Iterator[None]:
    """Vouch for what the body makes of the rows of a table, or of those of a condition."""
    before = _rows_where(connection, office, SEALED[table], condition, parameters)
    yield
    after = _rows_where(connection, office, SEALED[table], condition, parameters)
    if after.tuples != before.tuples:
        vouch(connection, office, act, by=by, written=[replace(before, is_removed=True), after])


def _rows_where(
    connection: Connection,
    office: Office,
    table: SealedTable,
    condition: str,
    parameters: dict[str, Any],
) -> Rows:
    named = ", ".join(f'"{name}"' for name in table.columns)
    rows = driver_rows(
        connection,
        f"SELECT {named} FROM {table.name} WHERE office_id = :office_id{condition}",
        {"office_id": office.id, **parameters},
    )
    return Rows(table.name, table.columns, sorted(tuple(row) for row in rows))


def vouch_for_all(
    connection: Connection, office: Office, act: str, *, tables: Iterable[str], by: str
) -> None:
    """Add the event that vouches for all rows of tables: books from before there were seals."""
    told = {
        name: {
            str(part): seal.told() for part, seal in sealed_rows(connection, office, SEALED[name])
        }
        for name in tables
    }
    core = {"kind": ROWS, "act": act, "by": by, "seals": {n: s for n, s in told.items() if s}}
    append_event(connection, office.id, office.stream, {**core, "marks": {}})


def sealed_rows(
    connection: Connection, office: Office, table: SealedTable
) -> list[tuple[int, Seal]]:
    """Return the seals of the rows of a table as they stand, by part; a part at a time."""
    if table.parted_by is None:
        return list(table.sealed(rows_of(connection, office, table)).items())
    parts = driver_rows(
        connection,
        f"SELECT DISTINCT {table.parted_by} FROM {table.name} WHERE office_id = :office_id"
        f" ORDER BY {table.parted_by}",
        {"office_id": office.id},
    )
    return [(part, sealed_part(connection, office, table, part)) for (part,) in parts]


def sealed_part(connection: Connection, office: Office, table: SealedTable, part: int) -> Seal:
    """Return the seal of one part of a table as it stands."""
    return table.sealed(rows_of(connection, office, table, part)).get(part, Seal())


def rows_of(
    connection: Connection, office: Office, table: SealedTable, part: int | None = None
) -> list[Any]:
    """Return the values that count of all rows of a table, or of one part of it."""
    condition = "" if part is None else f" AND {table.parted_by} = :part"
    named = ", ".join(f'"{name}"' for name in table.columns)
    return driver_rows(
        connection,
        f"SELECT {named} FROM {table.name} WHERE office_id = :office_id{condition}",
        {"office_id": office.id} | ({} if part is None else {"part": part}),
    )


def marks_of(table: SealedTable, rows: Iterable[Sequence[Any]]) -> dict[str, str]:
    """Return the mark of each row by what the row is known by."""
    return {table.name_of(row): table.hash_of(row).hex()[:_MARK_DIGITS] for row in rows}
