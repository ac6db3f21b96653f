"""What a large office tells its consumers of a day: looked at, queued, queued again, delivered.

Run: ``python -m tests.benchmarks.alerts [consumers] [days] [folder]``; the folder of an office that
is there already is copied, else one is made with so many charged days.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from domain.calendar import end_of
from domain.ids import new_id
from domain.message import Medium, Message, Template
from domain.money import Money
from domain.ports_of_messages import Handed, HandOver
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tender import Tender
from storage.books import SqlBooks
from storage.office import open_office
from tests.benchmarks.big_office import ACTOR, DAY, FixedClock, make_big_office

#: Seconds, for 200,000 consumers.
BUDGET_LOOK, BUDGET_RUN, BUDGET_AGAIN, BUDGET_DELIVER = 30.0, 90.0, 60.0, 90.0
#: The longest a recharge may take while the run goes on, or messages leave.
BUDGET_RECHARGE_SECONDS = 0.150
#: As ``ui.desk.kit.tasks`` has it.
_HANDS_OVER_SECONDS = 0.0005


class Nowhere:
    """A sheet that nobody writes: what the outbox itself takes is measured."""

    medium = Medium.FILE

    def hand_over(self, message: Message, template: Template | None) -> HandOver:
        return HandOver(Handed.SENT)

    def hand_over_all(self, messages: Sequence[Message]) -> Sequence[HandOver]:
        return [HandOver(Handed.SENT)] * len(messages)


def main(consumers: int = 200_000, days: int = 30, there: str = "") -> int:
    """Print the measured times with *met* or *missed*; 1 when one is missed."""
    # Clerk and run share a desk's process, where threads take turns so often.
    sys.setswitchinterval(_HANDS_OVER_SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        books = _opened(Path(folder) / "office", consumers, days, there)
        books.safekeeping.change_settings({"alerts.file": "yes"}, ACTOR)
        preview, looked = _timed(lambda: books.alerts.preview(DAY, silent))
        slowest, (run, ran) = _beside_recharges(
            books, lambda: _timed(lambda: books.alerts.run(DAY, ACTOR, silent))
        )
        again, asked = _timed(lambda: books.alerts.run(DAY, ACTOR, silent))
        slowest_later, (sent, delivered) = _beside_recharges(
            books,
            lambda: _timed(lambda: books.alerts.deliver({Medium.FILE: Nowhere()}, ACTOR, silent)),
        )
        books.close()
    queued = sum(run.queued.values())
    assert sum(preview.queued.values()) >= queued > 0
    # Who has recharged meanwhile is told something else.
    assert again.already > queued * 9 // 10
    print(f"of {consumers:,} consumers: {queued:,} messages, {run.without_address:,} unreachable")
    verdicts = [
        _say(f"preview: {looked:.1f} s", looked, BUDGET_LOOK),
        _say(f"run: {ran:.1f} s", ran, BUDGET_RUN),
        _say(f"run again: {asked:.1f} s", asked, BUDGET_AGAIN),
        _say(f"deliver {sent.sent:,}: {delivered:.1f} s", delivered, BUDGET_DELIVER),
        _say_slowest("the run", slowest),
        _say_slowest("delivering", slowest_later),
    ]
    return 0 if all(verdicts) else 1


def _opened(folder: Path, consumers: int, days: int, there: str) -> SqlBooks:
    if there:
        folder.mkdir()
        shutil.copy(Path(there) / "office.db", folder / "office.db")
    else:
        make_big_office(folder, consumers, days=days).close()
    # What was copied is on its way to the disk for a while, and every commit would wait for it.
    os.sync()
    books = open_office(folder, FixedClock(end_of(DAY) + timedelta(hours=10)))
    books.run_days(DAY, ACTOR, silent)
    return books


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = perf_counter()
    done = work()
    return done, perf_counter() - started


def _beside_recharges(books: SqlBooks, work: Callable[[], Any]) -> tuple[float, Any]:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    slowest, number = 0.0, 0
    while thread.is_alive():
        order = RechargeOrder.of(new_id(), f"{100001 + number}", Money(50_000), Tender.CASH)
        _receipt, seconds = _timed(
            lambda order=order: books.recharge(order, ACTOR, although_similar=True)
        )
        slowest, number = max(slowest, seconds), number + 1
        sleep(0.05)
    thread.join()
    return slowest, found[0]


def _say_slowest(work: str, seconds: float) -> bool:
    sentence = f"slowest recharge beside {work}: {seconds * 1000:.0f} ms"
    return _say(sentence, seconds, BUDGET_RECHARGE_SECONDS)


def _say(sentence: str, measured: float, budget: float) -> bool:
    print(f"{sentence} (budget {budget:g} s): {'met' if measured <= budget else 'missed'}")
    return measured <= budget


if __name__ == "__main__":
    _given = sys.argv[1:]
    sys.exit(main(*map(int, _given[:2]), *_given[2:]))
