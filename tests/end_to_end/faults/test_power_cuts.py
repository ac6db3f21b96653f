"""The power goes at any moment: what was acknowledged is there, and nothing is corrupt.

The writes and syncs are those that the shipped driver issued for a day at the counter; controls
that sync less have to lose money, else the harness would prove nothing.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2

from domain.errors import Trouble
from storage.office import open_office
from tests.end_to_end.faults import offices
from tests.end_to_end.faults.injecting import require_strace
from tests.end_to_end.faults.power_cut import State, lay_out, states
from tests.end_to_end.faults.program import WORKER, arguments_for
from tests.end_to_end.faults.recording import Event, record
from tests.end_to_end.faults.verdict import charged, faults_of, faults_seen_by_a_stranger

CONSUMERS, DAYS = 12, 4
#: The program's own full check is made of one state in so many.
_CHECKED_ONE_IN = 20
_FEW, _MANY = 300, 24_000
LOST = "acknowledged and lost"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A day at the counter: the office before it, and what was asked of the disk."""

    template: Path
    events: list[Event]

    def states(self, many: int, seed: int = 1) -> Iterator[State]:
        """Yield about so many states, spread over all events."""
        every = max(1, len(self.events) // many)
        each = -(-many * every // len(self.events))
        return states(self.template, self.events, seed, each, every=every)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> Callable[..., Recorded]:
    """Record a day at the counter with the settings that are asked for."""
    require_strace()

    def make(journal: str = "WAL", synchronous: str = "FULL") -> Recorded:
        folder = tmp_path_factory.mktemp("power")
        template = folder / "template"
        offices.make_office(template, consumers=CONSUMERS, days=DAYS)
        office = offices.copy_office(template, folder / "office")
        start = [*WORKER, "--journal", journal, "--synchronous", synchronous]
        events: list[Event] = []
        for task in _day_at_the_counter(office):
            events += record([*start, *task], office, folder / "trace")
        return Recorded(template, events)

    return make


@pytest.fixture
def place(tmp_path):
    """A folder in memory, where there is one: thousands of disks are laid out in it."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        return tmp_path / "disk"
    folder = memory / f"bijli-bahi-{tmp_path.name}"
    yield folder / "disk"
    shutil.rmtree(folder, ignore_errors=True)


def _day_at_the_counter(office: Path) -> list[list[str]]:
    """Two counters and a run between them; the first lets the log begin anew."""
    counter = ["counter", "--office", str(office), "--consumers", "1001,1002,1003", "--seed", "7"]
    run = arguments_for(office, "bill", "--day", "2025-07-01", "--until", "2025-07-02")
    return [
        [*counter, "--counter", "1", "--most", "5", "--fold-every", "2"],
        ["command", "--", *run],
        [*counter, "--counter", "2", "--most", "3"],
    ]


@dataclass(slots=True)
class Losses:
    """How many states were judged, and what was wrong with how many of them."""

    states: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return f"{self.states} states, wrong: {dict(self.wrong) or 'none'}"


def losses(found: Iterable[State], place: Path) -> Losses:
    """Lay out each state, let the program open it, and judge it."""
    told = Losses()
    for state in found:
        shutil.rmtree(place, ignore_errors=True)
        lay_out(state, place)
        is_checked = told.states % _CHECKED_ONE_IN == 0
        told.states += 1
        told.wrong.update(
            {fault.partition(":")[0] for fault in _faults_of(state, place, is_checked=is_checked)}
        )
    return told


def _faults_of(state: State, place: Path, *, is_checked: bool) -> list[str]:
    answers = [json.loads(line) for line in state.acknowledged]
    receipts = {
        answer["order"]: (answer["number"], answer["paise"])
        for answer in answers
        if "order" in answer
    }
    try:
        open_office(place, offices.StandingClock()).close()
        judge = faults_of if is_checked else faults_seen_by_a_stranger
        return judge(place, receipts) or _days_lost(answers, place)
    except (Trouble, sqlcipher3.dbapi2.Error) as trouble:
        return [f"cannot be opened: {trouble}"]


def _days_lost(answers: list[Any], place: Path) -> list[str]:
    found = charged(place)
    told = [day for answer in answers for day in answer.get("days", ())]
    return [
        f"charged and lost: {day['day']}"
        for day in told
        if found.get(day["day"]) != (day["charged"], day["total"])
    ]


def test_nothing_acknowledged_is_lost_when_the_power_goes(recorded, place):
    day = recorded()

    told = losses(day.states(_FEW), place)

    assert told.states >= _FEW
    assert told.wrong == {}


def test_a_power_cut_during_a_day_without_syncs_is_found_to_lose_money(recorded, place):
    day = recorded(synchronous="OFF")

    told = losses(day.states(_FEW // 4), place)

    assert told.wrong[LOST] > 0


@pytest.mark.long
@pytest.mark.parametrize("journal", ["WAL", "TRUNCATE"])
def test_nothing_acknowledged_is_lost_in_any_of_many_states(recorded, place, journal, capsys):
    day = recorded(journal)

    told = losses(day.states(_MANY), place)

    with capsys.disabled():
        print(f"\n{journal} + FULL, {len(day.events)} events: {told}")
    assert told.states >= _MANY
    assert told.wrong == {}


@pytest.mark.long
@pytest.mark.parametrize(
    "journal, synchronous", [("WAL", "NORMAL"), ("WAL", "OFF"), ("TRUNCATE", "OFF")]
)
def test_whoever_syncs_less_loses_money(recorded, place, journal, synchronous, capsys):
    day = recorded(journal, synchronous)

    told = losses(day.states(_MANY // 12), place)

    with capsys.disabled():
        print(f"\n{journal} + {synchronous}, {len(day.events)} events: {told}")
    assert told.wrong[LOST] > 0
