"""Long work is shown beside the clerk's: after half a second, with what remains, and Cancel."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from domain.progress import Step
from resources.texts import N_, Texts
from ui.desk.kit.parts import Button, Label
from ui.desk.kit.tasks import Task
from ui.desk.kit.theme import Theme, lift, set_look

APPEARS_AFTER_MS = 500
MARGIN = 16
_LEAST_SECONDS_TO_TELL = 3


class ProgressPanel(QObject):
    """Shows the tasks it is told to follow at the lower left of ``host``, one above the other."""

    def __init__(self, host: QWidget, theme: Theme, _: Texts) -> None:
        super().__init__(host)
        self._host, self._theme, self._texts = host, theme, _
        self._shown: list[FollowedTask] = []
        host.installEventFilter(self)

    def follow(self, task: Task, title: str) -> None:
        """Show ``task`` under ``title`` (already worded) from half a second on until its end."""
        followed = FollowedTask(self._host, self._theme, task, title, self._texts)
        self._shown.append(followed)
        task.ended.connect(lambda: self._forget(followed))
        QTimer.singleShot(APPEARS_AFTER_MS, followed, lambda: self._appear(followed))

    def take_over(self, other: ProgressPanel) -> None:
        """Show here what another panel, which goes, was following."""
        # Forgotten there at once: its widgets may go before the tasks end.
        taken, other._shown = other._shown, []
        for followed in taken:
            self.follow(followed.task, followed.title.text())

    def retranslate(self, _: Texts) -> None:
        """Word what stands there anew."""
        self._texts = _
        for followed in self._shown:
            followed.retranslate(_)

    @property
    def shown(self) -> list[FollowedTask]:
        """What is followed now, also what has not appeared yet."""
        return list(self._shown)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _appear(self, followed: FollowedTask) -> None:
        if followed in self._shown:
            followed.show()
            followed.raise_()
            self._place()

    def _forget(self, followed: FollowedTask) -> None:
        if followed in self._shown:
            self._shown.remove(followed)
            # The window may have gone with it before the task ended.
            if isValid(followed):
                followed.hide()
                followed.deleteLater()
                self._place()

    def _place(self) -> None:
        bottom = self._host.height() - MARGIN
        for followed in self._shown:
            followed.adjustSize()
            bottom -= followed.height()
            followed.move(MARGIN, bottom)
            bottom -= MARGIN // 2


class FollowedTask(QFrame):
    """One task under way: its title, a bar, how long it will take, Cancel."""

    def __init__(self, host: QWidget, theme: Theme, task: Task, title: str, _: Texts) -> None:
        super().__init__(host)
        set_look(self, "overlay")
        lift(self)
        self.hide()
        self._texts = _
        self._began = time.monotonic()
        self._step = Step(0, 0)
        self._is_cancelled = False
        self.task = task
        self.title = Label("", "strong")
        self.title.setText(title)
        self.remaining = Label("", "muted")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        self.cancel = Button(theme, N_("Cancel"), icon="x", look="quiet")
        self.cancel.clicked.connect(lambda: self._on_cancel(task))
        self._lay_out(theme)
        self.retranslate(_)
        task.progressed.connect(self._on_progressed)

    def retranslate(self, _: Texts) -> None:
        """Word what remains anew."""
        self._texts = _
        self.cancel.retranslate(_)
        self._show_remaining()

    def _lay_out(self, theme: Theme) -> None:
        self.setFixedWidth(theme.px(340))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 12)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.cancel)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.remaining)

    def _on_progressed(self, step: Step) -> None:
        self._step = step
        # A bar counts in 32 bits; a thousand parts are finer than its pixels.
        self.bar.setRange(0, 1000)
        self.bar.setValue(step.done * 1000 // max(step.total, 1))
        self._show_remaining()

    def _on_cancel(self, task: Task) -> None:
        self._is_cancelled = True
        self.cancel.setEnabled(False)
        task.cancel()
        self._show_remaining()

    def _show_remaining(self) -> None:
        self.remaining.setText(self._worded_remaining())

    def _worded_remaining(self) -> str:
        _, step = self._texts, self._step
        if self._is_cancelled:
            return _("Stopping after this step …")
        if not step.total or not step.done:
            return _("Under way …")
        passed = time.monotonic() - self._began
        seconds = round(passed * (step.total - step.done) / step.done)
        if passed < 1 or seconds < _LEAST_SECONDS_TO_TELL:
            return _("{percent}% done", percent=step.done * 100 // step.total)
        return _(
            "{percent}% done · about {seconds} s left",
            percent=step.done * 100 // step.total,
            seconds=seconds,
        )
