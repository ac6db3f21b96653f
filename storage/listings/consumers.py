"""Lists of consumers: all ids in order at once, the rows of those in sight on demand."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from domain.calendar import day_number, day_of_number
from domain.consumer import ConsumerQuery, ConsumerRow, ConsumerTotals
from domain.credit import (
    Credits,
    Status,
    SupplyState,
    days_left,
    emergency_until,
    policy_on,
    status_of,
)
from domain.errors import ConsumerNotFound
from domain.money import Money
from domain.progress import Progress, Step
from storage.listings.consumers_by_use import conditions_of_use
from storage.listings.credits import covered, credits_of
from storage.repositories.consumers import VERSION_IN_FORCE, WITHDRAWN, mean_totals
from storage.rows import driver_numbers, driver_rows, json_list
from storage.search import Likeness, can_be_wider, find_by_words, words_of

_ELSEWHERE = (
    "(c.number LIKE {0} OR c.name LIKE {0} OR EXISTS (SELECT 1 FROM consumer_version hung"
    "  THEN JOIN meter m ON m.office_id = hung.office_id AND m.id = hung.meter_id"
    "  WHERE hung.office_id = c.office_id AND hung.consumer_id = c.id AND replace(replace("
    "   replace(replace(m.serial, '-', ''), '/', ''), '.', ''), '_', '') LIKE {0}))"
)
#: A search that finds more than this is answered in the order of registration, not sorted.
_MOST_SORTED = 2_000
#: When more than these are found, nobody has misspelt anything.
_HARDLY_ANYBODY = 2
#: So many rows are read between two reports.
_BATCH = 5_000
_ORDERS = {
    "number": "c.number",
    "name": "lower(c.name)",
    "balance": "w.balance_paise",
    "load": "v.load_w",
}


def id_of(connection: Connection, office_id: int, number: str) -> int:
    """Return the id of the consumer with a number; :class:`ConsumerNotFound`.

    What is left of the number of somebody who was taken back leads nowhere.
    """
    found = driver_rows(
        connection,
        "SELECT id FROM consumer WHERE office_id = :office_id AND number = :number",
        {"office_id": office_id, "number": number},
    )
    if not found or number.startswith(WITHDRAWN):
        raise ConsumerNotFound(number)
    return int(found[0][0])


def find_consumers(
    connection: Connection, office_id: int, query: ConsumerQuery, today: date, limit: int | None
) -> array[int]:
    """Return the ids of the consumers that a query asks for: the likeliest first, in its order."""
    search = _Search(connection, office_id, query, today)
    if not query.text.strip():
        return search.listed(None, limit)
    most = max(limit or 0, _MOST_SORTED) if _is_plain(query) and limit is not None else None
    found = array("q")
    for matches in search.likeliest_first(most):
        left = None if limit is None else limit - len(found)
        if matches and left != 0:
            found += search.listed(matches, left)
    return found


def consumer_totals(
    connection: Connection, office_id: int, query: ConsumerQuery, today: date
) -> ConsumerTotals:
    """Return how many consumers a query finds, and what their balances come to."""
    parameters: dict[str, Any] = {"office_id": office_id, "day": day_number(today)}
    has_matches = bool(query.text.strip())
    if has_matches:
        parameters["found"] = json_list(find_consumers(connection, office_id, query, today, None))
        query = ConsumerQuery()
    sql = _query(
        replace(query, order_by="balance"),
        has_matches=has_matches,
        of_statuses=_of_statuses(connection, office_id, query, today, parameters),
        parameters=parameters,
        columns="count(*), coalesce(sum(w.balance_paise), 0),"
        " coalesce(sum(CASE WHEN w.balance_paise < 0 THEN w.balance_paise ELSE 0 END), 0)",
    )
    count, balance, negative = driver_rows(connection, sql, parameters)[0]
    return ConsumerTotals(count, Money(int(balance)), Money(int(negative)))


def all_rows(
    connection: Connection, office_id: int, query: ConsumerQuery, today: date, progress: Progress
) -> list[ConsumerRow]:
    """Return the rows of everybody whom a query finds, in its order."""
    ids = find_consumers(connection, office_id, query, today, None)
    rows: list[ConsumerRow] = []
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        found = consumer_rows(connection, office_id, batch, today)
        rows += [found[one] for one in batch if one in found]
        progress(Step(len(rows), len(ids)))
    return rows


def consumer_rows(
    connection: Connection, office_id: int, ids: Sequence[int], today: date
) -> Mapping[int, ConsumerRow]:
    """Return the rows of these consumers by id."""
    rows = connection.execute(
        text(
            "SELECT c.id, c.number, c.name, c.mobile, m.serial, v.schedule, v.load_w, v.feeder,"
            " v.supply_state, v.is_held, w.balance_paise, w.negative_since_day, p.next_open_day"
            f" FROM numbers_in(:ids) j THEN JOIN consumer c"
            f"  ON c.office_id = :office_id AND c.id = j.value {VERSION_IN_FORCE}"
            " JOIN meter m ON m.office_id = v.office_id AND m.id = v.meter_id"
            " JOIN wallet w ON w.office_id = c.office_id AND w.consumer_id = c.id"
            " JOIN month_position p ON p.office_id = c.office_id AND p.consumer_id = c.id"
        ),
        {"office_id": office_id, "ids": json_list(ids), "day": day_number(today)},
    ).all()
    means = mean_totals(connection, office_id, {row.id: row.next_open_day - 1 for row in rows})
    granted = credits_of(connection, office_id, today)
    return {row.id: _row(row, means.get(row.id), today, granted) for row in rows}


def categories(connection: Connection, office_id: int) -> list[str]:
    """Return the schedules of the office's tariffs, in order."""
    return list(
        connection.execute(
            text(
                "SELECT DISTINCT schedule FROM tariff_version WHERE office_id = :office_id"
                " ORDER BY schedule"
            ),
            {"office_id": office_id},
        ).scalars()
    )


def feeders(connection: Connection, office_id: int) -> list[str]:
    """Return the feeders that consumers hang on, in order."""
    return list(
        connection.execute(
            text(
                "SELECT DISTINCT feeder FROM consumer_version"
                " WHERE office_id = :office_id AND feeder <> '' ORDER BY feeder"
            ),
            {"office_id": office_id},
        ).scalars()
    )


def _is_plain(query: ConsumerQuery) -> bool:
    is_ordered = query.order_by == "number" and not query.descending
    return is_ordered and not query.has_filters and not query.is_without_mobiles


@dataclass(frozen=True, slots=True)
class _Search:
    """One question to the list."""

    connection: Connection
    office_id: int
    query: ConsumerQuery
    today: date

    def likeliest_first(self, most: int | None) -> Iterator[list[int]]:
        """Yield whom beginnings find, then likeness, then wrong spelling; everybody once."""
        known: set[int] = set()
        text_of = self.query.text
        for likeness in Likeness:
            is_enough = most is not None and len(known) >= most
            if likeness and (self.query.is_literal or is_enough):
                return
            if likeness is Likeness.MISSPELT and len(known) > _HARDLY_ANYBODY:
                return
            if likeness and not can_be_wider(text_of, likeness):
                continue
            found = find_by_words(self.connection, self.office_id, text_of, most, likeness)
            yield [one for one in found if one not in known] if known else found
            known.update(found)

    def listed(self, matches: list[int] | None, limit: int | None) -> array[int]:
        """Return those of the matches, or of all, whom the filters leave, in the query's order."""
        if matches is not None and _is_plain(self.query) and len(matches) >= _MOST_SORTED:
            withdrawn = self._withdrawn()
            return array("q", [one for one in matches if one not in withdrawn][:limit])
        parameters: dict[str, Any] = {
            "office_id": self.office_id,
            "day": day_number(self.today),
            "found": json_list(matches or ()),
        }
        sql = _query(
            self.query,
            has_matches=matches is not None,
            of_statuses=_of_statuses(
                self.connection, self.office_id, self.query, self.today, parameters
            ),
            parameters=parameters,
        )
        if limit is not None:
            sql += " LIMIT :limit"
            parameters["limit"] = limit
        return driver_numbers(self.connection, sql, parameters)

    def _withdrawn(self) -> set[int]:
        sql = "SELECT consumer_id FROM consumer_withdrawn WHERE office_id = :office_id"
        return {row[0] for row in driver_rows(self.connection, sql, {"office_id": self.office_id})}


def _query(
    query: ConsumerQuery,
    *,
    has_matches: bool,
    of_statuses: str,
    parameters: dict[str, Any],
    columns: str = "",
) -> str:
    """Return the query for the ids in order, or for ``columns`` over all of them."""
    # From the few that match, or all in the order of the index; the planner guesses wrong.
    source = "consumer c"
    if has_matches:
        source = "numbers_in(:found) j THEN JOIN consumer c ON c.id = j.value"
    of_versions = _of_versions(query, parameters)
    of_wallets = _of_wallets(query, parameters)
    joins = ""
    if of_versions or query.statuses or query.order_by == "load":
        joins += f" {VERSION_IN_FORCE}"
    if query.statuses or of_wallets or query.order_by == "balance":
        joins += " JOIN wallet w ON w.office_id = c.office_id AND w.consumer_id = c.id"
    conditions = ["c.office_id = :office_id", *of_versions, *of_wallets]
    conditions.append(
        "c.id NOT IN (SELECT x.consumer_id FROM consumer_withdrawn x"
        " WHERE x.office_id = :office_id)"
    )
    if of_statuses:
        conditions.append(of_statuses)
    conditions += conditions_of_use(query, parameters)
    if query.is_without_mobiles:
        conditions += _beside_mobiles(query.text, parameters)
    listed = f"FROM {source}{joins} WHERE {' AND '.join(conditions)}"
    if columns:
        return f"SELECT {columns} {listed}"
    order = _ORDERS[query.order_by]
    way = "DESC" if query.descending else "ASC"
    return f"SELECT c.id {listed} ORDER BY {order} {way}, c.number {way}"


def _beside_mobiles(typed: str, parameters: dict[str, Any]) -> list[str]:
    """Return the conditions that every number typed stands elsewhere than in the mobile."""
    conditions = []
    for place, word in enumerate(word for word in words_of(typed) if word.isdecimal()):
        parameters[f"elsewhere{place}"] = f"%{word}%"
        conditions.append(_ELSEWHERE.format(f":elsewhere{place}"))
    return conditions


def _of_versions(query: ConsumerQuery, parameters: dict[str, Any]) -> list[str]:
    """Return the conditions on the version in force."""
    conditions = []
    for column, values in (("schedule", query.categories), ("feeder", query.feeders)):
        if values:
            conditions.append(f"v.{column} IN (SELECT value FROM words_in(:{column}s) {column}s)")
            parameters[f"{column}s"] = json_list(values)
    return conditions


def _of_wallets(query: ConsumerQuery, parameters: dict[str, Any]) -> list[str]:
    """Return the conditions on the balance."""
    conditions = []
    if query.balance_from is not None:
        conditions.append("w.balance_paise >= :balance_from")
        parameters["balance_from"] = query.balance_from.paise
    if query.balance_below is not None:
        conditions.append("w.balance_paise < :balance_below")
        parameters["balance_below"] = query.balance_below.paise
    return conditions


def _of_statuses(
    connection: Connection,
    office_id: int,
    query: ConsumerQuery,
    today: date,
    parameters: dict[str, Any],
) -> str:
    """Return the condition on the status, "" for any."""
    if not query.statuses:
        return ""
    granted = credits_of(connection, office_id, today)
    in_credit = covered(connection, office_id, granted, today, parameters)
    parameters["low"] = policy_on(today).low_below.paise
    each = [f"({_status_condition(status, in_credit)})" for status in query.statuses]
    return f"({' OR '.join(each)})"


def _status_condition(status: Status, in_credit: str) -> str:
    """Return ``credit.status_of`` as SQL; a test holds the two together.

    ``in_credit``: that emergency credit covers a balance below zero.
    """
    supplied = "v.supply_state = 'connected' AND v.is_held = 0"
    return {
        Status.CLOSED: "v.supply_state = 'closed'",
        Status.DISCONNECTED: "v.supply_state = 'disconnected'",
        Status.HELD: "v.supply_state = 'connected' AND v.is_held = 1",
        Status.EMERGENCY: f"{supplied} AND w.balance_paise < 0 AND {in_credit}",
        Status.TO_BE_DISCONNECTED: f"{supplied} AND w.balance_paise < 0 AND NOT {in_credit}",
        Status.LOW: f"{supplied} AND w.balance_paise >= 0 AND w.balance_paise < :low",
        Status.ACTIVE: f"{supplied} AND w.balance_paise >= 0 AND w.balance_paise >= :low",
    }[status]


def _row(row: Any, mean: int | None, today: date, granted: Credits) -> ConsumerRow:
    balance, credit = Money(row.balance_paise), granted.of(row.schedule, row.load_w)
    since = None if row.negative_since_day is None else day_of_number(row.negative_since_day)
    return ConsumerRow(
        id=row.id,
        number=row.number,
        name=row.name,
        mobile=row.mobile,
        meter_serial=row.serial,
        category=row.schedule,
        load_w=row.load_w,
        feeder=row.feeder,
        balance=balance,
        days_left=days_left(balance, mean),
        status=status_of(
            balance,
            since,
            SupplyState(row.supply_state),
            today,
            is_held=bool(row.is_held),
            credit=credit,
        ),
        emergency_until=emergency_until(balance, since, credit) if since else None,
    )
