"""A long sheet is cast: openpyxl lays out the book with one pattern row, the rest is poured in.

A row is made of the pattern's XML and exact texts, so that paise become rupees without a float,
and 100,000 rows take seconds. docs/decisions tells why no writer for long sheets is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
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
_CELL = re.compile(r'<c r="[A-Z]+[0-9]+"(?: s="([0-9]+)")?')
_WHERE_THE_ROW_NUMBER_GOES = "\x00"


def text_cells(texts: Iterable[str], wording: Callable[[str], str] = str) -> list[str]:
    """Return texts as the inner XML of cells that stay text whatever they begin with.

    ``wording`` makes of each what is to stand there: on one line, without control characters.
    """
    known: dict[str, str] = {}
    cells = []
    for text in texts:
        cell = known.get(text)
        if cell is None:
            cell = known[text] = _text_cell(wording(text))
        cells.append(cell)
    return cells


def fixed_point_cells(numbers: Iterable[int], decimals: int) -> list[str]:
    """Return whole numbers of the smallest unit as XML of cells with exactly that many decimals."""
    one = 10**decimals
    ends = [f".{part:0{decimals}}</v></c>" for part in range(one)]
    return [
        f"><v>{number // one}{ends[number % one]}"
        if 0 <= number <= _MOST_NUMBER
        else _unusual_cell(number, decimals)
        for number in numbers
    ]


def day_cells(days: Iterable[int | None]) -> list[str]:
    """Return days since 1 January 1970 as the XML of cells that Excel counts from 1900."""
    return ["/>" if day is None else f"><v>{day + _EXCEL_DAY_OF_1970}</v></c>" for day in days]


def pour(
    frame: BinaryIO, target: BinaryIO, *, part: str, row: int, columns: Sequence[Sequence[str]]
) -> None:
    """Copy the book ``frame`` to ``target`` with the pattern ``row`` of a sheet replaced.

    ``part`` is the sheet's name in the package; ``columns`` hold the cells' XML, equally long
    and at least as many as the pattern has cells. The frame numbers the rows after the pattern
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
            head, pattern, tail = _split(content.decode(), row)
            with new.open(name, "w", force_zip64=True) as sheet:
                sheet.write(head.encode())
                for rows in _rows(pattern, row, columns):
                    sheet.write(rows.encode())
                sheet.write(tail.encode())


def _text_cell(text: str) -> str:
    if not text:
        return "/>"
    if _SPECIAL.search(text):
        text = escape(_LOOKS_ESCAPED.sub("_x005F_", text))
    return f' t="inlineStr"><is><t>{text}</t></is></c>'


def _unusual_cell(number: int, decimals: int) -> str:
    """Write a number below zero, or one too long to be kept as a number."""
    whole, rest = divmod(abs(number), 10**decimals)
    written = f"{'-' if number < 0 else ''}{whole}.{rest:0{decimals}}"
    return f"><v>{written}</v></c>" if abs(number) <= _MOST_NUMBER else _text_cell(written)


def _split(sheet: str, row: int) -> tuple[str, str, str]:
    """Return what stands before, in and after the XML of a row."""
    start = sheet.index(f'<row r="{row}"')
    end = sheet.index("</row>", start) + len("</row>")
    return sheet[:start], sheet[start:end], sheet[end:]


def _rows(pattern: str, first_row: int, columns: Sequence[Sequence[str]]) -> Iterable[str]:
    styles = [match[1] or "0" for match in _CELL.finditer(pattern)]
    here = _WHERE_THE_ROW_NUMBER_GOES
    cells = "".join(
        f'<c r="{get_column_letter(position)}{here}" s="{style}"%s'
        for position, style in enumerate(styles, start=1)
    )
    template = f'<row r="{here}">{cells}</row>'
    count = len(columns[0])
    for start in range(0, count, _ROWS_AT_A_TIME):
        chunk = zip(*(column[start : start + _ROWS_AT_A_TIME] for column in columns), strict=True)
        yield "".join(
            template.replace(here, str(number)) % cells_of_row
            for number, cells_of_row in enumerate(chunk, start=first_row + start)
        )
