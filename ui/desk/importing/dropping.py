"""A file that is dragged onto the page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override


def file_of(dragged: QMimeData) -> Path | None:
    """Return the one file that is dragged, None when it is anything else."""
    urls = dragged.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())


class FileDropArea(QWidget):
    """A step of the page onto which one file can be dropped."""

    #: A file was dropped: its path.
    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if file_of(event.mimeData()) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = file_of(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)
