"""Orders as lists show them: by state, the late ones, those that somebody has to visit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from domain.order_steps import CONTRADICTED
from domain.supply_book import OrderQuery
from domain.supply_order import OrderState, SupplyOrder
from storage.repositories.supply_orders import OPEN, ORDERS, order_of
from storage.rows import json_list

#: So long after it should have ended an order that is still asked for is asked for in vain.
_IN_VAIN_MS = 60 * 60 * 1000
#: A later order to reconnect takes the place of one that was given up.
_IS_LAST = (
    "NOT EXISTS (SELECT 1 FROM supply_order n WHERE n.office_id = o.office_id"
    " AND n.consumer_id = o.consumer_id AND n.made_at_ms >= o.made_at_ms AND n.id <> o.id"
    " AND n.kind = 'reconnect' AND (n.made_at_ms > o.made_at_ms OR n.ended_at_ms IS NULL))"
)
_LATE = (
    "o.kind = 'reconnect' AND o.due_at_ms IS NOT NULL AND (((o.state = 'done' OR o.is_late = 1)"
    "  AND coalesce(o.executed_at_ms, o.ended_at_ms) > o.due_at_ms)"
    f" OR (o.due_at_ms < :now AND (o.{OPEN}"
    f"  OR (o.state IN ('failed', 'expired') AND o.is_late = 0 AND {_IS_LAST}))))"
)
_VISIT = (
    f"((o.state = 'failed' AND o.is_late = 0 AND (o.kind <> 'reconnect' OR {_IS_LAST})"
    "  AND NOT (o.kind = 'disconnect' AND o.note <> ''))"
    f" OR (o.{OPEN} AND o.error = :contradicted)"
    " OR (o.state IN ('accepted', 'unknown', 'leaving')"
    "  AND coalesce(o.due_at_ms, o.expires_at_ms) < :in_vain))"
)


def orders_found(
    connection: Connection, office_id: int, query: OrderQuery, now_ms: int, limit: int
) -> list[SupplyOrder]:
    """Return the orders that a query finds, newest first."""
    given: dict[str, Any] = {"office_id": office_id, "limit": limit}
    conditions = []
    if query.states:
        conditions.append("o.state IN (SELECT value FROM words_in(:states) s)")
        given["states"] = json_list(state.value for state in query.states)
    if query.kinds:
        conditions.append("o.kind IN (SELECT value FROM words_in(:kinds) k)")
        given["kinds"] = json_list(kind.value for kind in query.kinds)
    if query.job_id:
        conditions.append("o.job_id = :job")
        given["job"] = query.job_id
    if query.consumer_number:
        conditions.append("c.number = :number")
        given["number"] = query.consumer_number
    if query.is_late:
        conditions.append(_LATE)
        given["now"] = now_ms
    if query.needs_visit:
        conditions.append(_VISIT)
        given |= {"contradicted": CONTRADICTED, "in_vain": now_ms - _IN_VAIN_MS}
    if query.was_late_cut:
        conditions.append("o.kind = 'disconnect' AND o.is_late = 1")
    wanted = "".join(f" AND {condition}" for condition in conditions)
    rows = connection.execute(
        text(
            f"{ORDERS} AND o.made_at_ms > 0{wanted} ORDER BY o.made_at_ms DESC, o.id LIMIT :limit"
        ),
        given,
    )
    return [order_of(row) for row in rows]


def counts_of(connection: Connection, office_id: int) -> dict[OrderState, int]:
    """Return how many orders are in each state."""
    rows = connection.execute(
        text(
            "SELECT state, count(*) FROM supply_order WHERE office_id = :office_id GROUP BY state"
        ),
        {"office_id": office_id},
    )
    return {OrderState(state): count for state, count in rows}
