"""Files that travel with the program, found in one way whether it is built or run from source."""

from __future__ import annotations

import sys
from pathlib import Path


def locate(*parts: str) -> Path:
    """Return the path of a resource, such as ``locate("fonts", "NotoSans-Regular.ttf")``.

    A program built by PyInstaller unpacks its files where ``sys._MEIPASS`` says. Whether the
    file exists is the caller's to find out.
    """
    unpacked: str | None = getattr(sys, "_MEIPASS", None)
    here = Path(unpacked, "resources") if unpacked else Path(__file__).parent
    return here.joinpath(*parts)
