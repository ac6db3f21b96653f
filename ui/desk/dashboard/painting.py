"""Small pictures of figures: a line of bars, a bar in parts, a share of the most."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.desk.kit.theme import Theme

_GAP_PX = 2
#: Bars in less room say nothing.
_NARROWEST_PX = 24
#: A part that is there at all can be seen.
_LEAST_PX = 2


class _Picture(QWidget):
    """A picture that nobody can press or come to."""

    def __init__(self, theme: Theme, width: int, height: int) -> None:
        super().__init__()
        self._theme, self._width, self._height = theme, width, height
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(self._width), self._theme.px(self._height))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_PX, self._theme.px(self._height))

    def _fill(self, painter: QPainter, rect: QRectF, color: QColor) -> None:
        radius = min(2.0, rect.width() / 2, rect.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(rect, radius, radius)


class Glyph(_Picture):
    """The sign of a state, at the height of the words beside it, whatever font it comes of."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 16, 18)
        self._glyph, self._token = "", "text"

    def show_glyph(self, glyph: str, token: str) -> None:
        """Draw a sign in the colour of a tone; without one in that of text."""
        self._glyph, self._token = glyph, token or "text"
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.color(self._token))
        metrics = painter.fontMetrics()
        x = (self.width() - metrics.horizontalAdvance(self._glyph)) / 2
        y = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(x, y), self._glyph)
        painter.end()


class Sparkline(_Picture):
    """Shows where a figure goes: a small bar for each day, the last one strong."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 84, 24)
        self._values: Sequence[int] = ()

    def show_values(self, values: Sequence[int]) -> None:
        """Draw these values, oldest first; what is below zero is drawn as nothing."""
        self._values = values
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        most = max(self._values, default=0)
        if most <= 0 or self.width() < _NARROWEST_PX:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.width() / len(self._values)
        pale, strong = self._theme.color("accent_2"), self._theme.color("accent")
        pale.setAlpha(110)
        last = len(self._values) - 1
        for place, value in enumerate(self._values):
            height = max(self.height() * max(value, 0) / most, _LEAST_PX if value > 0 else 0)
            width = max(step - min(_GAP_PX, step / 3), 1.0)
            bar = QRectF(place * step, self.height() - height, width, height)
            self._fill(painter, bar, strong if place == last else pale)
        painter.end()


class PartsBar(_Picture):
    """One bar in parts: what share of all each takes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 200, 10)
        self._parts: Sequence[tuple[int, str, int]] = ()

    def show_parts(self, parts: Sequence[tuple[int, str, int]]) -> None:
        """Draw these parts from left to right: how much, a token of colour, how opaque it is."""
        self._parts = [part for part in parts if part[0] > 0]
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = sum(count for count, _token, _alpha in self._parts)
        if not whole:
            self._fill(painter, QRectF(self.rect()), self._theme.color("line"))
        room = self.width() - _GAP_PX * (len(self._parts) - 1) - _LEAST_PX * len(self._parts)
        x = 0.0
        for count, token, alpha in self._parts:
            width = _LEAST_PX + max(room, 0) * count / whole
            color = self._theme.color(token)
            color.setAlpha(alpha)
            self._fill(painter, QRectF(x, 0, width, self.height()), color)
            x += width + _GAP_PX
        painter.end()


class ShareBar(_Picture):
    """A bar as long as its share of the longest one."""

    def __init__(self, theme: Theme, token: str) -> None:
        super().__init__(theme, 60, 8)
        self._token = token
        self._part, self._most = 0, 0

    def show_share(self, part: int, most: int) -> None:
        """Draw so much of the most that any bar has."""
        self._part, self._most = part, most
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._fill(painter, QRectF(self.rect()), self._theme.color("hover"))
        if self._part > 0 and self._most > 0:
            width = max(self.width() * self._part / self._most, 2 * _LEAST_PX)
            self._fill(painter, QRectF(0, 0, width, self.height()), self._theme.color(self._token))
        painter.end()
