"""Rounds in which several processes work in one office and are killed at any moment.

Everything that chance decides comes from a seed; the clock of the machine decides the rest, so
that a seed gives the same plan again and nearly the same moment.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Protocol

from domain.lease import LASTS
from domain.office import Actor, Channel
from storage.office import DATABASE, open_office
from tests.end_to_end.faults import offices
from tests.end_to_end.faults.program import (
    DONE,
    KILLED,
    PROJECT,
    UNAVAILABLE,
    WORKER,
    arguments_for,
    run,
)
from tests.end_to_end.faults.verdict import charged, faults_of, posted
from tests.end_to_end.faults.worker import BEGUN_AT, orders

CONSUMERS, DAYS = 1_500, 31
COUNTERS = (1, 2, 3)
#: Those taken on during a round are supplied from a day on that no run of it charges.
_NEW_CONSUMERS, _SUPPLIED_FROM = 400, date(2025, 8, 1)
_PAYERS = [str(1001 + place) for place in range(40)]
_LONGEST_WAIT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round does: its tasks, and when each process is killed."""

    tasks: list[list[str]]
    #: From the first answer of a counter on, or from the start of the processes.
    waits_for_an_answer: bool
    seconds: float
    pauses: list[float]


@dataclass(slots=True)
class Killed:
    """What a harness did and found."""

    rounds: int = 0
    processes: int = 0
    servers: int = 0
    #: Processes that the database let wait for too long, and that said so.
    turned_away: int = 0
    acknowledged: int = 0
    #: Orders that were posted although nobody had read the answer.
    answers_lost: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds, {self.processes} processes and {self.servers} servers killed,"
            f" {self.acknowledged} recharges acknowledged, {self.answers_lost} posted with their"
            f" answer lost, {self.turned_away} processes told to try again,"
            f" wrong: {self.wrong or 'none'}"
        )


class Breakable(Protocol):
    """A server that can be killed and started again."""

    def kill(self) -> None: ...

    def start(self) -> None: ...


class Office:
    """An office that is worked in and broken, round after round."""

    def __init__(  # noqa: PLR0913 - whose office, and how it is broken
        self,
        office: Path,
        files: Path,
        *,
        seed: int,
        last_day: date,
        journal: str = "WAL",
        longest_seconds: float = 0.6,
    ) -> None:
        self.folder = office
        self._longest_seconds = longest_seconds
        self._last_day = str(last_day)
        self._files = files
        self._journal = journal
        self._seed = seed
        self._now = BEGUN_AT
        self._receipts: dict[str, tuple[str, int]] = {}
        self._imported: set[Path] = set()

    def round(self, number: int, told: Killed, server: Breakable | None = None) -> None:
        """Let the processes of a round work, kill them, and judge what they left.

        With a ``server`` that is killed first, and started again when they are gone.
        """
        plan = self._plan(number)
        self._let_time_pass()
        answers = self._work(plan, told, server)
        for answer in answers:
            if "order" in answer:
                self._receipts[answer["order"]] = (answer["number"], answer["paise"])
                told.acknowledged += 1
        told.rounds += 1
        wrong = faults_of(self.folder, self._receipts)
        wrong += self._asked_again(number, told)
        told.wrong += [f"seed {self._seed}, round {number}: {what}" for what in wrong]

    def finish(self, undisturbed: dict[str, tuple[int, int]]) -> list[str]:
        """Finish the run and the imports; return what is not as it would be without any kill."""
        self._let_time_pass()
        # Whoever was killed while it waited left a note, to which a run gives way for seconds.
        shutil.rmtree(self.folder / f"{DATABASE}-waiting", ignore_errors=True)
        ended = run(self._command("bill", "--day", self._last_day))
        wrong = [] if ended.code == DONE else [f"the run cannot be finished: {ended.err}"]
        if charged(self.folder) != undisturbed:
            wrong.append("the days are not charged as they would have been")
        for sheet in sorted(self._imported):
            ended = run(self._command("import", sheet.stem.split("-")[0], str(sheet)))
            if ended.code != DONE or ended.json["rejected"]:
                wrong.append(f"{sheet.name} cannot be taken in: {ended.out}{ended.err}")
        return [f"seed {self._seed}: {what}" for what in wrong + self._faults()]

    def _faults(self) -> list[str]:
        return faults_of(self.folder, self._receipts)

    def _plan(self, number: int) -> Plan:
        chance = Random(f"{self._seed}/{number}")
        tasks = [self._counter(number, counter) for counter in COUNTERS]
        tasks.append(self._task("bill", "--day", "2025-07-01", "--until", self._last_day))
        if chance.random() < 0.5:
            tasks.append(self._import(self._consumers_sheet(number)))
        if chance.random() < 0.5:
            tasks.append(self._import(self._reads_sheet(number)))
        chance.shuffle(tasks)
        return Plan(
            tasks,
            waits_for_an_answer=chance.random() < 0.8,
            seconds=chance.uniform(0, self._longest_seconds),
            pauses=[chance.choice([0, 0, chance.uniform(0, 0.05)]) for _task in tasks],
        )

    def _work(self, plan: Plan, told: Killed, server: Breakable | None) -> list[dict]:
        processes = [_started([*self._worker(), *task]) for task in plan.tasks]
        said = {process: bytearray() for process in processes}
        try:
            _read_until(said, _first_answer if plan.waits_for_an_answer else None, plan.seconds)
            if server is not None:
                server.kill()
            for process, pause in zip(processes, plan.pauses, strict=True):
                _read_until(said, None, pause)
                process.kill()
        finally:
            for process in processes:
                process.kill()
        if server is not None:
            server.start()
            told.servers += 1
        for process in processes:
            # What was flushed before the kill lies in the pipe and was told.
            rest, complaint = process.communicate()
            said[process] += rest
            told.processes += process.returncode == KILLED
            # Without its server every process is turned away.
            turned_away = process.returncode == UNAVAILABLE
            told.turned_away += turned_away and server is None
            if process.returncode not in {KILLED, DONE} and not turned_away:
                told.wrong.append(f"seed {self._seed}: ended by itself: {complaint.decode()}")
        return [answer for text in said.values() for answer in _answers(text)]

    def _asked_again(self, number: int, told: Killed) -> Iterator[str]:
        """Ask the first order that has no answer of each counter again; it has one receipt."""
        before = posted(self.folder)
        books = open_office(self.folder, offices.StandingClock(self._now))
        try:
            for counter in COUNTERS:
                order = next(
                    order
                    for order in orders(self._seed_of(number), counter, _PAYERS)
                    if order.id not in self._receipts
                )
                actor = Actor("counter", Channel.DESK, counter=counter)
                offices.open_counter(books, actor)
                receipt = books.recharge(order, actor)
                answer = (receipt.number, receipt.amount.paise)
                told.answers_lost += order.id in before
                if before.get(order.id, answer) != answer:
                    yield f"{order.id} had another receipt before"
                self._receipts[order.id] = answer
        finally:
            books.close()
        yield from self._faults()

    def _counter(self, number: int, counter: int) -> list[str]:
        return [
            *("counter", "--office", str(self.folder), "--counter", str(counter)),
            *("--seed", str(self._seed_of(number)), "--consumers", ",".join(_PAYERS)),
        ]

    def _seed_of(self, number: int) -> int:
        return self._seed * 1_000 + number

    def _import(self, sheet: Path) -> list[str]:
        self._imported.add(sheet)
        return self._task("import", sheet.stem.split("-")[0], str(sheet))

    def _consumers_sheet(self, number: int) -> Path:
        path = self._files / f"consumers-{number}.csv"
        first = 100_000 + number * _NEW_CONSUMERS
        return offices.consumers_file(path, first, _NEW_CONSUMERS, _SUPPLIED_FROM)

    def _reads_sheet(self, number: int) -> Path:
        path = self._files / f"reads-{number}.csv"
        consumers = offices.numbers(CONSUMERS)[number * 100 : number * 100 + 600]
        return offices.reads_file(path, consumers, range(DAYS - 1, DAYS + 1))

    def _task(self, *arguments: str) -> list[str]:
        return ["command", "--", *arguments_for(self.folder, *arguments)]

    def _command(self, *arguments: str) -> list[str]:
        return [*self._worker(), *self._task(*arguments)]

    def _worker(self) -> list[str]:
        return [*WORKER, "--journal", self._journal, "--at", self._now.isoformat()]

    def _let_time_pass(self) -> None:
        """Go on so much later that a run that was killed is taken for dead."""
        self._now += 20 * LASTS


def undisturbed_days(office: Path, last_day: date) -> dict[str, tuple[int, int]]:
    """Return what a run that nobody disturbs charges in a fresh office."""
    arguments = arguments_for(office, "bill", "--day", "2025-07-01", "--until", str(last_day))
    assert run([*WORKER, "command", "--", *arguments]).code == DONE
    return charged(office)


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    )


def _read_until(
    said: dict[subprocess.Popen[bytes], bytearray],
    is_time: Callable[[Iterable[bytearray]], bool] | None,
    seconds: float,
) -> None:
    """Read what the processes say until something was said, and for so many seconds more."""
    longest = time.monotonic() + _LONGEST_WAIT_SECONDS
    while is_time is not None and not is_time(said.values()) and time.monotonic() < longest:
        _read(said, 0.05)
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        _read(said, left)


def _read(said: dict[subprocess.Popen[bytes], bytearray], seconds: float) -> None:
    speaking = {process.stdout: text for process, text in said.items() if process.poll() is None}
    ready, _, _ = select.select(list(speaking), [], [], seconds)
    for pipe in ready:
        speaking[pipe] += os.read(pipe.fileno(), 65536)


def _first_answer(texts: Iterable[bytearray]) -> bool:
    return any(b'"order"' in text for text in texts)


def _answers(text: bytearray) -> Iterator[dict]:
    """Yield the answers that were told whole; a line without its end was not."""
    for line in bytes(text).split(b"\n")[:-1]:
        if line.startswith(b'{"order"'):
            yield json.loads(line)
