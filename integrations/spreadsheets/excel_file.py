"""Excel books from outside: looked through first, then read by a process that may be ended.

A book of 700 KiB can take gigabytes, and one of 4 KiB minutes: the child has a limit of
memory (where the system has such limits) and one of time, and its end is only a refusal.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from domain.errors import Refusal
from domain.errors_of_files import CellInError, FileReason, FileUnreadable, FormulaWithoutValue
from integrations.spreadsheets.excel_cells import (
    CellFault,
    ExcelRow,
    TooManyColumns,
    TooManyRows,
    rows_of,
)
from integrations.spreadsheets.excel_guard import inspect
from integrations.spreadsheets.table import Columns, Limits, RawRow, Table, table

_ROWS_AT_A_TIME = 1000
#: What the child says at its end: nothing when all went well, or why it did not.
_Verdict = tuple[FileReason | None, str]


def read_excel(name: str, content: bytes, columns: Columns, limits: Limits) -> Table:
    """Return the table on the first sheet; refusals as in :func:`reading.read_table`."""
    header, *body = excel_rows(name, content, limits)
    rows = [raw_row(row, header.texts) for row in body]
    return table(name, header.texts, columns, lambda: iter(rows))


def excel_rows(name: str, content: bytes, limits: Limits, sheet: int = 0) -> list[ExcelRow]:
    """Return the rows of a sheet that are not empty; at least one."""
    has_formulas = inspect(name, content, limits)
    rows = _rows_from_child(name, content, limits, sheet, has_formulas=has_formulas)
    if not rows:
        raise FileUnreadable(name, FileReason.EMPTY)
    return rows


def raw_row(row: ExcelRow, header: Sequence[str]) -> RawRow:
    """Return a row under these headings, with its fault if it has one."""
    # Excel does not store empty cells at the end of a row.
    texts = row.texts + [""] * (len(header) - len(row.texts))
    return RawRow(row.line, texts, _fault(row, header))


def _fault(row: ExcelRow, header: Sequence[str]) -> Refusal | None:
    for position, fault, stands_there in row.faults:
        column = header[position] if position < len(header) else str(position + 1)
        if fault is CellFault.IN_ERROR:
            return CellInError(column, stands_there)
        return FormulaWithoutValue(column)
    return None


def _rows_from_child(
    name: str, content: bytes, limits: Limits, sheet: int, *, has_formulas: bool
) -> list[ExcelRow]:
    # Spawned, not forked: the desk has threads, and a fork would inherit their locks.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    asked = (theirs, content, limits, sheet, has_formulas)
    child = context.Process(target=_read, args=asked, daemon=True)
    child.start()
    theirs.close()
    try:
        return list(_received(name, ours, limits))
    finally:
        ours.close()
        child.kill()
        child.join()


def _received(name: str, ours: Connection, limits: Limits) -> Iterator[ExcelRow]:
    deadline = time.monotonic() + limits.excel_seconds
    while True:
        if not ours.poll(max(0.0, deadline - time.monotonic())):
            raise FileUnreadable(name, FileReason.TOO_SLOW, f"{limits.excel_seconds:g}")
        try:
            message: list[ExcelRow] | _Verdict = ours.recv()
        except EOFError:
            # The system ended the child: it asked for more memory than it may have.
            raise FileUnreadable(name, FileReason.TOO_MUCH_MEMORY) from None
        if isinstance(message, list):
            yield from message
            continue
        reason, detail = message
        if reason is not None:
            raise FileUnreadable(name, reason, detail)
        return


# In the child


def _read(
    theirs: Connection, content: bytes, limits: Limits, sheet: int, has_formulas: bool
) -> None:
    """Send the rows in batches, then the verdict; a caller that has gone away is no matter."""
    # A key that stops the caller is the caller's; what the reader dislikes is nobody's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    _limit_memory(limits.excel_memory_bytes)
    with suppress(BrokenPipeError):
        rows = rows_of(content, limits, has_formulas=has_formulas, sheet=sheet)
        theirs.send(_verdict(theirs, rows, limits))


def _verdict(theirs: Connection, rows: Iterable[ExcelRow], limits: Limits) -> _Verdict:
    try:
        batch: list[ExcelRow] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _ROWS_AT_A_TIME:
                theirs.send(batch)
                batch = []
        theirs.send(batch)
    except BrokenPipeError:
        raise
    except TooManyRows:
        return FileReason.TOO_MANY_ROWS, str(limits.rows)
    except TooManyColumns:
        return FileReason.TOO_MANY_COLUMNS, str(limits.columns)
    except MemoryError:
        return FileReason.TOO_MUCH_MEMORY, ""
    except Exception as trouble:  # noqa: BLE001 - a reader given hostile XML fails in any way
        return FileReason.DAMAGED, f"{type(trouble).__name__}: {trouble}"[:80]
    return None, ""


def _limit_memory(most_bytes: int) -> None:
    """Keep this process below what it has now and ``most_bytes`` more (not on Windows)."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    status = Path("/proc/self/statm")
    if status.exists():
        held_bytes = int(status.read_text("ascii").split()[0]) * resource.getpagesize()
        most = held_bytes + most_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
