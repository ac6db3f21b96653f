"""A sheet of texts as a CSV file in which no text is run as a formula."""

from __future__ import annotations

import csv
from io import TextIOWrapper
from pathlib import Path

from domain.text_sheet import TextSheet
from integrations.files import replacing
from integrations.plain_text import plain
from integrations.spreadsheets.guard import guarded

_MOST_CHARACTERS = 10_000


def write(sheet: TextSheet, path: Path) -> None:
    """Write headings and rows to ``path``, complete or not at all; :class:`FileNotWritten`."""
    with replacing(path) as file:
        # With the mark of UTF-8, without which Excel takes Hindi for something else.
        text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow([column.title for column in sheet.columns])
        writer.writerows(
            [guarded(plain(cell, _MOST_CHARACTERS)) for cell in row] for row in sheet.rows
        )
        text.flush()
        text.detach()
