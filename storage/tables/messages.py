"""Tables of messages: the outbox to consumers, and the approved templates."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql

from storage.tables.base import table, text, whole

#: One row per consumer, alert and period; ``address``, ``variables`` and ``text`` are emptied
#: when a person is forgotten. ``resent``: how often a person let it leave once more;
#: ``ask_at_ms``: when its provider is asked next what became of it.
message = table(
    "message",
    whole("office_id", key=True),
    whole("id", key=True),
    whole("consumer_id"),
    text("alert"),
    text("period"),
    text("medium"),
    text("language"),
    text("address"),
    text("template_id"),
    text("subject"),
    text("text"),
    text("variables"),
    text("state"),
    whole("attempts"),
    whole("created_at_ms"),
    whole("next_try_at_ms", optional=True),
    text("provider_id"),
    text("error"),
    whole("sent_at_ms", optional=True),
    whole("delivered_at_ms", optional=True),
    whole("resent"),
    whole("ask_at_ms", optional=True),
    UniqueConstraint("office_id", "consumer_id", "alert", "period", "medium"),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
    Index("message_by_time", "office_id", "created_at_ms"),
)
Index(
    "message_open",
    message.c.office_id,
    message.c.next_try_at_ms,
    sqlite_where=sql("state IN ('waiting', 'leaving', 'held')"),
    postgresql_where=sql("state IN ('waiting', 'leaving', 'held')"),
)
Index(
    "message_by_provider",
    message.c.office_id,
    message.c.provider_id,
    sqlite_where=sql("provider_id <> ''"),
    postgresql_where=sql("provider_id <> ''"),
)

Index(
    "message_unreported",
    message.c.office_id,
    message.c.ask_at_ms,
    sqlite_where=sql("ask_at_ms IS NOT NULL"),
    postgresql_where=sql("ask_at_ms IS NOT NULL"),
)

message_template = table(
    "message_template",
    whole("office_id", key=True),
    text("alert", key=True),
    text("medium", key=True),
    text("language", key=True),
    text("text"),
    text("variables"),
    text("subject"),
    text("template_id"),
    text("header"),
    text("entity_id"),
    whole("changed_at_ms"),
    text("changed_by"),
)
