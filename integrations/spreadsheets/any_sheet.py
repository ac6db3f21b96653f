"""Sheets to import as people have them: any columns, encoding and sheet, headings anywhere."""

from __future__ import annotations

import codecs
import hashlib
import html
import re
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from domain.errors_of_files import FileReason, FileUnreadable
from domain.import_sheet import ImportRow, ImportSheet
from domain.importing import ImportFile
from integrations.plain_text import plain
from integrations.spreadsheets.csv_file import rows_of_text
from integrations.spreadsheets.headed import fitted, headings_of, is_filled
from integrations.spreadsheets.reading import content_of, is_excel
from integrations.spreadsheets.table import REASON_COLUMN, Limits, RawRow

_MOST_NAME = 120
#: An office's own name, a title and the period may stand above the headings.
_HEADINGS_WITHIN = 40
#: Files that somebody named a sheet.
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What old programs of Windows write where they do not write UTF-8.
_OF_WINDOWS = "cp1252"
_SHEET = re.compile(rb'<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"')
_HAS_DIGITS_ONLY = re.compile(r"\d[\d.,/: -]*")


def read_sheet(  # noqa: PLR0913 - a file can be said to be read otherwise in three ways
    path: Path,
    count_known: Callable[[Sequence[str]], int],
    *,
    sheet: int = 0,
    heading_line: int | None = None,
    encoding: str = "",
    limits: Limits = Limits(),  # noqa: B008 - it is frozen
) -> ImportSheet:
    """Return what a file holds, CSV or Excel; :class:`FileUnreadable` otherwise.

    ``count_known``: how many of some headings are usual ones, by which their line is found unless
    ``heading_line`` says it (0: there is none). A text is read in ``encoding`` where that is said;
    what does not fit in it is refused. Rows that cannot be read come with their fault.
    """
    content = content_of(path, limits)
    if content.startswith(_OTHERS):
        raise FileUnreadable(path.name, FileReason.NOT_A_SHEET)
    sheets: tuple[str, ...] = ()
    if is_excel(path, content):
        encoding = ""
        rows, sheets = _excel(path, content, sheet, limits)
    else:
        text, encoding = _read_as(path.name, content, encoding)
        rows = rows_of_text(path.name, text, limits, headings_within=_HEADINGS_WITHIN)
    rows = [row for row in rows if row.fault or is_filled(row)]
    if not rows:
        raise FileUnreadable(path.name, FileReason.EMPTY)
    line = _heading_line(rows, count_known) if heading_line is None else heading_line
    file = ImportFile(plain(path.name, _MOST_NAME), hashlib.sha256(content).hexdigest())
    headings, body = _headed(rows, line)
    if not body:
        raise FileUnreadable(path.name, FileReason.EMPTY)
    return ImportSheet(file, headings, body, line, sheets, sheet, encoding)


def sha256_of(path: Path, limits: Limits = Limits()) -> str:  # noqa: B008 - it is frozen
    """Return the SHA-256 of a file as it is now."""
    return hashlib.sha256(content_of(path, limits)).hexdigest()


def _headed(rows: Sequence[RawRow], line: int) -> tuple[tuple[str, ...], list[ImportRow]]:
    if line:
        above = next((row for row in rows if row.line >= line), rows[0])
        headings = headings_of(above.cells)
    else:
        headings = [f"#{place + 1}" for place in range(max(len(row.cells) for row in rows))]
    # A file of refused rows that was corrected: why they were refused is no column of it.
    has_reasons = headings[-1:] == [REASON_COLUMN]
    width = len(headings)
    body = [_row(row, width, has_reasons=has_reasons) for row in rows if row.line > line]
    return tuple(headings[:-1] if has_reasons else headings), body


def _row(row: RawRow, width: int, *, has_reasons: bool) -> ImportRow:
    texts, fault = fitted(row, width)
    return ImportRow(row.line, tuple(texts[:-1] if has_reasons else texts), fault)


def _heading_line(rows: Sequence[RawRow], count_known: Callable[[Sequence[str]], int]) -> int:
    """Return the line with the most usual headings; without any, the first if it says words."""
    above = rows[:_HEADINGS_WITHIN]
    known = [count_known(row.cells) for row in above]
    if max(known):
        return above[known.index(max(known))].line
    first = [cell.strip() for cell in rows[0].cells if cell.strip()]
    says_figures = any(_HAS_DIGITS_ONLY.fullmatch(cell) for cell in first)
    return 0 if says_figures else rows[0].line


def _excel(
    path: Path, content: bytes, sheet: int, limits: Limits
) -> tuple[list[RawRow], tuple[str, ...]]:
    # Only who imports from Excel waits for its reader to load.
    from integrations.spreadsheets import excel_file  # noqa: PLC0415 - see above

    found = excel_file.excel_rows(path.name, content, limits, sheet)
    header = found[0].texts
    return [excel_file.raw_row(row, header) for row in found], _sheet_names(content)


def _sheet_names(content: bytes) -> tuple[str, ...]:
    """Return what the sheets of a book that was looked through are called."""
    with ZipFile(BytesIO(content)) as book:
        if "xl/workbook.xml" not in book.namelist():
            return ()
        found = _SHEET.findall(book.read("xl/workbook.xml"))
    names = [html.unescape(name.decode("utf-8", "replace")) for name in found]
    return tuple(plain(name, _MOST_NAME) for name in names)


def _read_as(name: str, content: bytes, encoding: str) -> tuple[str, str]:
    """Return the text of a file in an encoding; of ``""`` in the one that it seems to have."""
    if not encoding:
        return _decoded(name, content)
    marks = [mark for mark, known in _MARKS if known == encoding and content.startswith(mark)]
    return _text(name, content.removeprefix(marks[0]) if marks else content, encoding), encoding


def _decoded(name: str, content: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding: by its mark, UTF-16 by its zeros, or Windows'."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _text(name, content.removeprefix(mark), encoding), encoding
    start = content[:200]
    zeros = start[1::2].count(0), start[0::2].count(0)
    if max(zeros) > len(start) // 4:
        encoding = "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be"
        return _text(name, content, encoding), encoding
    try:
        return _text(name, content, "utf-8"), "utf-8"
    except FileUnreadable as trouble:
        if trouble.reason != FileReason.NOT_UTF8:
            raise
        return _text(name, content, _OF_WINDOWS), _OF_WINDOWS


def _text(name: str, content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as trouble:
        line = content.count(b"\n", 0, trouble.start) + 1
        raise FileUnreadable(name, FileReason.NOT_UTF8, str(line)) from None
    if not text.strip():
        raise FileUnreadable(name, FileReason.EMPTY)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FileUnreadable(name, FileReason.HAS_NUL, str(line))
    return text
