"""Tables of who: the office, its consumers, their meters, and the tariffs they are on."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, func

from storage.tables.base import table, text, whole

office = table(
    "office",
    whole("office_id", key=True),
    text("code"),
    text("name"),
    text("state"),
    text("address"),
    text("phone"),
    whole("is_practice", CheckConstraint("is_practice IN (0, 1)")),
    whole("incarnation", CheckConstraint("incarnation > 0")),
    whole("created_at_ms"),
    UniqueConstraint("code"),
)

#: Running numbers that one transaction at a time may take from: posted_seq, consumer, meter ...
counter = table(
    "counter",
    whole("office_id", key=True),
    text("name", key=True),
    whole("value"),
)

tariff_version = table(
    "tariff_version",
    whole("office_id", key=True),
    whole("id", key=True),
    text("version_id"),
    text("schedule"),
    whole("valid_from_day"),
    whole("valid_until_day", optional=True),
    text("document"),
    text("sha256"),
    whole("recorded_at_ms"),
    text("recorded_by"),
    UniqueConstraint("office_id", "version_id"),
)

#: A version's document is final; the day on which it ends is added when its successor is known.
tariff_end = table(
    "tariff_end",
    whole("office_id", key=True),
    whole("tariff_id", key=True),
    whole("recorded_at_ms", key=True),
    whole("valid_until_day"),
    text("recorded_by"),
    ForeignKeyConstraint(
        ["office_id", "tariff_id"], ["tariff_version.office_id", "tariff_version.id"]
    ),
)

meter = table(
    "meter",
    whole("office_id", key=True),
    whole("id", key=True),
    text("serial"),
    UniqueConstraint("office_id", "serial"),
)

consumer = table(
    "consumer",
    whole("office_id", key=True),
    whole("id", key=True),
    text("number"),
    text("name"),
    text("guardian"),
    text("address"),
    text("mobile"),
    text("email"),
    text("language"),
    whole("connected_day"),
    whole("billed_from_day"),
    whole("initial_wh", CheckConstraint("initial_wh >= 0"), optional=True),
    whole("initial_mtd_wh", CheckConstraint("initial_mtd_wh >= 0")),
    whole("opening_paise"),
    UniqueConstraint("office_id", "number"),
)
#: Few give an address of mail; by it somebody is found who is taken on a second time.
Index(
    "consumer_by_email",
    consumer.c.office_id,
    func.lower(consumer.c.email),
    sqlite_where=consumer.c.email != "",
    postgresql_where=consumer.c.email != "",
)

contact_version = table(
    "contact_version",
    whole("office_id", key=True),
    whole("consumer_id", key=True),
    whole("version_seq", key=True),
    whole("recorded_at_ms"),
    text("recorded_by"),
    text("channel"),
    text("name"),
    text("guardian"),
    text("address"),
    text("mobile"),
    text("email"),
    text("language"),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
)

consumer_version = table(
    "consumer_version",
    whole("office_id", key=True),
    whole("consumer_id", key=True),
    whole("effective_day", key=True),
    whole("version_seq", key=True),
    whole("recorded_at_ms"),
    text("recorded_by"),
    text("channel"),
    text("schedule"),
    whole("load_w", CheckConstraint("load_w > 0")),
    text("phase"),
    whole("meter_id"),
    whole("meter_factor", CheckConstraint("meter_factor > 0")),
    text("feeder"),
    text("dtr"),
    text("supply_state"),
    whole("is_held", CheckConstraint("is_held IN (0, 1)")),
    whole("owner_office_id"),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
    ForeignKeyConstraint(["office_id", "meter_id"], ["meter.office_id", "meter.id"]),
    Index("consumer_version_by_meter", "office_id", "meter_id"),
)
