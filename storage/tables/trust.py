"""Tables of trust: who may act, what was done, what waits for a second person, what was saved."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, UniqueConstraint

from storage.tables.base import Bytes, table, text, whole

#: Who works in the office; a password is stored as its argon2id hash alone.
staff = table(
    "staff",
    whole("office_id", key=True),
    text("user_name", key=True),
    text("name"),
    text("role"),
    whole("counter", CheckConstraint("counter >= 0")),
    text("password_hash"),
    whole("must_change", CheckConstraint("must_change IN (0, 1)")),
    whole("is_active", CheckConstraint("is_active IN (0, 1)")),
    whole("wrong_tries", CheckConstraint("wrong_tries >= 0")),
    whole("locked_until_ms", optional=True),
    whole("signed_in_at_ms", optional=True),
    whole("created_at_ms"),
    text("created_by"),
)

#: By what a lost administrator's password is overcome: argon2id of the printed recovery words.
recovery = table(
    "recovery",
    whole("office_id", key=True),
    text("words_hash"),
    whole("made_at_ms"),
    text("made_by"),
    whole("tried_at_ms", optional=True),
)

#: What was done by whom, beside the ledger; each row stands in the event stream as well.
#: ``detail_hash`` is SHA-256 over the salt and the detail, which may be forgotten.
audit_entry = table(
    "audit_entry",
    whole("office_id", key=True),
    whole("id", key=True),
    whole("at_ms"),
    text("by"),
    text("channel"),
    whole("counter"),
    text("act"),
    text("subject"),
    whole("consumer_id", optional=True),
    whole("count", CheckConstraint("count >= 0")),
    Column("detail_hash", Bytes, nullable=True),
    text("stream"),
    whole("event_seq"),
    Index("audit_entry_by_time", "office_id", "at_ms"),
    Index("audit_entry_by_consumer", "office_id", "consumer_id", "at_ms"),
)

#: Why, before and after (JSON); apart from the final row, so that a person can be forgotten.
audit_detail = table(
    "audit_detail",
    whole("office_id", key=True),
    whole("audit_id", key=True),
    Column("salt", Bytes, nullable=True),
    text("reason"),
    text("before"),
    text("after"),
    whole("erased_at_ms", optional=True),
    ForeignKeyConstraint(["office_id", "audit_id"], ["audit_entry.office_id", "audit_entry.id"]),
)

#: What waits for a second person, or did; the checker is never the maker.
approval = table(
    "approval",
    whole("office_id", key=True),
    text("id", key=True),
    text("act"),
    text("subject"),
    text("content"),
    text("reason"),
    text("requested_by"),
    text("channel"),
    whole("requested_at_ms"),
    whole("expires_at_ms"),
    text("state", CheckConstraint("state IN ('waiting', 'approved', 'rejected')")),
    text("decided_by", optional=True),
    whole("decided_at_ms", optional=True),
    text("note"),
    CheckConstraint("(state = 'waiting') = (decided_by IS NULL)"),
    CheckConstraint("state <> 'approved' OR decided_by <> requested_by"),
    Index("approval_by_time", "office_id", "requested_at_ms"),
)

setting = table(
    "setting",
    whole("office_id", key=True),
    text("name", key=True),
    text("value"),
    whole("changed_at_ms"),
    text("changed_by"),
)

#: Who does what only one may do at a time; a holder that died loses it when it expires.
lease = table(
    "lease",
    whole("office_id", key=True),
    text("name", key=True),
    text("holder"),
    text("by"),
    whole("taken_at_ms"),
    whole("expires_at_ms"),
)

#: How far the books were found in order, and what they added up to there.
checkpoint = table(
    "checkpoint",
    whole("office_id", key=True),
    whole("at_ms", key=True),
    text("kind"),
    text("stream"),
    whole("event_seq"),
    Column("hash", Bytes, nullable=False),
    text("facts"),
)

backup_made = table(
    "backup_made",
    whole("office_id", key=True),
    whole("at_ms", key=True),
    text("path"),
    text("kind"),
    whole("size_bytes"),
    text("sha256"),
    text("stream"),
    whole("event_seq"),
    Column("hash", Bytes, nullable=False),
    whole("took_ms"),
)

drill = table(
    "drill",
    whole("office_id", key=True),
    whole("at_ms", key=True),
    text("path"),
    whole("is_good", CheckConstraint("is_good IN (0, 1)")),
    text("facts"),
    whole("took_ms"),
)

#: Receipt numbers that were given out after a backup and lost with the machine.
series_lost = table(
    "series_lost",
    whole("office_id", key=True),
    whole("counter", key=True),
    text("financial_year", key=True),
    whole("incarnation", key=True),
    whole("first_number"),
    whole("last_number", optional=True),
    whole("recorded_at_ms"),
    text("recorded_by"),
)

#: Charged days that were moved to a file of their own, up to and without ``until_day``.
archive_made = table(
    "archive_made",
    whole("office_id", key=True),
    whole("until_day", key=True),
    text("path"),
    text("sha256"),
    whole("charges"),
    whole("reads"),
    whole("made_at_ms"),
    text("made_by"),
    UniqueConstraint("office_id", "path"),
)
