"""What a day costs for each consumer as an office grows: flat from 10,000 to 1,000,000.

Run: ``python -m tests.benchmarks.growth [largest]``. The memory is that of the largest run alone.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from domain.calendar import end_of
from domain.progress import silent
from storage.office import open_office
from tests.benchmarks.big_office import ACTOR, DAY, FixedClock, make_big_office

BUDGET_SPREAD, BUDGET_MIB = 1.25, 600
_SIZES = (10_000, 100_000, 1_000_000)


def main(largest: int = 1_000_000) -> int:
    """Print the microseconds a consumer at each size, and the spread with *met* or *missed*."""
    costs = {}
    for consumers in (size for size in _SIZES if size <= largest):
        with tempfile.TemporaryDirectory() as folder:
            make_big_office(Path(folder) / "office", consumers, days=2).close()
            seconds, mib = _run_apart(Path(folder) / "office")
        costs[consumers] = seconds / consumers * 1e6
        print(f"{consumers:,} consumers: {costs[consumers]:.1f} us each, {mib:.0f} MiB")
    spread = max(costs.values()) / min(costs.values())
    is_met = spread <= BUDGET_SPREAD
    print(f"dearest / cheapest {spread:.2f} (budget 1.25): {'met' if is_met else 'missed'}")
    print(f"memory {mib:.0f} MiB (budget {BUDGET_MIB}): {'met' if mib <= BUDGET_MIB else 'missed'}")
    return 0 if is_met and mib <= BUDGET_MIB else 1


def _run_apart(folder: Path) -> tuple[float, float]:
    """Run the day in a process of its own; return its seconds and the memory of the process."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.growth", "--run", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, mib = answer.stdout.split()
    return float(seconds), float(mib)


def _run(folder: Path) -> None:
    books = open_office(folder, FixedClock(end_of(DAY) + timedelta(hours=6)))
    started = perf_counter()
    books.run_days(DAY, ACTOR, silent)
    seconds = perf_counter() - started
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        _run(Path(sys.argv[2]))
    else:
        sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
