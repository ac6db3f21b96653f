"""A schedule through time as a bar: what ended, what holds, what comes, where nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from domain.tariff_timeline import Stretch
from ui.desk.kit.theme import Theme
from ui.desk.tariffs.tables import STANDING_GLYPHS


class TimelineBar(QWidget):
    """One schedule as a bar, with a stroke where today is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._stretches: Sequence[Stretch] = ()
        self._today = date.min
        self.setFixedHeight(theme.px(18))
        theme.changed.connect(self.update)

    def show_stretches(self, stretches: Sequence[Stretch], today: date) -> None:
        """Draw these stretches, and where today is."""
        self._stretches, self._today = stretches, today
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._stretches:
            return
        first = min(self._stretches[0].first, self._today).toordinal()
        ends = [(one.until or one.first).toordinal() for one in self._stretches]
        last = max(*ends, self._today.toordinal(), first + 1)
        last += max((last - first) // 8, 30)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)

        def x_of(ordinal: int) -> float:
            return (self.width() - 2) * (ordinal - first) / (last - first)

        for one in self._stretches:
            left = x_of(one.first.toordinal())
            right = x_of(one.until.toordinal() if one.until else last)
            tone = STANDING_GLYPHS[one.standing][1]
            painter.setBrush(self._theme.color(tone if one.version else "line"))
            painter.drawRoundedRect(QRectF(left, 5, max(right - left - 2, 2), 8), 3, 3)
        painter.setBrush(self._theme.color("text"))
        painter.drawRect(QRectF(x_of(self._today.toordinal()), 0, 2, self.height()))
        painter.end()
