"""What a counter still has to do: days to be closed, receipts that were not printed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, text

from domain.calendar import day_number, day_of_number
from domain.day_end import OpenDay
from domain.listing import ReceiptRow
from domain.money import Money
from storage.listings.receipts import RECEIPT_ROWS, receipt_row


def open_days(connection: Connection, office_id: int) -> list[OpenDay]:
    """Return the counters' days with receipts or shifts that nobody has closed, oldest first.

    Counter 0 is listed again when money came in after its last closing. Days from before there
    were shifts are nobody's to close.
    """
    rows = connection.execute(text(_OPEN_DAYS), {"office_id": office_id})
    return [
        OpenDay(
            counter=row.counter,
            day=day_of_number(row.business_day),
            receipts=row.receipts,
            collected=Money(int(row.amount)),
            has_open_shift=bool(row.open_shifts),
        )
        for row in rows
    ]


def unprinted(
    connection: Connection, office_id: int, counter: int, since: date
) -> list[ReceiptRow]:
    """Return the valid receipts of a counter since a day that are not on paper, oldest first."""
    rows = connection.execute(
        text(
            f"{RECEIPT_ROWS} WHERE r.office_id = :office_id AND r.business_day >= :since"
            " AND r.counter = :counter"
            " AND NOT EXISTS (SELECT 1 FROM receipt_print x"
            "  WHERE x.office_id = r.office_id AND x.number = r.number)"
            " AND NOT EXISTS (SELECT 1 FROM print_waived x"
            "  WHERE x.office_id = r.office_id AND x.number = r.number)"
            " AND NOT EXISTS (SELECT 1 FROM receipt_undone x"
            "  WHERE x.office_id = r.office_id AND x.number = r.number)"
            " ORDER BY r.posted_seq LIMIT 200"
        ),
        {"office_id": office_id, "counter": counter, "since": day_number(since)},
    )
    return [receipt_row(row) for row in rows]


#: Days of counter 0 are stepped through by the index of days. One that was closed after it had
#: ended gets nothing any more; of all others the receipts are counted by their day.
_OPEN_DAYS = """
WITH RECURSIVE closed AS (
 SELECT e.counter, e.business_day, max(e.receipts) AS receipts, max(e.closed_at_ms) AS closed_at_ms
 FROM day_end e WHERE e.office_id = :office_id GROUP BY e.counter, e.business_day
), stepped AS (
 SELECT coalesce(min(s.business_day), 0) AS first_day,
  (SELECT min(r.business_day) FROM receipt r WHERE r.office_id = :office_id
   AND r.business_day >= coalesce(min(s.business_day), 0)) AS business_day
 FROM shift s WHERE s.office_id = :office_id
 UNION ALL
 SELECT p.first_day, (SELECT min(r.business_day) FROM receipt r
  WHERE r.office_id = :office_id AND r.business_day > p.business_day)
 FROM stepped p WHERE p.business_day IS NOT NULL
), days AS (
 SELECT 0 AS counter, p.business_day, coalesce(c.receipts, 0) AS known
 FROM stepped p LEFT JOIN closed c ON c.counter = 0 AND c.business_day = p.business_day
 WHERE p.business_day IS NOT NULL
 AND (c.closed_at_ms IS NULL OR (c.closed_at_ms + 19800000) / 86400000 <= p.business_day)
 UNION SELECT s.counter, s.business_day, -1 FROM shift s WHERE s.office_id = :office_id
 AND NOT EXISTS (SELECT 1 FROM closed c WHERE c.counter = s.counter
  AND c.business_day = s.business_day)
), taken AS (
 SELECT d.counter, d.business_day, d.known,
  (SELECT count(*) FROM receipt r WHERE r.office_id = :office_id
   AND r.business_day = d.business_day AND r.counter = d.counter) AS receipts,
  (SELECT sum(r.amount_paise) FROM receipt r WHERE r.office_id = :office_id
   AND r.business_day = d.business_day AND r.counter = d.counter) AS amount
 FROM days d
)
SELECT t.counter, t.business_day, t.receipts, coalesce(t.amount, 0) AS amount,
 (SELECT count(*) FROM shift s WHERE s.office_id = :office_id AND s.counter = t.counter
  AND s.business_day = t.business_day AND s.closed_at_ms IS NULL) AS open_shifts
FROM taken t WHERE t.receipts > t.known
ORDER BY t.business_day, t.counter
"""
