"""Long work is shown beside the clerk's: after half a second, with what remains, and its result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from resources.texts import N_, Texts
from ui.desk.kit.followed_task import Ended, FollowedTask
from ui.desk.kit.parts import Button, scrolling
from ui.desk.kit.tasks import Task
from ui.desk.kit.theme import Theme, lift, set_look
from ui.desk.kit.toasts import Toasts

APPEARS_AFTER_MS = 500
MARGIN = 16
#: So many lines are seen at once; the others are scrolled to.
MOST_SEEN = 4
_FLOATING_PX = 480


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a work: the words (already worded), and one thing to open or to do about it."""

    words: str
    action_words: str = ""
    act: Callable[[], None] | None = None
    #: good, warning or accent.
    tone: str = "good"


#: Words what came of a work; None where nobody has to be told.
Done = Callable[[Any], Outcome | None]


class ProgressPanel(QObject):
    """Shows the tasks it is told to follow, one line each, in one panel that can be folded.

    It floats at the lower left of ``host`` until it is given a place by :meth:`stand_in`.
    """

    def __init__(self, host: QWidget, theme: Theme, _: Texts) -> None:
        super().__init__(host)
        self._host, self._theme, self._texts = host, theme, _
        self._toasts: Toasts | None = None
        self._sentence: Callable[[Exception], str] | None = None
        self._shown: list[FollowedTask] = []
        self.panel = PanelOfWorks(host, theme)
        self.panel.retranslate(_)
        host.installEventFilter(self)
        theme.changed.connect(self._place)

    def tell_by(self, toasts: Toasts, sentence: Callable[[Exception], str]) -> None:
        """Tell results in ``toasts``, too; ``sentence`` words what went wrong, and raises a bug."""
        self._toasts, self._sentence = toasts, sentence

    def stand_in(self, layout: QBoxLayout) -> None:
        """Stand in a place of its own, where it covers nothing, instead of floating."""
        layout.addWidget(self.panel)
        self.panel.show_docked()

    def follow(self, task: Task, title: str, done: Done | None = None) -> None:
        """Show ``task`` under ``title`` (already worded) from half a second on.

        With ``done`` this panel tells how it went, so that nobody else has to: in a toast, and
        where the work took long enough to be seen in its line, until that is put away or opened.
        Without, its line goes at the end.
        """
        followed = FollowedTask(self._theme, task, title, self._texts)
        self._shown.append(followed)
        self.panel.add(followed)
        followed.put_away.clicked.connect(lambda: self._remove(followed))
        if done:
            task.succeeded.connect(lambda result: self._on_succeeded(followed, done(result)))
            task.failed.connect(lambda error: self._on_failed(followed, error))
        task.ended.connect(lambda: self._on_ended(followed))
        QTimer.singleShot(APPEARS_AFTER_MS, followed, lambda: self._appear(followed))

    def take_over(self, other: ProgressPanel) -> None:
        """Show here what another panel, which goes, was following."""
        # Forgotten there at once: its widgets may go before the tasks end.
        taken, other._shown = other._shown, []
        for followed in taken:
            if followed.is_under_way:
                self.follow(followed.task, followed.title.whole_text())

    def fold_or_enter(self) -> bool:
        """Bring the keyboard to the works, or away from them again; False where there are none."""
        return self.panel.fold_or_enter()

    def retranslate(self, _: Texts) -> None:
        """Word what stands there anew."""
        self._texts = _
        self.panel.retranslate(_)
        for followed in self._shown:
            followed.retranslate(_)

    @property
    def shown(self) -> list[FollowedTask]:
        """What is followed now, also what has not appeared yet, and what came of the others."""
        return list(self._shown)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _appear(self, followed: FollowedTask) -> None:
        if followed in self._shown and followed.is_under_way:
            followed.show()
            self._place()

    def _on_succeeded(self, followed: FollowedTask, outcome: Outcome | None) -> None:
        if outcome is None or not isValid(followed):
            return
        opened = self._opening(followed, outcome.act) if outcome.act else None
        followed.show_ended(Ended(outcome.words, outcome.tone, outcome.action_words, opened))
        if self._toasts:
            action = outcome.action_words
            self._toasts.show(outcome.words, outcome.tone, action=action, then=opened)

    def _on_failed(self, followed: FollowedTask, error: Exception) -> None:
        if self._toasts and self._sentence and isValid(followed):
            sentence = self._sentence(error)
            followed.show_ended(Ended(sentence, "bad"))
            self._toasts.show(sentence, "bad")

    def _opening(self, followed: FollowedTask, act: Callable[[], None]) -> Callable[[], None]:
        """Return what opens the result, and needs its line no more."""

        def opened() -> None:
            self._remove(followed)
            act()

        return opened

    def _on_ended(self, followed: FollowedTask) -> None:
        # The window may have gone with it before the task ended.
        if isValid(followed) and (followed.is_under_way or followed.isHidden()):
            self._remove(followed)
        elif isValid(self.panel):
            self._place()

    def _remove(self, followed: FollowedTask) -> None:
        if followed in self._shown:
            self._shown.remove(followed)
            if isValid(followed):
                self.panel.remove(followed)
                followed.deleteLater()
                self._place()

    def _place(self) -> None:
        self.panel.fit()
        if not self.panel.is_docked:
            self.panel.move(MARGIN, self._host.height() - self.panel.height() - MARGIN)


class PanelOfWorks(QFrame):
    """The lines of the works below a head that counts them; the head folds them away."""

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host)
        set_look(self, "overlay")
        lift(self)
        self.hide()
        self._host, self._theme, self._texts = host, theme, Texts()
        self._lines: list[FollowedTask] = []
        self._before: QWidget | None = None
        self.is_docked = self.is_folded = False
        self.fold = Button(theme, icon="chevron-down", look="quiet")
        self.fold.clicked.connect(lambda: self.show_folded(not self.is_folded))
        self.clear = Button(theme, N_("Put away what is finished"), look="link")
        self.clear.clicked.connect(self._put_finished_away)
        self._head = QWidget()
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._area = scrolling(self._list)
        self._lay_out()

    def show_docked(self) -> None:
        """Be a part of the frame instead of a sheet above the page."""
        self.is_docked = True
        self.setGraphicsEffect(None)  # type: ignore[arg-type] # None takes the shadow away
        set_look(self, "works")

    def add(self, line: FollowedTask) -> None:
        """Take a line in; it shows itself when it wants to."""
        self._lines.append(line)
        self._rows.addWidget(line)
        line.changed.connect(self._show_count)

    def remove(self, line: FollowedTask) -> None:
        """Let a line go, and give the keyboard back that was on it."""
        self._lines.remove(line)
        had_focus = line.isAncestorOf(self.window().focusWidget())
        line.hide()
        self._rows.removeWidget(line)
        if had_focus:
            self._leave()

    def show_folded(self, is_folded: bool) -> None:
        """Show the head only, or the lines too."""
        self.is_folded = is_folded
        self.fold.show_icon("chevron-up" if is_folded else "chevron-down")
        self.fit()

    def fold_or_enter(self) -> bool:
        """Bring the keyboard here, unfolded; from here fold, and give it back."""
        if not self.isVisible():
            return False
        if self.isAncestorOf(self.window().focusWidget()):
            self._leave()
            self.show_folded(True)
        else:
            self._before = self.window().focusWidget()
            self.show_folded(False)
            self._seen()[0].first_button().setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def retranslate(self, _: Texts) -> None:
        """Set the words of the head."""
        self._texts = _
        self.clear.retranslate(_)
        self._show_count()

    def fit(self) -> None:
        """Be there as long as there is a line, as high as the lines need."""
        seen = self._seen()
        self._head.setVisible(len(seen) > 1 or self.is_folded)
        self._area.setVisible(not self.is_folded)
        rows = seen[:MOST_SEEN]
        self._area.setFixedHeight(sum(line.sizeHint().height() for line in rows))
        self._show_count()
        if not seen:
            self.is_folded = False
        self.setVisible(bool(seen))
        if seen and not self.is_docked:
            room = self._host.width() - 2 * MARGIN
            self.setFixedWidth(max(min(self._theme.px(_FLOATING_PX), room), 200))
            self.adjustSize()
            self.raise_()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout(self._head)
        head.setContentsMargins(4, 0, 6, 0)
        head.addWidget(self.fold)
        head.addStretch(1)
        head.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 2, 6, 2)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._area)

    def _seen(self) -> list[FollowedTask]:
        return [line for line in self._lines if not line.isHidden()]

    def _show_count(self) -> None:
        _, seen = self._texts, self._seen()
        under_way = sum(line.is_under_way for line in seen)
        finished = len(seen) - under_way
        told = [_("{count} under way", count=under_way)] if under_way else []
        told += [_("{count} finished", count=finished)] if finished else []
        words = " · ".join(told)
        self.fold.setText(f" {words}")
        self.fold.setAccessibleName(_("Long work: {works}", works=words))
        self.clear.setVisible(finished > 0 and not self.is_folded)

    def _put_finished_away(self) -> None:
        for line in self._seen():
            if not line.is_under_way:
                line.put_away.click()

    def _leave(self) -> None:
        if self._before is not None and isValid(self._before):
            self._before.setFocus()
        self._before = None
