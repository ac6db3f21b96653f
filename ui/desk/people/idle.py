"""Nobody there: told once nothing was typed or moved for a while, also over a night asleep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from typing_extensions import override

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Idle(QObject):
    """Watches a window for keys and mouse while somebody is signed in."""

    #: Nobody has touched the window for as long as was agreed.
    passed = Signal()

    def __init__(self, after: timedelta, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._after, self._now = after, now
        self._touched_at = now()
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(after // timedelta(milliseconds=1))
        self._timer.timeout.connect(self._on_passed)
        self._window: QWindow | None = None

    def watch(self, window: QWindow) -> None:
        """Watch this window; its widgets are not asked, so that this costs nothing."""
        if window is not self._window:
            self._window = window
            window.installEventFilter(self)

    def start(self) -> None:
        """Begin to count."""
        self._touched_at = self._now()
        self._timer.start()

    def stop(self) -> None:
        """Count no more: nobody is signed in, or it is locked already."""
        self._timer.stop()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and self._timer.isActive():
            now = self._now()
            # A machine that slept counted nothing meanwhile: whoever wakes it is asked first.
            if now - self._touched_at > self._after:
                self._on_passed()
                return True
            self._touched_at = now
            self._timer.start()
        return super().eventFilter(watched, event)

    def _on_passed(self) -> None:
        self._timer.stop()
        self.passed.emit()
