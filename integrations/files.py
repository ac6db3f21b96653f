"""A file is there whole or not at all: it is written beside its place, then put there."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from domain.errors_of_files import FileNotWritten


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of ``path`` once it is complete and on the disk.

    :class:`FileNotWritten` when the system refuses; what stood at ``path`` before then stays.
    """
    # Ours alone by its name, and made with the rights of an ordinary file, unlike mkstemp's.
    beside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        try:
            with beside.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        _sync_folder(path.parent)
    except OSError as trouble:
        raise FileNotWritten(str(path), trouble.strerror or str(trouble)) from trouble


def _sync_folder(folder: Path) -> None:
    """Make the new name last, where folders can be synchronised (not on Windows)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
