"""A disk that loses its power: which files may be found on it afterwards.

What was synced is there. Of what was not, any part may be: all, nothing, a beginning that ends
in a torn write, or any of its sectors in any order. Names come and go in their order, up to
anywhere after the folder was last synced. Files are told apart from their names, so that an
unlinked one keeps nothing from being found, and one whose name was not made lasting is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random

from tests.end_to_end.faults.recording import (
    Acknowledgement,
    Create,
    Event,
    Sync,
    Truncate,
    Unlink,
    Write,
)

SECTOR = 512
#: The shared memory of readers is no part of what lasts.
_FLEETING = "-shm"


class Cut(Enum):
    """How much of what was not synced is found."""

    ALL = "all"
    NOTHING = "nothing"
    TORN = "a beginning, its last write torn"
    REORDERED = "any of its sectors"


@dataclass(slots=True)
class _File:
    """A file whatever its name: what lasts, and what was asked for since it was synced."""

    lasting: bytearray
    pending: list[Write | Truncate] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.pending:
            _apply(self.lasting, change)
        self.pending.clear()

    def found(self, cut: Cut, chance: Random) -> bytearray:
        """Return the content that may be found after a cut."""
        content = bytearray(self.lasting)
        for change in _kept(self.pending, cut, chance):
            _apply(content, change)
        return content


@dataclass(frozen=True, slots=True)
class State:
    """What lies on the disk when the power is back, and what had been told until it went."""

    files: dict[str, bytearray]
    acknowledged: list[str]
    event: int
    cut: Cut


class Disk:
    """The folder of an office on a disk, as events happen to it."""

    def __init__(self, folder: Path) -> None:
        self._files = [
            _File(bytearray(path.read_bytes()))
            for path in sorted(folder.iterdir())
            if path.is_file()
        ]
        names = [path.name for path in sorted(folder.iterdir()) if path.is_file()]
        #: The names as the program sees them, and as they last; with how each came to be.
        self._names = {name: place for place, name in enumerate(names)}
        self._lasting = dict(self._names)
        self._renaming: list[tuple[str, int | None]] = []
        self._acknowledged: list[str] = []
        self._events = 0

    def happen(self, event: Event) -> None:
        """Let an event happen."""
        self._events += 1
        match event:
            case Acknowledgement(line):
                if line:  # the end of a line may be written by itself
                    self._acknowledged.append(line)
            case Sync(""):
                self._lasting = dict(self._names)
                self._renaming.clear()
            case Sync(name):
                self._files[self._names[name]].sync()
            case Create(name):
                self._create(name)
            case Unlink(name):
                del self._names[name]
                self._renaming.append((name, None))
            case Write(name) | Truncate(name):
                self._files[self._names[name]].pending.append(event)

    def cut(self, how: Cut, chance: Random) -> State:
        """Return a state that may be found when the power goes now."""
        names = dict(self._lasting)
        for name, place in self._renaming[: self._names_kept(how, chance)]:
            if place is None:
                del names[name]
            else:
                names[name] = place
        files = {
            name: self._files[place].found(how, chance)
            for name, place in names.items()
            if not name.endswith(_FLEETING)
        }
        return State(files, list(self._acknowledged), self._events, how)

    def _create(self, name: str) -> None:
        if name not in self._names:
            self._files.append(_File(bytearray()))
            self._names[name] = len(self._files) - 1
            self._renaming.append((name, self._names[name]))

    def _names_kept(self, how: Cut, chance: Random) -> int:
        if how is Cut.ALL:
            return len(self._renaming)
        return 0 if how is Cut.NOTHING else chance.randint(0, len(self._renaming))


def states(
    folder: Path, events: Sequence[Event], seed: int, each: int, *, every: int = 1
) -> Iterator[State]:
    """Yield so many states after each of the events (or ``every`` so many), all from one seed."""
    disk, cuts = Disk(folder), list(Cut)
    for place, event in enumerate(events):
        disk.happen(event)
        if place % every:
            continue
        for number in range(each):
            # The first of each kind in turn; whatever is left over tears and reorders.
            cut = cuts[(place // every + number) % len(cuts)] if number < len(cuts) else None
            chance = Random(f"{seed}/{place}/{number}")
            yield disk.cut(cut or chance.choice([Cut.TORN, Cut.REORDERED]), chance)


def lay_out(state: State, folder: Path) -> None:
    """Write the files of a state to an empty folder."""
    folder.mkdir(parents=True)
    for name, content in state.files.items():
        (folder / name).write_bytes(content)


def _kept(
    pending: Sequence[Write | Truncate], cut: Cut, chance: Random
) -> Sequence[Write | Truncate]:
    if cut is Cut.NOTHING or not pending:
        return ()
    if cut is Cut.ALL:
        return pending
    if cut is Cut.REORDERED:
        share = chance.choice([0.1, 0.5, 0.9])
        pieces = [piece for change in pending for piece in _pieces(change)]
        return [piece for piece in pieces if chance.random() < share]
    kept = list(pending[: chance.randint(1, len(pending))])
    torn = _pieces(kept.pop())
    return [*kept, *torn[: chance.randint(0, len(torn))]]


def _pieces(change: Write | Truncate) -> list[Write | Truncate]:
    """Cut a write at the borders of sectors, each of which is written whole or not at all."""
    if isinstance(change, Truncate):
        return [change]
    pieces: list[Write | Truncate] = []
    start, end = change.offset, change.offset + len(change.content)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        part = change.content[start - change.offset : stop - change.offset]
        pieces.append(Write(change.name, start, part))
        start = stop
    return pieces


def _apply(content: bytearray, change: Write | Truncate) -> None:
    if isinstance(change, Truncate):
        if change.size < len(content):
            del content[change.size :]
        else:
            content.extend(bytes(change.size - len(content)))
        return
    end = change.offset + len(change.content)
    if end > len(content):
        content.extend(bytes(end - len(content)))
    content[change.offset : end] = change.content
