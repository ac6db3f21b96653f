"""What can go wrong with files: how they are read, what their cells hold, how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Refusal, Unavailable


@dataclass(eq=False)
class FileUnreadable(Refusal):
    """A file could not be read as what it should be; ``reason`` is a :class:`FileReason`."""

    name: str
    reason: str
    detail: str = ""


class FileReason(StrEnum):
    """Why a file cannot be read: the codes of :class:`FileUnreadable`."""

    NOT_FOUND = "not_found"
    NOT_A_FILE = "not_a_file"
    NOT_PERMITTED = "not_permitted"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    HAS_NUL = "has_nul"
    DUPLICATE_COLUMN = "duplicate_column"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    OLD_EXCEL = "old_excel"
    NOT_EXCEL = "not_excel"
    DAMAGED = "damaged"
    ZIP_BOMB = "zip_bomb"
    HAS_ENTITIES = "has_entities"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_SLOW = "too_slow"
    NOT_A_SHEET = "not_a_sheet"


@dataclass(eq=False)
class RowRagged(Refusal):
    """A row has another number of cells than the sheet has columns."""

    cells: int
    columns: int


@dataclass(eq=False)
class RowBroken(Refusal):
    """A row of a CSV file opens a quotation mark that is not closed, or closes it too soon."""


@dataclass(eq=False)
class CellRefused(Refusal):
    """A cell of a row does not hold what its column needs; ``refusal`` says why."""

    column: str
    refusal: Refusal


@dataclass(eq=False)
class FormulaWithoutValue(Refusal):
    """A cell holds a formula whose value was never stored; another program wrote the sheet."""

    column: str


@dataclass(eq=False)
class CellInError(Refusal):
    """A cell shows an error of Excel, such as ``#N/A``."""

    column: str
    value: str


@dataclass(eq=False)
class ColumnsMissing(Refusal):
    """A sheet lacks columns that it must have."""

    name: str
    columns: str


@dataclass(eq=False)
class ColumnsUnknown(Refusal):
    """A sheet has columns that nobody knows."""

    name: str
    columns: str


@dataclass(eq=False)
class SheetTooLong(Refusal):
    """A sheet has more rows than an Excel book can hold."""

    rows: int
    most: int


@dataclass(eq=False)
class FileNotWritten(Unavailable):
    """A file could not be written; ``detail`` is what the system said."""

    path: str
    detail: str
