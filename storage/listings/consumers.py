"""Lists of consumers: all ids in order at once, the rows of those in sight on demand."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from domain.calendar import day_number, day_of_number
from domain.consumer import ConsumerQuery, ConsumerRow
from domain.credit import Status, SupplyState, days_left, emergency_until, policy_on, status_of
from domain.money import Money
from storage.repositories.consumers import VERSION_IN_FORCE, mean_totals
from storage.rows import json_list
from storage.search import find_by_words, words_of

#: A search that finds more than this is answered in the order of registration, not sorted.
_MOST_SORTED = 2_000
_ORDERS = {
    "number": "c.number",
    "name": "lower(c.name)",
    "balance": "w.balance_paise",
    "load": "v.load_w",
}


def find_consumers(
    connection: Connection, office_id: int, query: ConsumerQuery, today: date, limit: int | None
) -> array[int]:
    """Return the ids of the consumers that a query asks for, in its order."""
    parameters: dict[str, Any] = {
        "office_id": office_id,
        "day": day_number(today),
    }
    found: list[int] | None = None
    if query.text.strip():
        if not words_of(query.text):
            return array("q")
        found = _matches(connection, office_id, query, limit)
        if not found or (_is_plain(query) and len(found) >= _MOST_SORTED):
            return array("q", found if limit is None else found[:limit])
        parameters["found"] = json_list(found)
    sql = _query(query, has_matches=found is not None, today=today, parameters=parameters)
    if limit is not None:
        sql += " LIMIT :limit"
        parameters["limit"] = limit
    return array("q", connection.execute(text(sql), parameters).scalars().all())


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
    return {row.id: _row(row, means.get(row.id), today) for row in rows}


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
    return not query.has_filters and query.order_by == "number" and not query.descending


def _matches(
    connection: Connection, office_id: int, query: ConsumerQuery, limit: int | None
) -> list[int]:
    is_enough = _is_plain(query) and limit is not None
    most = max(limit or 0, _MOST_SORTED) if is_enough else None
    return find_by_words(connection, office_id, query.text, most)


def _query(
    query: ConsumerQuery, *, has_matches: bool, today: date, parameters: dict[str, Any]
) -> str:
    conditions = ["c.office_id = :office_id"]
    # From the few that match, or all in the order of the index; the planner guesses wrong.
    source = "consumer c"
    if has_matches:
        source = "numbers_in(:found) j THEN JOIN consumer c ON c.id = j.value"
    conditions += _of_versions(query, parameters)
    needs_version = len(conditions) > 1 or query.statuses or query.order_by == "load"
    if query.statuses:
        conditions.append(_of_statuses(query.statuses, today, parameters))
    of_wallets = _of_wallets(query, parameters)
    conditions += of_wallets
    joins = ""
    if needs_version:
        joins += f" {VERSION_IN_FORCE}"
    if query.statuses or of_wallets or query.order_by == "balance":
        joins += " JOIN wallet w ON w.office_id = c.office_id AND w.consumer_id = c.id"
    order = _ORDERS[query.order_by]
    way = "DESC" if query.descending else "ASC"
    return (
        f"SELECT c.id FROM {source}{joins} WHERE {' AND '.join(conditions)}"
        f" ORDER BY {order} {way}, c.number {way}"
    )


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


def _of_statuses(statuses: Sequence[Status], today: date, parameters: dict[str, Any]) -> str:
    each = [f"({_status_condition(status, today, parameters)})" for status in statuses]
    return f"({' OR '.join(each)})"


def _status_condition(status: Status, today: date, parameters: dict[str, Any]) -> str:
    """Return ``credit.status_of`` as SQL; a test holds the two together."""
    policy = policy_on(today)
    parameters |= {
        "low": policy.low_below.paise,
        "emergency_since": day_number(today) - policy.emergency_days,
    }
    supplied = "v.supply_state = 'connected' AND v.is_held = 0"
    since = "coalesce(w.negative_since_day, :day)"
    return {
        Status.CLOSED: "v.supply_state = 'closed'",
        Status.DISCONNECTED: "v.supply_state = 'disconnected'",
        Status.HELD: "v.supply_state = 'connected' AND v.is_held = 1",
        Status.EMERGENCY: f"{supplied} AND w.balance_paise < 0 AND {since} >= :emergency_since",
        Status.TO_BE_DISCONNECTED: (
            f"{supplied} AND w.balance_paise < 0 AND {since} < :emergency_since"
        ),
        Status.LOW: f"{supplied} AND w.balance_paise >= 0 AND w.balance_paise < :low",
        Status.ACTIVE: f"{supplied} AND w.balance_paise >= 0 AND w.balance_paise >= :low",
    }[status]


def _row(row: Any, mean: int | None, today: date) -> ConsumerRow:
    balance = Money(row.balance_paise)
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
            balance, since, SupplyState(row.supply_state), today, is_held=bool(row.is_held)
        ),
        emergency_until=emergency_until(since, policy_on(today)) if since else None,
    )
