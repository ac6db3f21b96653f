"""Receipts as lists show them: who paid, how much, how often it was printed, what became of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from domain.calendar import instant_of
from domain.listing import ReceiptRow
from domain.money import Money

#: Ends before WHERE; the receipt is ``r``, the consumer ``c``, who stands on it ``p``.
RECEIPT_ROWS = (
    "SELECT r.number, r.posted_at_ms, r.counter, r.posted_by, r.posted_seq,"
    " c.number AS consumer_number, p.name, r.tender, r.reference, r.amount_paise,"
    " (SELECT count(*) FROM receipt_print x"
    "  WHERE x.office_id = r.office_id AND x.number = r.number) AS copies,"
    " (SELECT min(u.kind) FROM receipt_undone u"
    "  WHERE u.office_id = r.office_id AND u.number = r.number) AS undone"
    " FROM receipt r JOIN receipt_party p"
    "  ON p.office_id = r.office_id AND p.number = r.number"
    " JOIN consumer c ON c.office_id = r.office_id AND c.id = r.consumer_id"
)


def receipts(
    connection: Connection, office_id: int, consumer: int | None, limit: int
) -> list[ReceiptRow]:
    """Return the newest receipts, of one consumer or of all, newest first."""
    condition = "" if consumer is None else "AND r.consumer_id = :consumer"
    rows = connection.execute(
        text(
            f"{RECEIPT_ROWS} WHERE r.office_id = :office_id {condition}"
            " ORDER BY r.posted_seq DESC LIMIT :limit"
        ),
        {"office_id": office_id, "limit": limit, "consumer": consumer},
    )
    return [receipt_row(row) for row in rows]


def receipt_row(row: Any) -> ReceiptRow:
    """Return a row of :data:`RECEIPT_ROWS` as lists show it."""
    return ReceiptRow(
        number=row.number,
        posted_at=instant_of(row.posted_at_ms),
        consumer_number=row.consumer_number,
        consumer_name=row.name,
        tender=row.tender,
        reference=row.reference,
        amount=Money(row.amount_paise),
        copies=row.copies,
        counter=row.counter,
        posted_by=row.posted_by,
        undone=row.undone or "",
    )
