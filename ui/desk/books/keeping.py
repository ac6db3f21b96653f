"""Making backups from the desk: when somebody asks, when one is due, and when the desk closes."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from domain.backup import BackupDone, BackupReason
from domain.books import Books
from domain.safekeeping import SafetyState
from domain.staff import Act
from ui.desk.books.watch import OfficeWatch
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import Task

TICK_MS = 60_000
#: What went wrong is tried again by itself only after a while.
_PAUSE = timedelta(minutes=15)


class Keeper(QObject):
    """Makes one backup at a time, off the GUI thread, after the jobs that wait."""

    #: A backup was made: a BackupDone.
    made = Signal(object)
    #: There is none: the exception.
    failed = Signal(object)
    running_changed = Signal(bool)

    def __init__(self, desk: Desk, books: Books, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._books = desk, books
        self._task: Task | None = None

    @property
    def task(self) -> Task | None:
        """The backup that is under way, or none."""
        return self._task

    @property
    def is_running(self) -> bool:
        """Whether a backup is under way."""
        return self._task is not None

    def back_up(self, reason: BackupReason) -> Task | None:
        """Make a backup; None while one is under way."""
        if self._task:
            return None
        safekeeping, actor = self._books.safekeeping, self._desk.actor
        task = self._desk.tasks.job(
            self, lambda progress: safekeeping.back_up(actor, progress, reason=reason)
        )
        self._task = task
        task.succeeded.connect(self._on_made)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._end)
        self.running_changed.emit(True)
        return task

    def _on_made(self, done: BackupDone) -> None:
        self._end()
        self.made.emit(done)

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._task = None
        self.running_changed.emit(False)


class BackupClock(QObject):
    """Makes a backup whenever one is due, as the office's setting says, without asking anybody."""

    def __init__(self, desk: Desk, watch: OfficeWatch, keeper: Keeper) -> None:
        super().__init__(keeper)
        self._desk, self._watch, self._keeper = desk, watch, keeper
        self._not_before: datetime | None = None
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        keeper.failed.connect(self._on_failed)

    def start(self) -> None:
        """Look every minute whether a backup is due."""
        self._timer.start()

    def tick(self) -> None:
        """Make a backup when one is due, and nothing stands in the way."""
        health = self._watch.health
        if health is None or not self._is_wanted(health.safety):
            return
        if self._not_before is None or health.now >= self._not_before:
            self._keeper.back_up(BackupReason.TIMER)

    def _is_wanted(self, safety: SafetyState) -> bool:
        # Every desk of a server would make one of its own; there it is the server's job.
        may_back_up = self._desk.may(Act.BACK_UP) and not safety.is_on_server
        return may_back_up and safety.is_backup_due

    def _on_failed(self, _error: Exception) -> None:
        if self._watch.health:
            self._not_before = self._watch.health.now + _PAUSE
