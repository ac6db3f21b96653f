"""Results are told in a corner, with at most one action, and never stand in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from ui.desk.kit.parts import Button, Label
from ui.desk.kit.theme import Theme, lift, set_look

LASTS_MS = 8_000
MARGIN = 16


class Toasts(QObject):
    """Shows results at the lower right of ``host``, one at a time, the newest on top."""

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host)
        self._host, self._theme = host, theme
        self._toast: Toast | None = None
        host.installEventFilter(self)
        theme.changed.connect(self._place)

    def show(
        self,
        text: str,
        tone: str = "good",
        *,
        action: str = "",
        then: Callable[[], None] | None = None,
        lasts_ms: int = LASTS_MS,
    ) -> None:
        """Tell a result, already worded; ``action`` names what ``then`` does.

        ``tone`` is good, warning, bad or accent. A bad one stays until it is put away.
        """
        self.put_away()
        self._toast = Toast(self._host, self._theme, text, tone)
        self._toast.put_away.clicked.connect(self.put_away)
        if then:
            self._toast.offer(action, lambda: self._act(then))
        if tone != "bad":
            QTimer.singleShot(lasts_ms, self._toast, self._toast.hide)
        self._place()
        self._toast.show()
        self._toast.raise_()

    def put_away(self) -> None:
        """Show none."""
        if self._toast:
            self._toast.hide()
            self._toast.deleteLater()
            self._toast = None

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

    def _act(self, then: Callable[[], None]) -> None:
        self.put_away()
        then()

    def _place(self) -> None:
        if self._toast:
            self._toast.setMaximumWidth(max(self._host.width() - 2 * MARGIN, 200))
            self._toast.adjustSize()
            self._toast.move(
                self._host.width() - self._toast.width() - MARGIN,
                self._host.height() - self._toast.height() - MARGIN,
            )


class Toast(QFrame):
    """One result: words, an action, and a cross to put it away."""

    def __init__(self, host: QWidget, theme: Theme, text: str, tone: str) -> None:
        super().__init__(host)
        set_look(self, "toast", tone=tone)
        lift(self)
        self._theme = theme
        self.setMinimumWidth(min(theme.px(300), max(host.width() - 2 * MARGIN, 200)))
        self.text = Label("", "strong", wraps=True)
        self.text.setText(text)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.put_away = Button(theme, icon="x", look="quiet")
        self.put_away.setAccessibleName("x")
        self.put_away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.action: Button | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 8, 6, 8)
        self._row.addWidget(self.text, 1)
        self._row.addWidget(self.put_away)
        # Only then are the letters as wide as they will be shown.
        self.text.ensurePolished()
        width = self.text.fontMetrics().horizontalAdvance(text) + 8
        self.text.setMinimumWidth(min(width, theme.px(420)))

    def offer(self, text: str, then: Callable[[], None]) -> None:
        """Offer one thing to do about the result."""
        self.action = Button(self._theme, look="link")
        self.action.setText(text)
        self.action.setAccessibleName(text)
        self.action.clicked.connect(lambda _checked=False: then())
        self._row.insertWidget(1, self.action)
