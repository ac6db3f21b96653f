"""What decides about disconnecting, of all consumers or of some, by a few statements on sets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
from sqlalchemy import Connection

from domain.calendar import billing_day, day_number
from domain.credit import SupplyState
from domain.office import Office
from domain.payment import PaymentState
from domain.policy import NONE, Column, Facts, Flags
from domain.protection import Scope
from domain.reads import ReadState
from domain.supply_order import OPEN_STATES
from storage.dialect import for_driver_of, in_lists_of
from storage.repositories.consumers import VERSION_IN_FORCE
from storage.rows import driver_rows, json_list

_STRETCH = 2_000
_DAY_MS = 86_400_000
_INDIA_MS = 330 * 60 * 1000
#: What a read of this quality says was worked out, or nobody believes it.
_NOT_ACTUAL = ("estimated", "suspect", "rejected")
_COUNTED = (ReadState.VALID, ReadState.RELEASED)

_SOME = " AND {column} IN (SELECT value FROM numbers_in(:ids) n)"
_CONSUMERS = (
    "SELECT c.id, v.schedule, v.feeder, v.load_w, w.balance_paise, w.negative_since_day,"
    f" CASE v.supply_state WHEN '{SupplyState.DISCONNECTED}' THEN 1"
    f"  WHEN '{SupplyState.CLOSED}' THEN 2 ELSE 0 END, v.is_held,"
    " CASE WHEN c.connected_day < c.billed_from_day THEN c.billed_from_day END"
    " FROM {source} {version}"
    " JOIN wallet w ON w.office_id = c.office_id AND w.consumer_id = c.id"
    " WHERE c.office_id = :office_id AND c.id NOT IN"
    "  (SELECT x.consumer_id FROM consumer_withdrawn x WHERE x.office_id = :office_id)"
    " ORDER BY c.id"
)
#: Whether a balance rests on old reads is asked only of those who may be cut for it.
_READS = (
    "SELECT w.consumer_id, (SELECT r.read_at_ms FROM meter_read r"
    "   WHERE r.office_id = p.office_id AND r.meter_id = p.meter_id"
    "   AND r.read_at_ms <= p.consumed_at_ms AND r.state IN ({counted})"
    "   AND lower(r.quality) NOT IN ({not_actual})"
    "   ORDER BY r.read_at_ms DESC LIMIT 1)"
    " FROM {source}"
    " WHERE w.office_id = :office_id AND w.balance_paise < 0 AND p.consumed_at_ms IS NOT NULL"
)
_PART_PAID = (
    "SELECT g.consumer_id, max(g.until_day) FROM part_payment g"
    " WHERE g.office_id = :office_id{some} AND NOT EXISTS (SELECT 1 FROM receipt_undone u"
    "  WHERE u.office_id = g.office_id AND u.number = g.receipt) GROUP BY g.consumer_id"
)
_PENDING = (
    "SELECT DISTINCT y.consumer_id, 1 FROM payment y"
    f" WHERE y.office_id = :office_id AND y.state = '{PaymentState.UNKNOWN}'{{some}}"
)
_OPEN = ", ".join(f"'{state}'" for state in OPEN_STATES)
_ORDERS = (
    "SELECT DISTINCT o.consumer_id, 1 FROM supply_order o"
    f" WHERE o.office_id = :office_id AND o.state IN ({_OPEN}) AND o.unwanted_at_ms IS NULL"
    # Every order that is open has it: said so, the index of what is to be done is used.
    " AND o.next_try_at_ms > -1"
    " AND o.id NOT IN (SELECT value FROM words_in(:apart) a){some}"
)
_STANDSTILL = (
    "SELECT 1 FROM standstill WHERE office_id = :office_id AND ended_at_ms IS NULL LIMIT 1"
)
_PROTECTIONS = (
    "SELECT scope, consumer_id, whom,"
    " CASE WHEN ended_day <= last_day THEN ended_day - 1 ELSE last_day END FROM protection"
    " WHERE office_id = :office_id AND first_day <= :day AND last_day >= :day"
    " AND (ended_day IS NULL OR ended_day > :day)"
)


def facts_of(
    connection: Connection,
    office: Office,
    at: datetime,
    consumer_ids: Collection[int] | None = None,
    *,
    apart_from: Collection[str] = (),
) -> Facts:
    """Return what decides at an instant about consumers, in the order of their ids.

    None of them: all whom the office has. Balances and orders are those of now, versions and
    protections those of the day. Orders ``apart_from`` which others are looked for do not count.
    """
    asked = _Asked(connection, office, day_number(billing_day(at)), consumer_ids, apart_from)
    stretches = list(asked.consumers())
    schedules = _Names()
    feeders = _Names()
    named = [(schedules.places(one[1]), feeders.places(one[2])) for one in stretches]
    schedule = _joined([places for places, _feeder in named])
    feeder = _joined([places for _schedule, places in named])
    ids, load, balance, since, supply, held, converted = (
        _joined([_column(one[place]) for one in stretches]) for place in (0, 3, 4, 5, 6, 7, 8)
    )
    return Facts(
        consumer_id=ids,
        schedules=schedules.all,
        schedule=schedule,
        load_w=load,
        balance_paise=balance,
        negative_since_day=since,
        is_off=np.asarray(supply == 1, np.bool_),
        is_closed=np.asarray(supply == 2, np.bool_),  # noqa: PLR2004 - as the statement says it
        is_held=np.asarray(held == 1, np.bool_),
        converted_day=converted,
        part_paid_until_day=_spread(ids, asked.told(_PART_PAID, "g.consumer_id")),
        last_read_day=_days_closed(_spread(ids, asked.reads())),
        protected_until_day=asked.protected(ids, schedule, schedules.all, feeder, feeders.all),
        has_payment_pending=_flags(ids, asked.told(_PENDING, "y.consumer_id")),
        has_order_open=_flags(ids, asked.told(_ORDERS, "o.consumer_id")),
    )


def is_switched_off(connection: Connection, office: Office) -> bool:
    """Whether the office has stopped all disconnecting."""
    return bool(driver_rows(connection, _STANDSTILL, {"office_id": office.id}))


class _Names:
    """Names by their places, in the order in which they come."""

    def __init__(self) -> None:
        self._place_of: dict[str, int] = {}

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(self._place_of)

    def places(self, names: tuple[str, ...]) -> Column:
        known = self._place_of
        return np.array([known.setdefault(name, len(known)) for name in names], np.int64)


@dataclass(frozen=True, slots=True)
class _Asked:
    connection: Connection
    office: Office
    day: int
    ids: Collection[int] | None
    apart_from: Collection[str]

    def consumers(self) -> Iterator[tuple[Any, ...]]:
        """Yield the consumers a stretch at a time, each as columns."""
        source = "consumer c"
        if self.ids is not None:
            source = (
                "numbers_in(:ids) n THEN JOIN consumer c ON c.office_id = :office_id"
                " AND c.id = n.value"
            )
        return self._columns(_CONSUMERS.format(source=source, version=VERSION_IN_FORCE))

    def reads(self) -> Mapping[int, int]:
        """Return when the last actual read was taken that a balance below zero rests on."""
        source = "wallet w"
        if self.ids is not None:
            source = (
                "numbers_in(:ids) n THEN JOIN wallet w ON w.office_id = :office_id"
                " AND w.consumer_id = n.value"
            )
        joined = (
            f"{source} THEN JOIN month_position p"
            " ON p.office_id = w.office_id AND p.consumer_id = w.consumer_id"
        )
        return self._pairs(
            _READS.format(
                source=joined,
                counted=", ".join(f"'{state}'" for state in _COUNTED),
                not_actual=", ".join(f"'{word}'" for word in _NOT_ACTUAL),
            )
        )

    def told(self, sql: str, column: str) -> Mapping[int, int]:
        """Return a number by consumer, of a statement that says it of a few."""
        some = "" if self.ids is None else _SOME.format(column=column)
        return self._pairs(sql.format(some=some))

    def protected(
        self,
        ids: Column,
        schedule: Column,
        schedules: tuple[str, ...],
        feeder: Column,
        feeders: tuple[str, ...],
    ) -> Column:
        """Return the last day on which each is protected, of those that are on the day asked."""
        until = np.full(len(ids), NONE, np.int64)
        for columns in self._columns(_PROTECTIONS):
            for scope, consumer_id, whom, last_day in zip(*columns, strict=True):
                rows = np.ones(len(ids), np.bool_)
                if scope == Scope.CONSUMER:
                    rows = np.asarray(ids == consumer_id, np.bool_)
                elif scope == Scope.FEEDER:
                    rows = _of_names(feeder, [name == whom for name in feeders])
                elif scope == Scope.SCHEDULE:
                    rows = _of_names(schedule, [fnmatchcase(name, whom) for name in schedules])
                until[rows] = np.maximum(until[rows], last_day)
        return until

    def _pairs(self, sql: str) -> dict[int, int]:
        found: dict[int, int] = {}
        for keys, values in self._columns(sql):
            found.update(
                (key, value) for key, value in zip(keys, values, strict=True) if value is not None
            )
        return found

    def _columns(self, sql: str) -> Iterator[tuple[Any, ...]]:
        # A stretch at a time: the collector of rubbish would look through all rows at once.
        cursor = self.connection.connection.cursor()
        try:
            dialect = self.connection.dialect.name
            cursor.execute(for_driver_of(dialect, sql), in_lists_of(dialect, self._parameters(sql)))
            while rows := cursor.fetchmany(_STRETCH):
                yield tuple(zip(*rows, strict=True))
        finally:
            cursor.close()

    def _parameters(self, sql: str) -> dict[str, Any]:
        given: dict[str, Any] = {"office_id": self.office.id}
        if ":day" in sql:
            given["day"] = self.day
        if ":ids" in sql:
            given["ids"] = json_list(sorted(self.ids or ()))
        if ":apart" in sql:
            given["apart"] = json_list(sorted(self.apart_from))
        return given


def _column(values: tuple[int | None, ...]) -> Column:
    return np.array([NONE if value is None else value for value in values], np.int64)


def _joined(columns: list[Column]) -> Column:
    return np.concatenate(columns) if columns else np.zeros(0, np.int64)


def _spread(ids: Column, told: Mapping[int, int]) -> Column:
    """Return a column of what is told of some, NONE for all others; ``ids`` rise."""
    column = np.full(len(ids), NONE, np.int64)
    keys = np.fromiter(told.keys(), np.int64, len(told))
    values = np.fromiter(told.values(), np.int64, len(told))
    if not len(ids):
        return column
    places = np.minimum(np.searchsorted(ids, keys), len(ids) - 1)
    known = ids[places] == keys
    column[places[known]] = values[known]
    return column


def _flags(ids: Column, told: Mapping[int, int]) -> Flags:
    return np.asarray(_spread(ids, told) != NONE, np.bool_)


def _days_closed(read_at_ms: Column) -> Column:
    """Return the days that reads close: one of midnight closes the day before it."""
    days = (read_at_ms - 1 + _INDIA_MS) // _DAY_MS
    return np.where(read_at_ms == NONE, NONE, days)


def _of_names(column: Column, fits: list[bool]) -> Flags:
    return np.array(fits, np.bool_)[column] if fits else np.zeros(len(column), np.bool_)
