"""Duplicates: receipts that were printed again, each copy with its number."""

from __future__ import annotations

from domain.calendar import end_of, instant_of, milliseconds, start_of
from domain.register import Control
from storage.listings.registers.columns import columns
from storage.listings.registers.looking import Found, Look

_DUPLICATES = (
    "SELECT x.number, x.copy, x.printed_at_ms, x.printed_by, x.channel, r.amount_paise,"
    " r.posted_at_ms, c.number AS consumer_number, p.name FROM receipt_print x"
    " JOIN receipt r ON r.office_id = x.office_id AND r.number = x.number"
    " JOIN consumer c ON c.office_id = r.office_id AND c.id = r.consumer_id"
    " LEFT JOIN receipt_party p ON p.office_id = x.office_id AND p.number = x.number"
    " WHERE x.office_id = :office_id AND x.copy > 0"
    " AND x.printed_at_ms >= :begins AND x.printed_at_ms < :ends"
)
#: What the ledger has posted for the same receipts, each once: found by their wallet rows.
_POSTED = (
    "SELECT sum(l.amount_paise) FROM (SELECT DISTINCT x.number FROM receipt_print x"
    "  WHERE x.office_id = :office_id AND x.copy > 0 AND x.printed_at_ms >= :begins"
    "  AND x.printed_at_ms < :ends{by}) d"
    " JOIN receipt r ON r.office_id = :office_id AND r.number = d.number"
    " JOIN wallet_entry e ON e.office_id = r.office_id AND e.posted_seq = r.posted_seq"
    " JOIN journal_line l ON l.office_id = e.office_id AND l.entry_seq = e.entry_seq"
    "  AND l.amount_paise > 0"
)


def duplicates(look: Look) -> Found:
    """Return the copies that were printed in the days; the first print is no copy."""
    narrowed = look.where(by="x.printed_by")
    days = {
        "begins": milliseconds(start_of(look.query.since)),
        "ends": milliseconds(end_of(look.query.until)),
    }
    found = look.rows(f"{_DUPLICATES}{narrowed} ORDER BY x.printed_at_ms, x.number, x.copy", **days)
    rows = [
        (
            *(instant_of(row.printed_at_ms), row.number, row.copy, row.printed_by, row.channel),
            *(instant_of(row.posted_at_ms), row.consumer_number, row.name),
            row.amount_paise,
        )
        for row in found
    ]
    once = {row.number: row.amount_paise for row in found}
    posted = look.number(_POSTED.format(by=narrowed), **days)
    return Found(
        columns(
            *("printed_at", "number", "copy", "by", "channel", "at", "consumer", "name"),
            "receipt_amount",
        ),
        rows,
        [Control("printed_again", sum(once.values()), posted)],
    )
