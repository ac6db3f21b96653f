"""How many consumers a second the engine rates on one core, on the mix of all shipped tariffs.

Run: ``python -m tests.benchmarks.rating [consumers]``. Timed are 31 days of a month in
memory, state included; the budget is a million consumers a second.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from time import process_time

import numpy as np

from domain.calendar import days_from
from domain.rating import MonthState, rate_day
from domain.tariff import parse_tariff_text

BUDGET_PER_SECOND = 1_000_000
SHIPPED = Path(__file__).parents[2] / "resources" / "tariffs" / "examples.json"
FIRST, LAST = date(2025, 7, 1), date(2025, 7, 31)


def main(consumers: int = 200_000) -> int:
    """Print the measured rate and its ratio to the budget; 1 when it is missed."""
    tariffs, faults = parse_tariff_text(SHIPPED.read_text(encoding="utf-8"))
    assert not faults
    chance = np.random.default_rng(1)
    which = chance.integers(0, len(tariffs), consumers)
    load_w = chance.integers(1, 11, consumers) * 500
    use_wh = chance.integers(0, 25_000, (LAST.day, consumers))
    state, total_paise = MonthState.start(consumers), 0
    started = process_time()
    for day in days_from(FIRST, LAST):
        rated = rate_day(day, tariffs, which, use_wh[day.day - 1], load_w, state)
        state, total_paise = rated.state, total_paise + int(rated.total.sum())
    per_second = consumers * LAST.day / (process_time() - started)
    is_met = per_second >= BUDGET_PER_SECOND
    print(
        f"rating alone: {per_second:,.0f} consumers a second a core on {len(tariffs)} tariffs, "
        f"{per_second / BUDGET_PER_SECOND:.2f} x the budget of {BUDGET_PER_SECOND:,}: "
        f"{'met' if is_met else 'missed'} (posted {total_paise} paise)"
    )
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
