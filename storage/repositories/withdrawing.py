"""Withdrawing: consumers to whom nothing happened are closed, and their numbers free again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import numpy as np
from sqlalchemy import Connection, text

from domain.calendar import billing_day, day_number, milliseconds
from domain.consumer import CONTACT_FIELDS
from domain.credit import SupplyState
from domain.errors import Refusal
from domain.errors_of_imports import (
    ConsumerChangedSince,
    ConsumerCharged,
    ConsumerHasArrears,
    ConsumerHasOrders,
    ConsumerPaid,
    MeterOfOthers,
)
from domain.ledger import Account, EntryKind, JournalLine, balanced
from domain.money import Money
from domain.office import Actor, Office
from domain.rating import MonthState
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
#: Consumers with a debt, with an order to the AMISP, with money on its way, and with a meter that
#: hung at another's.
_WITH_ARREARS = (
    "SELECT DISTINCT a.consumer_id FROM arrear a WHERE a.office_id = :office_id"
    " AND a.consumer_id IN (SELECT value FROM numbers_in(:ids) n)"
)
_WITH_ORDERS = (
    "SELECT DISTINCT o.consumer_id FROM numbers_in(:ids) n THEN JOIN supply_order o"
    " ON o.office_id = :office_id AND o.consumer_id = n.value"
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


def kept_consumers(
    connection: Connection, office: Office, consumer_ids: Sequence[int]
) -> Mapping[int, Refusal]:
    """Return why consumers cannot be withdrawn; who can is missing."""
    ids = json_list(consumer_ids)

    def found(sql: str) -> list[Any]:
        return driver_rows(connection, sql, {"office_id": office.id, "ids": ids})

    with_arrears = {row[0] for row in found(_WITH_ARREARS)}
    with_orders = {row[0] for row in found(_WITH_ORDERS)}
    with_payments = {row[0] for row in found(_WITH_PAYMENTS)}
    shared: dict[int, str] = dict(found(_WITH_SHARED_METERS))
    kept: dict[int, Refusal] = {}
    for consumer, number, is_charged, is_moved, is_changed in found(_STANDINGS):
        if is_charged:
            kept[consumer] = ConsumerCharged(number)
        elif consumer in with_arrears:
            kept[consumer] = ConsumerHasArrears(number)
        elif is_moved or consumer in with_payments:
            kept[consumer] = ConsumerPaid(number)
        elif consumer in with_orders:
            kept[consumer] = ConsumerHasOrders(number)
        elif is_changed:
            kept[consumer] = ConsumerChangedSince(number)
        elif consumer in shared:
            kept[consumer] = MeterOfOthers(number, shared[consumer])
    return kept


def changing_reads(
    connection: Connection, office: Office, meters: Any, actor: Actor
) -> AbstractContextManager[None]:
    """Vouch for the reads of these meters, a list in JSON, which are changed meanwhile."""
    condition = " AND meter_id IN (SELECT value FROM numbers_in(:meters) n)"
    return vouching_for(
        connection, office, "meter_read", condition, act=ACT, by=actor.name, meters=meters
    )


class Withdrawing:
    """Consumers of one office on their way out, inside one transaction."""

    def __init__(self, connection: Connection, office: Office, at: datetime, actor: Actor) -> None:
        self._connection = connection
        self._office = office
        self._at = at
        self._actor = actor

    def withdraw(self, consumer_ids: Sequence[int], batch_id: str) -> None:
        """Close them, and let nothing be left that another consumer could meet."""
        ids = json_list(consumer_ids)
        gone = self._going(ids)
        self._close(ids)
        self._reverse_openings(ids)
        self._let_go(gone, ids)
        rows = [
            {
                "consumer_id": one.consumer_id,
                "number": one.number,
                "meter_serial": one.serial,
                "batch_id": batch_id,
                "withdrawn_at_ms": milliseconds(self._at),
                "withdrawn_by": self._actor.name,
            }
            for one in gone
        ]
        withdrawn = {"consumer_withdrawn": rows}
        add_sealed(self._connection, self._office, ACT, withdrawn, by=self._actor.name)
        unfindable = [(one.consumer_id, "", "", "", "") for one in gone]
        index_consumers(self._connection, self._office.id, unfindable)

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

    def _close(self, ids: Any) -> None:
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
            "recorded_at_ms": milliseconds(self._at),
            "recorded_by": self._actor.name,
            "channel": self._actor.channel.value,
        }
        names = [str(name) for name in versions[0]]
        rows = [
            tuple({**version, **closing, "version_seq": seq}[name] for name in names)
            for seq, version in enumerate(versions, first)
        ]
        closed = Rows("consumer_version", names, rows)
        insert_many(self._connection, closed.table, closed.columns, closed.tuples)
        vouch(self._connection, self._office, ACT, by=self._actor.name, written=[closed])

    def _reverse_openings(self, ids: Any) -> None:
        """Reverse the opening balances, those of an entry by an entry."""
        by_entry: dict[int, list[WalletMove]] = {}
        for entry, consumer, posted_seq, amount in self._rows(_OPENINGS, ids=ids):
            move = WalletMove(consumer, Money(-amount), reverses=posted_seq)
            by_entry.setdefault(entry, []).append(move)
        for entry, moves in by_entry.items():
            total = sum(move.amount.paise for move in moves)
            posting = Posting(
                business_date=billing_day(self._at),
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
                at=self._at,
                actor=self._actor,
                reverses=entry,
            )
            posted = post(self._connection, self._office, posting)
            kind, day = EntryKind.OPENING_BALANCE, billing_day(self._at)
            move_wallets(self._connection, self._office, kind, day, posted, moves)

    def _let_go(self, gone: Sequence[_Going], ids: Any) -> None:
        """Free numbers and meters, and let no run come to these consumers any more."""
        office = self._office.id
        meters = json_list(one.meter_id for one in gone)
        with changing_reads(self._connection, self._office, meters, self._actor):
            self._connection.execute(
                text(
                    "UPDATE meter_read SET state = 'withdrawn', recorded_by = :by"
                    " WHERE office_id = :office_id"
                    " AND meter_id IN (SELECT value FROM numbers_in(:meters) n)"
                ),
                {"office_id": office, "by": self._actor.name, "meters": meters},
            )
        with self._changing("consumer", ids):
            numbers = [(one.free_number, office, one.consumer_id) for one in gone]
            update_many(self._connection, "consumer", ("number",), ("office_id", "id"), numbers)
        with self._changing("meter", meters):
            serials = [(one.free_serial, office, one.meter_id) for one in gone]
            update_many(self._connection, "meter", ("serial",), ("office_id", "id"), serials)
        update_many(
            self._connection,
            "month_position",
            ("next_open_day", "state"),
            ("office_id", "consumer_id"),
            [(_NEVER, one.state, office, one.consumer_id) for one in gone],
        )

    def _changing(self, table: str, ids: Any) -> AbstractContextManager[None]:
        condition = " AND id IN (SELECT value FROM numbers_in(:ids) n)"
        return vouching_for(
            self._connection, self._office, table, condition, act=ACT, by=self._actor.name, ids=ids
        )

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
