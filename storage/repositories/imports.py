"""Imports as rows: what each brought, and how what nothing was built on is put aside again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import numpy as np
from sqlalchemy import Connection, text

from domain.calendar import billing_day, day_number, instant_of, milliseconds
from domain.consumer import CONTACT_FIELDS
from domain.credit import SupplyState
from domain.errors import Refusal
from domain.errors_of_imports import (
    ArrearsMoved,
    ConsumerChangedSince,
    ConsumerCharged,
    ConsumerHasArrears,
    ConsumerPaid,
    ImportNotFound,
    MeterOfOthers,
    ReadConsumed,
    ReadDecided,
)
from domain.importing import (
    BatchState,
    ImportBatch,
    ImportFile,
    ImportKind,
    RowKind,
    RowNoted,
)
from domain.ledger import Account, EntryKind, JournalLine, balanced
from domain.money import Money
from domain.office import Actor, Office
from domain.rating import MonthState
from domain.staff import Act
from storage.repositories.consumers import WITHDRAWN
from storage.repositories.moving import WalletMove, move_wallets
from storage.repositories.posting import Posting, post
from storage.repositories.sealed import add_sealed
from storage.rows import driver_rows, insert_many, json_list, take_numbers, update_many
from storage.search import index_consumers
from storage.vouching import Rows, vouch, vouching_for

#: What the events are called that vouch for what an undone import leaves.
ACT = "import_undone"
#: No run comes so far: whoever was withdrawn is never open.
_NEVER = day_number(date(9000, 1, 1))
_BATCH_COLUMNS = (
    *("id", "kind", "file_name", "sha256", "accepted", "changed", "unchanged", "held"),
    *("rejected", "state", "imported_at_ms", "imported_by", "undone_at_ms", "undone_by"),
)
_ROW_COLUMNS = (
    *("office_id", "batch_id", "line", "what", "subject_id", "at_ms", "revision", "before"),
)
_SAME_CONTACT = " AND ".join(f"f.{name} = c.{name}" for name in CONTACT_FIELDS)
#: Of each consumer asked for, what has happened since it was taken on.
_STANDINGS = (
    "SELECT c.id, c.number, p.next_open_day <> c.billed_from_day AS is_charged,"
    " e.posted_seq IS NOT NULL"
    "  AND (e.kind <> 'opening_balance' OR e.previous_seq IS NOT NULL) AS is_moved,"
    " (SELECT count(*) FROM consumer_version v WHERE v.office_id = c.office_id"
    "  AND v.consumer_id = c.id) > 1 OR NOT EXISTS (SELECT 1 FROM contact_version f"
    "   WHERE f.office_id = c.office_id AND f.consumer_id = c.id AND f.version_seq = ("
    "    SELECT min(l.version_seq) FROM contact_version l"
    "    WHERE l.office_id = c.office_id AND l.consumer_id = c.id)"
    f"   AND {_SAME_CONTACT}) AS is_changed"
    " FROM numbers_in(:ids) n THEN JOIN consumer c ON c.office_id = :office_id AND c.id = n.value"
    " THEN JOIN month_position p ON p.office_id = c.office_id AND p.consumer_id = c.id"
    " THEN JOIN wallet w ON w.office_id = c.office_id AND w.consumer_id = c.id"
    " LEFT JOIN wallet_entry e ON e.office_id = w.office_id AND e.posted_seq = w.last_posted_seq"
)
#: Consumers with a debt, with money on its way, and with a meter that hung at another's.
_WITH_ARREARS = (
    "SELECT DISTINCT a.consumer_id FROM arrear a WHERE a.office_id = :office_id"
    " AND a.consumer_id IN (SELECT value FROM numbers_in(:ids) n)"
)
_WITH_PAYMENTS = (
    "SELECT y.consumer_id FROM payment y WHERE y.office_id = :office_id"
    " AND y.consumer_id IN (SELECT value FROM numbers_in(:ids) n)"
    " UNION SELECT h.consumer_id FROM cheque_held h WHERE h.office_id = :office_id"
    " AND h.consumer_id IN (SELECT value FROM numbers_in(:ids) m)"
)
_WITH_SHARED_METERS = (
    "SELECT v.consumer_id, m.serial FROM numbers_in(:ids) n THEN JOIN consumer_version v"
    "  ON v.office_id = :office_id AND v.consumer_id = n.value"
    " THEN JOIN consumer_version o ON o.office_id = v.office_id AND o.meter_id = v.meter_id"
    "  AND o.consumer_id <> v.consumer_id"
    " THEN JOIN meter m ON m.office_id = v.office_id AND m.id = v.meter_id"
)
#: The opening balances that are to be reversed, by the entry that posted them.
_OPENINGS = (
    "SELECT e.entry_seq, w.consumer_id, e.posted_seq, e.amount_paise"
    " FROM numbers_in(:ids) n THEN JOIN wallet w"
    "  ON w.office_id = :office_id AND w.consumer_id = n.value"
    " THEN JOIN wallet_entry e ON e.office_id = w.office_id AND e.posted_seq = w.last_posted_seq"
    " ORDER BY e.entry_seq, e.posted_seq"
)
#: Reads as they stand: by whom the meter is held, and whether a day was charged after them.
_READS = (
    "SELECT m.serial, r.state, EXISTS (SELECT 1 FROM consumer_version v"
    "  JOIN consumer c ON c.office_id = v.office_id AND c.id = v.consumer_id"
    "  JOIN month_position p ON p.office_id = c.office_id AND p.consumer_id = c.id"
    "  WHERE v.office_id = r.office_id AND v.meter_id = r.meter_id"
    "  AND p.next_open_day > c.billed_from_day AND r.closing_day < p.next_open_day) AS is_consumed"
    " FROM meter_read r JOIN meter m ON m.office_id = r.office_id AND m.id = r.meter_id"
    " WHERE r.office_id = :office_id AND r.meter_id = :meter AND r.read_at_ms = :at"
    " AND r.revision = :revision"
)
_OF_PLANS = (
    "SELECT a.id, c.number, a.state, a.rest_paise, a.amount_paise, (SELECT count(*)"
    "  FROM arrear_entry e WHERE e.office_id = a.office_id AND e.arrear_id = a.id) AS moves"
    " FROM numbers_in(:ids) n THEN JOIN arrear a ON a.office_id = :office_id AND a.id = n.value"
    " THEN JOIN consumer c ON c.office_id = a.office_id AND c.id = a.consumer_id"
)


class SqlImports:
    """The imports of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def add(self, batch: ImportBatch, actor: Actor) -> None:
        columns = ("office_id", *_BATCH_COLUMNS, "channel")
        row = (self._office.id, *_values(batch), actor.channel.value)
        insert_many(self._connection, "import_batch", columns, [row])

    def put(self, batch: ImportBatch) -> None:
        new = ", ".join(f"{name} = :{name}" for name in _BATCH_COLUMNS[1:])
        values = dict(zip(_BATCH_COLUMNS, _values(batch), strict=True))
        self._connection.execute(
            text(f"UPDATE import_batch SET {new} WHERE office_id = :office_id AND id = :id"),
            {"office_id": self._office.id, **values},
        )

    def get(self, batch_id: str) -> ImportBatch:
        found = self._batches("AND b.id = :id", id=batch_id)
        if not found:
            raise ImportNotFound(batch_id)
        return found[0]

    def newest(self, limit: int) -> list[ImportBatch]:
        return self._batches("ORDER BY b.imported_at_ms DESC, b.id LIMIT :limit", limit=limit)

    def last_of(self, kind: ImportKind, sha256: str) -> ImportBatch | None:
        found = self._batches(
            "AND b.sha256 = :sha256 AND b.kind = :kind AND b.state <> 'undone'"
            " ORDER BY b.imported_at_ms DESC LIMIT 1",
            sha256=sha256,
            kind=kind.value,
        )
        return found[0] if found else None

    def note(self, batch_id: str, rows: Sequence[RowNoted]) -> None:
        tuples = [
            (
                *(self._office.id, batch_id, row.line, row.what.value, row.subject_id),
                *(row.at_ms, row.revision, row.before),
            )
            for row in rows
        ]
        insert_many(self._connection, "import_row", _ROW_COLUMNS, tuples)

    def forget(self, batch_id: str, lines: Sequence[int]) -> None:
        self._connection.execute(
            text(
                "DELETE FROM import_row WHERE office_id = :office_id AND batch_id = :batch"
                " AND line IN (SELECT value FROM numbers_in(:lines) n)"
            ),
            {"office_id": self._office.id, "batch": batch_id, "lines": json_list(lines)},
        )

    def rows(self, batch_id: str) -> list[RowNoted]:
        rows = driver_rows(
            self._connection,
            "SELECT line, what, subject_id, at_ms, revision, before FROM import_row"
            " WHERE office_id = :office_id AND batch_id = :batch ORDER BY line",
            {"office_id": self._office.id, "batch": batch_id},
        )
        return [RowNoted(line, RowKind(what), *rest) for line, what, *rest in rows]

    def lines_asked(self, batch_id: str, now: datetime) -> frozenset[int]:
        rows = self._rows(
            "SELECT content FROM approval WHERE office_id = :office_id AND act = :act"
            " AND (state = 'approved' OR state = 'waiting' AND expires_at_ms > :now)",
            act=Act.PLAN_ARREARS.value,
            now=milliseconds(now),
        )
        asked = [json.loads(content) for (content,) in rows if batch_id in content]
        return frozenset(
            row["line"]
            for told in asked
            if told["what"] == "batch" and told["batch"] == batch_id
            for row in told["rows"]
        )

    # Whom rows speak of

    def consumer_ids(self, numbers: Sequence[str]) -> Mapping[str, int]:
        return dict(
            self._rows(
                "SELECT c.number, c.id FROM words_in(:numbers) w THEN JOIN consumer c"
                " ON c.office_id = :office_id AND c.number = w.value",
                numbers=json_list(numbers),
            )
        )

    def numbers_of(self, consumer_ids: Sequence[int]) -> Mapping[int, str]:
        return dict(
            self._rows(
                "SELECT c.id, c.number FROM numbers_in(:ids) n THEN JOIN consumer c"
                " ON c.office_id = :office_id AND c.id = n.value",
                ids=json_list(consumer_ids),
            )
        )

    def serials_of(self, meter_ids: Sequence[int]) -> Mapping[int, str]:
        return dict(
            self._rows(
                "SELECT m.id, m.serial FROM numbers_in(:ids) n THEN JOIN meter m"
                " ON m.office_id = :office_id AND m.id = n.value",
                ids=json_list(meter_ids),
            )
        )

    def contact_seqs(self, consumer_ids: Sequence[int]) -> Mapping[int, int]:
        return dict(
            self._rows(
                "SELECT v.consumer_id, max(v.version_seq) FROM numbers_in(:ids) n"
                " THEN JOIN contact_version v"
                "  ON v.office_id = :office_id AND v.consumer_id = n.value"
                " GROUP BY v.consumer_id",
                ids=json_list(sorted(set(consumer_ids))),
            )
        )

    def contacts_before(self, seqs: Mapping[int, int]) -> Mapping[int, Mapping[str, str]]:
        last = self.contact_seqs(list(seqs))
        asked = [consumer for consumer, seq in seqs.items() if last.get(consumer) == seq]
        rows = self._rows(
            f"SELECT v.consumer_id, {', '.join(f'v.{name}' for name in CONTACT_FIELDS)}"
            " FROM numbers_in(:ids) n THEN JOIN contact_version v"
            "  ON v.office_id = :office_id AND v.consumer_id = n.value"
            " ORDER BY v.consumer_id, v.version_seq",
            ids=json_list(asked),
        )
        versions: dict[int, list[dict[str, str]]] = {}
        for consumer, *contact in rows:
            versions.setdefault(consumer, []).append(
                dict(zip(CONTACT_FIELDS, contact, strict=True))
            )
        return {consumer: of[-2] for consumer, of in versions.items() if len(of) > 1}

    def debtors_of(self, plans: Sequence[RowNoted]) -> Mapping[int, str]:
        rows = self._rows(_OF_PLANS, ids=json_list(row.subject_id for row in plans))
        numbers = {row[0]: row[1] for row in rows}
        return {row.line: numbers[row.subject_id] for row in plans}

    def with_live_plans(self, consumer_ids: Sequence[int]) -> Mapping[int, int]:
        return dict(
            self._rows(
                "SELECT a.consumer_id, a.id FROM arrear a WHERE a.office_id = :office_id"
                " AND a.state = 'live'"
                " AND a.consumer_id IN (SELECT value FROM numbers_in(:ids) n)",
                ids=json_list(consumer_ids),
            )
        )

    def is_schedule_used(self, schedule: str) -> bool:
        return bool(
            self._rows(
                "SELECT 1 FROM consumer_version WHERE office_id = :office_id"
                " AND schedule = :schedule LIMIT 1",
                schedule=schedule,
            )
        )

    # Taking back

    def kept_consumers(self, consumer_ids: Sequence[int]) -> Mapping[int, Refusal]:
        ids = json_list(consumer_ids)
        with_arrears = {row[0] for row in self._rows(_WITH_ARREARS, ids=ids)}
        with_payments = {row[0] for row in self._rows(_WITH_PAYMENTS, ids=ids)}
        shared: dict[int, str] = dict(self._rows(_WITH_SHARED_METERS, ids=ids))
        kept: dict[int, Refusal] = {}
        for consumer, number, is_charged, is_moved, is_changed in self._rows(_STANDINGS, ids=ids):
            if is_charged:
                kept[consumer] = ConsumerCharged(number)
            elif consumer in with_arrears:
                kept[consumer] = ConsumerHasArrears(number)
            elif is_moved or consumer in with_payments:
                kept[consumer] = ConsumerPaid(number)
            elif is_changed:
                kept[consumer] = ConsumerChangedSince(number)
            elif consumer in shared:
                kept[consumer] = MeterOfOthers(number, shared[consumer])
        return kept

    def withdraw(
        self, consumer_ids: Sequence[int], batch_id: str, at: datetime, actor: Actor
    ) -> None:
        ids = json_list(consumer_ids)
        gone = self._going(ids)
        self._close(ids, at, actor)
        self._reverse_openings(ids, at, actor)
        self._let_go(gone, ids, actor)
        rows = [
            {
                "consumer_id": one.consumer_id,
                "number": one.number,
                "meter_serial": one.serial,
                "batch_id": batch_id,
                "withdrawn_at_ms": milliseconds(at),
                "withdrawn_by": actor.name,
            }
            for one in gone
        ]
        withdrawn = {"consumer_withdrawn": rows}
        add_sealed(self._connection, self._office, ACT, withdrawn, by=actor.name)
        unfindable = [(one.consumer_id, "", "", "", "") for one in gone]
        index_consumers(self._connection, self._office.id, unfindable)

    def kept_reads(self, reads: Sequence[RowNoted]) -> Mapping[int, Refusal]:
        kept: dict[int, Refusal] = {}
        for row in reads:
            [(serial, state, is_consumed)] = self._rows(
                _READS, meter=row.subject_id, at=row.at_ms, revision=row.revision
            )
            at = instant_of(row.at_ms or 0)
            if state in {"superseded", "withdrawn"}:
                continue
            if is_consumed:
                kept[row.line] = ReadConsumed(serial, at)
            elif state == "released":
                kept[row.line] = ReadDecided(serial, at)
        return kept

    def put_reads_aside(self, reads: Sequence[RowNoted], note: str, actor: Actor) -> None:
        meters = json_list(sorted({row.subject_id for row in reads}))
        with self._changing_reads(meters, actor):
            update_many(
                self._connection,
                "meter_read",
                ("state", "note", "recorded_by"),
                ("office_id", "meter_id", "read_at_ms", "revision"),
                [
                    (
                        *("withdrawn", note, actor.name),
                        *(self._office.id, row.subject_id, row.at_ms, row.revision),
                    )
                    for row in reads
                ],
            )

    def kept_plans(self, plan_ids: Sequence[int]) -> Mapping[int, Refusal]:
        return {
            plan: ArrearsMoved(number)
            for plan, number, state, rest, amount, moves in self._rows(
                _OF_PLANS, ids=json_list(plan_ids)
            )
            if state != "live" or rest != amount or moves != 1
        }

    def _going(self, ids: Any) -> list[_Going]:
        rows = self._rows(
            "SELECT c.id, c.number, v.meter_id, m.serial, c.initial_mtd_wh"
            " FROM numbers_in(:ids) n"
            " THEN JOIN consumer c ON c.office_id = :office_id AND c.id = n.value"
            " THEN JOIN consumer_version v ON v.office_id = c.office_id AND v.consumer_id = c.id"
            " THEN JOIN meter m ON m.office_id = v.office_id AND m.id = v.meter_id"
            " ORDER BY c.id",
            ids=ids,
        )
        return [_Going(*row) for row in rows]

    def _close(self, ids: Any, at: datetime, actor: Actor) -> None:
        """End the supply from its first day on, by a version of its own."""
        versions = (
            self._connection.execute(
                text(
                    "SELECT v.* FROM numbers_in(:ids) n THEN JOIN consumer_version v"
                    " ON v.office_id = :office_id AND v.consumer_id = n.value"
                    " ORDER BY v.consumer_id"
                ),
                {"office_id": self._office.id, "ids": ids},
            )
            .mappings()
            .all()
        )
        first = take_numbers(self._connection, self._office.id, "version", len(versions))
        closing = {
            "supply_state": SupplyState.CLOSED.value,
            "recorded_at_ms": milliseconds(at),
            "recorded_by": actor.name,
            "channel": actor.channel.value,
        }
        names = [str(name) for name in versions[0]]
        rows = [
            tuple({**version, **closing, "version_seq": seq}[name] for name in names)
            for seq, version in enumerate(versions, first)
        ]
        closed = Rows("consumer_version", names, rows)
        insert_many(self._connection, closed.table, closed.columns, closed.tuples)
        vouch(self._connection, self._office, ACT, by=actor.name, written=[closed])

    def _reverse_openings(self, ids: Any, at: datetime, actor: Actor) -> None:
        """Reverse the opening balances, those of an entry by an entry."""
        by_entry: dict[int, list[WalletMove]] = {}
        for entry, consumer, posted_seq, amount in self._rows(_OPENINGS, ids=ids):
            move = WalletMove(consumer, Money(-amount), reverses=posted_seq)
            by_entry.setdefault(entry, []).append(move)
        for entry, moves in by_entry.items():
            total = sum(move.amount.paise for move in moves)
            posting = Posting(
                business_date=billing_day(at),
                kind=EntryKind.OPENING_BALANCE,
                document="withdrawn",
                wallet_rows=len(moves),
                lines=balanced(
                    JournalLine(Account.WALLETS, -total),
                    JournalLine(Account.OPENING_BALANCES, total),
                ),
                core={
                    "amounts": [[move.consumer_id, move.amount.paise] for move in moves],
                    "reverses_postings": [move.reverses for move in moves],
                },
                at=at,
                actor=actor,
                reverses=entry,
            )
            posted = post(self._connection, self._office, posting)
            kind, day = EntryKind.OPENING_BALANCE, billing_day(at)
            move_wallets(self._connection, self._office, kind, day, posted, moves)

    def _let_go(self, gone: Sequence[_Going], ids: Any, actor: Actor) -> None:
        """Free numbers and meters, and let no run come to these consumers any more."""
        office = self._office.id
        meters = json_list(one.meter_id for one in gone)
        with self._changing_reads(meters, actor):
            self._connection.execute(
                text(
                    "UPDATE meter_read SET state = 'withdrawn', recorded_by = :by"
                    " WHERE office_id = :office_id"
                    " AND meter_id IN (SELECT value FROM numbers_in(:meters) n)"
                ),
                {"office_id": office, "by": actor.name, "meters": meters},
            )
        with self._changing("consumer", ids, actor):
            numbers = [(one.free_number, office, one.consumer_id) for one in gone]
            update_many(self._connection, "consumer", ("number",), ("office_id", "id"), numbers)
        with self._changing("meter", meters, actor):
            serials = [(one.free_serial, office, one.meter_id) for one in gone]
            update_many(self._connection, "meter", ("serial",), ("office_id", "id"), serials)
        update_many(
            self._connection,
            "month_position",
            ("next_open_day", "state"),
            ("office_id", "consumer_id"),
            [(_NEVER, one.state, office, one.consumer_id) for one in gone],
        )

    def _changing(self, table: str, ids: Any, actor: Actor) -> AbstractContextManager[None]:
        condition = " AND id IN (SELECT value FROM numbers_in(:ids) n)"
        return vouching_for(
            self._connection, self._office, table, condition, act=ACT, by=actor.name, ids=ids
        )

    def _changing_reads(self, meters: Any, actor: Actor) -> AbstractContextManager[None]:
        condition = " AND meter_id IN (SELECT value FROM numbers_in(:meters) n)"
        return vouching_for(
            self._connection,
            self._office,
            "meter_read",
            condition,
            act=ACT,
            by=actor.name,
            meters=meters,
        )

    def _batches(self, condition: str, **parameters: Any) -> list[ImportBatch]:
        named = ", ".join(f"b.{name}" for name in _BATCH_COLUMNS)
        rows = self._rows(
            f"SELECT {named} FROM import_batch b WHERE b.office_id = :office_id {condition}",
            **parameters,
        )
        return [_batch(row) for row in rows]

    def _rows(self, sql: str, **parameters: Any) -> list[Any]:
        return driver_rows(self._connection, sql, {"office_id": self._office.id, **parameters})


@dataclass(frozen=True, slots=True)
class _Going:
    """A consumer who is withdrawn, with the meter."""

    consumer_id: int
    number: str
    meter_id: int
    serial: str
    initial_mtd_wh: int

    @property
    def free_number(self) -> str:
        """A number that no form takes: what is left of the old one."""
        return f"{WITHDRAWN}{self.consumer_id} {self.number}"

    @property
    def free_serial(self) -> str:
        return f"{WITHDRAWN}{self.meter_id} {self.serial}"

    @property
    def state(self) -> bytes:
        """Where the month of somebody stands who was passed over ever since."""
        return _passed_over(self.initial_mtd_wh)


@lru_cache(maxsize=1024)
def _passed_over(month_to_date_wh: int) -> bytes:
    begun = MonthState.start(1, np.array([month_to_date_wh], np.int64))
    return begun.started_anew(np.ones(1, np.bool_)).to_bytes()[0]


def _values(batch: ImportBatch) -> tuple[Any, ...]:
    return (
        *(batch.id, batch.kind.value, batch.file.name, batch.file.sha256),
        *(batch.accepted, batch.changed, batch.unchanged, batch.held, batch.rejected),
        *(batch.state.value, milliseconds(batch.imported_at), batch.imported_by),
        None if batch.undone_at is None else milliseconds(batch.undone_at),
        batch.undone_by,
    )


def _batch(row: Sequence[Any]) -> ImportBatch:
    held = dict(zip(_BATCH_COLUMNS, row, strict=True))
    undone_at_ms = held["undone_at_ms"]
    return ImportBatch(
        id=held["id"],
        kind=ImportKind(held["kind"]),
        file=ImportFile(held["file_name"], held["sha256"]),
        accepted=held["accepted"],
        changed=held["changed"],
        unchanged=held["unchanged"],
        held=held["held"],
        rejected=held["rejected"],
        state=BatchState(held["state"]),
        imported_at=instant_of(held["imported_at_ms"]),
        imported_by=held["imported_by"],
        undone_at=None if undone_at_ms is None else instant_of(undone_at_ms),
        undone_by=held["undone_by"],
    )
