"""The receipts of one consumer: what was paid, where it went, and what was taken back."""

from __future__ import annotations

from typing import Any

from domain.calendar import instant_of
from domain.register import Control
from storage.listings.registers.columns import columns
from storage.listings.registers.looking import Found, Look

_UNDONE = "FROM receipt_undone u WHERE u.office_id = r.office_id AND u.number = r.number"
_RECEIPTS = (
    "SELECT r.*, coalesce(d.amount_paise, 0) AS to_deposit,"
    " coalesce(o.amount_paise, 0) AS to_other,"
    f" (SELECT coalesce(sum(u.amount_paise), 0) {_UNDONE}) AS undone,"
    f" (SELECT max(u.kind) {_UNDONE}) AS undone_as FROM receipt r"
    " LEFT JOIN receipt_head d ON d.office_id = r.office_id AND d.number = r.number"
    "  AND d.head = 'security_deposit'"
    " LEFT JOIN receipt_head o ON o.office_id = r.office_id AND o.number = r.number"
    "  AND o.head = 'other'"
    " WHERE r.office_id = :office_id AND r.consumer_id = :consumer"
    # By this bound SQLite's planner finds the index by consumer.
    " AND r.posted_seq > 0 AND r.business_day BETWEEN :since AND :until ORDER BY r.posted_seq"
)
_TAKEN_BACK = (
    "SELECT sum(u.to_wallet_paise) FROM receipt r JOIN receipt_undone u"
    "  ON u.office_id = r.office_id AND u.number = r.number"
    " WHERE r.office_id = :office_id AND r.consumer_id = :consumer AND r.posted_seq > 0"
    " AND u.business_day BETWEEN :since AND :until"
)
#: The wallet itself, followed back from its last row to the first one of the days.
_WALLET = (
    "WITH RECURSIVE back (posted_seq) AS ("
    "  SELECT last_posted_seq FROM wallet WHERE office_id = :office_id AND consumer_id = :consumer"
    "  UNION ALL"
    "  SELECT e.previous_seq FROM back JOIN wallet_entry e"
    "   ON e.office_id = :office_id AND e.posted_seq = back.posted_seq"
    "  WHERE e.previous_seq IS NOT NULL)"
    " SELECT e.kind, sum(e.amount_paise) AS moved FROM back THEN JOIN wallet_entry e"
    "  ON e.office_id = :office_id AND e.posted_seq = back.posted_seq"
    " WHERE e.business_day BETWEEN :since AND :until GROUP BY e.kind"
)


def receipts_of_consumer(look: Look) -> Found:
    """Return a consumer's receipts of the days; the wallet's own rows say the same."""
    consumer = look.consumer_id()
    found = look.rows(_RECEIPTS, consumer=consumer)
    moved = {row.kind: int(row.moved) for row in look.rows(_WALLET, consumer=consumer)}
    taken_back = look.number(_TAKEN_BACK, consumer=consumer)
    undone = sum(moved.get(kind, 0) for kind in ("cancellation", "transfer", "dishonour"))
    return Found(
        columns(
            *("at", "number", "counter", "by", "tender", "reference", "amount", "to_wallet"),
            *("to_arrears", "to_deposit", "to_other", "undone", "balance_after", "state"),
        ),
        [_cells(row) for row in found],
        [
            Control(
                "to_wallet", sum(row.to_wallet_paise for row in found), moved.get("recharge", 0)
            ),
            Control("taken_back", taken_back, -undone),
        ],
    )


def _cells(row: Any) -> tuple[Any, ...]:
    return (
        *(instant_of(row.posted_at_ms), row.number, row.counter, row.posted_by, row.tender),
        *(row.reference, row.amount_paise, row.to_wallet_paise, row.to_arrears_paise),
        *(row.to_deposit, row.to_other, int(row.undone), row.balance_after_paise),
        row.undone_as or "",
    )
