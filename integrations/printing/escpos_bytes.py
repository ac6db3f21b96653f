"""A receipt in the language of receipt printers: a picture in stripes, feed, cut.

As text it would come out with ``?`` in place of the rupee sign and of Hindi.
"""

from __future__ import annotations

from typing import Protocol

from escpos import constants  # type: ignore[import-untyped]  # it is published without types

_ESC: bytes = constants.ESC
_BEGIN: bytes = constants.HW_INIT
_CUT: bytes = constants.PAPER_FULL_CUT
#: Cheap printers keep some 128 rows of dots before they print them.
STRIPE_ROWS = 128
#: From the print head to the knife, or to where the paper is torn off.
_FEED_LINES = 5
_RASTER: bytes = constants.GS + b"v0\x00"
_DOTS_A_BYTE = 8


class Bitmap(Protocol):
    """A page in black and white; ``rows`` have eight dots a byte from the left, 1 for black."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def rows(self) -> bytes: ...


def receipt_bytes(bitmap: Bitmap, *, copies: int, cuts: bool) -> bytes:
    """Return what makes a printer print a picture so many times, each cut off when it can."""
    once = b"".join((*_stripes(bitmap), _ESC, b"d", bytes([_FEED_LINES])))
    return _BEGIN + (once + (_CUT if cuts else b"")) * copies


def _stripes(bitmap: Bitmap) -> list[bytes]:
    width_bytes = (bitmap.width + _DOTS_A_BYTE - 1) // _DOTS_A_BYTE
    stripes = []
    for top in range(0, bitmap.height, STRIPE_ROWS):
        rows = min(STRIPE_ROWS, bitmap.height - top)
        size = width_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little")
        start = top * width_bytes
        stripes.append(_RASTER + size + bitmap.rows[start : start + rows * width_bytes])
    return stripes
