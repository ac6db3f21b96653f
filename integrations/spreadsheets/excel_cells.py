"""What a cell of Excel says as text: numbers and dates exactly, as the person saw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from itertools import zip_longest
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from integrations.spreadsheets.table import Limits

#: Excel keeps and shows fifteen digits; what a double has beyond them is noise.
_DIGITS = 15
_HALF_SECOND = timedelta(milliseconds=500)


class CellFault(StrEnum):
    """Why a cell has no text."""

    FORMULA_WITHOUT_VALUE = "formula_without_value"
    IN_ERROR = "in_error"


@dataclass(frozen=True, slots=True)
class ExcelRow:
    """A row of a sheet: its number, its texts, and (column, fault, what stands there)."""

    line: int
    texts: list[str]
    faults: list[tuple[int, CellFault, str]]


class TooManyRows(Exception):
    """The sheet goes on below the last row that is read."""


class TooManyColumns(Exception):
    """The sheet goes on to the right of the last column that is read."""


def rows_of(
    content: bytes, limits: Limits, *, has_formulas: bool, sheet: int = 0
) -> Iterator[ExcelRow]:
    """Yield the rows of a sheet that are not empty; formulas as their stored values."""
    values = _cells(content, sheet, data_only=True)
    # Formulas are read a second time as such: without a stored value a cell looks empty.
    formulas = _cells(content, sheet, data_only=False) if has_formulas else iter(())
    for line, (cells, written) in enumerate(zip_longest(values, formulas, fillvalue=()), start=1):
        row = _row(line, cells, written)
        if not row.faults and not row.texts:
            continue
        if line > limits.rows + 1:
            raise TooManyRows
        if len(row.texts) > limits.columns:
            raise TooManyColumns
        yield row


def _cells(content: bytes, place: int, *, data_only: bool) -> Iterator[Sequence[Any]]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    try:
        sheet: Worksheet = book.worksheets[place]
        # The size that a sheet states of itself may be any; only what is there counts.
        sheet.reset_dimensions()
        yield from sheet.iter_rows()
    finally:
        book.close()


def _row(line: int, cells: Sequence[Any], written: Sequence[Any]) -> ExcelRow:
    texts = [_text(cell) for cell in cells]
    faults = [
        (position, CellFault.IN_ERROR, texts[position])
        for position, cell in enumerate(cells)
        if cell.data_type == "e"
    ]
    faults += [
        (position, CellFault.FORMULA_WITHOUT_VALUE, str(cell.value)[:_DIGITS])
        for position, cell in enumerate(written)
        if cell.data_type == "f" and (position >= len(texts) or not texts[position])
    ]
    while texts and not texts[-1] and len(texts) > max((at + 1 for at, *_ in faults), default=0):
        texts.pop()
    return ExcelRow(line, texts, faults)


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, datetime):
        # The format is looked up only here: it costs more than all the rest.
        return _moment_text(value, has_time="h" in cell.number_format.lower())
    return cell_text(value)


def cell_text(value: object) -> str:
    """Return the value of a cell as text: a number exactly, a date in ISO form."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{Decimal(f'{value:.{_DIGITS}g}'):f}"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _moment_text(value: datetime, *, has_time: bool) -> str:
    """Return a moment to the second; a day without hours when the cell shows none."""
    whole = (value + _HALF_SECOND).replace(microsecond=0)
    if not has_time and whole.time() == time():
        return whole.date().isoformat()
    return whole.isoformat()
