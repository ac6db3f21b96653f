"""The office's logo on paper: a small picture, in black dots on a roll; never a reason to fail."""

from __future__ import annotations

import warnings
from functools import lru_cache
from io import BytesIO

from PIL import Image, UnidentifiedImageError

_FORMATS = ("PNG", "JPEG")
#: A picture of more is no logo, and may be made to fill the memory.
_MOST_PIXELS = 4_000_000
_MOST_BYTES = 2_000_000
_LESS_IS_ENOUGH = 600
#: What Pillow raises for files that are broken, of another kind, or made to fill the memory.
_NO_PICTURE = (
    *(UnidentifiedImageError, Image.DecompressionBombError),
    *(OSError, ValueError, SyntaxError, MemoryError),
)


@lru_cache(maxsize=8)
def logo_of(picture: bytes) -> Image.Image | None:
    """Return a PNG or JPEG picture on white, None for what is no fitting picture."""
    if not picture or len(picture) > _MOST_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(picture), formats=_FORMATS) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    return None
                whole = opened.convert("RGBA")
    except _NO_PICTURE:
        return None
    whole.thumbnail((_LESS_IS_ENOUGH, _LESS_IS_ENOUGH))
    white = Image.new("RGBA", whole.size, "white")
    return Image.alpha_composite(white, whole).convert("RGB")


@lru_cache(maxsize=8)
def dotted_logo(picture: bytes, width: int, height: int) -> Image.Image | None:
    """Return a logo in black dots, at most so many wide and high."""
    whole = logo_of(picture)
    if whole is None:
        return None
    share = min(width / whole.width, height / whole.height)
    size = (max(1, int(whole.width * share)), max(1, int(whole.height * share)))
    return whole.resize(size).convert("1")
