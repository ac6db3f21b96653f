"""A process that has the program loaded already and forks for every command.

Loading takes longer than most commands; a test of thousands of faults would wait for nothing
else. Each command still runs in a process of its own, which strace follows from before its first
step and which dies alone.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import main
from domain.calendar import Clock
from tests.end_to_end.faults.injecting import Traced
from tests.end_to_end.faults.program import PROJECT, WORKER, Ended

_LOOK_SECONDS = 0.002
_LONGEST_SECONDS = 30.0


class Ready:
    """The loaded process, seen from the test."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._out, self._err = folder / "out", folder / "err"

    def traced(self, arguments: Sequence[str]) -> Traced:
        """Return what runs a command of the program in a fork, traced from its start."""

        def run(options: Sequence[str]) -> Ended:
            asked = {"arguments": arguments, "out": str(self._out), "err": str(self._err)}
            pid = int(self._ask(json.dumps(asked)))
            _wait_until(pid, lambda status: "State:\tT" in status)
            strace = subprocess.Popen(["strace", *options, "-p", str(pid)])
            _wait_until(pid, lambda status: "TracerPid:\t0\n" not in status)
            # Whoever follows has only just come: it does not look at every call yet.
            time.sleep(5 * _LOOK_SECONDS)
            os.kill(pid, signal.SIGCONT)
            code = int(self._answer())
            strace.wait(_LONGEST_SECONDS)
            return Ended(code, self._out.read_text("utf-8"), self._err.read_text("utf-8"))

        return run

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def ready_process(journal: str, folder: Path) -> Iterator[Ready]:
    """Yield a loaded process whose forks keep the journal in a way; it ends with the test."""
    process = subprocess.Popen(
        [*WORKER, "--journal", journal, "--at", datetime.now(UTC).isoformat(), "ready"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield Ready(process, folder)
    finally:
        process.communicate("", timeout=_LONGEST_SECONDS)


def serve(clock: Clock) -> int:
    """Fork for every command that is asked for, a line of JSON each, until there are no more."""
    _load()
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(asked["out"], asked["err"])
            os.kill(os.getpid(), signal.SIGSTOP)
            code = main.main(asked["arguments"], clock)
            sys.stdout.flush()
            os._exit(code)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
    return 0


def _load() -> None:
    """Import what commands import when they are first asked for."""
    from integrations.documents import receipt_pdf  # noqa: F401, PLC0415
    from integrations.spreadsheets import reading, rejected  # noqa: F401, PLC0415
    from storage import making, office  # noqa: F401, PLC0415
    from ui.cli import running  # noqa: F401, PLC0415


def _become(out: str, err: str) -> None:
    """Say what is to be said into files of one's own."""
    for path, descriptor in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)


def _wait_until(pid: int, is_so: Callable[[str], bool]) -> None:
    longest = time.monotonic() + _LONGEST_SECONDS
    status = Path(f"/proc/{pid}/status")
    while not is_so(status.read_text("ascii")):
        assert time.monotonic() < longest, f"process {pid} is not as it should be"
        time.sleep(_LOOK_SECONDS)
