"""What the log tells of a command or of the desk: its beginning, its end, how long, how many.

Never whom it was about: no option, no name, no amount goes into the log.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

#: The name under which the program logs its work; bugs are logged where they are met.
WORK = "bijli_bahi"

_log = logging.getLogger(WORK)


@dataclass(slots=True)
class Entry:
    """What is known of a piece of work at its end."""

    office: str = ""
    exit_code: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@contextmanager
def logged(name: str) -> Iterator[Entry]:
    """Log that the body begins and that it ended, with what it writes into the entry."""
    _log.info("%s begins", name)
    begun, entry = time.monotonic(), Entry()
    try:
        yield entry
    finally:
        took_ms = round((time.monotonic() - begun) * 1000)
        _log.info("%s ends: %s", name, _told(entry, took_ms))


def told(name: str, **counts: int) -> None:
    """Log how many of what something came to that was done within a longer work."""
    _log.info("%s: %s", name, " ".join(f"{key}={count}" for key, count in counts.items()))


def _told(entry: Entry, took_ms: int) -> str:
    code = "none" if entry.exit_code is None else str(entry.exit_code)
    told = {"exit": code, "took_ms": str(took_ms), "office": entry.office or "none"}
    counts = {name: str(count) for name, count in entry.counts.items()}
    return " ".join(f"{name}={value}" for name, value in (told | counts).items())
