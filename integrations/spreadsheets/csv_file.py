"""CSV files as people make them: UTF-8 or refused, and one broken row does not spoil the rest."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO

from domain.errors_of_files import FileReason, FileUnreadable, RowBroken
from integrations.spreadsheets.table import Columns, Limits, RawRow, Table, table

_MARK_UTF8 = b"\xef\xbb\xbf"
_SEPARATORS = ",;\t"
#: An address may have some lines; a cell that goes on longer has lost its closing quotation mark.
_MOST_LINES_OF_A_ROW = 20


def read_csv(name: str, content: bytes, columns: Columns, limits: Limits) -> Table:
    """Return the table that a CSV file holds; refusals as in :func:`reading.read_table`."""
    lines = _lines(name, content, limits)
    separator = _separator(lines[0])
    header = next(_rows(lines, separator))
    if len(header.cells) > limits.columns:
        raise FileUnreadable(name, FileReason.TOO_MANY_COLUMNS, str(limits.columns))

    def read_rows() -> Iterator[RawRow]:
        rows = _rows(lines, separator)
        next(rows)
        return rows

    return table(name, header.cells, columns, read_rows)


def raw_rows(name: str, content: bytes, limits: Limits, *, headings_within: int) -> list[RawRow]:
    """Return all rows of a CSV file whose headings may stand below other lines."""
    return rows_of_text(name, _decoded(name, content), limits, headings_within=headings_within)


def rows_of_text(name: str, text: str, limits: Limits, *, headings_within: int) -> list[RawRow]:
    """Return all rows of a text of comma-separated values."""
    lines = _lines_of(name, text, limits)
    rows = list(_rows(lines, _separator("".join(lines[:headings_within]))))
    if any(len(row.cells) > limits.columns for row in rows[:headings_within]):
        raise FileUnreadable(name, FileReason.TOO_MANY_COLUMNS, str(limits.columns))
    return rows


def _lines(name: str, content: bytes, limits: Limits) -> list[str]:
    return _lines_of(name, _decoded(name, content), limits)


def _lines_of(name: str, text: str, limits: Limits) -> list[str]:
    lines = list(StringIO(text, newline=""))
    if len(lines) - 1 > limits.rows:
        raise FileUnreadable(name, FileReason.TOO_MANY_ROWS, str(limits.rows))
    return lines


def _decoded(name: str, content: bytes) -> str:
    plain = content.removeprefix(_MARK_UTF8)
    if not plain.strip():
        raise FileUnreadable(name, FileReason.EMPTY)
    try:
        text = plain.decode("utf-8")
    except UnicodeDecodeError as trouble:
        line = plain.count(b"\n", 0, trouble.start) + 1
        raise FileUnreadable(name, FileReason.NOT_UTF8, str(line)) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FileUnreadable(name, FileReason.HAS_NUL, str(line))
    return text


def _separator(headings: str) -> str:
    """Return what separates the headings: a comma, or what Excel writes in other countries."""
    counts = Counter(character for character in headings if character in _SEPARATORS)
    return max(_SEPARATORS, key=lambda separator: counts[separator])


def _rows(lines: Sequence[str], separator: str) -> Iterator[RawRow]:
    """Yield each row with the number of its first line; after a broken one, go on below it."""
    position = 0
    while position < len(lines):
        feed = _Feed(lines, position)
        reader = csv.reader(feed, delimiter=separator, strict=True)
        try:
            for cells in reader:
                yield RawRow(position + 1, cells)
                position = feed.begin_row()
        except csv.Error:
            yield RawRow(position + 1, [lines[position].strip()], RowBroken())
            position += 1
        else:
            return


class _Feed:
    """Hands the reader one line after another, and stops a row that takes too many."""

    def __init__(self, lines: Sequence[str], position: int) -> None:
        self._lines = lines
        self._next = position
        self._stop = position + _MOST_LINES_OF_A_ROW

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._next >= min(self._stop, len(self._lines)):
            raise StopIteration
        self._next += 1
        return self._lines[self._next - 1]

    def begin_row(self) -> int:
        """Return where the next row begins, now that one is complete."""
        self._stop = self._next + _MOST_LINES_OF_A_ROW
        return self._next
