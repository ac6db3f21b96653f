"""A process to be killed: one command of the program, or a counter that takes money for ever.

Run as ``python -m tests.end_to_end.faults.worker``. The options before the task stand for what a
test cannot change from outside: the clock, the journal of the database and how it is synced.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import main
from domain.errors import Unavailable
from domain.money import Money
from domain.office import Actor, Channel
from domain.recharge import RechargeOrder
from domain.tender import Tender
from storage import engine
from storage.books import SqlBooks
from storage.office import open_office
from tests.end_to_end.faults.offices import MADE_AT, open_counter
from tests.end_to_end.faults.program import UNAVAILABLE
from tests.end_to_end.faults.ready import serve

#: When a process begins unless it is told otherwise.
BEGUN_AT = MADE_AT + timedelta(hours=1)
#: No SQLite has this version: the program falls back to the rollback journal.
NEVER_SOUND = ((99, 0, 0),)


class RunningClock:
    """A clock that was set to an instant when the process began, and runs."""

    def __init__(self, begin: datetime) -> None:
        self._ahead = begin - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


def orders(seed: int, counter: int, consumers: list[str]) -> Iterator[RechargeOrder]:
    """Yield the orders of a counter: the same seed gives the same ones; no two are alike."""
    chance = Random(f"{seed}/{counter}")
    number = 0
    while True:
        number += 1
        amount = Money.rupees(10) + Money(100 * number + chance.randrange(100))
        consumer = chance.choice(consumers)
        yield RechargeOrder.of(f"{seed}-{counter}-{number}", consumer, amount, Tender.CASH)


def work(arguments: list[str]) -> int:
    """Do the task that the arguments ask for and return the exit code."""
    options = _parser().parse_args(arguments)
    use_settings(options.journal, options.synchronous)
    if options.patience_ms is not None:
        engine.BUSY_TIMEOUT_MS = options.patience_ms
    clock = RunningClock(datetime.fromisoformat(options.at))
    if options.task == "command":
        return main.main(options.arguments, clock)
    if options.task == "ready":
        return serve(clock)
    try:
        return _take_money(options, clock)
    except Unavailable as trouble:
        print(f"{trouble.code}: {trouble}", file=sys.stderr)
        return UNAVAILABLE


def use_settings(journal: str, synchronous: str) -> None:
    """Let the program keep its journal in another way, or sync less than it should."""
    if journal == "TRUNCATE":
        engine._SOUND_WAL = NEVER_SOUND  # noqa: SLF001 - the engine's own switch
    engine.PRAGMAS = tuple(
        f"synchronous = {synchronous}" if pragma.startswith("synchronous") else pragma
        for pragma in engine.PRAGMAS
    )


def _take_money(options: Namespace, clock: RunningClock) -> int:
    """Post orders one after the other; each answer is a line that was flushed."""
    books = open_office(Path(options.office), clock)
    actor = Actor("counter", Channel.DESK, counter=options.counter)
    consumers = options.consumers.split(",")
    open_counter(books, actor)
    for place, order in enumerate(orders(options.seed, options.counter, consumers)):
        if place == options.most:
            break
        receipt = books.recharge(order, actor)
        answer = {"order": order.id, "number": receipt.number, "paise": receipt.amount.paise}
        print(json.dumps(answer), flush=True)
        if options.fold_every and place % options.fold_every == options.fold_every - 1:
            _fold(books)
    books.close()
    return 0


def _fold(books: SqlBooks) -> None:
    """Fold the log into the database as a long day does by itself, so that it begins anew."""
    with books._engine.connect() as connection:  # noqa: SLF001 - no use case folds
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


def _parser() -> ArgumentParser:
    parser = ArgumentParser()
    parser.add_argument("--at", default=BEGUN_AT.isoformat())
    parser.add_argument("--journal", choices=["WAL", "TRUNCATE"], default="WAL")
    parser.add_argument("--synchronous", choices=["FULL", "NORMAL", "OFF"], default="FULL")
    parser.add_argument("--patience-ms", type=int)
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("ready")
    command = tasks.add_parser("command")
    command.add_argument("arguments", nargs="*")
    counter = tasks.add_parser("counter")
    counter.add_argument("--office", required=True)
    counter.add_argument("--counter", type=int, required=True)
    counter.add_argument("--seed", type=int, required=True)
    counter.add_argument("--consumers", required=True)
    counter.add_argument("--most", type=int, default=-1)
    counter.add_argument("--fold-every", type=int, default=0)
    return parser


if __name__ == "__main__":
    sys.exit(work(sys.argv[1:]))
