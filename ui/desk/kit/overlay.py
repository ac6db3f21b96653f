"""Sheets that lie over the page for a moment (Go To, the keys) and give the focus back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from ui.desk.kit.theme import Theme, lift, set_look

MARGIN = 24


class Overlay(QFrame):
    """A sheet in the upper middle of its host; Esc puts it away."""

    def __init__(self, host: QWidget, theme: Theme, width: int, height: int) -> None:
        super().__init__(host)
        set_look(self, "overlay")
        lift(self)
        self._host, self._theme = host, theme
        self._wanted = (width, height)
        self._before: QWidget | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 14, 16, 14)
        host.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the sheet."""
        self._before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()

    def put_away(self) -> None:
        """Hide the sheet and give the focus back to where it was, or to the host."""
        self.hide()
        if self._before is not None and isValid(self._before):
            is_seen = self._before.isVisible() or not self._host.isVisible()
            (self._before if is_seen else self._host).setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def want_height(self, height: int) -> None:
        """Be as high as this (at text scale 1), where there is room."""
        self._wanted = (self._wanted[0], height)

    def _place(self) -> None:
        seen = self._seen()
        width = min(self._theme.px(self._wanted[0]), seen.width() - 2 * MARGIN)
        height = min(self._theme.px(self._wanted[1]), seen.height() - 2 * MARGIN)
        left = seen.left() + (seen.width() - width) // 2
        self.setGeometry(left, seen.top() + MARGIN, width, height)

    def _seen(self) -> QRect:
        """Return the part of the host that is on the screen: a page may be higher than that."""
        seen = self._host.visibleRegion().boundingRect()
        return self._host.rect() if seen.isEmpty() else seen


class TypedSheet(Overlay):
    """A sheet that is typed into: the page below gets no key as long as the focus is here.

    Otherwise Ctrl+A in the sheet would accept what stands in the page, and take money.
    """

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        moved = super().focusNextPrevChild(next)
        left = self.window().focusWidget()
        if self.isAncestorOf(left):
            return moved
        # Round the end of the sheet and in at its other side.
        step = QWidget.nextInFocusChain if next else QWidget.previousInFocusChain
        found = step(left)
        while found and found is not left and not self._takes_tab(found):
            found = step(found)
        if found:
            found.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _takes_tab(self, widget: QWidget) -> bool:
        has_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return has_tab and self.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled()
