"""Rows that could not be taken, each with its reason, in a file beside the one they came from.

The file can be corrected in a spreadsheet and imported as it is: its last column is passed over,
and the ``'`` before what a spreadsheet would run is taken off again (``guard``).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from itertools import chain
from pathlib import Path

from integrations.files import replacing
from integrations.spreadsheets.guard import guarded
from integrations.spreadsheets.table import REASON_COLUMN

_SUFFIX = ".rejected.csv"


def path_beside(source: Path) -> Path:
    """Return where the rejected rows of ``source`` go: ``reads.csv``, ``reads.rejected.csv``."""
    return source.with_name(f"{source.stem}{_SUFFIX}")


def write(
    source: Path, header: Sequence[str], rows: Iterable[tuple[Sequence[str], str]]
) -> Path | None:
    """Write (cells, reason) of each rejected row and return the file; None when there are none.

    Without rows a file from an earlier import is removed: it would tell of errors that are gone.
    :class:`FileNotWritten` when the system refuses.
    """
    path = path_beside(source)
    remaining = iter(rows)
    first = next(remaining, None)
    if first is None:
        path.unlink(missing_ok=True)
        return None
    with replacing(path) as file:
        # With the mark of UTF-8, without which Excel takes Hindi for something else.
        text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow([*header, REASON_COLUMN])
        writer.writerows(
            [guarded(cell) for cell in (*_filled(cells, len(header)), reason)]
            for cells, reason in chain([first], remaining)
        )
        text.flush()
        text.detach()
    return path


def _filled(cells: Sequence[str], width: int) -> Sequence[str]:
    """Return a row at least as wide as the header, so that the reason stands last."""
    return [*cells, *[""] * (width - len(cells))]
