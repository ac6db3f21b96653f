"""Supply: nobody was cut without an approved job, and the books say how each relay was left."""

from __future__ import annotations

from storage.checking.sight import MOST_NAMED, Findings, Sight

#: Disconnections that left although no approved job holds their consumer.
_NOT_APPROVED = (
    "SELECT o.id, o.consumer_id FROM supply_order o"
    " LEFT JOIN supply_job j ON j.office_id = o.office_id AND j.id = o.job_id"
    " LEFT JOIN supply_job_row r ON r.office_id = o.office_id AND r.job_id = o.job_id"
    "  AND r.consumer_id = o.consumer_id"
    " WHERE o.office_id = :office_id AND o.kind = 'disconnect'"
    "  AND (o.sent_at_ms IS NOT NULL OR o.state = 'done')"
    "  AND (j.id IS NULL OR j.state <> 'approved' OR r.consumer_id IS NULL"
    "   OR r.reasons <> 0 OR r.left_out <> '')"
    " ORDER BY o.id LIMIT :most"
)
#: Consumers of whom no version written since says otherwise than the last order that was done.
_STATE = (
    "SELECT o.id, o.consumer_id FROM supply_order o JOIN consumer_version v"
    "  ON v.office_id = o.office_id AND v.consumer_id = o.consumer_id"
    " WHERE o.office_id = :office_id AND o.state = 'done' AND o.kind <> 'read_relay'"
    "  AND NOT EXISTS (SELECT 1 FROM supply_order n WHERE n.office_id = o.office_id"
    "   AND n.consumer_id = o.consumer_id AND n.made_at_ms > 0"
    "   AND n.kind <> 'read_relay' AND n.id <> o.id"
    "   AND (n.state = 'done' OR n.is_late = 1)"
    "   AND coalesce(n.executed_at_ms, n.ended_at_ms) >= coalesce(o.executed_at_ms, o.ended_at_ms))"
    "  AND (v.effective_day, v.version_seq) = (SELECT l.effective_day, l.version_seq"
    "   FROM consumer_version l WHERE l.office_id = o.office_id"
    "   AND l.consumer_id = o.consumer_id"
    "   ORDER BY l.effective_day DESC, l.version_seq DESC LIMIT 1)"
    "  AND v.meter_id = o.meter_id AND v.supply_state <> 'closed'"
    "  AND v.recorded_at_ms <= o.ended_at_ms"
    "  AND v.supply_state <> CASE o.kind WHEN 'disconnect' THEN 'disconnected'"
    "   ELSE 'connected' END"
    " ORDER BY o.id LIMIT :most"
)


def compare_supply(sight: Sight, found: Findings) -> None:
    """Tell disconnections that nobody approved, and supply that is not as its last order left."""
    for order, consumer in sight.rows(_NOT_APPROVED, most=MOST_NAMED):
        found.tell("cut_without_approval", row=order, consumer=sight.number_of(consumer))
    for order, consumer in sight.rows(_STATE, most=MOST_NAMED):
        found.tell("supply_differs", row=order, consumer=sight.number_of(consumer))
