"""The picture at the head of a receipt: looked at before it is kept, for files may be anything."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

from domain.errors_of_printing import LogoTooLarge, LogoUnreadable

MOST_KB = 256
MOST_DOTS = 2000
_FORMATS = ("PNG", "JPEG")
_BYTES_A_KB = 1024


def read_logo(path: Path) -> bytes:
    """Return the bytes of a PNG or JPEG picture that is small enough to be kept."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_KB * _BYTES_A_KB + 1)
    except (OSError, ValueError) as trouble:
        raise LogoUnreadable(path.name) from trouble
    if len(content) > MOST_KB * _BYTES_A_KB:
        raise LogoTooLarge(path.name, MOST_KB, MOST_DOTS)
    refuse_unfit(content, path.name)
    return content


def refuse_unfit(content: bytes, name: str) -> None:
    """Raise when bytes are no picture that can be drawn whole; ``name`` is what it is called."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            # Its head alone is read so far: a small file may hold a picture of gigabytes.
            if max(picture.size) > MOST_DOTS:
                raise LogoTooLarge(name, MOST_KB, MOST_DOTS)
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as trouble:
        raise LogoUnreadable(name) from trouble
