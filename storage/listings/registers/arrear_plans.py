"""Plans of arrears: what was owed when the days began, what moved, and what is left."""

from __future__ import annotations

from domain.calendar import billing_day, day_number, day_of_number, instant_of
from domain.ledger import Account
from domain.register import Control
from storage.listings.registers.columns import columns
from storage.listings.registers.looking import Found, Look

#: Whoever owed something when the days began, or whose debt moved in them.
_PLANS = (
    "SELECT a.*, c.number AS consumer_number, c.name, m.before, m.grown, m.paid, m.ended"
    " FROM (SELECT e.arrear_id,"
    "   sum(CASE WHEN e.business_day < :since THEN e.amount_paise ELSE 0 END) AS before,"
    "   sum(CASE WHEN e.business_day >= :since AND e.amount_paise > 0 THEN e.amount_paise"
    "    ELSE 0 END) AS grown,"
    "   sum(CASE WHEN e.business_day >= :since AND e.amount_paise < 0 AND e.kind <> 'ended'"
    "    THEN -e.amount_paise ELSE 0 END) AS paid,"
    "   sum(CASE WHEN e.business_day >= :since AND e.kind = 'ended' THEN -e.amount_paise"
    "    ELSE 0 END) AS ended,"
    "   max(e.business_day) AS last_day"
    "  FROM arrear_entry e WHERE e.office_id = :office_id AND e.business_day <= :until"
    "  GROUP BY e.arrear_id) m"
    " JOIN arrear a ON a.office_id = :office_id AND a.id = m.arrear_id"
    " JOIN consumer c ON c.office_id = a.office_id AND c.id = a.consumer_id"
    " WHERE m.before <> 0 OR m.last_day >= :since ORDER BY c.number, a.id"
)
_LEFT_NOW = "SELECT sum(rest_paise) FROM arrear WHERE office_id = :office_id"


def arrear_plans(look: Look) -> Found:
    """Return the plans of the days; what is left of all of them is what the ledger says."""
    found = look.rows(_PLANS)
    rows = [
        (
            *(row.consumer_number, row.name),
            billing_day(instant_of(row.booked_at_ms)),
            *(row.kind, row.instalments or None, day_of_number(row.starts_day)),
            *(int(row.before), int(row.grown), int(row.paid), int(row.ended)),
            int(row.before + row.grown - row.paid - row.ended),
            *(row.state, row.booked_by, row.reason),
        )
        for row in found
    ]
    return Found(
        columns(
            *("consumer", "name", "booked_on", "arrear_kind", "instalments", "starts_on"),
            *("owed_before", "booked", "paid", "ended", "rest", "arrear_state", "by", "reason"),
        ),
        rows,
        [
            Control(
                "arrears_at_the_end",
                sum(row[10] for row in rows),
                look.balance(Account.ARREARS, day_number(look.query.until)),
            ),
            Control("arrears_now", look.number(_LEFT_NOW), look.balance(Account.ARREARS)),
        ],
    )
