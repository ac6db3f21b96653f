"""A long run gives way to a clerk: whoever waits for the write lock leaves a note beside it.

The note is an empty file in a folder next to the database, so that a run in another process
sees it too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from domain.ids import new_id

#: A note older than this was left behind by a process that died.
_STALE_SECONDS = 12.0
_LOOK_SECONDS = 0.002
_LONGEST_SECONDS = 2.0


@contextmanager
def waiting_for(database: Path) -> Iterator[None]:
    """Leave a note that somebody waits to write to ``database``, for as long as the body runs."""
    note = _folder(database) / new_id()
    with suppress(OSError):  # without the note the wait is longer, and nothing else
        note.parent.mkdir(exist_ok=True)
        note.touch()
    try:
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)


def give_way(database: Path) -> None:
    """Wait until nobody waits to write to ``database`` any more, two seconds at most."""
    deadline = time.monotonic() + _LONGEST_SECONDS
    while _somebody_waits(_folder(database)) and time.monotonic() < deadline:
        time.sleep(_LOOK_SECONDS)


def _folder(database: Path) -> Path:
    return database.with_name(database.name + "-waiting")


def _somebody_waits(folder: Path) -> bool:
    try:
        notes = list(folder.iterdir())
    except OSError:
        return False
    return any(_is_fresh(note) for note in notes)


def _is_fresh(note: Path) -> bool:
    try:
        age = time.time() - note.stat().st_mtime
    except OSError:
        return False
    if age > _STALE_SECONDS:
        note.unlink(missing_ok=True)
        return False
    return True
