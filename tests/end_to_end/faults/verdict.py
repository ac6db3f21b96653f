"""Judging an office after a fault, by a stranger's eyes first and then by the program's own check.

Nothing here asks the program what it believes: the tables are read as they lie in the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import sqlcipher3.dbapi2

from domain.calendar import day_of_number
from domain.progress import silent
from storage.office import DATABASE, open_office
from storage.office_file import OFFICE_FILE, OfficeFile
from tests.end_to_end.faults.offices import StandingClock

#: What an office's money consists of.
_MONEY = (
    *("consumer", "consumer_version", "contact_version", "meter", "meter_read", "tariff_version"),
    *("tariff_end", "wallet", "wallet_entry", "month_position", "journal_entry", "journal_line"),
    *("daily_charge", "charge_line", "series", "receipt", "receipt_party", "receipt_print"),
    *("receipt_tender", "receipt_head", "reference_taken", "receipt_undone", "cheque"),
    *("cheque_bar", "shift", "drawer_count", "drawer_move", "day_end", "arrear", "arrear_entry"),
    "consumer_withdrawn",
)
#: Endings of the columns that may differ: the document of a day's charge is its run.
_MAY_DIFFER = ("_at_ms", "_by", "run_id", "event_seq", "document", "anchor")
_ALWAYS_THE_SAME = ("read_at_ms", "consumed_at_ms", "from_read_at_ms", "to_read_at_ms")
_COUNTS = {
    "a receipt number is missing or double": (
        "SELECT counter, financial_year, count(*), min(running_number), max(running_number)"
        " FROM receipt GROUP BY counter, financial_year, incarnation"
        " HAVING count(DISTINCT running_number) <> count(*) OR min(running_number) <> 1"
        " OR max(running_number) <> count(*)"
    ),
    "a series has moved without its receipt": (
        "SELECT s.counter FROM series s WHERE s.last_number <> (SELECT count(*) FROM receipt r"
        " WHERE r.counter = s.counter AND r.financial_year = s.financial_year"
        " AND r.incarnation = s.incarnation)"
    ),
    "an order has two receipts": "SELECT order_id FROM receipt GROUP BY 1 HAVING count(*) > 1",
    "a day was charged twice or left out": (
        "SELECT c.number, count(*), min(d.day), max(d.day) FROM consumer c"
        " JOIN daily_charge d ON d.consumer_id = c.id"
        " JOIN month_position p ON p.consumer_id = c.id"
        " GROUP BY c.number, c.billed_from_day, p.next_open_day"
        " HAVING count(*) <> max(d.day) - min(d.day) + 1 OR count(*) <> count(DISTINCT d.day)"
        " OR min(d.day) <> c.billed_from_day OR p.next_open_day <> max(d.day) + 1"
    ),
    "a charge has no wallet row of its amount": (
        "SELECT d.consumer_id, d.day FROM daily_charge d LEFT JOIN wallet_entry e"
        " ON e.posted_seq = d.posted_seq AND e.consumer_id = d.consumer_id"
        " AND e.amount_paise = -d.total_paise WHERE e.posted_seq IS NULL"
    ),
    "a wallet is not what was posted to it": (
        "SELECT w.consumer_id FROM wallet w WHERE w.balance_paise <>"
        " coalesce((SELECT sum(e.amount_paise) FROM wallet_entry e"
        " WHERE e.consumer_id = w.consumer_id), 0)"
    ),
    "wallet rows are missing": (
        "SELECT count(*), max(posted_seq) FROM wallet_entry HAVING count(*) <> max(posted_seq)"
    ),
    "the trial balance is not zero": (
        "SELECT sum(amount_paise) FROM journal_line HAVING sum(amount_paise) <> 0"
    ),
    "a printed copy is missing or double": (
        "SELECT number FROM receipt_print GROUP BY number"
        " HAVING count(*) <> max(copy) + 1 OR min(copy) <> 0"
    ),
}


#: Order id to receipt number and paise.
Receipts = Mapping[str, tuple[str, int]]


def faults_of(office: Path, acknowledged: Receipts) -> list[str]:
    """Return what is wrong in an office that was opened again, a sentence each.

    ``acknowledged``: the receipts of every answer that was read.
    """
    books = open_office(office, StandingClock())
    try:
        wrong = faults_seen_by_a_stranger(office, acknowledged)
        return wrong or [f"check: {problem}" for problem in books.check(silent)]
    finally:
        books.close()


def faults_seen_by_a_stranger(office: Path, acknowledged: Receipts) -> list[str]:
    """Return what is wrong in the tables as they lie in the file."""
    with closing(_opened(office)) as connection:
        return list(_of_stranger(connection, acknowledged))


def fingerprint(office: Path) -> str:
    """Return a digest of everything that is money in an office, whenever it was done."""
    with closing(_opened(office)) as connection:
        digest = hashlib.sha256()
        for table in _MONEY:
            rows = connection.execute(
                f"SELECT {', '.join(_lasting(connection, table))} FROM {table}"
            )
            for row in sorted(map(repr, rows)):
                digest.update(f"{table} {row}\n".encode())
    return digest.hexdigest()


def posted(office: Path) -> dict[str, tuple[str, int]]:
    """Return the orders that have a receipt."""
    with closing(_opened(office)) as connection:
        return _receipts(connection)


def charged(office: Path) -> dict[str, tuple[int, int]]:
    """Return the charged days: ISO day to how many charges and their total in paise."""
    with closing(_opened(office)) as connection:
        rows = connection.execute(
            "SELECT day, count(*), sum(total_paise) FROM daily_charge GROUP BY day"
        )
        return {day_of_number(day).isoformat(): (count, int(paise)) for day, count, paise in rows}


def _of_stranger(connection: Any, acknowledged: Receipts) -> Iterator[str]:
    if isinstance(connection, sqlcipher3.dbapi2.Connection):
        [(integrity,)] = connection.execute("PRAGMA integrity_check(1)").fetchall()
        if integrity != "ok":
            yield f"integrity: {integrity}"
            return
    found = _receipts(connection)
    lost = [order for order, receipt in acknowledged.items() if found.get(order) != receipt]
    yield from (f"acknowledged and lost: {order} {acknowledged[order]}" for order in lost)
    yield from _breaks_of_chain(connection)
    for wrong, question in _COUNTS.items():
        rows = connection.execute(question).fetchall()
        if rows:
            yield f"{wrong}: {rows[:3]}"


def _receipts(connection: Any) -> dict[str, tuple[str, int]]:
    rows = connection.execute("SELECT order_id, number, amount_paise FROM receipt")
    return {order: (number, paise) for order, number, paise in rows}


def _breaks_of_chain(connection: Any) -> Iterator[str]:
    last: dict[str, tuple[int, bytes]] = {}
    # A new stream goes on from any link of an older one: the office was restored there.
    beginnings = {bytes(32)}
    for stream, seq, core, prev, link in connection.execute(
        "SELECT stream, seq, core, prev, hash FROM event ORDER BY stream, seq"
    ):
        place, head = last.get(stream, (0, prev if prev in beginnings else b""))
        made = hashlib.sha256(prev + core.encode()).digest()
        if (seq, prev, link) != (place + 1, head, made):
            yield f"the chain breaks at {stream} {seq}"
        last[stream] = (seq, link)
        beginnings.add(link)


def _lasting(connection: Any, table: str) -> list[str]:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    return [name for name in columns if name in _ALWAYS_THE_SAME or not name.endswith(_MAY_DIFFER)]


def _opened(office: Path) -> Any:
    """Return a stranger's connection to an office's database, wherever it is."""
    if not (office / OFFICE_FILE).exists():
        return sqlcipher3.dbapi2.connect(str(office / DATABASE))
    return psycopg.connect(OfficeFile.read(office).address.told)
