"""A badge of the top bar: its words where there is room, and else its icon alone."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from ui.desk.kit.parts import Button
from ui.desk.kit.theme import Theme

_SIDE_PX = 14


class TopBadge(Button):
    """Says something of the office in a word; all of it stands in its tool tip."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__(theme, icon=icon, look="quiet")
        self._words = ""
        self.setObjectName("badge")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str, told: str) -> None:
        """Show ``words`` as far as there is room; ``told`` is all that there is to say."""
        self._words = f" {words}"
        self._fit()
        self.updateGeometry()
        self.setToolTip(told)
        self.setAccessibleDescription(told)

    @override
    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self._words)
        return QSize(words + self._icon_width(), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._icon_width(), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _icon_width(self) -> int:
        return self.iconSize().width() + 2 * _SIDE_PX

    def _fit(self) -> None:
        self.setText(self._words if self.width() >= self.sizeHint().width() else "")
