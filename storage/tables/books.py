"""Tables of what happened: reads, charges, wallets, ledger, receipts and the event stream."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, UniqueConstraint

from storage.tables.base import Bytes, table, text, whole

#: Stored by the day it closes, so that a run reads one stretch; a released read moves to the
#: first open day. ``cumulative_wh`` counts on when the register rolls over.
meter_read = table(
    "meter_read",
    whole("office_id", key=True),
    whole("closing_day", key=True),
    whole("meter_id", key=True),
    whole("read_at_ms", key=True),
    whole("revision", key=True),
    whole("register_wh", CheckConstraint("register_wh >= 0")),
    whole("cumulative_wh"),
    whole("max_demand_w", optional=True),
    whole("apparent_vah", optional=True),
    whole("exported_wh", optional=True),
    text("quality"),
    text("source"),
    text("state"),
    text("reason"),
    whole("known_wh", optional=True),
    text("note"),
    whole("recorded_at_ms"),
    text("recorded_by"),
    ForeignKeyConstraint(["office_id", "meter_id"], ["meter.office_id", "meter.id"]),
    UniqueConstraint("office_id", "meter_id", "read_at_ms", "revision"),
)
Index(
    "meter_read_held",
    meter_read.c.office_id,
    meter_read.c.read_at_ms,
    sqlite_where=meter_read.c.state == "held",
    postgresql_where=meter_read.c.state == "held",
)

#: Where a consumer's wallet stands: derived from its entries, compared by ``check``.
wallet = table(
    "wallet",
    whole("office_id", key=True),
    whole("consumer_id", key=True),
    whole("balance_paise"),
    whole("negative_since_day", optional=True),
    whole("last_posted_seq", optional=True),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
)

#: Where a consumer stands in the month: derived from the charges, compared by ``check``.
month_position = table(
    "month_position",
    whole("office_id", key=True),
    whole("consumer_id", key=True),
    whole("next_open_day"),
    whole("meter_id", optional=True),
    whole("consumed_at_ms", optional=True),
    whole("consumed_wh", optional=True),
    Column("state", Bytes, nullable=False),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
)

event = table(
    "event",
    whole("office_id", key=True),
    text("stream", key=True),
    whole("seq", key=True),
    text("core"),
    Column("prev", Bytes, nullable=False),
    Column("hash", Bytes, nullable=False),
)

journal_entry = table(
    "journal_entry",
    whole("office_id", key=True),
    whole("seq", key=True),
    whole("business_day"),
    text("kind"),
    text("document"),
    whole("first_posted_seq"),
    whole("last_posted_seq"),
    whole("event_seq"),
    whole("reverses", optional=True),
    whole("posted_at_ms"),
    text("posted_by"),
    text("channel"),
    whole("counter"),
    Index("journal_entry_by_day", "office_id", "business_day"),
)

journal_line = table(
    "journal_line",
    whole("office_id", key=True),
    whole("entry_seq", key=True),
    text("account", key=True),
    whole("amount_paise", CheckConstraint("amount_paise <> 0")),
    ForeignKeyConstraint(
        ["office_id", "entry_seq"], ["journal_entry.office_id", "journal_entry.seq"]
    ),
    ForeignKeyConstraint(
        ["office_id", "account"], ["ledger_account.office_id", "ledger_account.code"]
    ),
)

ledger_account = table(
    "ledger_account",
    whole("office_id", key=True),
    text("code", key=True),
)

#: One row per event of a wallet, in posting order; ``previous_seq`` leads back in the wallet.
wallet_entry = table(
    "wallet_entry",
    whole("office_id", key=True),
    whole("posted_seq", key=True),
    whole("consumer_id"),
    text("kind"),
    whole("business_day"),
    whole("amount_paise"),
    whole("balance_after_paise"),
    whole("previous_seq", optional=True),
    whole("entry_seq"),
    whole("reverses", optional=True),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
    ForeignKeyConstraint(
        ["office_id", "entry_seq"], ["journal_entry.office_id", "journal_entry.seq"]
    ),
)

#: Stored by day and consumer, so that a day's run appends at one place.
daily_charge = table(
    "daily_charge",
    whole("office_id", key=True),
    whole("day", key=True),
    whole("consumer_id", key=True),
    text("kind", key=True),
    whole("revision", key=True),
    whole("posted_seq"),
    whole("entry_seq"),
    whole("version_effective_day"),
    whole("version_seq"),
    whole("tariff_id"),
    whole("load_w"),
    whole("demand_w", optional=True),
    whole("is_connected"),
    whole("from_read_at_ms", optional=True),
    whole("from_wh", optional=True),
    whole("to_read_at_ms", optional=True),
    whole("to_wh", optional=True),
    whole("energy_wh", CheckConstraint("energy_wh >= 0")),
    whole("mtd_wh"),
    whole("ec_paise"),
    whole("fuel_paise"),
    whole("fc_paise"),
    whole("duty_paise"),
    whole("rent_paise"),
    whole("subsidy_paise"),
    whole("rebate_paise"),
    whole("other_paise"),
    whole("total_paise"),
    whole("subsidy_per_unit_paise"),
    whole("subsidy_free_units_paise"),
    whole("subsidy_cliff_paise"),
    whole("reverses", optional=True),
    CheckConstraint(
        "total_paise = ec_paise + fuel_paise + fc_paise + duty_paise + rent_paise"
        " - subsidy_paise - rebate_paise + other_paise"
    ),
    ForeignKeyConstraint(
        ["office_id", "consumer_id", "version_effective_day", "version_seq"],
        [
            "consumer_version.office_id",
            "consumer_version.consumer_id",
            "consumer_version.effective_day",
            "consumer_version.version_seq",
        ],
    ),
    ForeignKeyConstraint(
        ["office_id", "tariff_id"], ["tariff_version.office_id", "tariff_version.id"]
    ),
    ForeignKeyConstraint(
        ["office_id", "posted_seq"], ["wallet_entry.office_id", "wallet_entry.posted_seq"]
    ),
)

#: Lines that are too rare for a column of their own.
charge_line = table(
    "charge_line",
    whole("office_id", key=True),
    whole("posted_seq", key=True),
    text("line", key=True),
    whole("amount_paise"),
    ForeignKeyConstraint(
        ["office_id", "posted_seq"], ["wallet_entry.office_id", "wallet_entry.posted_seq"]
    ),
)

#: The last number given out in each receipt series.
series = table(
    "series",
    whole("office_id", key=True),
    whole("counter", key=True),
    text("financial_year", key=True),
    whole("incarnation", key=True),
    whole("last_number", CheckConstraint("last_number >= 0")),
)

receipt = table(
    "receipt",
    whole("office_id", key=True),
    text("order_id", key=True),
    text("number"),
    whole("counter"),
    text("financial_year"),
    whole("incarnation"),
    whole("running_number"),
    whole("consumer_id"),
    whole("posted_seq"),
    whole("amount_paise", CheckConstraint("amount_paise > 0")),
    text("tender"),
    text("reference"),
    whole("to_arrears_paise"),
    whole("to_wallet_paise"),
    whole("balance_before_paise"),
    whole("balance_after_paise"),
    whole("days_left", optional=True),
    text("meter_serial"),
    text("category"),
    whole("business_day"),
    whole("posted_at_ms"),
    text("posted_by"),
    text("channel"),
    whole("reverses", optional=True),
    UniqueConstraint("office_id", "number"),
    UniqueConstraint("office_id", "counter", "financial_year", "incarnation", "running_number"),
    Index("receipt_by_consumer", "office_id", "consumer_id", "posted_seq"),
    Index("receipt_by_posting", "office_id", "posted_seq"),
    Index("receipt_by_day", "office_id", "business_day"),
    ForeignKeyConstraint(
        ["office_id", "posted_seq"], ["wallet_entry.office_id", "wallet_entry.posted_seq"]
    ),
)

#: Who stood on a receipt: apart from the final row, so that a person can be forgotten.
receipt_party = table(
    "receipt_party",
    whole("office_id", key=True),
    text("number", key=True),
    text("name"),
    text("address"),
)

receipt_print = table(
    "receipt_print",
    whole("office_id", key=True),
    text("number", key=True),
    whole("copy", key=True),
    whole("printed_at_ms"),
    text("printed_by"),
    text("channel"),
    ForeignKeyConstraint(["office_id", "number"], ["receipt.office_id", "receipt.number"]),
)
