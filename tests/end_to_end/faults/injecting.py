"""Faults at single system calls, by strace: a kill, a broken disk or a full one at the n-th write.

``strace`` counts the calls of each name apart, so a point is a name and a number. A point that is
not reached means that all were: the calls of a command are enumerated by trying.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import pytest

from storage.office import DATABASE
from tests.end_to_end.faults.program import Ended, run

#: All that changes a file or makes a change last.
CALLS = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "unlink", "rename")
_FILES = ("", "-wal", "-shm", "-journal")
#: Lets all other calls pass at full speed; a process that runs so cannot be killed at a call.
_QUICKER = "--seccomp-bpf"
_CALL = re.compile(r"^\d+ +(\w+)\(")


#: Runs a command under strace with these options, and tells how it ended.
Traced = Callable[[Sequence[str]], Ended]


class Fault(Enum):
    """What happens at a point, in the words of strace."""

    KILL = "signal=KILL"
    #: Once: the next call works again.
    BROKEN_DISK = "error=EIO"
    #: From there on: nobody makes room.
    FULL_DISK = "error=ENOSPC"


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """The n-th call of a name on the files of an office."""

    call: str
    number: int

    def expression(self, fault: Fault) -> str:
        """Return what strace is told; a full disk stays full."""
        lasting = "+" if fault is Fault.FULL_DISK and self.call != "unlink" else ""
        return f"inject={self.call}:{fault.value}:when={self.number}{lasting}"


def require_strace() -> None:
    """Skip the test where there is no strace; on a build server that is a failure."""
    lack = _lack_of_strace()
    if lack and os.environ.get("CI"):
        pytest.fail(lack)
    if lack:
        pytest.skip(lack)


def started_anew(command: Sequence[str]) -> Traced:
    """Return what runs a command in a process of its own, traced from its start."""

    def traced(options: Sequence[str]) -> Ended:
        may_be_quick = not any(Fault.KILL.value in option for option in options)
        quicker = [_QUICKER] if may_be_quick else []
        return run(["strace", *quicker, *options, *command])

    return traced


def points_of(traced: Traced, office: Path, trace: Path) -> list[Point]:
    """Run a command undisturbed and return the points that it passes."""
    ended = traced(_watching(office, trace))
    assert ended.code == 0, ended.err
    seen: Counter[str] = Counter()
    for line in trace.read_text(encoding="ascii", errors="replace").splitlines():
        if called := _CALL.match(line):
            seen[called[1]] += 1
    return [Point(call, number + 1) for call in CALLS for number in range(seen[call])]


def run_with_fault(traced: Traced, office: Path, trace: Path, point: Point, fault: Fault) -> Ended:
    """Run a command with a fault at a point."""
    return traced([*_watching(office, trace), "-e", point.expression(fault)])


def was_reached(trace: Path) -> bool:
    """Whether the fault of the last run came to pass."""
    text = trace.read_text(encoding="ascii", errors="replace")
    return "(INJECTED)" in text or "killed by SIGKILL" in text


def _watching(office: Path, trace: Path) -> list[str]:
    # The calls have to be named as they were for the numbers to mean the same.
    paths = [office, *(office / f"{DATABASE}{end}" for end in _FILES)]
    files = [word for path in paths for word in ("-P", str(path))]
    return ["-f", "-qq", "-o", str(trace), "-e", f"trace={','.join(CALLS)}", *files]


@cache
def _lack_of_strace() -> str:
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "the faults are made by strace, which is not here"
    may = subprocess.call(["strace", "-qq", "-o", os.devnull, sys.executable, "-c", ""])
    return "" if may == 0 else "strace may not follow a process here"
