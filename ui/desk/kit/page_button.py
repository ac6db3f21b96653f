"""A page in the navigation: its icon, its name, its key, and how many things wait there."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy
from typing_extensions import override

from resources.texts import Texts
from ui.desk.kit.page import Page
from ui.desk.kit.theme import Theme, set_look

_ICON_PX = 18
#: So wide is a button at least beside whose icon a number has room.
_NUMBER_FITS_PX, _DOT_PX = 40, 9
#: More than so many waiting things are counted no further.
_MOST_WAITING = 99


class PageButton(QPushButton):
    """Brings a page up; as wide and high as its place in the navigation."""

    #: The keyboard has come to it.
    focused = Signal()

    def __init__(self, theme: Theme, page: Page) -> None:
        super().__init__()
        self._theme, self._page = theme, page
        self._is_folded, self._title = False, ""
        self._texts, self._count = Texts(), 0
        self._waiting = QLabel(self)
        set_look(self._waiting, "waiting")
        self._waiting.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._waiting.hide()
        self._key = QLabel()
        set_look(self._key, "muted")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addStretch(1)
        row.addWidget(self._key)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.toggled.connect(lambda on: set_look(self._key, "chosen" if on else "muted"))
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_key(self, key: str) -> None:
        """Show by which key the page comes up, if by any."""
        self._key.setText(key)

    def show_waiting(self, count: int) -> None:
        """Show how many things wait there, in place of the key; none: the key."""
        self._count = count
        self._show_title()

    def show_folded(self, is_folded: bool) -> None:
        """Show the icon only, or the name too."""
        self._is_folded = is_folded
        set_look(self, "icon" if is_folded else "name")
        self._show_title()

    def retranslate(self, _: Texts) -> None:
        """Set name and tool tip."""
        self._texts, self._title = _, self._page.title(_)
        self._show_title()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_waiting()

    @override
    def focusInEvent(self, arg__1: QFocusEvent) -> None:
        super().focusInEvent(arg__1)
        self.focused.emit()

    def _show_title(self) -> None:
        self._key.setVisible(not self._is_folded and not self._count)
        self._waiting.setVisible(self._count > 0)
        self._place_waiting()
        self.setAccessibleName(self._spoken())
        self.setText("" if self._is_folded else f"  {self._title}")
        self.setToolTip(f"{self._spoken()}  {self._key.text()}" if self._is_folded else "")

    def _spoken(self) -> str:
        if not self._count:
            return self._title
        return self._texts("{page}: {count} waiting", page=self._title, count=self._count)

    def _place_waiting(self) -> None:
        """Put the number at the end of the row; folded, over the corner of the icon.

        Where it would cover the icon, a dot says that something waits.
        """
        is_dot = self._is_folded and self.width() < _NUMBER_FITS_PX
        self._waiting.setText("" if is_dot else str(min(self._count, _MOST_WAITING)))
        set_look(self._waiting, "waiting-dot" if is_dot else "waiting")
        self._waiting.adjustSize()
        if is_dot:
            self._waiting.resize(_DOT_PX, _DOT_PX)
        left = self.width() - self._waiting.width() - (0 if self._is_folded else 8)
        middle = (self.height() - self._waiting.height()) // 2
        self._waiting.move(left, 0 if self._is_folded else middle)

    def _on_theme_changed(self) -> None:
        self.setIcon(self._theme.icon(self._page.icon, "side_text", chosen="on_side"))
        side = self._theme.px(_ICON_PX)
        self.setIconSize(QSize(side, side))
