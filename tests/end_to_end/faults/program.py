"""The program as a process of its own, from outside: what it said and how it ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[3]
DONE, REFUSED, UNAVAILABLE = 0, 1, 3
#: By SIGKILL, which only some systems have.
KILLED = -9
#: The program as its users start it, and the process in which a test may set the clock.
MAIN = (sys.executable, str(PROJECT / "main.py"))
WORKER = (sys.executable, "-m", "tests.end_to_end.faults.worker")
_LONGEST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Ended:
    """What a process left: its exit code and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The code of the trouble that was told as JSON."""
        return str(self.json["error"]["code"])

    def is_told_in_one_sentence(self) -> bool:
        """Whether standard error holds one line that ends as a sentence does, and no traceback."""
        lines = self.err.splitlines()
        return len(lines) == 1 and lines[0].endswith(".") and "Traceback" not in self.out


def run(
    command: Sequence[str | Path],
    *,
    surroundings: Mapping[str, str] | None = None,
    **options: Any,
) -> Ended:
    """Run a command to its end; it keeps its log of bugs in the folder that the tests write to."""
    ended = subprocess.run(
        [str(word) for word in command],
        cwd=PROJECT,
        env={**os.environ, **(surroundings or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_LONGEST_SECONDS,
        check=False,
        **options,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def office_command(office: Path, *arguments: str | Path) -> list[str]:
    """Return what to start for a command of the program in an office."""
    return [*MAIN, *arguments_for(office, *arguments)]


def arguments_for(office: Path, *arguments: str | Path) -> list[str]:
    """Return the arguments of a command in an office that answers in JSON."""
    return ["--office", str(office), "--json", *(str(argument) for argument in arguments)]
