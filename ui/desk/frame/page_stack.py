"""Page stack: the pages of the desk, of which one is seen and each is put up when it first is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget
from shiboken6 import delete, isValid

from ui.desk.kit.page import Page
from ui.desk.kit.theme import set_look


class PageStack(QStackedWidget):
    """Shows one page; the others wait beside the window until they are first shown.

    What is put into the window is dressed, and all pages take longer than a start may.
    """

    def __init__(self, pages: list[Page]) -> None:
        super().__init__()
        self._waiting = QWidget()
        self._areas: dict[str, QWidget] = {}
        for page in pages:
            page.widget.setParent(self._waiting)
        # No event may reach what waits beside a window once the window is gone.
        self.destroyed.connect(partial(_delete, self._waiting))

    def bring_up(self, page: Page) -> None:
        """Show a page."""
        if page.key not in self._areas:
            self._areas[page.key] = _scrolled(page.widget)
            self.addWidget(self._areas[page.key])
        self.setCurrentWidget(self._areas[page.key])


def _delete(widget: QWidget) -> None:
    if isValid(widget):
        delete(widget)


def _scrolled(widget: QWidget) -> QScrollArea:
    """Return an area in which a page scrolls where the window is smaller than it can be."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    set_look(widget, "plain")
    area.setWidget(widget)
    return area
