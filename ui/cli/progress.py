"""The progress bar: on a terminal only, and only when the work takes longer than a moment."""

from __future__ import annotations

import time
from typing import TextIO

from domain.progress import Step

_WIDTH = 32
_APPEARS_AFTER_SECONDS = 0.5
_DRAWS_EVERY_SECONDS = 0.1


class ProgressBar:
    """Draws how far the work is on one line of a terminal, which :meth:`clear` wipes."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._next_draw = time.monotonic() + _APPEARS_AFTER_SECONDS
        self._drawn = 0

    def __call__(self, step: Step) -> None:
        now = time.monotonic()
        if now < self._next_draw or step.total <= 0:
            return
        self._next_draw = now + _DRAWS_EVERY_SECONDS
        done = min(step.done, step.total)
        filled = _WIDTH * done // step.total
        bar = "█" * filled + "░" * (_WIDTH - filled)
        self._write(f"{bar} {100 * done // step.total:3}%  {done:,} / {step.total:,}")

    def clear(self) -> None:
        """Wipe the line, so that what is said next stands at its beginning."""
        if self._drawn:
            self._terminal.write("\r" + " " * self._drawn + "\r")
            self._terminal.flush()
            self._drawn = 0

    def _write(self, line: str) -> None:
        self._terminal.write("\r" + line.ljust(self._drawn))
        self._terminal.flush()
        self._drawn = len(line)
