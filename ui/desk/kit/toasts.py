"""Results are told for a moment, with at most one action; each is kept among the messages."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from ui.desk.kit.messages import Message, Messages
from ui.desk.kit.parts import Button, Label
from ui.desk.kit.theme import Theme, lift, set_look

LASTS_MS = 8_000
#: What stood there for less may not have been read.
_READ_AFTER_SECONDS = 3.0
MARGIN = 16
_LEAST_PX, _MOST_PX, _DOCKED_MOST_PX = 300, 420, 520


class Toasts(QObject):
    """Shows results one at a time, in a place of its own or at the lower right of ``host``.

    A place of its own, given by :meth:`stand_in`, covers nothing; a host alone has nothing there.
    """

    def __init__(
        self, host: QWidget, theme: Theme, now: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(host)
        self._host, self._theme = host, theme
        self._toast: Toast | None = None
        self._place_of_toasts: QBoxLayout | None = None
        self.messages = Messages(now or (lambda: datetime.now(UTC)), self)
        host.installEventFilter(self)
        theme.changed.connect(self._place)

    def stand_in(self, place: QBoxLayout) -> None:
        """Tell from now on in a place where nothing else is."""
        self._place_of_toasts = place

    def show(
        self,
        text: str,
        tone: str = "good",
        *,
        action: str = "",
        then: Callable[[], None] | None = None,
        lasts_ms: int = LASTS_MS,
    ) -> Message:
        """Tell a result, already worded; ``action`` names what ``then`` does.

        ``tone`` is good, warning, bad or accent. A bad one stays until it is put away.
        """
        self._let_go()
        message = self.messages.add(text, tone, action, then)
        toast = self._toast = self._made(message)
        toast.put_away.clicked.connect(self.put_away)
        if then:
            toast.offer(action, lambda: self._act(then))
        if tone != "bad":
            QTimer.singleShot(lasts_ms, toast, self._let_go)
        self._place()
        toast.show()
        toast.raise_()
        return message

    def reword(self, message: Message, words: str) -> Message:
        """Tell in other words what was told, where it still stands, and return it so."""
        reworded = self.messages.reword(message, words)
        if self._toast and self._toast.message is message:
            self._toast.show_message(reworded)
            self._place()
        return reworded

    def put_away(self) -> None:
        """Show none; who puts one away has read it."""
        if self._toast:
            self.messages.show_read(self._toast.message)
        self._let_go()

    @property
    def text(self) -> str:
        """What is told now, or nothing."""
        return self._toast.text.text() if self._toast and not self._toast.isHidden() else ""

    @property
    def toast(self) -> Toast | None:
        """The toast that is shown now."""
        return self._toast

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _made(self, message: Message) -> Toast:
        if self._place_of_toasts is None:
            return Toast(self._host, self._theme, message)
        toast = Toast(self._host, self._theme, message, is_docked=True)
        self._place_of_toasts.addWidget(toast)
        return toast

    def _let_go(self) -> None:
        toast, self._toast = self._toast, None
        if toast is None:
            return
        if toast.was_seen:
            self.messages.show_read(toast.message)
        toast.hide()
        toast.deleteLater()

    def _act(self, then: Callable[[], None]) -> None:
        self.put_away()
        then()

    def _place(self) -> None:
        if self._toast is None:
            return
        room = max(self._host.width() - 2 * MARGIN, 200)
        if self._place_of_toasts is not None:
            self._toast.fit(room * 3 // 5)
            return
        self._toast.setMaximumWidth(room)
        self._toast.adjustSize()
        self._toast.move(
            self._host.width() - self._toast.width() - MARGIN,
            self._host.height() - self._toast.height() - MARGIN,
        )


class Toast(QFrame):
    """One result: words, an action, and a cross to put it away."""

    def __init__(
        self, host: QWidget, theme: Theme, message: Message, *, is_docked: bool = False
    ) -> None:
        super().__init__(host)
        set_look(self, "toast", tone=message.tone)
        self._theme = theme
        self._began = time.monotonic()
        self.text = Label("", "strong", wraps=True)
        self.show_message(message)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.put_away = Button(theme, icon="x", look="quiet")
        self.put_away.setAccessibleName("x")
        self.put_away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.action: Button | None = None
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.text, 1)
        self._row.addWidget(self.put_away)
        # Only then are the letters as wide as they will be shown.
        self.text.ensurePolished()
        if is_docked:
            self._row.setContentsMargins(10, 1, 2, 1)
            self.fit(theme.px(_DOCKED_MOST_PX))
        else:
            lift(self)
            self._row.setContentsMargins(14, 8, 6, 8)
            self.setMinimumWidth(min(theme.px(_LEAST_PX), max(host.width() - 2 * MARGIN, 200)))
            self.fit(theme.px(_MOST_PX))

    def show_message(self, message: Message) -> None:
        """Show the words of a message."""
        self.message = message
        self.text.setText(message.words)

    def fit(self, room: int) -> None:
        """Say it in one line where there is room for it, and else in several."""
        width = self.text.fontMetrics().horizontalAdvance(self.message.words) + 8
        self.text.setMinimumWidth(min(width, room))

    def offer(self, text: str, then: Callable[[], None]) -> None:
        """Offer one thing to do about the result."""
        self.action = Button(self._theme, look="link")
        self.action.setText(text)
        self.action.setAccessibleName(text)
        self.action.clicked.connect(lambda _checked=False: then())
        self._row.insertWidget(1, self.action)

    @property
    def was_seen(self) -> bool:
        """Whether it stood there, in a window in use, long enough to be read.

        What must not be missed counts as read only when it is put away.
        """
        if self.message.tone in ("warning", "bad"):
            return False
        stood = time.monotonic() - self._began
        return stood >= _READ_AFTER_SECONDS and self.window().isActiveWindow()
