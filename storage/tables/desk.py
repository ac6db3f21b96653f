"""Tables of the desk: what people prefer, what they noted of consumers, imports, tariff drafts.

None of them moves money or supply, and none is vouched for, but for consumers taken back: what an
import or a draft did to the books stands there, and in the audit log.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index

from storage.tables.base import table, text, whole

#: How somebody likes the desk: columns, filters, recent consumers, mappings; ``value`` is JSON.
preference = table(
    "preference",
    whole("office_id", key=True),
    text("owner", key=True),
    text("name", key=True),
    text("value"),
    whole("changed_at_ms"),
)

#: A word that the office puts on consumers, to find them again: ``key`` is the word folded.
consumer_tag = table(
    "consumer_tag",
    whole("office_id", key=True),
    text("key", key=True),
    whole("consumer_id", key=True),
    text("tag"),
    whole("tagged_at_ms"),
    text("tagged_by"),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
    Index("consumer_tag_by_consumer", "office_id", "consumer_id"),
)

#: What somebody noted of a consumer; emptied when the person is forgotten.
consumer_note = table(
    "consumer_note",
    whole("office_id", key=True),
    whole("consumer_id", key=True),
    whole("id", key=True),
    text("words"),
    whole("noted_at_ms"),
    text("noted_by"),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
)

#: A file that was taken in: its counts, and whether it was taken back.
import_batch = table(
    "import_batch",
    whole("office_id", key=True),
    text("id", key=True),
    text("kind"),
    text("file_name"),
    text("sha256"),
    whole("accepted"),
    whole("changed"),
    whole("unchanged"),
    whole("held"),
    whole("rejected"),
    text("state", CheckConstraint("state IN ('running', 'done', 'undone', 'partly_undone')")),
    whole("imported_at_ms"),
    text("imported_by"),
    text("channel"),
    whole("undone_at_ms", optional=True),
    text("undone_by"),
    Index("import_batch_by_time", "office_id", "imported_at_ms"),
)

#: What a row of an import made or changed: a consumer, a read, a tariff, a debt; ``before`` is
#: JSON of what it replaced.
import_row = table(
    "import_row",
    whole("office_id", key=True),
    text("batch_id", key=True),
    whole("line", key=True),
    text("what"),
    whole("subject_id"),
    whole("at_ms", optional=True),
    whole("revision", optional=True),
    text("before"),
    ForeignKeyConstraint(["office_id", "batch_id"], ["import_batch.office_id", "import_batch.id"]),
)

#: Consumers that an import had taken on by mistake and that were taken back unbilled.
consumer_withdrawn = table(
    "consumer_withdrawn",
    whole("office_id", key=True),
    whole("consumer_id", key=True),
    text("number"),
    text("meter_serial"),
    text("batch_id"),
    whole("withdrawn_at_ms"),
    text("withdrawn_by"),
    ForeignKeyConstraint(["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"]),
)

#: A tariff that somebody is still writing; asked for, it waits in ``approval``.
tariff_draft = table(
    "tariff_draft",
    whole("office_id", key=True),
    text("id", key=True),
    text("title"),
    text("document"),
    text("based_on"),
    text("note"),
    text("approval_id"),
    whole("made_at_ms"),
    text("made_by"),
    whole("changed_at_ms"),
    text("changed_by"),
)
