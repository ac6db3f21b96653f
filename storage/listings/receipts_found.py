"""Receipts that are looked for: all ids in order at once, the rows of those in sight on demand.

The id of a receipt is the number of its posting.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from domain.calendar import day_number
from domain.listing import ReceiptRow
from domain.money import Money
from domain.progress import Progress, Step
from domain.receipt_query import ReceiptQuery, ReceiptState, ReceiptTotals
from domain.tender import plain_reference
from storage.listings.receipts import RECEIPT_ROWS, receipt_row
from storage.rows import driver_rows, json_list
from storage.search import find_by_words

#: Above every character that a number can hold: the end of the numbers that begin with something.
_END = "\U0010ffff"
_MOST_DIGITS = 6
#: So many rows of a whole list are read at once.
_BATCH = 5_000
_UNDONE = (
    "EXISTS (SELECT 1 FROM receipt_undone u WHERE u.office_id = r.office_id"
    " AND u.number = r.number{})"
)


def find_receipts(
    connection: Connection, office_id: int, query: ReceiptQuery, limit: int | None
) -> array[int]:
    """Return the ids of the receipts that a query asks for, newest first."""
    source, parameters = _source(connection, office_id, query)
    sql = f"SELECT r.posted_seq {source} ORDER BY r.posted_seq DESC"
    if limit is not None:
        sql += " LIMIT :limit"
        parameters["limit"] = limit
    return array("q", [row[0] for row in driver_rows(connection, sql, parameters)])


def receipt_totals(connection: Connection, office_id: int, query: ReceiptQuery) -> ReceiptTotals:
    """Return what the receipts that a query asks for come to."""
    source, parameters = _source(connection, office_id, query)
    undone = _UNDONE.format("")
    sql = (
        "SELECT count(*), coalesce(sum(r.amount_paise), 0),"
        f" coalesce(sum(CASE WHEN {undone} THEN 0 ELSE r.amount_paise END), 0) {source}"
    )
    [(count, amount, valid)] = driver_rows(connection, sql, parameters)
    return ReceiptTotals(int(count), Money(int(amount)), Money(int(valid)))


def all_rows(
    connection: Connection, office_id: int, query: ReceiptQuery, progress: Progress
) -> list[ReceiptRow]:
    """Return the rows of every receipt that a query asks for, newest first."""
    ids = find_receipts(connection, office_id, query, None)
    rows: list[ReceiptRow] = []
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        found = receipt_rows(connection, office_id, batch)
        rows += [found[one] for one in batch]
        progress(Step(len(rows), len(ids)))
    return rows


def receipts_named(connection: Connection, office_id: int, typed: str, limit: int) -> list[int]:
    """Return the ids of the newest receipts by number, its figures or a reference, a few only."""
    plain = typed.strip()
    if not plain:
        return []
    by_number = _of_number(connection, office_id, plain, limit)
    found = {*by_number, *_of_reference(connection, office_id, plain)}
    return sorted(found, reverse=True)[:limit]


def receipt_rows(
    connection: Connection, office_id: int, ids: Sequence[int]
) -> Mapping[int, ReceiptRow]:
    """Return the rows of these receipts by id."""
    rows = connection.execute(
        text(
            f"{RECEIPT_ROWS} WHERE r.office_id = :office_id AND r.posted_seq > 0"
            " AND r.posted_seq IN (SELECT value FROM numbers_in(:ids) j)"
        ),
        {"office_id": office_id, "ids": json_list(ids)},
    )
    return {row.posted_seq: receipt_row(row) for row in rows}


def takers(connection: Connection, office_id: int) -> list[str]:
    """Return who has taken receipts, in order."""
    return _distinct(connection, office_id, "posted_by")


def counters(connection: Connection, office_id: int) -> list[int]:
    """Return the counters at which receipts were taken, in order."""
    return _distinct(connection, office_id, "counter")


def _distinct(connection: Connection, office_id: int, column: str) -> list[Any]:
    sql = f"SELECT DISTINCT {column} FROM receipt WHERE office_id = :office_id ORDER BY {column}"
    return list(connection.execute(text(sql), {"office_id": office_id}).scalars())


def _source(
    connection: Connection, office_id: int, query: ReceiptQuery
) -> tuple[str, dict[str, Any]]:
    """Return from where the receipts of a query come, with its conditions, and the parameters."""
    parameters: dict[str, Any] = {"office_id": office_id}
    source = "receipt r"
    if typed := query.text.strip():
        source = "numbers_in(:found) j THEN JOIN receipt r ON r.posted_seq = j.value"
        parameters["found"] = json_list(_matching(connection, office_id, typed))
    conditions = " AND ".join(_conditions(query, parameters))
    return f"FROM {source} WHERE r.office_id = :office_id AND {conditions}", parameters


def _conditions(query: ReceiptQuery, parameters: dict[str, Any]) -> list[str]:
    # By this bound SQLite's planner finds the index by posting; all postings are above it.
    conditions = ["r.posted_seq > 0"]
    if query.since is not None or query.until is not None:
        conditions = ["r.business_day BETWEEN :since AND :until"]
        parameters["since"] = day_number(query.since) if query.since else 0
        parameters["until"] = day_number(query.until) if query.until else 2**31
    if query.counter is not None:
        conditions.append("r.counter = :counter")
        parameters["counter"] = query.counter
    if query.by:
        conditions.append("r.posted_by = :by")
        parameters["by"] = query.by
    if query.tender:
        conditions.append(
            "EXISTS (SELECT 1 FROM receipt_tender t WHERE t.office_id = r.office_id"
            " AND t.number = r.number AND t.tender = :tender)"
        )
        parameters["tender"] = query.tender
    if query.state is ReceiptState.VALID:
        conditions.append(f"NOT {_UNDONE.format('')}")
    elif query.state is not None:
        conditions.append(_UNDONE.format(" AND u.kind = :state"))
        parameters["state"] = query.state.value
    return conditions


def _matching(connection: Connection, office_id: int, typed: str) -> list[int]:
    """Return the ids of receipts by number, reference or consumer; each once."""
    found = [*_of_number(connection, office_id, typed)]
    found += _of_reference(connection, office_id, typed)
    if "/" not in typed:
        found += _of_consumers(
            connection, office_id, find_by_words(connection, office_id, typed, None)
        )
    return sorted(set(found))


def _of_number(
    connection: Connection, office_id: int, typed: str, limit: int | None = None
) -> list[int]:
    """Return the receipts whose number begins with what was typed, or ends with it in figures.

    With a limit those with the highest numbers, which an index has at its end. Of the same
    figures there is one receipt a series.
    """
    if typed.isascii() and typed.isdigit():
        return _of_figures(connection, office_id, typed)
    parameters: dict[str, Any] = {"typed": typed.upper(), "end": typed.upper() + _END}
    sql = (
        "SELECT posted_seq FROM receipt"
        " WHERE office_id = :office_id AND number >= :typed AND number < :end"
    )
    if limit is not None:
        sql += " ORDER BY number DESC LIMIT :limit"
        parameters["limit"] = limit
    return list(connection.execute(text(sql), {"office_id": office_id, **parameters}).scalars())


def _of_figures(connection: Connection, office_id: int, typed: str) -> list[int]:
    if len(typed) > _MOST_DIGITS:
        return []
    rows = connection.execute(
        text(
            "SELECT r.posted_seq FROM series s THEN JOIN receipt r"
            "  ON r.office_id = s.office_id AND r.counter = s.counter"
            "  AND r.financial_year = s.financial_year AND r.incarnation = s.incarnation"
            "  AND r.running_number = :number"
            " WHERE s.office_id = :office_id"
        ),
        {"office_id": office_id, "number": int(typed)},
    )
    return list(rows.scalars())


def _of_reference(connection: Connection, office_id: int, typed: str) -> list[int]:
    rows = connection.execute(
        text(
            "SELECT r.posted_seq FROM receipt_tender t JOIN receipt r"
            "  ON r.office_id = t.office_id AND r.number = t.number"
            " WHERE t.office_id = :office_id"
            " AND t.reference IN (SELECT value FROM words_in(:written) w)"
        ),
        # Those of UPI are kept in one way only; cheques' as they were typed.
        {
            "office_id": office_id,
            "written": json_list({typed, plain_reference(typed)}),
        },
    )
    return list(rows.scalars())


def _of_consumers(connection: Connection, office_id: int, consumers: Sequence[int]) -> list[int]:
    rows = connection.execute(
        text(
            "SELECT r.posted_seq FROM numbers_in(:consumers) j THEN JOIN receipt r"
            "  ON r.office_id = :office_id AND r.consumer_id = j.value AND r.posted_seq > 0"
        ),
        {"office_id": office_id, "consumers": json_list(consumers)},
    )
    return list(rows.scalars())
