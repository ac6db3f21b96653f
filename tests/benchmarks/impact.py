"""How long the impact of a draft takes, on a big office: ``impact.py FOLDER``.

One draft for each schedule in turn, so that together every consumer is looked at.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from domain.progress import silent
from domain.services.drafting_tariffs import successor_of
from storage.office import open_office
from tests.benchmarks.big_office import AFTER_THE_DAY


def main(folder: Path) -> None:
    """Print seconds, consumer-days and days a second for each schedule, and the most memory."""
    books = open_office(folder, AFTER_THE_DAY)
    versions = {tariff.schedule: tariff for tariff in books.tariffs()}
    taken = [tariff.id for tariff in books.tariffs()]
    for version in versions.values():
        draft = successor_of(version, books.today(), taken)
        draft["energy"] = [[100, "6.00"], [None, "9.00"]]
        began = time.perf_counter()
        impact = books.drafts.impact(draft, 1, silent)
        took = time.perf_counter() - began
        print(
            f"{impact.schedule:16} {took:6.2f} s  {impact.consumer_days:9,} days"
            f"  {impact.consumer_days / took:9,.0f} a second  unequal {impact.unequal_days}"
        )
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    books.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
