"""A document as pictures, for screen and printer: drawn from the very file that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import pypdfium2  # type: ignore[import-untyped]  # it is published without types

_POINTS_PER_INCH = 72
_FORMAT = pypdfium2.raw.FPDFBitmap_BGRA
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
