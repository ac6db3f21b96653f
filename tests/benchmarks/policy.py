"""How long a dry run takes on a big office, part by part: ``policy.py FOLDER``.

The whole office is judged twice: as it stands, and as if four of five owed, as in one state.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import numpy as np

from domain.calendar import day_number, end_of
from domain.policy import Facts, Policy, PolicyBook, decide
from domain.policy_reading import policy_of
from domain.progress import silent
from storage.books import SqlBooks
from storage.office import open_office
from tests.benchmarks.big_office import AFTER_THE_DAY, DAY

POLICIES = Path(__file__).parents[2] / "resources" / "policies"
#: The next day at noon, when every example lets people be cut.
AT = end_of(DAY) + timedelta(hours=12)
_TIMES = 3

_Result = TypeVar("_Result")


def main(folder: Path) -> None:
    """Print the best of three times of each part, and the most memory."""
    books = open_office(folder, AFTER_THE_DAY)
    draft = _shipped("uttar-pradesh.json")
    facts = _timed("facts and decision", lambda: books.policies.dry_run(AT, silent, draft)).facts
    print(f"{len(facts):,} consumers, {int((facts.balance_paise < 0).sum()):,} below zero")
    _decide("decision as it stands", facts, draft, AT)
    _decide("decision when 80% owe", _owing(facts), draft, AT)
    number = books.consumer_rows([int(facts.consumer_id[0])])[int(facts.consumer_id[0])].number
    _timed("one consumer", lambda: _standing(books, number, draft))
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    books.close()


def _standing(books: SqlBooks, number: str, draft: Policy) -> None:
    books.policies.standing(number, AT, draft)


def _decide(what: str, facts: Facts, policy: Policy, at: datetime) -> None:
    book = PolicyBook((policy,))
    decided = _timed(what, lambda: decide(facts, book, {}, at))
    going = int(decided.may_be_cut.sum())
    held = int(decided.is_defaulter.sum()) - going
    print(f"  {going:,} go, {held:,} held: {decided.first_counts()}")


def _owing(facts: Facts) -> Facts:
    """Return the same consumers, four of five below zero since some day of the last forty."""
    chance = np.random.default_rng(7)
    rows = len(facts)
    owes = chance.random(rows) < 0.8
    since = day_number(DAY) - chance.integers(0, 40, rows)
    return replace(
        facts,
        balance_paise=np.where(owes, -chance.integers(1, 500_000, rows), 10_000),
        negative_since_day=np.where(owes, since, -1),
        last_read_day=day_number(DAY) - chance.integers(0, 9, rows),
    )


def _shipped(name: str) -> Policy:
    [document] = json.loads((POLICIES / name).read_text("utf-8"))["policies"]
    return policy_of(document)


def _timed(what: str, work: Callable[[], _Result]) -> _Result:
    times = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - began)
    print(f"{what:24} {min(times) * 1000:8,.1f} ms")
    return result


if __name__ == "__main__":
    main(Path(sys.argv[1]))
