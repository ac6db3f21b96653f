"""Every write and sync of what moves money, under a kill, a broken disk and a full one.

After each: the office opens, its books are in order, nothing is half done, and the same command
once more leaves what it would have left without the fault.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

import main
from domain.calendar import billing_day
from domain.lease import LASTS
from storage import engine
from tests.end_to_end.faults import offices
from tests.end_to_end.faults.injecting import (
    Fault,
    Point,
    points_of,
    require_strace,
    run_with_fault,
    started_anew,
    was_reached,
)
from tests.end_to_end.faults.program import (
    DONE,
    KILLED,
    MAIN,
    UNAVAILABLE,
    arguments_for,
    office_command,
    run,
)
from tests.end_to_end.faults.ready import Ready, ready_process
from tests.end_to_end.faults.verdict import faults_of, fingerprint, posted
from tests.end_to_end.faults.worker import NEVER_SOUND

CONSUMERS, DAYS = 24, 4
#: Who owes from before prepaid.
OWING = "1005"
#: How many points of each operation and fault the short test looks at.
_A_FEW = 2


@dataclass(frozen=True, slots=True)
class Operation:
    """A command that moves money: its arguments, and those that bring it about in steps.

    Both are made for a folder with room for a sheet, in which the office is.
    """

    name: str
    arguments: Callable[[Path], list[str]]
    #: What may be done of it and is not half done: the same in steps, each a transaction.
    steps: Callable[[Path], list[list[str]]]
    #: Whether doing it again does it once more: a second print is a duplicate.
    is_done_again: bool = False


def _same(arguments: Callable[[Path], list[str]]) -> Callable[[Path], list[list[str]]]:
    return lambda folder: [arguments(folder)]


def _recharge(_folder: Path) -> list[str]:
    return _order("order-1", 251)


def _order(order: str, rupees: int) -> list[str]:
    return [
        *("recharge", "--consumer", "1003", "--amount", str(rupees), "--tender", "cash"),
        *("--order-id", order),
    ]


def _bill(_folder: Path) -> list[str]:
    return ["bill", "--day", "2025-07-01", "--until", "2025-07-03"]


def _days(_folder: Path) -> list[list[str]]:
    return [["bill", "--day", f"2025-07-0{day}"] for day in (1, 2, 3)]


def _consumers(folder: Path) -> list[str]:
    sheet = offices.consumers_file(folder / "consumers.csv", 5001, 12)
    return ["import", "consumers", str(sheet)]


def _reads(folder: Path) -> list[str]:
    numbers = offices.numbers(CONSUMERS)
    sheet = offices.reads_file(folder / "reads.csv", numbers, range(DAYS + 1, DAYS + 3))
    return ["import", "reads", str(sheet)]


def _tariffs(folder: Path) -> list[str]:
    return ["import", "tariffs", str(offices.tariff_file(folder / "tariffs.json"))]


def _print(folder: Path) -> list[str]:
    out = str(folder / "receipt.pdf")
    return ["receipt", "--number", _number(folder, "order-0"), "--out", out]


def _number(folder: Path, order: str) -> str:
    return posted(folder / "office")[order][0]


def _cheque(_folder: Path) -> list[str]:
    return _by_cheque("order-2", 450)


def _by_cheque(order: str, rupees: int = 700) -> list[str]:
    return [
        *("recharge", "--consumer", OWING, "--amount", str(rupees), "--tender", "cheque"),
        *("--reference", "004512", "--bank", "State Bank", "--dated", _today()),
        *("--order-id", order),
    ]


def _today() -> str:
    return billing_day(datetime.now(UTC)).isoformat()


def _cancel(folder: Path) -> list[str]:
    return ["cancel", "--number", _number(folder, "order-0"), "--reason", "typed wrongly"]


def _transfer(folder: Path) -> list[str]:
    number = _number(folder, "order-0")
    return ["transfer", "--number", number, "--to", "1004", "--reason", "a namesake"]


def _dishonour(folder: Path) -> list[str]:
    number = _number(folder, "cheque-0")
    return ["cheques", "dishonour", "--number", number, "--reason", "no funds"]


def _open_shift(_folder: Path) -> list[str]:
    return ["shift", "open", "--counter", "3", "--cash", "500x2 100x5"]


def _pay_out(_folder: Path) -> list[str]:
    return ["shift", "pay-out", "--counter", "4", "--amount", "50", "--to", "Ravi", "--for", "tea"]


def _close_shift(_folder: Path) -> list[str]:
    return ["shift", "close", "--counter", "4", "--cash", "500x1", "--reason", "lost"]


def _close_day(_folder: Path) -> list[str]:
    return ["day-end", "close", "--counter", "5"]


def _of_template() -> list[list[str]]:
    """Return what has happened at the counters before anything is broken."""
    return [
        _order("order-0", 100),
        [
            *("arrears", "plan", "--consumer", OWING, "--amount", "900", "--percent", "20"),
            *("--reason", "old bills"),
        ],
        _by_cheque("cheque-0"),
        ["shift", "open", "--counter", "4", "--cash", "500x2"],
        ["shift", "open", "--counter", "5", "--cash", "500x1"],
        ["shift", "close", "--counter", "5", "--cash", "500x2", "--reason", "found"],
    ]


RECHARGE = Operation("recharge", _recharge, _same(_recharge))
OPERATIONS = [
    RECHARGE,
    Operation("daily run", _bill, _days),
    Operation("consumers with opening balances", _consumers, _same(_consumers)),
    Operation("reads", _reads, _same(_reads)),
    Operation("tariffs", _tariffs, _same(_tariffs)),
    Operation("receipt print", _print, _same(_print), is_done_again=True),
    Operation("cheque and arrears", _cheque, _same(_cheque)),
    Operation("cancellation", _cancel, _same(_cancel), is_done_again=True),
    Operation("transfer", _transfer, _same(_transfer), is_done_again=True),
    Operation("dishonour", _dishonour, _same(_dishonour), is_done_again=True),
    Operation("shift opened", _open_shift, _same(_open_shift), is_done_again=True),
    Operation("pay-out", _pay_out, _same(_pay_out), is_done_again=True),
    Operation("shift closed", _close_shift, _same(_close_shift), is_done_again=True),
    Operation("day closed", _close_day, _same(_close_day), is_done_again=True),
]


class Broken:
    """An operation on an office of its own, and what it leaves when nothing goes wrong."""

    def __init__(
        self, operation: Operation, template: Path, folder: Path, ready: Ready | None = None
    ) -> None:
        self._operation = operation
        self._template = template
        self._folder = folder
        self._office = folder / "office"
        self._trace = folder / "trace"
        self._arguments = arguments_for(self._fresh(), *operation.arguments(folder))
        self._receipts = posted(template)
        if ready is None:
            self._traced = started_anew([*MAIN, *self._arguments])
        else:
            self._traced = ready.traced(self._arguments)
        self.points = points_of(self._traced, self._fresh(), self._trace)
        self._done = fingerprint(self._office)
        self._stages = self._staged()

    def fails_at(self, point: Point, fault: Fault) -> list[str]:
        """Return what is wrong after the fault and after the same command once more."""
        self._fresh()
        ended = run_with_fault(self._traced, self._office, self._trace, point, fault)
        wrong = [] if was_reached(self._trace) else ["the point was not reached"]
        wrong += self._of_end(fault, ended.code, ended.is_told_in_one_sentence())
        wrong += faults_of(self._office, self._receipts)
        stage = fingerprint(self._office)
        if stage not in self._stages:
            wrong.append("half done")
        if ended.code == DONE and stage != self._done:
            wrong.append("told as done, and is not")
        wrong += self._again(stage)
        return [f"{self._operation.name}, {fault.name} at {point}: {what}" for what in wrong]

    def _of_end(self, fault: Fault, code: int, is_one_sentence: bool) -> list[str]:
        if fault is Fault.KILL:
            return [] if code == KILLED else [f"ended with {code} instead of being killed"]
        # A fault after the commit, while the log is folded in, takes nothing back.
        if code == DONE or (code == UNAVAILABLE and is_one_sentence):
            return []
        return [f"exit code {code}, or not one sentence"]

    def _again(self, stage: str) -> list[str]:
        """Do it once more, as whoever got no answer does."""
        if self._operation.is_done_again and stage == self._done:
            return []
        code, said = _repeated(self._arguments)
        if code != DONE:
            return [f"again: exit code {code}: {said}"]
        wrong = [f"again: {fault}" for fault in faults_of(self._office, self._receipts)]
        if fingerprint(self._office) != self._done:
            wrong.append("again: the books are not what they would have been")
        return wrong

    def _staged(self) -> set[str]:
        self._fresh()
        stages = {fingerprint(self._office)}
        for step in self._operation.steps(self._folder):
            code, said = _repeated(arguments_for(self._office, *step))
            assert code == DONE, said
            stages.add(fingerprint(self._office))
        assert self._done in stages
        return stages

    def _fresh(self) -> Path:
        return offices.copy_office(self._template, self._office)


def _repeated(arguments: list[str]) -> tuple[int, str]:
    """Run a command in this process, which the fault did not touch.

    It is a little later: whoever was killed while it billed is taken for dead by then.
    """
    out, err = io.StringIO(), io.StringIO()
    clock = offices.StandingClock(datetime.now(UTC) + 2 * LASTS)
    with redirect_stdout(out), redirect_stderr(err):
        code = main.main(arguments, clock)
    return code, err.getvalue()


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """An office with days to bill, in which money was taken and shifts were opened."""
    require_strace()
    office = tmp_path_factory.mktemp("points") / "template"
    offices.make_office(office, consumers=CONSUMERS, days=DAYS)
    for arguments in _of_template():
        ended = run(office_command(office, *arguments))
        assert ended.code == DONE, ended.err
    return office


@pytest.fixture(params=["WAL", "TRUNCATE"])
def journal(request, monkeypatch):
    """How the database keeps its journal, in this process too."""
    if request.param == "TRUNCATE":
        monkeypatch.setattr(engine, "_SOUND_WAL", NEVER_SOUND)
    return request.param


@pytest.fixture
def broken_often(operation, journal, template, tmp_path):
    """An operation for thousands of faults, in a process that has the program loaded."""
    with ready_process(journal, tmp_path) as ready:
        yield Broken(operation, template, tmp_path, ready)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_fault_at_a_few_points_leaves_nothing_half_done(operation, template, tmp_path):
    chance = Random(operation.name)

    with ready_process("WAL", tmp_path) as ready:
        # One operation in a program that was really started anew; the others save that second.
        broken = Broken(operation, template, tmp_path, None if operation is RECHARGE else ready)
        for fault in Fault:
            for point in chance.sample(broken.points, _A_FEW):
                assert broken.fails_at(point, fault) == []


@pytest.mark.long
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_fault_at_any_point_leaves_nothing_half_done(operation, journal, broken_often, capsys):
    points = broken_often.points

    wrong = [
        what for fault in Fault for point in points for what in broken_often.fails_at(point, fault)
    ]

    with capsys.disabled():
        count = len(points)
        faults = count * len(Fault)
        print(f"\n{operation.name}, {journal}: {count} points, {faults} faults, {len(wrong)} wrong")
    assert wrong == []
