"""The lists of those who owe: everybody judged at once as columns, the rows of the chosen read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection

from domain.calendar import (
    billing_day,
    day_number,
    day_of_number,
    instant_of,
    milliseconds,
    start_of,
)
from domain.credit import Credits, Status, SupplyState, status_of
from domain.defaulters import (
    ALL,
    Defaulter,
    DefaulterQuery,
    Known,
    ListKind,
    age_of,
    band_of,
    days_negative,
    emergency_until_ms,
    emergency_used,
    members,
    off_since,
)
from domain.ledger import EntryKind
from domain.money import ZERO, Money
from domain.notice import Dues
from domain.office import Office
from domain.policy import BIT, NONE, Column, Decisions, Facts, Flags, Reason
from domain.progress import Progress, Step
from domain.protection import Scope, covers
from domain.reads import ReadState
from domain.settings import SILENT_DAYS
from storage.listings.credits import credits_of
from storage.repositories.consumers import VERSION_IN_FORCE, last_recharges, mean_totals
from storage.repositories.settings import SqlSettings
from storage.rows import driver_rows, json_list

#: So many rows are read between two reports.
_BATCH = 5_000
_DAY_MS = 86_400_000
_INDIA_MS = 330 * 60 * 1000
#: A read of this quality was worked out, or nobody believes it.
_NOT_ACTUAL = "'estimated', 'suspect', 'rejected'"
_PAID = (EntryKind.RECHARGE, EntryKind.CANCELLATION, EntryKind.TRANSFER)
_DETAILS = (
    "SELECT c.id, c.number, c.name, c.mobile, c.address, c.language, v.schedule, v.load_w,"
    " v.feeder, v.dtr, p.next_open_day"
    " FROM numbers_in(:ids) j THEN JOIN consumer c"
    f"  ON c.office_id = :office_id AND c.id = j.value {VERSION_IN_FORCE}"
    " JOIN month_position p ON p.office_id = c.office_id AND p.consumer_id = c.id"
)
_CONNECTED = "SELECT id, connected_day FROM consumer WHERE office_id = :office_id"
#: Of the meter that hangs there now, whatever became of the read: the meter was heard.
_LAST_READS = (
    "SELECT c.id, (SELECT r.read_at_ms FROM meter_read r"
    "  WHERE r.office_id = v.office_id AND r.meter_id = v.meter_id AND r.read_at_ms <= :now"
    f"  AND r.state <> '{ReadState.WITHDRAWN}' AND lower(r.quality) NOT IN ({_NOT_ACTUAL})"
    "  ORDER BY r.read_at_ms DESC LIMIT 1)"
    " FROM numbers_in(:ids) j THEN JOIN consumer c"
    f"  ON c.office_id = :office_id AND c.id = j.value {VERSION_IN_FORCE}"
)
_VERSIONS = (
    "SELECT e.consumer_id, e.effective_day, e.supply_state, e.recorded_at_ms"
    " FROM numbers_in(:ids) n THEN JOIN consumer_version e"
    "  ON e.office_id = :office_id AND e.consumer_id = n.value"
    " WHERE e.effective_day <= :day ORDER BY e.consumer_id, e.effective_day, e.version_seq"
)
_ARREARS = (
    "SELECT a.consumer_id, sum(a.rest_paise) FROM numbers_in(:ids) n THEN JOIN arrear a"
    "  ON a.office_id = :office_id AND a.consumer_id = n.value"
    " WHERE a.state = 'live' GROUP BY a.consumer_id"
)
_PROTECTIONS = (
    "SELECT scope, consumer_id, whom, proof,"
    " CASE WHEN ended_day <= last_day THEN ended_day - 1 ELSE last_day END AS until_day"
    " FROM protection"
    " WHERE office_id = :office_id AND first_day <= :day AND last_day >= :day"
    " AND (ended_day IS NULL OR ended_day > :day) ORDER BY until_day DESC, id"
)
_BELOW_ZERO = (
    "SELECT count(*), coalesce(sum(w.balance_paise), 0) FROM wallet w"
    " WHERE w.office_id = :office_id AND w.balance_paise < 0 AND w.consumer_id NOT IN"
    "  (SELECT x.consumer_id FROM consumer_withdrawn x WHERE x.office_id = :office_id)"
)
#: The last one stands last.
_CUTS = (
    "SELECT o.consumer_id, o.balance_paise FROM numbers_in(:ids) n THEN JOIN supply_order o"
    "  ON o.office_id = :office_id AND o.consumer_id = n.value"
    " WHERE o.kind = 'disconnect' AND o.balance_paise < 0 ORDER BY o.consumer_id, o.made_at_ms"
)
_PARTS = (
    "SELECT g.consumer_id, max(g.granted_at_ms) FROM part_payment g"
    " WHERE g.office_id = :office_id AND NOT EXISTS (SELECT 1 FROM receipt_undone u"
    "  WHERE u.office_id = g.office_id AND u.number = g.receipt) GROUP BY g.consumer_id"
)
#: Each wallet back to where it was not below zero yet.
_SINCE_BELOW_ZERO = (
    "WITH RECURSIVE back (consumer_id, posted_seq) AS ("
    " SELECT w.consumer_id, w.last_posted_seq FROM numbers_in(:ids) n THEN JOIN wallet w"
    "  ON w.office_id = :office_id AND w.consumer_id = n.value"
    "  WHERE w.last_posted_seq IS NOT NULL"
    " UNION ALL SELECT b.consumer_id, e.previous_seq FROM back b THEN JOIN wallet_entry e"
    "  ON e.office_id = :office_id AND e.posted_seq = b.posted_seq"
    "  WHERE e.balance_after_paise < 0 AND e.previous_seq IS NOT NULL)"
    " SELECT e.consumer_id, e.kind, sum(e.amount_paise) FROM back b THEN JOIN wallet_entry e"
    "  ON e.office_id = :office_id AND e.posted_seq = b.posted_seq"
    " WHERE e.balance_after_paise < 0 GROUP BY e.consumer_id, e.kind"
)


def defaulter_rows(  # noqa: PLR0913 - of whom, judged how, and who hears how far it is
    connection: Connection,
    office: Office,
    query: DefaulterQuery,
    facts: Facts,
    decisions: Decisions,
    *,
    progress: Progress,
) -> list[Defaulter]:
    """Return the rows that a query asks for, who owes most first."""
    asked = _Asked(connection, office, query, facts, decisions.at)
    places = np.flatnonzero(_chosen(asked, decisions))
    places = places[np.argsort(facts.balance_paise[places], kind="stable")]
    granted = credits_of(connection, office.id, asked.today)
    columns, protections = _Columns.of(facts, decisions, granted), _Protections.of(asked)
    rows: list[Defaulter] = []
    for start in range(0, len(places), _BATCH):
        batch = _Batch.of(asked, places[start : start + _BATCH])
        each = (_row(one, id_, batch, columns, protections) for one, id_ in batch.places)
        rows += [row for row in each if not query.statuses or row.status in query.statuses]
        progress(Step(min(start + _BATCH, len(places)), len(places)))
    return rows


def below_zero(connection: Connection, office: Office) -> tuple[int, Money]:
    """Return how many wallets are below zero, and what they owe together."""
    count, paise = driver_rows(connection, _BELOW_ZERO, {"office_id": office.id})[0]
    return count, Money(-int(paise))


def owed_when_cut(
    connection: Connection, office: Office, rows: Sequence[Defaulter]
) -> Mapping[int, Money]:
    """Return what was owed at the last order to disconnect, of whom a part may bring supply back.

    To whom time was given for the rest of these dues, it is given no more.
    """
    since = {row.consumer_id: row.since for row in rows if row.is_off}
    parameters = {"office_id": office.id, "ids": json_list(since)}
    owed = dict(driver_rows(connection, _CUTS, parameters))
    granted = dict(driver_rows(connection, _PARTS, {"office_id": office.id}))
    return {
        id_: Money(-paise)
        for id_, paise in owed.items()
        if (day := since[id_]) is not None and granted.get(id_, NONE) < milliseconds(start_of(day))
    }


def dues_of(
    connection: Connection, office: Office, rows: Sequence[Defaulter]
) -> Mapping[int, Dues]:
    """Return by consumer how the balances of those who owe came to be below zero."""
    owing = {row.consumer_id: row for row in rows if row.due and row.since is not None}
    parameters = {"office_id": office.id, "ids": json_list(owing)}
    sums: dict[int, dict[str, int]] = {}
    for consumer, kind, paise in driver_rows(connection, _SINCE_BELOW_ZERO, parameters):
        sums.setdefault(consumer, {})[kind] = int(paise)
    return {id_: _dues(row, sums.get(id_, {})) for id_, row in owing.items()}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question to the lists, about whom, on which day."""

    connection: Connection
    office: Office
    query: DefaulterQuery
    facts: Facts
    at: datetime

    @property
    def today(self) -> date:
        return billing_day(self.at)

    def read(self, sql: str, **parameters: Any) -> list[Any]:
        known = {"office_id": self.office.id, "day": day_number(self.today)}
        known |= {"now": milliseconds(self.at)}
        return driver_rows(self.connection, sql, {**known, **parameters})

    def last_read_days(self, ids: Sequence[int]) -> Mapping[int, int]:
        """Return the last day that an actual read closed, by consumer: midnight closes the day."""
        found = self.read(_LAST_READS, ids=json_list(ids))
        return {
            id_: (at_ms - 1 + _INDIA_MS) // _DAY_MS for id_, at_ms in found if at_ms is not None
        }

    def last_recharges(self, ids: Sequence[int]) -> Mapping[int, tuple[int, int]]:
        return last_recharges(self.connection, self.office.id, ids)

    def off_since(self, ids: Sequence[int]) -> Mapping[int, tuple[int, int]]:
        """Return since which day, and which instant (ms), the supply of these is off."""
        state, found = "", dict[int, tuple[int, int]]()
        last = None
        for consumer, day, supply, recorded_ms in self.read(_VERSIONS, ids=json_list(ids)):
            state = state if consumer == last else ""
            if supply != state and supply == SupplyState.DISCONNECTED:
                since = off_since(day_of_number(day), instant_of(recorded_ms))
                found[consumer] = (day, milliseconds(since))
            state, last = supply, consumer
        return found


def _chosen(asked: _Asked, decisions: Decisions) -> Flags:
    """Return whom the list names, narrowed down by all that columns can tell."""
    query, facts = asked.query, asked.facts
    silent = SqlSettings(asked.connection, asked.office).get(SILENT_DAYS)
    chosen = members(query.kind, facts, _known(asked), decisions.at, silent)
    owes = facts.balance_paise < 0
    if query.band != ALL:
        chosen &= owes & _are(-facts.balance_paise, lambda due: band_of(Money(due)), query.band)
    if query.age != ALL:
        chosen &= owes & _are(days_negative(facts, asked.today), age_of, query.age)
    if query.is_free:
        chosen &= decisions.may_be_cut
    if query.reasons:
        chosen &= (decisions.reasons & sum(BIT[reason] for reason in query.reasons)) != 0
    return chosen


def _known(asked: _Asked) -> Known:
    """Return what the kind of list has to know of everybody."""
    facts, ids = asked.facts, asked.facts.consumer_id
    recharged: Mapping[int, int] = {}
    off: Mapping[int, int] = {}
    heard: Mapping[int, int] = {}
    connected: Mapping[int, int] = {}
    match asked.query.kind:
        case ListKind.NEVER_RECHARGED:
            found = asked.last_recharges(ids.tolist())
            recharged = {id_: day for id_, (day, _paise) in found.items()}
        case ListKind.CALLS:
            since = asked.off_since(ids[facts.is_off].tolist())
            off = {id_: since_ms for id_, (_day, since_ms) in since.items()}
        case ListKind.NON_COMMUNICATING:
            heard = asked.last_read_days(ids.tolist())
            connected = dict(asked.read(_CONNECTED))
    return Known(*(_column(ids, known) for known in (recharged, off, heard, connected)))


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some of the chosen: where they stand in the facts, and what was read of each by its id."""

    places: Sequence[tuple[int, int]]
    today: date
    details: Mapping[int, Any]
    means: Mapping[int, int]
    recharged: Mapping[int, tuple[int, int]]
    off: Mapping[int, tuple[int, int]]
    last_read: Mapping[int, int]
    arrears: Mapping[int, int]

    @classmethod
    def of(cls, asked: _Asked, places: Column) -> _Batch:
        ids = asked.facts.consumer_id[places].tolist()
        details = {row[0]: row for row in asked.read(_DETAILS, ids=json_list(ids))}
        fits = _fitting(asked.query)
        wanted = [
            (place, id_)
            for place, id_ in zip(places.tolist(), ids, strict=True)
            if id_ in details and fits(details[id_])
        ]
        ids = [id_ for _place, id_ in wanted]
        is_off = asked.facts.is_off
        last_days = {id_: details[id_][10] - 1 for id_ in ids}
        return cls(
            wanted,
            asked.today,
            details,
            mean_totals(asked.connection, asked.office.id, last_days),
            asked.last_recharges(ids),
            asked.off_since([id_ for place, id_ in wanted if is_off[place]]),
            asked.last_read_days(_not_known_to_facts(asked, wanted)),
            dict(asked.read(_ARREARS, ids=json_list(ids))),
        )


def _not_known_to_facts(asked: _Asked, wanted: Sequence[tuple[int, int]]) -> list[int]:
    """Return of whom the facts do not say the last read: they ask it of those below zero."""
    if asked.query.kind is ListKind.NON_COMMUNICATING:
        return [id_ for _place, id_ in wanted]
    last_read = asked.facts.last_read_day
    return [id_ for place, id_ in wanted if last_read[place] == NONE]


@dataclass(frozen=True, slots=True)
class _Columns:
    """What was judged of everybody, as lists: a column gives a number much slower."""

    day: date
    granted: Credits
    balance: Sequence[int]
    since: Sequence[int]
    days: Sequence[int]
    emergency_until: Sequence[int]
    emergency_used: Sequence[bool]
    is_off: Sequence[bool]
    is_closed: Sequence[bool]
    is_held: Sequence[bool]
    last_read: Sequence[int]
    next_ms: Sequence[int]
    reasons: Sequence[tuple[Reason, ...]]

    @classmethod
    def of(cls, facts: Facts, decisions: Decisions, granted: Credits) -> _Columns:
        day = billing_day(decisions.at)
        return cls(
            day,
            granted,
            facts.balance_paise.tolist(),
            facts.negative_since_day.tolist(),
            days_negative(facts, day).tolist(),
            emergency_until_ms(facts, decisions).tolist(),
            emergency_used(facts, decisions).tolist(),
            facts.is_off.tolist(),
            facts.is_closed.tolist(),
            facts.is_held.tolist(),
            facts.last_read_day.tolist(),
            decisions.next_ms.tolist(),
            _reasons(decisions),
        )

    def status(self, place: int, schedule: str, load_w: int) -> Status:
        """Return how somebody of a schedule and a sanctioned load stands on the day."""
        return status_of(
            Money(self.balance[place]),
            _day(self.since[place]),
            self._supply(place),
            self.day,
            is_held=self.is_held[place],
            credit=self.granted.of(schedule, load_w),
        )

    def _supply(self, place: int) -> SupplyState:
        if self.is_closed[place]:
            return SupplyState.CLOSED
        return SupplyState.DISCONNECTED if self.is_off[place] else SupplyState.CONNECTED


@dataclass(frozen=True, slots=True)
class _Protections:
    """The protections of a day, those that last longest first."""

    all: Sequence[Any]

    @classmethod
    def of(cls, asked: _Asked) -> _Protections:
        return cls(asked.read(_PROTECTIONS))

    def covering(self, id_: int, feeder: str, schedule: str) -> tuple[date | None, str]:
        """Return the last day and the proof of what protects a consumer."""
        for scope, consumer, whom, proof, until_day in self.all:
            if consumer == id_ or covers(Scope(scope), whom, feeder=feeder, schedule=schedule):
                return day_of_number(until_day), proof
        return None, ""


def _row(
    place: int, id_: int, batch: _Batch, columns: _Columns, protections: _Protections
) -> Defaulter:
    (_id, number, name, mobile, address, language, schedule, load_w, feeder, dtr, _open) = (
        batch.details[id_]
    )
    recharged_on, recharged = batch.recharged.get(id_, (NONE, 0))
    off_day = batch.off[id_][0] if id_ in batch.off else NONE
    until, proof = protections.covering(id_, feeder, schedule)
    due = max(-Money(columns.balance[place]), ZERO)
    return Defaulter(
        consumer_id=id_,
        number=number,
        name=name,
        mobile=mobile,
        address=address,
        schedule=schedule,
        load_w=load_w,
        feeder=feeder,
        dtr=dtr,
        due=due,
        since=_day(columns.since[place]) if due else None,
        days_negative=columns.days[place],
        emergency_until=_instant(columns.emergency_until[place]),
        is_emergency_used=columns.emergency_used[place],
        is_off=columns.is_off[place],
        days_off=None if off_day == NONE else day_number(batch.today) - off_day,
        mean_daily_paise=batch.means.get(id_),
        last_recharge_on=_day(recharged_on),
        last_recharge=None if recharged_on == NONE else Money(recharged),
        arrears=Money(int(batch.arrears.get(id_, 0))),
        last_read_on=_day(batch.last_read.get(id_, columns.last_read[place])),
        reasons=columns.reasons[place],
        next_at=_instant(columns.next_ms[place]),
        protected_until=until,
        proof=proof,
        language=language,
        status=columns.status(place, schedule, load_w),
        is_closed=columns.is_closed[place],
    )


def _fitting(query: DefaulterQuery) -> Callable[[Any], bool]:
    """Return what tells whether the details of a consumer are what a query asks for."""
    words = query.text.casefold().split()
    feeders, dtrs, numbers = set(query.feeders), set(query.dtrs), set(query.numbers)

    def fits(detail: Any) -> bool:
        said = f"{detail[1]} {detail[2]}".casefold()
        return (
            (not feeders or detail[8] in feeders)
            and (not dtrs or detail[9] in dtrs)
            and (not numbers or detail[1] in numbers)
            and all(word in said for word in words)
        )

    return fits


def _dues(row: Defaulter, sums: Mapping[str, int]) -> Dues:
    charged = -sums.get(EntryKind.DAILY_CHARGE, 0)
    paid = sum(sums.get(kind, 0) for kind in _PAID)
    moved = sum(sums.values())
    return Dues(
        since=row.since or date.min,
        # What it was before all of these: they lead to what it is now.
        before=Money(-row.due.paise - moved),
        charged=Money(charged),
        paid=Money(paid),
        other=Money(moved + charged - paid),
    )


def _reasons(decisions: Decisions) -> list[tuple[Reason, ...]]:
    """Return the reasons of each row; many are held by the same ones."""
    bits, first = np.unique(decisions.reasons, return_index=True)
    known = dict(zip(bits.tolist(), map(decisions.reasons_of, first.tolist()), strict=True))
    return [known[one] for one in decisions.reasons.tolist()]


def _are(values: Column, place_of: Callable[[int], int], wanted: int) -> Flags:
    """Return which values have a place; few of them are different."""
    different, at = np.unique(values, return_inverse=True)
    places = np.array([place_of(one) for one in different.tolist()], np.int64)
    return np.asarray(places[at] == wanted, np.bool_)


def _column(ids: Column, known: Mapping[int, int]) -> Column:
    return np.array([known.get(id_, NONE) for id_ in ids.tolist()], np.int64)


def _day(number: int) -> date | None:
    return None if number == NONE else day_of_number(number)


def _instant(at_ms: int) -> datetime | None:
    return None if at_ms == NONE else instant_of(at_ms)
