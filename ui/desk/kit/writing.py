"""A file of the desk is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from domain.errors_of_files import FileNotWritten


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and put it there; :class:`FileNotWritten` when it cannot."""
    building = path.with_name(f".{path.name}.part")
    try:
        building.write_bytes(content)
        building.replace(path)
    except OSError as error:
        building.unlink(missing_ok=True)
        raise FileNotWritten(str(path), error.strerror or "") from error
