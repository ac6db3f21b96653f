"""The tour of a practice office: the clerk does each step, or goes on; nothing is held up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from domain.preferences import Preferences
from ui.desk.help.balloon import Balloon
from ui.desk.help.steps import Step
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead

PREFERENCE = "tour.seen"
#: How often it is looked whether the clerk has done the step, and where its thing stands now.
LOOK_EVERY_MS = 250


class Tour(QObject):
    """Goes from step to step; who has seen it is not shown it again unless they ask."""

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        preferences: Preferences,
        steps: Callable[[], Sequence[Step]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._preferences, self._make_steps = desk, preferences, steps
        self.balloon = Balloon(host, desk.theme)
        self._steps: Sequence[Step] = ()
        self._place = 0
        self._was_done = False
        self._look = QTimer(self, interval=LOOK_EVERY_MS)
        self._look.timeout.connect(self.look)
        self._seen = LatestRead(desk.tasks, self)
        self._seen.answered.connect(self._on_seen)
        self._seen.failed.connect(desk.show_failure)
        self.balloon.next_requested.connect(self.go_on)
        self.balloon.end_requested.connect(self.end)
        desk.theme.changed.connect(self._show)

    @property
    def is_running(self) -> bool:
        """Whether a step is shown."""
        return bool(self._steps)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._steps[self._place]

    def offer(self) -> None:
        """Begin, unless who is here has seen it."""
        owner, get = self._desk.actor.name, self._preferences.get
        self._seen.ask(lambda: get(owner, PREFERENCE))

    def begin(self) -> None:
        """Show the first step."""
        self._steps, self._place = self._make_steps(), 0
        self._show_step()
        self._look.start()

    def go_on(self) -> None:
        """Show the next step; after the last one the tour ends. Begin it where it does not run."""
        if not self.is_running:
            self.begin()
        elif self._place + 1 < len(self._steps):
            self._place += 1
            self._show_step()
        else:
            self.end()

    def end(self) -> None:
        """Put the tour away and remember that it was seen."""
        self._look.stop()
        self._steps = ()
        self.balloon.put_away()
        owner, put = self._desk.actor.name, self._preferences.put
        task = self._desk.tasks.write(self, lambda _progress: put(owner, PREFERENCE, value=True))
        task.failed.connect(self._desk.show_failure)

    def retranslate(self) -> None:
        """Say the step in the language of now."""
        self._show()

    def look(self) -> None:
        """Go on where the clerk has just done the step; else stand where its thing is now."""
        is_done = self.step.is_done()
        if is_done and not self._was_done:
            self.go_on()
            return
        self._was_done = is_done
        self.balloon.stand_beside(self.step.points_at())

    def _show_step(self) -> None:
        self._was_done = self.step.is_done()
        self._show()

    def _show(self) -> None:
        if self.is_running:
            texts, count = self._desk.texts, len(self._steps)
            self.balloon.show_step(self.step, self._place + 1, count, texts)
            self.balloon.stand_beside(self.step.points_at())

    def _on_seen(self, seen: Any) -> None:
        if seen is None and not self.is_running:
            self.begin()
