"""Run use cases off the GUI thread and bring their results back to it.

There are four lanes. *Reads* run side by side. *Writes* (a clerk's recharge, a
correction) run one after another in the order asked for. *Jobs* (daily billing, a
simulation, an export) have a lane of their own and write in small transactions, so that
a clerk never stands behind one. *Errands* speak with who is outside, which may be slow to
answer: nobody stands behind one, and none behind a billing run. Callbacks always run on
the GUI thread, and never after the object that asked has gone.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QRunnable,
    QThreadPool,
    QTimer,
    Signal,
    Slot,
)

from domain.progress import Cancelled, Progress, Step
from ui.desk.kit.sweeping import Sweeper

log = logging.getLogger(__name__)

#: At most this many progress reports a second reach the GUI thread.
REPORTS_PER_SECOND = 20
_BURIES_EVERY_MS = 20
#: So long a thread that reckons keeps the window's thread waiting; Python's own is ten times that.
_HANDS_OVER_S = 0.0005

Work = Callable[[Progress], Any]


class Task(QObject):
    """One piece of work under way; lives on the GUI thread.

    Connect to it before returning to the event loop, and nothing can be missed.
    Signals carry ``object``, never ``int``: a C++ int holds 32 bits only.

    It has no parent. What its connections hold may be the last that holds its runner, and goes
    while Qt deletes the task: a runner that were its parent would delete it a second time.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    #: However it went, while who asked is still there.
    finished = Signal()
    #: However it went, and whether who asked is still there or not.
    ended = Signal()

    _landed = Signal()

    def __init__(self, owner: QObject, work: Work) -> None:
        super().__init__()
        self._owner: QObject | None = owner
        self._work: Work | None = work
        self._result: Any = None
        self._error: BaseException | None = None
        self._cancel_requested = False
        self._last_report = 0.0
        #: Whether the worker thread touches it no more.
        self.is_left = False
        self._landed.connect(self._on_landed)

    @Slot()
    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancel_requested = True

    def report(self, step: Step) -> None:
        """Take a progress report (called on the worker thread)."""
        if self._cancel_requested:
            raise Cancelled
        now = time.monotonic()
        if step.done >= step.total or now - self._last_report >= 1 / REPORTS_PER_SECOND:
            self._last_report = now
            self.progressed.emit(step)

    def run(self) -> None:
        """Do the work (called on the worker thread)."""
        work = self._work
        if work is None:
            raise RuntimeError("A task runs once")
        try:
            self._result = work(self.report)
        except BaseException as caught:  # noqa: BLE001 - handed to the GUI thread whole
            self._error = caught
        # Task keeps work, result and error until it has landed: a QObject that one of them holds
        # last must not die on the worker thread.
        del work
        self._landed.emit()

    def let_go(self) -> None:
        """Forget everything held (called on the GUI thread, where it may die)."""
        self._owner = self._work = self._result = self._error = None

    @Slot()
    def _on_landed(self) -> None:
        owner, result, error = self._owner, self._result, self._error
        self.let_go()
        try:
            if owner is None or not shiboken6.isValid(owner):
                log.debug("Result dropped: %r has gone", type(owner).__name__)
            else:
                self._tell(result, error)
        finally:
            self.ended.emit()

    def _tell(self, result: Any, error: BaseException | None) -> None:
        try:
            if error is None:
                self.succeeded.emit(result)
            elif isinstance(error, Cancelled):
                self.cancelled.emit()
            else:
                self.failed.emit(error)
        finally:
            self.finished.emit()


class _Runnable(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task: Task | None = task

    def run(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.run()
            task.is_left = True


class TaskRunner(QObject):
    """Owns the lanes; the only object in the program that starts threads."""

    def __init__(self, parent: QObject | None = None, *, readers: int = 4) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_HANDS_OVER_S)
        self._readers = self._lane(readers)
        self._writer = self._lane(1)
        self._jobs = self._lane(1)
        self._errands = self._lane(1)
        self._live: set[Task] = set()
        self._gone: list[Task] = []
        self._is_shut = False
        self._burial = QTimer(self, singleShot=True, interval=_BURIES_EVERY_MS)
        self._burial.timeout.connect(self._bury_gone)
        self._sweeper = Sweeper(self)

    def read(self, owner: QObject, work: Work) -> Task:
        """Run ``work`` beside other reads."""
        return self._start(self._readers, owner, work)

    def write(self, owner: QObject, work: Work) -> Task:
        """Run ``work``, which is short, after every write asked for before it."""
        return self._start(self._writer, owner, work)

    def job(self, owner: QObject, work: Work) -> Task:
        """Run ``work``, which is long, after every job asked for before it."""
        return self._start(self._jobs, owner, work)

    def errand(self, owner: QObject, work: Work) -> Task:
        """Run ``work``, which speaks with the outside, after every errand asked for before it."""
        return self._start(self._errands, owner, work)

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs and nothing waits."""
        return not self._live

    def shutdown(self, wait_ms: int = 10_000) -> bool:
        """Cancel what runs and wait for it; False when something would not stop.

        What is asked for afterwards is not begun: nobody is there to hear of it.
        """
        self._is_shut = True
        for task in list(self._live):
            task.cancel()
        lanes = (self._readers, self._writer, self._jobs, self._errands)
        stopped = [lane.waitForDone(wait_ms) for lane in lanes]
        if all(stopped):
            self._bury()
            self._sweeper.stop()
        return all(stopped)

    def _bury(self) -> None:
        """Delete every task now."""
        for task in list(self._live):
            task.let_go()
            QCoreApplication.sendPostedEvents(task)
        for task in (*self._live, *self._gone):
            if shiboken6.isValid(task):
                task.deleteLater()
                QCoreApplication.sendPostedEvents(task, QEvent.Type.DeferredDelete.value)
        self._live.clear()
        self._gone.clear()

    @Slot()
    def _bury_gone(self) -> None:
        """Delete on the GUI thread what the worker threads have left.

        Each task is held until Qt has deleted it: were the worker to let go of it last, Python and
        Qt would take it down on two threads at once.
        """
        self._gone = [task for task in self._gone if shiboken6.isValid(task)]
        for task in self._gone:
            if task.is_left:
                task.deleteLater()
        if self._gone:
            self._burial.start()

    def _lane(self, threads: int) -> QThreadPool:
        lane = QThreadPool(self)
        lane.setMaxThreadCount(threads)
        return lane

    def _start(self, pool: QThreadPool, owner: QObject, work: Work) -> Task:
        task = Task(owner, work)
        if self._is_shut:
            return task
        self._live.add(task)
        task.ended.connect(self._forget)
        pool.start(_Runnable(task))
        return task

    @Slot()
    def _forget(self) -> None:
        task = self.sender()
        if isinstance(task, Task):
            self._live.discard(task)
            self._gone.append(task)
            if not self._burial.isActive():
                self._burial.start()


class LatestRead(QObject):
    """A question that is asked again while the answer is still under way: the latest one wins.

    ``answered`` and ``failed`` tell of the last question only, so that a list never shows what
    was searched for three letters ago.
    """

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._asked = 0

    def ask(self, work: Callable[[], Any]) -> None:
        """Run ``work`` as a read; forget the answers of every question before."""
        self._asked += 1
        asked = self._asked
        task = self._tasks.read(self, lambda _progress: work())
        task.succeeded.connect(lambda answer: self._hear(asked, self.answered, answer))
        task.failed.connect(lambda error: self._hear(asked, self.failed, error))

    def forget(self) -> None:
        """Want no answer any more."""
        self._asked += 1

    def _hear(self, asked: int, signal: Any, what: Any) -> None:
        if asked == self._asked:
            signal.emit(what)
