"""A table from a file somebody sent: named columns, stripped texts, and where each row stood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.errors import Refusal
from domain.errors_of_files import (
    ColumnsMissing,
    ColumnsUnknown,
    FileReason,
    FileUnreadable,
    RowRagged,
)
from integrations.spreadsheets.guard import bare

MEBIBYTE = 1024 * 1024
#: The last column of a file of rejected rows; it is passed over when such a file is read again.
REASON_COLUMN = "reason"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused; a file from outside is not trusted."""

    csv_bytes: int = 32 * MEBIBYTE
    excel_bytes: int = 16 * MEBIBYTE
    excel_parts: int = 200
    excel_inflated_bytes: int = 64 * MEBIBYTE
    excel_ratio: int = 200
    excel_memory_bytes: int = 1024 * MEBIBYTE
    excel_seconds: float = 120.0
    rows: int = 500_000
    columns: int = 64


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of a row as the file has them; ``fault`` when they could not all be read."""

    line: int
    cells: Sequence[str]
    fault: Refusal | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row under its headings; ``line`` counts from 1, the header included.

    ``texts`` are the cells in the order of the file, for the file of rejected rows. A row with
    a ``fault`` is not to be used; its ``cells`` may be incomplete.
    """

    line: int
    cells: dict[str, str]
    texts: Sequence[str]
    fault: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A header of known columns, and the rows, which can be gone through once or more.

    ``has_reasons``: it is a file of rejected rows, and each ends with its reason.
    """

    name: str
    header: tuple[str, ...]
    read_rows: Callable[[], Iterator[RawRow]]
    has_reasons: bool = False
    #: Of all the bytes of the file.
    sha256: str = ""

    @property
    def rows(self) -> Iterator[TableRow]:
        """Yield the rows in the order of the file; empty ones are passed over."""
        width = len(self.header)
        for raw in self.read_rows():
            texts = [
                text if text[:1] != "'" else bare(text).strip()
                for text in map(str.strip, raw.cells)
            ]
            fault = raw.fault
            if len(texts) != width:
                texts = self._fitted(texts)
            if fault is None:
                if not any(texts):
                    continue
                if len(texts) != width:
                    fault = RowRagged(len(texts), width)
            yield TableRow(raw.line, dict(zip(self.header, texts, strict=False)), texts, fault)

    def _fitted(self, texts: list[str]) -> list[str]:
        """Return a row without its reason, and without what is empty beyond the header."""
        width = len(self.header)
        row = texts[:width] + _without_empty_end(texts[width:])
        return row[:-1] if self.has_reasons and len(row) > width else row


@dataclass(frozen=True, slots=True)
class Columns:
    """What a sheet must and may have."""

    required: Sequence[str]
    optional: Sequence[str] = ()


def table(
    name: str, header: Iterable[str], columns: Columns, read_rows: Callable[[], Iterator[RawRow]]
) -> Table:
    """Return the table when its header is what it should be, else refuse the file by name."""
    found = _without_empty_end([_column_name(cell) for cell in header])
    has_reasons = found[-1:] == [REASON_COLUMN]
    if has_reasons:
        found.pop()
    _refuse_unfitting(name, found, columns)
    return Table(name, tuple(found), read_rows, has_reasons=has_reasons)


def _without_empty_end(cells: list[str]) -> list[str]:
    """Drop the empty cells that spreadsheets leave at the end of a row."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _column_name(cell: str) -> str:
    """Return a heading as columns are named: ``Meter Serial`` is ``meter_serial``."""
    return re.sub(r"[\s_-]+", "_", bare(cell.strip()).casefold())


def _refuse_unfitting(name: str, found: Sequence[str], columns: Columns) -> None:
    missing = [column for column in columns.required if column not in found]
    if missing:
        raise ColumnsMissing(name, ", ".join(missing))
    known = {*columns.required, *columns.optional}
    unknown = [column[:40] for column in found if column not in known]
    if unknown:
        raise ColumnsUnknown(name, ", ".join(unknown[:10]))
    twice = [column for column, count in Counter(found).items() if count > 1]
    if twice:
        raise FileUnreadable(name, FileReason.DUPLICATE_COLUMN, ", ".join(twice))
