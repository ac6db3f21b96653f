"""Show a file with the program that the system has for it, or its folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_with_system(path: Path) -> None:
    """Show a file or a folder outside the desk."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
