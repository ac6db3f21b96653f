"""A day for a large office, against the bare limit of the database and against ``voltengine``.

Run: ``python -m tests.benchmarks.day [consumers]``. The bare limit reads the same inputs from
tables on disk and inserts the same final rows of all tables, one ``executemany`` of ready tuples
a table in one transaction, with the same driver and pragmas, without trigger, foreign key or
index beyond the primary key.
"""

from __future__ import annotations

import gc
import resource
import shutil
import sys
import tempfile
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import sqlcipher3.dbapi2
from voltengine import (
    Consumer,
    LedgerEngine,
    Meter,
    Period,
    PrepaidDailyBilling,
    Tariff,
)

from domain.calendar import day_number, end_of
from domain.money import Money
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tender import Tender
from storage.books import SqlBooks
from storage.engine import PRAGMAS
from storage.office import open_office
from tests.benchmarks.big_office import ACTOR, DAY, FixedClock, make_big_office

#: Times the bare limit that a day may take; and how many MiB.
BUDGET_RATIO, BUDGET_MIB = 2.0, 600
#: Times as many consumers a second as voltengine rates in memory, at least.
BUDGET_VOLTENGINE = 2.0
#: The longest a recharge may take while the run goes on.
BUDGET_RECHARGE_SECONDS = 0.150
#: What a day has to be read from: the same columns and rows that ours reads.
_INPUTS = (
    (
        "SELECT p.consumer_id, p.meter_id, p.consumed_at_ms, p.consumed_wh, p.state,"
        " w.balance_paise, w.negative_since_day, w.last_posted_seq FROM month_position p"
        " JOIN wallet w ON w.office_id = p.office_id AND w.consumer_id = p.consumer_id"
        f" WHERE p.next_open_day = {day_number(DAY)}"
    ),
    (
        "SELECT consumer_id, effective_day, version_seq, schedule, load_w, meter_id, meter_factor,"
        " supply_state FROM consumer_version"
    ),
    (
        "SELECT meter_id, read_at_ms, cumulative_wh, max_demand_w FROM meter_read"
        f" WHERE closing_day = {day_number(DAY)}"
    ),
)
_WRITTEN = ("wallet_entry", "daily_charge", "journal_entry", "journal_line", "event")
_RATED_BY_VOLTENGINE = 50_000


def main(consumers: int = 200_000) -> int:
    """Print the measured times and ratios with *met* or *missed*; 1 when one is missed."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        make_big_office(made, consumers, days=2).close()
        ours, slowest = min(
            (_our_day(made, Path(folder) / f"ours{number}") for number in range(3)),
            key=lambda measured: measured[0],
        )
        memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        bare = min(_bare_day(Path(folder) / "ours0", made, number) for number in range(3))
    volt = _voltengine_per_second()
    verdicts = [
        _say(
            f"a day for {consumers:,} consumers: {ours:.2f} s, {ours / bare:.2f} x the bare "
            f"limit of {bare:.2f} s (budget {BUDGET_RATIO:g})",
            ours <= BUDGET_RATIO * bare,
        ),
        _say(
            f"{consumers / ours:,.0f} consumers a second, {consumers / ours / volt:.2f} x "
            f"voltengine's {volt:,.0f} (budget {BUDGET_VOLTENGINE:g})",
            consumers / ours >= BUDGET_VOLTENGINE * volt,
        ),
        _say(
            f"memory of the process: {memory_mib:.0f} MiB (budget {BUDGET_MIB})",
            memory_mib <= BUDGET_MIB,
        ),
        _say(
            f"slowest recharge during the run: {slowest * 1000:.0f} ms (budget "
            f"{BUDGET_RECHARGE_SECONDS * 1000:.0f})",
            slowest <= BUDGET_RECHARGE_SECONDS,
        ),
    ]
    return 0 if all(verdicts) else 1


def _our_day(made: Path, folder: Path) -> tuple[float, float]:
    """Return the seconds of a run alone, and the slowest recharge beside a second one."""
    books = _opened(made, folder)
    started = perf_counter()
    [summary] = books.run_days(DAY, ACTOR, silent)
    seconds = perf_counter() - started
    assert summary.charged > 0
    books.close()
    beside = _opened(made, folder.with_name(folder.name + "-beside"))
    slowest = _recharges_beside(beside)
    beside.close()
    return seconds, slowest


def _opened(made: Path, folder: Path) -> SqlBooks:
    shutil.copytree(made, folder)
    gc.collect()
    return open_office(folder, FixedClock(end_of(DAY) + timedelta(hours=6)))


def _recharges_beside(books: SqlBooks) -> float:
    run = threading.Thread(target=lambda: books.run_days(DAY, ACTOR, silent))
    run.start()
    slowest, number = 0.0, 0
    while run.is_alive():
        order = RechargeOrder.of(f"r{number}", f"{100001 + number}", Money(50_000), Tender.CASH)
        started = perf_counter()
        books.recharge(order, ACTOR)
        slowest = max(slowest, perf_counter() - started)
        number += 1
        sleep(0.05)
    run.join()
    return slowest


def _bare_day(ours: Path, made: Path, number: int) -> float:
    """Return the seconds that reading the inputs and writing our rows takes a bare program."""
    tables = {name: _rows_of_the_day(ours / "office.db", name) for name in _WRITTEN}
    tables |= {name: _all_rows(ours / "office.db", name) for name in ("wallet", "month_position")}
    inputs = ours.with_name(f"bare{number}.db")
    shutil.copy(made / "office.db", inputs)
    output = ours.with_name(f"bare{number}-out.db")
    with closing(_connect(inputs)) as source, closing(_connect(output)) as target:
        for name, rows in tables.items():
            target.execute(_bare_table(source, name, len(rows[0])))
        started = perf_counter()
        for sql in _INPUTS:
            source.execute(sql).fetchall()
        target.execute("BEGIN IMMEDIATE")
        for name, rows in tables.items():
            marks = ",".join("?" * len(rows[0]))
            target.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        target.execute("COMMIT")
        return perf_counter() - started


def _connect(path: Path) -> Any:
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    for pragma in (*PRAGMAS, "journal_mode = WAL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def _bare_table(source: Any, name: str, columns: int) -> str:
    """Return the table with its primary key and nothing else."""
    described = source.execute(f"PRAGMA table_info({name})").fetchall()
    assert len(described) == columns
    key = [row[1] for row in sorted(described, key=lambda row: row[5]) if row[5]]
    declared = ", ".join(f"{row[1]} {row[2]}" for row in described)
    return f"CREATE TABLE {name} ({declared}, PRIMARY KEY ({', '.join(key)})) WITHOUT ROWID, STRICT"


def _rows_of_the_day(path: Path, name: str) -> list[Any]:
    first = {
        "wallet_entry": f"business_day = {day_number(DAY)}",
        "daily_charge": f"day = {day_number(DAY)}",
        "journal_entry": f"business_day = {day_number(DAY)}",
        "journal_line": (
            f"entry_seq IN (SELECT seq FROM journal_entry WHERE business_day = {day_number(DAY)})"
        ),
        "event": f"json_extract(core, '$.business_date') = '{DAY.isoformat()}'",
    }[name]
    return _query(path, f"SELECT * FROM {name} WHERE {first}")


def _all_rows(path: Path, name: str) -> list[Any]:
    return _query(path, f"SELECT * FROM {name}")


def _query(path: Path, sql: str) -> list[Any]:
    with closing(sqlcipher3.dbapi2.connect(str(path))) as connection:
        return list(connection.execute(sql).fetchall())


def _voltengine_per_second() -> float:
    """Return how many consumers a second voltengine rates, storing nothing."""
    slabs = [{"upto": 100, "rate": 7.42}, {"upto": None, "rate": 8.95}]
    tariff = Tariff(slabs, fixed_charge=240.0, duty_rate=0.06)
    crowd = [
        (Consumer(number, 500.0, load_kw=3.0), Meter(5.0 + number % 7, 1.0))
        for number in range(_RATED_BY_VOLTENGINE)
    ]
    engine, period, at = PrepaidDailyBilling(), Period(30), datetime(2025, 9, 16, tzinfo=UTC)
    started = perf_counter()
    for consumer, meter in crowd:
        engine.run(consumer, meter, tariff, period, LedgerEngine(), at)
    return _RATED_BY_VOLTENGINE / (perf_counter() - started)


def _say(sentence: str, is_met: bool) -> bool:
    print(f"{sentence}: {'met' if is_met else 'missed'}")
    return is_met


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
