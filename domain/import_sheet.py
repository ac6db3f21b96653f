"""A sheet of an import as it was read: headings, rows, and how it had to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import Refusal
from domain.importing import ImportFile


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row as wide as the headings; with a ``fault`` it could not be read."""

    line: int
    texts: tuple[str, ...]
    fault: Refusal | None = None


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """What a file holds: which sheet of it, under headings of which line, in which encoding.

    ``heading_line`` is 0 where there are no headings; they are ``#1``, ``#2`` then.
    """

    file: ImportFile
    headings: tuple[str, ...]
    rows: Sequence[ImportRow]
    heading_line: int
    sheets: tuple[str, ...] = ()
    sheet: int = 0
    encoding: str = "utf-8"
