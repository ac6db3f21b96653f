"""Sweep what refers to itself in circles, on the GUI thread only.

Python looks for such circles on whatever thread happens to allocate. A page that was taken down is
one, and a widget in it that dies on a worker thread takes the program down.
"""

from __future__ import annotations

import gc
from typing import ClassVar
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

_EVERY_MS = 1_000


class Sweeper(QObject):
    """Takes over Python's own sweeping for as long as there are worker threads.

    There may be more than one; Python sweeps again when the last has stopped or gone.
    """

    _at_work: ClassVar[WeakSet[Sweeper]] = WeakSet()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._at_work.add(self)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def sweep(self) -> None:
        """Sweep the generations that are due, as Python would have done."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(counts) if 0 < most < count]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Leave sweeping to Python again (when no worker thread is left)."""
        self._timer.stop()
        self._at_work.discard(self)
        if not any(isValid(other) for other in self._at_work):
            gc.enable()
