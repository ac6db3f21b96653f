"""A chart as a picture for a letter: under a title, twice as fine as the screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from ui.desk.kit.theme import Theme

_TIMES_AS_FINE = 2
_TITLE_PX, _MARGIN_PX = 15, 12


def picture_of(chart: QWidget, title: str, theme: Theme) -> QImage:
    """Return the chart as it stands, in the theme's colours, below its title."""
    head = theme.px(_TITLE_PX) * 2 + _MARGIN_PX
    width, height = chart.width() + 2 * _MARGIN_PX, chart.height() + head + _MARGIN_PX
    image = QImage(
        width * _TIMES_AS_FINE, height * _TIMES_AS_FINE, QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(_TIMES_AS_FINE)
    image.fill(theme.color("card"))
    painter = QPainter(image)
    painter.setPen(theme.color("text"))
    painter.setFont(theme.font(_TITLE_PX, bold=True))
    place = QRect(_MARGIN_PX, 0, width - 2 * _MARGIN_PX, head)
    fitting = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), fitting)
    # Without the window's own ground, which is another one than the card's.
    only_parts = QWidget.RenderFlag.DrawChildren
    chart.render(painter, QPoint(_MARGIN_PX, head), QRegion(), only_parts)
    painter.end()
    return image
