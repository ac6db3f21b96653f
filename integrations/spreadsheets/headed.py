"""Rows under headings as people make them: none the same, none empty, each row as wide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from domain.errors import Refusal
from domain.errors_of_files import RowRagged
from integrations.plain_text import plain
from integrations.spreadsheets.guard import bare
from integrations.spreadsheets.table import RawRow

_MOST_HEADING = 60


def headings_of(cells: Sequence[str]) -> list[str]:
    """Return headings of which no two are the same, and none is empty: ``Amount (2)``."""
    headings = [plain(bare(cell.strip()), _MOST_HEADING) for cell in cells]
    counts = Counter[str]()
    while headings and not headings[-1]:
        headings.pop()
    for place, heading in enumerate(headings):
        name = heading or f"#{place + 1}"
        counts[name] += 1
        headings[place] = name if counts[name] == 1 else f"{name} ({counts[name]})"
    return headings


def is_filled(row: RawRow) -> bool:
    """Return whether a row has anything in it."""
    return any(cell.strip() for cell in row.cells)


def fitted(row: RawRow, width: int) -> tuple[list[str], Refusal | None]:
    """Return the texts of a row as wide as the headings; one with more cells is ragged."""
    texts = [bare(cell.strip()) for cell in row.cells]
    while len(texts) > width and not texts[-1]:
        texts.pop()
    fault = row.fault
    if fault is None and len(texts) > width:
        fault = RowRagged(len(texts), width)
    return texts + [""] * (width - len(texts)), fault
