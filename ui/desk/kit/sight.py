"""What has just appeared is brought into sight, where its page scrolls."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

_MARGIN_PX = 12


def bring_into_sight(widget: QWidget) -> None:
    """Scroll the area around a widget to it, once it has its place there."""
    QTimer.singleShot(0, widget, lambda: scroll_to(widget))


def scroll_to(widget: QWidget) -> None:
    """Scroll the area around a widget, if it stands in one, to it."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(widget, 0, _MARGIN_PX)
