"""Tables of supply: policies, protections, jobs, orders, what was said to and by the AMISP."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy import text as sql

from storage.tables.base import table, text, whole

#: Final; of two from the same day the one with the higher ``seq`` holds.
policy_version = table(
    "policy_version",
    whole("office_id", key=True),
    whole("seq", key=True),
    text("id"),
    whole("valid_from_day"),
    text("document"),
    text("sha256"),
    whole("recorded_at_ms"),
    text("recorded_by"),
)

holiday = table(
    "holiday",
    whole("office_id", key=True),
    whole("day", key=True),
    text("name"),
    text("source"),
    whole("changed_at_ms"),
    text("changed_by"),
)

#: ``proof`` and ``end_reason`` may speak of a person: they are emptied when it is forgotten.
protection = table(
    "protection",
    whole("office_id", key=True),
    text("id", key=True),
    text("kind"),
    text("scope", CheckConstraint("scope IN ('consumer', 'feeder', 'schedule', 'office')")),
    whole("consumer_id", optional=True),
    text("whom"),
    text("proof"),
    whole("first_day"),
    whole("last_day"),
    whole("recorded_at_ms"),
    text("recorded_by"),
    whole("ended_day", optional=True),
    text("ended_by"),
    text("end_reason"),
    CheckConstraint("first_day <= last_day"),
    CheckConstraint("(scope = 'consumer') = (consumer_id IS NOT NULL)"),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
    Index("protection_by_last_day", "office_id", "last_day"),
)

#: The kill switch: the office has stopped all disconnecting while ``ended_at_ms`` is unset.
standstill = table(
    "standstill",
    whole("office_id", key=True),
    whole("began_at_ms", key=True),
    text("began_by"),
    text("reason"),
    whole("ended_at_ms", optional=True),
    text("ended_by"),
    text("end_reason"),
)

#: Part of the dues was paid, and supply came back; the rest is due by ``until_day``.
part_payment = table(
    "part_payment",
    whole("office_id", key=True),
    whole("consumer_id", key=True),
    whole("granted_at_ms", key=True),
    whole("dues_paise"),
    whole("paid_paise"),
    whole("until_day"),
    text("receipt"),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
)

supply_job = table(
    "supply_job",
    whole("office_id", key=True),
    text("id", key=True),
    whole("at_ms"),
    whole("until_ms"),
    text("policy"),
    text("state", CheckConstraint("state IN ('draft', 'asked', 'approved', 'rejected')")),
    text("reason"),
    whole("made_at_ms"),
    text("made_by"),
    text("channel"),
    whole("defaulters"),
    whole("eligible"),
    whole("beyond"),
    text("approval_id"),
    whole("decided_at_ms", optional=True),
    text("decided_by"),
    Index("supply_job_by_time", "office_id", "made_at_ms"),
)

#: A defaulter of a job; ``reasons`` is a sum of ``domain.policy.BIT``, 0 for who is to be cut.
supply_job_row = table(
    "supply_job_row",
    whole("office_id", key=True),
    text("job_id", key=True),
    whole("consumer_id", key=True),
    whole("balance_paise"),
    whole("negative_since_day", optional=True),
    whole("reasons"),
    whole("next_ms", optional=True),
    text("left_out"),
    ForeignKeyConstraint(["office_id", "job_id"], ["supply_job.office_id", "supply_job.id"]),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
)

_OPEN = "state IN ('waiting', 'leaving', 'in_file', 'accepted', 'unknown', 'held')"
supply_order = table(
    "supply_order",
    whole("office_id", key=True),
    text("id", key=True),
    text("kind", CheckConstraint("kind IN ('disconnect', 'reconnect', 'read_relay')")),
    text("reason"),
    whole("is_urgent", CheckConstraint("is_urgent IN (0, 1)")),
    whole("consumer_id"),
    whole("meter_id"),
    text("requested_by"),
    text("channel"),
    whole("made_at_ms"),
    whole("not_before_ms"),
    whole("expires_at_ms"),
    text("state"),
    text("job_id"),
    text("answers"),
    whole("balance_paise", optional=True),
    whole("unwanted_at_ms", optional=True),
    whole("due_at_ms", optional=True),
    text("road", CheckConstraint("road IN ('api', 'file')")),
    text("body"),
    text("remote_id"),
    text("remote_status"),
    text("relay"),
    whole("attempts"),
    whole("next_try_at_ms", optional=True),
    whole("sent_at_ms", optional=True),
    whole("executed_at_ms", optional=True),
    whole("ended_at_ms", optional=True),
    whole("is_late", CheckConstraint("is_late IN (0, 1)")),
    whole("said_wh", optional=True),
    whole("said_at_ms", optional=True),
    text("error"),
    text("note"),
    #: Whoever disconnects has been approved: a job of it, or a person by name.
    CheckConstraint("kind <> 'disconnect' OR job_id <> ''"),
    #: None that is open is ever forgotten.
    CheckConstraint(f"NOT ({_OPEN}) OR next_try_at_ms IS NOT NULL"),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
    ForeignKeyConstraint(["office_id", "meter_id"], ["meter.office_id", "meter.id"]),
    Index("supply_order_by_job", "office_id", "job_id"),
    Index("supply_order_by_consumer", "office_id", "consumer_id", "made_at_ms"),
    Index("supply_order_by_time", "office_id", "made_at_ms"),
    Index("supply_order_by_sending", "office_id", "sent_at_ms"),
)
#: One order of a meter may move its relay at a time; one that is no longer wanted gives way.
Index(
    "supply_order_one_open",
    supply_order.c.office_id,
    supply_order.c.meter_id,
    unique=True,
    sqlite_where=sql(f"{_OPEN} AND unwanted_at_ms IS NULL"),
    postgresql_where=sql(f"{_OPEN} AND unwanted_at_ms IS NULL"),
)
_DUE_ONCE = "next_try_at_ms IS NOT NULL"
#: What there is to do, by when: few orders are open, or watched after their end.
Index(
    "supply_order_due",
    supply_order.c.office_id,
    supply_order.c.next_try_at_ms,
    sqlite_where=sql(_DUE_ONCE),
    postgresql_where=sql(_DUE_ONCE),
)

#: Final: what was said, as it was said.
supply_exchange = table(
    "supply_exchange",
    whole("office_id", key=True),
    whole("id", key=True),
    text("order_id"),
    whole("at_ms"),
    whole("is_ours"),
    text("road"),
    text("what"),
    whole("status"),
    text("body"),
    whole("took_ms"),
    Index("supply_exchange_by_order", "office_id", "order_id"),
)

#: What the AMISP told by itself, each once; final.
amisp_event = table(
    "amisp_event",
    whole("office_id", key=True),
    text("event_id", key=True),
    text("kind"),
    text("order_id"),
    whole("received_at_ms"),
    text("outcome"),
)
