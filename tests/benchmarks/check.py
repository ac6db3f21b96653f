"""What a check costs: all of the books, and what happened since the last check.

Run: ``python -m tests.benchmarks.check [consumers] [days] [folder]``; a folder with an office in
it is used as it is, and its last day is charged if it is open. The memory is that of this process.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from domain.calendar import end_of
from domain.progress import Step, silent
from storage.books import SqlBooks
from storage.office import DATABASE, open_office
from tests.benchmarks.big_office import ACTOR, DAY, FixedClock, make_big_office


def main(consumers: int = 20_000, days: int = 30, folder: Path | None = None) -> int:
    """Print how long each check took, in rows a second, and the longest time between two steps."""
    if folder is not None:
        return _measure(folder, consumers, days)
    with tempfile.TemporaryDirectory() as made:
        return _measure(Path(made) / "office", consumers, days)


def _measure(folder: Path, consumers: int, days: int) -> int:
    if not (folder / DATABASE).exists():
        make_big_office(folder, consumers, days=days).close()
    books = open_office(folder, FixedClock(end_of(DAY) + timedelta(hours=6)))
    size = (folder / DATABASE).stat().st_size
    rows = _rows(books)
    print(f"{rows:,} rows of charges, postings and reads in {size / 1e9:.2f} GB")
    seconds = _timed(books, quick=False)
    print(f"all: {seconds:.1f} s, {rows / seconds:,.0f} rows a second")
    books.run_days(DAY, ACTOR, silent)
    seconds = _timed(books, quick=True)
    print(f"since the last check (a day, where one was open): {seconds:.1f} s")
    seconds = _timed(books, quick=True)
    print(f"since the last check (nothing): {seconds:.1f} s")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    books.close()
    return 0


def _timed(books: SqlBooks, *, quick: bool) -> float:
    steps: list[float] = [perf_counter()]

    def note(_step: Step) -> None:
        steps.append(perf_counter())

    assert books.check(note, quick=quick, actor=ACTOR) == []
    gaps = [after - before for before, after in pairwise(steps)]
    print(f"  {len(steps)} steps, the longest {max(gaps):.2f} s")
    return perf_counter() - steps[0]


def _rows(books: SqlBooks) -> int:
    with books._reading() as connection:  # noqa: SLF001 - nobody else counts all rows
        return sum(
            int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() or 0)
            for table in ("daily_charge", "wallet_entry", "meter_read")
        )


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(*(int(number) for number in given[:2]), *(Path(folder) for folder in given[2:3])))
