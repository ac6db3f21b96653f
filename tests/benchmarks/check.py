"""What a check costs: all of the books, and what happened since the last check.

Run: ``python -m tests.benchmarks.check [consumers] [days] [folder]``; an office that lies in the
folder is used, and lives a day longer. Seconds on the wall and of the processor, for the machine
may be shared; the memory is that of this process.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from domain.calendar import end_of
from domain.energy import Energy
from domain.progress import Step, silent
from domain.reads import Read, ReadSource
from storage.books import SqlBooks
from storage.office import DATABASE, open_office
from tests.benchmarks.big_office import ACTOR, DAY, FixedClock, make_big_office

_READS_AT_A_TIME = 20_000


def main(consumers: int = 20_000, days: int = 30, folder: Path | None = None) -> int:
    """Print how long each check took, in rows a second, and the longest time between two steps."""
    if folder is not None:
        return _measure(folder, consumers, days)
    with tempfile.TemporaryDirectory() as made:
        return _measure(Path(made) / "office", consumers, days)


def _measure(folder: Path, consumers: int, days: int) -> int:
    if not (folder / DATABASE).exists():
        make_big_office(folder, consumers, days=days).close()
    books = _opened(folder, DAY)
    books.run_days(DAY, ACTOR, silent)
    last = books.state().last_charged_on or DAY
    books.close()
    books = _opened(folder, last + timedelta(days=1))
    rows = _rows(books)
    size = (folder / DATABASE).stat().st_size
    print(f"{rows:,} rows of charges, postings and reads in {size / 1e9:.2f} GB")
    seconds, processor = _timed(books, "all", quick=False)
    print(f"  {rows / seconds:,.0f} rows a second, {rows / processor:,.0f} of the processor")
    _live_on(books, last + timedelta(days=1), consumers, days)
    _timed(books, "since the last check, a day", quick=True)
    _timed(books, "since the last check, nothing", quick=True)
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    books.close()
    return 0


def _timed(books: SqlBooks, what: str, *, quick: bool) -> tuple[float, float]:
    steps, begun = [perf_counter()], process_time()

    def note(_step: Step) -> None:
        steps.append(perf_counter())

    assert books.check(note, quick=quick, actor=ACTOR) == []
    seconds, processor = perf_counter() - steps[0], process_time() - begun
    longest = max(after - before for before, after in pairwise(steps))
    print(
        f"{what}: {seconds:.1f} s, {processor:.1f} s of the processor;"
        f" {len(steps)} steps, the longest {longest:.1f} s"
    )
    return seconds, processor


def _live_on(books: SqlBooks, day: date, consumers: int, days: int) -> None:
    """Take the reads of one more day, and charge it."""
    number = (day - DAY).days + days
    use = np.random.default_rng(7).integers(500, 15_000, consumers)
    for start in range(0, consumers, _READS_AT_A_TIME):
        places = range(start, min(start + _READS_AT_A_TIME, consumers))
        reads = [
            Read(f"SM{place:08}", end_of(day), Energy(1_000_000 + int(use[place]) * number))
            for place in places
        ]
        books.take_reads(reads, ReadSource.AMISP, ACTOR)
    books.run_days(day, ACTOR, silent)


def _opened(folder: Path, day: date) -> SqlBooks:
    return open_office(folder, FixedClock(end_of(day) + timedelta(hours=6)))


def _rows(books: SqlBooks) -> int:
    with books._reading() as connection:  # noqa: SLF001 - nobody else counts all rows
        return sum(
            int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() or 0)
            for table in ("daily_charge", "wallet_entry", "meter_read")
        )


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(*(int(number) for number in given[:2]), *(Path(place) for place in given[2:3])))
