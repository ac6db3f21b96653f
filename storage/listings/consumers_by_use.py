"""Consumers by what happened to them: tags, imports, money never paid, a day without a read."""

from __future__ import annotations

from typing import Any

from domain.calendar import day_number, milliseconds
from domain.consumer import ConsumerQuery
from domain.consumer_notes import tag_key
from domain.reads import begins_at

_TAGGED = (
    "c.id IN (SELECT t.consumer_id FROM consumer_tag t"
    " WHERE t.office_id = :office_id AND t.key = :tag{})"
)
_NEVER_RECHARGED = (
    # By this bound SQLite's planner finds the index by consumer.
    "NOT EXISTS (SELECT 1 FROM receipt r WHERE r.office_id = c.office_id"
    " AND r.consumer_id = c.id AND r.posted_seq > 0"
    " AND NOT EXISTS (SELECT 1 FROM receipt_undone u WHERE u.office_id = r.office_id"
    "  AND u.number = r.number AND u.kind = 'cancelled'))"
)
_CHARGED = (
    "SELECT 1 FROM daily_charge d WHERE d.office_id = c.office_id AND d.day = :missing_day"
    " AND d.consumer_id = c.id AND d.kind = 'charge' AND d.revision = 0"
)
#: ``accounts.has_read`` as SQL; a test holds the two together.
_BY_A_READ = (
    "d.to_read_at_ms IS NOT NULL AND (d.from_read_at_ms IS NULL"
    " OR d.to_read_at_ms <> d.from_read_at_ms OR d.to_read_at_ms > :missing_since)"
)
#: A read that closes the day is there, and waits for the day to be charged.
READ_RECEIVED = (
    "SELECT 1 FROM meter_read r WHERE r.office_id = c.office_id AND r.closing_day = :missing_day"
    " AND r.state IN ('valid', 'released') AND r.meter_id = ("
    "  SELECT e.meter_id FROM consumer_version e"
    "  WHERE e.office_id = c.office_id AND e.consumer_id = c.id"
    "  AND e.effective_day <= :missing_day"
    "  ORDER BY e.effective_day DESC, e.version_seq DESC LIMIT 1)"
)
_CLOSED_THEN = (
    "'closed' = (SELECT e.supply_state FROM consumer_version e"
    " WHERE e.office_id = c.office_id AND e.consumer_id = c.id"
    " AND e.effective_day <= :missing_day"
    " ORDER BY e.effective_day DESC, e.version_seq DESC LIMIT 1)"
)
#: Who had the meter when it was read: the meter may hang with somebody else by now.
_DAY_OF_ROW = "(i.at_ms + 19800000) / 86400000"
_IMPORTED = (
    "c.id IN (SELECT i.subject_id FROM import_row i"
    "  WHERE i.office_id = :office_id AND i.batch_id = :import_id"
    "  AND i.what IN ('consumer', 'contact', 'version')"
    " UNION SELECT a.consumer_id FROM import_row i THEN JOIN arrear a"
    "  ON a.office_id = i.office_id AND a.id = i.subject_id"
    "  WHERE i.office_id = :office_id AND i.batch_id = :import_id AND i.what = 'arrear'"
    " UNION SELECT v.consumer_id FROM import_row i THEN JOIN consumer_version v"
    "  ON v.office_id = i.office_id AND v.meter_id = i.subject_id"
    f"  AND v.effective_day <= {_DAY_OF_ROW}"
    "  WHERE i.office_id = :office_id AND i.batch_id = :import_id AND i.what = 'read'"
    "  AND NOT EXISTS (SELECT 1 FROM consumer_version n WHERE n.office_id = v.office_id"
    "   AND n.consumer_id = v.consumer_id AND n.effective_day > v.effective_day"
    f"   AND n.effective_day <= {_DAY_OF_ROW}))"
)


def conditions_of_use(query: ConsumerQuery, parameters: dict[str, Any]) -> list[str]:
    """Return the conditions on tags, receipts and charges."""
    conditions = []
    if query.import_id:
        conditions.append(_IMPORTED)
        parameters["import_id"] = query.import_id
    for place, tag in enumerate(query.tags):
        conditions.append(_TAGGED.format(place))
        parameters[f"tag{place}"] = tag_key(tag)
    if query.is_never_recharged:
        conditions.append(_NEVER_RECHARGED)
    if query.read_missing_on is not None:
        conditions += [
            # A day that has not ended expects nobody's read.
            "c.billed_from_day <= :missing_day AND :missing_day < :day",
            f"NOT EXISTS ({_CHARGED} AND {_BY_A_READ})",
            (
                f"(EXISTS ({_CHARGED}) OR NOT (coalesce({_CLOSED_THEN}, 1 = 0)"
                f" OR EXISTS ({READ_RECEIVED})))"
            ),
        ]
        parameters["missing_day"] = day_number(query.read_missing_on)
        parameters["missing_since"] = milliseconds(begins_at(query.read_missing_on))
    return conditions
