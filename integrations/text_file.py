"""A text file from outside: read whole, but never more than it may sensibly be."""

from __future__ import annotations

from pathlib import Path

from domain.errors_of_files import FileReason, FileUnreadable

MEBIBYTE = 1024 * 1024
_MOST_MEBIBYTES = 16


def read_text(path: Path, *, most_mebibytes: int = _MOST_MEBIBYTES) -> str:
    """Return the UTF-8 text of a file, without its mark; :class:`FileUnreadable` says why not."""
    most = most_mebibytes * MEBIBYTE
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        raise FileUnreadable(path.name, FileReason.NOT_FOUND) from None
    except IsADirectoryError:
        raise FileUnreadable(path.name, FileReason.NOT_A_FILE) from None
    except PermissionError:
        raise FileUnreadable(path.name, FileReason.NOT_PERMITTED) from None
    except (OSError, ValueError) as trouble:
        raise FileUnreadable(path.name, FileReason.DAMAGED, str(trouble)) from trouble
    if len(content) > most:
        raise FileUnreadable(path.name, FileReason.TOO_LARGE, str(most_mebibytes))
    if not content.strip():
        raise FileUnreadable(path.name, FileReason.EMPTY)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = content.count(b"\n", 0, trouble.start) + 1
        raise FileUnreadable(path.name, FileReason.NOT_UTF8, str(line)) from None
