"""A long sheet is cast: openpyxl lays out the book with one pattern row, the rest is poured in.

A row is made of the pattern's XML and exact texts, so that paise become rupees without a float,
and 100,000 rows take seconds. docs/decisions tells why no writer for long sheets is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter

#: Excel shows and keeps fifteen digits of a number; a longer one stands as text.
_MOST_NUMBER = 10**15 - 1
_ROWS_AT_A_TIME = 1000
#: What Excel calls 1 January 1970.
_EXCEL_DAY_OF_1970 = 25_569
#: Long sheets are sent and opened, not archived: the fastest level is a tenth larger.
_COMPRESSION = 1
#: Excel reads ``_x0041_`` in a text as the letter A: the underscore is written in that way itself.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile("[&<>_]")
_WHERE_THE_ROW_NUMBER_GOES = "\x00"


@dataclass(frozen=True, slots=True)
class PouredStyle:
    """The number of a column's style in the book, and those that far negatives wear instead.

    ``below``: the highest number (in the smallest unit) and the style, the lowest number first.
    """

    usual: int
    below: tuple[tuple[int, int], ...] = ()

    def of(self, number: int) -> int:
        """Return the style that a number wears."""
        return next((style for most, style in self.below if number <= most), self.usual)


def text_cells(
    texts: Iterable[str], style: PouredStyle, wording: Callable[[str], str] = str
) -> list[str]:
    """Return texts as the inner XML of cells that stay text whatever they begin with.

    ``wording`` makes of each what is to stand there: on one line, without control characters.
    """
    known: dict[str, str] = {}
    cells = []
    for text in texts:
        cell = known.get(text)
        if cell is None:
            cell = known[text] = _text_cell(wording(text), style.usual)
        cells.append(cell)
    return cells


def fixed_point_cells(
    numbers: Iterable[int | None], decimals: int, style: PouredStyle
) -> list[str]:
    """Return whole numbers of the smallest unit as XML of cells with exactly that many decimals.

    None leaves its cell empty: the number is not known.
    """
    one, start = 10**decimals, f' s="{style.usual}"><v>'
    ends = [f".{part:0{decimals}}</v></c>" for part in range(one)]
    return [
        f"{start}{number // one}{ends[number % one]}"
        if number is not None and 0 <= number <= _MOST_NUMBER
        else _unusual_cell(number, decimals, style)
        for number in numbers
    ]


def whole_cells(numbers: Iterable[int | None], style: PouredStyle) -> list[str]:
    """Return whole numbers as the XML of cells; None leaves its cell empty."""
    return [
        f' s="{style.usual}"/>'
        if number is None
        else f' s="{style.of(number)}"><v>{number}</v></c>'
        for number in numbers
    ]


def day_cells(days: Iterable[int | None], style: PouredStyle) -> list[str]:
    """Return days since 1 January 1970 as the XML of cells that Excel counts from 1900."""
    start = f' s="{style.usual}"'
    return [
        f"{start}/>" if day is None else f"{start}><v>{day + _EXCEL_DAY_OF_1970}</v></c>"
        for day in days
    ]


def pour(
    frame: BinaryIO, target: BinaryIO, *, part: str, row: int, columns: Sequence[Sequence[str]]
) -> None:
    """Copy the book ``frame`` to ``target`` with the pattern ``row`` of a sheet replaced.

    ``part`` is the sheet's name in the package; ``columns`` hold the cells' XML from their style
    on, equally long. The frame numbers the rows after the pattern
    as if all rows were there already.
    """
    with (
        ZipFile(frame) as book,
        ZipFile(target, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION) as new,
    ):
        for name in book.namelist():
            content = book.read(name)
            if name != part:
                new.writestr(name, content)
                continue
            head, tail = _split(content.decode(), row)
            with new.open(name, "w", force_zip64=True) as sheet:
                sheet.write(head.encode())
                for rows in _rows(row, columns):
                    sheet.write(rows.encode())
                sheet.write(tail.encode())


def _text_cell(text: str, style: int) -> str:
    if not text:
        return f' s="{style}"/>'
    if _SPECIAL.search(text):
        text = escape(_LOOKS_ESCAPED.sub("_x005F_", text))
    return f' s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def _unusual_cell(number: int | None, decimals: int, style: PouredStyle) -> str:
    """Write a number below zero, one too long to be kept as a number, or one not known."""
    if number is None:
        return f' s="{style.usual}"/>'
    whole, rest = divmod(abs(number), 10**decimals)
    written = f"{'-' if number < 0 else ''}{whole}.{rest:0{decimals}}"
    if abs(number) > _MOST_NUMBER:
        return _text_cell(written, style.usual)
    return f' s="{style.of(number)}"><v>{written}</v></c>'


def _split(sheet: str, row: int) -> tuple[str, str]:
    """Return what stands before and after the XML of a row."""
    start = sheet.index(f'<row r="{row}"')
    end = sheet.index("</row>", start) + len("</row>")
    return sheet[:start], sheet[end:]


def _rows(first_row: int, columns: Sequence[Sequence[str]]) -> Iterable[str]:
    here = _WHERE_THE_ROW_NUMBER_GOES
    cells = "".join(
        f'<c r="{get_column_letter(position)}{here}"%s' for position in range(1, len(columns) + 1)
    )
    template = f'<row r="{here}">{cells}</row>'
    count = len(columns[0])
    for start in range(0, count, _ROWS_AT_A_TIME):
        chunk = zip(*(column[start : start + _ROWS_AT_A_TIME] for column in columns), strict=True)
        yield "".join(
            template.replace(here, str(number)) % cells_of_row
            for number, cells_of_row in enumerate(chunk, start=first_row + start)
        )
