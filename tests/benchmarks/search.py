"""Search while typing and the first screen of the list, in the database, with many consumers.

Run: ``python -m tests.benchmarks.search [consumers | folder of an office] [server]``. A keystroke
is timed as the desk asks: the first ids that match, then the rows in sight. With ``server`` the
office is one of a PostgreSQL server that is started for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter

from domain.consumer import ConsumerQuery
from domain.credit import Status
from domain.money import ZERO
from storage.books import SqlBooks
from tests.benchmarks.big_office import DAY, office_for

BUDGET_KEYSTROKE, BUDGET_FIRST_SCREEN = 0.050, 0.100
#: What somebody types, by what finds it.
_TYPED = {
    "beginnings": ("ramesh kumar", "रामेश्वर", "100123", "99990123", "sm000045", "devi gita", "xyz"),
    "fragments": ("0123", "90123", "00045", "4599", "m00004", "ramesh 0123", "999001"),
    "sounding": ("suneeta", "chowdhary", "lakshmee", "mohd", "सुनिता", "rameshwer kumaar"),
    "misspelt": ("sunitq devi", "cgoudhary", "rajehs kumra", "thakru", "राजकेश", "qwertyui"),
}
_FILTERS = {
    "below zero": ConsumerQuery(balance_below=ZERO),
    "active on a feeder": ConsumerQuery(statuses=(Status.ACTIVE,), feeders=("F07",)),
    "never recharged": ConsumerQuery(is_never_recharged=True),
    "read missing": ConsumerQuery(read_missing_on=DAY),
    "a tag": ConsumerQuery(tags=("camp",)),
    "by balance": ConsumerQuery(order_by="balance"),
    "by name": ConsumerQuery(order_by="name"),
}
#: What the list asks for at first, and how many rows are in sight.
_FIRST_IDS, _IN_SIGHT = 300, 40


def main(office: str = "1000000", kind: str = "") -> int:
    """Print the slowest keystroke and the first screen with *met* or *missed*."""
    with office_for(office, is_server=kind == "server") as books:
        consumers = books.state().consumers
        first_screen = _seconds(lambda: _ask(books, ConsumerQuery()))
        strokes = {name: _strokes(books, typed) for name, typed in _TYPED.items()}
        for name, query in _FILTERS.items():
            whole = _seconds(lambda asked=query: books.find_consumers(asked))
            totals = _seconds(lambda asked=query: books.consumer_totals(asked))
            print(f"all ids, {name}: {whole * 1000:.0f} ms, totals {totals * 1000:.0f} ms")
        everything = _seconds(lambda: books.find_consumers(ConsumerQuery()))
        totals = _seconds(lambda: books.consumer_totals(ConsumerQuery()))
    verdicts = [_say_strokes(name, each, consumers) for name, each in strokes.items()]
    verdicts.append(
        _say(
            f"the first screen: {first_screen * 1000:.0f} ms (budget 100)",
            first_screen <= BUDGET_FIRST_SCREEN,
        )
    )
    print(
        f"all {consumers:,} ids in order: {everything * 1000:.0f} ms,"
        f" totals {totals * 1000:.0f} ms (in the background)"
    )
    return 0 if all(verdicts) else 1


def _strokes(books: SqlBooks, typed: Sequence[str]) -> Mapping[str, float]:
    queries = [
        ConsumerQuery(text=word[:length]) for word in typed for length in range(1, len(word) + 1)
    ]
    return {query.text: _seconds(lambda q=query: _ask(books, q)) for query in queries}


def _say_strokes(name: str, strokes: Mapping[str, float], consumers: int) -> bool:
    worst = max(strokes, key=lambda text: strokes[text])
    mean = sum(strokes.values()) / len(strokes)
    return _say(
        f"{name}, a keystroke among {consumers:,} consumers: {strokes[worst] * 1000:.0f} ms at the "
        f"worst ({worst!r}), {mean * 1000:.1f} ms in the mean (budget 50)",
        strokes[worst] <= BUDGET_KEYSTROKE,
    )


def _ask(books: SqlBooks, query: ConsumerQuery) -> None:
    ids = books.find_consumers(query, _FIRST_IDS)
    books.consumer_rows(ids[:_IN_SIGHT])


def _seconds(work: Callable[[], object]) -> float:
    """Return the best of three: what the program takes, not what else the machine did."""
    times = []
    for _ in range(3):
        started = perf_counter()
        work()
        times.append(perf_counter() - started)
    return min(times)


def _say(sentence: str, is_met: bool) -> bool:
    print(f"{sentence}: {'met' if is_met else 'missed'}")
    return is_met


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
