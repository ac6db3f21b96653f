"""What is on its way off the GUI thread, one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from domain.progress import Progress
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import Task


class OneAtATime(QObject):
    """Does one thing at a time off the GUI thread, and says when it is at work."""

    began = Signal()
    #: Nothing is on its way any more.
    ended = Signal()
    #: It could not be done: the error.
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._task: Task | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is on its way."""
        return self._task is not None

    def start(
        self,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        title: str,
        *,
        is_job: bool = False,
    ) -> None:
        """Begin something under a title that is still to be worded; ``done`` takes its result."""
        begin = self._desk.tasks.job if is_job else self._desk.tasks.read
        task: Task = begin(self, work)
        self._task = task
        self.began.emit()
        task.succeeded.connect(lambda result: self._on_done(done, result))
        task.failed.connect(self.failed)
        task.finished.connect(lambda: self._on_finished(task))
        self._desk.progress.follow(task, self._desk.texts(title))

    def _on_done(self, done: Callable[[Any], None], result: Any) -> None:
        # What comes next may ask for more work at once.
        self._task = None
        done(result)

    def _on_finished(self, task: Task) -> None:
        if self._task in {task, None}:
            self._task = None
            self.ended.emit()
