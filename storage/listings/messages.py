"""Lists of messages to consumers: what was said to whom, and how far it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from domain.alert_book import MessageQuery
from domain.calendar import milliseconds, start_of
from domain.message import Message, MessageState
from domain.office import Office
from storage.repositories.messages import OPEN, columns_of_message, message_of
from storage.rows import json_list

#: What has ended longer ago is not counted any more.
_COUNTED = timedelta(days=31)


def messages(
    connection: Connection, office: Office, query: MessageQuery, limit: int
) -> list[Message]:
    """Return the messages that a query finds, newest first."""
    parameters: dict[str, Any] = {"office_id": office.id, "limit": limit}
    conditions = ["m.office_id = :office_id", "m.created_at_ms >= :since"]
    parameters["since"] = milliseconds(start_of(query.since)) if query.since else 0
    for name, wanted in (
        ("state", query.states),
        ("alert", query.alerts),
        ("medium", query.media),
    ):
        if wanted:
            conditions.append(f"m.{name} IN (SELECT value FROM words_in(:{name}) w)")
            parameters[name] = json_list(one.value for one in wanted)
    if query.consumer_number:
        conditions.append(
            "m.consumer_id IN (SELECT x.id FROM consumer x"
            " WHERE x.office_id = :office_id AND x.number = :number)"
        )
        parameters["number"] = query.consumer_number
    rows = connection.execute(
        text(
            f"SELECT {columns_of_message()}, c.number FROM message m JOIN consumer c"
            "  ON c.office_id = m.office_id AND c.id = m.consumer_id"
            f" WHERE {' AND '.join(conditions)}"
            " ORDER BY m.created_at_ms DESC, m.id DESC LIMIT :limit"
        ),
        parameters,
    )
    return [message_of(row) for row in rows]


def counts(connection: Connection, office: Office, now: datetime) -> dict[MessageState, int]:
    """Return how many messages are how far: all open ones, of the others those of a month."""
    rows = connection.execute(
        text(
            "SELECT m.state, count(*) FROM message m"
            f" WHERE m.office_id = :office_id AND {OPEN} GROUP BY m.state"
            " UNION ALL SELECT m.state, count(*) FROM message m"
            " WHERE m.office_id = :office_id AND m.created_at_ms >= :since"
            f" AND NOT ({OPEN}) GROUP BY m.state"
        ),
        {"office_id": office.id, "since": milliseconds(now - _COUNTED)},
    )
    return {MessageState(state): count for state, count in rows}
