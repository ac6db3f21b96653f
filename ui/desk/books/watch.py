"""Watching over the office: how its books and backups are, for every part of the desk that tells.

The quick check runs by itself soon after the desk has opened, beside the clerk's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from domain.books import Books
from domain.listing import BooksCondition, Problem
from domain.office import Actor
from domain.progress import Progress
from domain.safekeeping import SafetyState
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead, Task

#: The window comes first, then the check.
CHECK_AFTER_MS = 1_500
LOOK_EVERY_MS = 60_000
#: Books that were found in order so shortly ago are not checked again because a desk opens.
_FRESH = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Health:
    """How the office is at an instant."""

    condition: BooksCondition
    safety: SafetyState
    now: datetime

    @property
    def is_in_order(self) -> bool:
        """Whether no check has found the books wrong."""
        return self.condition.problems == 0

    @property
    def is_checked(self) -> bool:
        """Whether a check has ever found the books in order."""
        return self.condition.checked_at is not None

    @property
    def is_fresh(self) -> bool:
        """Whether the books were found in order only a moment ago."""
        checked_at = self.condition.checked_at
        return (
            self.is_in_order
            and checked_at is not None
            and timedelta() <= self.now - checked_at < _FRESH
        )


class OfficeWatch(QObject):
    """Reads how the office is, checks its books, and tells both."""

    #: How the office is now: a Health.
    changed = Signal(object)
    #: A check began, or ended.
    checking_changed = Signal(bool)
    #: A check came to its end: the problems that it found, none when all is in order.
    checked = Signal(object)
    #: What could not be read or checked: the exception.
    failed = Signal(object)

    def __init__(self, desk: Desk, books: Books, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.books = desk, books
        self.health: Health | None = None
        self.problems: Sequence[Problem] = ()
        self._check: Task | None = None
        self._latest = LatestRead(desk.tasks, self)
        self._latest.answered.connect(self._on_read)
        self._latest.failed.connect(self.failed)
        self._start = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._start.timeout.connect(self._check_at_start)
        self._look = QTimer(self, interval=LOOK_EVERY_MS)
        self._look.timeout.connect(self.refresh)

    @property
    def is_checking(self) -> bool:
        """Whether a check is under way."""
        return self._check is not None

    def start(self) -> None:
        """Look now and every minute, and check the books once the desk stands."""
        self.refresh()
        self._look.start()
        self._start.start()

    def refresh(self) -> None:
        """Read again how the office is."""
        self._latest.ask(self._read)

    def check(self, *, quick: bool) -> Task | None:
        """Check the books, quickly or all of them; None while a check is under way.

        It only reads until its end, so it runs beside runs and exports.
        """
        if self._check:
            return None
        books, actor = self.books, self.desk.actor
        task = self.desk.tasks.read(
            self, lambda progress: _checked(books, actor, progress, quick=quick)
        )
        self._check = task
        task.succeeded.connect(self._on_checked)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._end)
        self.checking_changed.emit(True)
        return task

    def _read(self) -> Health:
        """Read (called off the GUI thread)."""
        condition, safety = self.books.condition(), self.books.safekeeping.state()
        return Health(condition, safety, self.books.now())

    def _on_read(self, health: Health) -> None:
        self.health = health
        self.changed.emit(health)

    def _check_at_start(self) -> None:
        if self.health is None or not self.health.is_fresh:
            self.check(quick=True)

    def _on_checked(self, problems: Sequence[Problem]) -> None:
        self._end()
        self.problems = problems
        self.checked.emit(problems)
        self.refresh()

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._check = None
        self.checking_changed.emit(False)


def _checked(books: Books, actor: Actor, progress: Progress, *, quick: bool) -> Sequence[Problem]:
    return books.check(progress, quick=quick, actor=actor)
