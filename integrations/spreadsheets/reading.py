"""Reading a sheet that came from outside, CSV or Excel: by what it holds, not by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from domain.errors_of_files import FileReason, FileUnreadable
from integrations.spreadsheets.csv_file import read_csv
from integrations.spreadsheets.table import Columns, Limits, Table

_ZIP = b"PK\x03\x04"
#: The container of Excel before 2007, and of any book with a password.
_COMPOUND = b"\xd0\xcf\x11\xe0"


def read_table(
    path: Path,
    required: Sequence[str],
    optional: Sequence[str] = (),
    *,
    limits: Limits = Limits(),  # noqa: B008 - it is frozen
) -> Table:
    """Return the table in a CSV file or on the first sheet of an Excel book.

    :class:`FileUnreadable` (with the reason), :class:`ColumnsMissing` and
    :class:`ColumnsUnknown` when nothing of the file can be used. Rows that are bad in
    themselves come with their fault, the others are good.
    """
    columns = Columns(required, optional)
    content = content_of(path, limits)
    if is_excel(path, content):
        # Only who imports from Excel waits for its reader to load.
        from integrations.spreadsheets.excel_file import read_excel  # noqa: PLC0415 - see above

        found = read_excel(path.name, content, columns, limits)
    else:
        found = read_csv(path.name, content, columns, limits)
    return replace(found, sha256=hashlib.sha256(content).hexdigest())


def is_excel(path: Path, content: bytes) -> bool:
    """Return whether a file is an Excel book, by what it holds; refuse what only says so."""
    if content.startswith(_COMPOUND):
        raise FileUnreadable(path.name, FileReason.OLD_EXCEL)
    if content.startswith(_ZIP):
        return True
    if path.suffix.lower() in {".xlsx", ".xls", ".xlsm"} and content:
        raise FileUnreadable(path.name, FileReason.NOT_EXCEL)
    return False


def content_of(path: Path, limits: Limits) -> bytes:
    """Return the file whole, reading no more than the limit and a byte."""
    if path.exists() and not path.is_file():
        # A folder; or a pipe, which would be waited for without end.
        raise FileUnreadable(path.name, FileReason.NOT_A_FILE)
    try:
        with path.open("rb") as file:
            start = file.read(len(_ZIP))
            most = limits.excel_bytes if start == _ZIP else limits.csv_bytes
            content = start + file.read(most + 1 - len(start))
    except FileNotFoundError:
        raise FileUnreadable(path.name, FileReason.NOT_FOUND) from None
    except PermissionError:
        raise FileUnreadable(path.name, FileReason.NOT_PERMITTED) from None
    except (OSError, ValueError) as trouble:
        raise FileUnreadable(path.name, FileReason.DAMAGED, str(trouble)) from trouble
    if len(content) > most:
        raise FileUnreadable(path.name, FileReason.TOO_LARGE, str(most // (1024 * 1024)))
    return content
