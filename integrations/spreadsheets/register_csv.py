"""A register as a CSV file: figures as numbers, and no text that is run as a formula."""

from __future__ import annotations

import csv
from io import TextIOWrapper
from pathlib import Path

from domain.register import Cell
from domain.register_sheet import FIGURES, RegisterSheet, SheetColumn
from integrations.files import replacing
from integrations.plain_text import plain
from integrations.spreadsheets.guard import guarded

_MOST_CHARACTERS = 10_000


def write(sheet: RegisterSheet, path: Path) -> None:
    """Write headings and rows to ``path``, complete or not at all; :class:`FileNotWritten`."""
    with replacing(path) as file:
        # With the mark of UTF-8, without which Excel takes Hindi for something else.
        text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow([column.title for column in sheet.columns])
        writer.writerows(
            [_written(column, cell) for column, cell in zip(sheet.columns, row, strict=True)]
            for row in sheet.rows
        )
        text.flush()
        text.detach()


def _written(column: SheetColumn, cell: Cell) -> str:
    exact = column.exact_text(cell)
    # A minus before an amount is no formula.
    return exact if column.kind in FIGURES else guarded(plain(exact, _MOST_CHARACTERS))
