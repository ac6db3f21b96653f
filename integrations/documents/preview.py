"""A document as pictures, for screen and printer: drawn from the very file that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt
import pypdfium2  # type: ignore[import-untyped]  # it is published without types

from domain.printing import Paper

_POINTS_PER_INCH = 72
_MM_PER_INCH = 25.4
_FORMAT = pypdfium2.raw.FPDFBitmap_BGRA
_GREY = pypdfium2.raw.FPDFBitmap_Gray
#: A thermal printer burns a dot or does not; lighter than this it does not.
_BLACK_BELOW = 160
ROLLS = tuple(paper for paper in Paper if paper.dots)
_DOTS_A_MM = 8
#: A page of whole dots is a trifle larger in points, and would be drawn one dot wider.
_A_TRIFLE_LESS = 1 - 1e-6
#: PDFium keeps state of its own and must not be entered by two threads.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page in pixels; ``rgba`` has four bytes a pixel, row by row from the top."""

    width: int
    height: int
    rgba: bytes


def pages(pdf: bytes, dpi: int) -> list[PagePicture]:
    """Return each page of a PDF at a resolution."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_picture(page, dpi) for page in document]
        finally:
            document.close()


def page(pdf: bytes, number: int, dpi: int) -> PagePicture | None:
    """Return one page of a long PDF, counted from 0; None when it has no such page."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return _picture(document[number], dpi) if number < len(document) else None
        finally:
            document.close()


@dataclass(frozen=True, slots=True)
class BlackPicture:
    """A page in black and white; ``rows`` have eight dots a byte from the left, 1 for black.

    Pillow reads them as ``frombytes("1", (width, height), rows, "raw", "1;I")``.
    """

    width: int
    height: int
    rows: bytes


def thermal_image(pdf: bytes, dots: int) -> BlackPicture:
    """Return the first page of a roll as its printer burns it, ``dots`` (of eight) wide.

    The page is drawn at the printer's resolution and cut to what the head reaches, the middle
    of the paper; nothing is grey.
    """
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return _black(document[0], dots)
        finally:
            document.close()


def _black(page: pypdfium2.PdfPage, dots: int) -> BlackPicture:
    width_mm = page.get_width() / _POINTS_PER_INCH * _MM_PER_INCH
    roll = min(ROLLS, key=lambda paper: abs(paper.width_mm - width_mm))
    # A head that has other dots than usual reaches as much of the paper.
    dots_a_mm = dots / roll.dots * _DOTS_A_MM
    bitmap = page.render(
        scale=dots_a_mm * _MM_PER_INCH / _POINTS_PER_INCH * _A_TRIFLE_LESS,
        force_bitmap_format=_GREY,
    )
    try:
        grey = np.frombuffer(bitmap.buffer, np.uint8).reshape(bitmap.height, bitmap.stride)
        inked = grey[:, : bitmap.width] < _BLACK_BELOW
        rows = np.zeros((bitmap.height, dots), bool)
        reached = inked[:, _left_of(inked, dots) :][:, :dots]
        rows[:, : reached.shape[1]] = reached
        return BlackPicture(dots, bitmap.height, np.packbits(rows, axis=1).tobytes())
    finally:
        bitmap.close()
        page.close()


def _left_of(inked: npt.NDArray[np.bool_], dots: int) -> int:
    """Return the first dot that the head reaches: the middle of the paper, but no ink is lost."""
    columns = np.flatnonzero(inked.any(axis=0))
    middle: int = max(0, (inked.shape[1] - dots) // 2)
    return min(middle, int(columns[0])) if len(columns) else middle


def _picture(page: pypdfium2.PdfPage, dpi: int) -> PagePicture:
    bitmap = page.render(
        scale=dpi / _POINTS_PER_INCH, rev_byteorder=True, force_bitmap_format=_FORMAT
    )
    try:
        width, height = bitmap.width, bitmap.height
        rows = memoryview(bitmap.buffer).cast("B")
        used = width * 4
        rgba = b"".join(
            rows[start : start + used] for start in range(0, height * bitmap.stride, bitmap.stride)
        )
        return PagePicture(width, height, rgba)
    finally:
        bitmap.close()
        page.close()
