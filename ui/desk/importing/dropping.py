"""A file that is dragged onto the page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def file_of(dragged: QMimeData) -> Path | None:
    """Return the one file that is dragged, None when it is anything else."""
    urls = dragged.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
