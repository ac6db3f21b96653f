"""Nothing flashes: while the desk is built, no part of it is a window of its own."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class ShownWindows(QObject):
    """Remembers every widget that was shown as a window."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        is_window = isinstance(watched, QWidget) and watched.isWindow()
        if event.type() == QEvent.Type.Show and is_window:
            self.seen.append(type(watched).__name__)
        return False


def test_building_the_desk_shows_no_other_window(qapp, visitor):
    shown = ShownWindows()
    qapp.installEventFilter(shown)
    try:
        visitor.comes_in("asha")
    finally:
        qapp.removeEventFilter(shown)

    assert shown.seen == []
