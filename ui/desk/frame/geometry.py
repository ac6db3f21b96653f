"""Where the window stood and how large it was: kept on the machine, and never off its screens."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_KEY = "geometry"
#: So much of a window has to be seen for it to be taken hold of.
_LEAST_SEEN_PX = 100


def restore_geometry(window: QWidget, settings: QSettings, size: tuple[int, int]) -> None:
    """Put the window where it stood; of ``size`` where that is not known or not to be seen."""
    kept = settings.value(_KEY)
    is_known = isinstance(kept, QByteArray) and window.restoreGeometry(kept)
    if not is_known:
        window.resize(*size)
    elif not _is_seen(window):
        screen = QGuiApplication.primaryScreen().availableGeometry()
        window.resize(window.size().boundedTo(screen.size()))
        window.move(screen.center() - window.rect().center())


def keep_geometry(window: QWidget, settings: QSettings) -> None:
    """Remember where the window stands, and whether it is as large as its screen."""
    settings.setValue(_KEY, window.saveGeometry())


def _is_seen(window: QWidget) -> bool:
    frame = window.frameGeometry()
    for screen in QGuiApplication.screens():
        seen = screen.availableGeometry().intersected(frame)
        has_head = seen.top() <= frame.top() + _LEAST_SEEN_PX
        if seen.width() >= _LEAST_SEEN_PX and seen.height() >= _LEAST_SEEN_PX and has_head:
            return True
    return False
