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


_OPEN_DAYS = """
WITH taken AS (
 SELECT r.counter, r.business_day, count(*) AS receipts, sum(r.amount_paise) AS amount
 FROM receipt r WHERE r.office_id = :office_id AND (
  r.counter = 0 OR EXISTS (SELECT 1 FROM shift s WHERE s.office_id = r.office_id
   AND s.business_day = r.business_day AND s.counter = r.counter))
 AND r.business_day >= coalesce(
  (SELECT min(s.business_day) FROM shift s WHERE s.office_id = :office_id), 0)
 GROUP BY r.counter, r.business_day
), days AS (
 SELECT counter, business_day FROM taken
 UNION SELECT s.counter, s.business_day FROM shift s WHERE s.office_id = :office_id
), closed AS (
 SELECT e.counter, e.business_day, max(e.receipts) AS receipts FROM day_end e
 WHERE e.office_id = :office_id GROUP BY e.counter, e.business_day
)
SELECT d.counter, d.business_day, coalesce(t.receipts, 0) AS receipts,
 coalesce(t.amount, 0) AS amount,
 (SELECT count(*) FROM shift s WHERE s.office_id = :office_id AND s.counter = d.counter
  AND s.business_day = d.business_day AND s.closed_at_ms IS NULL) AS open_shifts
FROM days d
LEFT JOIN taken t ON t.counter = d.counter AND t.business_day = d.business_day
LEFT JOIN closed c ON c.counter = d.counter AND c.business_day = d.business_day
WHERE c.counter IS NULL OR (d.counter = 0 AND coalesce(t.receipts, 0) > c.receipts)
ORDER BY d.business_day, d.counter
"""
