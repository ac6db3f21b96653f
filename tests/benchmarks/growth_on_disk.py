"""How much a consumer adds to the disk in a year, table by table, before and after an archive.

Run: ``python -m tests.benchmarks.growth_on_disk [consumers] [days] [folder]``. What grows with the
days is told for a year of 365; recharges are none, so a receipt's bytes are told by themselves.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import sqlcipher3.dbapi2

from domain.archive import latest_archivable
from domain.calendar import end_of
from domain.errors_of_trust import NothingToArchive
from domain.money import Money
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tender import Tender
from storage.books import SqlBooks
from storage.office import DATABASE, open_office
from tests.benchmarks.big_office import ACTOR, DAY, FixedClock, make_big_office

_RECHARGES = 500
#: Bytes a consumer-year below which a table is not told.
_WORTH_TELLING = 100
#: Far enough that the year of the office may be archived.
_YEARS_LATER = timedelta(days=3 * 365)


def main(consumers: int = 20_000, days: int = 60, folder: Path | None = None) -> int:
    """Print the bytes of each table, and what a consumer takes in a year."""
    with tempfile.TemporaryDirectory() as made:
        folder = folder or Path(made) / "office"
        if not (folder / DATABASE).exists():
            make_big_office(folder, consumers, days=days).close()
        _charge_all(folder)
        charges = _tell_tables(folder, consumers)
        _tell_receipts(folder, min(consumers, _RECHARGES))
        _archive(folder, Path(made), charges)
    return 0


def _charge_all(folder: Path) -> None:
    books = _opened(folder)
    books.run_days(DAY, ACTOR, silent)
    books.close()


def _tell_tables(folder: Path, consumers: int) -> int:
    """Print bytes by table; return how many charges there are."""
    with closing(sqlcipher3.dbapi2.connect(str(folder / DATABASE))) as file:
        [(charges,)] = file.execute("SELECT count(*) FROM daily_charge").fetchall()
        sizes = _bytes_of(file)
    days = charges / consumers
    print(f"{consumers:,} consumers, {days:.0f} days, {sum(sizes.values()) / 1e6:,.0f} MB")
    for name, size in sorted(sizes.items(), key=lambda item: -item[1]):
        yearly = size / consumers / days * 365
        if yearly >= _WORTH_TELLING:
            print(f"  {name:<32} {size / 1e6:9,.1f} MB  {yearly / 1000:7.2f} kB a consumer-year")
    print(f"a charged day takes {sum(sizes.values()) / charges:.0f} bytes a consumer, all told")
    return int(charges)


def _bytes_of(file: sqlcipher3.dbapi2.Connection) -> dict[str, int]:
    """Return the bytes of each table and index, by the pages that they fill."""
    try:
        rows = file.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()
    except sqlcipher3.dbapi2.OperationalError:
        return _bytes_by_cells(file)
    return dict(rows)


def _bytes_by_cells(file: sqlcipher3.dbapi2.Connection) -> dict[str, int]:
    """Return the bytes of each table as a copy of it alone takes them: this SQLite has no dbstat.

    Indexes are told with their table.
    """
    sizes = {}
    tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in tables:
        if name.startswith(("sqlite_", "consumer_search", "consumer_part")):
            continue
        sizes[name] = _size_alone(file, name)
    return sizes


def _size_alone(file: sqlcipher3.dbapi2.Connection, name: str) -> int:
    statements = file.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index')"
        " AND sql IS NOT NULL ORDER BY type DESC",
        (name,),
    ).fetchall()
    with tempfile.NamedTemporaryFile(suffix=".db") as alone:
        file.execute("ATTACH DATABASE ? AS alone", (alone.name,))
        try:
            for (sql,) in statements:
                for begin in ("CREATE TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX "):
                    if sql.startswith(begin):
                        file.execute(f"{begin}alone.{sql.removeprefix(begin)}")
            file.execute(f"INSERT INTO alone.{name} SELECT * FROM main.{name}")
            file.commit()
            return Path(alone.name).stat().st_size
        finally:
            file.execute("DETACH DATABASE alone")


def _tell_receipts(folder: Path, count: int) -> None:
    books = _opened(folder)
    before = _used(folder)
    for number in range(count):
        order = RechargeOrder.of(
            f"growth-{number}", f"{100001 + number}", Money.rupees(500), Tender.CASH
        )
        receipt = books.recharge(order, ACTOR)
        books.confirm_print(receipt.number, ACTOR)
    books.close()
    print(f"a recharge, printed once, takes {(_used(folder) - before) / count:.0f} bytes")


def _archive(folder: Path, place: Path, charges: int) -> None:
    """Archive all whole years and print what is left."""
    later = FixedClock(end_of(DAY + _YEARS_LATER))
    books = open_office(folder, later)
    last = _last_year_end(DAY)
    before = _used(folder)
    until = min(last, latest_archivable(DAY + _YEARS_LATER))
    try:
        made = books.archive(until, place / "archive.db", ACTOR, silent)
    except NothingToArchive:
        print(f"no financial year ended in these days: nothing before {until} to archive")
        return
    finally:
        books.close()
    size = (place / "archive.db").stat().st_size
    print(
        f"archive until {until}: {made.charges:,} of {charges:,} charges, {size / 1e6:,.1f} MB;"
        f" pages in use before {before / 1e6:,.1f} MB, after {_used(folder) / 1e6:,.1f} MB"
    )


def _last_year_end(day: date) -> date:
    year = day.year if day.month >= 4 else day.year - 1
    return date(year, 4, 1)


def _used(folder: Path) -> int:
    """Return the bytes of all pages in use: freed ones are filled again before the file grows."""
    with closing(sqlcipher3.dbapi2.connect(str(folder / DATABASE))) as file:
        [(pages,)] = file.execute("PRAGMA page_count").fetchall()
        [(free,)] = file.execute("PRAGMA freelist_count").fetchall()
        [(size,)] = file.execute("PRAGMA page_size").fetchall()
    return int((pages - free) * size)


def _opened(folder: Path) -> SqlBooks:
    return open_office(folder, FixedClock(end_of(DAY) + timedelta(hours=6)))


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(*(int(number) for number in given[:2]), *(Path(folder) for folder in given[2:3])))
