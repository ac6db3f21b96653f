"""One line of the progress panel: a work under way, and then what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar
from typing_extensions import override

from domain.progress import Step
from resources.texts import N_, Texts
from ui.desk.kit.parts import Button, ElidedLabel, Label
from ui.desk.kit.tasks import Task
from ui.desk.kit.theme import Theme

_LEAST_SECONDS_TO_TELL = 3
_SECONDS_A_MINUTE = 60
_BAR_PX, _BAR_HIGH_PX, _LINE_PX = 140, 8, 34
_ICONS = {"good": "circle-check", "warning": "triangle-alert", "bad": "circle-alert"}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a work ended: the words, a tone, and what can be opened."""

    words: str
    tone: str
    action_words: str = ""
    act: Callable[[], None] | None = None


class FollowedTask(QFrame):
    """A work: its title, a bar, how long it will take, Cancel; at its end its result."""

    #: The work has ended, or says something else.
    changed = Signal()

    def __init__(self, theme: Theme, task: Task, title: str, _: Texts) -> None:
        super().__init__()
        self.hide()
        self._theme, self._texts = theme, _
        self._began = time.monotonic()
        self._step = Step(0, 0)
        self._is_cancelled = False
        self._ended: Ended | None = None
        self.task = task
        self.icon = QLabel()
        self.title = ElidedLabel("strong")
        self.title.setText(title)
        self.remaining = Label("", "muted")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        self.cancel = Button(theme, N_("Cancel"), icon="x", look="quiet")
        self.cancel.clicked.connect(lambda: self._on_cancel(task))
        self.action = Button(theme, look="link")
        self.put_away = Button(theme, icon="x", look="quiet")
        self._lay_out()
        self.retranslate(_)
        theme.changed.connect(self._show_icon)
        task.progressed.connect(self._on_progressed)

    @property
    def is_under_way(self) -> bool:
        """Whether nothing came of it yet."""
        return self._ended is None

    def show_ended(self, ended: Ended) -> None:
        """Show what came of the work, and what can be opened."""
        self._ended = ended
        self.title.setText(ended.words)
        self.setAccessibleName(ended.words)
        for part in (self.bar, self.remaining, self.cancel):
            part.hide()
        if ended.act:
            act = ended.act
            self.action.setText(ended.action_words)
            self.action.setAccessibleName(ended.action_words)
            self.action.clicked.connect(lambda _checked=False: act())
            self.action.show()
        self.put_away.show()
        self._show_icon()
        self.changed.emit()

    def first_button(self) -> Button:
        """Return where the keyboard comes to."""
        if self.is_under_way:
            return self.cancel
        return self.put_away if self.action.isHidden() else self.action

    def retranslate(self, _: Texts) -> None:
        """Word what remains anew; what came of it stays as it was told."""
        self._texts = _
        self.cancel.retranslate(_)
        self.put_away.setAccessibleName(_("Put away"))
        self.put_away.setToolTip(_("Put away"))
        self._show_remaining()

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(_LINE_PX))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        self.bar.setFixedSize(self._theme.px(_BAR_PX), _BAR_HIGH_PX)
        row.addWidget(self.icon)
        row.addWidget(self.title, 1)
        for part in (self.action, self.bar, self.remaining, self.cancel, self.put_away):
            row.addWidget(part)
        for later in (self.icon, self.action, self.put_away):
            later.hide()

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
        percent = step.done * 100 // step.total
        if passed < 1 or seconds < _LEAST_SECONDS_TO_TELL:
            return _("{percent}% done", percent=percent)
        if seconds < 2 * _SECONDS_A_MINUTE:
            return _("{percent}% done · about {seconds} s left", percent=percent, seconds=seconds)
        minutes = -(-seconds // _SECONDS_A_MINUTE)
        return _("{percent}% done · about {minutes} min left", percent=percent, minutes=minutes)

    def _show_icon(self) -> None:
        if self._ended:
            name, token = _ICONS.get(self._ended.tone, "info"), self._ended.tone
            self.icon.setPixmap(self._theme.pixmap(name, token, 16))
            self.icon.show()
