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


def locate_manual(*parts: str) -> Path:
    """Return the path of a part of the manual, such as ``locate_manual("hi", "recharge.md")``.

    The manual stays where people read it without the program, in ``docs/manual``; a program
    built by PyInstaller carries that folder under the same name.
    """
    unpacked: str | None = getattr(sys, "_MEIPASS", None)
    root = Path(unpacked) if unpacked else Path(__file__).parents[1]
    return root.joinpath("docs", "manual", *parts)
