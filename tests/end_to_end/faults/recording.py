"""What the shipped driver really asks of the disk: the calls of a process, with all their bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.faults.program import run

_CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink,rename"
_LONGEST_WRITE = 1 << 24
_DONE = re.compile(r"^\d+ +(\w+)\((.*)\) += (\d+)(?:<.*>)?$")
_FILE = re.compile(r"^\d+<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_STANDARD_OUTPUT = "1<"


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at a place of a file."""

    name: str
    offset: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    """A file cut off (or made longer) at a size."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """A wait until a file lies on the disk; the folder itself has no name."""

    name: str


@dataclass(frozen=True, slots=True)
class Create:
    """A name that was opened to be made, if it was not there."""

    name: str


@dataclass(frozen=True, slots=True)
class Unlink:
    """A name that is gone from the folder; what it named may live on."""

    name: str


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the program told whoever asked, a line of JSON."""

    line: str


Event = Write | Truncate | Sync | Create | Unlink | Acknowledgement


def record(command: Sequence[str], folder: Path, trace: Path) -> list[Event]:
    """Run the command to its end and return, in their order, what it did to files of ``folder``.

    What it printed stands between, so that it is known when each answer was given.
    """
    watching = ["strace", "-f", "-qq", "-y", "-xx", "--seccomp-bpf", "-s", str(_LONGEST_WRITE)]
    ended = run([*watching, "-o", str(trace), "-e", f"trace={_CALLS}", *command])
    assert ended.code == 0, ended.err
    with trace.open(encoding="ascii", errors="replace") as lines:
        return list(_events(lines, str(folder)))


def _events(lines: Iterator[str], folder: str) -> Iterator[Event]:
    for line in lines:
        if "unfinished ..." in line:
            raise AssertionError("only a process with one thread can be recorded")
        called = _DONE.match(line.rstrip("\n"))
        if called is None:
            continue
        name, arguments, returned = called[1], called[2], int(called[3])
        if name == "write" and arguments.startswith(_STANDARD_OUTPUT):
            yield from map(Acknowledgement, _text(arguments).decode().splitlines())
            continue
        path = _path(name, arguments)
        if path == folder or path.startswith(f"{folder}/"):
            event = _event(name, path[len(folder) + 1 :], arguments, returned)
            if event is not None:
                yield event


def _event(call: str, name: str, arguments: str, returned: int) -> Event | None:
    if call == "pwrite64":
        offset = int(arguments.rsplit(", ", 1)[1])
        return Write(name, offset, _text(arguments)[:returned])
    if call == "ftruncate":
        return Truncate(name, int(arguments.rsplit(", ", 1)[1]))
    if call in {"fsync", "fdatasync"}:
        return Sync(name)
    if call == "unlink":
        return Unlink(name)
    if call == "openat":
        return Create(name) if "O_CREAT" in arguments else None
    raise AssertionError(f"{call} on {name} is not understood")


def _path(call: str, arguments: str) -> str:
    """Return the path that a call is about: by name, or by its open file."""
    if call in {"openat", "unlink", "rename"}:
        return _text(arguments).decode()
    named = _FILE.match(arguments)
    return "" if named is None else _bytes(named[1]).decode()


def _text(arguments: str) -> bytes:
    found = _TEXT.search(arguments)
    return b"" if found is None else _bytes(found[1])


def _bytes(hexadecimal: str) -> bytes:
    return bytes.fromhex(hexadecimal.replace("\\x", ""))
