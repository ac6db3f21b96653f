"""Files of an office: each is there whole or not at all, and nobody but its owner reads it."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from domain.errors import Trouble
from domain.errors_of_database import DiskFull
from domain.errors_of_files import FileNotWritten
from domain.errors_of_trust import NoRoomForCopy

#: What is being written carries this in its name until it is whole.
BUILDING = ".building"
#: What is being written and older than this was left behind by a process that died.
_STALE_SECONDS = 3600.0
_MEGABYTE = 1024 * 1024
#: A copy never takes the last of the room, which the living office needs.
_LEFT_FREE_BYTES = 32 * _MEGABYTE


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of ``path`` once it is whole and on the disk."""
    with building_beside(path) as building:
        with building.open("wb") as file:
            yield file
        put_in_place(building, path)


def write_text(path: Path, text: str) -> None:
    """Write a text, whole or not at all; its folder is made where there is none."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as trouble:
        raise trouble_of_system(trouble, path) from trouble
    with replacing(path) as file:
        file.write(text.encode("utf-8"))


@contextmanager
def building_beside(path: Path) -> Iterator[Path]:
    """Yield an empty file beside ``path`` that only its owner reads; it is gone afterwards.

    What the system refuses is told as :class:`FileNotWritten` or :class:`DiskFull`.
    """
    building = path.with_name(f".{path.name}-{secrets.token_hex(4)}{BUILDING}")
    try:
        os.close(os.open(building, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield building
    except OSError as trouble:
        raise trouble_of_system(trouble, path) from trouble
    finally:
        remove_database(building)


def put_in_place(building: Path, path: Path) -> None:
    """Let a finished file take its place for good, also when the power goes."""
    with building.open("rb+") as file:
        os.fsync(file.fileno())
    building.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make new names last, where folders can be synchronised (not on Windows)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_database(path: Path) -> None:
    """Remove a database with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def remove_left_behind(folder: Path, pattern: str) -> None:
    """Remove what processes that died were about to write, by a pattern of their names."""
    with suppress(OSError):
        for path in folder.glob(pattern):
            if time.time() - path.lstat().st_mtime < _STALE_SECONDS:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def refuse_without_room(folder: Path, needed_bytes: int) -> None:
    """Raise :class:`NoRoomForCopy` unless so much fits on the disk of a folder."""
    free = free_bytes(folder)
    needed = needed_bytes + _LEFT_FREE_BYTES
    if free < needed:
        raise NoRoomForCopy(str(folder), -(-needed // _MEGABYTE), free // _MEGABYTE)


def free_bytes(folder: Path) -> int:
    """Return how much room is left on the disk of a folder, which need not be there yet."""
    existing = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return shutil.disk_usage(existing).free


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def trouble_of_system(error: OSError, path: Path) -> Trouble:
    """Return what the system refuses, told as what it means."""
    if error.errno == errno.ENOSPC:
        return DiskFull(str(path))
    return FileNotWritten(str(path), error.strerror or str(error))
